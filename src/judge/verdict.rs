//! The worst of the findings, and the sentence that says it.

use std::collections::BTreeSet;

use super::{Inputs, coverage, validity};
use crate::model::judgement::{Finding, Rule, SloResult, Verdict};
use crate::model::run::Run;
use crate::model::slo::SloStatus;
use crate::words::{Text, text};

/// Decides: the worst finding, and NONE where one says that nothing was judged and no other is worse than a PASS.
pub(super) fn decide(findings: &[Finding]) -> Verdict {
    let worst = findings.iter().map(|finding| finding.verdict).fold(Verdict::Pass, Verdict::max);
    let unjudged = findings.iter().any(|finding| finding.verdict == Verdict::None);
    if worst == Verdict::Pass && unjudged { Verdict::None } else { worst }
}

/// Names a report after what it compares.
pub(super) fn default_title(runs: &[Run], base_name: Option<&Text>) -> Text {
    let name = Run::names(runs);
    match base_name {
        Some(base) => text!("title-against", run = name, base = base),
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
) -> Text {
    let worst = findings.iter().find(|finding| finding.verdict > Verdict::Pass);
    let generator = validity::generator(evidence, worst);
    Text::sentences([decided(verdict, findings, improvements, slos, evidence), generator])
}

fn decided(
    verdict: Verdict,
    findings: &[Finding],
    improvements: &[Finding],
    slos: &[SloResult],
    evidence: &Inputs<'_>,
) -> Text {
    // All that the reports list is counted, together where they list it together; the worst come first.
    let (mut seen, mut groups) = (BTreeSet::new(), BTreeSet::new());
    let bad = findings.iter().filter(|finding| finding.verdict > Verdict::Pass);
    let titles: Vec<&Text> = bad
        .filter(|finding| finding.group().is_none_or(|group| groups.insert(group)))
        .map(|finding| &finding.title)
        .filter(|title| seen.insert(title.english()))
        .collect();
    match (verdict, titles.as_slice()) {
        (Verdict::None, _) => {
            let title = findings.iter().find(|finding| finding.verdict == Verdict::None);
            let title = title.map_or(text!("unjudged"), |finding| finding.title.clone());
            let asked = asked(slos, evidence);
            if !asked.is_empty() {
                text!("summary-unjudged-asked", title = title, asked = joined(asked))
            } else if evidence.run.meta.is_k6() {
                text!("summary-unjudged-k6", title = title)
            } else {
                text!("summary-unjudged", title = title)
            }
        }
        (Verdict::Pass, _) => passed(improvements, slos, evidence),
        (_, []) => Text::empty(),
        (_, [only]) => text!("sentence", text = *only),
        (Verdict::Inconclusive, [first, rest @ ..]) => {
            text!("summary-more-reasons", title = *first, more = rest.len())
        }
        (_, [first, rest @ ..]) => text!("summary-more-findings", title = *first, more = rest.len()),
    }
}

/// Says what was found of what was asked, and what was left out.
fn passed(improvements: &[Finding], slos: &[SloResult], evidence: &Inputs<'_>) -> Text {
    let asked = asked(slos, evidence);
    let Some(comparison) = evidence.comparison else {
        return text!("sentence", text = joined(asked));
    };
    let left_out = coverage::left_out(comparison, evidence.run, &evidence.settings.compare);
    // What was met is in the reports; the headline says what nobody measured.
    let unknown = asked.into_iter().filter(|asked| asked.unknown > 0).map(|asked| asked.text);
    let parts = std::iter::once(text!("summary-no-regression")).chain(left_out).chain(unknown);
    let better = improvements.iter().find(|finding| finding.rule == Rule::SharedShift);
    let better =
        better.or_else(|| improvements.first()).map(|finding| text!("sentence", text = &finding.title));
    let found = text!("sentence", text = Text::joined(parts, "; "));
    Text::sentences([found].into_iter().chain(better))
}

/// How many objectives, or thresholds, were met.
struct Asked {
    text: Text,
    /// How many of them nobody could judge.
    unknown: usize,
}

fn joined(asked: Vec<Asked>) -> Text {
    Text::joined(asked.into_iter().map(|asked| asked.text), "; ")
}

/// Counts the objectives and the thresholds that were met, and those that nobody could judge: `1 of 3 objectives met, 2 not
/// measured`. Empty where there are none.
fn asked(slos: &[SloResult], evidence: &Inputs<'_>) -> Vec<Asked> {
    let (on_servers, run) = (evidence.metric_objectives(), evidence.run);
    let mut parts = Vec::new();
    let all = slos.len() + on_servers.len();
    if all > 0 {
        let is_met = |slo: &&SloResult| slo.measured.as_ref().is_ok_and(|m| m.status == SloStatus::Met);
        let met = slos.iter().filter(is_met).count()
            + on_servers.iter().filter(|objective| objective.is(SloStatus::Met)).count();
        let unknown = slos.iter().filter(|slo| slo.measured.is_err()).count()
            + on_servers.iter().filter(|objective| objective.measured.is_err()).count();
        let text = text!("asked-objectives", met = met, all = all, unknown = unknown);
        parts.push(Asked { text, unknown });
    }
    if !run.thresholds.is_empty() {
        let met = run.thresholds.iter().filter(|threshold| threshold.is_met()).count();
        let unknown = run.thresholds.iter().filter(|threshold| threshold.no_samples).count();
        let text = text!("asked-thresholds", met = met, all = run.thresholds.len(), unknown = unknown);
        parts.push(Asked { text, unknown });
    }
    parts
}
