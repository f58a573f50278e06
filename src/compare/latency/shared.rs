//! The shift that all endpoints share: the host, or a change that touches everything.

use super::noise::Whole;
use super::shift::Replication;
use crate::model::comparison::{
    Change, Interval, Measure, Remedy, SHARED_ASK_LEVEL, SHARED_WARN_LEVEL, SharedShift,
};
use crate::model::evidence::ShiftNoise;
use crate::model::settings::CompareSettings;
use crate::stats::power::POWER;

/// More runs than this on one side are no advice.
const MOST_RUNS: usize = 10;
/// Nor is a test so many times as long.
const MOST_TIMES: u32 = 16;

/// Tests the shift that all endpoints share at one measure.
///
/// `floor` is the least log change that is a finding, of the endpoints' typical latency.
pub(super) fn test(
    whole: &Whole,
    measure: Measure,
    endpoints: usize,
    wander: Option<f64>,
    floor: f64,
    replication: Replication,
    settings: &CompareSettings,
) -> SharedShift {
    let scale = replication.scale();
    let error = replication.error(whole.errors.0, whole.errors.1.max(whole.errors.0));
    let (noise, shift, sure) = (&whole.noise, whole.log_change, whole.sure);
    let (p, p_faster) = (noise.upper_tail(sure, scale, error), noise.upper_tail(-sure, scale, error));
    let reach = noise.quantile(0.025, scale, error);
    let level = level(replication);
    let change = if p < level && shift >= floor {
        Change::Regression
    } else if p_faster < level && shift <= -floor {
        Change::Improvement
    } else {
        Change::Unchanged
    };
    let seen = detectable(whole, replication, 1.0);
    SharedShift {
        measure,
        endpoints,
        log_change: shift,
        interval: Interval { low: shift.min(sure) - reach, high: shift.max(sure) + reach },
        upper: shift + noise.quantile(0.05, scale, error),
        sd: (noise.sd().powi(2) * scale + error).sqrt(),
        p,
        p_faster,
        detectable: seen.max(floor).exp_m1(),
        remedy: remedy(whole, replication, settings),
        noise: Some(ShiftNoise {
            base_levels: whole.base_levels.clone(),
            base_error: whole.errors.0.sqrt(),
            run_error: whole.errors.1.sqrt(),
            host: noise.sd(),
            wander,
        }),
        undecided: change == Change::Unchanged
            && shift >= floor
            && noise.upper_tail(shift, scale, error) < level,
        change,
    }
}

/// The p below which a shift is told.
pub(in crate::compare) fn level(replication: Replication) -> f64 {
    if replication.is_single() { SHARED_ASK_LEVEL } else { SHARED_WARN_LEVEL }
}

/// The log shift that is found with 80 % power, had every run `times` as many requests.
fn detectable(whole: &Whole, replication: Replication, times: f64) -> f64 {
    let scale = replication.scale();
    let error = replication.error(whole.errors.0, whole.errors.1.max(whole.errors.0)) / times;
    whole.noise.quantile(level(replication), scale, error) + whole.noise.quantile(1.0 - POWER, scale, error)
}

/// Computes what would bring what can be seen down to what a PASS asks for.
fn remedy(whole: &Whole, replication: Replication, settings: &CompareSettings) -> Option<Remedy> {
    let limit = settings.inconclusive_shift.ln_1p();
    let sees = |replication, times| detectable(whole, replication, times) <= limit;
    if sees(replication, 1.0) {
        return None;
    }
    let runs_from = |now: usize| (now + 1)..=MOST_RUNS;
    let remedy = Remedy {
        base_runs: runs_from(replication.base).find(|&base| sees(Replication { base, ..replication }, 1.0)),
        candidate_runs: runs_from(replication.runs)
            .find(|&runs| sees(Replication { runs, ..replication }, 1.0)),
        runs_of_each: runs_from(replication.base.min(replication.runs))
            .find(|&runs| sees(Replication { base: runs, runs, ..replication }, 1.0)),
        requests: (2..=MOST_TIMES).find(|&times| sees(replication, f64::from(times))),
    };
    (remedy != Remedy::default()).then_some(remedy)
}
