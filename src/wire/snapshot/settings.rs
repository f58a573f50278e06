//! The settings that a run was read with: what it cannot be asked again without its source.

use serde::{Deserialize, Serialize};

use crate::model::origin::ReadWith;
use crate::model::settings::{self, OutcomeSettings, WindowSettings};
use crate::wire::mirror::mirror;

/// The settings that a run was read with.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Settings {
    /// The scenarios to judge; empty: all whose name does not say warm-up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scenarios: Vec<String>,
    /// Seconds to leave out from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    warm_up_seconds: Option<f64>,
    /// The tag that names an endpoint.
    tag: String,
    /// Route patterns, tried in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    routes: Vec<String>,
    /// Statuses that are intended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    intended: Vec<Intended>,
    /// What a 4xx that nobody declared counts as.
    undeclared_4xx: Undeclared4xx,
}

/// Statuses that are intended for some endpoints.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Intended {
    /// The endpoint's name, in which `*` stands for any text.
    endpoint: String,
    /// HTTP statuses.
    statuses: Vec<u16>,
}

mirror! {
    /// What a 4xx that nobody declared counts as.
    Undeclared4xx of settings::Undeclared4xx {
        Separate = "separate",
        Bad = "bad",
    }
}

impl From<ReadWith> for Settings {
    fn from(read: ReadWith) -> Self {
        let ReadWith { window, tag, routes, outcomes } = read;
        let WindowSettings { scenarios, warm_up } = window;
        let OutcomeSettings { intended, undeclared_4xx } = outcomes;
        let intended = intended
            .into_iter()
            .map(|settings::IntendedStatuses { endpoint, statuses }| Intended { endpoint, statuses });
        Self {
            scenarios,
            warm_up_seconds: warm_up,
            tag,
            routes,
            intended: intended.collect(),
            undeclared_4xx: undeclared_4xx.into(),
        }
    }
}

impl Settings {
    pub(super) fn into_model(self) -> ReadWith {
        let intended = self
            .intended
            .into_iter()
            .map(|Intended { endpoint, statuses }| settings::IntendedStatuses { endpoint, statuses });
        ReadWith {
            window: WindowSettings { scenarios: self.scenarios, warm_up: self.warm_up_seconds },
            tag: self.tag,
            routes: self.routes,
            outcomes: OutcomeSettings {
                intended: intended.collect(),
                undeclared_4xx: self.undeclared_4xx.into(),
            },
        }
    }
}
