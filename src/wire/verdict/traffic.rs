//! Requests, outcomes and latency.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::names::{Population, Span};
use super::timeline::Timeline;
use crate::model::figures;
use crate::model::latency;
use crate::model::outcome::{self, Outcome};
use crate::wire::missing::Reasons;

/// Why a class of outcomes has no count.
const NOT_TOLD_APART: &str = "the source does not tell this class apart";

/// The figures of one endpoint.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Endpoint {
    /// The endpoint as shown.
    pub(super) name: String,
    /// Requests that ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) requests: Option<u64>,
    /// How they ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) outcomes: Option<Outcomes>,
    /// How long they took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) latency: Option<Latency>,
    /// What part of the test `requests` and `outcomes` speak of.
    pub(super) span: Span,
    /// Requests by k6's error code, where the source tells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) error_codes: BTreeMap<u32, u64>,
    /// The same over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timeline: Option<Timeline>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    pub(super) missing: Reasons,
}

impl From<figures::TrafficFigures> for Endpoint {
    fn from(traffic: figures::TrafficFigures) -> Self {
        let figures::TrafficFigures { name, requests, outcomes, latency, span, error_codes, timeline } =
            traffic;
        let mut missing = Reasons::default();
        Self {
            name,
            requests: missing.split("requests", requests),
            outcomes: missing.split("outcomes", outcomes),
            latency: missing.split("latency", latency),
            span: span.into(),
            error_codes,
            timeline: missing.split("timeline", timeline),
            missing,
        }
    }
}

impl From<Endpoint> for figures::TrafficFigures {
    fn from(endpoint: Endpoint) -> Self {
        let Endpoint { name, requests, outcomes, latency, span, error_codes, timeline, mut missing } =
            endpoint;
        Self {
            name,
            requests: missing.join("requests", requests),
            outcomes: missing.join("outcomes", outcomes),
            latency: missing.join("latency", latency),
            span: span.into(),
            error_codes,
            timeline: missing.join("timeline", timeline),
        }
    }
}

/// Requests by how they ended. A class that the source does not tell apart is absent.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct Outcomes {
    /// Unintended errors.
    bad: u64,
    /// Everything else.
    good: u64,
    /// 1xx to 3xx.
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<u64>,
    /// 4xx that the script expected or the configuration declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    intended_4xx: Option<u64>,
    /// Any other 4xx.
    #[serde(skip_serializing_if = "Option::is_none")]
    undeclared_4xx: Option<u64>,
    /// 5xx.
    #[serde(skip_serializing_if = "Option::is_none")]
    server_error: Option<u64>,
    /// The client gave up waiting.
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout: Option<u64>,
    /// No answer for another reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    transport_error: Option<u64>,
    /// Requests by HTTP status, as far as the source counts them; 0 is "no answer".
    statuses: BTreeMap<u16, u64>,
    /// Whether `bad` may hold 4xx, because the source does not tell them from errors.
    bad_may_hold_4xx: bool,
    /// Why classes are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl From<outcome::Outcomes> for Outcomes {
    fn from(outcomes: outcome::Outcomes) -> Self {
        let outcome::Outcomes { bad, good, classes, statuses, bad_may_hold_4xx } = outcomes;
        let mut missing = Reasons::default();
        for class in Outcome::ALL.iter().filter(|class| !classes.contains_key(class)) {
            missing.note(class.key(), NOT_TOLD_APART);
        }
        let count = |class: Outcome| classes.get(&class).copied();
        Self {
            bad,
            good,
            ok: count(Outcome::Ok),
            intended_4xx: count(Outcome::Intended4xx),
            undeclared_4xx: count(Outcome::Undeclared4xx),
            server_error: count(Outcome::ServerError),
            timeout: count(Outcome::Timeout),
            transport_error: count(Outcome::TransportError),
            statuses,
            bad_may_hold_4xx,
            missing,
        }
    }
}

impl From<Outcomes> for outcome::Outcomes {
    fn from(outcomes: Outcomes) -> Self {
        let count = |class| match class {
            Outcome::Ok => outcomes.ok,
            Outcome::Intended4xx => outcomes.intended_4xx,
            Outcome::Undeclared4xx => outcomes.undeclared_4xx,
            Outcome::ServerError => outcomes.server_error,
            Outcome::Timeout => outcomes.timeout,
            Outcome::TransportError => outcomes.transport_error,
        };
        Self {
            bad: outcomes.bad,
            good: outcomes.good,
            classes: Outcome::ALL.into_iter().filter_map(|class| Some((class, count(class)?))).collect(),
            statuses: outcomes.statuses,
            bad_may_hold_4xx: outcomes.bad_may_hold_4xx,
        }
    }
}

/// Latency of the latency population, in milliseconds.
///
/// `p50`, `p90`, `p95` and `p99` repeat points of `curve`, which is what a report is rendered from.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Latency {
    /// The median.
    #[serde(skip_serializing_if = "Option::is_none")]
    p50: Option<f64>,
    /// The 90th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    p90: Option<f64>,
    /// The 95th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95: Option<f64>,
    /// The 99th percentile.
    #[serde(skip_serializing_if = "Option::is_none")]
    p99: Option<f64>,
    /// The longest.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    /// Requests behind the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    /// Quantile (0..1, ascending) and latency.
    curve: Vec<(f64, f64)>,
    /// Which responses they speak of.
    population: Population,
    /// What part of the test they speak of.
    span: Span,
    /// The same of all responses, where `population` is narrower and the source states both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of_all: Option<OfAllResponses>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl From<figures::LatencyFigures> for Latency {
    fn from(latency: figures::LatencyFigures) -> Self {
        let mut missing = Reasons::default();
        let [p50, p90, p95, p99] = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)]
            .map(|(key, quantile)| missing.split(key, latency.quantile(quantile)));
        let figures::LatencyFigures { count, curve, max, population, span, of_all } = latency;
        Self {
            p50,
            p90,
            p95,
            p99,
            max: missing.split("max", max),
            count: missing.split("count", count),
            curve,
            population: population.into(),
            span: span.into(),
            of_all: of_all.map(OfAllResponses::from),
            missing,
        }
    }
}

impl From<Latency> for figures::LatencyFigures {
    fn from(latency: Latency) -> Self {
        let mut missing = latency.missing;
        Self {
            count: missing.join("count", latency.count),
            curve: latency.curve,
            max: missing.join("max", latency.max),
            population: latency.population.into(),
            span: latency.span.into(),
            of_all: latency.of_all.map(Into::into),
        }
    }
}

/// Latency of all responses, failed ones included, in milliseconds.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct OfAllResponses {
    /// Responses behind the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    /// Quantile (0..1, ascending) and latency.
    curve: Vec<(f64, f64)>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl From<latency::OfAllResponses> for OfAllResponses {
    fn from(of_all: latency::OfAllResponses) -> Self {
        let latency::OfAllResponses { count, points } = of_all;
        let mut missing = Reasons::default();
        Self { count: missing.split("count", count), curve: points, missing }
    }
}

impl From<OfAllResponses> for latency::OfAllResponses {
    fn from(of_all: OfAllResponses) -> Self {
        let OfAllResponses { count, curve, mut missing } = of_all;
        Self { count: missing.join("count", count), points: curve }
    }
}
