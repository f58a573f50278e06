//! The constants that were in force.

use serde::{Deserialize, Serialize};

use crate::model::settings::CompareSettings;

/// The constants that were in force, as `[compare]` of the configuration sets them.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Method {
    /// The newest base runs that are used.
    max_base_runs: u64,
    /// The smallest relative change of latency that is a finding.
    min_latency_change: f64,
    /// The smallest change of latency that is a finding, in milliseconds.
    #[serde(default)]
    min_latency_difference: f64,
    /// The smallest difference of an error share that is a finding (0..1).
    min_error_change: f64,
    /// The smallest relative drop of throughput that is a finding.
    min_throughput_drop: f64,
    /// A comparison that would have missed a slow-down of everything by this much is inconclusive.
    inconclusive_shift: f64,
    /// A slow-down of everything by less than this may be the host, where there is one run a side.
    #[serde(default)]
    host_shift: f64,
    /// Run-to-run noise of the whole run before any is seen: standard deviation of log latency.
    tau_whole: f64,
    /// The same of one endpoint against the rest, at p50.
    tau_endpoint: f64,
    /// The same at p99.
    tau_endpoint_p99: f64,
}

impl From<CompareSettings> for Method {
    fn from(settings: CompareSettings) -> Self {
        let CompareSettings {
            max_base_runs,
            min_latency_change,
            min_latency_difference,
            min_error_change,
            min_throughput_drop,
            inconclusive_shift,
            host_shift,
            tau_whole,
            tau_endpoint,
            tau_endpoint_p99,
            floors: _,
        } = settings;
        Self {
            max_base_runs: max_base_runs as u64,
            min_latency_change,
            min_latency_difference,
            min_error_change,
            min_throughput_drop,
            inconclusive_shift,
            host_shift,
            tau_whole,
            tau_endpoint,
            tau_endpoint_p99,
        }
    }
}

impl From<Method> for CompareSettings {
    fn from(method: Method) -> Self {
        Self {
            max_base_runs: method.max_base_runs as usize,
            min_latency_change: method.min_latency_change,
            min_latency_difference: method.min_latency_difference,
            floors: Vec::new(),
            min_error_change: method.min_error_change,
            min_throughput_drop: method.min_throughput_drop,
            inconclusive_shift: method.inconclusive_shift,
            host_shift: method.host_shift,
            tau_whole: method.tau_whole,
            tau_endpoint: method.tau_endpoint,
            tau_endpoint_p99: method.tau_endpoint_p99,
        }
    }
}
