//! One endpoint, or the whole run, over the finest slices of its run: errors, slow requests, and those slow by far.

use std::sync::Arc;

use crate::model::bins::{Bin, count_above};
use crate::model::bounds::Bounds;
use crate::model::endpoint::Traffic;
use crate::model::fine_slices::FineSlices;
use crate::model::outcome::Outcome;
use crate::model::responses::{ByOutcome, LATENCY_OUTCOMES};
use crate::model::slicing::SliceCounts;
use crate::stats::weighted_median::{Weighted, weighted_median};

/// The quantile above which a request counts as slow.
const SLOW_QUANTILE: f64 = 0.95;
/// So many times the usual p95 is slow by far: what a busy host does to the tail of a whole second, and what nobody waits for gladly.
const FAR: f64 = 3.0;
/// Requests of which a p95 is taken, of slices in a row. The p95 of two requests is the slower one.
const LEVEL_REQUESTS: u64 = 20;
/// Parts of a run from which its usual level is told: with fewer, one incident is most of them.
const LEVEL_PARTS: usize = 5;
/// Microseconds in a millisecond.
const MICROS: f64 = 1000.0;

/// Requests of one slice that took long, or failed: how long each took, in seconds, and how many.
pub(super) type Waits = Vec<(f64, f64)>;

/// One endpoint (or the whole run) over the slices of its run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    /// Unintended errors.
    pub(super) errors: SliceCounts,
    /// Requests slower than nineteen in twenty usually are, of the latency population.
    pub(super) slow: SliceCounts,
    /// Requests slower than [`FAR`] times that.
    pub(super) far: SliceCounts,
    /// The same by what they took.
    pub(super) far_waits: Vec<Waits>,
    /// The unintended errors by what they took.
    pub(super) failed_waits: Vec<Waits>,
    /// Requests that usually wait at one time: in the middle one of the slices, by what they took (Little's law).
    pub(super) in_flight: f64,
}

impl Series {
    /// Lays a traffic over the slices; absent where a source holds no single responses.
    pub(super) fn of(
        traffic: &Traffic,
        timeline: &FineSlices,
        is_bad: impl Fn(Outcome) -> bool,
    ) -> Option<Self> {
        let responses = traffic.responses.as_ref().ok()?;
        let errors = timeline.counts(responses, &is_bad);
        let latencies = timeline.latencies(responses, |outcome| LATENCY_OUTCOMES.contains(&outcome));
        let total: Vec<f64> = latencies.iter().map(|bins| requests(bins) as f64).collect();
        let (level, parts) = usual_level(&latencies);
        let bounds = bounds(responses);
        // What is known to buckets is counted beyond a bound.
        let beyond = |level: f64| match &bounds {
            Some(bounds) => bounds.at_or_above(level / MICROS).map(|bound| bound * MICROS),
            None => Some(level),
        };
        let level = level.and_then(beyond);
        let above = |level: Option<f64>| -> Vec<f64> {
            let count =
                |bins: &Vec<Bin>| level.map_or(0.0, |level| count_above(bins.iter().rev().copied(), level));
            latencies.iter().map(count).collect()
        };
        let far_level = level.filter(|_| parts >= LEVEL_PARTS).and_then(|level| beyond(FAR * level));
        let failed = timeline.latencies(responses, &is_bad);
        Some(Self {
            errors,
            slow: SliceCounts { bad: above(level), total: total.clone() },
            far: SliceCounts { bad: above(far_level), total },
            far_waits: latencies.iter().map(|bins| waits(bins, far_level)).collect(),
            failed_waits: failed.iter().map(|bins| waits(bins, Some(0.0))).collect(),
            in_flight: middle(latencies.iter().map(|bins| seconds(bins)).collect())
                / timeline.axis.width() as f64,
        })
    }

    /// Takes what is slow by far from the endpoints, each against its own level: of a fast endpoint the level of all
    /// requests tells nothing.
    pub(super) fn with_far_of(mut self, endpoints: &[Option<Self>]) -> Self {
        if endpoints.is_empty() {
            return self;
        }
        self.far.bad.fill(0.0);
        self.far_waits.iter_mut().for_each(Vec::clear);
        for endpoint in endpoints.iter().flatten() {
            self.far.bad.iter_mut().zip(&endpoint.far.bad).for_each(|(sum, bad)| *sum += bad);
            self.far_waits.iter_mut().zip(&endpoint.far_waits).for_each(|(all, waits)| all.extend(waits));
        }
        self
    }

    /// All requests.
    pub(super) fn requests(&self) -> f64 {
        self.errors.total.iter().sum()
    }
}

/// The buckets that the latency population is known to.
fn bounds(responses: &ByOutcome) -> Option<Arc<Bounds>> {
    let population = LATENCY_OUTCOMES.iter().filter_map(|outcome| responses.get(outcome));
    let distributions = population.map(|responses| &responses.distribution);
    Bounds::of_all(distributions.map(|distribution| (distribution.count(), distribution.bounds())))
}

/// The middle one of some values, 0 of none.
pub(super) fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Seconds that requests took together.
fn seconds(bins: &[Bin]) -> f64 {
    bins.iter().map(|bin| bin.middle() / 1e6 * bin.count as f64).sum()
}

fn requests(bins: &[Bin]) -> u64 {
    bins.iter().map(|bin| bin.count).sum()
}

/// Finds the p95 of the middle one of the parts of a run, in microseconds, and how many parts there are: an incident of less
/// than half of the run does not move it. Parts are slices in a row with enough requests.
fn usual_level(slices: &[Vec<Bin>]) -> (Option<f64>, usize) {
    let mut levels = Vec::new();
    let mut part: Vec<Bin> = Vec::new();
    for bins in slices {
        part.extend(bins);
        let count = requests(&part);
        if count >= LEVEL_REQUESTS {
            part.sort_by_key(|bin| bin.low);
            levels.extend(quantile(&part, count).map(|value| Weighted { value, weight: count as f64 }));
            part.clear();
        }
    }
    let rest = requests(&part);
    if levels.is_empty() && rest > 0 {
        part.sort_by_key(|bin| bin.low);
        levels.extend(quantile(&part, rest).map(|value| Weighted { value, weight: rest as f64 }));
    }
    (weighted_median(&levels), levels.len())
}

/// The 95th percentile of type 7, as k6 computes it, of values in the middle of their bins; bins in ascending order.
fn quantile(bins: &[Bin], count: u64) -> Option<f64> {
    let rank = SLOW_QUANTILE * count.checked_sub(1)? as f64;
    let at = |rank: u64| {
        let mut seen = 0;
        let found = bins.iter().find(|bin| {
            seen += bin.count;
            seen > rank
        });
        found.map(Bin::middle)
    };
    let (low, high) = (at(rank.floor() as u64)?, at(rank.ceil() as u64)?);
    Some(low + (high - low) * rank.fract())
}

fn waits(bins: &[Bin], level: Option<f64>) -> Waits {
    let Some(level) = level else { return Vec::new() };
    bins.iter()
        .map(|bin| {
            (bin.middle() / 1e6, bin.count as f64 * if level > 0.0 { bin.share_above(level) } else { 1.0 })
        })
        .filter(|(_, count)| *count > 0.0)
        .collect()
}
