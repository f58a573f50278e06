//! Latency by endpoint and quantile, and the shift that endpoints share.
//!
//! * `distributions`: from every request of both sides; `side` is one run's, `shift` one quantile's,
//!   `cell` the count test, `noise` what differs from run to run
//! * `percentiles`: from the few percentiles that summaries state
//! * `decision`: what a cell says, the same for both

mod cell;
mod decision;
mod distributions;
mod noise;
mod percentiles;
mod shift;
mod side;

#[cfg(test)]
mod tests;

use super::matching::{Matched, Pair};
use super::slicing::Slicing;
use crate::model::comparison::{LatencyCell, Measure, NotTested, SharedShift};
use crate::model::settings::CompareSettings;

/// What the comparison of latencies yields.
#[derive(Default)]
pub(super) struct LatencyComparison {
    pub(super) cells: Vec<LatencyCell>,
    pub(super) shared: Vec<SharedShift>,
    pub(super) not_tested: Vec<NotTested>,
}

/// Compares the latencies of every matched endpoint: in full where there are slices, that is, where
/// every run holds its single responses.
pub(super) fn compare(
    base_runs: usize,
    matched: &Matched<'_>,
    slicing: Option<&Slicing>,
    pooled: bool,
    settings: &CompareSettings,
) -> LatencyComparison {
    let mut result = match slicing {
        Some(slicing) => distributions::compare(matched, slicing, pooled, settings),
        None => percentiles::compare(base_runs, matched, pooled, settings),
    };
    result.not_tested.sort();
    result
}

fn not_tested(pair: &Pair<'_>, measure: Measure, reason: &str) -> NotTested {
    NotTested {
        endpoint: Some(pair.name.clone()),
        measure: measure.key().to_owned(),
        reason: reason.to_owned(),
    }
}
