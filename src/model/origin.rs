//! How a run came about: what its figures do not show.

use serde::{Deserialize, Serialize};

use super::endpoint::EndpointId;
use super::endpoint_tag::EndpointTag;
use super::settings::{OutcomeSettings, Settings, WindowSettings};

/// How a run came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Origin {
    /// The settings that it was read with; absent in snapshots of older versions.
    pub settings: Option<ReadWith>,
    /// Runs made one after the other that were merged into this one; 0 where none is known.
    pub reruns: u64,
}

/// The settings that decide what a run holds once its source is gone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Settings")]
pub struct ReadWith {
    /// What part of the test is judged.
    #[serde(flatten)]
    pub window: WindowSettings,
    /// The tag that names an endpoint: the one of the settings, or the one that the file told apart by.
    pub tag: EndpointTag,
    /// Route patterns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<String>,
    /// Which statuses are intended.
    #[serde(flatten)]
    pub outcomes: OutcomeSettings,
}

impl ReadWith {
    /// Takes what counts from the settings.
    pub fn of(settings: &Settings) -> Self {
        Self {
            window: settings.window.clone(),
            tag: settings.endpoints.tag.clone().unwrap_or_default(),
            routes: settings.endpoints.routes.clone(),
            outcomes: settings.outcomes.clone(),
        }
    }
}

impl OutcomeSettings {
    /// Tells whether a status is declared as intended for an endpoint.
    pub fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool {
        self.intended.iter().any(|rule| rule.statuses.contains(&status) && endpoint.matches(&rule.endpoint))
    }
}
