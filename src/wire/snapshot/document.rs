//! The file.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::metrics::Metric;
use super::servers::{self, SnapshotError};
use super::traffic::{Endpoint, Traffic};
use super::users::Users;
use crate::model::absent::{Absent, with_reasons};
use crate::model::check::{Check, Threshold};
use crate::model::endpoint as model;
use crate::model::load::Load;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::origin::{Origin, ReadWith};
use crate::model::run::{Meta, Run, Window};
use crate::model::source::Source;
use crate::wire::histogram::{HistogramError, Room};

/// A run, as `perfreport record` keeps it.
///
/// Latencies are milliseconds, but microseconds inside histograms; durations are seconds. What a source cannot tell is
/// absent, and the sibling key `missing` says why. Readers should ignore keys they do not know.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "perfreport run"))]
#[serde(remote = "Self")]
pub(super) struct RunFile {
    /// The format and its version.
    #[cfg_attr(test, schemars(extend("const" = super::FORMAT)))]
    format: String,
    /// How reports call the run.
    name: String,
    /// When the test began.
    #[serde(with = "Absent::<DateTime::<Utc>>", skip_serializing_if = "Result::is_err")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    started: Known<DateTime<Utc>>,
    /// When the test ended.
    #[serde(with = "Absent::<DateTime::<Utc>>", skip_serializing_if = "Result::is_err")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    ended: Known<DateTime<Utc>>,
    /// How long the whole test took.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    test_duration_seconds: Known<f64>,
    /// How long the judged window took.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    duration_seconds: Known<f64>,
    /// First start and last end of the judged requests, in microseconds since 1970.
    #[serde(with = "Absent::<(i64, i64)>", skip_serializing_if = "Result::is_err")]
    judged_span: Known<(i64, i64)>,
    /// What is judged.
    window: Window,
    /// The load tool.
    tool: String,
    /// Its version.
    #[serde(with = "Absent::<String>", skip_serializing_if = "Result::is_err")]
    tool_version: Known<String>,
    /// SHA-256 of the script, in hex.
    #[serde(with = "Absent::<String>", skip_serializing_if = "Result::is_err")]
    script_hash: Known<String>,
    /// Whether the input ended in the middle of a line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cut_short: bool,
    /// The share of its lines that could not be read.
    #[serde(default, skip_serializing_if = "is_zero")]
    unread_share: f64,
    /// `--tag key=value`.
    tags: BTreeMap<String, String>,
    /// The files it was read from.
    sources: Vec<Source>,
    /// Endpoints, sorted by name.
    endpoints: Vec<Endpoint>,
    /// All requests, where they are not the endpoints' together.
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<Traffic>,
    /// What the load generator did.
    load: Load,
    /// Virtual users over time.
    #[serde(with = "Absent::<Users>", skip_serializing_if = "Result::is_err")]
    users: Known<Users>,
    /// The script's own metrics by name.
    metrics: BTreeMap<String, Metric>,
    /// The settings that it was read with.
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<ReadWith>,
    /// Runs made one after the other that were merged into this one; absent where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    reruns: Option<u64>,
    /// What the servers measured: a bundle (perfreport/prometheus@1), gzip in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    prometheus: Option<String>,
    /// Checks of the judged window.
    checks: Vec<Check>,
    /// Thresholds as k6 judged them.
    thresholds: Vec<Threshold>,
    /// What a reader should know.
    notes: Vec<Note>,
}

with_reasons!(RunFile {
    started,
    ended,
    test_duration_seconds,
    duration_seconds,
    judged_span,
    tool_version,
    script_hash,
    users
});

fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

impl RunFile {
    pub(super) fn new(run: &Run) -> Result<Self, SnapshotError> {
        let meta = run.meta.clone();
        let one_by_one = run.whole.responses.is_ok();
        Ok(Self {
            format: super::FORMAT.to_owned(),
            name: meta.name,
            started: meta.started,
            ended: meta.ended,
            test_duration_seconds: meta.duration,
            duration_seconds: meta.window_duration,
            judged_span: run.judged_span.clone(),
            window: meta.window,
            tool: meta.tool,
            tool_version: meta.tool_version,
            script_hash: meta.script_hash,
            cut_short: meta.cut_short,
            unread_share: meta.unread_share,
            tags: meta.tags,
            sources: meta.sources,
            endpoints: run.endpoints.iter().map(Endpoint::new).collect::<Result<_, _>>()?,
            // Histograms add up exactly: storing the sum would double the file.
            whole: if one_by_one { None } else { Some(Traffic::new(&run.whole)?) },
            load: run.load.clone(),
            users: run.users.as_ref().map(Users::new).map_err(Missing::clone),
            metrics: run
                .metrics
                .iter()
                .map(|(name, metric)| Ok((name.clone(), Metric::new(metric)?)))
                .collect::<Result<_, HistogramError>>()?,
            settings: run.origin.settings.clone(),
            reruns: Some(run.origin.reruns).filter(|reruns| *reruns > 1),
            prometheus: run.servers.as_ref().map(servers::pack).transpose()?,
            checks: run.checks.clone(),
            thresholds: run.thresholds.clone(),
            notes: run.notes.clone(),
        })
    }

    pub(super) fn into_run(self, room: &Room) -> Result<Run, SnapshotError> {
        let endpoints = self
            .endpoints
            .into_iter()
            .map(|endpoint| endpoint.into_model(room))
            .collect::<Result<Vec<_>, HistogramError>>()?;
        let whole = match self.whole {
            Some(whole) => whole.into_model(room)?,
            None => model::Traffic::sum(endpoints.iter().map(|endpoint| &endpoint.traffic)),
        };
        Ok(Run {
            origin: Origin { settings: self.settings, reruns: self.reruns.unwrap_or(0) },
            meta: Meta {
                name: self.name,
                started: self.started,
                ended: self.ended,
                duration: self.test_duration_seconds,
                window_duration: self.duration_seconds,
                window: self.window,
                tool: self.tool,
                tool_version: self.tool_version,
                script_hash: self.script_hash,
                cut_short: self.cut_short,
                unread_share: self.unread_share,
                tags: self.tags,
                sources: self.sources,
            },
            judged_span: self.judged_span,
            endpoints,
            whole,
            load: self.load,
            users: self.users.map(Users::into_model),
            metrics: self
                .metrics
                .into_iter()
                .map(|(name, metric)| {
                    let metric = metric.into_model(room, &name)?;
                    Ok((name, metric))
                })
                .collect::<Result<_, HistogramError>>()?,
            servers: self.prometheus.as_deref().map(servers::unpack).transpose()?,
            checks: self.checks,
            thresholds: self.thresholds,
            notes: self.notes,
        })
    }
}
