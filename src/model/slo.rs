//! Service level objectives, as the user defines them.

use serde::{Deserialize, Serialize};

/// The window over which an error budget is counted, unless an objective names its own, in days.
pub const DEFAULT_WINDOW_DAYS: f64 = 30.0;

/// What an objective asks for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Objective {
    /// At least `share` (0..1) of the requests must not end in an unintended error.
    Success {
        /// The share of good requests.
        share: f64,
    },
    /// At least `share` (0..1) of the requests must be answered, without an unintended error, within `within` milliseconds.
    Latency {
        /// The longest latency that is good, in milliseconds.
        within: f64,
        /// The share of good requests.
        share: f64,
    },
}

impl Objective {
    /// The share of requests that must be good (0..1).
    pub fn share(&self) -> f64 {
        match self {
            Self::Success { share } | Self::Latency { share, .. } => *share,
        }
    }
}

/// To which requests an objective applies.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SloScope {
    /// All requests of the run together.
    Whole,
    /// Each endpoint whose name matches; `*` stands for any text.
    Endpoints(String),
}

/// An objective with its scope and window.
#[derive(Debug, Clone, PartialEq)]
pub struct Slo {
    /// To which requests it applies.
    pub scope: SloScope,
    /// What it asks for.
    pub objective: Objective,
    /// The window over which the error budget is counted, in days.
    pub window_days: f64,
    /// A link to what to do when it is missed.
    pub runbook: Option<String>,
}

/// How an objective came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SloStatus {
    /// Met.
    Met,
    /// Missed, beyond doubt (p < 0.05).
    Missed,
    /// Missed, but it could be chance.
    MissedUnsure,
}
