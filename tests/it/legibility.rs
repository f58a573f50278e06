//! Every word in a chart can be read, at any width: none is smaller than 10 px, none is cut off, and no two touch.

use std::fs;
use std::path::PathBuf;

use crate::browser::{chromium, opened};
use crate::support::repository;

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

/// Where a page says what may run in it. Of the copy that is looked at, anything may.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\"";

#[test]
fn words_in_charts_can_be_read_at_any_width() {
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("page.html");
    let pages = glob::glob(repository().join("reports/examples/*/*.html").to_str().unwrap()).unwrap();
    let pages: Vec<PathBuf> = pages.map(Result::unwrap).collect();
    assert!(pages.len() > 4, "{pages:?}");
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        let (before, policy) = text.split_once(POLICY).unwrap();
        let (_, after) = policy.split_once('>').unwrap();
        let looked = format!("{before}{after}<script>{LOOK}</script>");
        let inside = looked.replace('&', "&amp;").replace('"', "&quot;");
        for width in [390, 1000, 1280, 3840] {
            let frame =
                format!("<iframe style=\"width:{width}px;height:900px\" srcdoc=\"{inside}\"></iframe>");
            fs::write(&copy, format!("<!doctype html><meta charset=\"utf-8\"><body>{frame}</body>")).unwrap();
            let seen = opened(chromium, &folder.path().join("profile"), &copy, 4000);
            let told = seen.split_once("<pre id=\"told\">").and_then(|(_, told)| told.split_once('<'));
            assert_eq!(told.map(|(told, _)| told), Some("nothing"), "{}, {width} px", page.display());
        }
    }
}
