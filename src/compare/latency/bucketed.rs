//! The test of a cell whose bucket is wide: requests are counted beyond a bound, and noise that moves the threshold into a
//! bucket may move all of it, so that a change is sure only where it is more than that.

use super::grid::{Grid, MIN_EXPECTED, share_above};
use super::shift::Shift;
use super::side::{SHARED_UP_TO, Sides};
use super::tail::{Surroundings, too_few, without_bursts};
use crate::model::evidence::TailCounts;
use crate::model::missing::{Known, Missing};
use crate::stats::share_test::ExpectedCount;

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
    let Some(sides) = shift.sides else { return Err(Missing::message("missing-slow-uncounted")) };
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
    let expect = |requests: f64, share: f64| ExpectedCount::overdispersed(requests, share, phi);
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
