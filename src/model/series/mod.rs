//! What the servers say about themselves: series of samples over time, as Prometheus keeps them.
//!
//! * here: signals and their series
//! * [`role`]: what a signal tells of a service; [`unit`](mod@unit): what its numbers count
//! * `rates`: what counters rise by; [`native`]: histograms as samples
//! * [`vocabulary`]: the metrics that are known; [`workload`]: whose series they are
//! * [`instrumentation`]: what those who measure requests call them; [`queries`] and [`queries_of_products`]: what is
//!   worth asking a Prometheus; [`queries_of_runs`]: what a run is made of
//!
//! A series has the name, the labels and the unit that it had where it came from. What is NaN or infinite there is not
//! a sample here: it is missing, and counted in [`Remarks`]. Times are microseconds since 1970.

pub mod figure;
pub mod instrumentation;
pub mod native;
pub mod queries;
pub mod queries_of_products;
pub mod queries_of_runs;
mod rates;
pub mod role;
pub mod unit;
pub mod vocabulary;
pub mod workload;

use std::collections::BTreeMap;

use native::NativeHistogram;
use role::{Role, Vantage, WorseWhen};
use unit::{SampleKind, SeriesUnit};

use super::missing::Known;
use super::note::Note;

/// What was measured on the servers while a load test ran.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServerMetrics {
    /// What was measured, in the order of the files; of one file, by metric.
    pub signals: Vec<Signal>,
    /// What a reader should know of them.
    pub notes: Vec<Note>,
}

impl ServerMetrics {
    /// The times of the first and the last sample of all signals.
    pub fn span(&self) -> Option<(i64, i64)> {
        let spans = self.signals.iter().filter_map(Signal::span);
        spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

/// One measured thing: the answer to one query, or one metric of it where it has several.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// What it is called: as its bundle says, else as its file.
    pub name: String,
    /// The metric, where the series still have their `__name__`; an aggregation drops it.
    pub metric: Option<String>,
    /// The PromQL, where a bundle says it: an answer does not.
    pub query: Option<String>,
    /// What it tells of a service.
    pub role: Role,
    /// Who measured.
    pub vantage: Vantage,
    /// Whether more or less of it is the worse.
    pub worse: WorseWhen,
    /// What its numbers count.
    pub unit: Known<SeriesUnit>,
    /// How its numbers follow each other.
    pub kind: SampleKind,
    /// Which quantile (0..1) its samples are, where they are one: `histogram_quantile(0.99, …)`.
    pub quantile: Option<f64>,
    /// One series for each set of labels, in the order of the answer, which Prometheus sorts.
    pub series: Vec<Series>,
    /// What was said of the answer, and what is missing in it.
    pub remarks: Remarks,
    /// The file it was read from.
    pub source: String,
}

impl Signal {
    /// How reports call it: its name, and the metric where the name does not say it.
    pub fn title(&self) -> String {
        match &self.metric {
            Some(metric) if *metric != self.name => format!("{} ({metric})", self.name),
            _ => self.name.clone(),
        }
    }

    /// Whether its series are the buckets of classic histograms.
    pub fn has_buckets(&self) -> bool {
        self.series.iter().any(|series| series.labels.contains_key(LE))
    }

    /// Whether its series have native histograms.
    pub fn has_native_histograms(&self) -> bool {
        self.series.iter().any(|series| !series.histograms.is_empty())
    }

    /// The times of its first and last sample.
    pub fn span(&self) -> Option<(i64, i64)> {
        let first = self.series.iter().filter_map(|series| Some(series.span()?.0)).min()?;
        let last = self.series.iter().filter_map(|series| Some(series.span()?.1)).max()?;
        Some((first, last))
    }
}

/// The label with the upper bound of a classic histogram's bucket.
pub const LE: &str = "le";

/// Samples with the same labels, in order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// The labels without `__name__`.
    pub labels: BTreeMap<String, String>,
    /// Numbers.
    pub samples: Vec<Sample>,
    /// Native histograms.
    pub histograms: Vec<HistogramSample>,
}

impl Series {
    /// The times of its first and last sample.
    pub fn span(&self) -> Option<(i64, i64)> {
        let times = |first: Option<i64>, last: Option<i64>| Some((first?, last?));
        let numbers = times(self.samples.first().map(|s| s.at), self.samples.last().map(|s| s.at));
        let histograms = times(self.histograms.first().map(|s| s.at), self.histograms.last().map(|s| s.at));
        match (numbers, histograms) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        }
    }
}

/// A number at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Microseconds since 1970.
    pub at: i64,
    /// Finite.
    pub value: f64,
}

/// A native histogram at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramSample {
    /// Microseconds since 1970.
    pub at: i64,
    /// What was counted.
    pub histogram: NativeHistogram,
}

/// What the server said of an answer, and what is missing in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// As the server worded them.
    pub warnings: Vec<String>,
    /// As the server worded them.
    pub infos: Vec<String>,
    /// Whether the server says that it could not ask everywhere.
    pub is_partial: bool,
    /// Samples that were NaN: a rate or a quantile of nothing, mostly.
    pub not_a_number: u64,
    /// Samples that were infinite: a quantile above all bounds, or a division by zero.
    pub infinite: u64,
    /// Samples that cannot be: below zero, or a number that stands for "no limit", such as 2^63.
    pub impossible: u64,
}

impl Remarks {
    /// Adds what was said of another part of the same answer.
    pub fn absorb(&mut self, other: Self) {
        self.warnings.extend(other.warnings);
        self.infos.extend(other.infos);
        self.is_partial |= other.is_partial;
        self.not_a_number += other.not_a_number;
        self.infinite += other.infinite;
        self.impossible += other.impossible;
    }
}
