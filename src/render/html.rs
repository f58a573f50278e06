//! The report as one self-contained page: no request leaves it, and without its script nothing is missing.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use minijinja::AutoEscape;
use minijinja::value::{Kwargs, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::RenderError;
use super::chart::theme::{self, Target};
use super::template::{self, Template};
use super::text::{escape, with_code};
use super::view::Page;
use super::view::figure::Charts;
use crate::model::judgement::Assessment;

/// The page's template and its parts.
const TEMPLATES: [Template; 12] = [
    ("report.html", include_str!("../../templates/report.html")),
    LAYOUT,
    MACROS,
    ("head.html", include_str!("../../templates/head.html")),
    ("findings.html", include_str!("../../templates/findings.html")),
    ("changes.html", include_str!("../../templates/changes.html")),
    ("metrics.html", include_str!("../../templates/metrics.html")),
    ("sections.html", include_str!("../../templates/sections.html")),
    ("time.html", include_str!("../../templates/time.html")),
    ("saturation.html", include_str!("../../templates/saturation.html")),
    ("servers.html", include_str!("../../templates/servers.html")),
    ("method.html", include_str!("../../templates/method.html")),
];

/// What stands around the content of every page.
pub(super) const LAYOUT: Template = ("layout.html", include_str!("../../templates/layout.html"));

/// What the templates of all pages have in common.
pub(super) const MACROS: Template = ("macros.html", include_str!("../../templates/macros.html"));

const CSS: &str = include_str!("../../templates/report.css");

const SCRIPT: &str = include_str!("../../templates/report.js");

/// What a page can do beyond being read: the script without comments, indentation and blanks around operators.
pub(super) static CARRIED: LazyLock<String> = LazyLock::new(|| {
    let lines = SCRIPT.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let script = lines.collect::<Vec<_>>().join("\n");
    ["=>", "=", "-", "*", "/", "||"]
        .iter()
        .fold(script, |script, operator| script.replace(&format!(" {operator} "), operator))
});

/// The hash of the script, as a content security policy has it: the page's policy admits this script, and no other.
fn script_hash() -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(&*CARRIED)))
}

/// Writes the report as HTML.
///
/// # Errors
/// Fails where a template or a chart does; both are faults of the program.
pub fn render(assessment: &Assessment) -> Result<String, RenderError> {
    let page = Page::of(assessment);
    fill(&TEMPLATES, &page, &page.charts)
}

/// Makes one self-contained page with its charts inside.
///
/// # Errors
/// Fails where a template or a chart does.
pub(super) fn fill(
    templates: &[Template],
    page: &impl Serialize,
    charts: &Charts,
) -> Result<String, RenderError> {
    let mut environment = template::environment(charts, Target::Inline, |_, svg| svg.to_owned())?;
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_global("css", Value::from_safe_string(format!("{}{CSS}", theme::style())));
    environment.add_global("script", Value::from_safe_string(CARRIED.clone()));
    environment.add_global("script_hash", Value::from_safe_string(script_hash()));
    environment.add_filter("prose", |text: &str| Value::from_safe_string(with_code(&escape(text), "`")));
    // Without the references for slashes, which make long lists of routes half as long again.
    environment.add_filter("escaped", |text: &str| Value::from_safe_string(escape(text)));
    environment.add_filter("breakable", |text: &str| Value::from_safe_string(breakable(text)));
    // A message with marks of its own: what fills its places is escaped unless it is safe already.
    environment.add_function("rich", |key: &str, places: Kwargs| {
        let text = |value: &Value| {
            let text = value.as_str().unwrap_or_default();
            if value.is_safe() { text.to_owned() } else { escape(text) }
        };
        template::written(key, &places, text).map(Value::from_safe_string)
    });
    template::fill(environment, templates, page)
}

/// Escapes a name and lets its line break where it may be cut: a route after a slash, a metric after an underscore.
fn breakable(text: &str) -> String {
    escape(text).replace('/', "/<wbr>").replace('_', "_<wbr>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::subject::Subject;
    use crate::render::{checks, sample};

    fn pages() -> [String; 4] {
        [sample::compared(), sample::checked(), sample::many(200), sample::timed()]
            .map(|sample| render(&sample).unwrap())
    }

    #[test]
    fn pages_are_well_made() {
        pages().iter().for_each(|page| checks::page(page));
    }

    #[test]
    fn the_one_script_is_small_and_admitted_by_its_hash() {
        assert!(CARRIED.len() < 8000, "{} bytes", CARRIED.len());
        assert!(!CARRIED.contains("</") && !CARRIED.contains("http:") && !CARRIED.contains("https:"));
        for page in pages() {
            let script = page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
            let hash = BASE64_STANDARD.encode(Sha256::digest(script));
            assert!(page.contains(&format!(
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'"
            )));
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
    fn the_same_assessment_gives_the_same_bytes() {
        let [first, _, _, timed] = pages();
        assert_eq!(first, render(&sample::compared()).unwrap());
        assert_eq!(timed, render(&sample::timed()).unwrap());
    }

    #[test]
    fn two_hundred_endpoints_stay_under_a_megabyte() {
        let page = render(&sample::many(200)).unwrap();
        assert!(page.len() < 1_000_000, "{} bytes", page.len());
        assert!(page.replace("<wbr>", "").contains("POST /api/orders/199"), "folded, and there");
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
        let sections = page.split("<section id=\"time\"").nth(1).unwrap();
        let sections = sections.split("<section id=\"servers\"").next().unwrap();
        let axes: Vec<Vec<&str>> = sections
            .split("<svg ")
            .skip(1)
            .map(|chart| {
                let ticks =
                    chart.split("<text ").filter(|text| text.contains(">\n00:") || text.contains(">\n01:"));
                ticks.map(|text| text.split('"').nth(1).unwrap()).collect()
            })
            .collect();
        // Four of the run, and what the servers say.
        assert_eq!(axes.len(), 5);
        assert!(axes[0].len() >= 7 && axes.iter().all(|axis| axis == &axes[0]), "{axes:?}");
    }

    #[test]
    fn what_the_servers_say_stands_with_and_without_a_time_line() {
        let timed = sample::timed();
        let summary = Assessment { servers: timed.servers.clone(), ..sample::compared() };
        for (assessment, drawn) in [(timed, true), (summary, false)] {
            let page = render(&assessment).unwrap();
            checks::page(&page);
            let section = page.split("<section id=\"saturation\"").nth(1).unwrap();
            let section = section.split("<section id=\"endpoints\"").next().unwrap();
            for text in [
                "<b>Rose together</b>",
                "rose together with latency",
                "never full",
                "full for 20\u{a0}s of 65\u{a0}s (base 0\u{a0}s)",
                "+6.2\u{a0}×",
                "<section id=\"servers\"",
                "124\u{a0}ms → &gt;\u{a0}1\u{a0}s",
                "No histogram of the servers tells latency.",
            ] {
                assert!(section.contains(text), "{text}");
            }
            assert!(!section.contains("caused") && !section.contains("because of"));
            assert_eq!(section.contains("<svg"), drawn);
            assert!(page.contains("<a href=\"#servers\">"));
            assert!(page.contains("client p95 95.9\u{a0}ms, server p95 92.4\u{a0}ms."));
        }
    }

    #[test]
    fn without_metrics_of_the_servers_the_page_says_how_to_give_them() {
        let page = render(&sample::compared()).unwrap();
        assert!(page.contains("No metrics of the servers were given.") && page.contains("--prometheus PATH"));
        assert!(!page.contains("id=\"servers\"") && !page.contains("href=\"#servers\""));
    }

    #[test]
    fn the_first_screen_says_what_must_be_known() {
        let page = render(&sample::compared()).unwrap();
        let first = page.split("<section id=\"changes\"").next().unwrap();
        for text in ["FAIL</span>", "base-1 (1 run)", "orders-slower-30", "Provisional", "Weaker evidence"] {
            assert!(first.contains(text), "{text}");
        }
        // Three groups of findings, and the others folded away.
        assert_eq!(first.matches("<article id=").count(), 6);
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
            cell.subject = Subject::Whole;
        }
        for shift in &mut comparison.shared {
            shift.endpoints = 1;
        }
        naive.comparison = Ok(comparison);
        let page = render(&naive).unwrap();
        let changes = page.split("<section id=\"changes\"").nth(1).unwrap();
        let changes = changes.split("</section>").next().unwrap();
        assert_eq!(changes.matches("<tr role=\"row\" id=\"row-all-requests\" class=\"whole\">").count(), 1);
        assert_eq!(changes.matches("scope=\"row\"").count(), 1);
        assert!(changes.contains("Change of all requests</title>"));
        assert!(page.contains("+12\u{a0}% on all requests (p95)"));
    }
}
