//! What the load generator did.

use std::fmt;

use super::missing::{Known, Missing};

/// How requests were started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workload {
    /// Arrivals set by a schedule, whatever the responses do.
    Open,
    /// A fixed set of users, each waiting for its response.
    Closed,
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open model",
            Self::Closed => "closed model",
        })
    }
}

/// The load that was offered, and the generator's own health.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// Most virtual users at one time.
    pub peak_vus: Known<f64>,
    /// Virtual users that were allocated.
    pub max_vus: Known<f64>,
    /// Seconds over which iterations and bytes were counted.
    pub counted_over: Known<f64>,
    /// Iterations that were completed.
    pub iterations: Known<u64>,
    /// Iterations that could not be started, or were cut off at the end.
    pub dropped_iterations: Known<u64>,
    /// Bytes received.
    pub data_received: Known<u64>,
    /// Bytes sent.
    pub data_sent: Known<u64>,
    /// Connection phases of all requests, by k6's name (`blocked`, `connecting`, …): p95 in milliseconds.
    pub phases: Vec<(String, f64)>,
}

/// Peak users below this share of the allocated ones speak for an open model: a closed one starts all of them.
const OPEN_MODEL_PEAK_SHARE: f64 = 0.9;

impl Load {
    /// Tells open from closed: as configured, else open where iterations could be dropped or users stayed idle.
    pub fn workload(&self, configured: Option<Workload>) -> Known<Workload> {
        if let Some(model) = configured {
            return Ok(model);
        }
        if self.dropped_iterations.is_ok() {
            return Ok(Workload::Open);
        }
        let peak = self.peak_vus.clone()?;
        Ok(match self.max_vus {
            Ok(allocated) if peak < OPEN_MODEL_PEAK_SHARE * allocated => Workload::Open,
            _ => Workload::Closed,
        })
    }

    /// The share of iterations that were dropped (0..1).
    pub fn dropped_share(&self) -> Known<f64> {
        let dropped = self.dropped_iterations.clone()? as f64;
        let planned = self.iterations.clone()? as f64 + dropped;
        if planned > 0.0 { Ok(dropped / planned) } else { Err(Missing::because("no iteration was started")) }
    }
}
