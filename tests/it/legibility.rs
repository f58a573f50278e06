//! Every word in a chart can be read, at any width: none is smaller than 10 px, none is cut off, and no two touch.

use std::fs;

use crate::browser::{chromium, opened, samples, told, with_script};
use crate::pages::kinds;

/// The samples are looked at in all of these, the other pages in one.
const WIDTHS: [u32; 4] = [390, 1000, 1280, 3840];

/// What looks at the texts of a page and leaves behind what is wrong with them. A window is never narrower than 500 px, a frame
/// is: the page stands in one.
const LOOK: &str = "
const wrong = [];
document.querySelectorAll('details').forEach(one => { one.open = true; });
for (const svg of document.querySelectorAll('svg')) {
  const frame = svg.getBoundingClientRect();
  if (frame.width < 2) continue;
  const scale = frame.width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll('text')].map(text => {
    const words = [...text.childNodes].filter(one => one.nodeType === 3).map(one => one.data).join('').trim();
    return { words, box: text.getBoundingClientRect(), size: parseFloat(getComputedStyle(text).fontSize) * scale };
  });
  const say = what => wrong.push(`${svg.querySelector('title').id}: ${what}`);
  texts.forEach(({ words, box, size }, index) => {
    if (size < 9.99) say(`“${words}” has ${size.toFixed(1)} px`);
    if (box.left < frame.left - 1 || box.right > frame.right + 1) say(`“${words}” is cut off`);
    for (const other of texts.slice(index + 1)) {
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (wide > 1 && high > 4) say(`“${words}” touches “${other.words}”`);
    }
  });
}
const told = parent.document.createElement('pre');
told.id = 'told';
told.textContent = wrong.slice(0, 20).join('; ') || 'nothing';
parent.document.body.append(told);
";

#[test]
fn words_in_charts_can_be_read_at_any_width() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("page.html");
    let kinds = kinds(folder.path());
    let kinds = kinds.iter().enumerate().map(|(number, page)| (page, &WIDTHS[number % 3..][..1]));
    for (page, widths) in samples().iter().map(|page| (page, &WIDTHS[..])).chain(kinds) {
        let inside = with_script(page, LOOK).replace('&', "&amp;").replace('"', "&quot;");
        for width in widths {
            let frame =
                format!("<iframe style=\"width:{width}px;height:900px\" srcdoc=\"{inside}\"></iframe>");
            fs::write(&copy, format!("<!doctype html><meta charset=\"utf-8\"><body>{frame}</body>")).unwrap();
            let seen = opened(chromium, &folder.path().join("profile"), &copy, 4000);
            assert_eq!(told(&seen), Some("nothing"), "{}, {width} px", page.display());
        }
    }
}
