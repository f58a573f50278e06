//! What a step of GitHub Actions is told: annotations, its summary, its outputs.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use fs_err::OpenOptions;

use super::output;
use crate::model::judgement::{Assessment, Verdict};
use crate::render::comment;
use crate::words::Text;

/// GitHub shows no more annotations of a kind in a step.
const MOST: usize = 10;

/// Annotates the findings, appends the comment to the step's summary, and sets `verdict`, `summary` and `report`, the
/// folder of the reports.
///
/// # Errors
///
/// Where a file that GitHub names cannot be written.
pub(super) fn tell(assessment: &Assessment, report: Option<PathBuf>) -> anyhow::Result<()> {
    for (verdict, kind) in
        [(Verdict::Fail, "error"), (Verdict::Warn, "warning"), (Verdict::Inconclusive, "notice")]
    {
        for finding in assessment.findings.iter().filter(|finding| finding.verdict == verdict).take(MOST) {
            let advice = finding.advice.clone().unwrap_or(Text::empty());
            let text = Text::sentences([finding.text.clone(), advice]);
            output::command(&annotation(kind, &finding.title.to_string(), &text.to_string()));
        }
    }
    append("GITHUB_STEP_SUMMARY", &comment::render(assessment)?)?;
    let report = report.map_or_else(String::new, |folder| folder.display().to_string());
    let outputs = [
        ("verdict", assessment.verdict.word()),
        ("report", &report),
        ("summary", &assessment.summary.english()),
    ];
    let lines = outputs.map(|(name, value)| format!("{name}={}\n", one_line(value)));
    append("GITHUB_OUTPUT", &lines.concat())
}

/// Appends to the file that a variable names; does nothing outside of GitHub Actions, where there is none.
fn append(variable: &str, text: &str) -> anyhow::Result<()> {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) else { return Ok(()) };
    let file = OpenOptions::new().create(true).append(true).open(PathBuf::from(path));
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .with_context(|| format!("cannot write ${variable}"))
}

/// Writes a workflow command. Text from a run can neither end it nor begin another one.
fn annotation(kind: &str, title: &str, text: &str) -> String {
    let escaped = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let title = escaped(title).replace(':', "%3A").replace(',', "%2C");
    format!("::{kind} title={title}::{}", escaped(text))
}

/// A value of an output: a line break would begin another output.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::{annotation, one_line};

    #[test]
    fn text_from_a_run_is_no_command() {
        assert_eq!(
            annotation("error", "GET /a:b, 5%", "one\n::warning::two\r"),
            "::error title=GET /a%3Ab%2C 5%25::one%0A::warning::two%0D"
        );
        assert_eq!(one_line("a\nverdict=PASS"), "a verdict=PASS");
    }
}
