//! axe-core, which knows the Web Content Accessibility Guidelines, finds nothing in the pages: neither a violation nor a bad practice.

use std::fs;

use crate::browser::{chromium, in_dark, opened, samples, told, with_script};
use crate::pages::kinds;
use crate::support::{repository, skip};

/// What runs it in a page, and leaves behind what it found.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'] }).then(found => {
    const told = document.createElement('pre');
    told.id = 'told';
    told.textContent = found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).join(', ')}`).join('; ') || 'nothing';
    document.body.append(told);
});";

#[test]
fn pages_can_be_read_by_everybody() {
    let axe = repository().join("target/node/node_modules/axe-core/axe.min.js");
    let Ok(axe) = fs::read_to_string(axe) else {
        skip("axe-core is not installed (npm install --prefix target/node axe-core@4.14.1)");
        return;
    };
    let Some(chromium) = chromium() else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("page.html");
    // A window is never narrower than 500 px.
    let looks = [(500, true), (1280, false), (500, false), (1280, true)];
    let kinds = kinds(folder.path());
    // The sample pages in two of the ways of looking at them, the others in one.
    let samples = samples();
    let samples = samples.iter().enumerate().map(|(number, page)| (page, &looks[number % 2 * 2..][..2]));
    let kinds = kinds.iter().enumerate().map(|(number, page)| (page, &looks[number % 4..][..1]));
    for (page, looks) in samples.chain(kinds) {
        let page_text = with_script(page, &format!("{axe}\n{RUN}"));
        for &(width, is_dark) in looks {
            let text = if is_dark { in_dark(&page_text) } else { page_text.clone() };
            fs::write(&copy, text).unwrap();
            let seen = opened(chromium, &folder.path().join("profile"), &copy, width);
            assert_eq!(told(&seen), Some("nothing"), "{}, {width} px, dark: {is_dark}", page.display());
        }
    }
}
