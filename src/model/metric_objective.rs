//! Objectives on what servers measure: a bound on a figure of a metric over the judged window.

use std::collections::BTreeMap;
use std::fmt;

use regex_lite::Regex;
use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::indicator::{Indicator, objective};
use super::judged::Judged;
use super::latency::percent_of;
use super::missing::Known;
use super::pattern::matches;
use super::quantity::{NBSP, StatedLatency};
use super::series::Signal;
use super::series::figure::SeriesFigure;
use super::series::unit::SeriesUnit;
use super::slo::SloStatus;
use crate::words::Text;

/// Which series an objective is about: `hikaricp_connections_pending{pool="main"}`.
#[derive(Debug, Clone)]
pub struct MetricSelector {
    /// As it is written.
    pub text: String,
    /// The metric, or what the signal is called; `*` stands for any text.
    pub name: String,
    /// What their labels have to be.
    pub matchers: Vec<LabelMatcher>,
}

impl PartialEq for MetricSelector {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// What a label has to be. A label that is not there is empty, as in Prometheus.
#[derive(Debug, Clone)]
pub struct LabelMatcher {
    /// The label.
    pub label: String,
    /// The value, or what it is like.
    pub wanted: Wanted,
    /// Whether it must be something else.
    pub negated: bool,
}

/// A value of a label.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// This one.
    Value(String),
    /// One that matches as a whole.
    Like(Regex),
}

impl MetricSelector {
    /// Tells whether it names a signal.
    pub fn names(&self, signal: &Signal) -> bool {
        signal.metric.as_deref().is_some_and(|metric| matches(&self.name, metric))
            || matches(&self.name, &signal.name)
    }

    /// Tells whether labels are what they have to be.
    pub fn takes(&self, labels: &BTreeMap<String, String>) -> bool {
        self.matchers.iter().all(|matcher| {
            let value = labels.get(&matcher.label).map_or("", String::as_str);
            let is_wanted = match &matcher.wanted {
                Wanted::Value(wanted) => wanted == value,
                Wanted::Like(pattern) => pattern.is_match(value),
            };
            is_wanted != matcher.negated
        })
    }
}

/// The figure of a series' samples that is held against the bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    /// The highest: `max_over_time`.
    Max,
    /// The lowest: `min_over_time`.
    Min,
    /// The mean: `avg_over_time`.
    Mean,
    /// A quantile (0..1): `quantile_over_time`.
    Quantile(f64),
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Max => f.write_str("max"),
            Self::Min => f.write_str("min"),
            Self::Mean => f.write_str("mean"),
            Self::Quantile(q) => write!(f, "p{}", percent_of(*q)),
        }
    }
}

/// What the figure may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MetricBound {
    /// Whether it may not be higher; else it may not be lower.
    pub is_most: bool,
    /// The figure.
    pub limit: MetricLimit,
}

/// A figure of a bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MetricLimit {
    /// In the unit of the metric; of a counter per second.
    Own(f64),
    /// A share (0..1): of what there can be, where the metric is no share itself.
    Share(f64),
    /// Milliseconds.
    Time(f64),
}

impl fmt::Display for MetricLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(number) => write!(f, "{number}"),
            Self::Share(share) => write!(f, "{}{NBSP}%", percent_of(*share)),
            Self::Time(milliseconds) => StatedLatency(*milliseconds).fmt(f),
        }
    }
}

/// An objective on a metric of the servers.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricObjective {
    /// Which series: each is held against the bound by itself.
    pub selector: MetricSelector,
    /// Which figure of their samples in the judged window.
    pub statistic: Statistic,
    /// What it may be.
    pub bound: MetricBound,
}

impl MetricObjective {
    /// The objective in words, as files hold it: `p95 of hikaricp_connections_pending at most 2`.
    pub fn text(&self) -> String {
        let Self { selector, statistic, bound } = self;
        let word = if bound.is_most { "at most" } else { "at least" };
        format!("{statistic} of {} {word} {}", selector.text, bound.limit)
    }
}

/// An objective on a metric against a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct MetricObjectiveResult {
    /// The objective in words: "p95 of hikaricp_connections_pending at most 2".
    pub text: String,
    /// What was measured of the series that is furthest on the wrong side, or why nothing was.
    #[serde(with = "Absent::<MetricMeasurement>", skip_serializing_if = "Result::is_err")]
    pub measured: Known<MetricMeasurement>,
}

with_reasons!(MetricObjectiveResult { measured });

impl MetricObjectiveResult {
    /// What it judges.
    pub fn judged(&self) -> Judged {
        Judged::from(Indicator::Objective(self.text.as_str().into()))
    }

    /// The objective in words.
    pub fn title(&self) -> Text {
        objective(&self.text)
    }

    /// Tells whether it came out so.
    pub fn is(&self, status: SloStatus) -> bool {
        self.measured.as_ref().is_ok_and(|measured| measured.status == status)
    }
}

/// What was measured for an objective on a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MetricMeasurement {
    /// The figure of the series that is furthest on the wrong side.
    pub value: f64,
    /// The bound, in the same unit.
    pub limit: f64,
    /// The unit of both, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<SeriesUnit>,
    /// Whether both are per second.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub per_second: bool,
    /// The labels of that series: `instance="10.0.0.1:8080",pool="main"`.
    pub series: String,
    /// How many series were held against the bound.
    pub series_count: usize,
    /// How many of them are on the wrong side.
    pub series_missed: usize,
    /// For how long the samples of that series were on the wrong side, in seconds of the judged window.
    pub seconds_missed: f64,
    /// How much of the judged window its samples speak for, in seconds.
    pub seconds_measured: f64,
    /// How long the judged window is, in seconds.
    pub window_seconds: f64,
    /// Met or missed.
    pub status: SloStatus,
    /// The same figure of the base's series that is furthest on the wrong side, where the newest base run has some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<f64>,
}

impl MetricMeasurement {
    /// A figure in its unit.
    pub fn figure(&self, value: f64) -> SeriesFigure {
        SeriesFigure { value, unit: self.unit, per_second: self.per_second }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_objective_is_written_as_it_is_asked() {
        let text = |statistic, is_most, limit| {
            let selector =
                MetricSelector { text: "m".to_owned(), name: "m".to_owned(), matchers: Vec::new() };
            MetricObjective { selector, statistic, bound: MetricBound { is_most, limit } }.text()
        };
        assert_eq!(text(Statistic::Max, true, MetricLimit::Own(0.0)), "max of m at most 0");
        assert_eq!(text(Statistic::Quantile(0.999), true, MetricLimit::Own(2.5)), "p99.9 of m at most 2.5");
        assert_eq!(text(Statistic::Min, false, MetricLimit::Share(0.07)), "min of m at least 7\u{a0}%");
        assert_eq!(text(Statistic::Mean, true, MetricLimit::Time(200.0)), "mean of m at most 200\u{a0}ms");
    }

    #[test]
    fn labels_are_matched_as_prometheus_does() {
        let matcher = |wanted, negated| LabelMatcher { label: "pool".to_owned(), wanted, negated };
        let takes = |matcher: LabelMatcher, pool: Option<&str>| {
            let selector =
                MetricSelector { text: String::new(), name: String::new(), matchers: vec![matcher] };
            let labels = pool.map(|pool| ("pool".to_owned(), pool.to_owned()));
            selector.takes(&labels.into_iter().collect())
        };
        let value = |text: &str| Wanted::Value(text.to_owned());
        assert!(takes(matcher(value("a"), false), Some("a")) && !takes(matcher(value("a"), false), None));
        assert!(takes(matcher(value("a"), true), None) && takes(matcher(value(""), false), None));
        let like = || Wanted::Like(Regex::new("^(?:a|b.*)$").unwrap());
        assert!(takes(matcher(like(), false), Some("bc")) && !takes(matcher(like(), false), Some("ab")));
    }
}
