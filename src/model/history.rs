//! What is remembered of every run: its verdict, and a few figures by endpoint.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::judgement::Verdict;
use super::note::Note;
use super::outcome::Outcome;
use super::quantity::{Count, Milliseconds, PerSecond, PercentagePoints, RelativeChange, Share};
use super::subject::Subject;

/// A figure that is remembered of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HistoryMeasure {
    /// Requests that ended.
    Requests,
    /// Completed requests per second of the judged window.
    Rate,
    /// Unintended errors among the requests (0..1).
    ErrorShare,
    /// 4xx that nobody declared among the requests (0..1).
    Undeclared4xxShare,
    /// The median latency in milliseconds.
    P50,
    /// The 90th percentile in milliseconds.
    P90,
    /// The 95th percentile in milliseconds.
    P95,
    /// The 99th percentile in milliseconds.
    P99,
    /// The longest latency in milliseconds.
    Max,
}

impl HistoryMeasure {
    /// Every measure, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Requests,
        Self::Rate,
        Self::ErrorShare,
        Self::Undeclared4xxShare,
        Self::P50,
        Self::P90,
        Self::P95,
        Self::P99,
        Self::Max,
    ];

    /// The word that is stored and typed.
    pub fn key(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Rate => "rate",
            Self::ErrorShare => "error_share",
            Self::Undeclared4xxShare => "undeclared_4xx_share",
            Self::P50 => "p50",
            Self::P90 => "p90",
            Self::P95 => "p95",
            Self::P99 => "p99",
            Self::Max => "max",
        }
    }

    /// Finds the measure behind a word.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.key() == key)
    }

    /// The quantile (0..1), where it is one.
    pub fn quantile(self) -> Option<f64> {
        match self {
            Self::P50 => Some(0.5),
            Self::P90 => Some(0.9),
            Self::P95 => Some(0.95),
            Self::P99 => Some(0.99),
            Self::Requests | Self::Rate | Self::ErrorShare | Self::Undeclared4xxShare | Self::Max => None,
        }
    }

    /// The unit of its figures.
    pub fn unit(self) -> HistoryUnit {
        match self {
            Self::Requests => HistoryUnit::Count,
            Self::Rate => HistoryUnit::PerSecond,
            Self::ErrorShare | Self::Undeclared4xxShare => HistoryUnit::Share,
            Self::P50 | Self::P90 | Self::P95 | Self::P99 | Self::Max => HistoryUnit::Milliseconds,
        }
    }
}

impl fmt::Display for HistoryMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

/// The unit of a remembered figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryUnit {
    /// How many.
    Count,
    /// Per second.
    PerSecond,
    /// A share, 0..1.
    Share,
    /// Milliseconds.
    Milliseconds,
}

impl HistoryUnit {
    /// Writes a figure with its unit.
    pub fn figure(self, value: f64) -> String {
        match self {
            Self::Count => Count(value.max(0.0).round() as u64).to_string(),
            Self::PerSecond => PerSecond(value).to_string(),
            Self::Share => Share(value).to_string(),
            Self::Milliseconds => Milliseconds(value).to_string(),
        }
    }

    /// Writes how much a figure changed, with its sign: relative, or a difference of shares.
    pub fn change(self, change: f64) -> String {
        match self {
            Self::Share => PercentagePoints(change).to_string(),
            Self::Count | Self::PerSecond | Self::Milliseconds => RelativeChange(change).to_string(),
        }
    }

    /// The word that is stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::PerSecond => "per_second",
            Self::Share => "share",
            Self::Milliseconds => "ms",
        }
    }
}

/// Stands between the parts of what was tested: service, scenarios, load model.
pub const TEST_SEPARATOR: &str = " · ";

/// Remembered runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// The runs by time, the oldest first, and by id where times are equal.
    pub runs: Vec<HistoryRun>,
    /// What the reader should know, such as files that could not be read.
    pub notes: Vec<Note>,
}

/// A run as it is remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRun {
    /// Its content id.
    pub id: String,
    /// How reports call it.
    pub name: String,
    /// When the test began, or, where the source does not tell, when it was saved; to the millisecond.
    pub at: DateTime<Utc>,
    /// Whether `at` is when the test began.
    pub dated: bool,
    /// What was tested, where the run says: its `service` tag, its judged scenarios, and whether it was an open model. Runs of
    /// different tests are not compared.
    pub test: String,
    /// What was decided when it was saved.
    pub verdict: Verdict,
    /// The worst finding in a sentence; absent where there was none.
    pub reason: Option<String>,
    /// What it was compared with: `@main`, a file's name; absent where it was only checked.
    pub base: Option<String>,
    /// `--tag key=value`.
    pub tags: BTreeMap<String, String>,
    /// Where its report can be read, where that was said.
    pub report: Option<String>,
    /// How long the judged window took, in seconds, where the source tells.
    pub duration: Option<f64>,
    /// All requests first, then the endpoints in the run's order.
    pub traffic: Vec<HistoryTraffic>,
}

impl HistoryRun {
    /// The `commit` tag.
    pub fn commit(&self) -> Option<&str> {
        self.tag("commit")
    }

    /// The `branch` tag.
    pub fn branch(&self) -> Option<&str> {
        self.tag("branch")
    }

    /// The `environment` tag, or the one called `env`.
    pub fn environment(&self) -> Option<&str> {
        self.tag("environment").or_else(|| self.tag("env"))
    }

    fn tag(&self, key: &str) -> Option<&str> {
        self.tags.get(key).map(String::as_str)
    }

    /// The figures of an endpoint, or of all requests.
    pub fn traffic_of(&self, subject: &Subject) -> Option<&HistoryTraffic> {
        self.traffic.iter().find(|traffic| traffic.subject == *subject)
    }
}

/// What is remembered of an endpoint, or of all requests.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HistoryTraffic {
    /// The endpoint as reports show it, or all requests.
    pub subject: Subject,
    /// Requests behind the figures, where the source counts them; known even where that measure was not asked for.
    pub requests: Option<u64>,
    /// Unintended errors among them, where the source counts them.
    pub errors: Option<u64>,
    /// How many ended how, as far as the source tells.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// What the source could tell.
    pub figures: BTreeMap<HistoryMeasure, HistoryFigure>,
    /// Its objectives, as they were then.
    pub slos: Vec<HistorySlo>,
}

impl HistoryTraffic {
    /// Its figures and its objectives, line by line.
    pub fn rows(&self) -> impl Iterator<Item = HistoryRow<'_>> {
        let endpoint = self.subject.key();
        let figures = self.figures.iter().map(move |(measure, figure)| HistoryRow {
            endpoint,
            measure: measure.key(),
            unit: measure.unit().key(),
            slo: None,
            value: figure.value,
            objective: figure.objective,
            requests: self.requests,
            base_value: figure.base,
            change: figure.change,
            errors: self.errors,
            outcomes: &self.outcomes,
        });
        let slos = self.slos.iter().map(move |slo| HistoryRow {
            endpoint,
            measure: HistoryRow::SLO,
            unit: HistoryUnit::Share.key(),
            slo: Some(&slo.text),
            value: slo.good_share,
            objective: Some(slo.objective),
            requests: Some(slo.requests),
            base_value: None,
            change: None,
            errors: self.errors,
            outcomes: &self.outcomes,
        });
        figures.chain(slos)
    }

    /// The value of a measure, where the source told it.
    pub fn value(&self, measure: HistoryMeasure) -> Option<f64> {
        self.figures.get(&measure).map(|figure| figure.value)
    }
}

/// One line of the history, in the words that are stored: a figure of an endpoint, or an objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HistoryRow<'a> {
    /// The endpoint; absent for all requests.
    pub endpoint: Option<&'a str>,
    /// The measure's word, or [`HistoryRow::SLO`].
    pub measure: &'a str,
    /// The unit's word.
    pub unit: &'static str,
    /// The objective in words, where the row speaks of one.
    pub slo: Option<&'a str>,
    /// The figure; of an objective the share that was good.
    pub value: f64,
    /// The most that an objective allowed; of an objective the share that had to be good.
    pub objective: Option<f64>,
    /// Requests behind it, where the source counts them.
    pub requests: Option<u64>,
    /// The figure of the base, where it was compared.
    pub base_value: Option<f64>,
    /// The change from it.
    pub change: Option<f64>,
    /// Unintended errors of the endpoint, where the source counts them.
    pub errors: Option<u64>,
    /// How its requests ended, as far as the source tells.
    pub outcomes: &'a BTreeMap<Outcome, u64>,
}

impl HistoryRow<'_> {
    /// What stands in `measure` where a row speaks of an objective.
    pub const SLO: &'static str = "slo";
}

/// A remembered figure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct HistoryFigure {
    /// In the measure's unit; always finite.
    pub value: f64,
    /// The largest value that an objective allowed, in the same unit: 500 at p99 for "99 % within 500 ms".
    pub objective: Option<f64>,
    /// The same figure of the base, where it was compared.
    pub base: Option<f64>,
    /// The change that the comparison found: relative, of shares the difference. Of several runs that were judged together it is
    /// that of all of them.
    pub change: Option<f64>,
}

/// An objective against a remembered run.
#[derive(Debug, Clone, PartialEq)]
pub struct HistorySlo {
    /// The objective in words: `99 % within 500 ms`.
    pub text: Arc<str>,
    /// The share of requests that had to be good (0..1).
    pub objective: f64,
    /// The share that was good (0..1).
    pub good_share: f64,
    /// All requests.
    pub requests: u64,
}
