//! An objective: what are two enums in the model are keys that may be absent here.

use serde::{Deserialize, Serialize};

use crate::model::slo::{self, Slo, SloScope};
use crate::wire::mirror::written_as;

/// What an objective asks for, of which requests, over which window.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Objective {
    /// The share of requests that must be good (0..1).
    share: f64,
    /// The longest latency that is good, in milliseconds; absent where only success is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<f64>,
    /// The endpoints each of which must meet it, `*` standing for any text; absent for the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoints: Option<String>,
    /// The window over which the error budget is counted, in days.
    window_days: f64,
}

impl From<Slo> for Objective {
    fn from(slo: Slo) -> Self {
        // The alerts have the link, not the verdict.
        let Slo { scope, objective, window_days, runbook: _ } = slo;
        let (share, within) = match objective {
            slo::Objective::Success { share } => (share, None),
            slo::Objective::Latency { within, share } => (share, Some(within)),
        };
        let endpoints = match scope {
            SloScope::Whole => None,
            SloScope::Endpoints(pattern) => Some(pattern),
        };
        Self { share, within, endpoints, window_days }
    }
}

impl From<Objective> for Slo {
    fn from(objective: Objective) -> Self {
        let Objective { share, within, endpoints, window_days } = objective;
        Self {
            scope: endpoints.map_or(SloScope::Whole, SloScope::Endpoints),
            objective: match within {
                Some(within) => slo::Objective::Latency { within, share },
                None => slo::Objective::Success { share },
            },
            window_days,
            runbook: None,
        }
    }
}

written_as!(Slo, Objective);
