//! Where one endpoint, or the whole run, left its own level.

use crate::model::endpoint::Traffic;
use crate::model::outcome::Outcome;
use crate::model::responses::{ByOutcome, LATENCY_OUTCOMES};
use crate::model::slicing::{SliceCounts, VerdictSlices};
use crate::stats::burst::{least_likely_stretch, worst_slices};
use crate::stats::hac::{self, Dispersion};
use crate::stats::stretch::{Stretch, gain_by_chance, likeliest_stretch};
use crate::stats::weighted_median::{Weighted, weighted_median};

/// Bad requests below which a burst is an anecdote.
const MIN_BURST: f64 = 5.0;
/// The probability below which a burst is no chance, under the run's trimmed share.
const BURST_LEVEL: f64 = 1e-4;
/// Slices that are left out of that share.
const TRIMMED_SLICES: usize = 2;
/// The quantile above which a request counts as slow.
const SLOW_QUANTILE: f64 = 0.95;
/// A window leaves the run's level if its share is so many times that of the rest: host and drift move
/// the tail by less.
const MIN_RATIO: f64 = 3.0;
/// Bad or slow requests beyond the run's level below which nobody looks.
const MIN_EXCESS: f64 = 5.0;
/// No more windows are looked for in one series.
const MOST_WINDOWS: usize = 4;

/// One endpoint (or the whole run) over the slices of its run.
pub(super) struct Series {
    pub(super) errors: SliceCounts,
    /// Requests slower than nineteen in twenty usually are, of the latency population.
    pub(super) slow: SliceCounts,
}

/// A window of slices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    pub(super) first: usize,
    /// One past its last slice.
    pub(super) end: usize,
    pub(super) is_errors: bool,
    /// The burst in it, where there is one.
    pub(super) burst: Option<Burst>,
}

/// Bad requests that came at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Burst {
    pub(super) bad: f64,
    pub(super) slices: usize,
    pub(super) expected: f64,
    pub(super) p: f64,
}

impl Series {
    /// Lays a traffic over the slices; absent where a source holds no single responses.
    pub(super) fn of(
        traffic: &Traffic,
        timeline: &VerdictSlices,
        is_bad: impl Fn(Outcome) -> bool,
    ) -> Option<Self> {
        let responses = traffic.responses.as_ref().ok()?;
        Some(Self { errors: timeline.counts(responses, is_bad), slow: slow(responses, timeline) })
    }

    /// Finds the windows in which the series left its level.
    pub(super) fn windows(&self) -> Vec<Window> {
        let mut found: Vec<Window> = left_level(&self.errors)
            .into_iter()
            .map(|stretch| Window::new(stretch.first, stretch.slices, true))
            .collect();
        for (first, burst) in bursts(&self.errors) {
            let end = first + burst.slices;
            // The window that a burst began, or made up, is its window.
            match found.iter_mut().find(|window| window.first < end && first < window.end) {
                Some(window) => {
                    window.first = window.first.min(first);
                    window.end = window.end.max(end);
                    if window.burst.is_none_or(|other| burst.p < other.p) {
                        window.burst = Some(burst);
                    }
                }
                None => {
                    found.push(Window { burst: Some(burst), ..Window::new(first, burst.slices, true) });
                }
            }
        }
        found.extend(left_level(&self.slow).into_iter().map(|s| Window::new(s.first, s.slices, false)));
        found
    }
}

impl Window {
    fn new(first: usize, slices: usize, is_errors: bool) -> Self {
        Self { first, end: first + slices, is_errors, burst: None }
    }

    /// Tells whether two windows have a slice in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.first < other.end && other.first < self.end
    }
}

/// Counts the requests beyond the level that p95 keeps in the middle one of the slices: an incident of
/// less than half of the run does not move it.
fn slow(responses: &ByOutcome, timeline: &VerdictSlices) -> SliceCounts {
    let slices = timeline.latencies(responses, &LATENCY_OUTCOMES);
    let total: Vec<f64> = slices.iter().map(|slice| slice.count() as f64).collect();
    let levels: Vec<Weighted> = slices
        .iter()
        .filter_map(|s| Some(Weighted { value: s.quantile(SLOW_QUANTILE)?, weight: s.count() as f64 }))
        .collect();
    let bad = match weighted_median(&levels) {
        Some(level) => slices.iter().map(|slice| slice.count_above(level)).collect(),
        None => vec![0.0; total.len()],
    };
    SliceCounts { bad, total }
}

/// Finds the stretches whose share is far above that of the rest, the likeliest first.
fn left_level(counts: &SliceCounts) -> Vec<Stretch> {
    let (mut bad, mut total) = (counts.bad.clone(), counts.total.clone());
    let mut found = Vec::new();
    while found.len() < MOST_WINDOWS {
        let Some(stretch) = likeliest_stretch(&bad, &total) else { break };
        let end = stretch.first + stretch.slices;
        let rest = |values: &[f64]| [&values[..stretch.first], &values[end..]].concat();
        // How requests come together in the rest: bad ones that always come in twos prove half as much.
        let dispersion = Dispersion::of_any_slices(&rest(&bad), &rest(&total));
        let phi = hac::overdispersion(dispersion.as_slice());
        let is_far = stretch.bad >= MIN_RATIO * stretch.expected
            && stretch.bad - stretch.expected >= MIN_EXCESS
            && stretch.gain / phi >= gain_by_chance(bad.len(), BURST_LEVEL);
        if !is_far {
            break;
        }
        bad[stretch.first..end].fill(0.0);
        total[stretch.first..end].fill(0.0);
        found.push(stretch);
    }
    found
}

/// Finds bursts, each with its first slice.
fn bursts(counts: &SliceCounts) -> Vec<(usize, Burst)> {
    let mut bad = counts.bad.clone();
    let worst = worst_slices(&bad, TRIMMED_SLICES);
    let kept = |values: &[f64]| -> f64 {
        values.iter().enumerate().filter(|(at, _)| !worst.contains(at)).map(|(_, value)| value).sum()
    };
    // As for error cells: never 0, so that a first failure is unlikely and not impossible.
    let share = (kept(&bad) + 0.5) / (kept(&counts.total) + 1.0);
    let mut found = Vec::new();
    while found.len() < MOST_WINDOWS {
        let Some(burst) = least_likely_stretch(&bad, &counts.total, share, MIN_BURST) else { break };
        if burst.p >= BURST_LEVEL {
            break;
        }
        bad[burst.first..burst.first + burst.slices].fill(0.0);
        let of = Burst { bad: burst.bad, slices: burst.slices, expected: burst.expected, p: burst.p };
        found.push((burst.first, of));
    }
    found
}
