//! Rule `slo`, for the thresholds that k6 judged: a newly crossed one fails, one that the base crossed as well warns.

use std::collections::{BTreeMap, BTreeSet};

use super::{Inputs, finding};
use crate::model::check::{NO_SAMPLES, Threshold};
use crate::model::comparison::NotTested;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::metric::base_name;
use crate::model::run::Run;
use crate::words::Text;

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let mut before: BTreeMap<(&str, &str), Vec<bool>> = BTreeMap::new();
    for base in evidence.base {
        let mut seen = BTreeSet::new();
        for threshold in base.thresholds.iter().filter(|threshold| seen.insert(key(threshold))) {
            before.entry(key(threshold)).or_default().push(threshold.crossed);
        }
    }
    let crossed_now = evidence.run.thresholds.iter().filter(|threshold| threshold.crossed);
    crossed_now
        .map(|threshold| {
            let before = before.get(&key(threshold)).map_or(&[][..], Vec::as_slice);
            crossed(threshold, before, evidence)
        })
        .collect()
}

fn key(threshold: &Threshold) -> (&str, &str) {
    (&threshold.metric, &threshold.expression)
}

/// Thresholds without a sample: k6 calls them kept, and nobody judged anything.
pub(super) fn not_judged(run: &Run) -> impl Iterator<Item = NotTested> {
    run.thresholds
        .iter()
        .filter(|threshold| threshold.no_samples)
        .map(|t| NotTested::new(indicator(t), NO_SAMPLES))
}

fn indicator(threshold: &Threshold) -> Indicator {
    Indicator::threshold(&threshold.metric, &threshold.expression)
}

/// Tells whether k6 calls the values of a threshold's metric times. A submetric may have no row of its own.
fn is_time(threshold: &Threshold, run: &Run) -> bool {
    let of = |name: &str| run.metrics.get(name).is_some_and(|metric| metric.of.is_time);
    of(&threshold.metric) || of(base_name(&threshold.metric))
}

/// `before` says of each base run that has the threshold whether it crossed it.
fn crossed(threshold: &Threshold, before: &[bool], evidence: &Inputs<'_>) -> Finding {
    let crossed_before = before.iter().filter(|crossed| **crossed).count();
    let (verdict, context) = if evidence.base.is_empty() {
        (Verdict::Fail, "k6 judged it crossed.".to_owned())
    } else if before.is_empty() {
        (Verdict::Fail, "k6 judged it crossed; the base does not have it.".to_owned())
    } else if 2 * crossed_before > before.len() {
        (
            Verdict::Warn,
            format!("k6 judged it crossed, as in {crossed_before} of {} base runs.", before.len()),
        )
    } else {
        (
            Verdict::Fail,
            format!(
                "k6 judged it crossed; {} of {} base runs kept it.",
                before.len() - crossed_before,
                before.len()
            ),
        )
    };
    let numbers = threshold
        .numbers(is_time(threshold, evidence.run))
        .map_or_else(String::new, |numbers| format!("{numbers}. "));
    Finding {
        title: Text::from(format!("k6 threshold crossed: {} {}", threshold.metric, threshold.expression)),
        text: Text::from(format!("{numbers}{context}")),
        ..finding(verdict, Rule::Slo, indicator(threshold))
    }
}
