//! The numbers behind a cell that was computed from full distributions.

use serde::{Deserialize, Serialize};

use super::cells::Counts;
use crate::model::evidence;

/// The slow requests that a latency cell counted, and how many there should have been.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TailCounts {
    /// T: the quantile of the base runs merged, in milliseconds.
    threshold: f64,
    /// X: the candidate's requests slower than T·e^max(g, 0), rounded to a whole number.
    observed: f64,
    /// X of the mirrored test, for improvements: those slower than T·e^min(g, 0).
    observed_faster: f64,
    /// μ: how many should have been.
    expected: f64,
    /// Standard deviation of that count.
    sd: f64,
    /// n₁: the candidate's requests in the latency population.
    requests: u64,
    /// n₀: the same of all base runs together.
    base_requests: u64,
    /// p₀: the share of the base runs' requests slower than T (0..1).
    base_share: f64,
    /// φ: how many times the variance of independent requests.
    phi: f64,
    /// τ: run-to-run noise of this endpoint against the rest, a standard deviation of log latency.
    noise: f64,
    /// √v_g: standard error of the other endpoints' shift, in log latency.
    others_sd: f64,
    /// √w_base: standard error of the log quantile in one base run, the mean of their variances.
    base_error: f64,
    /// √w_cand: standard error of the candidate's log quantile.
    run_error: f64,
    /// Whether the quantile stands between two kinds of requests; `noise` is that of the log odds of their share then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    split: bool,
}

impl From<evidence::TailCounts> for TailCounts {
    fn from(counts: evidence::TailCounts) -> Self {
        let evidence::TailCounts {
            threshold,
            observed,
            observed_faster,
            expected,
            sd,
            requests,
            base_requests,
            base_share,
            phi,
            noise,
            others_sd,
            base_error,
            run_error,
            split,
        } = counts;
        Self {
            threshold,
            observed,
            observed_faster,
            expected,
            sd,
            requests,
            base_requests,
            base_share,
            phi,
            noise,
            others_sd,
            base_error,
            run_error,
            split,
        }
    }
}

impl From<TailCounts> for evidence::TailCounts {
    fn from(counts: TailCounts) -> Self {
        Self {
            threshold: counts.threshold,
            observed: counts.observed,
            observed_faster: counts.observed_faster,
            expected: counts.expected,
            sd: counts.sd,
            requests: counts.requests,
            base_requests: counts.base_requests,
            base_share: counts.base_share,
            phi: counts.phi,
            noise: counts.noise,
            others_sd: counts.others_sd,
            base_error: counts.base_error,
            run_error: counts.run_error,
            split: counts.split,
        }
    }
}

/// How far a shared shift moves when nothing changed: what its standard error was made of.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ShiftNoise {
    /// The shift of each base run against all of them merged, in log latency.
    base_levels: Vec<f64>,
    /// Standard error of the pooled log quantile in one base run, the mean of their variances.
    base_error: f64,
    /// The candidate's.
    run_error: f64,
    /// How far whole runs differ, a standard deviation of log latency.
    #[serde(default)]
    host: f64,
    /// How far the level that endpoints share wanders between the quarters of a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    wander: Option<f64>,
}

impl From<evidence::ShiftNoise> for ShiftNoise {
    fn from(noise: evidence::ShiftNoise) -> Self {
        let evidence::ShiftNoise { base_levels, base_error, run_error, host, wander } = noise;
        Self { base_levels, base_error, run_error, host, wander }
    }
}

impl From<ShiftNoise> for evidence::ShiftNoise {
    fn from(noise: ShiftNoise) -> Self {
        let ShiftNoise { base_levels, base_error, run_error, host, wander } = noise;
        Self { base_levels, base_error, run_error, host, wander }
    }
}

/// Counts without the slices of each run that held most bad requests.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Trimmed {
    /// All base runs together.
    base: Counts,
    /// The candidate.
    run: Counts,
}

impl From<evidence::Trimmed> for Trimmed {
    fn from(trimmed: evidence::Trimmed) -> Self {
        let evidence::Trimmed { base, run } = trimmed;
        Self { base: base.into(), run: run.into() }
    }
}

impl From<Trimmed> for evidence::Trimmed {
    fn from(trimmed: Trimmed) -> Self {
        Self { base: trimmed.base.into(), run: trimmed.run.into() }
    }
}
