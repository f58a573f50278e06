//! Where a series of figures changed its level.
//!
//! In four steps, so that each has one job:
//!
//! 1. `outliers`: one or two odd figures are no level; a Hampel filter takes them back.
//! 2. `candidates`: seeded binary segmentation lists every place where a level may have changed.
//! 3. `segments`: each place moves to where least squares put it between its neighbours, and at last to where the values as they
//!    were before the filter put it.
//! 4. A t test between the neighbouring levels, then the caller's idea of what is large enough, strike out the weakest place
//!    until all that are left pass.
//!
//! Seeded intervals instead of PELT (Killick, Fearnhead and Eckley, JASA 107, 2012): without changes PELT prunes nothing
//! and its work grows with the square of the length, which is the usual case here; this is n·log n in every case.

mod candidates;
mod outliers;
mod segments;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::correlation::differences;
use super::student::{quantile, upper_tail};
pub(super) use candidates::running_sums;
use segments::Segments;

/// Values that make a level: one or two are outliers, and a third may be their chance neighbour. With three, noise with long tails
/// makes three times as many false levels.
pub const MIN_LEVEL: usize = 4;

/// Values that a statement on noise takes: with fewer, the median deviation is one of two figures.
pub const MIN_FOR_NOISE: usize = 5;

/// Turns a median absolute deviation into a standard deviation of normal values (Rousseeuw and Croux, JASA 88, 1993).
const MAD_TO_SD: f64 = 1.4826;

/// A change of level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelChange {
    /// Index of the first value on the new level.
    pub first: usize,
    /// The median of the level before.
    pub before: f64,
    /// The median of the new level.
    pub after: f64,
    /// Probability of such a difference if nothing changed, two-sided, times the places where it could have been.
    pub p: f64,
}

/// Finds where the level of a series changed, ascending.
///
/// `floor` is the least standard deviation of a value that is believed, from counting or resolution; `level` what `p` may
/// be at most; `is_relevant` is asked with the medians before and after and strikes out what is too small to care about.
/// Empty with fewer than eight values, and where a value is not finite.
pub fn level_changes(
    values: &[f64],
    floor: f64,
    level: f64,
    is_relevant: impl Fn(f64, f64) -> bool,
) -> Vec<LevelChange> {
    if values.len() < 2 * MIN_LEVEL || !values.iter().all(|value| value.is_finite()) {
        return Vec::new();
    }
    let middle = median(values.to_vec());
    let centred: Vec<f64> = values.iter().map(|value| value - middle).collect();
    let noise = noise_of_neighbours(&centred).max(floor);
    let filtered = outliers::filtered(&centred, noise);
    let mut segments = Segments::new(&filtered, floor, candidates::find(&filtered, noise));

    let places = (values.len() + 1 - 2 * MIN_LEVEL) as f64;
    loop {
        let tests = segments.tests();
        let p = |place: &usize| (2.0 * upper_tail(tests[*place], segments.df()) * places).min(1.0);
        let weakest = |place: &usize, other: &usize| tests[*place].total_cmp(&tests[*other]);
        let unsure = (0..tests.len()).min_by(weakest).filter(|place| p(place) > level);
        if let Some(place) = unsure {
            segments.strike_out(place);
            continue;
        }
        let firsts = segments.settled(&centred);
        let levels: Vec<Level> = spans(&firsts, values.len()).map(|span| Level::new(&values[span])).collect();
        let is_kept = |place: &usize| {
            let (left, right) = (&levels[*place], &levels[*place + 1]);
            is_relevant(left.median, right.median) && left.is_own(right) && right.is_own(left)
        };
        let Some(place) = (0..tests.len()).filter(|place| !is_kept(place)).min_by(weakest) else {
            let change = |(place, &first): (usize, &usize)| LevelChange {
                first,
                before: levels[place].median,
                after: levels[place + 1].median,
                p: p(&place),
            };
            return firsts.iter().enumerate().map(change).collect();
        };
        segments.strike_out(place);
    }
}

/// Values that may be a level.
struct Level<'a> {
    values: &'a [f64],
    median: f64,
}

impl<'a> Level<'a> {
    fn new(values: &'a [f64]) -> Self {
        Self { values, median: median(values.to_vec()) }
    }

    /// Whether enough values lie nearer to this level than to `other`: two outliers and a neighbour of theirs are no level.
    fn is_own(&self, other: &Self) -> bool {
        let nearer = |value: &&f64| (*value - self.median).abs() < (*value - other.median).abs();
        self.values.iter().filter(nearer).take(MIN_LEVEL).count() == MIN_LEVEL
    }
}

/// The levels that begin at `firsts`, and the one before, as ranges of indices.
pub fn spans(firsts: &[usize], count: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = [0].into_iter().chain(firsts.iter().copied());
    let ends = firsts.iter().copied().chain([count]);
    starts.zip(ends).map(|(start, end)| start..end)
}

/// Estimates the standard deviation of values about their level; `firsts` are the indices at which new levels begin,
/// ascending.
///
/// 1.4826 times the median distance from the level's median, times √(n/(n − levels)) for the medians that were taken from the
/// same values; neither outliers nor steps add to it. `None` with fewer than five values.
pub fn noise_within(values: &[f64], firsts: &[usize]) -> Option<f64> {
    let count = values.len();
    let levels = firsts.len() + 1;
    if count < MIN_FOR_NOISE || count <= levels {
        return None;
    }
    let mut distances = Vec::with_capacity(count);
    for span in spans(firsts, count) {
        let level = Level::new(values.get(span)?);
        distances.extend(level.values.iter().map(|value| (value - level.median).abs()));
    }
    let noise = MAD_TO_SD * median(distances) * (count as f64 / (count - levels) as f64).sqrt();
    noise.is_finite().then_some(noise)
}

/// Estimates the standard deviation of values from differences of neighbours: only the one across a step knows of it.
fn noise_of_neighbours(values: &[f64]) -> f64 {
    let differences = differences(values);
    let middle = median(differences.clone());
    let distances = differences.iter().map(|difference| (difference - middle).abs()).collect();
    MAD_TO_SD * median(distances) / std::f64::consts::SQRT_2
}

/// Finds the median; 0 of nothing.
pub fn median(mut values: Vec<f64>) -> f64 {
    let half = values.len() / 2;
    if values.is_empty() {
        return 0.0;
    }
    let is_even = values.len().is_multiple_of(2);
    let (below, &mut upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp);
    if is_even { lower.map_or(upper, |lower| f64::midpoint(lower, upper)) } else { upper }
}
