//! Rule `slo`, for the thresholds that k6 judged: a newly crossed one fails, one that the base crossed as well warns.

use super::{Inputs, finding};
use crate::model::check::{NO_SAMPLES, Threshold};
use crate::model::comparison::NotTested;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::run::Run;

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    evidence
        .run
        .thresholds
        .iter()
        .filter(|threshold| threshold.crossed)
        .map(|t| crossed(t, evidence))
        .collect()
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

fn crossed(threshold: &Threshold, evidence: &Inputs<'_>) -> Finding {
    let same = |t: &&Threshold| t.metric == threshold.metric && t.expression == threshold.expression;
    let before: Vec<bool> =
        evidence.base.iter().filter_map(|b| b.thresholds.iter().find(same)).map(|t| t.crossed).collect();
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
    let numbers = threshold.numbers().map_or_else(String::new, |numbers| format!("{numbers}. "));
    Finding {
        title: format!("k6 threshold crossed: {} {}", threshold.metric, threshold.expression),
        text: format!("{numbers}{context}"),
        ..finding(verdict, Rule::Slo, indicator(threshold))
    }
}
