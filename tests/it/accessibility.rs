//! axe-core, which knows the Web Content Accessibility Guidelines, finds nothing in the pages: neither a violation nor a bad practice.

use std::fs;
use std::path::PathBuf;

use crate::browser::{chromium, opened};
use crate::support::{repository, skip};

/// What runs it in a page, and leaves behind what it found.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'] }).then(found => {
    const told = document.createElement('pre');
    told.id = 'axe';
    told.textContent = found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target).join(', ')}`).join('; ') || 'nothing';
    document.body.append(told);
});";

/// Where a page says what may run in it. Of the copy that is looked at, anything may.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\"";

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
    let examples = repository().join("reports/examples");
    let pages = fs::read_dir(examples)
        .unwrap()
        .flat_map(|entry| fs::read_dir(entry.unwrap().path()).into_iter().flatten());
    let mut pages: Vec<PathBuf> = pages.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|ext| ext == "html"));
    assert!(pages.len() > 4, "{pages:?}");
    for (number, page) in pages.iter().enumerate() {
        // Each page in two of the four ways of looking at it.
        for (width, is_dark) in [(390, number % 2 == 0), (1280, number % 2 == 1)] {
            let text = fs::read_to_string(page).unwrap();
            let (before, policy) = text.split_once(POLICY).unwrap();
            let (_, after) = policy.split_once('>').unwrap();
            let after =
                if is_dark { after.replace("(prefers-color-scheme: dark)", "all") } else { after.to_owned() };
            fs::write(&copy, format!("{before}{after}<script>{axe}</script><script>{RUN}</script>")).unwrap();
            let seen = opened(chromium, &folder.path().join("profile"), &copy, width);
            let found = seen.split_once("<pre id=\"axe\">").and_then(|(_, told)| told.split_once('<'));
            let found = found.map(|(told, _)| told);
            assert_eq!(found, Some("nothing"), "{}, {width} px, dark: {is_dark}", page.display());
        }
    }
}
