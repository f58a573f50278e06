//! The report as Markdown, in what GitHub and GitLab render, with charts as SVG files beside it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::Value;
use minijinja::{AutoEscape, Error};
use serde::Serialize;

use super::RenderError;
use super::chart::theme::Target;
use super::template::{self, Template};
use super::text::with_code;
use super::view::Page;
use super::view::figure::Charts;
use crate::model::harmless::markdown as escape;
use crate::model::judgement::Assessment;

/// A Markdown report and the files it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedMarkdown {
    /// The text.
    pub text: String,
    /// Path relative to the text (`charts/changes.svg`) and content, sorted by path.
    pub charts: Vec<(String, String)>,
}

/// The report's template and its parts.
const TEMPLATES: [Template; 2] = [("report.md", include_str!("../../templates/report.md")), MACROS];

/// What the templates of all Markdown documents have in common.
pub(super) const MACROS: Template = ("macros.md", include_str!("../../templates/macros.md"));

/// How this module's escaping is called among the template engine's.
const ESCAPING: &str = "markdown";

/// Writes the report as Markdown.
///
/// # Errors
/// Fails where the template or a chart does; both are faults of the program.
pub fn render(assessment: &Assessment) -> Result<RenderedMarkdown, RenderError> {
    let page = Page::of(assessment);
    fill(&TEMPLATES, &page, &page.charts)
}

/// Makes a text with its charts beside it.
///
/// # Errors
/// Fails where a template or a chart does.
pub(super) fn fill(
    templates: &[Template],
    page: &impl Serialize,
    charts: &Charts,
) -> Result<RenderedMarkdown, RenderError> {
    let drawn: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
    let collected = Arc::clone(&drawn);
    let mut environment = template::environment(charts, Target::File, move |chart, svg| {
        let path = format!("charts/{}.svg", chart.name);
        let image = format!("![{}]({path})", escape(&chart.title));
        collected.lock().unwrap_or_else(PoisonError::into_inner).insert(path, svg.to_owned());
        image
    })?;
    environment.set_auto_escape_callback(|_| AutoEscape::Custom(ESCAPING.into()));
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() && *state.auto_escape() != AutoEscape::None => {
            out.write_str(&escape(text)).map_err(Error::from)
        }
        _ => write!(out, "{value}").map_err(Error::from),
    });
    environment.add_filter("prose", |text: &str| Value::from_safe_string(with_code(&escape(text), "&#96;")));
    environment.add_filter("code", |text: &str| Value::from_safe_string(code(text)));
    let text = template::fill(environment, templates, page)?;
    let charts = drawn.lock().unwrap_or_else(PoisonError::into_inner).clone().into_iter().collect();
    Ok(RenderedMarkdown { text: tidy(&text), charts })
}

/// Writes text as a code block whose fence is longer than any run of backticks in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}sh\n{}\n{fence}", text.replace(['\n', '\r'], " "))
}

/// Leaves one empty line where the template left several, and none at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && blank) {
            out.push_str(line);
            out.push('\n');
        }
        blank = line.is_empty();
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{checks, sample};

    #[test]
    fn a_comparison_reads_like_this() {
        insta::assert_snapshot!(render(&sample::compared()).unwrap().text);
    }

    #[test]
    fn a_check_reads_like_this() {
        insta::assert_snapshot!(render(&sample::checked()).unwrap().text);
    }

    #[test]
    fn charts_stand_beside_the_text_and_tables_are_whole() {
        for sample in [sample::compared(), sample::timed()] {
            let report = render(&sample).unwrap();
            assert!(report.charts.len() > 4);
            checks::markdown(&report);
            assert_eq!(report, render(&sample).unwrap());
        }
        checks::markdown(&render(&sample::checked()).unwrap());
    }

    #[test]
    fn the_run_over_time_reads_like_this() {
        let report = render(&sample::timed()).unwrap();
        let section = report.text.split("## Over time").nth(1).unwrap().split("## ").next().unwrap();
        insta::assert_snapshot!(section.trim(), @r"
        Slices of one second. The first and the last are incomplete and have no rate. The grey areas are not judged. The thin dashed line is the base, aligned at the start of the judged window.

        ![When was the run slow?](charts/time-latency.svg)

        ![How much load was there?](charts/time-load.svg)

        ![When were requests not ok?](charts/time-errors.svg)

        ![Was everything slower, or only some requests?](charts/time-heat.svg)

        - **00:37–00:57** From 13:33:31 to 13:33:51 UTC, 59 of 4,100 requests ended in unintended errors.
        ");
        let has = |name: &str| report.charts.iter().any(|chart| chart.0 == format!("charts/{name}.svg"));
        assert!(has("time-heat") && has("endpoint-1-time") && has("endpoint-1-tail"));
        assert!(report.text.contains("| 1050 | request timeout | 0 | 9 |"));
    }

    #[test]
    fn what_the_servers_say_reads_like_this() {
        let report = render(&sample::timed()).unwrap();
        let section =
            report.text.split("## Saturation").nth(1).unwrap().split("## Endpoints").next().unwrap();
        insta::assert_snapshot!(section.trim());
        let drawn: Vec<&str> = report.charts.iter().map(|chart| chart.0.as_str()).collect();
        assert!(drawn.contains(&"charts/servers-overview.svg") && drawn.contains(&"charts/servers-2.svg"));
        assert!(report.text.contains("client p95 95.9\u{a0}ms, server p95 92.4\u{a0}ms."));
    }

    #[test]
    fn a_command_cannot_close_its_block() {
        assert_eq!(code("a ``` b"), "````sh\na ``` b\n````");
    }
}
