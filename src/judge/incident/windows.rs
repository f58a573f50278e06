//! Where one endpoint, or the whole run, left its own level.

use super::series::{Series, Waits, middle};
use crate::model::slicing::SliceCounts;
use crate::stats::hac::{self, Dispersion};
use crate::stats::stretch::{Stretch, chance_of_gain, likeliest_stretch};

/// How likely a run in which requests fail independently of each other may show an incident: 1 in 100, over all windows and
/// endpoints that are searched.
const CHANCE: f64 = 0.01;
/// A window leaves the run's level if its share is so many times that of the rest: host and drift move
/// the tail by less.
const MIN_RATIO: f64 = 3.0;
/// Bad or slow requests beyond the run's level below which nobody looks.
pub(super) const MIN_EXCESS: f64 = 5.0;
/// No more windows are shown of one series.
pub(super) const MOST_SHOWN: usize = 4;
/// No more windows are added up of one series.
const MOST_COUNTED: usize = 32;
/// Slices in which at most this share of the usual number of requests ended are still, if requests that took long follow.
const STILL: f64 = 0.1;
/// Requests that would have ended meanwhile: with fewer, chance makes pauses.
const MIN_MISSED: f64 = 20.0;

/// What stands out in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Unintended errors.
    Errors,
    /// Requests slower than the usual p95.
    Slow,
    /// Requests slower than that by far, or hardly any request.
    Far,
}

/// A window of slices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    pub(super) first: usize,
    /// One past its last slice.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// Bad requests in it that the share of the rest would have put there.
    pub(super) expected: f64,
    /// How likely chance shows as much anywhere in the run.
    pub(super) p: f64,
}

impl Window {
    /// Tells whether two windows have a slice in common.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.first < other.end && other.first < self.end
    }
}

/// What is searched, and how many series there are to be searched.
pub(super) struct Search {
    /// Series with errors enough for a window of them.
    pub(super) with_errors: usize,
    /// All series.
    pub(super) all: usize,
}

impl Search {
    /// Counts the series. Those whose errors are too few for any window cannot show one by chance: what is computed holds
    /// for the number of errors that each series has.
    pub(super) fn of<'a>(series: impl Iterator<Item = &'a Series> + Clone) -> Self {
        let with_errors =
            series.clone().filter(|series| series.errors.bad.iter().sum::<f64>() >= MIN_EXCESS).count();
        Self { with_errors, all: series.count() }
    }

    /// Finds the windows in which a series was slow, to be shown.
    pub(super) fn slow(&self, series: &Series) -> Vec<Window> {
        left_level(&series.slow, Kind::Slow, self.all, MOST_SHOWN)
    }

    /// Finds all windows of errors.
    pub(super) fn errors(&self, series: &Series) -> Vec<Window> {
        left_level(&series.errors, Kind::Errors, self.with_errors, MOST_COUNTED)
    }

    /// Finds all windows in which a series was slow by far.
    pub(super) fn far(&self, series: &Series) -> Vec<Window> {
        left_level(&series.far, Kind::Far, self.all, MOST_COUNTED)
    }
}

/// Finds the stretches whose share is far above that of the rest, the likeliest first.
///
/// Those that stand out among independent requests are taken out first, all of them: of several outages each would
/// otherwise hide the others. What is left tells how requests come together in this run, and by how much less the stretches prove.
fn left_level(counts: &SliceCounts, kind: Kind, series: usize, most: usize) -> Vec<Window> {
    let (mut bad, mut total) = (counts.bad.clone(), counts.total.clone());
    let mut found: Vec<(Stretch, usize)> = Vec::new();
    while found.len() < most {
        let Some(stretch) = likeliest_stretch(&bad, &total) else { break };
        let is_far =
            stretch.bad >= MIN_RATIO * stretch.expected && stretch.bad - stretch.expected >= MIN_EXCESS;
        if !is_far || chance_of_gain(stretch.gain, bad.len(), series) >= CHANCE {
            break;
        }
        let end = stretch.first + stretch.slices;
        bad[stretch.first..end].fill(0.0);
        total[stretch.first..end].fill(0.0);
        found.push((stretch, end));
    }
    let phi = phi(&bad, &total);
    let window = |(stretch, end): (Stretch, usize)| {
        let p = chance_of_gain(stretch.gain / phi, bad.len(), series);
        (p < CHANCE).then_some(Window { first: stretch.first, end, kind, expected: stretch.expected, p })
    };
    found.into_iter().filter_map(window).collect()
}

/// How requests come together in the slices that are left: bad ones that always come in twos prove half as much.
fn phi(bad: &[f64], total: &[f64]) -> f64 {
    let left: Vec<usize> = (0..total.len()).filter(|slice| total[*slice] > 0.0).collect();
    let of = |values: &[f64]| -> Vec<f64> { left.iter().map(|slice| values[*slice]).collect() };
    hac::overdispersion(Dispersion::of_any_slices(&of(bad), &of(total)).as_slice())
}

/// Finds the windows in which hardly any request ended while users waited: far fewer than usual, and then requests that
/// took at least half of the pause, at least half as many as usually wait. A test that pauses by itself has none of those.
/// One that ends has a few: from the slice `over` on at least half of all `users` must have waited.
pub(super) fn still(whole: &Series, width: i64, over: usize, users: Option<f64>) -> Vec<Window> {
    let total = &whole.errors.total;
    let usual = middle(total.clone());
    let mut found = Vec::new();
    let mut first = 0;
    while first < total.len() {
        let slices = total[first..].iter().take_while(|count| **count <= STILL * usual).count();
        let end = (first + slices + 1).min(total.len());
        let least = (slices as i64 * width) as f64 / 2.0;
        let waited = |waits: &Waits| -> f64 {
            waits.iter().filter(|(seconds, _)| *seconds >= least).map(|(_, count)| count).sum()
        };
        let waited: f64 = whole.far_waits[first..end].iter().map(waited).sum();
        let all = if first < over { Some(whole.in_flight) } else { users };
        let users_waited = waited > 0.0 && all.is_some_and(|all| waited >= all / 2.0);
        if slices as f64 * usual >= MIN_MISSED && users_waited {
            found.push(Window { first, end, kind: Kind::Far, expected: 0.0, p: 0.0 });
        }
        first += slices + 1;
    }
    found
}

/// The slice from which on the test was over: hardly any request ended any more.
pub(super) fn over_from(total: &[f64]) -> usize {
    let usual = middle(total.to_vec());
    total.iter().rposition(|count| *count > STILL * usual).map_or(0, |last| last + 1)
}
