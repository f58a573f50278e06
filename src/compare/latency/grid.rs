//! The bound that requests are counted beyond, where latencies are known to buckets alone.
//!
//! Buckets that are narrow are used as they are: within them, requests are taken to lie evenly. In a wide one they may lie
//! anywhere.

use super::side::Sides;
use crate::model::bounds::{Bounds, Bucket, CellBuckets, NARROW};
use crate::model::bucket_words::helpful_bounds;
use crate::model::comparison::Interval;
use crate::model::missing::{Known, Missing};
use crate::model::quantity::RelativeChange;
use crate::model::ranked::Ranked;
use crate::words::{Arg, text};

/// A cell is tested from so many expected slow requests on: with fewer, chance moves a quantile by
/// tens of per cent.
pub(super) const MIN_EXPECTED: f64 = 5.0;
/// The variance of a place in a bucket of width 1 that may be anywhere in it.
const ANYWHERE: f64 = 1.0 / 12.0;
/// Just below a bound.
const BELOW: f64 = 1.0 - 1e-5;

/// The bound that requests are counted beyond.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid<'a> {
    pub(super) bounds: &'a Bounds,
    /// In milliseconds.
    pub(super) threshold: f64,
    /// The bound below it; 0 where there is none.
    below: f64,
}

/// The share of requests slower than a threshold, which is never quite nothing or all.
pub(super) fn share_above(latencies: &Ranked, threshold: f64) -> f64 {
    (latencies.count_above(threshold) + 0.5) / (latencies.count() as f64 + 1.0)
}

impl<'a> Grid<'a> {
    /// Finds the bound next to the base's quantile `q` whose share of slower requests is nearest that of the quantile.
    pub(super) fn at(bounds: &'a Bounds, base: &Ranked, q: f64, quantile: f64) -> Known<Self> {
        let log_odds = |share: f64| (share / (1.0 - share)).ln();
        let wanted = log_odds(1.0 - q);
        let distance = |bound: f64| (log_odds(share_above(base, bound)) - wanted).abs();
        // Beyond a bound that hardly any request reaches, nothing can be counted.
        let is_empty = |bound: f64| base.count_above(bound) < MIN_EXPECTED;
        let next = [bounds.at_or_below(quantile), bounds.at_or_above(quantile)].into_iter().flatten();
        let threshold = next
            .min_by(|a, b| {
                is_empty(*a).cmp(&is_empty(*b)).then_with(|| distance(*a).total_cmp(&distance(*b)))
            })
            .ok_or(NOT_SHARED)?;
        Ok(Self { bounds, threshold, below: bounds.at_or_below(threshold * BELOW).unwrap_or(0.0) })
    }

    /// How wide the bucket below the threshold is, as a log.
    fn width(self) -> f64 {
        if self.below > 0.0 { (self.threshold / self.below).ln() } else { f64::INFINITY }
    }

    /// Whether requests are taken to lie evenly in it.
    pub(super) fn is_narrow(self) -> bool {
        self.width() <= NARROW
    }

    /// The variance of a log change whose end may be anywhere in a bucket.
    pub(super) fn variance(self) -> f64 {
        ANYWHERE * self.width().min(1e3).powi(2)
    }

    /// Refuses a bucket in which a relative change of `most` could hide.
    pub(super) fn is_narrower_than(self, most: f64) -> Known<()> {
        if self.width() <= most.ln_1p() + 1e-6 {
            return Ok(());
        }
        let bucket = Bucket { above: self.below, up_to: Some(self.threshold) };
        let bounds = helpful_bounds(self.below, self.threshold);
        let (count, bounds) = (bounds.len(), Arg::Quantity(bounds.join(", ")));
        Err(Missing::because(match self.width() {
            width if width.is_finite() => text!(
                "missing-wide-bucket",
                change = RelativeChange::from_log(width),
                bucket = bucket,
                count = count,
                bounds = bounds
            ),
            _ => text!("missing-open-bucket", bucket = bucket, count = count, bounds = bounds),
        }))
    }

    /// The log change that there is at least: what moves as many requests of the base beyond the threshold as the candidate
    /// has there, wherever in their buckets they lie.
    pub(super) fn sure_change(self, sides: &Sides, log_change: f64) -> f64 {
        if self.is_narrow() {
            return log_change;
        }
        let (base, run) = (&sides.base_together, &sides.runs_together);
        let moved = run.count_above(self.threshold) / run.count().max(1) as f64;
        let above = |bound: f64| base.count_above(bound) / base.count().max(1) as f64;
        let mut bound = self.threshold;
        if moved > above(bound) {
            while let Some(lower) =
                self.bounds.at_or_below(bound * BELOW).filter(|lower| above(*lower) <= moved)
            {
                bound = lower;
            }
        } else {
            while let Some(upper) =
                self.bounds.at_or_above(bound / BELOW).filter(|upper| above(*upper) >= moved)
            {
                bound = upper;
            }
        }
        (self.threshold / bound).ln()
    }

    /// What a cell says of its buckets.
    pub(super) fn of_cell(self, base: f64, run: f64, p_even: f64) -> CellBuckets {
        CellBuckets {
            base: self.bounds.bucket_of(base),
            run: self.bounds.bucket_of(run),
            beyond: self.threshold,
            below: self.below,
            p_even,
            undecided: false,
        }
    }
}

/// Widens an interval of log changes to what the buckets of both sides leave open.
pub(super) fn widened(interval: Interval, buckets: &CellBuckets) -> Interval {
    let change = |from: f64, to: f64| (to / from).ln();
    let low = buckets.base.up_to.map(|base| change(base, buckets.run.above)).filter(|low| low.is_finite());
    let high = buckets.run.up_to.map(|run| change(buckets.base.above, run)).filter(|high| high.is_finite());
    Interval {
        low: low.map_or(interval.low, |low| low.min(interval.low)),
        high: high.map_or(interval.high, |high| high.max(interval.high)),
    }
}

const NOT_SHARED: Missing = Missing::message("missing-no-bound-shared");

#[cfg(test)]
mod tests {
    use super::{Bounds, Grid};
    use crate::model::distribution::Distribution;
    use crate::model::ranked::Ranked;

    /// 100 requests: 5 up to 10 ms, 65 up to 20 ms, 25 up to 50 ms, 5 beyond.
    fn base() -> Ranked {
        let mut distribution = Distribution::default();
        for (micros, count) in [(7_000, 5), (14_000, 65), (30_000, 25), (80_000, 5)] {
            distribution.record_many(micros, count);
        }
        Ranked::from(&distribution)
    }

    #[test]
    fn the_bound_whose_share_is_nearest_is_counted_beyond() {
        let bounds = Bounds::Listed(vec![10_000, 20_000, 50_000, 100_000]);
        // Beyond 10 ms are 95 %, beyond 20 ms 30 %, beyond 50 ms 5 %.
        for (q, quantile, threshold) in [(0.5, 14.0, 20.0), (0.95, 30.0, 50.0), (0.99, 80.0, 50.0)] {
            let grid = Grid::at(&bounds, &base(), q, quantile).unwrap();
            assert_eq!(grid.threshold, threshold, "{q}");
        }
        let none = Bounds::Listed(Vec::new());
        assert!(Grid::at(&none, &base(), 0.5, 14.0).unwrap_err().reason().contains("share no bound"));
    }

    #[test]
    fn a_bucket_that_hides_a_change_is_refused_with_bounds_that_would_help() {
        let bounds = Bounds::Listed(vec![10_000, 20_000, 50_000]);
        let grid = Grid::at(&bounds, &base(), 0.5, 14.0).unwrap();
        let refusal = grid.is_narrower_than(0.5).unwrap_err();
        assert_eq!(
            refusal.reason(),
            "a change of +100\u{a0}% could hide in its bucket of 10–20\u{a0}ms; bounds at 11.9\u{a0}ms, 14.1\u{a0}ms, 16.8\u{a0}ms would help"
        );
        assert!(grid.is_narrower_than(1.0).is_ok());
        assert!((grid.variance() - 2.0_f64.ln().powi(2) / 12.0).abs() < 1e-12);
    }
}
