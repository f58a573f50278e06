// What a page can do beyond being read. It asks nobody for anything and keeps nothing. A page carries it without its
// comments and indentation, and without blanks around operators: no text in it may hold one between blanks.
(() => {
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
  button.onclick = () => { button.textContent = act() || label; };
  return button;
};

// A finding as Markdown, for a pull request or a chat.
const escaped = (line) =>
  line.replace(/[\\`*_~[\]|]/g, "\\$&").replace(/[&<>@#!:]/g, (c) => `&#${c.charCodeAt(0)};&#8203;`);
for (const finding of all(".finding")) {
  finding.append(tool(words.copy, () => {
    const title = `**${escaped(text(finding.querySelector("h3")))}**`;
    const lines = all(".evidence tbody tr", finding)
      .map((row) => `- ${all("th, td", row).map(text).filter(Boolean).map(escaped).join(", ")}`);
    const rest = all(":scope > p", finding).filter((p) => !p.querySelector("a")).map((p) => escaped(text(p)));
    const area = make("textarea", { value: [title, lines.join("\n"), ...rest].filter(Boolean).join("\n\n") });
    body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    return words.copied;
  }));
}

// A table as CSV. What would be a formula is quoted as text.
const field = (value) => {
  const formula = /^[=+\-@\t\r]/.test(value) && !/^[+-][\d.,]+ ?(%|pp|×|m?s)?$/.test(value);
  return `"${(formula ? `'${value}` : value).replace(/"/g, '""')}"`;
};
for (const table of all("table.data")) {
  const rows = all("tr", table);
  if (!rows[1]) continue;
  (table.closest(".scroll") || table).after(tool(words.csv, () => {
    const csv = rows.map((row) => all("th, td", row).map((cell) => field(text(cell))).join(",")).join("\r\n");
    const href = URL.createObjectURL(new Blob(["\ufeff", csv], { type: "text/csv" }));
    make("a", { href, download: `${table.closest("section[id]")?.id || "table"}.csv` }).click();
  }));
}

// The endpoints: by any column, and by name.
const size = (cell) => {
  const figures = text(cell.querySelector(".figures") || cell).replace(/,/g, "");
  const [, number, seconds] = [...figures.matchAll(/(\d*\.?\d+)\s?(s\b|초)?/g)].at(-1) || [0, -1];
  return number * (seconds ? 1e3 : 1);
};
const changes = document.getElementById("changes");
if (changes) {
  const tables = all("table.data", changes);
  for (const table of tables) {
    const rows = all("tbody tr:not(.whole)", table);
    if (!rows[2]) continue;
    const heads = all("thead th:not(.plot)", table);
    heads.forEach((head) => {
      const column = head.cellIndex;
      const button = make("button", { className: "sort" }, text(head));
      button.onclick = () => {
        const falls = column && head.ariaSort !== "descending";
        heads.forEach((other) => { other.ariaSort = null; });
        head.ariaSort = falls ? "descending" : "ascending";
        const by = (row) => (column ? size : text)(row.children[column]);
        rows.sort((a, b) => ((by(a) > by(b)) - (by(a) < by(b))) * (falls ? -1 : 1));
        table.tBodies[0].append(...rows);
      };
      head.replaceChildren(button);
    });
  }
  const rows = all("tbody tr:not(.whole)", changes);
  if (rows[8]) {
    const input = make("input", { type: "search" });
    input.oninput = () => {
      const wanted = input.value.trim().toLowerCase();
      rows.forEach((row) => { row.hidden = !text(row.children[0]).toLowerCase().includes(wanted); });
      all("details.rest", changes).forEach((rest) => { rest.open = wanted; });
    };
    tables[0].closest(".scroll").before(make("label", { className: "filter" }, words.filter, " ", input));
  }
}

// Charts over time: values under the pointer, and the span of time that all of them show.
const tip = make("div", { className: "tip", hidden: true, role: "status" });
body.append(tip);
const iso = (time, from, to) => new Date(time * 1e3).toISOString().slice(from, to).replace("T", " ");
const clock = (time) => (time < 3599.5 ? "" : `${Math.floor((time + 0.5) / 3600)}:`) + iso(Math.round(time), 14, 19);
const draws = [];
let shown = false;
for (const chart of all("svg[data-time]")) {
  const [left, right, end, origin] = chart.dataset.time.split(" ").map(Number);
  const { width, height } = chart.viewBox.baseVal;
  const length = right - left;
  // Times are in seconds: those at the ends of the axis, the one at a place, and the one that was drawn there.
  const start = origin / 1e3 || 0;
  let from = start, to = start + end, near, grip, held;
  const time = (x) => from + ((x - left) / length) * (to - from);
  const place = (time) => left + ((time - from) / (to - from)) * length;
  const drawn = (x) => start + ((x - left) / length) * end;
  const move = (part, x, scale = 1) => { part.style.transform = `translateX(${x}px) scaleX(${scale})`; };
  const axis = chart.querySelector("[data-axis]");
  const ticks = all("text", axis).slice(0, -1).map((tick) => [tick, tick.textContent, tick.getAttribute("x")]);
  draws.push(() => {
    [from, to] = shown || [start, start + end];
    chart.classList.toggle("zoomed", shown);
    for (const part of all("[data-plot] > :not(.s-grid)", chart)) {
      const x = part.getAttribute("cx") || part.getAttribute("x");
      if (part.matches("text, circle")) move(part, place(drawn(x)) - x);
      else move(part, place(drawn(0)), end / (to - from));
    }
    for (const [tick, word, x] of ticks) {
      tick.textContent = !shown ? word : origin ? iso(time(x), ...(to - from < 2e5 ? [11, 16] : [5, 10])) : clock(time(x));
    }
  });

  const readings = all("[data-values]", chart).flatMap((line) => {
    const { panel } = line.closest("[data-panel]").dataset;
    const { name, values } = line.dataset;
    return values.split(" ").map((value, i) => [line.points[i].x, panel, `${name}\xa0${value}`]);
  });
  const places = [...new Set(readings.map(([x]) => x))].sort((a, b) => a - b);
  if (!places[0]) continue;
  chart.tabIndex = 0;
  chart.insertAdjacentHTML("beforeend", `<path class="cross" d="M0 0V${height}"/><path class="span" d="M0 0V${height}H1V0"/>`);
  const [cross, band] = all(".cross, .span", chart);
  const hide = () => {
    near = grip = null;
    tip.hidden = true;
    move(cross, -9);
    move(band, -9);
  };
  hide();
  const show = (wanted, step = 0) => {
    const seen = places.filter((x) => drawn(x) >= from && drawn(x) <= to);
    const far = (x) => Math.abs(drawn(x) - wanted);
    const [best] = [...seen].sort((a, b) => far(a) - far(b));
    near = seen[seen.indexOf(best) + step] || best;
    if (!near) return;
    const now = drawn(near);
    move(cross, place(now));
    const panels = {};
    for (const [x, panel, value] of readings) if (x === near) (panels[panel] ||= []).push(value);
    const lines = Object.entries(panels).map(([panel, values]) => `${panel}: ${values.sort().join(" · ")}`);
    tip.textContent = [origin ? iso(now, 0, 16) : clock(now), ...lines].join("\n");
    tip.hidden = false;
    const box = chart.getBoundingClientRect();
    const side = box.left + (place(now) / width) * box.width;
    tip.style.left = `${side + (side < innerWidth / 2 ? 12 : -12 - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(4, Math.min(box.top + 24, innerHeight - tip.offsetHeight - 4))}px`;
  };

  const zoom = (first = start, last = start + end) => {
    // The marks stay where they are, at whole seconds: so many of these are between two of them.
    const marks = end / axis.dataset.axis;
    for (let step = 2, low; marks < 1e9; step += 2) {
      low = Math.max(0, Math.floor(Math.min(first, end - step * marks) / step) * step);
      if (low + step * marks < Math.min(last, end)) continue;
      first = low;
      last = low + step * marks;
      break;
    }
    shown = last - first < end && [first, last];
    draws.forEach((draw) => draw());
    hide();
  };
  chart.onpointermove = ({ clientX }) => {
    const box = chart.getBoundingClientRect();
    const now = time(((clientX - box.left) / box.width) * width);
    held = [grip ?? now, now].sort((a, b) => a - b);
    const [first, last] = held.map(place);
    move(band, first, last - first);
    show(now);
  };
  chart.onpointerdown = (event) => {
    if (event.button) return;
    chart.onpointermove(event);
    [grip] = held;
    chart.setPointerCapture(event.pointerId);
  };
  chart.onpointerup = () => {
    // A click is no drag.
    if (place(held[1]) - place(held[0]) > 8) zoom(...held);
    hide();
  };
  chart.onpointerleave = chart.onblur = hide;
  chart.ondblclick = () => zoom();
  chart.onkeydown = (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const middle = near ? drawn(near) : (from + to) / 2;
    // What is shown becomes a third, or twice as long.
    const reach = { "+": 1 / 6, "-": 1 }[key] * (to - from);
    if (reach) zoom(middle - reach, middle + reach);
    if (key === "Escape") zoom();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (step) {
      event.preventDefault();
      show(middle, near ? step : 0);
    }
  };
}
document.querySelector("svg[tabindex]")?.closest(".times").before(make("p", { className: "key hint" }, words.time));
})();
