//! How far one endpoint moved at one measure, and how well that is known. All logs are natural.

use super::grid::Grid;
use super::side::Sides;
use crate::stats::noise::Spread;
use crate::stats::order_statistics::uncertainty;
use crate::stats::weighted_median::Weighted;

/// How often each side was run.
#[derive(Debug, Clone, Copy)]
pub(in crate::compare) struct Replication {
    /// k: base runs.
    pub(in crate::compare) base: usize,
    /// m: candidate runs.
    pub(in crate::compare) runs: usize,
    /// Whether base and candidate runs were made in pairs, one after the other.
    pub(in crate::compare) paired: bool,
}

impl Replication {
    /// Whether there is one run a side: then a host that differs looks like code that is slower.
    pub(super) fn is_single(self) -> bool {
        self.base == 1 && self.runs == 1
    }

    /// 1/k + 1/m: the variance of the difference of both sides' means, in units of one run's.
    pub(in crate::compare) fn scale(self) -> f64 {
        1.0 / self.base.max(1) as f64 + 1.0 / self.runs.max(1) as f64
    }

    /// The counting error of that difference, from those of one run of each side.
    pub(super) fn error(self, base: f64, run: f64) -> f64 {
        base / self.base.max(1) as f64 + run / self.runs.max(1) as f64
    }

    /// How levels of single runs spread where nothing changed: about the mean of their side or, in pairs, about their
    /// counterpart, so that what a pair shares cancels.
    pub(in crate::compare) fn spread(
        self,
        base: &[f64],
        runs: &[f64],
        base_error: f64,
        run_error: f64,
    ) -> Spread {
        if self.paired {
            let differences: Vec<f64> = base.iter().zip(runs).map(|(base, run)| run - base).collect();
            let (squares, df) = squares(&differences);
            // A difference of two runs varies twice as much as one.
            return Spread { squares: squares / 2.0, df, error: f64::midpoint(base_error, run_error) };
        }
        let ((of_base, df_base), (of_runs, df_runs)) = (squares(base), squares(runs));
        let df = df_base + df_runs;
        let error = if df > 0.0 { (base_error * df_base + run_error * df_runs) / df } else { base_error };
        Spread { squares: of_base + of_runs, df, error }
    }
}

/// Sum of squared deviations from the mean, and its degrees of freedom.
pub(super) fn squares(values: &[f64]) -> (f64, f64) {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| (value - mean).powi(2)).sum(), count - 1.0)
}

/// One endpoint at one measure, before the others are looked at.
pub(super) struct Shift<'a> {
    /// Its place among the matched endpoints.
    pub(super) pair: usize,
    /// Every request of both sides, where they are known.
    pub(super) sides: Option<&'a Sides>,
    /// T: the base's latency in milliseconds.
    pub(super) base: f64,
    /// The candidate's.
    pub(super) run: f64,
    /// d: log of candidate over base; in pairs the mean of the pairs'.
    pub(super) log_change: f64,
    /// Log latency of each base run less ln T.
    pub(super) base_levels: Vec<f64>,
    /// Log latency of each candidate run less ln T.
    pub(super) run_levels: Vec<f64>,
    /// w_base: squared standard error of one base run's log latency, the mean over the runs.
    pub(super) base_error: f64,
    /// w_cand: the candidate runs'.
    pub(super) run_error: f64,
    /// h: the standard error of the quantile's rank in one base run, the mean over the runs; infinite
    /// where w is assumed.
    pub(super) base_ranks: f64,
    /// The candidate runs'.
    pub(super) run_ranks: f64,
    /// Whether the measure stands between two kinds of requests, such as hits and misses of a cache.
    pub(super) split: bool,
    /// How far the mean of a run is likely to stray by itself, from how far its quarters do apart from what all endpoints
    /// share: a variance, 0 where that is no more than counting error.
    pub(super) wander: f64,
    /// The bound that requests are counted beyond, where latencies are known to buckets alone.
    pub(super) grid: Option<Grid<'a>>,
    /// The log change that there is at least, where buckets leave it open; else `log_change`.
    pub(super) sure: f64,
}

impl<'a> Shift<'a> {
    /// The counting error of `log_change`. Of a summary the larger error counts for both sides: the smaller may come
    /// from a percentile that was rounded.
    pub(super) fn error(&self, replication: Replication) -> f64 {
        let run = if self.sides.is_some() { self.run_error } else { self.run_error.max(self.base_error) };
        self.error_with(replication, run)
    }

    /// The same with another error of the candidate; both as uncertain as they are.
    pub(super) fn error_with(&self, replication: Replication, run_error: f64) -> f64 {
        let of = |ranks: f64, runs: usize| uncertainty(ranks * (runs.max(1) as f64).sqrt());
        let counting = replication.error(
            self.base_error * of(self.base_ranks, replication.base),
            run_error * of(self.run_ranks, replication.runs),
        );
        counting + self.grid.map_or(0.0, Grid::variance)
    }

    /// The bound that requests are counted beyond, where its bucket is wide.
    pub(super) fn wide(&self) -> Option<Grid<'a>> {
        self.grid.filter(|grid| !grid.is_narrow())
    }

    /// ω: one over the variance that the shift has if nothing changed, for a `noise` that is a standard deviation.
    /// A figure between two modes jumps, and says nothing of the host.
    pub(super) fn weight(&self, replication: Replication, noise: f64) -> f64 {
        let variance = self.error(replication) + noise * noise * replication.scale();
        if self.split || !variance.is_finite() || variance <= f64::MIN_POSITIVE {
            0.0
        } else {
            1.0 / variance
        }
    }
}

/// The levels of one run, or the changes, with the weights of their endpoints.
pub(super) fn weighted(values: impl Iterator<Item = f64>, weights: &[f64]) -> Vec<Weighted> {
    values.zip(weights).map(|(value, &weight)| Weighted { value, weight }).collect()
}
