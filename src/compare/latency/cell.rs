//! The test of one endpoint at one measure: did it move more than noise and the other endpoints explain?
//!
//! Where every request is known, the slow ones are counted: how many there would be is asked for every amount of noise
//! that is possible, and weighed by how probable it is. Where only percentiles are known, they are compared themselves.

use super::bucketed;
use super::grid::{self, MIN_EXPECTED};
use super::shift::{Replication, Shift};
use super::side::SHARED_UP_TO;
use super::tail::{Surroundings, too_few, without_bursts};
use crate::model::comparison::{Change, Interval, LatencyCell, Measure};
use crate::model::evidence::TailCounts;
use crate::model::missing::{Known, Missing};
use crate::model::subject::Subject;
use crate::stats::noise::{Noise, Spread};
use crate::stats::power::POWER;
use crate::stats::share_test::{ExpectedCount, moved_share};

/// From so many expected slow requests on, and as many others, the quantile is as sure as the count, and it tells how far
/// a narrow distribution moved when all of it lies beyond the threshold.
const SOME_EXPECTED: f64 = 15.0;
const MANY_EXPECTED: f64 = 30.0;
/// Run-to-run noise of the share of two kinds of requests before any is seen, in log odds, and how unsure that is: hit
/// rates of caches move by some points of a hundred.
const SHARE_NOISE: f64 = 0.25;
const SHARE_NOISE_SPREAD: f64 = 0.5;
/// On either side of where a rerun lands in 19 of 20 cases.
const RERUN_TAIL: f64 = 0.025;

/// Tests one cell; missing where too few slow requests are expected.
pub(super) fn test(
    subject: &Subject,
    measure: Measure,
    shift: &Shift<'_>,
    around: &Surroundings,
) -> Known<LatencyCell> {
    let replication = around.replication;
    let (scale, d, g) = (replication.scale(), shift.log_change, around.others);
    let excess = d - g.max(0.0);
    let error = around.others_variance + shift.error(replication);
    let tail = |x| around.noise.upper_tail(x, scale, error);
    let (p, q_faster, counts, p_even) = match (measure.quantile(), shift.wide()) {
        (Some(q), Some(grid)) if !replication.paired => {
            let counted = bucketed::counted(shift, grid, q, around)?;
            (counted.p, counted.p_faster, Some(counted.counts), counted.p_even)
        }
        (Some(q), None) if shift.sides.is_some() && !replication.paired => {
            let (p, q_faster, counts) = counted(shift, q, around)?;
            (p, q_faster, counts, p)
        }
        // The mirrored test takes off only what the others fell.
        _ => (tail(shift.sure - g.max(0.0)), tail(g.min(0.0) - shift.sure), None, tail(excess)),
    };
    let reach = rerun_half_width(shift, around);
    let buckets = shift.wide().map(|grid| grid.of_cell(shift.base, shift.run, p_even));
    let interval = Interval { low: d - reach, high: d + reach };
    let resolution = shift.sides.map_or(0.0, |sides| sides.resolution);
    Ok(LatencyCell {
        subject: subject.clone(),
        measure,
        base: shift.base,
        run: shift.run,
        log_change: d,
        interval: buckets.map_or(interval, |buckets| grid::widened(interval, &buckets)),
        others: g,
        excess,
        sd: (around.noise.sd().powi(2) * scale + error).sqrt(),
        counts,
        p,
        q: 1.0,
        q_faster,
        detectable: 0.0,
        alone: around.alone && replication.is_single(),
        resolution,
        buckets,
        change: Change::Unchanged,
    })
}

/// Counts the slow requests: P(≥ X), P(≤ X) of the mirrored test, and what went into them.
fn counted(shift: &Shift<'_>, q: f64, around: &Surroundings) -> Known<(f64, f64, Option<TailCounts>)> {
    let Some(sides) = shift.sides else { return Err(Missing::message("missing-slow-uncounted")) };
    let (scale, g) = (around.replication.scale(), around.others);
    let threshold = shift.grid.map_or(shift.base, |grid| grid.threshold);
    let base_requests = sides.base_together.count() as f64;
    let base_share = sides.base_together.count_above(threshold) / base_requests;
    let requests = sides.runs_together.count() as f64;
    let expected = requests * base_share;
    if expected < MIN_EXPECTED {
        return Err(too_few(expected));
    }
    let moved = threshold * g.max(0.0).exp();
    let observed = sides.runs_together.count_above(moved).round();
    // The mirrored test takes off only what the others fell.
    let observed_faster = sides.runs_together.count_above(threshold * g.min(0.0).exp()).round();
    let phi = sides.overdispersion(threshold, moved, q);
    let expect = |requests: f64, share: f64| ExpectedCount::overdispersed(requests, share, phi);
    let base_error = shift.base_error / around.replication.base.max(1) as f64;

    let split = shift.split.then(|| share_noise(shift, q));
    let noise = split.as_ref().unwrap_or(&around.noise);
    let error = match &split {
        // In log odds: what the base's share is unsure by.
        Some(_) => phi / (base_requests * base_share * (1.0 - base_share)),
        None => around.others_variance + base_error,
    };
    let pieces = noise.pieces(scale, error);
    let share_at = |noise: f64| match &split {
        Some(_) => moved_share(base_share, noise),
        // What the base knows nothing of is not impossible.
        None => (sides.base_together.count_above(threshold * (-noise).exp()) + 0.5) / (base_requests + 1.0),
    };
    let (mut p, mut p_faster, mut variance) = (0.0, 0.0, 0.0);
    for (noise, weight) in &pieces {
        let count = expect(requests, share_at(*noise));
        p += weight * count.upper_tail(observed);
        p_faster += weight * count.lower_tail(observed_faster);
        variance += weight * ((count.requests * count.share - expected).powi(2) + count.variance);
    }
    if split.is_none() && expected >= SOME_EXPECTED && requests - expected >= SOME_EXPECTED {
        // The candidate's own error is taken from few requests, which may happen to lie close together.
        let run_error =
            if expected < MANY_EXPECTED { shift.run_error.max(shift.base_error) } else { shift.run_error };
        let error = around.others_variance + shift.error_with(around.replication, run_error);
        let tail = |x| around.noise.upper_tail(x, scale, error);
        let (slower, faster) = (tail(shift.log_change - g.max(0.0)), tail(g.min(0.0) - shift.log_change));
        // Where there are few, the count has to agree; beyond p95 it cannot tell how far a sparse tail moved.
        let is_sure = expected >= MANY_EXPECTED || q > SHARED_UP_TO;
        let agreed = |count: f64, quantile: f64| if is_sure { quantile } else { count.max(quantile) };
        (p, p_faster) = (agreed(p, slower), agreed(p_faster, faster));
    }
    if q > SHARED_UP_TO
        && let Some((slower, all)) = without_bursts(sides, moved)
    {
        // A single stall moves a high quantile of the whole run, and is an incident.
        let tail = |noise: f64| expect(all, share_at(noise)).upper_tail(slower.round());
        let rest: f64 = pieces.iter().map(|(noise, weight)| weight * tail(*noise)).sum();
        p = p.max(rest);
    }
    let counts = TailCounts {
        threshold,
        observed,
        observed_faster,
        expected,
        sd: variance.sqrt(),
        requests: requests as u64,
        base_requests: base_requests as u64,
        base_share,
        phi,
        noise: noise.sd(),
        others_sd: around.others_variance.sqrt(),
        base_error: shift.base_error.sqrt(),
        run_error: shift.run_error.sqrt(),
        split: split.is_some(),
    };
    Ok((p.clamp(0.0, 1.0), p_faster.clamp(0.0, 1.0), Some(counts)))
}

/// How far the share of the slower kind of requests moves from run to run, in log odds.
fn share_noise(shift: &Shift<'_>, q: f64) -> Noise {
    let prior = Noise::prior(SHARE_NOISE, SHARE_NOISE_SPREAD);
    let Some(sides) = shift.sides else { return prior };
    let odds: Vec<f64> = sides
        .base
        .iter()
        .map(|side| {
            let slower = side.latencies.count_above(shift.base);
            ((slower + 0.5) / (side.requests() - slower + 0.5)).ln()
        })
        .collect();
    let requests = sides.base_together.count() as f64 / odds.len().max(1) as f64;
    let mean = odds.iter().sum::<f64>() / odds.len().max(1) as f64;
    prior.learn(&Spread {
        squares: odds.iter().map(|odds| (odds - mean).powi(2)).sum(),
        df: odds.len() as f64 - 1.0,
        error: 1.0 / (requests * q * (1.0 - q)),
    })
}

/// How far the noise of whole runs moves a rerun beside the candidate, in 19 of 20 cases.
pub(super) fn host_reach(host: &Noise, replication: Replication) -> f64 {
    host.quantile(RERUN_TAIL, rerun_scale(replication), 0.0)
}

/// The variance of a rerun beside the candidate runs' mean, in units of one run's.
fn rerun_scale(replication: Replication) -> f64 {
    1.0 + 1.0 / replication.runs.max(1) as f64
}

/// Half the width of the interval in which a rerun of the candidate would land, in 19 of 20 cases: noise and counting
/// error of both, the run that was seen and the one that was not. The base is the same for both.
fn rerun_half_width(shift: &Shift<'_>, around: &Surroundings) -> f64 {
    let scale = rerun_scale(around.replication);
    let own = around.noise.quantile(RERUN_TAIL, scale, shift.run_error * scale);
    if around.alone { own } else { own.hypot(around.host_reach) }
}

/// Finds the relative change that a cell finds with 80 % power at the cut-off `level`, where the log change `least` is the
/// smallest that is a finding.
///
/// Where the others fell, an endpoint must make good for that first: their fall is not taken off.
pub(super) fn detectable(shift: &Shift<'_>, around: &Surroundings, level: f64, least: f64) -> f64 {
    let scale = around.replication.scale();
    let error = around.others_variance + shift.error(around.replication);
    let reach = around.noise.quantile(level, scale, error) + around.noise.quantile(1.0 - POWER, scale, error);
    (reach - around.others.min(0.0)).max(least).exp_m1()
}
