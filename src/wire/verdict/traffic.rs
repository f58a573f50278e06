//! Outcomes and latency: classes of outcomes are keys here, and some points of the curve stand by themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::absent::{Absent, Reasons, with_reasons};
use crate::model::bounds::Bounds;
use crate::model::endpoint::Span;
use crate::model::figures::LatencyFigures;
use crate::model::latency::{OfAllResponses, Population};
use crate::model::missing::Known;
use crate::model::outcome::{self as model, Outcome};
use crate::wire::mirror::written_as;

/// Why a class of outcomes has no count.
const NOT_TOLD_APART: &str = "the source does not tell this class apart";

/// Requests by how they ended. A class that the source does not tell apart is absent.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Outcomes {
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

impl From<model::Outcomes> for Outcomes {
    fn from(outcomes: model::Outcomes) -> Self {
        let model::Outcomes { bad, good, classes, statuses, bad_may_hold_4xx } = outcomes;
        let untold = Outcome::ALL.into_iter().filter(|class| !classes.contains_key(class));
        let missing = untold.map(|class| (class.key().to_owned(), NOT_TOLD_APART.to_owned())).collect();
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

impl From<Outcomes> for model::Outcomes {
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

written_as!(model::Outcomes, Outcomes);

/// Latency of the latency population, in milliseconds.
///
/// `p50`, `p90`, `p95` and `p99` repeat points of `curve`, which is what a report is rendered from.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
struct Latency {
    /// The median.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    p50: Known<f64>,
    /// The 90th percentile.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    p90: Known<f64>,
    /// The 95th percentile.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    p95: Known<f64>,
    /// The 99th percentile.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    p99: Known<f64>,
    /// The longest.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    max: Known<f64>,
    /// Requests behind the figures.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    count: Known<u64>,
    /// Quantile (0..1, ascending) and latency.
    curve: Vec<(f64, f64)>,
    /// Which responses they speak of.
    population: Population,
    /// What part of the test they speak of.
    span: Span,
    /// The same of all responses, where `population` is narrower and the source states both.
    #[serde(skip_serializing_if = "Option::is_none")]
    of_all: Option<OfAllResponses>,
    /// The buckets that latencies are known to: between two bounds the curve is interpolated. Absent where every latency is
    /// known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bounds: Option<Bounds>,
}

with_reasons!(Latency { p50, p90, p95, p99, max, count });

impl From<LatencyFigures> for Latency {
    fn from(latency: LatencyFigures) -> Self {
        let [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map(|quantile| latency.quantile(quantile));
        let LatencyFigures { count, curve, max, population, span, of_all, bounds } = latency;
        Self { p50, p90, p95, p99, max, count, curve, population, span, of_all, bounds }
    }
}

impl From<Latency> for LatencyFigures {
    fn from(latency: Latency) -> Self {
        let Latency { max, count, curve, population, span, of_all, bounds, .. } = latency;
        Self { count, curve, max, population, span, of_all, bounds }
    }
}

written_as!(LatencyFigures, Latency);
