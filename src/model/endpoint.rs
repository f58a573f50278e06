//! RED by endpoint: who was asked, how often, with what outcome, how fast.

use std::collections::BTreeMap;
use std::fmt;

use super::distribution::Distribution;
use super::latency::Latency;
use super::missing::Known;
use super::outcome::{Outcome, Outcomes};
use super::responses::{ByOutcome, population};
use super::slices::{Absorb, Slices};

/// Identity of an endpoint: method and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndpointId {
    /// The HTTP method; a summary does not know it.
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
    /// Writes the name, with the method in front where the name does not begin with it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.method {
            Some(method) if self.name.split_whitespace().next().is_none_or(|word| word != method) => {
                write!(f, "{method} {}", self.name)
            }
            _ => f.write_str(&self.name),
        }
    }
}

/// What part of the test a figure speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// The judged window.
    Window,
    /// The whole test, warm-up, `setup()` and `teardown()` included: the file holds nothing narrower.
    WholeTest,
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
        let mut whole = Self::none();
        for part in parts {
            whole.absorb(part);
        }
        if let Ok(responses) = &whole.responses {
            whole.latency = Ok(Latency::Distribution(population(responses).distribution));
        }
        whole
    }

    /// Adds everything but the latency population, which [`Self::sum`] draws from the responses in the end.
    fn absorb(&mut self, other: &Self) {
        if let (Ok(outcomes), Ok(its)) = (&mut self.outcomes, &other.outcomes) {
            outcomes.bad += its.bad;
            outcomes.good += its.good;
            its.classes
                .iter()
                .for_each(|(class, count)| *outcomes.classes.entry(*class).or_default() += count);
            its.statuses
                .iter()
                .for_each(|(status, count)| *outcomes.statuses.entry(*status).or_default() += count);
            self.requests = Ok(outcomes.total());
        }
        if let (Ok(responses), Ok(its)) = (&mut self.responses, &other.responses) {
            for (outcome, its) in its {
                responses.entry(*outcome).or_default().absorb(its);
            }
        }
        for (outcome, slices) in &other.left_out {
            self.left_out.entry(*outcome).or_default().merge(slices);
        }
        for (code, count) in &other.error_codes {
            *self.error_codes.entry(*code).or_default() += count;
        }
    }
}

/// One endpoint of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Who was asked.
    pub id: EndpointId,
    /// What happened.
    pub traffic: Traffic,
}
