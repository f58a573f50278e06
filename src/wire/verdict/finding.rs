//! What was found, and what was not tested.

use serde::{Deserialize, Serialize};

use super::names::{Direction, Rule, Unit, Verdict};
use crate::model::comparison::{self, Interval};
use crate::model::judgement;
use crate::model::note;

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> Self {
        [interval.low, interval.high]
    }
}

impl From<[f64; 2]> for Interval {
    fn from([low, high]: [f64; 2]) -> Self {
        Self { low, high }
    }
}

/// One rule's conclusion.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Finding {
    /// FAIL, WARN or INCONCLUSIVE; PASS for an improvement.
    verdict: Verdict,
    /// The rule.
    rule: Rule,
    /// Whether things got worse or better.
    direction: Direction,
    /// The endpoint; absent for the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// What was measured: `p95`, `unintended error share`, an objective, a threshold.
    measure: String,
    /// The unit of `base` and `run`.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    /// The base figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<f64>,
    /// The candidate's figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<f64>,
    /// Relative change for latency and rates (0.338 is +33.8 %), difference for shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<f64>,
    /// 95 % interval of `change`: lower end, upper end.
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<[f64; 2]>,
    /// Probability of such a figure if nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<f64>,
    /// `p` after correction for the number of tested cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    q: Option<f64>,
    /// A headline.
    title: String,
    /// The evidence in a sentence.
    text: String,
    /// What the figures alone do not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    /// What to do, or what would settle it.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

impl From<judgement::Finding> for Finding {
    fn from(finding: judgement::Finding) -> Self {
        let judgement::Finding {
            verdict,
            change,
            rule,
            endpoint,
            measure,
            base,
            run,
            unit,
            size,
            interval,
            p,
            q,
            title,
            text,
            context,
            advice,
        } = finding;
        Self {
            verdict: verdict.into(),
            rule: rule.into(),
            direction: change.into(),
            endpoint,
            measure,
            unit: unit.map(Unit::from),
            base,
            run,
            change: size,
            interval: interval.map(Into::into),
            p,
            q,
            title,
            text,
            context,
            advice,
        }
    }
}

impl From<Finding> for judgement::Finding {
    fn from(finding: Finding) -> Self {
        Self {
            verdict: finding.verdict.into(),
            change: finding.direction.into(),
            rule: finding.rule.into(),
            endpoint: finding.endpoint,
            measure: finding.measure,
            base: finding.base,
            run: finding.run,
            unit: finding.unit.map(Into::into),
            size: finding.change,
            interval: finding.interval.map(Into::into),
            p: finding.p,
            q: finding.q,
            title: finding.title,
            text: finding.text,
            context: finding.context,
            advice: finding.advice,
        }
    }
}

/// Something that was not tested, and why.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct NotTested {
    /// The endpoint; absent for the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// What would have been tested: `p99`, `throughput`.
    measure: String,
    /// Why it was not: a fragment.
    reason: String,
}

impl From<comparison::NotTested> for NotTested {
    fn from(not_tested: comparison::NotTested) -> Self {
        let comparison::NotTested { endpoint, measure, reason } = not_tested;
        Self { endpoint, measure, reason }
    }
}

impl From<NotTested> for comparison::NotTested {
    fn from(not_tested: NotTested) -> Self {
        let NotTested { endpoint, measure, reason } = not_tested;
        Self { endpoint, measure, reason }
    }
}

/// Something a reader should know.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct Note {
    /// What was seen.
    text: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl From<note::Note> for Note {
    fn from(note: note::Note) -> Self {
        let note::Note { text, hint } = note;
        Self { text, hint }
    }
}

impl From<Note> for note::Note {
    fn from(note: Note) -> Self {
        let Note { text, hint } = note;
        Self { text, hint }
    }
}

/// Converts every item of a list.
pub(in crate::wire) fn list<A, B: From<A>>(items: Vec<A>) -> Vec<B> {
    items.into_iter().map(B::from).collect()
}
