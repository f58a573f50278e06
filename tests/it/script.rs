//! The script of a page: without it nothing of the page is missing, and with it charts over time are zoomed together.

use std::fs;

use crate::browser::{chromium, messages, opened, samples, told, with_script};
use crate::support::repository;

/// What can be read with the script and without it, a line each; what the script adds is left out.
const READ: &str = "
const frames = [...document.querySelectorAll('iframe')];
const read = frame => {
  const page = frame.contentDocument;
  page.querySelectorAll('details').forEach(one => { one.open = true; });
  page.querySelectorAll('.tool, .tip, .filter').forEach(one => one.remove());
  const { time } = page.body.dataset;
  return page.body.innerText.split('\\n').map(line => line.trim()).filter(line => line && line !== time);
};
const told = document.createElement('pre');
told.id = 'told';
onload = () => {
  const tools = frames.map(frame => frame.contentDocument.querySelectorAll('button').length);
  const [without, through] = frames.map(read);
  const missing = (these, those) => these.filter(line => !those.includes(line));
  told.textContent = [without.length > 30, tools[0], tools[1] > 0, missing(without, through).length, missing(through, without).length].join(' ');
  document.body.append(told);
};
";

#[test]
fn without_its_script_a_page_is_complete() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("page.html");
    for page in samples() {
        let text = fs::read_to_string(&page).unwrap().replace('&', "&amp;").replace('"', "&quot;");
        let frame = |allowed: &str| {
            format!(
                "<iframe width=\"1280\" height=\"900\" sandbox=\"allow-same-origin {allowed}\" srcdoc=\"{text}\"></iframe>"
            )
        };
        let both = [frame(""), frame("allow-scripts")].concat();
        fs::write(
            &copy,
            format!("<!doctype html><meta charset=\"utf-8\"><body>{both}<script>{READ}</script></body>"),
        )
        .unwrap();
        let seen = opened(chromium, &folder.path().join("profile"), &copy, 1400);
        assert_eq!(told(&seen), Some("true 0 true 0 0"), "{}", page.display());
    }
}

#[test]
fn no_page_leaves_a_message_on_the_console() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    for page in samples() {
        assert_eq!(messages(chromium, &profile, &page), "", "{}", page.display());
    }
    // Such a message would be seen.
    let loud = folder.path().join("loud.html");
    fs::write(&loud, with_script(&samples()[0], "console.log('heard');")).unwrap();
    assert!(messages(chromium, &profile, &loud).contains("heard"));
}

/// What a reader does with the charts of a page, and the marks of the first chart and of the last after each step.
const ZOOM: &str = "
const charts = [...document.querySelectorAll('svg[data-time]')];
const [chart] = charts;
const marks = () => [chart, charts.at(-1)]
  .map(one => [...one.querySelectorAll('[data-axis] text')].slice(0, -1).map(text => text.textContent.trim()).join(' ')).join(' | ');
const point = (name, share) => {
  const box = chart.getBoundingClientRect();
  const clientX = box.left + (52 + share * 842) / 960 * box.width;
  chart.dispatchEvent(new PointerEvent(name, { clientX, pointerId: 1 }));
};
const key = name => chart.dispatchEvent(new KeyboardEvent('keydown', { key: name }));
const value = () => document.querySelector('.tip').textContent.split('\\n')[0];
const line = () => Math.round(chart.querySelector('[data-values]').getBoundingClientRect().width / chart.getBoundingClientRect().width * 10) / 10;
// No pointer is there that could be captured.
Element.prototype.setPointerCapture = () => {};
const seen = [];
const say = what => seen.push(`${what}: ${marks()}`);
say('all');
point('pointerdown', 0.4);
point('pointermove', 0.5);
point('pointermove', 0.59);
point('pointerup', 0.59);
say('dragged');
point('pointermove', 0);
seen.push(`first value: ${value()}`, `width: ${line()}`);
key('Escape');
say('Esc');
point('pointerdown', 0.5);
point('pointerup', 0.5);
say('clicked');
point('pointermove', 0.2);
key('+');
say('+');
key('ArrowLeft');
seen.push(`in the middle: ${value()}`);
key('-');
key('-');
say('- -');
key('+');
chart.dispatchEvent(new MouseEvent('dblclick'));
say('double click');
seen.push(`width: ${line()}`);
const told = document.createElement('pre');
told.id = 'told';
told.textContent = seen.join('\\n');
document.body.append(told);
";

#[test]
fn charts_over_time_are_zoomed_together() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("page.html");
    let page = repository().join("reports/examples/pool-exhausted/report.html");
    fs::write(&copy, with_script(&page, ZOOM)).unwrap();
    let seen = opened(chromium, &folder.path().join("profile"), &copy, 1280);
    let whole = "00:00 00:10 00:20 00:30 00:40 00:50 01:00 01:10 | 00:00 00:15 00:30 00:45 01:00 01:15";
    let expected = [
        &format!("all: {whole}"),
        "dragged: 00:30 00:32 00:34 00:36 00:38 00:40 00:42 00:44 | 00:30 00:33 00:36 00:39 00:42 00:45",
        "first value: 00:31",
        "width: 4.4",
        &format!("Esc: {whole}"),
        &format!("clicked: {whole}"),
        "+: 00:00 00:04 00:08 00:12 00:16 00:20 00:24 00:28 | 00:00 00:06 00:12 00:18 00:24 00:30",
        "in the middle: 00:15",
        &format!("- -: {whole}"),
        &format!("double click: {whole}"),
        "width: 0.9",
    ];
    assert_eq!(told(&seen).unwrap().lines().collect::<Vec<_>>(), expected);
}
