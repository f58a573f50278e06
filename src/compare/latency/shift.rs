//! How far one endpoint moved at one quantile, and how well that is known.

use super::side::Side;
use crate::compare::matching::Pair;
use crate::compare::slicing::Slicing;
use crate::model::comparison::Measure;
use crate::model::missing::{Known, Missing};
use crate::model::ranked::Ranked;
use crate::model::settings::CompareSettings;
use crate::stats::log_shift;
use crate::stats::weighted_median::Weighted;

/// A latency cell needs more requests than this in every run.
const MIN_REQUESTS: u64 = 30;

/// One endpoint's latency populations.
pub(super) struct Sides {
    /// Its place among the matched endpoints.
    pub(super) pair: usize,
    pub(super) base: Vec<Side>,
    /// The base runs together: never an average of percentiles.
    pub(super) merged: Ranked,
    pub(super) run: Side,
}

impl Sides {
    /// Takes both sides' latency populations.
    pub(super) fn of(index: usize, pair: &Pair<'_>, slicing: &Slicing) -> Known<Self> {
        let is_usable = slicing.is_usable();
        let mut base = Vec::new();
        for (traffic, timeline) in pair.base.iter().zip(&slicing.base) {
            let responses = traffic.responses.as_ref().map_err(Clone::clone)?;
            base.push(Side::of(responses, is_usable.then_some(timeline)));
        }
        let responses = pair.run.responses.as_ref().map_err(Clone::clone)?;
        let run = Side::of(responses, is_usable.then_some(&slicing.run));
        let fewest = base.iter().chain([&run]).map(|side| side.latencies.count()).min().unwrap_or(0);
        if fewest <= MIN_REQUESTS {
            return Err(Missing::because(format!(
                "{fewest} requests with a latency; more than {MIN_REQUESTS} are needed"
            )));
        }
        let mut merged = Ranked::default();
        base.iter().for_each(|side| merged.merge(&side.latencies));
        Ok(Self { pair: index, base, merged, run })
    }
}

/// One endpoint at one quantile, before the others are looked at. Logs are natural ones.
pub(super) struct Shift<'a> {
    pub(super) sides: &'a Sides,
    /// T in milliseconds.
    pub(super) threshold: f64,
    /// Q̂ of the candidate in milliseconds.
    pub(super) run: f64,
    /// d = ln Q̂ of the candidate − ln T.
    pub(super) log_change: f64,
    /// ln Q̂ of each base run − ln T.
    pub(super) base_levels: Vec<f64>,
    /// w_base, the mean over the base runs.
    pub(super) base_error: f64,
    /// w_cand.
    pub(super) run_error: f64,
    /// ω.
    pub(super) weight: f64,
}

impl<'a> Shift<'a> {
    /// Measures the shift; missing where a quantile is 0 ms.
    pub(super) fn of(sides: &'a Sides, measure: Measure, settings: &CompareSettings) -> Known<Self> {
        let q = measure.quantile();
        let is_zero = || Missing::because("a percentile is 0 ms");
        let quantile = |latencies: &Ranked| latencies.quantile(q).filter(|ms| *ms > 0.0).ok_or_else(is_zero);
        let threshold = quantile(&sides.merged)?;
        let mut base_levels = Vec::new();
        let mut base_errors = Vec::new();
        for side in &sides.base {
            let own = quantile(&side.latencies)?;
            base_levels.push((own / threshold).ln());
            base_errors.push(side.squared_error(q, own).ok_or_else(is_zero)?);
        }
        let base_error = base_errors.iter().sum::<f64>() / base_errors.len() as f64;
        let of_run = quantile(&sides.run.latencies)?;
        let run_error = sides.run.squared_error(q, of_run).ok_or_else(is_zero)?;
        let prior = if measure == Measure::P99 { settings.tau_endpoint_p99 } else { settings.tau_endpoint };
        Ok(Self {
            sides,
            threshold,
            run: of_run,
            log_change: (of_run / threshold).ln(),
            base_levels,
            base_error,
            run_error,
            weight: log_shift::weight_of_distributions(base_error, run_error, prior),
        })
    }

    /// The shift with its weight.
    pub(super) fn weighted(&self) -> Weighted {
        Weighted { value: self.log_change, weight: self.weight }
    }
}
