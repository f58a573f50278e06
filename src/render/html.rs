//! The report as one self-contained page: no script, no request leaves it.

use minijinja::AutoEscape;
use minijinja::value::{Serde, Value};

use super::RenderError;
use super::chart::theme::{self, Target};
use super::template;
use super::text::escape;
use super::view::Page;
use crate::model::judgement::Assessment;

/// Name and text of the page's template and its parts.
const TEMPLATES: [(&str, &str); 8] = [
    ("report.html", include_str!("../../templates/report.html")),
    ("macros.html", include_str!("../../templates/macros.html")),
    ("head.html", include_str!("../../templates/head.html")),
    ("findings.html", include_str!("../../templates/findings.html")),
    ("changes.html", include_str!("../../templates/changes.html")),
    ("sections.html", include_str!("../../templates/sections.html")),
    ("time.html", include_str!("../../templates/time.html")),
    ("method.html", include_str!("../../templates/method.html")),
];

const CSS: &str = include_str!("../../templates/report.css");

/// Writes the report as HTML.
///
/// # Errors
/// Fails where a template or a chart does; both are faults of the program.
pub fn render(assessment: &Assessment) -> Result<String, RenderError> {
    let page = Page::of(assessment);
    let mut environment = template::environment(&page, Target::Inline, |_, svg| svg.to_owned())?;
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_global("css", Value::from_safe_string(format!("{}{CSS}", theme::style())));
    environment.add_filter("breakable", |text: &str| Value::from_safe_string(breakable(text)));
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    Ok(environment.get_template("report.html")?.render(Value::from(Serde(&page)))?)
}

/// Escapes a name and lets its line break after a slash, which is where a route may be cut.
fn breakable(text: &str) -> String {
    escape(text).replace('/', "/<wbr>")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::render::sample;

    /// Elements that have no end tag.
    const VOID: [&str; 3] = ["meta", "wbr", "br"];

    fn pages() -> [String; 4] {
        [sample::compared(), sample::checked(), sample::many(200), sample::timed()]
            .map(|sample| render(&sample).unwrap())
    }

    /// Names of start tags with their attributes, and end tags with a slash, in order.
    fn tags(page: &str) -> Vec<&str> {
        let body = page.split_once("</style>").unwrap().1;
        body.split('<').skip(1).map(|piece| piece.split_once('>').unwrap().0).collect()
    }

    #[test]
    fn elements_are_nested_well() {
        for page in pages() {
            // The tags before the style sheet's end are not read.
            let mut open = vec!["html", "head"];
            for tag in tags(&page) {
                let name = tag.trim_end_matches('/').split([' ', '\n']).next().unwrap();
                if let Some(name) = name.strip_prefix('/') {
                    assert_eq!(open.pop(), Some(name), "{tag}");
                } else if !tag.ends_with('/') && !VOID.contains(&name) {
                    open.push(name);
                }
            }
            assert_eq!(open, Vec::<&str>::new());
        }
    }

    #[test]
    fn nothing_is_loaded_and_no_script_is_needed() {
        for page in pages() {
            assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("<img"));
            assert!(!page.contains("@import") && !page.contains("url("));
            for tag in tags(&page) {
                assert!(!tag.contains(" src=") && !tag.contains(" style="), "{tag}");
                if let Some((_, target)) = tag.split_once("href=\"") {
                    assert!(target.starts_with('#'), "{tag}");
                }
            }
            // The one address is the name of the SVG vocabulary, which no browser opens.
            assert_eq!(
                page.matches("http://").count(),
                page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count()
            );
            assert!(!page.contains("https://"));
        }
    }

    #[test]
    fn references_within_the_page_lead_somewhere() {
        for page in pages() {
            let mut ids = BTreeSet::new();
            for tag in tags(&page) {
                if let Some((_, id)) = tag.split_once(" id=\"") {
                    assert!(ids.insert(id.split('"').next().unwrap()), "twice: {tag}");
                }
            }
            for tag in tags(&page) {
                for attribute in ["href=\"#", "aria-labelledby=\""] {
                    if let Some((_, targets)) = tag.split_once(attribute) {
                        for target in targets.split('"').next().unwrap().split(' ') {
                            assert!(ids.contains(target), "{target} in {tag}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_chart_has_a_title_and_a_role() {
        for page in pages() {
            let charts: Vec<&str> = page.split("<svg ").skip(1).collect();
            assert!(!charts.is_empty());
            for chart in charts {
                let (attributes, rest) = chart.split_once('>').unwrap();
                assert!(attributes.contains("role=\"img\"") && attributes.contains("viewBox="));
                assert!(rest.starts_with("<title id="));
            }
        }
    }

    #[test]
    fn sections_stand_in_their_order() {
        for page in pages() {
            let order = [
                "findings",
                "changes",
                "outcomes",
                "slos",
                "tail",
                "time",
                "saturation",
                "endpoints",
                "k6",
                "method",
            ];
            let places = order.map(|id| page.find(&format!("<section id=\"{id}\"")).unwrap());
            assert!(places.is_sorted());
        }
    }

    #[test]
    fn names_from_outside_stay_text() {
        for sample in [sample::compared(), sample::timed()] {
            let page = render(&sample).unwrap();
            assert!(page.contains("&lt;script&gt;alert(1)&lt;/<wbr>script&gt;"));
            assert!(page.contains("buy::&lt;b&gt;order&lt;"));
            assert!(page.contains("{{ 7*7 }}"));
            assert!(!page.contains("<b>order</"));
        }
    }

    #[test]
    fn the_same_assessment_gives_the_same_bytes_without_nan() {
        let [first, checked, many, timed] = pages();
        assert_eq!(first, render(&sample::compared()).unwrap());
        assert_eq!(timed, render(&sample::timed()).unwrap());
        for page in [first, checked, many, timed] {
            assert!(!page.contains("NaN") && !page.contains(">inf"));
        }
    }

    #[test]
    fn two_hundred_endpoints_stay_under_a_megabyte() {
        let page = render(&sample::many(200)).unwrap();
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
        assert!(page.contains("POST /api/orders/199"));
    }

    #[test]
    fn a_long_run_with_twenty_endpoints_over_time_stays_under_a_megabyte() {
        let page = render(&sample::long()).unwrap();
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
        // Four charts of the run, two for each endpoint that has a section.
        assert_eq!(page.matches("<title id=\"time-").count(), 4);
        for number in 1..=20 {
            assert!(page.contains(&format!("<title id=\"endpoint-{number}-time-t\">")));
        }
    }

    #[test]
    fn without_a_time_line_the_page_says_how_to_get_one() {
        let summary = render(&sample::compared()).unwrap();
        let points = render(&sample::timed()).unwrap();
        for (page, summaries) in [(summary, true), (points, false)] {
            assert_eq!(page.contains("An end-of-test summary has no time line"), summaries);
            assert_eq!(page.contains("warm-up, not judged"), !summaries);
            assert_eq!(
                page.contains("k6&#39;s error codes") || page.contains("k6's error codes"),
                !summaries
            );
            assert_eq!(page.contains("a summary holds all responses"), summaries);
        }
    }

    #[test]
    fn charts_over_time_share_one_axis() {
        let page = render(&sample::timed()).unwrap();
        let section = page.split("<section id=\"time\"").nth(1).unwrap().split("</section>").next().unwrap();
        let axes: Vec<Vec<&str>> = section
            .split("<svg ")
            .skip(1)
            .map(|chart| {
                let ticks =
                    chart.split("<text ").filter(|text| text.contains(">\n00:") || text.contains(">\n01:"));
                ticks.map(|text| text.split('"').nth(1).unwrap()).collect()
            })
            .collect();
        assert_eq!(axes.len(), 4);
        assert!(axes[0].len() >= 7 && axes.iter().all(|axis| axis == &axes[0]), "{axes:?}");
    }

    #[test]
    fn the_first_screen_says_what_must_be_known() {
        let page = render(&sample::compared()).unwrap();
        let first = page.split("<section id=\"changes\"").next().unwrap();
        for text in ["FAIL</span>", "base-1 (1 run)", "orders-slower-30", "Provisional", "Weaker evidence"] {
            assert!(first.contains(text), "{text}");
        }
        // Three groups of findings, and the others folded away.
        assert_eq!(first.matches("<article class=\"finding").count(), 6);
        assert!(first.contains("… and 2 more findings"));
    }

    #[test]
    fn a_missing_figure_is_a_dash_with_its_reason_in_text() {
        let page = render(&sample::checked()).unwrap();
        assert!(page.contains("–<sup class=\"ref\">"));
        assert!(page.contains("The file holds no p(99)."));
    }

    #[test]
    fn without_endpoints_all_requests_are_the_one_row() {
        let mut naive = sample::compared();
        for figures in naive.base.iter_mut().chain([&mut naive.run]) {
            figures.endpoints.clear();
        }
        naive.findings.clear();
        let mut comparison = naive.comparison.unwrap();
        comparison.latency.truncate(2);
        for cell in &mut comparison.latency {
            "all requests".clone_into(&mut cell.endpoint);
        }
        for shift in &mut comparison.shared {
            shift.endpoints = 1;
        }
        naive.comparison = Ok(comparison);
        let page = render(&naive).unwrap();
        let changes = page.split("<section id=\"changes\"").nth(1).unwrap();
        let changes = changes.split("</section>").next().unwrap();
        assert_eq!(changes.matches("<tr role=\"row\" class=\"whole\">").count(), 1);
        assert_eq!(changes.matches("scope=\"row\"").count(), 1);
        assert!(changes.contains("Change of all requests</title>"));
        assert!(page.contains("+12\u{a0}% on all requests (p95)"));
    }
}
