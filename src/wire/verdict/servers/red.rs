//! Rate, errors and duration of an endpoint, as the servers saw it.

use serde::{Deserialize, Serialize};

use super::course::Course;
use crate::model::diagnosis;
use crate::model::endpoint::EndpointId;
use crate::model::server_red;
use crate::wire::missing::Reasons;

/// One endpoint on the servers' side.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct EndpointRed {
    /// What the load generator calls it: the name of an endpoint of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client: Option<String>,
    /// The figures of the judged window.
    run: ServerRed,
    /// The base's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<ServerRed>,
    /// The run over time.
    course: RedCourse,
    /// The base over time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base_course: Option<RedCourse>,
}

/// Rate, errors and duration by the servers' own count.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ServerRed {
    /// The HTTP method, where the metrics tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// The route.
    name: String,
    /// Requests per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
    /// Share of requests answered with 5xx, or failed in the servers' own sense (0..1).
    #[serde(skip_serializing_if = "Option::is_none")]
    error_share: Option<f64>,
    /// Share of requests answered with 4xx (0..1).
    #[serde(skip_serializing_if = "Option::is_none")]
    client_error_share: Option<f64>,
    /// The 95th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95: Option<ServerLatency>,
    /// The 99th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    p99: Option<ServerLatency>,
    /// The signal that latency was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    latency_source: Option<String>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// A latency as far as a histogram can tell it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ServerLatency {
    /// The latency; with `above_bound` it is higher than this.
    milliseconds: f64,
    /// Whether it lies above the highest bound of the histogram, which is `milliseconds`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    above_bound: bool,
}

/// Rate, errors and duration over time.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RedCourse {
    /// Requests per second.
    rate: Course,
    /// Share of requests that failed (0..1).
    errors: Course,
    /// The 95th percentile in milliseconds; slices above the highest bound of the histogram are left out.
    p95: Course,
}

impl From<diagnosis::EndpointRed> for EndpointRed {
    fn from(red: diagnosis::EndpointRed) -> Self {
        let diagnosis::EndpointRed { run, base, client, course, base_course } = red;
        Self {
            client,
            run: run.into(),
            base: base.map(Into::into),
            course: course.into(),
            base_course: base_course.map(Into::into),
        }
    }
}

impl From<EndpointRed> for diagnosis::EndpointRed {
    fn from(red: EndpointRed) -> Self {
        Self {
            run: red.run.into(),
            base: red.base.map(Into::into),
            client: red.client,
            course: red.course.into(),
            base_course: red.base_course.map(Into::into),
        }
    }
}

impl From<server_red::ServerRed> for ServerRed {
    fn from(red: server_red::ServerRed) -> Self {
        let server_red::ServerRed {
            endpoint: EndpointId { method, name },
            rate,
            error_share,
            client_error_share,
            p95,
            p99,
            latency_source,
        } = red;
        let mut missing = Reasons::default();
        Self {
            method,
            name,
            rate: missing.split("rate", rate),
            error_share: missing.split("error_share", error_share),
            client_error_share: missing.split("client_error_share", client_error_share),
            p95: missing.split("p95", p95),
            p99: missing.split("p99", p99),
            latency_source,
            missing,
        }
    }
}

impl From<ServerRed> for server_red::ServerRed {
    fn from(red: ServerRed) -> Self {
        let mut missing = red.missing;
        Self {
            endpoint: EndpointId { method: red.method, name: red.name },
            rate: missing.join("rate", red.rate),
            error_share: missing.join("error_share", red.error_share),
            client_error_share: missing.join("client_error_share", red.client_error_share),
            p95: missing.join("p95", red.p95),
            p99: missing.join("p99", red.p99),
            latency_source: red.latency_source,
        }
    }
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

impl From<diagnosis::RedCourse> for RedCourse {
    fn from(course: diagnosis::RedCourse) -> Self {
        let diagnosis::RedCourse { rate, errors, p95 } = course;
        Self { rate: rate.into(), errors: errors.into(), p95: p95.into() }
    }
}

impl From<RedCourse> for diagnosis::RedCourse {
    fn from(course: RedCourse) -> Self {
        let RedCourse { rate, errors, p95 } = course;
        Self { rate: rate.into(), errors: errors.into(), p95: p95.into() }
    }
}
