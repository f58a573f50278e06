//! What may be full.

use serde::{Deserialize, Serialize};

use super::signal::Signal;
use crate::model::diagnosis;
use crate::wire::missing::Reasons;
use crate::wire::prometheus::names::ResourceKey;
use crate::wire::verdict::finding::list;
use crate::wire::verdict::names::Movement;

/// One thing that may be full.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ResourceUse {
    /// What it is called.
    title: String,
    /// What it is.
    resource: ResourceKey,
    /// What it did.
    movement: Movement,
    /// The same in a sentence.
    text: String,
    /// When all of it was in use, where its limit is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    fullness: Option<Fullness>,
    /// What was measured of it, the most telling first.
    signals: Vec<Signal>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// When all of a resource was in use.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Fullness {
    /// The most there can be, in the unit of what is in use.
    limit: f64,
    /// Seconds of the judged window in which all of it was in use.
    seconds: f64,
    /// From when to when, in seconds since the judged window began.
    spans: Vec<(i64, i64)>,
    /// The same seconds of the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    base_seconds: Option<f64>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl From<diagnosis::ResourceUse> for ResourceUse {
    fn from(used: diagnosis::ResourceUse) -> Self {
        let diagnosis::ResourceUse { title, resource, signals, fullness, movement, text } = used;
        let mut missing = Reasons::default();
        Self {
            title,
            resource: resource.into(),
            movement: movement.into(),
            text,
            fullness: missing.split("fullness", fullness),
            signals: list(signals),
            missing,
        }
    }
}

impl From<ResourceUse> for diagnosis::ResourceUse {
    fn from(used: ResourceUse) -> Self {
        let mut missing = used.missing;
        Self {
            title: used.title,
            resource: used.resource.into(),
            signals: list(used.signals),
            fullness: missing.join("fullness", used.fullness),
            movement: used.movement.into(),
            text: used.text,
        }
    }
}

impl From<diagnosis::Fullness> for Fullness {
    fn from(fullness: diagnosis::Fullness) -> Self {
        let diagnosis::Fullness { limit, seconds, spans, base_seconds } = fullness;
        let mut missing = Reasons::default();
        Self { limit, seconds, spans, base_seconds: missing.split("base_seconds", base_seconds), missing }
    }
}

impl From<Fullness> for diagnosis::Fullness {
    fn from(fullness: Fullness) -> Self {
        let Fullness { limit, seconds, spans, base_seconds, mut missing } = fullness;
        Self { limit, seconds, spans, base_seconds: missing.join("base_seconds", base_seconds) }
    }
}
