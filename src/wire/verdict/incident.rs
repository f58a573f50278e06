//! Windows in which a run left its own level.

use serde::{Deserialize, Serialize};

use super::names::IncidentKind;
use crate::model::incident;

/// A window in which errors or tail latency left the run's own level.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Incident {
    /// What stood out.
    kind: IncidentKind,
    /// When it began, in Unix seconds.
    start: i64,
    /// When it was over, in Unix seconds.
    end: i64,
    /// The endpoints that it touched; empty where only the whole run shows it.
    endpoints: Vec<String>,
    /// Requests of those endpoints (or of the whole run) that ended in the window.
    requests: u64,
    /// How many of them were unintended errors.
    bad: u64,
    /// How many of them were slower than nineteen in twenty usually are.
    slow: u64,
    /// What was seen, a sentence with its numbers.
    text: String,
}

impl From<incident::Incident> for Incident {
    fn from(incident: incident::Incident) -> Self {
        let incident::Incident { start, end, endpoints, requests, bad, slow, kind, text } = incident;
        Self { kind: kind.into(), start, end, endpoints, requests, bad, slow, text }
    }
}

impl From<Incident> for incident::Incident {
    fn from(incident: Incident) -> Self {
        let Incident { kind, start, end, endpoints, requests, bad, slow, text } = incident;
        Self { start, end, endpoints, requests, bad, slow, kind: kind.into(), text }
    }
}
