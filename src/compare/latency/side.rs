//! The latency population of one endpoint in one run, and what its slices tell.

use crate::model::ranked::Ranked;
use crate::model::responses::{ByOutcome, LATENCY_OUTCOMES, latencies};
use crate::model::slicing::VerdictSlices;
use crate::stats::hac::{self, Dispersion};
use crate::stats::order_statistics;

/// One side's latency population.
#[derive(Default)]
pub(super) struct Side {
    /// Every request of it.
    pub(super) latencies: Ranked,
    /// The same over time; empty where a run has too few slices to learn from.
    slices: Vec<Ranked>,
}

impl Side {
    /// Takes the latency population of `responses`; `timeline` is absent where slices shall not be used.
    pub(super) fn of(responses: &ByOutcome, timeline: Option<&VerdictSlices>) -> Self {
        let slices =
            timeline.map(|timeline| timeline.latencies(responses, &LATENCY_OUTCOMES)).unwrap_or_default();
        Self { latencies: Ranked::from(&latencies(responses)), slices }
    }

    /// Puts the endpoints of one run together.
    pub(super) fn pooled<'a>(sides: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for side in sides {
            all.latencies.merge(&side.latencies);
            all.slices.resize(all.slices.len().max(side.slices.len()), Ranked::default());
            for (slice, more) in all.slices.iter_mut().zip(&side.slices) {
                slice.merge(more);
            }
        }
        all
    }

    /// Requests of the population.
    pub(super) fn requests(&self) -> f64 {
        self.latencies.count() as f64
    }

    /// Counts, slice by slice, the requests slower than `threshold` milliseconds, and all.
    fn slower_by_slice(&self, threshold: f64) -> (Vec<f64>, Vec<f64>) {
        self.slices.iter().map(|slice| (slice.count_above(threshold), slice.count() as f64)).unzip()
    }

    /// How the requests slower than `threshold` milliseconds come together; absent without slices.
    pub(super) fn dispersion(&self, threshold: f64) -> Option<Dispersion> {
        let (slower, all) = self.slower_by_slice(threshold);
        Dispersion::of_slices(&slower, &all)
    }

    /// w: the squared standard error of the log of this side's `own` quantile `q`, in milliseconds.
    pub(super) fn squared_error(&self, q: f64, own: f64) -> Option<f64> {
        let n = self.requests();
        let effect = if self.slices.is_empty() {
            hac::ASSUMED_OVERDISPERSION
        } else {
            let (slower, all) = self.slower_by_slice(own);
            hac::design_effect(hac::long_run_variance(&hac::residuals(&slower, &all, 1.0 - q)), n, q)
        };
        order_statistics::squared_error(n, q, effect, |q| self.latencies.quantile(q))
    }
}

/// φ of one threshold on the base runs and another on the candidate, in milliseconds.
pub(super) fn overdispersion(base: &[Side], threshold: f64, run: &Side, run_threshold: f64) -> f64 {
    let of_all: Option<Vec<Dispersion>> =
        base.iter().map(|side| side.dispersion(threshold)).chain([run.dispersion(run_threshold)]).collect();
    hac::overdispersion(&of_all.unwrap_or_default())
}
