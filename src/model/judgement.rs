//! What was decided.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::bounds::CellBuckets;
use super::capacity::Capacity;
use super::comparison::{Change, Comparison, ErrorCell, Interval, NotTested};
use super::diagnosis::Diagnosis;
use super::figures::RunFigures;
use super::incident::Incident;
use super::indicator::{Indicator, objective};
use super::judged::Judged;
use super::link::Link;
use super::metric_objective::MetricObjectiveResult;
use super::missing::{Known, Missing};
use super::note::Note;
use super::pattern::matches;
use super::settings::CompareSettings;
use super::slo::{Slo, SloStatus};
use super::subject::{self, Subject};
use crate::words::Text;

/// The decision; `NONE`: nothing was judged. The order is from good to bad, so that the worst is the maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Verdict {
    /// Nothing was judged.
    None,
    /// Judged, and nothing found.
    Pass,
    /// Could not tell.
    Inconclusive,
    /// Something to look at.
    Warn,
    /// A regression, or a missed objective.
    Fail,
}

impl Verdict {
    /// Every verdict, from good to bad.
    pub const ALL: [Self; 5] = [Self::None, Self::Pass, Self::Inconclusive, Self::Warn, Self::Fail];

    /// Finds the verdict behind a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.word() == word)
    }

    /// The word that is shown and stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Pass => "PASS",
            Self::Inconclusive => "INCONCLUSIVE",
            Self::Warn => "WARN",
            Self::Fail => "FAIL",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The rule behind a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// One endpoint is slower.
    Latency,
    /// All endpoints are slower.
    SharedShift,
    /// Unintended errors, or failed checks.
    Errors,
    /// 4xx that nobody declared.
    #[serde(rename = "undeclared_4xx")]
    Undeclared4xx,
    /// Fewer requests were completed.
    Throughput,
    /// A metric of the script's own moved, or a web vital is poor.
    Metric,
    /// An objective or a k6 threshold.
    Slo,
    /// A burst inside the run.
    Incident,
    /// The pair is not fit to be compared.
    Validity,
}

impl Rule {
    /// The rule that judges an error cell.
    pub fn of(cell: &ErrorCell) -> Self {
        match cell.judged.indicator {
            Indicator::UndeclaredShare => Self::Undeclared4xx,
            Indicator::VerySlowShare => Self::Latency,
            _ => Self::Errors,
        }
    }

    /// The key used in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::SharedShift => "shared_shift",
            Self::Errors => "errors",
            Self::Undeclared4xx => "undeclared_4xx",
            Self::Throughput => "throughput",
            Self::Metric => "metric",
            Self::Slo => "slo",
            Self::Incident => "incident",
            Self::Validity => "validity",
        }
    }
}

/// The unit of `base` and `run` of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// A share, 0..1.
    Share,
    /// Per second.
    PerSecond,
    /// The unit of the metric, which is not told apart here.
    Own,
}

/// One rule's conclusion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding {
    /// FAIL, WARN or INCONCLUSIVE; PASS for an improvement.
    pub verdict: Verdict,
    /// The rule.
    pub rule: Rule,
    /// Whether things got worse or better.
    #[serde(rename = "direction")]
    pub change: Change,
    /// Whom it speaks of, and what was measured.
    #[serde(flatten)]
    pub judged: Judged,
    /// The unit of `base` and `run`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The base figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<f64>,
    /// The candidate's figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<f64>,
    /// The buckets of `base` and `run`, where latencies are known to wide ones alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buckets: Option<CellBuckets>,
    /// Relative change for latency and rates (0.338 is +33.8 %), difference for shares.
    #[serde(rename = "change", skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// 95 % interval of the change: lower end, upper end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Probability of such a figure if nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// `p` after correction for the number of cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<f64>,
    /// A headline: "POST /api/orders is slower".
    pub title: Text,
    /// The evidence in a sentence that stands by itself.
    pub text: Text,
    /// What the figures alone do not say, for where they are shown; `text` where there is no such thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Text>,
    /// What to do, or what would settle it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Text>,
}

impl Finding {
    /// What it is listed under together with others: the measures of one subject that moved alike. Nothing where it is listed
    /// by itself.
    pub fn group(&self) -> Option<(Rule, &Subject, Change)> {
        matches!(self.rule, Rule::Latency | Rule::SharedShift | Rule::Metric).then_some((
            self.rule,
            &self.judged.subject,
            self.change,
        ))
    }

    /// Tells whether it is what a comparison found of an endpoint, in whose name `*` stands for any text, or of the whole run
    /// where there is none; and of a measure: `p95`, or `latency`, `errors` and `throughput` for all of a kind.
    pub fn is_about(&self, endpoint: Option<&str>, measure: Option<&str>) -> bool {
        let kind = match self.rule {
            Rule::Latency | Rule::SharedShift => "latency",
            Rule::Errors | Rule::Undeclared4xx => "errors",
            Rule::Throughput => "throughput",
            Rule::Metric => {
                return endpoint.is_none() && measure.is_some_and(|named| self.names_metric(named));
            }
            _ => return false,
        };
        let is_endpoint = match (endpoint, self.judged.subject.key()) {
            (Some(pattern), Some(endpoint)) => matches(pattern, endpoint),
            (None, None) => true,
            _ => false,
        };
        is_endpoint && measure.is_none_or(|measure| measure == kind || measure == self.judged.measure())
    }

    /// Tells whether a pattern names the metric, or all of them.
    fn names_metric(&self, pattern: &str) -> bool {
        pattern == "metric"
            || matches(pattern, &self.judged.subject.to_string())
            || pattern == self.judged.measure()
    }
}

/// An objective against a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Slo"))]
#[serde(remote = "Self")]
pub struct SloResult {
    /// The objective in words: "99 % within 500 ms".
    pub text: String,
    /// The endpoint; absent for the whole run.
    #[serde(rename = "endpoint", with = "subject", default, skip_serializing_if = "Subject::is_whole")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub subject: Subject,
    /// The objective.
    #[serde(rename = "objective")]
    pub slo: Slo,
    /// The measurement, or why there is none.
    #[serde(with = "Absent::<SloMeasurement>", skip_serializing_if = "Result::is_err")]
    pub measured: Known<SloMeasurement>,
}

with_reasons!(SloResult { measured });

impl SloResult {
    /// What it judges.
    pub fn judged(&self) -> Judged {
        Judged::of(&self.subject, Indicator::Objective(self.text.as_str().into()))
    }

    /// The objective in words.
    pub fn title(&self) -> Text {
        objective(&self.text)
    }
}

/// What was measured for an objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Measured")]
pub struct SloMeasurement {
    /// Requests that were not good.
    pub bad: f64,
    /// All requests.
    pub total: u64,
    /// Whether `bad` was read off a curve through percentiles and not counted.
    pub estimated: bool,
    /// The share of good requests (0..1).
    pub good_share: f64,
    /// 95 % interval of `good_share`: lower end, upper end.
    pub interval: Interval,
    /// Probability of as many bad requests if the objective were just met.
    pub p: f64,
    /// Met or missed.
    pub status: SloStatus,
    /// How many requests would settle an unsure miss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_to_settle: Option<u64>,
    /// The same objective measured on the base, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_good_share: Option<f64>,
    /// What this run would do to the error budget.
    pub budget: ErrorBudget,
}

/// What a run would do to an error budget if it went on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorBudget {
    /// Observed error ratio ÷ (1 − objective); 1 spends the budget exactly.
    pub burn_rate: f64,
    /// Days until the budget of the window is spent at this rate; absent where nothing is spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts_days: Option<f64>,
    /// The window, in days.
    pub window_days: f64,
}

/// Everything a report shows. All renderers read only this.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The title of the report.
    pub title: Text,
    /// The worst of the findings.
    pub verdict: Verdict,
    /// The verdict in a sentence.
    pub summary: Text,
    /// Whether run-to-run noise is a prior only, because there is one base run.
    pub provisional: bool,
    /// Findings, worst first.
    pub findings: Vec<Finding>,
    /// Improvements, largest first. They never change the verdict.
    pub improvements: Vec<Finding>,
    /// What was not tested.
    pub not_tested: Vec<NotTested>,
    /// Objectives against the candidate.
    pub slos: Vec<SloResult>,
    /// Objectives on what servers measure, against the candidate.
    pub metric_objectives: Vec<MetricObjectiveResult>,
    /// Windows in which the candidate left its own level, in the order of time; empty without raw points.
    pub incidents: Vec<Incident>,
    /// What load the candidate bore, where its load grew: a ramp.
    pub capacity: Option<Capacity>,
    /// The base runs, newest first as given; empty under `check`.
    pub base: Vec<RunFigures>,
    /// How reports call the base: a file's name, `@main`.
    pub base_name: Option<Text>,
    /// The candidate; the first where several are judged together.
    pub run: RunFigures,
    /// The other candidate runs, in the order in which they were given.
    pub more_runs: Vec<RunFigures>,
    /// The statistics, absent under `check` with the reason.
    pub comparison: Result<Comparison, Missing>,
    /// What the servers' metrics say of the run, or why they say nothing.
    pub servers: Known<Diagnosis>,
    /// Notes of the comparison, the runs and the configuration.
    pub notes: Vec<Note>,
    /// The constants that were in force.
    pub settings: CompareSettings,
    /// The command that makes this report again.
    pub command: String,
    /// `perfreport` and its version.
    pub generator: String,
    /// Where the report can be read once it is there: a link.
    pub report_url: Option<String>,
    /// Where else something is known of the run.
    pub links: Vec<Link>,
}

#[cfg(test)]
mod tests {
    use super::{Rule, Verdict};

    #[test]
    fn files_use_the_words_and_keys() {
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.word());
        }
        let rules = [
            Rule::Latency,
            Rule::SharedShift,
            Rule::Errors,
            Rule::Undeclared4xx,
            Rule::Throughput,
            Rule::Metric,
            Rule::Slo,
            Rule::Incident,
            Rule::Validity,
        ];
        for rule in rules {
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.key());
        }
    }
}
