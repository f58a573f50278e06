//! The worst of the findings, and the sentence that says it.

use super::Evidence;
use crate::model::judgement::{Finding, Rule, SloResult, Verdict};
use crate::model::run::Run;

/// Decides: the worst finding, PASS where something was judged, NONE where nothing was.
pub(super) fn decide(findings: &[Finding], slos: &[SloResult], evidence: &Evidence<'_>) -> Verdict {
    let judged = evidence.comparison.is_some()
        || !evidence.run.thresholds.is_empty()
        || slos.iter().any(|slo| slo.measured.is_ok());
    let least = if judged { Verdict::Pass } else { Verdict::None };
    findings.iter().map(|finding| finding.verdict).fold(least, Verdict::max)
}

/// Names a report after what it compares.
pub(super) fn default_title(runs: &[Run], base_name: Option<&str>) -> String {
    let name = Run::names(runs);
    match base_name {
        Some(base) => format!("{name} against {base}"),
        None => name,
    }
}

/// Says the verdict in a sentence.
pub(super) fn summary(
    verdict: Verdict,
    findings: &[Finding],
    improvements: &[Finding],
    evidence: &Evidence<'_>,
) -> String {
    let mut titles: Vec<&str> = Vec::new();
    // All that the reports list is counted; the worst come first.
    for finding in findings.iter().filter(|finding| finding.verdict > Verdict::Pass) {
        if !titles.contains(&finding.title.as_str()) {
            titles.push(&finding.title);
        }
    }
    match (verdict, titles.as_slice()) {
        (Verdict::None, _) => {
            "Nothing was judged: there is no base, no k6 threshold and no objective that could be measured."
                .to_owned()
        }
        (Verdict::Pass, _) => passed(improvements, evidence),
        (_, []) => String::new(),
        (_, [only]) => format!("{only}."),
        (_, [first, rest @ ..]) => {
            let what = if verdict == Verdict::Inconclusive { "reason" } else { "finding" };
            let plural = if rest.len() == 1 { "" } else { "s" };
            format!("{first}, and {} more {what}{plural}.", rest.len())
        }
    }
}

fn passed(improvements: &[Finding], evidence: &Evidence<'_>) -> String {
    let Some(comparison) = evidence.comparison else {
        return "Every objective and threshold was met.".to_owned();
    };
    let found = if comparison.latency.is_empty() {
        "No regression was found in errors; latency was not tested"
    } else {
        "No regression was found"
    };
    let better = improvements
        .iter()
        .find(|finding| finding.rule == Rule::SharedShift)
        .or_else(|| improvements.first())
        .map_or_else(String::new, |finding| format!(". {}", finding.title));
    format!("{found}{better}.")
}
