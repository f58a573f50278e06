//! Rule `slo`, for the thresholds that k6 judged: a newly crossed one fails, one that the base crossed as well warns.

use std::collections::{BTreeMap, BTreeSet};

use super::{Inputs, finding};
use crate::model::check::Threshold;
use crate::model::comparison::NotTested;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::metric::base_name;
use crate::model::run::Run;
use crate::words::{Text, text};

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
        .map(|t| NotTested::new(indicator(t), text!("threshold-no-samples")))
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
    let (all, kept) = (before.len(), before.len() - crossed_before);
    let (verdict, context) = if evidence.base.is_empty() {
        (Verdict::Fail, text!("threshold-crossed-alone"))
    } else if before.is_empty() {
        (Verdict::Fail, text!("threshold-crossed-new"))
    } else if 2 * crossed_before > all {
        (Verdict::Warn, text!("threshold-crossed-before", crossed = crossed_before, all = all))
    } else {
        (Verdict::Fail, text!("threshold-crossed-now", kept = kept, all = all))
    };
    let numbers = threshold.numbers(is_time(threshold, evidence.run));
    let numbers = numbers.map_or(Text::empty(), |numbers| text!("sentence", text = numbers));
    let (metric, expression) = key(threshold);
    Finding {
        title: text!("threshold-crossed", metric = metric, expression = expression),
        text: Text::sentences([numbers, context]),
        ..finding(verdict, Rule::Slo, indicator(threshold))
    }
}
