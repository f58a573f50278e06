//! Requests of one endpoint: one by one as histograms and slices, or the percentiles of a summary.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::distribution::Distribution;
use crate::model::endpoint;
use crate::model::latency::{self, Latency};
use crate::model::missing::Known;
use crate::model::outcome::Outcome;
use crate::model::responses::{self, ByOutcome};
use crate::wire::histogram::{self, HistogramError};
use crate::wire::missing::Reasons;
use crate::wire::verdict::names::{Population, Span};
use crate::wire::verdict::traffic::{OfAllResponses, Outcomes};

/// One endpoint.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Endpoint {
    /// The HTTP method; a summary does not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    /// The `name` tag, or the route of a URL.
    name: String,
    /// The host, where the name came from a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    host: Option<String>,
    /// What happened.
    traffic: Traffic,
}

impl Endpoint {
    pub(super) fn new(endpoint: &endpoint::Endpoint) -> Result<Self, HistogramError> {
        let endpoint::EndpointId { method, name } = endpoint.id.clone();
        Ok(Self { method, name, host: endpoint.host.clone(), traffic: Traffic::new(&endpoint.traffic)? })
    }

    pub(super) fn into_model(self) -> Result<endpoint::Endpoint, HistogramError> {
        let id = endpoint::EndpointId { method: self.method, name: self.name };
        Ok(endpoint::Endpoint { id, host: self.host, traffic: self.traffic.into_model()? })
    }
}

/// Requests, outcomes and latency.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Traffic {
    /// Requests that ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<u64>,
    /// How they ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcomes: Option<Outcomes>,
    /// Requests by k6's error code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    error_codes: BTreeMap<u32, u64>,
    /// What part of the test the counts speak of.
    span: Span,
    /// The percentiles that a summary states.
    #[serde(skip_serializing_if = "Option::is_none")]
    percentiles: Option<Percentiles>,
    /// The judged responses by outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    responses: Option<BTreeMap<String, Responses>>,
    /// What the window leaves out, by outcome: slices alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    left_out: BTreeMap<String, String>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// The responses of one outcome.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Responses {
    /// All of them.
    #[serde(flatten)]
    histogram: Histogram,
    /// The same over time: compressed, base64.
    slices: String,
    /// Outlines of the same in finer slices, where those are wider than 32 s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fine: Option<String>,
}

/// A distribution in microseconds (or thousandths).
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Histogram {
    /// HdrHistogram, V2 compressed encoding, base64.
    histogram: String,
    /// The smallest value, exact.
    min: u64,
    /// The largest value, exact.
    max: u64,
    /// The sum of the values, exact, as a decimal number in a string.
    sum: String,
}

impl Histogram {
    /// Encodes a distribution; absent where nothing was recorded.
    pub(super) fn of(distribution: &Distribution) -> Result<Option<Self>, HistogramError> {
        let Some((min, max)) = distribution.extremes() else { return Ok(None) };
        let sum = distribution.sum().to_string();
        Ok(Some(Self { histogram: histogram::encode(distribution)?, min, max, sum }))
    }

    pub(super) fn decode(self) -> Result<Distribution, HistogramError> {
        let sum = self.sum.parse().map_err(|_| HistogramError::Decode("the sum is no number".to_owned()))?;
        histogram::decode(&self.histogram, Some((self.min, self.max)), Some(sum))
    }
}

/// The percentiles that a summary states, in milliseconds.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Percentiles {
    /// Requests behind the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    /// The shortest.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    /// The mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<f64>,
    /// The longest.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    /// Quantile (0..1, ascending) and latency.
    points: Vec<(f64, f64)>,
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

impl From<latency::Percentiles> for Percentiles {
    fn from(percentiles: latency::Percentiles) -> Self {
        let latency::Percentiles { count, min, mean, max, points, population, span, of_all } = percentiles;
        let mut missing = Reasons::default();
        Self {
            count: missing.split("count", count),
            min: missing.split("min", min),
            mean: missing.split("mean", mean),
            max: missing.split("max", max),
            points,
            population: population.into(),
            span: span.into(),
            of_all: of_all.map(OfAllResponses::from),
            missing,
        }
    }
}

impl From<Percentiles> for latency::Percentiles {
    fn from(percentiles: Percentiles) -> Self {
        let mut missing = percentiles.missing;
        Self {
            count: missing.join("count", percentiles.count),
            min: missing.join("min", percentiles.min),
            mean: missing.join("mean", percentiles.mean),
            max: missing.join("max", percentiles.max),
            points: percentiles.points,
            population: percentiles.population.into(),
            span: percentiles.span.into(),
            of_all: percentiles.of_all.map(Into::into),
        }
    }
}

impl Traffic {
    pub(super) fn new(traffic: &endpoint::Traffic) -> Result<Self, HistogramError> {
        let mut missing = Reasons::default();
        let percentiles = match &traffic.latency {
            Ok(Latency::Percentiles(percentiles)) => Some(percentiles.clone().into()),
            Ok(Latency::Distribution(_)) => None,
            Err(reason) => missing.split("percentiles", Err::<latency::Percentiles, _>(reason.clone())),
        };
        let responses = match &traffic.responses {
            Ok(responses) => Some(encode(responses)?),
            Err(reason) => {
                missing.note("responses", reason.reason());
                None
            }
        };
        Ok(Self {
            requests: missing.split("requests", traffic.requests.clone()),
            outcomes: missing.split("outcomes", traffic.outcomes.clone()),
            error_codes: traffic.error_codes.clone(),
            span: traffic.span.into(),
            percentiles,
            responses,
            left_out: traffic
                .left_out
                .iter()
                .map(|(outcome, slices)| Ok((outcome.key().to_owned(), histogram::encode_slices(slices)?)))
                .collect::<Result<_, HistogramError>>()?,
            missing,
        })
    }

    pub(super) fn into_model(self) -> Result<endpoint::Traffic, HistogramError> {
        let mut missing = self.missing;
        let responses: Known<ByOutcome> = match self.responses {
            Some(responses) => Ok(decode(responses)?),
            None => missing.join("responses", None::<ByOutcome>),
        };
        let latency = match &responses {
            Ok(responses) => Ok(Latency::Distribution(responses::latencies(responses))),
            Err(_) => missing.join("percentiles", self.percentiles).map(Latency::Percentiles),
        };
        let mut left_out = BTreeMap::new();
        for (key, text) in &self.left_out {
            left_out.insert(outcome_of(key)?, histogram::decode_slices(text, None)?);
        }
        Ok(endpoint::Traffic {
            requests: missing.join("requests", self.requests),
            outcomes: missing.join("outcomes", self.outcomes),
            latency,
            responses,
            left_out,
            error_codes: self.error_codes,
            span: self.span.into(),
        })
    }
}

fn encode(responses: &ByOutcome) -> Result<BTreeMap<String, Responses>, HistogramError> {
    let mut encoded = BTreeMap::new();
    for (outcome, responses) in responses {
        if let Some(histogram) = Histogram::of(&responses.distribution)? {
            let slices = histogram::encode_slices(&responses.slices)?;
            let fine = histogram::encode_fine(&responses.slices)?;
            encoded.insert(outcome.key().to_owned(), Responses { histogram, slices, fine });
        }
    }
    Ok(encoded)
}

fn decode(encoded: BTreeMap<String, Responses>) -> Result<ByOutcome, HistogramError> {
    let mut responses = ByOutcome::new();
    for (key, Responses { histogram, slices, fine }) in encoded {
        let slices = histogram::decode_slices(&slices, fine.as_deref())?;
        responses
            .insert(outcome_of(&key)?, responses::Responses { distribution: histogram.decode()?, slices });
    }
    Ok(responses)
}

fn outcome_of(key: &str) -> Result<Outcome, HistogramError> {
    Outcome::ALL
        .into_iter()
        .find(|outcome| outcome.key() == key)
        .ok_or_else(|| HistogramError::Decode(format!("`{key}` is no outcome")))
}
