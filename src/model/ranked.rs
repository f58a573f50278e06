//! A distribution laid out for many questions: quantiles and counts by binary search.

use std::sync::Arc;

use super::bins::{Bin, Grid};
use super::bounds::Bounds;
use super::distribution::Distribution;
use super::sketch::{Adder, Cursor};
use super::slices::Sketch;

/// Bins between two marks. Few, so that an answer reads few of them; many, so that marks take less room than bins.
const STRIDE: usize = 32;

/// What clocks and files round to, in microseconds.
const RESOLUTIONS: [u64; 6] = [1_000_000, 100_000, 10_000, 1_000, 100, 10];
/// Bins that hold multiples are no accident where the chance is smaller.
const ACCIDENT: f64 = 1e-5;
/// A value that many have is spread over so many places at most.
const MAX_PIECES: u64 = 64;

/// The bins of a [`Distribution`] that hold something, packed, with marks between them.
///
/// Gives the answers that the distribution gives; it scans all its bins for each one.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    grid: Grid,
    packed: Box<[u8]>,
    marks: Box<[Mark]>,
    count: u64,
    /// Smallest and largest value, in the recorded unit.
    extremes: (f64, f64),
    /// The buckets that the values are known to; absent where they are known one by one.
    bounds: Option<Arc<Bounds>>,
}

/// A place between two bins.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Mark {
    /// Where in the bytes it is.
    at: usize,
    /// The bin before it.
    index: u16,
    /// How many values lie before it.
    through: u64,
}

impl Default for Ranked {
    /// Ranks nothing.
    fn default() -> Self {
        Self::from(&Distribution::default())
    }
}

impl From<&Distribution> for Ranked {
    fn from(distribution: &Distribution) -> Self {
        let (min, max) = distribution.extremes().unwrap_or_default();
        let ranked = Self::new(Grid::THREE_DIGITS, distribution.packed_bytes(), (min as f64, max as f64));
        Self { bounds: distribution.bounds().cloned(), ..ranked }
    }
}

impl From<&Sketch> for Ranked {
    /// A sketch does not know its extremes: they are the ends of its bins.
    fn from(sketch: &Sketch) -> Self {
        let min = sketch.bins().next().map_or(0.0, |bin| bin.low as f64);
        let max = sketch.bins().last().map_or(0.0, |bin| bin.high as f64);
        Self::new(Sketch::GRID, sketch.as_bytes().into(), (min, max))
    }
}

impl Ranked {
    fn new(grid: Grid, packed: Box<[u8]>, extremes: (f64, f64)) -> Self {
        let mut cursor = Cursor { rest: &packed, index: 0 };
        let (mut marks, mut through) = (Vec::new(), 0);
        loop {
            through += cursor.by_ref().take(STRIDE).map(|(_, count)| count).sum::<u64>();
            if cursor.rest.is_empty() {
                break;
            }
            marks.push(Mark { at: packed.len() - cursor.rest.len(), index: cursor.index, through });
        }
        Self { grid, marks: marks.into(), packed, count: through, extremes, bounds: None }
    }

    /// Adds up many; all of them must come from distributions, or all from sketches.
    pub fn sum_of<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let parts: Vec<&Self> = parts.filter(|part| part.count > 0).collect();
        let [first, rest @ ..] = parts.as_slice() else { return Self::default() };
        let (mut adder, (mut min, mut max)) = (Adder::default(), first.extremes);
        adder.add(first.cursor());
        for part in rest {
            adder.add(part.cursor());
            (min, max) = (min.min(part.extremes.0), max.max(part.extremes.1));
        }
        let bounds = Bounds::of_all(parts.iter().map(|part| (part.count, part.bounds.as_ref())));
        Self { bounds, ..Self::new(first.grid, adder.take::<0>().into_bytes(), (min, max)) }
    }

    /// What the values are rounded to, in microseconds: the largest power of ten that all of them are multiples of, as far as
    /// bins tell. Absent where they are rounded to a few microseconds at most, or too few of them tell.
    pub fn resolution(&self) -> Option<u64> {
        RESOLUTIONS.into_iter().find(|&step| {
            let mut odds = 1.0;
            let fits = self.cursor().all(|(index, count)| {
                let bin = self.grid.bin(usize::from(index), count);
                // The chance that a bin holds a multiple although its values are not rounded.
                odds *= ((bin.high - bin.low + 1) as f64 / step as f64).min(1.0);
                bin.high / step * step >= bin.low
            });
            fits && odds < ACCIDENT
        })
    }

    /// The same where values that were rounded to a multiple of `step` microseconds lie evenly over what is rounded to it, so
    /// that quantiles and counts above a threshold change little by little. What is 0 stays 0.
    #[must_use]
    pub fn evened(&self, step: u64) -> Self {
        let mut adder = Adder::default();
        let mut extremes = self.extremes;
        for (index, count) in self.cursor() {
            let bin = self.grid.bin(usize::from(index), count);
            let value = bin.high / step * step;
            if value < bin.low || value == 0 {
                adder.add(std::iter::once((index, count)));
                continue;
            }
            let pieces = count.min(MAX_PIECES);
            let at = |piece: u64| value - step / 2 + (2 * piece + 1) * step / (2 * pieces);
            let within = |piece: u64| count * (piece + 1) / pieces - count * piece / pieces;
            adder.add((0..pieces).map(|piece| (self.grid.index_of(at(piece)) as u16, within(piece))));
            extremes.0 = extremes.0.min(at(0) as f64);
            extremes.1 = extremes.1.max(at(pieces - 1) as f64);
        }
        Self::new(self.grid, adder.take::<0>().into_bytes(), extremes)
    }

    /// The buckets that the values are known to; absent where they are known one by one.
    pub fn bounds(&self) -> Option<&Arc<Bounds>> {
        self.bounds.as_ref()
    }

    fn cursor(&self) -> Cursor<'_> {
        Cursor { rest: &self.packed, index: 0 }
    }

    /// The bins behind the last mark that `is_before` what is looked for, with how many values lie up to the end of each.
    fn bins_behind(&self, is_before: impl Fn(&Mark) -> bool) -> impl Iterator<Item = (Bin, u64)> {
        let place = self.marks.partition_point(is_before);
        let Mark { at, index, mut through } =
            place.checked_sub(1).map_or_else(Mark::default, |before| self.marks[before]);
        Cursor { rest: &self.packed[at..], index }.map(move |(index, count)| {
            through += count;
            (self.grid.bin(usize::from(index), count), through)
        })
    }

    /// How many values were recorded.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the quantile `q` (0..1) in milliseconds, as [`Distribution::quantile`] does.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let last = self.count.checked_sub(1)?;
        let (min, max) = self.extremes;
        let value_at = |rank: u64| match rank {
            0 => min,
            rank if rank == last => max,
            rank => {
                let mut bins = self.bins_behind(|mark| mark.through <= rank);
                let found = bins.find(|(_, through)| *through > rank);
                found.map_or(max, |(bin, _)| bin.middle().clamp(min, max))
            }
        };
        let rank = q.clamp(0.0, 1.0) * last as f64;
        let below = rank.floor() as u64;
        let (low, high) = (value_at(below), value_at((below + 1).min(last)));
        Some((low + (high - low) * (rank - below as f64)) / 1000.0)
    }

    /// Counts the values above `milliseconds`, as [`Distribution::count_above`] does.
    pub fn count_above(&self, milliseconds: f64) -> f64 {
        let threshold = milliseconds * 1000.0;
        let mut bins =
            self.bins_behind(|mark| self.grid.bin(usize::from(mark.index), 1).ends_below(threshold));
        bins.find(|(bin, _)| !bin.ends_below(threshold)).map_or(0.0, |(cut, through)| {
            cut.count as f64 * cut.share_above(threshold) + (self.count - through) as f64
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, proptest};

    use super::{Distribution, Ranked, Sketch};

    fn of(values: &[u64]) -> Distribution {
        let mut distribution = Distribution::default();
        values.iter().for_each(|value| distribution.record(*value));
        distribution
    }

    #[test]
    fn a_sketch_is_ranked_to_a_percent() {
        let mut bins: Vec<u16> = (1..=1000_u64).map(|n| Sketch::index_of(n * 1000)).collect();
        let ranked = Ranked::from(&Sketch::from_indices(&mut bins));
        assert!((ranked.quantile(0.95).unwrap() / 950.0 - 1.0).abs() < 0.01);
        assert!((ranked.count_above(900.0) - 100.0).abs() < 4.0);
        assert_eq!(Ranked::from(&Sketch::default()).quantile(0.5), None);
    }

    #[test]
    fn a_clock_of_milliseconds_is_seen_and_its_values_are_evened() {
        let whole: Vec<u64> = (0..200).map(|n| 1_000 * [1, 2, 2, 3, 250][n % 5]).collect();
        let ranked = Ranked::from(&of(&whole));
        assert_eq!(ranked.resolution(), Some(1_000));
        let even = ranked.evened(1_000);
        assert_eq!(even.count(), ranked.count());
        // Of 200 values 40 are 1 ms and 80 are 2 ms: the median is the 60th of those 80, three quarters of the way to 2.5.
        assert_eq!(ranked.quantile(0.5), Some(2.0));
        assert!((even.quantile(0.5).unwrap() - 2.25).abs() < 0.02, "{:?}", even.quantile(0.5));
        assert_eq!((even.count_above(1.5), even.count_above(2.5)), (160.0, 80.0));
        // Long times are not rounded for lying in one bin, nor is a single value.
        let long: Vec<u64> = (0..200).map(|n| 90_000_000 + 7 * n).collect();
        assert_eq!(Ranked::from(&of(&long)).resolution(), None);
        assert_eq!(Ranked::from(&of(&[2_000; 50])).resolution(), None);
        let exact: Vec<u64> = (0..200).map(|n| 1_000 + 13 * n).collect();
        assert_eq!(Ranked::from(&of(&exact)).resolution(), None);
        assert_eq!(Ranked::from(&of(&[0; 50])).evened(1_000).quantile(0.5), Some(0.0));
    }

    proptest! {
        #[test]
        fn merging_is_ranking_together(
            one in prop::collection::vec(0_u64..5_000_000, 0..50),
            other in prop::collection::vec(0_u64..5_000_000, 0..50),
        ) {
            let parts = [Ranked::from(&of(&one)), Ranked::default(), Ranked::from(&of(&other))];
            prop_assert!(Ranked::sum_of(parts.iter()) == Ranked::from(&of(&[one, other].concat())));
        }

        #[test]
        fn answers_as_the_distribution_does(
            values in prop::collection::vec(0_u64..5_000_000, 0..200),
            q in 0.0..=1.0_f64,
            threshold in 0.0..6_000.0_f64,
        ) {
            let distribution = of(&values);
            let ranked = Ranked::from(&distribution);
            prop_assert!(ranked.count() == distribution.count());
            prop_assert!(ranked.quantile(q) == distribution.quantile(q));
            let (found, expected) = (ranked.count_above(threshold), distribution.count_above(threshold));
            prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }
}
