//! RED by endpoint as the servers saw it: rate, errors, duration.

use super::endpoint::EndpointId;
use super::missing::Known;

/// Rate, errors and duration of one endpoint over a span of time, by the servers' own count.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerRed {
    /// Method and route.
    pub endpoint: EndpointId,
    /// Requests per second.
    pub rate: Known<f64>,
    /// Share of requests answered with 5xx, or failed in the servers' own sense (0..1).
    pub error_share: Known<f64>,
    /// Share of requests answered with 4xx (0..1); whether they are intended only the load test knows.
    pub client_error_share: Known<f64>,
    /// The 95th percentile.
    pub p95: Known<ServerLatency>,
    /// The 99th percentile.
    pub p99: Known<ServerLatency>,
    /// The signal that latency was read from.
    pub latency_source: Option<String>,
}

/// A latency as far as a histogram can tell it, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ServerLatency {
    /// Interpolated inside a bucket.
    At(f64),
    /// Above the highest bound of the histogram.
    AboveBound(f64),
}
