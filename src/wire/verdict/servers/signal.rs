//! One part of a resource over the judged window.

use serde::{Deserialize, Serialize};

use super::course::Course;
use crate::model::diagnosis;
use crate::wire::missing::Reasons;
use crate::wire::prometheus::names::{PartKey, UnitKey};
use crate::wire::verdict::finding::list;

/// One part of a resource over the judged window, in its own unit.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Signal {
    /// The metric, or the name of the signal where the metric is not known.
    name: String,
    /// What of the resource was measured.
    part: PartKey,
    /// What its numbers count.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<UnitKey>,
    /// Whether they are per second: of a counter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    per_second: bool,
    /// Its level in the run.
    run: Level,
    /// Its level in the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Level>,
    /// How far it rose from the base, in units of the base's own spread; negative where it fell.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<f64>,
    /// How closely it follows what became worse, the closest first.
    follows: Vec<Follows>,
    /// The run over time, warm-up included.
    course: Course,
    /// The base over time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base_course: Option<Course>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// Where the slices of a signal lie.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Level {
    /// The median of the slices.
    median: f64,
    /// Nine in ten slices are at most this.
    p90: f64,
    /// The highest sample.
    highest: f64,
}

/// How closely a signal follows something over time.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Follows {
    /// What it follows.
    what: FollowedKind,
    /// The endpoint, with `endpoint_p95`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// Spearman's rank correlation at the best lag (−1..1).
    correlation: f64,
    /// The same of the changes from slice to slice, which a common trend does not raise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_differences: Option<f64>,
    /// How many seconds the signal comes after it; negative: before.
    lag_seconds: i64,
    /// Slices that both have.
    slices: u64,
}

/// What a signal may follow: the 95th percentile of all requests, the share of unintended errors of all requests, or
/// the 95th percentile of one endpoint.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum FollowedKind {
    P95,
    Errors,
    EndpointP95,
}

impl From<diagnosis::SaturationSignal> for Signal {
    fn from(signal: diagnosis::SaturationSignal) -> Self {
        let diagnosis::SaturationSignal {
            name,
            part,
            unit,
            per_second,
            run,
            base,
            moved,
            follows,
            course,
            base_course,
        } = signal;
        let mut missing = Reasons::default();
        Self {
            name,
            part: part.into(),
            unit: missing.split("unit", unit),
            per_second,
            run: run.into(),
            base: missing.split("base", base),
            moved: missing.split("moved", moved),
            follows: list(follows),
            course: course.into(),
            base_course: base_course.map(Into::into),
            missing,
        }
    }
}

impl From<Signal> for diagnosis::SaturationSignal {
    fn from(signal: Signal) -> Self {
        let mut missing = signal.missing;
        Self {
            name: signal.name,
            part: signal.part.into(),
            unit: missing.join("unit", signal.unit),
            per_second: signal.per_second,
            run: signal.run.into(),
            base: missing.join("base", signal.base),
            moved: missing.join("moved", signal.moved),
            follows: list(signal.follows),
            course: signal.course.into(),
            base_course: signal.base_course.map(Into::into),
        }
    }
}

impl From<diagnosis::Level> for Level {
    fn from(level: diagnosis::Level) -> Self {
        let diagnosis::Level { median, p90, highest } = level;
        Self { median, p90, highest }
    }
}

impl From<Level> for diagnosis::Level {
    fn from(level: Level) -> Self {
        let Level { median, p90, highest } = level;
        Self { median, p90, highest }
    }
}

impl From<diagnosis::Follows> for Follows {
    fn from(follows: diagnosis::Follows) -> Self {
        let diagnosis::Follows { what, correlation, on_differences, lag_seconds, slices } = follows;
        let (what, endpoint) = match what {
            diagnosis::Followed::P95 => (FollowedKind::P95, None),
            diagnosis::Followed::Errors => (FollowedKind::Errors, None),
            diagnosis::Followed::EndpointP95(endpoint) => (FollowedKind::EndpointP95, Some(endpoint)),
        };
        Self { what, endpoint, correlation, on_differences, lag_seconds, slices: slices as u64 }
    }
}

impl From<Follows> for diagnosis::Follows {
    fn from(follows: Follows) -> Self {
        let Follows { what, endpoint, correlation, on_differences, lag_seconds, slices } = follows;
        let what = match what {
            FollowedKind::P95 => diagnosis::Followed::P95,
            FollowedKind::Errors => diagnosis::Followed::Errors,
            FollowedKind::EndpointP95 => diagnosis::Followed::EndpointP95(endpoint.unwrap_or_default()),
        };
        Self { what, correlation, on_differences, lag_seconds, slices: slices as usize }
    }
}
