//! What the servers' metrics say of a run: what is an enum with a payload in the model is two keys here.

use serde::{Deserialize, Serialize};

use crate::model::diagnosis;
use crate::model::server_red;
use crate::wire::mirror::written_as;

/// How closely a signal follows something over time.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Follows {
    /// What it follows.
    what: FollowedKind,
    /// The endpoint, with `endpoint_p95`.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// Spearman's rank correlation at the best lag (−1..1).
    correlation: f64,
    /// The same of the changes from slice to slice, which a common trend does not raise.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_differences: Option<f64>,
    /// How many seconds the signal comes after it; negative: before.
    lag_seconds: i64,
    /// Slices that both have.
    slices: usize,
}

/// What a signal may follow: the 95th percentile of all requests, the share of unintended errors of all requests, or
/// the 95th percentile of one endpoint.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum FollowedKind {
    P95,
    Errors,
    EndpointP95,
}

impl From<diagnosis::Follows> for Follows {
    fn from(follows: diagnosis::Follows) -> Self {
        let diagnosis::Follows { what, correlation, on_differences, lag_seconds, slices } = follows;
        let (what, endpoint) = match what {
            diagnosis::Followed::P95 => (FollowedKind::P95, None),
            diagnosis::Followed::Errors => (FollowedKind::Errors, None),
            diagnosis::Followed::EndpointP95(endpoint) => (FollowedKind::EndpointP95, Some(endpoint)),
        };
        Self { what, endpoint, correlation, on_differences, lag_seconds, slices }
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
        Self { what, correlation, on_differences, lag_seconds, slices }
    }
}

written_as!(diagnosis::Follows, Follows);

/// A latency as far as a histogram can tell it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ServerLatency {
    /// The latency; with `above_bound` it is higher than this.
    milliseconds: f64,
    /// Whether it lies above the highest bound of the histogram, which is `milliseconds`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    above_bound: bool,
}

impl From<server_red::ServerLatency> for ServerLatency {
    fn from(latency: server_red::ServerLatency) -> Self {
        let (milliseconds, above_bound) = match latency {
            server_red::ServerLatency::At(milliseconds) => (milliseconds, false),
            server_red::ServerLatency::AboveBound(bound) => (bound, true),
        };
        Self { milliseconds, above_bound }
    }
}

impl From<ServerLatency> for server_red::ServerLatency {
    fn from(latency: ServerLatency) -> Self {
        let ServerLatency { milliseconds, above_bound } = latency;
        if above_bound { Self::AboveBound(milliseconds) } else { Self::At(milliseconds) }
    }
}

written_as!(server_red::ServerLatency, ServerLatency);
