//! One run: what was tested, and its figures.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::finding::{Note, list};
use super::load::{Check, Load, Threshold};
use super::metric::Metric;
use super::names::{SourceFormat, Span};
use super::timeline::Timeline;
use super::traffic::{Endpoint, Latency, Outcomes};
use crate::model::figures::{RunFigures, TrafficFigures};
use crate::model::run;
use crate::model::source;
use crate::wire::missing::Reasons;

/// One run. `requests`, `outcomes`, `latency`, `rate` and `endpoints` speak of the judged window.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Run {
    /// How reports call the run.
    name: String,
    /// How many candidate runs are judged together, this one counted; absent where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    runs: Option<u64>,
    /// The other candidate runs, as given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<Run>,
    /// Requests that ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<u64>,
    /// How long the judged window took, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<f64>,
    /// Completed requests per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<f64>,
    /// How the requests ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcomes: Option<Outcomes>,
    /// How long they took.
    #[serde(skip_serializing_if = "Option::is_none")]
    latency: Option<Latency>,
    /// What part of the test `requests` and `outcomes` speak of.
    span: Span,
    /// Requests by k6's error code, where the source tells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    error_codes: BTreeMap<u32, u64>,
    /// The run over time.
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<Timeline>,
    /// The same by endpoint.
    endpoints: Vec<Endpoint>,
    /// How long the whole test took, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    test_duration_seconds: Option<f64>,
    /// When the test began (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    started: Option<DateTime<Utc>>,
    /// When the test ended (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    ended: Option<DateTime<Utc>>,
    /// What is judged.
    window: Window,
    /// The load tool and, where the source tells, its version.
    tool: String,
    /// The version alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_version: Option<String>,
    /// SHA-256 of the script, in hex.
    #[serde(skip_serializing_if = "Option::is_none")]
    script_hash: Option<String>,
    /// Whether the input ended in the middle of a line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cut_short: bool,
    /// Tags given on the command line.
    tags: BTreeMap<String, String>,
    /// The files it was read from.
    sources: Vec<Source>,
    /// What the load generator did.
    load: Load,
    /// Checks as k6 judged them.
    checks: Vec<Check>,
    /// Thresholds as k6 judged them.
    thresholds: Vec<Threshold>,
    /// The script's own metrics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    metrics: Vec<Metric>,
    /// What a reader should know of this run.
    notes: Vec<Note>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl Run {
    /// Puts candidate runs that are judged together into one.
    pub(super) fn several(first: RunFigures, others: Vec<RunFigures>) -> Self {
        let runs = (!others.is_empty()).then_some(others.len() as u64 + 1);
        Self { runs, others: list(others), ..first.into() }
    }

    /// Takes the others out again.
    pub(super) fn others(&mut self) -> Vec<RunFigures> {
        list(std::mem::take(&mut self.others))
    }
}

impl From<RunFigures> for Run {
    fn from(figures: RunFigures) -> Self {
        let RunFigures { meta, whole, rate, endpoints, load, checks, thresholds, metrics, notes } = figures;
        let run::Meta {
            name,
            started,
            ended,
            duration,
            window_duration,
            window,
            tool,
            tool_version,
            script_hash,
            cut_short,
            tags,
            sources,
        } = meta;
        // The whole run has no name: that is how the model tells it from an endpoint.
        let TrafficFigures { name: _, requests, outcomes, latency, span, error_codes, timeline } = whole;
        let mut missing = Reasons::default();
        Self {
            name,
            runs: None,
            others: Vec::new(),
            requests: missing.split("requests", requests),
            duration_seconds: missing.split("duration_seconds", window_duration),
            rate: missing.split("rate", rate),
            outcomes: missing.split("outcomes", outcomes),
            latency: missing.split("latency", latency),
            span: span.into(),
            error_codes,
            timeline: missing.split("timeline", timeline),
            endpoints: list(endpoints),
            test_duration_seconds: missing.split("test_duration_seconds", duration),
            started: missing.split("started", started),
            ended: missing.split("ended", ended),
            window: window.into(),
            tool,
            tool_version: missing.split("tool_version", tool_version),
            script_hash: missing.split("script_hash", script_hash),
            cut_short,
            tags,
            sources: list(sources),
            load: load.into(),
            checks: list(checks),
            thresholds: list(thresholds),
            metrics: list(metrics),
            notes: list(notes),
            missing,
        }
    }
}

impl From<Run> for RunFigures {
    fn from(run: Run) -> Self {
        let mut missing = run.missing;
        Self {
            whole: TrafficFigures {
                name: String::new(),
                requests: missing.join("requests", run.requests),
                outcomes: missing.join("outcomes", run.outcomes),
                latency: missing.join("latency", run.latency),
                span: run.span.into(),
                error_codes: run.error_codes,
                timeline: missing.join("timeline", run.timeline),
            },
            rate: missing.join("rate", run.rate),
            endpoints: list(run.endpoints),
            load: run.load.into(),
            checks: list(run.checks),
            thresholds: list(run.thresholds),
            metrics: list(run.metrics),
            notes: list(run.notes),
            meta: run::Meta {
                name: run.name,
                started: missing.join("started", run.started),
                ended: missing.join("ended", run.ended),
                duration: missing.join("test_duration_seconds", run.test_duration_seconds),
                window_duration: missing.join("duration_seconds", run.duration_seconds),
                window: run.window.into(),
                tool: run.tool,
                tool_version: missing.join("tool_version", run.tool_version),
                script_hash: missing.join("script_hash", run.script_hash),
                cut_short: run.cut_short,
                tags: run.tags,
                sources: list(run.sources),
            },
        }
    }
}

/// What part of a test is judged.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct Window {
    /// The scenarios that are judged; empty: all.
    scenarios: Vec<String>,
    /// The scenarios that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
    /// Seconds that are left out from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    warm_up_seconds: Option<f64>,
    /// The rule in words.
    text: String,
}

impl From<run::Window> for Window {
    fn from(window: run::Window) -> Self {
        let run::Window { scenarios, left_out, warm_up, text } = window;
        Self { scenarios, left_out, warm_up_seconds: warm_up, text }
    }
}

impl From<Window> for run::Window {
    fn from(window: Window) -> Self {
        Self {
            scenarios: window.scenarios,
            left_out: window.left_out,
            warm_up: window.warm_up_seconds,
            text: window.text,
        }
    }
}

/// One file that a run was read from.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::wire) struct Source {
    /// The file as the user named it, `-` for standard input.
    name: String,
    /// Its size on disk, in bytes.
    bytes: u64,
    /// What it was found to be.
    format: SourceFormat,
}

impl From<source::Source> for Source {
    fn from(source: source::Source) -> Self {
        let source::Source { name, bytes, format } = source;
        Self { name, bytes, format: format.into() }
    }
}

impl From<Source> for source::Source {
    fn from(source: Source) -> Self {
        Self { name: source.name, bytes: source.bytes, format: source.format.into() }
    }
}
