//! Rule `validity`: what an unfit pair does to the other rules' findings. It has a direction.

use super::{Evidence, finding, incident};
use crate::model::comparison::{Change, ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::note::Note;

/// Withholds or weakens findings, and adds those of validity itself.
pub(super) fn apply(mut findings: Vec<Finding>, evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return findings };
    let mut added = Vec::new();
    for validity in &comparison.validity {
        match validity.effect {
            ValidityEffect::WithholdLatency => {
                findings.retain(|finding| !speaks_of_latency(finding.rule));
                added.push(worded(validity));
            }
            ValidityEffect::LatencyFailIsInconclusive => {
                let mut weakened = false;
                for finding in
                    findings.iter_mut().filter(|f| comes_with_load(f) && f.verdict > Verdict::Inconclusive)
                {
                    finding.verdict = Verdict::Inconclusive;
                    weakened = true;
                }
                if weakened {
                    added.push(worded(validity));
                }
            }
            ValidityEffect::PassIsInconclusive => {
                // Slower would have been a finding; faster is what less pressure looks like.
                findings.retain(|finding| {
                    finding.change != Change::Improvement || !speaks_of_latency(finding.rule)
                });
                added.push(worded(validity));
            }
            ValidityEffect::WithholdPooled => {}
        }
    }
    if comparison.latency.is_empty() && comparison.errors.is_empty() {
        added.push(Finding {
            change: Change::Unchanged,
            title: "Nothing could be tested".to_owned(),
            text: "No endpoint and no figure of the whole run has enough data on both sides.".to_owned(),
            advice: Some(
                "See what was not tested and why; a longer run, or raw points, would do.".to_owned(),
            ),
            ..finding(Verdict::Inconclusive, Rule::Validity, "coverage")
        });
    }
    added.append(&mut findings);
    added
}

/// What does not change a finding, but what a reader must know all the same.
pub(super) fn notes(evidence: &Evidence<'_>) -> Vec<Note> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    comparison
        .validity
        .iter()
        .filter(|v| {
            matches!(v.effect, ValidityEffect::WithholdPooled | ValidityEffect::LatencyFailIsInconclusive)
        })
        .map(|v| Note::new(v.text.clone()))
        .collect()
}

/// Tells whether more load alone can make a finding: latency, and incidents of it.
fn comes_with_load(finding: &Finding) -> bool {
    speaks_of_latency(finding.rule) || (finding.rule == Rule::Incident && finding.measure == incident::SLOW)
}

fn speaks_of_latency(rule: Rule) -> bool {
    matches!(rule, Rule::Latency | Rule::SharedShift | Rule::Throughput)
}

fn worded(validity: &ValidityFinding) -> Finding {
    let (measure, title, advice) = match validity.kind {
        ValidityKind::DroppedIterations => (
            "dropped iterations",
            "The load generator could not keep up",
            "Give it more virtual users (`preAllocatedVUs`, `maxVUs`) or a larger machine, and run again.",
        ),
        ValidityKind::CutShort => (
            "aborted run",
            "The candidate's file is cut short",
            "Let the test run to its end, and copy its whole file.",
        ),
        ValidityKind::MoreLoad => {
            ("offered load", "The candidate was offered more load", "Run it again at the base's load.")
        }
        ValidityKind::LessLoad => {
            ("offered load", "The candidate was offered less load", "Run it again at the base's load.")
        }
        ValidityKind::LoadModel => (
            "load model",
            "The runs were driven by different load models",
            "Compare runs of one executor, or set `[load] model` if the guess is wrong.",
        ),
        ValidityKind::FewMatched => (
            "endpoints",
            "The runs do not share enough endpoints",
            "Compare runs of one script; if names changed, group them with `[endpoints] routes`.",
        ),
        ValidityKind::TrafficMix => ("traffic mix", "The traffic mix moved", "Compare endpoint by endpoint."),
    };
    Finding {
        change: Change::Unchanged,
        title: title.to_owned(),
        text: validity.text.clone(),
        advice: Some(advice.to_owned()),
        ..finding(Verdict::Inconclusive, Rule::Validity, measure)
    }
}
