//! How wide slices of time have to be for what series can tell.

use std::collections::BTreeMap;

use super::steps::Counted;
use crate::model::series::Signal;
use crate::model::series::unit::SampleKind;

/// A rate is over so many steps where nobody says over how long: of those that people use, the longest ones by far.
const RANGE_STEPS: i64 = 16;
const SECOND: i64 = 1_000_000;

/// The usual distance of the samples of a signal, in microseconds: the middle one.
pub(super) fn step(signal: &Signal) -> Option<i64> {
    let mut times: Vec<i64> = signal
        .series
        .iter()
        .flat_map(|series| series.samples.iter().map(|s| s.at).chain(series.histograms.iter().map(|s| s.at)))
        .collect();
    times.sort_unstable();
    times.dedup();
    let mut distances: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    distances.sort_unstable();
    distances.get(distances.len() / 2).copied()
}

/// log₂ of the width in seconds of slices that are no finer than what was counted.
///
/// Counters that are written less often than they are asked for rise in jumps, and a rate is a mean over its range.
pub(super) fn log2(signal: &Signal, step: i64, counted: &[Counted]) -> u32 {
    let finest = match signal.kind {
        SampleKind::Increase { over } => over,
        SampleKind::Rate => range(signal.query.as_deref()).unwrap_or(RANGE_STEPS * step),
        SampleKind::Counter | SampleKind::Gauge => between_rises(counted).unwrap_or(step),
    };
    let seconds = (finest.max(step) + SECOND / 2).div_euclid(SECOND).max(1);
    (seconds as u64).next_power_of_two().ilog2()
}

/// The usual time between two samples at which anything rose.
fn between_rises(counted: &[Counted]) -> Option<i64> {
    let mut at: BTreeMap<i64, u64> = BTreeMap::new();
    for step in counted.iter().flat_map(|counted| &counted.steps) {
        *at.entry(step.at).or_default() += step.counts.iter().map(|(_, count)| count).sum::<u64>();
    }
    let rises: Vec<i64> = at.into_iter().filter(|(_, count)| *count > 0).map(|(at, _)| at).collect();
    let mut distances: Vec<i64> = rises.windows(2).map(|pair| pair[1] - pair[0]).collect();
    distances.sort_unstable();
    distances.get(distances.len() / 2).copied()
}

/// The range of a rate in a query, in microseconds.
fn range(query: Option<&str>) -> Option<i64> {
    crate::ingest::prometheus::range(query?)
}
