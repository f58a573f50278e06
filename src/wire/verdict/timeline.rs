//! A run over time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::outcome::Outcome;
use crate::model::timeline;

/// A run, or one endpoint, in slices of equal width; slices in which nothing happened are left out.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Timeline {
    /// Seconds in a slice.
    width_seconds: i64,
    /// Upper ends of the latency bands of the heat map, in milliseconds, ascending; absent for an endpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    bands: Vec<f64>,
    /// The slices in order.
    slices: Vec<Slice>,
}

/// One slice.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Slice {
    /// Unix time in seconds at which it begins.
    start: i64,
    /// Whether it belongs to the judged window, at least in part.
    judged: bool,
    /// Requests that ended in it.
    requests: u64,
    /// The same by outcome; an outcome that did not occur is absent.
    outcomes: BTreeMap<String, u64>,
    /// Median latency in milliseconds, to a percent; absent where no request of the slice has a latency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p50: Option<f64>,
    /// 95th percentile, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p95: Option<f64>,
    /// 99th percentile, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p99: Option<f64>,
    /// Virtual users; absent for an endpoint, and where none was sampled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    users: Option<f64>,
    /// Requests by latency band.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    bands: Vec<u64>,
}

impl From<timeline::Timeline> for Timeline {
    fn from(timeline: timeline::Timeline) -> Self {
        let timeline::Timeline { width, bands, moments } = timeline;
        Self { width_seconds: width, bands, slices: moments.into_iter().map(Slice::from).collect() }
    }
}

impl From<Timeline> for timeline::Timeline {
    fn from(timeline: Timeline) -> Self {
        let Timeline { width_seconds, bands, slices } = timeline;
        Self { width: width_seconds, bands, moments: slices.into_iter().map(Into::into).collect() }
    }
}

impl From<timeline::Moment> for Slice {
    fn from(moment: timeline::Moment) -> Self {
        let timeline::Moment { start, judged, requests, outcomes, p50, p95, p99, users, bands } = moment;
        let outcomes =
            outcomes.into_iter().map(|(outcome, count)| (outcome.key().to_owned(), count)).collect();
        Self { start, judged, requests, outcomes, p50, p95, p99, users, bands }
    }
}

impl From<Slice> for timeline::Moment {
    fn from(slice: Slice) -> Self {
        let Slice { start, judged, requests, outcomes, p50, p95, p99, users, bands } = slice;
        let outcomes = Outcome::ALL
            .into_iter()
            .filter_map(|outcome| Some((outcome, *outcomes.get(outcome.key())?)))
            .collect();
        Self { start, judged, requests, outcomes, p50, p95, p99, users, bands }
    }
}
