//! The neutral summary: what the three shapes have in common, in our units and our polarity.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::selector::Selector;
use crate::model::check::{Check, Threshold};
use crate::model::metric::Metric;

/// A summary, whatever its shape. Texts are still as the script wrote them.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Summary {
    pub(super) metrics: Metrics,
    /// The script's own, and k6's that measure no HTTP request, by name with the tags of a submetric.
    pub(super) own: BTreeMap<String, Metric>,
    pub(super) checks: Vec<Check>,
    pub(super) thresholds: Vec<Threshold>,
    /// Length of the whole test in seconds, where the file states it.
    pub(super) duration: Option<f64>,
    pub(super) ended: Option<DateTime<Utc>>,
    pub(super) version: Option<String>,
    /// SHA-256 of the script, in hex.
    pub(super) script_hash: Option<String>,
    /// Whether what stands for HTTP requests are gRPC calls.
    pub(super) of_calls: bool,
    /// Whether the file lacks the tree of groups and checks that its shape has.
    pub(super) checks_left_out: bool,
}

/// The metrics that are used, by name and selector.
#[derive(Debug, Default)]
pub(super) struct Metrics(BTreeMap<(String, Selector), Values>);

/// The figures of one metric.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    Trend(Trend),
    Rate(Rate),
    Counter(Counter),
    Gauge(Gauge),
}

/// How long something took, in milliseconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Trend {
    pub(super) avg: Option<f64>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) count: Option<u64>,
    /// Quantile (between 0 and 1, ascending, none twice) and its latency.
    pub(super) points: Vec<(f64, f64)>,
}

/// How often something was so; of `http_req_failed`, how often it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) hits: u64,
    pub(super) total: u64,
}

/// How much there was of something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Counter {
    pub(super) count: u64,
    /// Per second of the whole test.
    pub(super) rate: Option<f64>,
}

/// The last, and where stated the largest, value of something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gauge {
    pub(super) value: Option<f64>,
    pub(super) max: Option<f64>,
}

impl Values {
    /// Tells whether anything was sampled, as far as the figures show it.
    pub(super) fn has_samples(&self) -> bool {
        match self {
            Self::Trend(trend) => trend.count.is_some_and(|count| count > 0) || !trend.is_all_zero(),
            Self::Rate(rate) => rate.total > 0,
            Self::Counter(counter) => counter.count > 0,
            Self::Gauge(_) => true,
        }
    }
}

impl Trend {
    /// Tells whether every figure is 0: what k6 writes of a trend without samples.
    pub(super) fn is_all_zero(&self) -> bool {
        self.points.iter().map(|&(_, latency)| latency).chain(self.figures()).all(|figure| figure == 0.0)
    }

    /// Tells whether no figure is stated at all.
    pub(super) fn is_silent(&self) -> bool {
        self.points.is_empty() && self.figures().next().is_none()
    }

    fn figures(&self) -> impl Iterator<Item = f64> {
        [self.avg, self.min, self.max].into_iter().flatten()
    }
}

impl Metrics {
    pub(super) fn insert(&mut self, name: &str, selector: Selector, values: Values) {
        self.0.insert((name.to_owned(), selector), values);
    }

    /// Keeps the metrics with some names.
    pub(super) fn retain(&mut self, keeps: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _), _| keeps(name));
    }

    /// Every metric with its figures, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = ((&str, &Selector), &Values)> {
        self.0.iter().map(|((name, selector), values)| ((name.as_str(), selector), values))
    }

    /// Names every metric with its selector, in order.
    pub(super) fn selectors<'a>(
        &'a self,
        names: &'a [&str],
    ) -> impl Iterator<Item = (&'a str, &'a Selector)> {
        self.0
            .keys()
            .map(|(name, selector)| (name.as_str(), selector))
            .filter(|(name, _)| names.contains(name))
    }

    pub(super) fn trend(&self, name: &str, selector: &Selector) -> Option<&Trend> {
        match self.get(name, selector) {
            Some(Values::Trend(trend)) => Some(trend),
            _ => None,
        }
    }

    pub(super) fn rate(&self, name: &str, selector: &Selector) -> Option<Rate> {
        match self.get(name, selector) {
            Some(Values::Rate(rate)) => Some(*rate),
            _ => None,
        }
    }

    pub(super) fn counter(&self, name: &str, selector: &Selector) -> Option<Counter> {
        match self.get(name, selector) {
            Some(Values::Counter(counter)) => Some(*counter),
            _ => None,
        }
    }

    pub(super) fn gauge(&self, name: &str) -> Option<Gauge> {
        match self.get(name, &Selector::default()) {
            Some(Values::Gauge(gauge)) => Some(*gauge),
            _ => None,
        }
    }

    pub(super) fn get(&self, name: &str, selector: &Selector) -> Option<&Values> {
        self.0.get(&(name.to_owned(), selector.clone()))
    }
}

/// Metrics that count requests; an endpoint or scenario that one of them names is known.
pub(super) const REQUEST_METRICS: [&str; 3] = [DURATION, FAILED, REQUESTS];
/// How long gRPC calls took.
pub(super) const CALLS: &str = "grpc_req_duration";
pub(super) const DURATION: &str = "http_req_duration";
pub(super) const FAILED: &str = "http_req_failed";
pub(super) const REQUESTS: &str = "http_reqs";

impl Summary {
    /// Tells whether there is anything to judge: HTTP requests, gRPC calls, or metrics of the script's own or of another protocol.
    pub(super) fn measured_anything(&self) -> bool {
        self.has_http_requests() || self.has_calls() || !self.own.is_empty()
    }

    /// Tells whether any HTTP request was sent, as far as the file says.
    pub(super) fn has_http_requests(&self) -> bool {
        let plain = Selector::default();
        match self.metrics.counter(REQUESTS, &plain) {
            Some(counter) => counter.count > 0,
            None => self.metrics.selectors(&REQUEST_METRICS).next().is_some(),
        }
    }
}
