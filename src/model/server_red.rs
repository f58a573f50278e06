//! RED by endpoint as the servers saw it: rate, errors, duration.

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::endpoint::EndpointId;
use super::missing::Known;

/// Rate, errors and duration of one endpoint over a span of time, by the servers' own count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct ServerRed {
    /// Method and route.
    #[serde(flatten)]
    pub endpoint: EndpointId,
    /// Requests per second.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub rate: Known<f64>,
    /// Share of requests answered with 5xx, or failed in the servers' own sense (0..1).
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub error_share: Known<f64>,
    /// Share of requests answered with 4xx (0..1); whether they are intended only the load test knows.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub client_error_share: Known<f64>,
    /// The 95th percentile.
    #[serde(with = "Absent::<ServerLatency>", skip_serializing_if = "Result::is_err")]
    pub p95: Known<ServerLatency>,
    /// The 99th percentile.
    #[serde(with = "Absent::<ServerLatency>", skip_serializing_if = "Result::is_err")]
    pub p99: Known<ServerLatency>,
    /// The signal that latency was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_source: Option<String>,
}

with_reasons!(ServerRed { rate, error_share, client_error_share, p95, p99 });

/// A latency as far as a histogram can tell it, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ServerLatency {
    /// Interpolated inside a bucket.
    At(f64),
    /// Above the highest bound of the histogram.
    AboveBound(f64),
}
