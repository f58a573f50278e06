//! Windows inside a run in which it left its own level.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::words::Text;

/// What stood out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// Unintended errors, and slow requests where there were some.
    Errors,
    /// Slow requests alone.
    TailLatency,
}

/// A window in which errors or tail latency left the run's own level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Incident {
    /// What stood out.
    pub kind: IncidentKind,
    /// When it began, in Unix seconds; the start of a slice.
    pub start: i64,
    /// When it was over, in Unix seconds; the end of a slice.
    pub end: i64,
    /// The endpoints that it touched, in the run's order; empty where only the whole run shows it.
    pub endpoints: Vec<Subject>,
    /// Requests of those endpoints (or of the whole run) that ended in the window.
    pub requests: u64,
    /// How many of them were unintended errors.
    pub bad: u64,
    /// How many of them were slower than nineteen in twenty usually are, rounded.
    pub slow: u64,
    /// What was seen, a sentence with its numbers.
    pub text: Text,
}

impl Incident {
    /// How long it lasted, in seconds, to a slice.
    pub fn seconds(&self) -> f64 {
        (self.end - self.start) as f64
    }
}
