//! What differs from run to run when nothing changed: the whole run, and one endpoint against the rest.

use super::decision;
use super::shift::Shift;
use super::side::Side;
use crate::model::comparison::{Evidence, Measure, SharedShift};
use crate::model::evidence::ShiftNoise;
use crate::model::settings::CompareSettings;
use crate::stats::noise::{Spread, endpoint_noise_squared, noise_squared_at_p99, spreads_over_runs};
use crate::stats::shared_shift;
use crate::stats::weighted_median::{Weighted, weighted_median};

/// Learns τ², the noise of one endpoint against the rest, from the base runs at p50 or p95.
pub(super) fn of_endpoints(shifts: &[Shift<'_>], base_runs: usize, settings: &CompareSettings) -> f64 {
    let log_changes: Vec<Vec<f64>> =
        (0..base_runs).map(|run| shifts.iter().map(|shift| shift.base_levels[run]).collect()).collect();
    let weights: Vec<f64> = shifts.iter().map(|shift| shift.weight).collect();
    let spreads: Vec<Spread> = spreads_over_runs(&log_changes, &weights)
        .into_iter()
        .zip(shifts)
        .map(|(variance, shift)| Spread { weight: shift.weight, squared_error: shift.base_error, variance })
        .collect();
    endpoint_noise_squared(settings.tau_endpoint, base_runs, &spreads)
}

/// Carries τ² from p95 to p99.
pub(super) fn at_p99(noise_squared: f64, settings: &CompareSettings) -> f64 {
    noise_squared_at_p99(noise_squared, settings.tau_endpoint, settings.tau_endpoint_p99)
}

/// The shift that all endpoints share, with s_G², by how much runs differ apart from counting error.
pub(super) struct Shared {
    pub(super) shift: SharedShift,
    pub(super) host_variance: f64,
}

/// Tests the shift that all endpoints share at p50 or p95.
pub(super) fn of_whole(
    shifts: &[Shift<'_>],
    measure: Measure,
    pooled: &Pooled,
    settings: &CompareSettings,
) -> Shared {
    let median = |values: &dyn Fn(&Shift<'_>) -> f64| {
        let points: Vec<Weighted> =
            shifts.iter().map(|shift| Weighted { value: values(shift), weight: shift.weight }).collect();
        weighted_median(&points).unwrap_or(0.0)
    };
    let log_change = median(&|shift| shift.log_change);
    let levels: Vec<f64> =
        (0..pooled.base.len()).map(|run| median(&|shift| shift.base_levels[run])).collect();
    let (base_error, run_error) = pooled.squared_errors(measure.quantile());
    let test = shared_shift::SharedShift::of_distributions(
        log_change,
        &levels,
        base_error,
        run_error,
        settings.tau_whole,
    );
    let noise =
        ShiftNoise { base_levels: levels, base_error: base_error.sqrt(), run_error: run_error.sqrt() };
    let shift =
        decision::shared_shift(&test, measure, shifts.len(), Some(noise), Evidence::Distributions, settings);
    Shared { shift, host_variance: test.host_variance(base_error) }
}

/// All endpoints' requests of each run together.
pub(super) struct Pooled {
    pub(super) base: Vec<Side>,
    pub(super) run: Side,
}

impl Pooled {
    /// w_G: the mean over the base runs, and the candidate's.
    fn squared_errors(&self, q: f64) -> (f64, f64) {
        let of = |side: &Side| {
            side.latencies.quantile(q).and_then(|own| side.squared_error(q, own)).unwrap_or(0.0)
        };
        let base: f64 = self.base.iter().map(of).sum();
        (base / self.base.len().max(1) as f64, of(&self.run))
    }
}
