//! What the servers' metrics say of a run.
//!
//! * here: the whole; `red`: endpoints; `resources` and `signal`: what may be full; `course`: figures over time

mod course;
mod red;
mod resources;
mod signal;

use serde::{Deserialize, Serialize};

use super::finding::list;
use super::names::ConclusionKind;
use crate::model::diagnosis;
use crate::wire::missing::Reasons;

use red::EndpointRed;
use resources::ResourceUse;

/// What the servers' metrics say of the run, held against what the load generator saw of it.
///
/// Nothing here is a cause. Times of courses and spans are seconds since the judged window began, of the run and of the
/// base alike.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Servers {
    /// The base run whose metrics the run's are held against.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<String>,
    /// How long the judged window was, as far as there are samples.
    window_seconds: f64,
    /// What is to be pointed out, the most telling first.
    conclusions: Vec<Conclusion>,
    /// Everything that may be full, what moved with the latency first.
    resources: Vec<ResourceUse>,
    /// Rate, errors and duration by endpoint, the busiest first.
    endpoints: Vec<EndpointRed>,
    /// How the clocks of both sides differ.
    clock: ClockOffset,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// What is pointed out.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Conclusion {
    /// Of what kind it is.
    kind: ConclusionKind,
    /// In words.
    text: String,
}

/// How far the servers' clock is ahead of the load generator's.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ClockOffset {
    /// What was taken off the servers' times.
    applied_seconds: f64,
    /// Where the request rates of both sides line up better, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proposed_seconds: Option<f64>,
}

impl From<diagnosis::Diagnosis> for Servers {
    fn from(diagnosis: diagnosis::Diagnosis) -> Self {
        let diagnosis::Diagnosis { base, window_seconds, endpoints, resources, conclusions, clock } =
            diagnosis;
        let mut missing = Reasons::default();
        Self {
            base: missing.split("base", base),
            window_seconds,
            conclusions: list(conclusions),
            resources: list(resources),
            endpoints: list(endpoints),
            clock: clock.into(),
            missing,
        }
    }
}

impl From<Servers> for diagnosis::Diagnosis {
    fn from(servers: Servers) -> Self {
        let mut missing = servers.missing;
        Self {
            base: missing.join("base", servers.base),
            window_seconds: servers.window_seconds,
            endpoints: list(servers.endpoints),
            resources: list(servers.resources),
            conclusions: list(servers.conclusions),
            clock: servers.clock.into(),
        }
    }
}

impl From<diagnosis::Conclusion> for Conclusion {
    fn from(conclusion: diagnosis::Conclusion) -> Self {
        let diagnosis::Conclusion { kind, text } = conclusion;
        Self { kind: kind.into(), text }
    }
}

impl From<Conclusion> for diagnosis::Conclusion {
    fn from(conclusion: Conclusion) -> Self {
        Self { kind: conclusion.kind.into(), text: conclusion.text }
    }
}

impl From<diagnosis::ClockOffset> for ClockOffset {
    fn from(clock: diagnosis::ClockOffset) -> Self {
        let diagnosis::ClockOffset { applied, proposed } = clock;
        Self { applied_seconds: applied, proposed_seconds: proposed }
    }
}

impl From<ClockOffset> for diagnosis::ClockOffset {
    fn from(clock: ClockOffset) -> Self {
        Self { applied: clock.applied_seconds, proposed: clock.proposed_seconds }
    }
}
