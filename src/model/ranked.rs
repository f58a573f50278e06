//! A distribution laid out for many questions: quantiles and counts by binary search.

use super::bins::Bin;
use super::distribution::Distribution;
use super::slices::Sketch;

/// The bins of a [`Distribution`] that hold something, with how many values lie up to the end of each.
///
/// Gives the answers that the distribution gives; it scans all its bins for each one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranked {
    bins: Vec<Bin>,
    through: Vec<u64>,
    /// Smallest and largest value, in the recorded unit.
    extremes: (f64, f64),
}

impl From<&Distribution> for Ranked {
    fn from(distribution: &Distribution) -> Self {
        let (min, max) = distribution.extremes().unwrap_or_default();
        Self::new(distribution.bins().collect(), (min as f64, max as f64))
    }
}

impl From<&Sketch> for Ranked {
    /// A sketch does not know its extremes: they are the ends of its bins.
    fn from(sketch: &Sketch) -> Self {
        let bins: Vec<Bin> = sketch.bins().collect();
        let min = bins.first().map_or(0.0, |bin| bin.low as f64);
        let max = bins.last().map_or(0.0, |bin| bin.high as f64);
        Self::new(bins, (min, max))
    }
}

impl Ranked {
    /// Takes bins in ascending order, each once.
    fn new(bins: Vec<Bin>, extremes: (f64, f64)) -> Self {
        let mut seen = 0;
        let through = bins
            .iter()
            .map(|bin| {
                seen += bin.count;
                seen
            })
            .collect();
        Self { bins, through, extremes }
    }

    /// Adds what another one holds; both must come from distributions, or both from sketches.
    pub fn merge(&mut self, other: &Self) {
        if self.bins.is_empty() || other.bins.is_empty() {
            if self.bins.is_empty() {
                self.clone_from(other);
            }
            return;
        }
        let mut merged = Vec::with_capacity(self.bins.len() + other.bins.len());
        let mut own = self.bins.iter().peekable();
        for bin in &other.bins {
            while let Some(smaller) = own.next_if(|own| own.low < bin.low) {
                merged.push(*smaller);
            }
            let same = own.next_if(|own| own.low == bin.low).map_or(0, |own| own.count);
            merged.push(Bin { count: bin.count + same, ..*bin });
        }
        merged.extend(own);
        let (min, max) = (self.extremes.0.min(other.extremes.0), self.extremes.1.max(other.extremes.1));
        *self = Self::new(merged, (min, max));
    }

    /// How many values were recorded.
    pub fn count(&self) -> u64 {
        self.through.last().copied().unwrap_or(0)
    }

    /// Returns the quantile `q` (0..1) in milliseconds, as [`Distribution::quantile`] does.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let last = self.count().checked_sub(1)?;
        let (min, max) = self.extremes;
        let value_at = |rank: u64| match rank {
            0 => min,
            rank if rank == last => max,
            rank => {
                let place = self.through.partition_point(|through| *through <= rank);
                self.bins.get(place).map_or(max, |bin| bin.middle().clamp(min, max))
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
        let place = self.bins.partition_point(|bin| bin.share_above(threshold) <= 0.0);
        match (self.bins.get(place), self.through.get(place)) {
            (Some(cut), Some(through)) => {
                cut.count as f64 * cut.share_above(threshold) + (self.count() - through) as f64
            }
            _ => 0.0,
        }
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

    proptest! {
        #[test]
        fn merging_is_ranking_together(
            one in prop::collection::vec(0_u64..5_000_000, 0..50),
            other in prop::collection::vec(0_u64..5_000_000, 0..50),
        ) {
            let mut merged = Ranked::from(&of(&one));
            merged.merge(&Ranked::from(&of(&other)));
            prop_assert!(merged == Ranked::from(&of(&[one, other].concat())));
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
