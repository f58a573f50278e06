//! What the statistics found when two sides were compared. Nothing here is a verdict.

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::bounds::CellBuckets;
pub use super::change::{Change, Interval};
pub use super::evidence::Counts;
use super::evidence::{ShiftNoise, TailCounts, Trimmed};
use super::indicator::Indicator;
use super::judged::{Judged, by_family, untested};
pub use super::measure::Measure;
use super::metric_cell::MetricCell;
use super::missing::Known;
use super::note::Note;
use super::subject::Subject;
pub use super::validity::{LoadPair, ValidityCheck, ValidityEffect, ValidityFinding, ValidityKind};
use crate::words::Text;

/// From what kind of data latency was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Percentiles that summaries state: weaker.
    Percentiles,
    /// Every request, from raw points.
    Distributions,
}

/// The q below which one endpoint's change fails a run.
pub const LATENCY_FAIL_LEVEL: f64 = 0.03;

/// The q below which it warns, and of which "could have seen" speaks.
pub const LATENCY_WARN_LEVEL: f64 = 0.06;

/// The p below which the shared shift fails a run. Stricter than one endpoint's: a busy host moves everything.
pub const SHARED_FAIL_LEVEL: f64 = 0.002;

/// The p below which it warns, and of which "could have seen" speaks.
pub const SHARED_WARN_LEVEL: f64 = 0.015;

/// The same with one run a side, where it never says more than "run the base again", which costs little.
pub const SHARED_ASK_LEVEL: f64 = 0.045;

/// The q below which errors, undeclared 4xx, checks and very slow requests fail a run.
pub const ERROR_FAIL_LEVEL: f64 = 0.01;

/// The q below which they warn.
pub const ERROR_WARN_LEVEL: f64 = 0.03;

/// Latency of one endpoint at one quantile: candidate against base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LatencyCell {
    /// The endpoint, as shown; `all requests` for the run as a whole.
    #[serde(rename = "endpoint")]
    pub subject: Subject,
    /// The quantile.
    pub measure: Measure,
    /// Base latency in milliseconds.
    pub base: f64,
    /// Candidate latency in milliseconds.
    pub run: f64,
    /// d: log of candidate over base.
    pub log_change: f64,
    /// Where a rerun would land, in log units around `log_change`: lower end, upper end.
    pub interval: Interval,
    /// g₋e: the weighted median log change of the other endpoints.
    pub others: f64,
    /// r: what is left of `log_change` after the part that others share, at least 0, is taken off.
    pub excess: f64,
    /// Standard deviation of `excess` where nothing changed: noise and counting error together.
    pub sd: f64,
    /// The slow requests that were counted, where there are full distributions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<TailCounts>,
    /// One-sided probability of an `excess`, or of a count, as large.
    pub p: f64,
    /// `p` after Benjamini–Hochberg over all tested cells.
    pub q: f64,
    /// The mirrored test, for improvements, after Benjamini–Hochberg.
    pub q_faster: f64,
    /// The relative change that would be found (FAIL or WARN) with 80 % power.
    pub detectable: f64,
    /// Whether the host could not be told from the code: no other endpoint, and one run a side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// What latencies are rounded to in milliseconds, where it is more than some microseconds: no smaller change is a
    /// finding. Within it, requests are taken to lie evenly.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub resolution: f64,
    /// The buckets that latencies are known to, where those are wide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buckets: Option<CellBuckets>,
    /// What the cell says.
    #[serde(rename = "direction")]
    pub change: Change,
}

fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

impl LatencyCell {
    /// The log change of what latencies are rounded to.
    pub fn least_seen(&self) -> f64 {
        if self.base > 0.0 { (self.resolution / self.base).ln_1p() } else { 0.0 }
    }

    /// The log change as far as it may be for the worse, for the order in which endpoints are shown.
    pub fn for_the_worse(&self) -> f64 {
        match self.change {
            Change::Improvement => f64::NEG_INFINITY,
            Change::Regression | Change::Unchanged => self.log_change,
        }
    }
}

/// The shift that all endpoints share, at one quantile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SharedShift {
    /// The quantile: p50 or p95.
    pub measure: Measure,
    /// Endpoints behind it.
    pub endpoints: usize,
    /// G: weighted median of the endpoints' log changes.
    pub log_change: f64,
    /// 95 % interval of `log_change`: lower end, upper end.
    pub interval: Interval,
    /// Upper end of the one-sided 95 % interval.
    pub upper: f64,
    /// Standard deviation of `log_change` where nothing changed.
    pub sd: f64,
    /// One-sided probability of a rise as large.
    pub p: f64,
    /// One-sided probability of a fall as large.
    pub p_faster: f64,
    /// The relative change that would be found (FAIL or WARN) with 80 % power.
    pub detectable: f64,
    /// What would bring `detectable` down to what a PASS asks for; absent where it is there, or nothing would.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
    /// What `sd` was made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<ShiftNoise>,
    /// Whether it is more than noise if requests lie evenly in their buckets, and may be noise if they do not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
    /// What the shift says.
    #[serde(rename = "direction")]
    pub change: Change,
}

impl SharedShift {
    /// Tells whether a latency moved the way the shift did, and by at least the relative change `least`.
    pub fn carries(&self, cell: &LatencyCell, least: f64) -> bool {
        let along = if self.change == Change::Improvement { -cell.log_change } else { cell.log_change };
        self.measure == cell.measure && along >= least.ln_1p()
    }
}

/// Any one of these would let a comparison see what it could not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Remedy {
    /// So many base runs instead, with as many requests as now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_runs: Option<usize>,
    /// So many candidate runs instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate_runs: Option<usize>,
    /// So many base runs and so many candidate runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs_of_each: Option<usize>,
    /// So many times the requests, in every run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<u32>,
}

/// Bad requests (or checks) of one endpoint, of the whole run, or of one check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorCell {
    /// Which errors, and whose.
    #[serde(flatten, with = "by_family")]
    #[cfg_attr(test, schemars(with = "by_family::Written"))]
    pub judged: Judged,
    /// All base runs together.
    pub base: Counts,
    /// The candidate.
    pub run: Counts,
    /// What was tested in their place: the same without the worst slices of each run. Absent where there
    /// are no slices, or too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trimmed: Option<Trimmed>,
    /// μ: bad ones expected in the candidate.
    pub expected: f64,
    /// Standard deviation of that count.
    pub sd: f64,
    /// φ: overdispersion.
    pub phi: f64,
    /// τ: run-to-run noise of the share, a standard deviation of its log odds.
    #[serde(default)]
    pub noise: f64,
    /// From how many milliseconds on a request is bad, where that is what is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// 95 % interval of the difference of shares: lower end, upper end.
    pub interval: Interval,
    /// One-sided probability of a count as large.
    pub p: f64,
    /// `p` after Benjamini–Hochberg over the family.
    pub q: f64,
    /// The mirrored test, for improvements, after Benjamini–Hochberg.
    pub q_better: f64,
    /// The smallest share of bad ones that would be found (FAIL or WARN) with 80 % power.
    #[serde(default)]
    pub detectable: f64,
    /// What the cell says.
    #[serde(rename = "direction")]
    pub change: Change,
}

impl ErrorCell {
    /// Tells whether it counts unintended errors, of the whole run or of an endpoint.
    pub fn is_of_errors(&self, whole: bool) -> bool {
        self.judged.indicator == Indicator::ErrorShare && self.judged.subject.is_whole() == whole
    }

    /// Difference of the shares, candidate less base.
    pub fn difference(&self) -> f64 {
        self.run.share() - self.base.share()
    }

    /// The counts that were tested: base and candidate.
    pub fn tested(&self) -> (Counts, Counts) {
        self.trimmed.map_or((self.base, self.run), |trimmed| (trimmed.base, trimmed.run))
    }

    /// Difference of the shares that were tested, candidate less base: what a rule asks about.
    pub fn tested_difference(&self) -> f64 {
        let (base, run) = self.tested();
        run.share() - base.share()
    }

    /// How many more bad ones there were than the base's own share makes, among those that were tested.
    pub fn excess(&self) -> f64 {
        let (base, run) = self.tested();
        run.bad as f64 - base.share() * run.total as f64
    }
}

/// Completed requests per second, closed model on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Throughput")]
pub struct ThroughputCell {
    /// Mean of the base runs, per second.
    pub base: f64,
    /// Candidate, per second.
    pub run: f64,
    /// Log of candidate over base.
    pub log_change: f64,
    /// 95 % interval of `log_change`: lower end, upper end.
    pub interval: Interval,
    /// One-sided probability of a drop as large.
    pub p: f64,
    /// What the cell says.
    #[serde(rename = "direction")]
    pub change: Change,
}

/// Something that was not tested, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NotTested {
    /// What would have been tested.
    #[serde(flatten, with = "untested")]
    #[cfg_attr(test, schemars(with = "Judged"))]
    pub judged: Judged,
    /// Why it was not: a fragment.
    pub reason: Text,
}

impl NotTested {
    /// Says that something was not tested.
    pub fn new(judged: impl Into<Judged>, reason: impl Into<Text>) -> Self {
        Self { judged: judged.into(), reason: reason.into() }
    }

    /// Sorts them as files hold them: by endpoint, then measure.
    pub fn sort(entries: &mut [Self]) {
        entries.sort_by_cached_key(|entry| (untested::written(&entry.judged), entry.reason.english()));
    }
}

/// Everything that was computed from a pair of sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct Comparison {
    /// k: how many base runs there are.
    pub base_runs: usize,
    /// How many candidate runs are judged together; absent where there is one.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub candidate_runs: usize,
    /// Whether each base run and the candidate run in its place were made one after the other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paired: bool,
    /// From what kind of data latency was compared.
    pub evidence: Evidence,
    /// Latency by endpoint and quantile, tested cells only, in the endpoints' order.
    pub latency: Vec<LatencyCell>,
    /// The shift that all endpoints share, by quantile; empty where there was no cell.
    #[serde(rename = "shared_shift")]
    pub shared: Vec<SharedShift>,
    /// Error cells, by family, then subject.
    pub errors: Vec<ErrorCell>,
    /// Completed requests per second.
    #[serde(with = "Absent::<ThroughputCell>", skip_serializing_if = "Result::is_err")]
    pub throughput: Known<ThroughputCell>,
    /// The script's own metrics, and k6's that measure no HTTP request, in the order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<MetricCell>,
    /// What was not tested.
    pub not_tested: Vec<NotTested>,
    /// In which ways the pair does not fit.
    pub validity: Vec<ValidityFinding>,
    /// Which checks of that were possible, and which were not.
    pub validity_checks: Vec<ValidityCheck>,
    /// Load models of both sides.
    pub load: LoadPair,
    /// Endpoints that only one side has, and other remarks.
    pub notes: Vec<Note>,
}

with_reasons!(Comparison { throughput });

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_one(runs: &usize) -> bool {
    *runs == 1
}

impl Comparison {
    /// The measures that reports show: p50, p95 and p99, and others that were tested and say something.
    pub fn shown_measures(&self) -> Vec<Measure> {
        let said =
            self.latency.iter().filter(|cell| cell.change != Change::Unchanged).map(|cell| cell.measure);
        let mut shown: Vec<Measure> = Measure::ALL.into_iter().chain(said).collect();
        shown.sort();
        shown.dedup();
        shown
    }
}
