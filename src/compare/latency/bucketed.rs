//! What a comparison can tell where latencies are known to buckets alone.
//!
//! Requests are counted beyond a bound that both sides share, so that the counts are exact. Buckets that are narrow are used as
//! they are: within them, requests are taken to lie evenly. In a wide one they may lie anywhere: noise that moves the threshold
//! into it may move all of it, and a change is sure only where it is more than that.

use super::cell::{MIN_EXPECTED, Surroundings, too_few, without_bursts};
use super::shift::Shift;
use super::side::{SHARED_UP_TO, Sides};
use crate::model::bounds::{Bounds, Bucket, CellBuckets, NARROW, helpful_bounds};
use crate::model::comparison::Interval;
use crate::model::evidence::TailCounts;
use crate::model::missing::{Known, Missing};
use crate::model::quantity::RelativeChange;
use crate::model::ranked::Ranked;
use crate::stats::share_test::ExpectedCount;

/// The variance of a place in a bucket of width 1 that may be anywhere in it.
const ANYWHERE: f64 = 1.0 / 12.0;
/// Just below a bound.
const BELOW: f64 = 1.0 - 1e-5;

/// The bound that requests are counted beyond.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid<'a> {
    bounds: &'a Bounds,
    /// In milliseconds.
    pub(super) threshold: f64,
    /// The bound below it; 0 where there is none.
    below: f64,
}

/// The share of requests slower than a threshold, which is never quite nothing or all.
fn share_above(latencies: &Ranked, threshold: f64) -> f64 {
    (latencies.count_above(threshold) + 0.5) / (latencies.count() as f64 + 1.0)
}

impl<'a> Grid<'a> {
    /// Finds the bound next to the base's quantile `q` whose share of slower requests is nearest that of the quantile.
    pub(super) fn at(bounds: &'a Bounds, base: &Ranked, q: f64, quantile: f64) -> Known<Self> {
        let log_odds = |share: f64| (share / (1.0 - share)).ln();
        let wanted = log_odds(1.0 - q);
        let distance = |bound: f64| (log_odds(share_above(base, bound)) - wanted).abs();
        let next = [bounds.at_or_below(quantile), bounds.at_or_above(quantile)].into_iter().flatten();
        let threshold = next.min_by(|a, b| distance(*a).total_cmp(&distance(*b))).ok_or(NOT_SHARED)?;
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
        let hides = match self.width() {
            width if width.is_finite() => {
                format!("a change of {} could hide", RelativeChange::from_log(width))
            }
            _ => "any change could hide".to_owned(),
        };
        Err(Missing::because(format!(
            "{hides} in its bucket of {bucket}; {} would help",
            helpful_bounds(self.below, self.threshold)
        )))
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
    pub(super) fn of_cell(self, shift: &Shift<'_>, p_even: f64) -> CellBuckets {
        CellBuckets {
            base: self.bounds.bucket_of(shift.base),
            run: self.bounds.bucket_of(shift.run),
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

const NOT_SHARED: Missing = Missing::constant("the histograms of both sides share no bound of their buckets");

/// What the counts beyond a bound say.
pub(super) struct Counted {
    pub(super) p: f64,
    pub(super) p_faster: f64,
    /// `p`, did requests lie evenly in their buckets.
    pub(super) p_even: f64,
    pub(super) counts: TailCounts,
}

/// Counts the requests beyond a bound whose bucket is wide: P(≥ X), P(≤ X) of the mirrored test.
pub(super) fn counted(shift: &Shift<'_>, grid: Grid<'_>, q: f64, around: &Surroundings) -> Known<Counted> {
    let Some(sides) = shift.sides else { return Err(Missing::because("a summary counts no slow requests")) };
    let (scale, g, threshold) = (around.replication.scale(), around.others, grid.threshold);
    let base = &sides.base_together;
    let base_share = base.count_above(threshold) / base.count() as f64;
    let requests = sides.runs_together.count() as f64;
    let expected = requests * base_share;
    if expected < MIN_EXPECTED {
        return Err(too_few(expected));
    }
    let observed = sides.runs_together.count_above(threshold).round();
    let phi = sides.overdispersion(threshold, threshold, q);
    let expect = |requests: f64, share: f64| ExpectedCount {
        requests,
        share,
        variance: requests * share * (1.0 - share) * phi,
    };
    let base_error = shift.base_error / around.replication.base.max(1) as f64;
    let pieces = around.noise.pieces(scale, around.others_variance + base_error);
    // The threshold stays where it is: what the others did is taken off the base's.
    let moved = |noise: f64| threshold * (-noise - g.max(0.0)).exp();
    let at_most = |noise: f64| grid.bounds.at_or_below(moved(noise)).unwrap_or(0.0);
    let faster = |noise: f64| threshold * (-noise - g.min(0.0)).exp();
    let at_least = |noise: f64| grid.bounds.at_or_above(faster(noise)).unwrap_or(f64::INFINITY);
    let (rest, all) = sides_without_bursts(sides, threshold, q).unwrap_or((observed, requests));
    let (mut p, mut of_rest, mut p_faster, mut p_even, mut variance) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (noise, weight) in &pieces {
        let slow = share_above(base, at_most(*noise));
        p += weight * expect(requests, slow).upper_tail(observed);
        of_rest += weight * expect(all, slow).upper_tail(rest);
        p_faster += weight * expect(requests, share_above(base, at_least(*noise))).lower_tail(observed);
        let even = expect(requests, share_above(base, moved(*noise)));
        p_even += weight * even.upper_tail(observed);
        variance += weight * ((even.requests * even.share - expected).powi(2) + even.variance);
    }
    let counts = TailCounts {
        threshold,
        observed,
        observed_faster: observed,
        expected,
        sd: variance.sqrt(),
        requests: requests as u64,
        base_requests: base.count(),
        base_share,
        phi,
        noise: around.noise.sd(),
        others_sd: around.others_variance.sqrt(),
        base_error: shift.base_error.sqrt(),
        run_error: shift.run_error.sqrt(),
        split: false,
    };
    Ok(Counted {
        p: p.max(of_rest).clamp(0.0, 1.0),
        p_faster: p_faster.clamp(0.0, 1.0),
        p_even: p_even.clamp(0.0, 1.0),
        counts,
    })
}

/// A single stall moves a high quantile of the whole run, and is an incident.
fn sides_without_bursts(sides: &Sides, threshold: f64, q: f64) -> Option<(f64, f64)> {
    let (slower, all) = without_bursts(sides, threshold).filter(|_| q > SHARED_UP_TO)?;
    Some((slower.round(), all))
}

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
