//! Rule `validity`: what an unfit pair does to the other rules' findings. It has a direction.

use super::{Inputs, finding};
use crate::model::comparison::{Change, ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::note::Note;
use crate::words::{Text, text};

/// Withholds or weakens findings, and adds those of validity itself.
pub(super) fn apply(mut findings: Vec<Finding>, evidence: &Inputs<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else {
        findings.extend(dropped_under_check(evidence));
        findings.extend(cut_short_under_check(evidence));
        findings.extend(unread_under_check(evidence));
        return findings;
    };
    let mut added = Vec::new();
    for validity in &comparison.validity {
        match validity.effect {
            ValidityEffect::WithholdLatency => {
                findings.retain(|finding| !speaks_of_latency(finding));
                added.push(in_words(validity));
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
                    added.push(in_words(validity));
                }
            }
            ValidityEffect::PassIsInconclusive => {
                // Slower would have been a finding; faster is what less pressure looks like.
                if !matches!(validity.kind, ValidityKind::Vanished | ValidityKind::FarSmaller) {
                    findings.retain(|finding| {
                        finding.change != Change::Improvement || !speaks_of_latency(finding)
                    });
                }
                added.push(in_words(validity));
            }
            ValidityEffect::WithholdPooled => {}
        }
    }
    added.append(&mut findings);
    added
}

/// WARN where the generator of a run that is checked by itself could not keep up: its latencies are a lower bound.
fn dropped_under_check(evidence: &Inputs<'_>) -> Option<Finding> {
    let dropped = evidence.run.load.dropped_beyond_noise()?;
    let seen = ValidityFinding {
        kind: ValidityKind::DroppedIterations,
        effect: ValidityEffect::PassIsInconclusive,
        text: text!("generator-saturated-text", dropped = dropped),
    };
    Some(Finding { verdict: Verdict::Warn, ..in_words(&seen) })
}

/// WARN where the file of a run that is checked by itself ends in the middle of a line.
fn cut_short_under_check(evidence: &Inputs<'_>) -> Option<Finding> {
    let seen = ValidityFinding {
        kind: ValidityKind::CutShort,
        effect: ValidityEffect::PassIsInconclusive,
        text: text!("cut-short-text"),
    };
    let finding = Finding { verdict: Verdict::Warn, title: text!("cut-short"), ..in_words(&seen) };
    evidence.run.meta.cut_short.then_some(finding)
}

/// WARN where lines of a run that is checked by itself could not be read.
fn unread_under_check(evidence: &Inputs<'_>) -> Option<Finding> {
    let seen = ValidityFinding {
        kind: ValidityKind::Unread,
        effect: ValidityEffect::PassIsInconclusive,
        text: text!("unread-text", share = evidence.run.meta.unread()?),
    };
    Some(Finding { verdict: Verdict::Warn, title: text!("unread"), ..in_words(&seen) })
}

/// Tells whether a finding says that the load generator dropped iterations.
fn is_of_generator(finding: &Finding) -> bool {
    finding.judged.indicator == Indicator::validity(DROPPED)
}

/// What the load generator could not do, for the headline of any verdict, whose worst finding is `worst`; empty where it did
/// everything.
pub(super) fn generator(evidence: &Inputs<'_>, worst: Option<&Finding>) -> Text {
    let load = &evidence.run.load;
    match load.dropped_beyond_noise() {
        Some(dropped) if worst.is_some_and(is_of_generator) => {
            text!("generator-it-dropped", dropped = dropped)
        }
        Some(dropped) => text!("generator-dropped", dropped = dropped),
        None => load
            .exhausted_users(evidence.settings.load.model)
            .map_or(Text::empty(), |users| text!("generator-busy", users = users as u64)),
    }
}

/// Says that nothing is left to compare with.
pub(super) fn lost_base(text: Text) -> Finding {
    Finding {
        change: Change::Unchanged,
        title: text!("no-base"),
        text,
        advice: Some(text!("no-base-advice")),
        ..finding(Verdict::Inconclusive, Rule::Validity, Indicator::validity("base runs"))
    }
}

/// What does not change a finding, but what a reader must know all the same.
pub(super) fn notes(evidence: &Inputs<'_>) -> Vec<Note> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    comparison
        .validity
        .iter()
        .filter(|v| {
            matches!(v.effect, ValidityEffect::WithholdPooled | ValidityEffect::LatencyFailIsInconclusive)
        })
        .map(|v| Note::new(&v.text))
        .collect()
}

/// Tells whether more load alone can make a finding: latency, and incidents of it.
fn comes_with_load(finding: &Finding) -> bool {
    speaks_of_latency(finding) || finding.judged.indicator == Indicator::TimeSlowByFar
}

/// Tells whether it is of a latency, or of a metric that moved: that comes with the load as well.
fn speaks_of_latency(finding: &Finding) -> bool {
    match finding.rule {
        Rule::Latency | Rule::SharedShift | Rule::Throughput => true,
        Rule::Metric => finding.change != Change::Unchanged,
        _ => false,
    }
}

/// How files call what the finding on dropped iterations judges.
const DROPPED: &str = "dropped iterations";

fn in_words(validity: &ValidityFinding) -> Finding {
    let (check, title, advice) = match validity.kind {
        ValidityKind::DroppedIterations => {
            (DROPPED, text!("generator-saturated"), text!("generator-saturated-advice"))
        }
        ValidityKind::CutShort => ("aborted run", text!("cut-short-candidate"), text!("cut-short-advice")),
        ValidityKind::Unread => ("unreadable lines", text!("unread-candidate"), text!("unread-advice")),
        ValidityKind::MoreLoad => {
            ("offered load", text!("validity-more-load"), text!("validity-load-advice"))
        }
        ValidityKind::LessLoad => {
            ("offered load", text!("validity-less-load"), text!("validity-load-advice"))
        }
        ValidityKind::LoadModel => ("load model", text!("validity-model"), text!("validity-model-advice")),
        ValidityKind::EndpointTag => ("endpoints", text!("validity-tag"), text!("validity-tag-advice")),
        ValidityKind::FewMatched => ("endpoints", text!("validity-few"), text!("validity-few-advice")),
        ValidityKind::Vanished => {
            ("endpoints", text!("validity-vanished"), text!("validity-vanished-advice"))
        }
        ValidityKind::FarSmaller => ("size", text!("validity-smaller"), text!("validity-smaller-advice")),
        ValidityKind::TrafficMix => ("traffic mix", text!("validity-mix"), text!("validity-mix-advice")),
    };
    Finding {
        change: Change::Unchanged,
        title,
        text: validity.text.clone(),
        advice: Some(advice),
        ..finding(Verdict::Inconclusive, Rule::Validity, Indicator::validity(check))
    }
}
