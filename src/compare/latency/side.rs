//! The latency population of one endpoint, run by run and together, and what its slices tell.

use std::sync::Arc;

use crate::compare::matching::Pair;
use crate::compare::slicing::Slicing;
use crate::model::bounds::Bounds;
use crate::model::endpoint::Traffic;
use crate::model::missing::{Known, Missing};
use crate::model::ranked::Ranked;
use crate::model::responses::{ByOutcome, LATENCY_OUTCOMES, latencies};
use crate::model::slicing::VerdictSlices;
use crate::stats::hac::{self, Dispersion};
use crate::stats::order_statistics;
use crate::stats::weighted_median::{Weighted, weighted_median};
use crate::words::text;

/// A latency cell needs more requests than this in every run.
const MIN_REQUESTS: u64 = 30;

/// The highest quantile at which the others are looked at, and so the last at which they answer for the host.
pub(super) const SHARED_UP_TO: f64 = 0.95;

/// One side's latency population.
pub(in crate::compare) struct Side {
    /// Every request of it.
    pub(in crate::compare) latencies: Ranked,
    /// The same over time; empty where a run has too few slices to learn from.
    pub(in crate::compare) slices: Vec<Ranked>,
    /// The level that the endpoints of the run share in each slice, as a log against the whole run.
    levels: Vec<f64>,
    /// What latencies are rounded to, in milliseconds; 0 where it is next to nothing. They lie evenly over it.
    resolution: f64,
}

impl Side {
    /// Takes the latency population of `responses`; `timeline` is absent where slices shall not be used.
    pub(in crate::compare) fn of(responses: &ByOutcome, timeline: Option<&VerdictSlices>) -> Self {
        let slices: Vec<Ranked> =
            timeline.map(|timeline| timeline.latencies(responses, &LATENCY_OUTCOMES)).unwrap_or_default();
        let levels = vec![0.0; slices.len()];
        let latencies = Ranked::from(&latencies(responses));
        // What is known to buckets alone is evened by their bounds.
        match latencies.resolution().filter(|_| latencies.bounds().is_none()) {
            None => Self { latencies, slices, levels, resolution: 0.0 },
            Some(step) => Self {
                latencies: latencies.evened(step),
                slices: slices.iter().map(|slice| slice.evened(step)).collect(),
                levels,
                resolution: step as f64 / 1000.0,
            },
        }
    }

    /// Puts the endpoints of one run together.
    pub(in crate::compare) fn pooled<'a>(sides: impl Iterator<Item = &'a Self>) -> Self {
        let sides: Vec<&Self> = sides.collect();
        let slices = sides.iter().map(|side| side.slices.len()).max().unwrap_or(0);
        Self {
            latencies: Ranked::sum_of(sides.iter().map(|side| &side.latencies)),
            slices: (0..slices)
                .map(|at| Ranked::sum_of(sides.iter().filter_map(|side| side.slices.get(at))))
                .collect(),
            levels: sides.last().map(|side| side.levels.clone()).unwrap_or_default(),
            resolution: coarsest(sides.into_iter()),
        }
    }

    /// Requests of the population.
    pub(in crate::compare) fn requests(&self) -> f64 {
        self.latencies.count() as f64
    }

    /// Counts, slice by slice, the requests slower than `threshold` milliseconds, and all.
    pub(in crate::compare) fn slower_by_slice(&self, threshold: f64) -> (Vec<f64>, Vec<f64>) {
        self.slices.iter().map(|slice| (slice.count_above(threshold), slice.count() as f64)).unzip()
    }

    /// The same, with the threshold moved along with the level that endpoints share.
    fn slower_than_level(&self, threshold: f64) -> (Vec<f64>, Vec<f64>) {
        let slices = self.slices.iter().zip(&self.levels);
        slices
            .map(|(slice, level)| (slice.count_above(threshold * level.exp()), slice.count() as f64))
            .unzip()
    }

    /// How the requests slower than `threshold` milliseconds, the quantile `q`, come together; absent without slices.
    ///
    /// What a run shares in a slice is no matter of single requests: the host's part is taken off where that explains more.
    /// Beyond p95 it stays, since nothing else answers for a stall there.
    pub(in crate::compare) fn dispersion(&self, threshold: f64, q: f64) -> Option<Dispersion> {
        let of = |(slower, all): (Vec<f64>, Vec<f64>)| Dispersion::of_slices(&slower, &all);
        let raw = of(self.slower_by_slice(threshold))?;
        if q > SHARED_UP_TO {
            return Some(raw);
        }
        let apart = of(self.slower_than_level(threshold))?;
        Some(if apart.variance < raw.variance { apart } else { raw })
    }

    /// How many times the variance of independent requests the count beyond this side's `own` quantile `q` has.
    fn design_effect(&self, q: f64, own: f64) -> f64 {
        self.dispersion(own, q).map_or(hac::ASSUMED_OVERDISPERSION, |found| {
            hac::design_effect(found.variance, self.requests(), q)
        })
    }

    /// w: the squared standard error of the log of this side's `own` quantile `q`, in milliseconds.
    pub(in crate::compare) fn squared_error(&self, q: f64, own: f64) -> Option<f64> {
        let effect = self.design_effect(q, own);
        order_statistics::squared_error(self.requests(), q, effect, |q| self.latencies.quantile(q))
    }

    /// h: the standard error of its rank.
    pub(in crate::compare) fn rank_error(&self, q: f64, own: f64) -> f64 {
        order_statistics::rank_error(self.requests(), q, self.design_effect(q, own))
    }
}

/// What the latencies of some runs are rounded to at most, in milliseconds.
fn coarsest<'a>(sides: impl Iterator<Item = &'a Side>) -> f64 {
    sides.map(|side| side.resolution).fold(0.0, f64::max)
}

/// One endpoint's latency populations.
pub(in crate::compare) struct Sides {
    /// Its place among the matched endpoints.
    pub(in crate::compare) pair: usize,
    pub(in crate::compare) base: Vec<Side>,
    /// The base runs together: never an average of percentiles.
    pub(in crate::compare) base_together: Ranked,
    pub(in crate::compare) runs: Vec<Side>,
    /// The candidate runs together.
    pub(in crate::compare) runs_together: Ranked,
    /// The bounds of buckets that both sides share, where latencies are known to buckets alone.
    pub(in crate::compare) bounds: Option<Arc<Bounds>>,
    /// What latencies are rounded to, in milliseconds: no smaller change is seen. 0 where it is next to nothing.
    pub(in crate::compare) resolution: f64,
}

impl Sides {
    /// Takes both sides' latency populations.
    pub(in crate::compare) fn of(index: usize, pair: &Pair<'_>, slicing: &Slicing) -> Known<Self> {
        let is_usable = slicing.is_usable();
        let sides = |traffic: &[&Traffic], timelines: &[VerdictSlices]| -> Known<Vec<Side>> {
            let each = traffic.iter().zip(timelines).map(|(traffic, timeline)| {
                let responses = traffic.responses.as_ref().map_err(Clone::clone)?;
                Ok(Side::of(responses, is_usable.then_some(timeline)))
            });
            each.collect()
        };
        let (base, runs) = (sides(&pair.base, &slicing.base)?, sides(&pair.runs, &slicing.runs)?);
        let fewest = base.iter().chain(&runs).map(|side| side.latencies.count()).min().unwrap_or(0);
        if fewest <= MIN_REQUESTS {
            return Err(Missing::because(text!(
                "missing-few-latencies",
                count = fewest,
                least = MIN_REQUESTS
            )));
        }
        let together = |sides: &[Side]| Ranked::sum_of(sides.iter().map(|side| &side.latencies));
        let (base_together, runs_together) = (together(&base), together(&runs));
        let both = [&base_together, &runs_together].into_iter();
        let bounds = Bounds::of_all(both.map(|side| (side.count(), side.bounds())));
        let resolution = coarsest(base.iter().chain(&runs));
        Ok(Self { pair: index, base, base_together, runs, runs_together, bounds, resolution })
    }

    /// One run, base runs first.
    pub(super) fn run(&self, index: usize) -> Option<&Side> {
        self.base.iter().chain(&self.runs).nth(index)
    }

    /// φ of the requests slower than one threshold in the base runs and another in the candidate runs, in milliseconds.
    pub(in crate::compare) fn overdispersion(&self, base: f64, run: f64, q: f64) -> f64 {
        let of_base = self.base.iter().map(|side| side.dispersion(base, q));
        let of_all: Option<Vec<Dispersion>> =
            of_base.chain(self.runs.iter().map(|side| side.dispersion(run, q))).collect();
        hac::overdispersion(&of_all.unwrap_or_default())
    }
}

/// A slice with fewer requests does not tell how fast the host was.
const MIN_IN_SLICE: f64 = 10.0;

/// Finds the level that the endpoints of each run share in each slice: the weighted median of their medians.
pub(super) fn find_levels(populations: &mut [Sides]) {
    let Some(first) = populations.first() else { return };
    let (base, runs) = (first.base.len(), first.runs.len());
    for run in 0..base {
        let levels = levels(&populations.iter().map(|sides| &sides.base[run]).collect::<Vec<_>>());
        populations.iter_mut().for_each(|sides| sides.base[run].levels.clone_from(&levels));
    }
    for run in 0..runs {
        let levels = levels(&populations.iter().map(|sides| &sides.runs[run]).collect::<Vec<_>>());
        populations.iter_mut().for_each(|sides| sides.runs[run].levels.clone_from(&levels));
    }
}

fn levels(endpoints: &[&Side]) -> Vec<f64> {
    let slices = endpoints.first().map_or(0, |side| side.slices.len());
    let own: Vec<Option<f64>> = endpoints.iter().map(|side| side.latencies.quantile(0.5)).collect();
    (0..slices)
        .map(|slice| {
            let points: Vec<Weighted> = endpoints
                .iter()
                .zip(&own)
                .filter_map(|(side, own)| {
                    let there = side.slices[slice].quantile(0.5)?;
                    let value = (there / (*own)?).ln();
                    value.is_finite().then(|| Weighted { value, weight: side.slices[slice].count() as f64 })
                })
                .collect();
            let requests: f64 = points.iter().map(|point| point.weight).sum();
            if requests < MIN_IN_SLICE { 0.0 } else { weighted_median(&points).unwrap_or(0.0) }
        })
        .collect()
}

/// Parts of a run whose levels are compared.
pub(super) const QUARTERS: usize = 4;

/// How the quantile of one endpoint moves over the quarters of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quarters {
    /// Log of each quarter's over the run's.
    pub(super) levels: [f64; QUARTERS],
    /// Squared standard error of one of them, were requests independent.
    pub(super) error: f64,
}

impl Side {
    /// The endpoint's own quantile `q` in each quarter; absent with too few slices or requests.
    pub(super) fn quarters(&self, q: f64) -> Option<Quarters> {
        let whole = self.latencies.quantile(q).filter(|ms| *ms > 0.0)?;
        if self.slices.len() < hac::MIN_SLICES {
            return None;
        }
        let mut levels = [0.0; QUARTERS];
        for (at, level) in levels.iter_mut().enumerate() {
            let there = Ranked::sum_of(self.slices[self.quarter(at)].iter());
            *level = (there.quantile(q).filter(|ms| *ms > 0.0)? / whole).ln();
        }
        let requests = self.requests() / QUARTERS as f64;
        let error = order_statistics::squared_error(requests, q, 1.0, |q| self.latencies.quantile(q))?;
        Some(Quarters { levels, error })
    }

    /// The slices of a quarter.
    fn quarter(&self, at: usize) -> std::ops::Range<usize> {
        let slices = self.slices.len();
        slices * at / QUARTERS..slices * (at + 1) / QUARTERS
    }

    /// The level that the endpoints of the run share in a quarter.
    fn shared_level(&self, at: usize) -> f64 {
        let levels = &self.levels[self.quarter(at)];
        levels.iter().sum::<f64>() / levels.len().max(1) as f64
    }

    /// The variance that the mean of four independent quarters would have, of the endpoint's own quantile `q` apart from
    /// the shared level and from counting error.
    pub(super) fn own_wander(&self, q: f64) -> f64 {
        let whole = self.latencies.quantile(q).filter(|ms| *ms > 0.0);
        let error = whole.and_then(|own| self.squared_error(q, own));
        let (Some(Quarters { levels, .. }), Some(error)) = (self.quarters(q), error) else { return 0.0 };
        let apart: [f64; QUARTERS] = std::array::from_fn(|at| levels[at] - self.shared_level(at));
        (variance(&apart) / QUARTERS as f64 - error).max(0.0)
    }

    /// The variance of the shared level over the quarters of the run; absent with too few slices.
    pub(super) fn wander(&self) -> Option<f64> {
        let means: [f64; QUARTERS] = std::array::from_fn(|at| self.shared_level(at));
        (self.levels.len() >= hac::MIN_SLICES).then(|| variance(&means))
    }
}

/// The variance of what differs from quarter to quarter.
fn variance(levels: &[f64; QUARTERS]) -> f64 {
    let mean = levels.iter().sum::<f64>() / QUARTERS as f64;
    levels.iter().map(|level| (level - mean).powi(2)).sum::<f64>() / (QUARTERS as f64 - 1.0)
}
