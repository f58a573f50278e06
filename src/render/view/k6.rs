//! Checks and thresholds, as k6 judged them.

use serde::Serialize;

use crate::model::figures::RunFigures;
use crate::model::judgement::Assessment;
use crate::model::quantity::{Count, Share};

use super::figure::written;
use super::text::DASH;
use crate::render::text::plain;
use crate::words::say;

/// The section on what k6 judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct K6Section {
    /// Whether k6 made the load.
    pub(crate) is_k6: bool,
    pub(crate) thresholds: Vec<ThresholdLine>,
    /// What to say where there is no threshold.
    pub(crate) no_thresholds: String,
    /// Thresholds that held and are not listed one by one.
    pub(crate) threshold_rest: String,
    pub(crate) checks: Vec<CheckLine>,
    pub(crate) check_rest: String,
}

/// One threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ThresholdLine {
    pub(crate) metric: String,
    pub(crate) expression: String,
    pub(crate) crossed: bool,
    /// Whether nothing was judged: its metric has no sample.
    pub(crate) no_samples: bool,
    /// What it did in the base, empty without one.
    pub(crate) base: String,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CheckLine {
    pub(crate) path: String,
    pub(crate) failing: bool,
    pub(crate) passes: String,
    pub(crate) fails: String,
    pub(crate) share: String,
    /// The share that failed in the base, empty without one.
    pub(crate) base: String,
}

/// Longer lists are not read; what failed comes first.
const MOST_LINES: usize = 30;

/// Builds the section.
pub(crate) fn k6(assessment: &Assessment) -> K6Section {
    let bases = &assessment.base;
    let mut thresholds: Vec<_> = assessment.run.thresholds.iter().collect();
    thresholds.sort_by_key(|threshold| (!threshold.crossed, !threshold.no_samples));
    let mut checks: Vec<_> = assessment.run.checks.iter().collect();
    checks.sort_by_key(|check| check.fails == 0);
    let rest = |total: usize, words: fn(usize) -> String| match total.saturating_sub(MOST_LINES) {
        0 => String::new(),
        more => words(more),
    };
    // Points do not hold thresholds: only a summary can tell that there are none.
    let has_summary = assessment.run.meta.sources.iter().any(|source| source.format.is_summary());
    let is_k6 = assessment.run.meta.is_k6();
    K6Section {
        is_k6,
        no_thresholds: if !is_k6 {
            say!("load-tool-thresholds")
        } else if has_summary {
            say!("threshold-none")
        } else {
            say!("threshold-none-in-points")
        },
        threshold_rest: rest(thresholds.len(), |more| say!("threshold-rest", count = more)),
        check_rest: rest(checks.len(), |more| say!("check-rest", count = more)),
        thresholds: thresholds
            .into_iter()
            .take(MOST_LINES)
            .map(|threshold| ThresholdLine {
                metric: plain(&threshold.metric),
                expression: plain(&threshold.expression),
                crossed: threshold.crossed,
                no_samples: threshold.no_samples,
                base: crossed_in_base(bases, &threshold.metric, &threshold.expression),
            })
            .collect(),
        checks: checks
            .into_iter()
            .take(MOST_LINES)
            .map(|check| CheckLine {
                path: plain(&check.path),
                failing: check.fails > 0,
                passes: Count(check.passes).to_string(),
                fails: Count(check.fails).to_string(),
                share: check.failed_share().map_or_else(|| DASH.to_owned(), |share| written(Share(share))),
                base: failed_in_base(bases, &check.path),
            })
            .collect(),
    }
}

fn crossed_in_base(bases: &[RunFigures], metric: &str, expression: &str) -> String {
    if bases.is_empty() {
        return String::new();
    }
    let known: Vec<bool> = bases
        .iter()
        .flat_map(|base| &base.thresholds)
        .filter(|threshold| threshold.metric == metric && threshold.expression == expression)
        .filter(|threshold| !threshold.no_samples)
        .map(|threshold| threshold.crossed)
        .collect();
    match (known.iter().filter(|crossed| **crossed).count(), known.len()) {
        (_, 0) => say!("base-threshold-not-judged"),
        (0, _) => say!("base-threshold-held"),
        (1, 1) => say!("base-threshold-crossed"),
        (crossed, all) => say!("base-threshold-crossed-in", crossed = crossed, all = all),
    }
}

fn failed_in_base(bases: &[RunFigures], path: &str) -> String {
    if bases.is_empty() {
        return String::new();
    }
    let (fails, total) = bases
        .iter()
        .flat_map(|base| &base.checks)
        .filter(|check| check.path == path)
        .fold((0, 0), |(fails, total), check| (fails + check.fails, total + check.fails + check.passes));
    if total == 0 { DASH.to_owned() } else { written(Share(fails as f64 / total as f64)) }
}
