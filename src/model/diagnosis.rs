//! What the servers' metrics say of a run, held against what the load generator saw of it.
//!
//! Nothing here is a cause. A signal that "rose together with" latency is a place to look at first.
//!
//! Times are seconds since the judged window began, of the run and of the base alike: both lie on one axis.

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::missing::Known;
use super::series::role::{Part, Resource};
use super::series::unit::SeriesUnit;
use super::server_red::ServerRed;
use super::subject::Subject;
use crate::words::Text;

/// What the servers' metrics say of a run, held against what the load generator saw of it.
///
/// Nothing here is a cause. Times of courses and spans are seconds since the judged window began, of the run and of the
/// base alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Servers"))]
#[serde(remote = "Self")]
pub struct Diagnosis {
    /// The base run whose metrics the run's are held against.
    #[serde(with = "Absent::<String>", skip_serializing_if = "Result::is_err")]
    pub base: Known<String>,
    /// How long the judged window was, in seconds, as far as there are samples.
    pub window_seconds: f64,
    /// What is to be pointed out, each a sentence or two; the most telling first.
    pub conclusions: Vec<Conclusion>,
    /// Everything that can fill up, what moved with the latency first.
    pub resources: Vec<ResourceUse>,
    /// Rate, errors and duration on the servers' side, by endpoint; the busiest first.
    pub endpoints: Vec<EndpointRed>,
    /// How the clocks of both sides differ.
    pub clock: ClockOffset,
}

with_reasons!(Diagnosis { base });

/// What is pointed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Conclusion {
    /// Of what kind it is.
    pub kind: ConclusionKind,
    /// In words.
    pub text: Text,
}

/// Of what kind a conclusion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConclusionKind {
    /// Something was full, or rose, while the run became worse.
    RoseTogether,
    /// An endpoint became slower, and nothing that may be full moved.
    NothingMoved,
    /// What moved most of all is a metric that nobody knows.
    UnknownMoved,
    /// The client waited where the servers did not see it.
    OutsideServers,
    /// The run did not become worse; what moved is told for its own sake.
    NothingToExplain,
}

/// How far the servers' clock is ahead of the load generator's, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClockOffset {
    /// What was taken off the servers' times.
    #[serde(rename = "applied_seconds")]
    pub applied: f64,
    /// Where the request rates of both sides line up better, if they do.
    #[serde(rename = "proposed_seconds", skip_serializing_if = "Option::is_none")]
    pub proposed: Option<f64>,
}

/// One endpoint on the servers' side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EndpointRed {
    /// What the load generator calls it: the name of an endpoint of the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<Subject>,
    /// The figures of the judged window.
    pub run: ServerRed,
    /// The base's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<ServerRed>,
    /// The run over time.
    pub course: RedCourse,
    /// The base over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_course: Option<RedCourse>,
}

/// Rate, errors and duration over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RedCourse {
    /// Requests per second.
    pub rate: Course,
    /// Share of requests that failed (0..1).
    pub errors: Course,
    /// The 95th percentile in milliseconds; slices above the highest bound of the histogram are left out.
    pub p95: Course,
}

/// Figures over time, in slices of equal width; a slice without a figure is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Course {
    /// Seconds in a slice.
    #[serde(rename = "width_seconds")]
    pub width: i64,
    /// When each slice began, in seconds since the judged window began (negative in the warm-up), and its figure.
    pub points: Vec<(i64, f64)>,
}

/// One thing that may be full: a pool, a heap, a queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct ResourceUse {
    /// What it is called: `HikariCP pool HikariPool-1`.
    pub title: String,
    /// What it is.
    pub resource: Resource,
    /// What it did.
    pub movement: Movement,
    /// The same in a sentence.
    pub text: Text,
    /// When all of it was in use, where its limit is known.
    #[serde(with = "Absent::<Fullness>", skip_serializing_if = "Result::is_err")]
    pub fullness: Known<Fullness>,
    /// What was measured of it, the most telling first; never empty.
    pub signals: Vec<SaturationSignal>,
}

with_reasons!(ResourceUse { fullness });

/// What a resource did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// It rose together with latency or errors, which became worse.
    RoseTogether,
    /// Nobody knows what it tells; it moved while the run became worse.
    MovedUnknown,
    /// It rose, but latency and errors did not rise with it.
    Rose,
    /// It did not leave the level that the base had.
    Level,
    /// It fell.
    Fell,
    /// Without a base nobody can tell.
    Unknown,
}

/// One part of a resource over the judged window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Signal"))]
#[serde(remote = "Self")]
pub struct SaturationSignal {
    /// The metric, or the name of the signal where the metric is not known.
    pub name: String,
    /// What of the resource was measured.
    pub part: Part,
    /// What its numbers count.
    #[serde(with = "Absent::<SeriesUnit>", skip_serializing_if = "Result::is_err")]
    pub unit: Known<SeriesUnit>,
    /// Whether they are per second: of a counter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub per_second: bool,
    /// Its level in the run.
    pub run: Level,
    /// Its level in the base.
    #[serde(with = "Absent::<Level>", skip_serializing_if = "Result::is_err")]
    pub base: Known<Level>,
    /// How far it rose from the base, in units of the base's own spread; negative where it fell.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub moved: Known<f64>,
    /// How closely it follows what became worse, the closest first.
    pub follows: Vec<Follows>,
    /// The run over time, warm-up included.
    pub course: Course,
    /// The base over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_course: Option<Course>,
}

with_reasons!(SaturationSignal { unit, base, moved });

/// Where the slices of a signal lie, in its own unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Level {
    /// The median of the slices.
    pub median: f64,
    /// Nine in ten slices are at most this.
    pub p90: f64,
    /// The highest sample.
    pub highest: f64,
}

/// How closely a signal follows something over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Follows {
    /// What it follows.
    pub what: Followed,
    /// Spearman's rank correlation at the best lag (−1..1).
    pub correlation: f64,
    /// The same of the changes from slice to slice, which a common trend does not raise.
    pub on_differences: Option<f64>,
    /// How many seconds the signal comes after it; negative: before.
    pub lag_seconds: i64,
    /// Slices that both have.
    pub slices: usize,
}

/// What a signal may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// The 95th percentile of all requests.
    P95,
    /// The share of unintended errors of all requests.
    Errors,
    /// The 95th percentile of the endpoint that is named.
    EndpointP95(String),
}

/// When all of a resource was in use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct Fullness {
    /// The most there can be, in the unit of what is in use.
    pub limit: f64,
    /// Seconds of the judged window in which all of it was in use.
    pub seconds: f64,
    /// From when to when, in seconds since the judged window began.
    pub spans: Vec<(i64, i64)>,
    /// The same seconds of the base.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub base_seconds: Known<f64>,
}

with_reasons!(Fullness { base_seconds });
