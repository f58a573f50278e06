//! Rule `validity`: what an unfit pair does to the other rules' findings. It has a direction.

use super::{Inputs, finding};
use crate::model::comparison::{Change, ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::note::Note;
use crate::model::quantity::Count;
use crate::words::Text;

/// Withholds or weakens findings, and adds those of validity itself.
pub(super) fn apply(mut findings: Vec<Finding>, evidence: &Inputs<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else {
        findings.extend(dropped_under_check(evidence));
        findings.extend(cut_short_under_check(evidence));
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
        text: Text::from(format!(
            "It dropped {dropped}, so the load was not what was asked for, and the latencies are a lower bound."
        )),
    };
    Some(Finding { verdict: Verdict::Warn, ..in_words(&seen) })
}

/// WARN where the file of a run that is checked by itself ends in the middle of a line.
fn cut_short_under_check(evidence: &Inputs<'_>) -> Option<Finding> {
    let seen = ValidityFinding {
        kind: ValidityKind::CutShort,
        effect: ValidityEffect::PassIsInconclusive,
        text: Text::from("It ends in the middle of a line: the test may have been aborted, and what came after is unknown."
                .to_owned()),
    };
    let finding =
        Finding { verdict: Verdict::Warn, title: "The file is cut short".into(), ..in_words(&seen) };
    evidence.run.meta.cut_short.then_some(finding)
}

/// What the load generator could not do, for the headline of any verdict, behind `summary`; empty where it did everything.
pub(super) fn generator(evidence: &Inputs<'_>, summary: &str) -> String {
    let load = &evidence.run.load;
    if let Some(dropped) = load.dropped_beyond_noise() {
        let who = if summary.starts_with(COULD_NOT_KEEP_UP) { "It" } else { "The load generator" };
        return format!("{who} dropped {dropped}.");
    }
    load.exhausted_users(evidence.settings.load.model).map_or_else(String::new, |users| {
        format!("All {} virtual users of the load generator were busy at its peak.", Count(users as u64))
    })
}

/// Says that nothing is left to compare with.
pub(super) fn lost_base(text: &Text) -> Finding {
    Finding {
        change: Change::Unchanged,
        title: Text::from("There is nothing to compare with".to_owned()),
        text: text.clone(),
        advice: Some("Give a run of the code before the change as the base.".to_owned()).map(Text::from),
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
        .map(|v| Note::new(v.text.english()))
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

/// The title of the finding on dropped iterations.
const COULD_NOT_KEEP_UP: &str = "The load generator could not keep up";

fn in_words(validity: &ValidityFinding) -> Finding {
    let (check, title, advice) = match validity.kind {
        ValidityKind::DroppedIterations => (
            "dropped iterations",
            COULD_NOT_KEEP_UP,
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
        ValidityKind::EndpointTag => (
            "endpoints",
            "The runs name their endpoints by different tags",
            "Set `[endpoints] tag`, and read both from what k6 wrote: a snapshot keeps its tag.",
        ),
        ValidityKind::FewMatched => (
            "endpoints",
            "The runs do not share enough endpoints",
            "Compare runs of one script; if names changed, group them with `[endpoints] routes`.",
        ),
        ValidityKind::Vanished => (
            "endpoints",
            "Endpoints were never called",
            "See which step before them failed or changed. If the script dropped them on purpose, record a new base.",
        ),
        ValidityKind::FarSmaller => (
            "size",
            "The candidate is far smaller than its base",
            "Let the test run to its end, as long as its base.",
        ),
        ValidityKind::TrafficMix => ("traffic mix", "The traffic mix moved", "Compare endpoint by endpoint."),
    };
    Finding {
        change: Change::Unchanged,
        title: Text::from(title.to_owned()),
        text: validity.text.clone(),
        advice: Some(advice.to_owned()).map(Text::from),
        ..finding(Verdict::Inconclusive, Rule::Validity, Indicator::validity(check))
    }
}
