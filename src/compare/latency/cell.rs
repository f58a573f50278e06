//! The count test of one endpoint at one quantile: how many requests were slow, and how many should have been?

use super::shift::Shift;
use super::side::overdispersion;
use crate::model::comparison::{Change, Evidence, Interval, LatencyCell, Measure};
use crate::model::evidence::TailCounts;
use crate::model::missing::{Known, Missing};
use crate::model::settings::CompareSettings;
use crate::stats::count_moments::{SLOPE_REACH, SlowCount, tail_slope};
use crate::stats::{count_test, log_shift};

/// A cell is tested from so many expected slow requests on: with fewer, chance moves a quantile by
/// tens of per cent.
const MIN_EXPECTED: f64 = 5.0;
/// No larger change is looked for when a cell's power is told: ten times as slow.
const MOST_DETECTABLE: f64 = std::f64::consts::LN_10;

/// What is known about run-to-run noise and the other endpoints, for one cell. All in natural logs.
pub(super) struct Surroundings {
    /// τ².
    pub(super) noise_squared: f64,
    /// g₋e.
    pub(super) others: f64,
    /// v_g.
    pub(super) others_variance: f64,
    /// s_G².
    pub(super) host_variance: f64,
    /// k.
    pub(super) base_runs: usize,
}

/// Tests one cell; missing where too few slow requests are expected.
pub(super) fn test(
    endpoint: &str,
    measure: Measure,
    shift: &Shift<'_>,
    around: &Surroundings,
) -> Known<LatencyCell> {
    let sides = shift.sides;
    let threshold = shift.threshold;
    let base_requests = sides.merged.count();
    let base_share = sides.merged.count_above(threshold) / base_requests as f64;
    let requests = sides.run.latencies.count();
    let expected = requests as f64 * base_share;
    if expected < MIN_EXPECTED {
        return Err(too_few(expected));
    }

    let moved = threshold * around.others.max(0.0).exp();
    let observed = sides.run.latencies.count_above(moved).round();
    // The mirrored test takes off only what the others fell.
    let observed_faster = sides.run.latencies.count_above(threshold * around.others.min(0.0).exp()).round();
    let counts = TailCounts {
        threshold,
        observed,
        observed_faster,
        expected,
        sd: 0.0,
        requests,
        base_requests,
        base_share,
        phi: overdispersion(&sides.base, threshold, &sides.run, moved),
        slope: tail_slope(
            sides.merged.count_above(threshold * (-SLOPE_REACH).exp()),
            sides.merged.count_above(threshold * SLOPE_REACH.exp()),
        ),
        noise: around.noise_squared.sqrt(),
        others_sd: around.others_variance.sqrt(),
        base_error: shift.base_error.sqrt(),
        run_error: shift.run_error.sqrt(),
    };
    let (mean, variance) = slow_count(&counts, around.base_runs).moments(0.0);
    let counts = TailCounts { sd: variance.sqrt(), ..counts };

    let d = shift.log_change;
    let reach = log_shift::rerun_half_width(
        shift.base_error,
        shift.run_error,
        around.noise_squared,
        around.host_variance,
        around.base_runs,
    );
    Ok(LatencyCell {
        endpoint: endpoint.to_owned(),
        measure,
        base: threshold,
        run: shift.run,
        log_change: d,
        interval: Interval { low: d - reach, high: d + reach },
        others: around.others,
        excess: d - around.others.max(0.0),
        sd: counts.sd / (mean * counts.slope),
        statistic: None,
        df: None,
        counts: Some(counts),
        p: count_test::count_tail(observed, mean, variance),
        q: 1.0,
        q_faster: count_test::count_lower_tail(observed_faster, mean, variance),
        detectable: 0.0,
        change: Change::Unchanged,
    })
}

fn slow_count(counts: &TailCounts, base_runs: usize) -> SlowCount {
    SlowCount {
        requests: counts.requests as f64,
        base_share: counts.base_share,
        base_requests: counts.base_requests as f64,
        overdispersion: counts.phi,
        slope: counts.slope,
        noise_squared: counts.noise.powi(2),
        others_variance: counts.others_sd.powi(2),
        base_runs,
    }
}

/// Finds the relative change that a cell finds with 80 % power at the cut-off `level`; at most tenfold.
///
/// Where the others fell, an endpoint must make good for that first: their fall is not taken off.
pub(super) fn detectable(
    counts: &TailCounts,
    others: f64,
    base_runs: usize,
    level: f64,
    settings: &CompareSettings,
) -> f64 {
    let slow = slow_count(counts, base_runs);
    let found = count_test::detectable_effect(level, MOST_DETECTABLE, |change| slow.moments(change));
    let least = settings.fail_latency_change(Evidence::Distributions).ln_1p();
    (found.unwrap_or(MOST_DETECTABLE) - others.min(0.0)).max(least).exp_m1()
}

/// Says how many slow requests there would be, and how long a run would give enough.
fn too_few(expected: f64) -> Missing {
    let samples = expected.floor();
    let plural = if samples == 1.0 { "" } else { "s" };
    let needed = format!("{samples} tail sample{plural} expected, {MIN_EXPECTED} needed");
    if expected > 0.0 {
        // Up to the next half: nobody plans a run in tenths.
        let times = (2.0 * MIN_EXPECTED / expected).ceil() / 2.0;
        Missing::because(format!("{needed}; a run {times}\u{a0}× as long would do"))
    } else {
        Missing::because(needed)
    }
}
