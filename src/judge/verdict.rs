//! The worst of the findings, and the sentence that says it.

use std::collections::BTreeSet;

use super::{Inputs, coverage, validity};
use crate::model::judgement::{Finding, Rule, SloResult, SloStatus, Verdict};
use crate::model::quantity::counted;
use crate::model::run::Run;

/// Decides: the worst finding, and NONE where one says that nothing was judged and no other is worse than a PASS.
pub(super) fn decide(findings: &[Finding]) -> Verdict {
    let worst = findings.iter().map(|finding| finding.verdict).fold(Verdict::Pass, Verdict::max);
    let unjudged = findings.iter().any(|finding| finding.verdict == Verdict::None);
    if worst == Verdict::Pass && unjudged { Verdict::None } else { worst }
}

/// Names a report after what it compares.
pub(super) fn default_title(runs: &[Run], base_name: Option<&str>) -> String {
    let name = Run::names(runs);
    match base_name {
        Some(base) => format!("{name} against {base}"),
        None => name,
    }
}

/// Says the verdict in a sentence, and in another what the load generator could not do.
pub(super) fn summary(
    verdict: Verdict,
    findings: &[Finding],
    improvements: &[Finding],
    slos: &[SloResult],
    evidence: &Inputs<'_>,
) -> String {
    let summary = decided(verdict, findings, improvements, slos, evidence);
    let generator = validity::generator(evidence, &summary);
    if generator.is_empty() { summary } else { format!("{summary} {generator}").trim_start().to_owned() }
}

fn decided(
    verdict: Verdict,
    findings: &[Finding],
    improvements: &[Finding],
    slos: &[SloResult],
    evidence: &Inputs<'_>,
) -> String {
    // All that the reports list is counted; the worst come first.
    let mut seen = BTreeSet::new();
    let bad = findings.iter().filter(|finding| finding.verdict > Verdict::Pass);
    let titles: Vec<String> =
        bad.map(|finding| finding.title.english()).filter(|title| seen.insert(title.clone())).collect();
    match (verdict, titles.as_slice()) {
        (Verdict::None, _) => {
            let unjudged = findings.iter().find(|finding| finding.verdict == Verdict::None);
            let title = unjudged.map_or("Nothing was judged".to_owned(), |finding| finding.title.english());
            let asked = asked(slos, evidence.run);
            let threshold = if evidence.run.meta.is_k6() { ", no k6 threshold" } else { "" };
            let why = if asked.is_empty() {
                format!("there is no base{threshold} and no objective")
            } else {
                format!("there is no base; {}", asked.join("; "))
            };
            format!("{title}: {why}.")
        }
        (Verdict::Pass, _) => passed(improvements, slos, evidence),
        (_, []) => String::new(),
        (_, [only]) => format!("{only}."),
        (_, [first, rest @ ..]) => {
            let what = if verdict == Verdict::Inconclusive { "reason" } else { "finding" };
            let plural = if rest.len() == 1 { "" } else { "s" };
            format!("{first}, and {} more {what}{plural}.", rest.len())
        }
    }
}

/// Says what was found of what was asked, and what was left out.
fn passed(improvements: &[Finding], slos: &[SloResult], evidence: &Inputs<'_>) -> String {
    let asked = asked(slos, evidence.run);
    let Some(comparison) = evidence.comparison else {
        return format!("{}.", asked.join("; "));
    };
    let mut parts = vec!["No regression was found".to_owned()];
    parts.extend(coverage::left_out(comparison, evidence.run, &evidence.settings.compare));
    // What was met is in the reports; the headline says what nobody measured.
    parts.extend(asked.into_iter().filter(|part| part.contains(NOT_MEASURED) || part.contains(NO_SAMPLES)));
    let better = improvements
        .iter()
        .find(|finding| finding.rule == Rule::SharedShift)
        .or_else(|| improvements.first())
        .map_or_else(String::new, |finding| format!(". {}", finding.title));
    format!("{}{better}.", parts.join("; "))
}

/// What is said of objectives that were not measured.
const NOT_MEASURED: &str = "not measured";
/// What is said of thresholds whose metrics have no sample.
const NO_SAMPLES: &str = "without samples";

/// Counts the objectives and the thresholds that were met, and those that nobody could judge: `1 of 3 objectives met, 2 not
/// measured`. Empty where there are none.
fn asked(slos: &[SloResult], run: &Run) -> Vec<String> {
    let mut parts = Vec::new();
    let mut tell = |all: usize, met: usize, unknown: usize, noun: &str, words: &str| {
        if all > 0 {
            let left_out = if unknown > 0 { format!(", {unknown} {words}") } else { String::new() };
            parts.push(format!("{met} of {} met{left_out}", counted(all, noun)));
        }
    };
    let met =
        slos.iter().filter(|slo| slo.measured.as_ref().is_ok_and(|found| found.status == SloStatus::Met));
    let unknown = slos.iter().filter(|slo| slo.measured.is_err());
    tell(slos.len(), met.count(), unknown.count(), "objective", NOT_MEASURED);
    let thresholds = &run.thresholds;
    let kept = thresholds.iter().filter(|threshold| threshold.is_met()).count();
    let silent = thresholds.iter().filter(|threshold| threshold.no_samples).count();
    tell(thresholds.len(), kept, silent, "k6 threshold", NO_SAMPLES);
    parts
}
