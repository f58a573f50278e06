//! RED by endpoint: who was asked, how often, with what outcome, how fast.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::distribution::Distribution;
use super::latency::Latency;
use super::missing::Known;
use super::outcome::{Outcome, Outcomes};
use super::responses::{ByOutcome, Responses, latencies};
use super::slices::{self, Absorb, Slices};

pub use super::span::Span;

/// How the requests of all endpoints together are called.
pub(super) const ALL_REQUESTS: &str = "all requests";
/// How the endpoints are called that are too small to be tested each by itself.
pub(super) const OTHER_ENDPOINTS: &str = "the other endpoints";
/// How all of them are called.
pub(super) const ALL_ENDPOINTS: &str = "all endpoints";

/// Names that stand for something other than one endpoint.
const RESERVED: [&str; 3] = [ALL_REQUESTS, OTHER_ENDPOINTS, ALL_ENDPOINTS];

/// Identity of an endpoint: method and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EndpointId {
    /// The HTTP method; a summary does not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The `name` tag, or the route a URL was grouped to.
    pub name: String,
}

impl EndpointId {
    /// Makes an identity from a name alone, as a summary has it.
    pub fn named(name: impl Into<String>) -> Self {
        Self { method: None, name: name.into() }
    }
}

impl fmt::Display for EndpointId {
    /// Writes the name, with the method in front where the name does not begin with it. A name that stands for something else
    /// is quoted.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.method {
            Some(method) if self.name.split_whitespace().next().is_none_or(|word| word != method) => {
                write!(f, "{method} {}", self.name)
            }
            _ if RESERVED.contains(&self.name.as_str()) => write!(f, "\"{}\"", self.name),
            _ => f.write_str(&self.name),
        }
    }
}

/// Requests, outcomes and latency of one endpoint, or of the whole run.
#[derive(Debug, Clone, PartialEq)]
pub struct Traffic {
    /// Requests that ended.
    pub requests: Known<u64>,
    /// How they ended.
    pub outcomes: Known<Outcomes>,
    /// How long they took.
    pub latency: Known<Latency>,
    /// The responses one by one; a summary does not hold them.
    pub responses: Known<ByOutcome>,
    /// What the window leaves out, by outcome over time: for charts. Empty for a summary.
    pub left_out: BTreeMap<Outcome, Slices>,
    /// Requests by k6's error code, where the source tells.
    pub error_codes: BTreeMap<u32, u64>,
    /// What part of the test `requests` and `outcomes` speak of.
    pub span: Span,
}

impl Traffic {
    /// Makes the traffic of no request, from raw points.
    pub fn none() -> Self {
        let classes = Outcome::ALL.into_iter().map(|class| (class, 0)).collect();
        Self {
            requests: Ok(0),
            outcomes: Ok(Outcomes { classes, ..Outcomes::default() }),
            latency: Ok(Latency::Distribution(Distribution::default())),
            responses: Ok(ByOutcome::new()),
            left_out: BTreeMap::new(),
            error_codes: BTreeMap::new(),
            span: Span::Window,
        }
    }

    /// Adds endpoints up, all of them from raw points: histograms and counts add up exactly.
    pub fn sum<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let parts: Vec<&Self> = parts.collect();
        let mut whole = Self::none();
        parts.iter().for_each(|part| whole.count(part));
        let responses: Vec<&ByOutcome> =
            parts.iter().filter_map(|part| part.responses.as_ref().ok()).collect();
        let responses = sum_of_responses(&responses);
        whole.latency = Ok(Latency::Distribution(latencies(&responses)));
        whole.responses = Ok(responses);
        for outcome in Outcome::ALL {
            let slices = slices::sum(parts.iter().filter_map(|part| part.left_out.get(&outcome)));
            if !slices.is_empty() {
                whole.left_out.insert(outcome, slices);
            }
        }
        whole
    }

    /// Adds another part, both of them from raw points. The latencies of all outcomes together are for [`Self::settle`].
    pub fn absorb(&mut self, other: &Self) {
        self.count(other);
        if let (Ok(mine), Ok(its)) = (&mut self.responses, &other.responses) {
            mine.absorb(its);
        }
        self.left_out.absorb(&other.left_out);
    }

    /// Brings the latencies of all outcomes together up to date, where the requests are known one by one.
    pub fn settle(&mut self) {
        if let Ok(responses) = &self.responses {
            self.latency = Ok(Latency::Distribution(latencies(responses)));
        }
    }

    /// Adds the counts of another part.
    fn count(&mut self, other: &Self) {
        match (&mut self.outcomes, &other.outcomes) {
            (Ok(outcomes), Ok(its)) => {
                outcomes.bad = outcomes.bad.saturating_add(its.bad);
                outcomes.good = outcomes.good.saturating_add(its.good);
                // A class that one part cannot tell is not known for the sum.
                outcomes.classes.retain(|class, _| its.classes.contains_key(class));
                for (class, count) in &mut outcomes.classes {
                    *count = count.saturating_add(its.classes[class]);
                }
                add(&mut outcomes.statuses, &its.statuses);
                self.requests = Ok(outcomes.total());
            }
            (outcomes, its) => {
                self.requests = match (&self.requests, &other.requests) {
                    (Ok(own), Ok(its)) => Ok(own.saturating_add(*its)),
                    (Err(missing), _) | (_, Err(missing)) => Err(missing.clone()),
                };
                if let Err(missing) = its {
                    *outcomes = Err(missing.clone());
                }
            }
        }
        add(&mut self.error_codes, &other.error_codes);
    }
}

fn add<K: Ord + Copy>(to: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
    for (key, count) in from {
        let sum = to.entry(*key).or_default();
        *sum = sum.saturating_add(*count);
    }
}

/// Adds up responses by outcome; slices of all parts at once, which is faster than one after the other.
fn sum_of_responses(parts: &[&ByOutcome]) -> ByOutcome {
    let of = |outcome: &Outcome| {
        let parts = parts.iter().filter_map(|part| part.get(outcome));
        let distribution = Distribution::sum_of(parts.clone().map(|part| &part.distribution));
        let slices = slices::sum(parts.map(|part| &part.slices));
        (!distribution.is_empty()).then_some((*outcome, Responses { distribution, slices }))
    };
    Outcome::ALL.iter().filter_map(of).collect()
}

/// One endpoint of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Who was asked.
    pub id: EndpointId,
    /// The host, where the name came from a URL: what keeps shards apart that asked different ones.
    pub host: Option<String>,
    /// What happened.
    pub traffic: Traffic,
}

impl Endpoint {
    /// Whether any request of it was judged, as far as the source tells.
    pub fn is_judged(&self) -> bool {
        self.traffic.responses.is_err() || self.traffic.requests != Ok(0)
    }
}
