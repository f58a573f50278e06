//! What the user asked for: the configuration after parsing, with its defaults.
//!
//! The constants of `docs/methodology.md` that a user may change live here, each with its reason.
//! Those that nobody should change are beside the code that uses them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::comparison::{Evidence, LatencyCell};
use super::endpoint_rule::EndpointRule;
use super::endpoint_tag::EndpointTag;
use super::link::LinkTemplate;
use super::load::Workload;
use super::measure::Measure;
use super::metric_objective::MetricObjective;
use super::metric_rule::MetricRule;
use super::outcome::Outcome;
use super::series::role::{Role, Vantage, WorseWhen};
use super::series::unit::{SampleKind, SeriesUnit};
use super::series::vocabulary::ShareOf;
use super::slo::Slo;
use super::subject::Subject;
use super::tag_filter::TagFilter;

/// Everything a stage may be told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// What part of a test is judged.
    pub window: WindowSettings,
    /// How requests are named.
    pub endpoints: EndpointSettings,
    /// Which statuses are intended.
    pub outcomes: OutcomeSettings,
    /// How runs are compared.
    pub compare: CompareSettings,
    /// What no run may pass, compared or not.
    pub limits: LimitSettings,
    /// How much of a run incidents may take.
    pub incidents: IncidentSettings,
    /// How the load was made.
    pub load: LoadSettings,
    /// How files are read; set on the command line.
    pub reading: ReadingSettings,
    /// What the servers' metrics mean.
    pub prometheus: PrometheusSettings,
    /// Objectives.
    pub slos: Vec<Slo>,
    /// Objectives on what servers measure.
    pub metric_objectives: Vec<MetricObjective>,
    /// What is said of the script's own metrics.
    pub metrics: Vec<MetricRule>,
    /// Links of reports.
    pub links: Vec<LinkTemplate>,
    /// What an incident must have cost to be of a severity, the worst first.
    pub severities: Vec<SeverityLevel>,
    /// Changes for the worse that are known and meant, for a time.
    pub accepted: Vec<Accepted>,
}

impl Settings {
    /// The tags that a user asks for: those that name endpoints, and those that a request must have.
    pub fn asked_tags(&self) -> Vec<String> {
        let named = self.endpoints.tag.iter().flat_map(EndpointTag::tags);
        named.chain(self.window.tags.tags().map(|(tag, _)| tag)).map(str::to_owned).collect()
    }
}

/// `[[accepted]]`: a change for the worse that is reported and does not fail a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The endpoint's name, in which `*` stands for any text; absent for the whole run.
    pub endpoint: Option<String>,
    /// What was measured, as findings call it: `p95`; `latency` and `errors` stand for all of a kind. Absent: whatever it is.
    pub measure: Option<String>,
    /// The largest change that is accepted: relative for latency, a difference for shares.
    pub up_to: f64,
    /// The last day on which it is accepted.
    pub until: NaiveDate,
    /// Why.
    pub why: String,
}

/// `[[postmortem.severity]]`: what an incident must have cost to be of this severity: all that is named, and one thing at least.
#[derive(Debug, Clone, PartialEq)]
pub struct SeverityLevel {
    /// What the team calls it.
    pub name: String,
    /// The share of the requests that failed or were slow (0..1).
    pub requests: Option<f64>,
    /// How long it took, in seconds.
    pub duration: Option<f64>,
    /// The worst burn rate of an objective.
    pub burn_rate: Option<f64>,
}

/// `[window]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WindowSettings {
    /// The scenarios to judge; empty: all whose name does not say warm-up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<String>,
    /// Seconds to leave out from the start of the test.
    #[serde(rename = "warm_up_seconds", skip_serializing_if = "Option::is_none")]
    pub warm_up: Option<f64>,
    /// The tags that a request must have.
    #[serde(rename = "where", default, skip_serializing_if = "TagFilter::is_empty")]
    pub tags: TagFilter,
}

/// `[endpoints]`.
#[derive(Debug, Clone, PartialEq)]
pub struct EndpointSettings {
    /// The tag that names an endpoint, or several together; absent: `name`, or what the file itself tells endpoints apart by.
    pub tag: Option<EndpointTag>,
    /// Route patterns such as `/api/products/{id}`, tried in order on a URL's path.
    pub routes: Vec<String>,
    /// More endpoints than this are folded into "other", the smallest first.
    pub max: usize,
}

impl Default for EndpointSettings {
    fn default() -> Self {
        // 200 rows are more than anyone reads; a script without names makes thousands.
        Self { tag: None, routes: Vec::new(), max: 200 }
    }
}

/// `[outcomes]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OutcomeSettings {
    /// Statuses declared as intended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intended: Vec<IntendedStatuses>,
    /// What an undeclared 4xx counts as.
    pub undeclared_4xx: Undeclared4xx,
}

/// Statuses that are intended for some endpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Intended")]
pub struct IntendedStatuses {
    /// The endpoint's name, in which `*` stands for any text; `*` alone is every endpoint.
    pub endpoint: String,
    /// HTTP statuses, or those of gRPC calls.
    pub statuses: Vec<u16>,
}

/// What a 4xx that nobody declared counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Undeclared4xx {
    /// An error cell of its own.
    #[default]
    Separate,
    /// An unintended error.
    Bad,
}

impl Undeclared4xx {
    /// Tells whether `outcome` counts as an unintended error under this rule.
    pub fn counts_as_bad(self, outcome: Outcome) -> bool {
        outcome.is_bad() || (self == Self::Bad && outcome == Outcome::Undeclared4xx)
    }
}

/// How files are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadingSettings {
    /// Whether the connection phases of requests are kept from raw points.
    pub phases: bool,
    /// Whether a compressed file that ends too early is read as far as it goes.
    pub allow_truncated: bool,
}

/// `[prometheus]`: what the servers' metrics mean, where their names do not say it, and what is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrometheusSettings {
    /// Tried in order before the well-known names.
    pub signals: Vec<SignalRule>,
    /// What `fetch` asks for; empty: its default set.
    pub queries: Vec<Query>,
    /// Seconds by which the servers' clock is ahead of the load generator's.
    pub clock_offset: f64,
}

/// A query, and what its answer means.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What the signal is called.
    pub name: String,
    /// PromQL.
    pub query: String,
    /// What it tells of a service, where its name and its query do not say it.
    pub role: Option<Role>,
    /// What it counts, likewise.
    pub unit: Option<SeriesUnit>,
    /// How its numbers follow each other, likewise.
    pub kind: Option<SampleKind>,
}

/// What signals of a name mean.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalRule {
    /// The metric or the name of the file, in which `*` stands for any text.
    pub pattern: String,
    /// What they tell of a service.
    pub role: Role,
    /// What they count, where the name does not say it.
    pub unit: Option<SeriesUnit>,
    /// How their numbers follow each other, where the name does not say it.
    pub kind: Option<SampleKind>,
    /// Whether more or less of it is the worse, where the role does not say it.
    pub worse: Option<WorseWhen>,
    /// Labels that a series must have, in whose values `*` stands for any text.
    pub labels: BTreeMap<String, String>,
    /// Of what they are a share, where they say something as a share only.
    pub share: Option<ShareOf>,
    /// Who measures, where the name does not say it.
    pub vantage: Option<Vantage>,
}

/// `[incidents]`: how much of a run incidents may take before they fail it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidentSettings {
    /// The share of the requests, or of the time, that may be lost to incidents of errors (0..1).
    pub max_failed: f64,
    /// The share of the time that users may wait for requests that are slow by far (0..1).
    pub max_slow: f64,
}

impl Default for IncidentSettings {
    fn default() -> Self {
        // One request in a hundred: ten times the smallest difference of error shares that is a finding, seven hours a month.
        // A stall of a second or two in a minute is what garbage collection and neighbours do; three seconds are not.
        Self { max_failed: 0.01, max_slow: 0.05 }
    }
}

/// `[load]`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LoadSettings {
    /// Open or closed, where the user says so.
    pub model: Option<Workload>,
}

/// `[limits]`: what no run may pass, whatever its base did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitSettings {
    /// A run of whose requests this share failed, or more, fails (0..1).
    pub max_error_share: f64,
    /// A run of whose requests this share failed warns, where nothing else judges its errors (0..1).
    pub warn_error_share: f64,
    /// A run of whose checks this share failed, or more, fails (0..1).
    pub max_failed_checks: f64,
    /// An endpoint that became this many times as fast, in its body and in its tail, warns.
    pub implausible_speedup: f64,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            // A test most of whose requests fail says nothing of what it was made for.
            max_error_share: 0.5,
            // Hundred times the usual objective of 99.95 %: nobody runs a service so on purpose.
            warn_error_share: 0.05,
            // Scripts count with checks as well (was it cached?), so that half of them may fail; nine in ten may not.
            max_failed_checks: 0.9,
            // A cache makes the body ten times as fast and leaves the tail of its misses. Where both are five times as
            // fast, hardly a request does the work any more.
            implausible_speedup: 5.0,
        }
    }
}

/// The constants that were in force, as `[compare]` of the configuration sets them: those marked (s) in `docs/methodology.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Method")]
pub struct CompareSettings {
    /// The newest base runs that are used.
    pub max_base_runs: usize,
    /// The smallest relative change of latency that is a finding.
    pub min_latency_change: f64,
    /// The smallest change of latency that is a finding, in milliseconds.
    #[serde(default)]
    pub min_latency_difference: f64,
    /// The smallest difference of an error share that is a finding (0..1).
    pub min_error_change: f64,
    /// The smallest relative drop of throughput that is a finding.
    pub min_throughput_drop: f64,
    /// A comparison that would have missed a slow-down of everything by this much is inconclusive.
    pub inconclusive_shift: f64,
    /// A slow-down of everything by less than this may be the host, where there is one run a side.
    #[serde(default)]
    pub host_shift: f64,
    /// Run-to-run noise of the whole run before any is seen: standard deviation of log latency.
    pub tau_whole: f64,
    /// The same of one endpoint against the rest, at p50.
    pub tau_endpoint: f64,
    /// The same at p99.
    pub tau_endpoint_p99: f64,
    /// The smallest relative change of latency that fails a run where only percentiles of summaries are compared.
    #[serde(default = "summary_fail_change", skip_serializing_if = "is_summary_fail_change")]
    pub summary_fail_change: f64,
    /// What differs for some endpoints.
    #[serde(skip)]
    pub endpoints: Vec<EndpointRule>,
}

/// Summaries hide how a tail is made: below this, a change seen only in them warns and does not fail.
fn summary_fail_change() -> f64 {
    0.10
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_summary_fail_change(change: &f64) -> bool {
    *change == summary_fail_change()
}

impl Default for CompareSettings {
    fn default() -> Self {
        Self {
            max_base_runs: 10,
            // Below 5 % nobody acts, and hosts differ by as much.
            min_latency_change: 0.05,
            // Two tenths of a millisecond: a busy scheduler's doing, and nobody's to feel.
            min_latency_difference: 0.2,
            // One request in a thousand: the budget of a 99.9 % objective.
            min_error_change: 0.001,
            min_throughput_drop: 0.03,
            // Half as slow again is what nobody would let pass unseen. One base run on a shared host sees no less.
            inconclusive_shift: 0.5,
            // Whole runs of one build on busy shared hosts differ by 7 to 10 % (standard deviation), two of them by a third
            // now and then.
            host_shift: 0.5,
            // Between a quiet host's 1 % and a busy one's 8 %; how far a run's own level wanders raises it.
            tau_whole: 0.035,
            tau_endpoint: 0.02,
            tau_endpoint_p99: 0.03,
            summary_fail_change: summary_fail_change(),
            endpoints: Vec::new(),
        }
    }
}

impl CompareSettings {
    /// Tells whether no comparison judges an endpoint, by choice.
    pub fn ignores(&self, subject: &Subject) -> bool {
        EndpointRule::first(&self.endpoints, &subject.to_string(), |rule| rule.ignore).unwrap_or(false)
    }

    /// The percentiles that are judged of an endpoint, where somebody chose them.
    pub fn chosen_percentiles(&self, subject: &Subject) -> Option<&[Measure]> {
        EndpointRule::first(&self.endpoints, &subject.to_string(), |rule| rule.percentiles.as_deref())
    }

    /// Tells whether an endpoint is judged at a measure.
    pub fn judges(&self, subject: &Subject, measure: Measure) -> bool {
        self.chosen_percentiles(subject).is_none_or(|chosen| chosen.contains(&measure))
    }

    /// The smallest log change of latency that is a finding where an endpoint took `base` milliseconds: relevant in per
    /// cent and in milliseconds.
    pub fn least_change(&self, subject: &Subject, base: f64) -> f64 {
        let name = subject.to_string();
        let change = EndpointRule::first(&self.endpoints, &name, |rule| rule.min_latency_change)
            .unwrap_or(self.min_latency_change);
        let difference = EndpointRule::first(&self.endpoints, &name, |rule| rule.min_latency_difference);
        let difference = difference.unwrap_or(self.min_latency_difference);
        let in_milliseconds = if base > 0.0 { (difference / base).ln_1p() } else { 0.0 };
        change.ln_1p().max(in_milliseconds)
    }

    /// The smallest log change that is a finding of a cell: relevant, and no less than what its latencies are rounded to.
    pub fn least_change_of(&self, cell: &LatencyCell) -> f64 {
        self.least_change(&cell.subject, cell.base).max(cell.least_seen())
    }

    /// The smallest log change of latency that fails a run.
    pub fn least_failing_change(&self, subject: &Subject, base: f64, evidence: Evidence) -> f64 {
        let least = self.least_change(subject, base);
        match evidence {
            Evidence::Percentiles => least.max(self.summary_fail_change.ln_1p()),
            Evidence::Distributions => least,
        }
    }
}
