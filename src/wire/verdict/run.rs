//! One run: the figures of all its requests, its name and its files are keys of one object here.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::absent::{Absent, with_reasons};
use crate::model::check::{Check, Threshold};
use crate::model::endpoint::Span;
use crate::model::figures::{LatencyFigures, RunFigures, TrafficFigures};
use crate::model::load::Load;
use crate::model::metric_figures::MetricFigures;
use crate::model::missing::Known;
use crate::model::note::Note;
use crate::model::outcome::Outcomes;
use crate::model::run::{Meta, Window};
use crate::model::source::Source;
use crate::model::subject::Subject;
use crate::model::timeline::Timeline;
use crate::wire::mirror::written_as;

/// One run. `requests`, `outcomes`, `latency`, `rate` and `endpoints` speak of the judged window.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub(super) struct Run {
    /// How reports call the run.
    name: String,
    /// How many candidate runs are judged together, this one counted; absent where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<usize>,
    /// The other candidate runs, as given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<RunFigures>,
    /// Requests that ended.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    requests: Known<u64>,
    /// How long the judged window took, in seconds.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    duration_seconds: Known<f64>,
    /// Completed requests per second.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    rate: Known<f64>,
    /// How the requests ended.
    #[serde(with = "Absent::<Outcomes>", skip_serializing_if = "Result::is_err")]
    outcomes: Known<Outcomes>,
    /// How long they took.
    #[serde(with = "Absent::<LatencyFigures>", skip_serializing_if = "Result::is_err")]
    latency: Known<LatencyFigures>,
    /// What part of the test `requests` and `outcomes` speak of.
    span: Span,
    /// Requests by k6's error code, where the source tells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    error_codes: BTreeMap<u32, u64>,
    /// The run over time.
    #[serde(with = "Absent::<Timeline>", skip_serializing_if = "Result::is_err")]
    timeline: Known<Timeline>,
    /// The same by endpoint.
    endpoints: Vec<TrafficFigures>,
    /// How long the whole test took, in seconds.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    test_duration_seconds: Known<f64>,
    /// When the test began (RFC 3339).
    #[serde(with = "Absent::<DateTime::<Utc>>", skip_serializing_if = "Result::is_err")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    started: Known<DateTime<Utc>>,
    /// When the test ended (RFC 3339).
    #[serde(with = "Absent::<DateTime::<Utc>>", skip_serializing_if = "Result::is_err")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    ended: Known<DateTime<Utc>>,
    /// What is judged.
    window: Window,
    /// The load tool and, where the source tells, its version.
    tool: String,
    /// The version alone.
    #[serde(with = "Absent::<String>", skip_serializing_if = "Result::is_err")]
    tool_version: Known<String>,
    /// SHA-256 of the script, in hex.
    #[serde(with = "Absent::<String>", skip_serializing_if = "Result::is_err")]
    script_hash: Known<String>,
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
    metrics: Vec<MetricFigures>,
    /// What a reader should know of this run.
    notes: Vec<Note>,
}

with_reasons!(Run {
    requests,
    duration_seconds,
    rate,
    outcomes,
    latency,
    timeline,
    test_duration_seconds,
    started,
    ended,
    tool_version,
    script_hash
});

impl Run {
    /// Puts candidate runs that are judged together into one.
    pub(super) fn several(first: RunFigures, others: Vec<RunFigures>) -> Self {
        let runs = (!others.is_empty()).then_some(others.len() + 1);
        Self { runs, others, ..first.into() }
    }

    /// Takes the others out again.
    pub(super) fn others(&mut self) -> Vec<RunFigures> {
        std::mem::take(&mut self.others)
    }
}

impl From<RunFigures> for Run {
    fn from(figures: RunFigures) -> Self {
        let RunFigures { meta, whole, rate, endpoints, load, checks, thresholds, metrics, notes } = figures;
        let Meta {
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
            // What it means is among the findings.
            unread_share: _,
            tags,
            sources,
        } = meta;
        let TrafficFigures { subject: _, requests, outcomes, latency, span, error_codes, timeline } = whole;
        Self {
            name,
            runs: None,
            others: Vec::new(),
            requests,
            duration_seconds: window_duration,
            rate,
            outcomes,
            latency,
            span,
            error_codes,
            timeline,
            endpoints,
            test_duration_seconds: duration,
            started,
            ended,
            window,
            tool,
            tool_version,
            script_hash,
            cut_short,
            tags,
            sources,
            load,
            checks,
            thresholds,
            metrics,
            notes,
        }
    }
}

impl From<Run> for RunFigures {
    fn from(run: Run) -> Self {
        Self {
            whole: TrafficFigures {
                subject: Subject::Whole,
                requests: run.requests,
                outcomes: run.outcomes,
                latency: run.latency,
                span: run.span,
                error_codes: run.error_codes,
                timeline: run.timeline,
            },
            rate: run.rate,
            endpoints: run.endpoints,
            load: run.load,
            checks: run.checks,
            thresholds: run.thresholds,
            metrics: run.metrics,
            notes: run.notes,
            meta: Meta {
                name: run.name,
                started: run.started,
                ended: run.ended,
                duration: run.test_duration_seconds,
                window_duration: run.duration_seconds,
                window: run.window,
                tool: run.tool,
                tool_version: run.tool_version,
                script_hash: run.script_hash,
                cut_short: run.cut_short,
                // Findings say it; nothing is judged again.
                unread_share: 0.0,
                tags: run.tags,
                sources: run.sources,
            },
        }
    }
}

written_as!(RunFigures, Run);
