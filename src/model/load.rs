//! What the load generator did.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::missing::{Known, Missing};
use super::quantity::Share;
use crate::words::{Arg, Text, text};

/// How requests were started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Workload {
    /// Arrivals set by a schedule, whatever the responses do.
    Open,
    /// A fixed set of users, each waiting for its response.
    Closed,
}

impl Workload {
    /// Its name for people.
    pub fn text(self) -> Text {
        match self {
            Self::Open => text!("workload-open"),
            Self::Closed => text!("workload-closed"),
        }
    }
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct Load {
    /// Most virtual users at one time.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub peak_vus: Known<f64>,
    /// Virtual users that were allocated.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub max_vus: Known<f64>,
    /// Seconds over which iterations and bytes were counted.
    #[serde(rename = "counted_over_seconds", with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub counted_over: Known<f64>,
    /// Iterations that were completed.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    pub iterations: Known<u64>,
    /// Iterations that could not be started, or were cut off at the end.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    pub dropped_iterations: Known<u64>,
    /// Bytes received.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    pub data_received: Known<u64>,
    /// Bytes sent.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    pub data_sent: Known<u64>,
    /// Connection phases of all requests.
    pub phases: Vec<Phase>,
}

with_reasons!(Load { peak_vus, max_vus, counted_over "counted_over_seconds", iterations, dropped_iterations, data_received, data_sent });

/// A connection phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Phase {
    /// The name k6 gives it: `blocked`, `connecting`.
    pub name: String,
    /// The 95th percentile in milliseconds.
    pub p95: f64,
}

/// Peak users below this share of the allocated ones speak for an open model: a closed one starts all of them.
const OPEN_MODEL_PEAK_SHARE: f64 = 0.9;

/// Iterations that a load generator did not start, or cut off at the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dropped {
    /// How many.
    pub iterations: u64,
    /// Their share of all that were to be started (0..1).
    pub share: f64,
}

impl From<Dropped> for Arg {
    fn from(dropped: Dropped) -> Self {
        Self::Text(text!("dropped", iterations = dropped.iterations, share = Share(dropped.share)))
    }
}

/// Dropped iterations below this share are noise of the scheduler.
const MAX_DROPPED_SHARE: f64 = 0.005;

impl Load {
    /// The iterations that were dropped, where they are more than the scheduler's noise.
    pub fn dropped_beyond_noise(&self) -> Option<Dropped> {
        let share = self.dropped_share().ok()?;
        let iterations = *self.dropped_iterations.as_ref().ok()?;
        (share > MAX_DROPPED_SHARE).then_some(Dropped { iterations, share })
    }

    /// The virtual users of an open model, where all that were allocated were busy at one time: what the schedule asked
    /// beyond that could not be started.
    pub fn exhausted_users(&self, configured: Option<Workload>) -> Option<f64> {
        let (peak, allocated) = (*self.peak_vus.as_ref().ok()?, *self.max_vus.as_ref().ok()?);
        let open = self.workload(configured) == Ok(Workload::Open);
        (open && allocated > 0.0 && peak >= allocated).then_some(allocated)
    }

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
        if planned > 0.0 { Ok(dropped / planned) } else { Err(Missing::message("missing-no-iteration")) }
    }
}
