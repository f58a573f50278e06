// What a page can do beyond being read. It asks nobody for anything and keeps nothing.
(() => {
"use strict";
const { body } = document;
const words = body.dataset;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (name, props, ...children) => {
  const element = Object.assign(document.createElement(name), props);
  element.append(...children);
  return element;
};
const text = (element) => {
  const copy = element.cloneNode(true);
  all("sup, svg, button, .narrow", copy).forEach((part) => part.remove());
  all(".sub, .change, .interval", copy).forEach((part) => part.prepend(" "));
  return copy.textContent.replace(/\s+/g, " ").trim();
};
const tool = (label, act) => {
  const button = make("button", { type: "button", className: "tool", textContent: label });
  button.onclick = async () => {
    const done = await act();
    if (done) {
      button.textContent = done;
      setTimeout(() => { button.textContent = label; }, 2000);
    }
  };
  return button;
};

// A finding as Markdown, for a pull request or a chat.
const escaped = (line) =>
  line.replace(/[\\`*_~[\]|]/g, "\\$&").replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/[@#!:]/g, (c) => `&#${c.charCodeAt(0)};&#8203;`);
const copied = async (markdown) => {
  try {
    await navigator.clipboard.writeText(markdown);
  } catch {
    const area = make("textarea", { value: markdown });
    body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  return words.copied;
};
for (const finding of all(".finding")) {
  finding.append(tool(words.copy, () => {
    const title = `**${escaped(text(finding.querySelector("h3")))}**`;
    const lines = all(".evidence tbody tr", finding)
      .map((row) => `- ${all("th, td", row).map(text).filter(Boolean).map(escaped).join(", ")}`);
    const rest = all(":scope > p", finding).filter((p) => !p.querySelector("a")).map((p) => escaped(text(p)));
    return copied([title, lines.join("\n"), ...rest].filter(Boolean).join("\n\n"));
  }));
}

// A table as CSV. What would be a formula is quoted as text.
const field = (value) => {
  const formula = /^[=+\-@\t\r]/.test(value) && !/^[+-][\d.,]+ ?(%|pp|×|m?s)?$/.test(value);
  return `"${(formula ? `'${value}` : value).replace(/"/g, '""')}"`;
};
for (const table of all("table.data")) {
  const rows = all("tr", table);
  if (rows.length < 2) continue;
  (table.closest(".scroll") || table).after(tool(words.csv, () => {
    const csv = rows.map((row) => all("th, td", row).map((cell) => field(text(cell))).join(",")).join("\r\n");
    const href = URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" }));
    make("a", { href, download: `${table.closest("section[id]")?.id || "table"}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }));
}

// The endpoints: by any column, and by name.
const UNITS = { "µs": 1e-3, ms: 1, s: 1e3, min: 6e4 };
const size = (cell) => {
  const figures = text(cell.querySelector(".figures") || cell);
  const last = [...figures.matchAll(/([\d,]*\.?\d+)\s?(µs|ms|min|s\b)?/g)].at(-1);
  return last ? parseFloat(last[1].replace(/,/g, "")) * (UNITS[last[2]] || 1) : -1;
};
const sortable = (table) => {
  const rows = all("tbody tr:not(.whole)", table);
  if (rows.length < 3) return;
  all("thead th:not(.plot)", table).forEach((head) => {
    const column = [...head.parentNode.children].indexOf(head);
    const label = text(head);
    const button = make("button", { type: "button", className: "sort" }, label);
    button.onclick = () => {
      const falls = head.getAttribute("aria-sort") !== "descending" && column > 0;
      all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const by = (row) => (column ? size(row.children[column]) : text(row.children[0]));
      rows.sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0) * (falls ? -1 : 1));
      table.tBodies[0].append(...rows);
    };
    head.replaceChildren(button);
  });
};
const changes = document.getElementById("changes");
if (changes) {
  const tables = all("table.data", changes);
  tables.forEach(sortable);
  const rows = all("tbody tr:not(.whole)", changes);
  if (rows.length > 8) {
    const input = make("input", { type: "search", autocomplete: "off" });
    input.oninput = () => {
      const wanted = input.value.trim().toLowerCase();
      rows.forEach((row) => { row.hidden = !text(row.children[0]).toLowerCase().includes(wanted); });
      all("details.rest", changes).forEach((rest) => { rest.open = wanted !== ""; });
    };
    tables[0].closest(".scroll").before(make("label", { className: "filter" }, words.filter, " ", input));
  }
}

// Values under the pointer, in charts over time.
const tip = make("div", { className: "tip", hidden: true });
tip.setAttribute("role", "status");
body.append(tip);
const clock = (seconds, origin) => {
  if (origin) return new Date(origin + seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
  const two = (number) => String(number).padStart(2, "0");
  const whole = Math.round(seconds);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole < 3600 ? rest : `${Math.floor(whole / 3600)}:${rest}`;
};
for (const chart of all("svg[data-time]")) {
  const [left, right, end, origin] = chart.dataset.time.split(" ").map(Number);
  const panels = all("g[data-panel]", chart).map((panel) => ({
    title: panel.dataset.panel,
    lines: all("[data-values]", panel).map((line) => {
      const values = line.dataset.values.split(" ");
      const points = line.getAttribute("points").trim().split(" ");
      return { name: line.dataset.name, points: points.map((point, i) => [parseFloat(point), values[i]]) };
    }),
  })).filter((panel) => panel.lines.length);
  if (!panels.length) continue;
  const xs = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(([x]) => x)));
  const places = [...new Set(xs)].sort((a, b) => a - b);
  const cross = document.createElementNS(chart.namespaceURI, "line");
  const set = (name, value) => cross.setAttribute(name, value);
  set("class", "cross");
  set("y2", chart.viewBox.baseVal.height);
  let at = -1;
  const hide = () => { tip.hidden = true; cross.remove(); };
  const show = (x) => {
    const near = places.reduce((best, place) => (Math.abs(place - x) < Math.abs(best - x) ? place : best));
    at = places.indexOf(near);
    set("x1", near);
    set("x2", near);
    chart.append(cross);
    const rows = [make("b", {}, clock(((near - left) / (right - left)) * end, origin))];
    for (const { title, lines } of panels) {
      const here = lines.flatMap(({ name, points }) => points.filter(([x]) => x === near).map(([, value]) => `${name} ${value}`));
      if (here.length) rows.push(make("div", {}, `${title}: ${here.sort().join(" · ")}`));
    }
    tip.replaceChildren(...rows);
    tip.hidden = false;
    const box = chart.getBoundingClientRect();
    const place = box.left + (near / chart.viewBox.baseVal.width) * box.width;
    const fits = place + 16 + tip.offsetWidth < document.documentElement.clientWidth;
    tip.style.left = `${Math.max(4, fits ? place + 12 : place - 12 - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(4, Math.min(box.top + 24, innerHeight - tip.offsetHeight - 4))}px`;
  };
  chart.addEventListener("pointermove", (event) => {
    const box = chart.getBoundingClientRect();
    show(((event.clientX - box.left) / box.width) * chart.viewBox.baseVal.width);
  });
  chart.addEventListener("pointerleave", hide);
  chart.addEventListener("blur", hide);
  chart.tabIndex = 0;
  chart.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") hide();
    if (!step) return;
    event.preventDefault();
    show(places[Math.max(0, Math.min(places.length - 1, at + step))]);
  });
}
})();
