//! What the load generator did, and what k6 itself judged.

use serde::{Deserialize, Serialize};

use crate::model::check;
use crate::model::load;
use crate::wire::missing::Reasons;

/// The load that was offered, and the generator's own health.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct Load {
    /// Most virtual users at one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    peak_vus: Option<f64>,
    /// Virtual users that were allocated.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_vus: Option<f64>,
    /// Seconds over which iterations and bytes were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    counted_over_seconds: Option<f64>,
    /// Iterations that were completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    iterations: Option<u64>,
    /// Iterations that could not be started, or were cut off at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    dropped_iterations: Option<u64>,
    /// Bytes received.
    #[serde(skip_serializing_if = "Option::is_none")]
    data_received: Option<u64>,
    /// Bytes sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    data_sent: Option<u64>,
    /// Connection phases of all requests.
    phases: Vec<Phase>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// A connection phase.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Phase {
    /// The name k6 gives it: `blocked`, `connecting`.
    name: String,
    /// The 95th percentile in milliseconds.
    p95: f64,
}

impl From<load::Load> for Load {
    fn from(load: load::Load) -> Self {
        let load::Load {
            peak_vus,
            max_vus,
            counted_over,
            iterations,
            dropped_iterations,
            data_received,
            data_sent,
            phases,
        } = load;
        let mut missing = Reasons::default();
        Self {
            peak_vus: missing.split("peak_vus", peak_vus),
            max_vus: missing.split("max_vus", max_vus),
            counted_over_seconds: missing.split("counted_over_seconds", counted_over),
            iterations: missing.split("iterations", iterations),
            dropped_iterations: missing.split("dropped_iterations", dropped_iterations),
            data_received: missing.split("data_received", data_received),
            data_sent: missing.split("data_sent", data_sent),
            phases: phases.into_iter().map(|(name, p95)| Phase { name, p95 }).collect(),
            missing,
        }
    }
}

impl From<Load> for load::Load {
    fn from(load: Load) -> Self {
        let mut missing = load.missing;
        Self {
            peak_vus: missing.join("peak_vus", load.peak_vus),
            max_vus: missing.join("max_vus", load.max_vus),
            counted_over: missing.join("counted_over_seconds", load.counted_over_seconds),
            iterations: missing.join("iterations", load.iterations),
            dropped_iterations: missing.join("dropped_iterations", load.dropped_iterations),
            data_received: missing.join("data_received", load.data_received),
            data_sent: missing.join("data_sent", load.data_sent),
            phases: load.phases.into_iter().map(|phase| (phase.name, phase.p95)).collect(),
        }
    }
}

/// A k6 check.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct Check {
    /// Groups and name, joined by `::`.
    path: String,
    /// How often it passed.
    passes: u64,
    /// How often it failed.
    fails: u64,
}

impl From<check::Check> for Check {
    fn from(check: check::Check) -> Self {
        let check::Check { path, passes, fails } = check;
        Self { path, passes, fails }
    }
}

impl From<Check> for check::Check {
    fn from(check: Check) -> Self {
        Self { path: check.path, passes: check.passes, fails: check.fails }
    }
}

/// A k6 threshold.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct Threshold {
    /// The metric with its selector.
    metric: String,
    /// The condition as the script wrote it.
    expression: String,
    /// Whether the run crossed it, that is, failed it.
    crossed: bool,
    /// Whether its metric has no sample, so that nothing was judged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    no_samples: bool,
}

impl From<check::Threshold> for Threshold {
    fn from(threshold: check::Threshold) -> Self {
        let check::Threshold { metric, expression, crossed, no_samples } = threshold;
        Self { metric, expression, crossed, no_samples }
    }
}

impl From<Threshold> for check::Threshold {
    fn from(threshold: Threshold) -> Self {
        let Threshold { metric, expression, crossed, no_samples } = threshold;
        Self { metric, expression, crossed, no_samples }
    }
}
