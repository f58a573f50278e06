//! Requests of one endpoint: one by one as histograms and slices, or the percentiles of a summary.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::absent::{Absent, with_reasons};
use crate::model::bounds::Bounds;
use crate::model::distribution::Distribution;
use crate::model::endpoint::{self, Span};
use crate::model::latency::{Latency, Percentiles};
use crate::model::missing::Known;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::responses::{self, ByOutcome};
use crate::wire::histogram::{self, HistogramError, Room};

/// One endpoint.
#[derive(Serialize, Deserialize)]
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

    pub(super) fn into_model(self, room: &Room) -> Result<endpoint::Endpoint, HistogramError> {
        let id = endpoint::EndpointId { method: self.method, name: self.name };
        Ok(endpoint::Endpoint { id, host: self.host, traffic: self.traffic.into_model(room)? })
    }
}

/// Requests, outcomes and latency.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub(super) struct Traffic {
    /// Requests that ended.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    requests: Known<u64>,
    /// How they ended.
    #[serde(with = "Absent::<Outcomes>", skip_serializing_if = "Result::is_err")]
    outcomes: Known<Outcomes>,
    /// Requests by k6's error code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    error_codes: BTreeMap<u32, u64>,
    /// What part of the test the counts speak of.
    span: Span,
    /// The percentiles that a summary states; where there are responses, it has none, and need not say why.
    #[serde(with = "Absent::<Option<Percentiles>>", skip_serializing_if = "are_absent")]
    percentiles: Known<Option<Percentiles>>,
    /// The judged responses by outcome.
    #[serde(with = "Absent::<BTreeMap<String, Responses>>", skip_serializing_if = "Result::is_err")]
    responses: Known<BTreeMap<String, Responses>>,
    /// What the window leaves out, by outcome: slices alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    left_out: BTreeMap<String, String>,
}

with_reasons!(Traffic { requests, outcomes, percentiles, responses });

fn are_absent(percentiles: &Known<Option<Percentiles>>) -> bool {
    !matches!(percentiles, Ok(Some(_)))
}

/// The responses of one outcome.
#[derive(Serialize, Deserialize)]
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
#[derive(Serialize, Deserialize)]
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
    /// The buckets that the values were counted in: where in them they lie is not known. Absent where values are known one
    /// by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bounds: Option<Bounds>,
}

impl Histogram {
    /// Encodes a distribution; absent where nothing was recorded.
    pub(super) fn of(distribution: &Distribution) -> Result<Option<Self>, HistogramError> {
        let Some((min, max)) = distribution.extremes() else { return Ok(None) };
        let sum = distribution.sum().to_string();
        let bounds = distribution.bounds().map(|bounds| (**bounds).clone());
        Ok(Some(Self { histogram: histogram::encode(distribution)?, min, max, sum, bounds }))
    }

    pub(super) fn decode(self, room: &Room) -> Result<Distribution, HistogramError> {
        let sum = self.sum.parse().map_err(|_| HistogramError::Decode("the sum is no number".to_owned()))?;
        let distribution = histogram::decode(&self.histogram, (self.min, self.max), sum, room)?;
        Ok(match self.bounds {
            None => distribution,
            Some(bounds) if bounds.is_plausible() => distribution.known_to(bounds.into()),
            Some(_) => return Err(HistogramError::Contradicts("bounds")),
        })
    }
}

impl Traffic {
    pub(super) fn new(traffic: &endpoint::Traffic) -> Result<Self, HistogramError> {
        let percentiles = match &traffic.latency {
            Ok(Latency::Percentiles(percentiles)) => Ok(Some(percentiles.clone())),
            Ok(Latency::Distribution(_)) => Ok(None),
            Err(missing) => Err(missing.clone()),
        };
        let responses = match &traffic.responses {
            Ok(responses) => Ok(encode(responses)?),
            Err(missing) => Err(missing.clone()),
        };
        Ok(Self {
            requests: traffic.requests.clone(),
            outcomes: traffic.outcomes.clone(),
            error_codes: traffic.error_codes.clone(),
            span: traffic.span,
            percentiles,
            responses,
            left_out: traffic
                .left_out
                .iter()
                .map(|(outcome, slices)| Ok((outcome.key().to_owned(), histogram::encode_slices(slices)?)))
                .collect::<Result<_, HistogramError>>()?,
        })
    }

    pub(super) fn into_model(self, room: &Room) -> Result<endpoint::Traffic, HistogramError> {
        let responses: Known<ByOutcome> = match self.responses {
            Ok(responses) => Ok(decode(responses, room)?),
            Err(missing) => Err(missing),
        };
        let latency = match (&responses, self.percentiles) {
            (Ok(responses), _) => Ok(Latency::Distribution(responses::latencies(responses))),
            (Err(_), Ok(Some(percentiles))) => Ok(Latency::Percentiles(percentiles)),
            (Err(missing), Ok(None)) => Err(missing.clone()),
            (Err(_), Err(missing)) => Err(missing),
        };
        let mut left_out = BTreeMap::new();
        for (key, text) in &self.left_out {
            left_out.insert(outcome_of(key)?, histogram::decode_slices(text, None, room)?);
        }
        Ok(endpoint::Traffic {
            requests: self.requests,
            outcomes: self.outcomes,
            latency,
            responses,
            left_out,
            error_codes: self.error_codes,
            span: self.span,
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

fn decode(encoded: BTreeMap<String, Responses>, room: &Room) -> Result<ByOutcome, HistogramError> {
    let mut responses = ByOutcome::new();
    for (key, Responses { histogram, slices, fine }) in encoded {
        let slices = histogram::decode_slices(&slices, fine.as_deref(), room)?;
        let distribution = histogram.decode(room)?;
        responses.insert(outcome_of(&key)?, responses::Responses { distribution, slices });
    }
    Ok(responses)
}

fn outcome_of(key: &str) -> Result<Outcome, HistogramError> {
    Outcome::ALL
        .into_iter()
        .find(|outcome| outcome.key() == key)
        .ok_or_else(|| HistogramError::Decode(format!("`{key}` is no outcome")))
}
