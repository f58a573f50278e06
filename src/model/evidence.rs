//! The numbers behind a cell that was computed from full distributions: enough to do it again.

use serde::{Deserialize, Serialize};

/// Bad out of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Bad ones.
    pub bad: u64,
    /// All.
    pub total: u64,
}

impl Counts {
    /// The share of bad ones, 0 where there is none at all.
    pub fn share(self) -> f64 {
        if self.total == 0 { 0.0 } else { self.bad as f64 / self.total as f64 }
    }
}

/// The slow requests that a latency cell counted, and how many there should have been.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TailCounts {
    /// T: the quantile of the base runs merged, in milliseconds.
    pub threshold: f64,
    /// X: the candidate's requests slower than T·e^max(g, 0), rounded to a whole number.
    pub observed: f64,
    /// X of the mirrored test, for improvements: those slower than T·e^min(g, 0).
    pub observed_faster: f64,
    /// μ: how many should have been.
    pub expected: f64,
    /// Standard deviation of that count.
    pub sd: f64,
    /// n₁: the candidate's requests in the latency population.
    pub requests: u64,
    /// n₀: the same of all base runs together.
    pub base_requests: u64,
    /// p₀: the share of the base runs' requests slower than T (0..1).
    pub base_share: f64,
    /// φ: how many times the variance of independent requests.
    pub phi: f64,
    /// τ: run-to-run noise of this endpoint against the rest, a standard deviation of log latency.
    pub noise: f64,
    /// √v_g: standard error of the other endpoints' shift, in log latency.
    pub others_sd: f64,
    /// √w_base: standard error of the log quantile in one base run, the mean of their variances.
    pub base_error: f64,
    /// √w_cand: standard error of the candidate's log quantile.
    pub run_error: f64,
    /// Whether the quantile stands between two kinds of requests (a cache's hits and misses): the share of each was tested
    /// then, and `noise` is that of its log odds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub split: bool,
}

/// How far a shared shift moves when nothing changed: what its standard error was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShiftNoise {
    /// b_i: the shift of each base run against all of them merged, in log latency.
    pub base_levels: Vec<f64>,
    /// √w_G: standard error of the pooled log quantile in one base run, the mean of their variances.
    pub base_error: f64,
    /// The candidate's.
    pub run_error: f64,
    /// σ_G: how far whole runs differ, a standard deviation of log latency.
    #[serde(default)]
    pub host: f64,
    /// How far the level that endpoints share, or at p95 their tail, wanders between the quarters of a run; absent without slices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wander: Option<f64>,
}

/// Counts without the slices of each run that held most bad requests: what an error cell was tested on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Trimmed {
    /// All base runs together.
    pub base: Counts,
    /// The candidate.
    pub run: Counts,
}
