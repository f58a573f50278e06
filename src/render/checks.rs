//! What is true of every document, whatever it tells: for the tests.

use std::collections::BTreeSet;

use super::markdown::RenderedMarkdown;

/// Elements that have no end tag.
const VOID: [&str; 3] = ["meta", "wbr", "br"];

/// Fails where a page is not well made: nesting, references, charts, or anything that would be loaded.
pub(super) fn page(page: &str) {
    // The one script is the program's own, and at the end.
    let (page, end) = page.split_once("<script>").unwrap();
    let (script, end) = end.split_once("</script>").unwrap();
    assert_eq!(script, *super::html::CARRIED);
    let page = &format!("{page}{end}");
    nesting(page);
    nothing_is_loaded(page);
    references(page);
    charts(page);
    assert!(!page.contains("NaN") && !page.contains(">inf"));
}

/// Fails where a Markdown document is not well made: rows of tables, and the charts beside it.
pub(super) fn markdown(report: &RenderedMarkdown) {
    let mut cells = None;
    for line in report.text.lines() {
        let count = line.starts_with('|').then(|| line.matches('|').count());
        if let (Some(head), Some(count)) = (cells, count) {
            assert_eq!(head, count, "{line}");
        }
        cells = count;
    }
    assert!(!report.text.contains("NaN") && !report.text.contains(" inf"));
    assert!(report.charts.is_sorted());
    for (path, svg) in &report.charts {
        assert!(report.text.contains(&format!("]({path})")), "{path}");
        assert!(path.starts_with("charts/") && path.ends_with(".svg"));
        assert!(svg.contains("prefers-color-scheme:dark") && svg.contains("<title id="));
        assert!(!svg.contains("<script") && !svg.contains("NaN") && !svg.contains("#0102"));
    }
}

/// Names of start tags with their attributes, and end tags with a slash, in order.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split_once("</style>").unwrap().1;
    body.split('<').skip(1).map(|piece| piece.split_once('>').unwrap().0).collect()
}

fn nesting(page: &str) {
    // The tags before the style sheet's end are not read.
    let mut open = vec!["html", "head"];
    for tag in tags(page) {
        let name = tag.trim_end_matches('/').split([' ', '\n']).next().unwrap();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

fn nothing_is_loaded(page: &str) {
    assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("<img"));
    assert!(!page.contains("@import") && !page.contains("url("));
    for tag in tags(page) {
        assert!(!tag.contains(" src=") && !tag.contains(" style="), "{tag}");
        if let Some((_, target)) = tag.split_once("href=\"") {
            assert!(target.starts_with('#'), "{tag}");
        }
    }
    // The one address is the name of the SVG vocabulary, which no browser opens.
    assert_eq!(page.matches("http://").count(), page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count());
    assert!(!page.contains("https://"));
}

fn references(page: &str) {
    let mut ids = BTreeSet::new();
    for tag in tags(page) {
        if let Some((_, id)) = tag.split_once(" id=\"") {
            assert!(ids.insert(id.split('"').next().unwrap()), "twice: {tag}");
        }
    }
    for tag in tags(page) {
        for attribute in ["href=\"#", "aria-labelledby=\""] {
            if let Some((_, targets)) = tag.split_once(attribute) {
                for target in targets.split('"').next().unwrap().split(' ') {
                    assert!(ids.contains(target), "{target} in {tag}");
                }
            }
        }
    }
}

fn charts(page: &str) {
    let charts: Vec<&str> = page.split("<svg ").skip(1).collect();
    assert!(!charts.is_empty());
    for chart in charts {
        let (attributes, rest) = chart.split_once('>').unwrap();
        assert!(attributes.contains("role=\"img\"") && attributes.contains("viewBox="));
        assert!(rest.starts_with("<title id="));
    }
}
