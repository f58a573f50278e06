//! The file.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::metrics::Metric;
use super::servers::{self, SnapshotError};
use super::settings::Settings;
use super::traffic::{Endpoint, Traffic};
use super::users::Users;
use crate::model::endpoint as model;
use crate::model::missing::Missing;
use crate::model::origin::Origin;
use crate::model::run::{Meta, Run};
use crate::wire::histogram::HistogramError;
use crate::wire::missing::Reasons;
use crate::wire::verdict::finding::{Note, list};
use crate::wire::verdict::load::{Check, Load, Threshold};
use crate::wire::verdict::run::{Source, Window};

/// A run, as `perfreport record` keeps it.
///
/// Latencies are milliseconds, but microseconds inside histograms; durations are seconds. What a source cannot tell is
/// absent, and the sibling key `missing` says why. Readers should ignore keys they do not know.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "perfreport run"))]
pub(super) struct Document {
    /// The format and its version.
    #[cfg_attr(test, schemars(extend("const" = super::FORMAT)))]
    format: String,
    /// How reports call the run.
    name: String,
    /// When the test began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    started: Option<DateTime<Utc>>,
    /// When the test ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    ended: Option<DateTime<Utc>>,
    /// How long the whole test took.
    #[serde(skip_serializing_if = "Option::is_none")]
    test_duration_seconds: Option<f64>,
    /// How long the judged window took.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<f64>,
    /// First start and last end of the judged requests, in microseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    judged_span: Option<(i64, i64)>,
    /// What is judged.
    window: Window,
    /// The load tool.
    tool: String,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_version: Option<String>,
    /// SHA-256 of the script, in hex.
    #[serde(skip_serializing_if = "Option::is_none")]
    script_hash: Option<String>,
    /// Whether the input ended in the middle of a line.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cut_short: bool,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<Users>,
    /// The script's own metrics by name.
    metrics: BTreeMap<String, Metric>,
    /// The settings that it was read with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settings: Option<Settings>,
    /// Runs made one after the other that were merged into this one; absent where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reruns: Option<u64>,
    /// What the servers measured: a bundle (perfreport/prometheus@1), gzip in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prometheus: Option<String>,
    /// Checks of the judged window.
    checks: Vec<Check>,
    /// Thresholds as k6 judged them.
    thresholds: Vec<Threshold>,
    /// What a reader should know.
    notes: Vec<Note>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl Document {
    pub(super) fn new(run: &Run) -> Result<Self, SnapshotError> {
        let mut missing = Reasons::default();
        let meta = run.meta.clone();
        let one_by_one = run.whole.responses.is_ok();
        Ok(Self {
            format: super::FORMAT.to_owned(),
            name: meta.name,
            started: missing.split("started", meta.started),
            ended: missing.split("ended", meta.ended),
            test_duration_seconds: missing.split("test_duration_seconds", meta.duration),
            duration_seconds: missing.split("duration_seconds", meta.window_duration),
            judged_span: missing.split("judged_span", run.judged_span.clone()),
            window: meta.window.into(),
            tool: meta.tool,
            tool_version: missing.split("tool_version", meta.tool_version),
            script_hash: missing.split("script_hash", meta.script_hash),
            cut_short: meta.cut_short,
            tags: meta.tags,
            sources: list(meta.sources),
            endpoints: run.endpoints.iter().map(Endpoint::new).collect::<Result<_, _>>()?,
            // Histograms add up exactly: storing the sum would double the file.
            whole: if one_by_one { None } else { Some(Traffic::new(&run.whole)?) },
            load: run.load.clone().into(),
            users: missing.split("users", run.users.as_ref().map(Users::new).map_err(Missing::clone)),
            metrics: run
                .metrics
                .iter()
                .map(|(name, metric)| Ok((name.clone(), Metric::new(metric)?)))
                .collect::<Result<_, HistogramError>>()?,
            settings: run.origin.settings.clone().map(Settings::from),
            reruns: Some(run.origin.reruns).filter(|reruns| *reruns > 1),
            prometheus: run.servers.as_ref().map(servers::pack).transpose()?,
            checks: list(run.checks.clone()),
            thresholds: list(run.thresholds.clone()),
            notes: list(run.notes.clone()),
            missing,
        })
    }

    pub(super) fn into_run(self) -> Result<Run, SnapshotError> {
        let mut missing = self.missing;
        let endpoints = self
            .endpoints
            .into_iter()
            .map(Endpoint::into_model)
            .collect::<Result<Vec<_>, HistogramError>>()?;
        let whole = match self.whole {
            Some(whole) => whole.into_model()?,
            None => model::Traffic::sum(endpoints.iter().map(|endpoint| &endpoint.traffic)),
        };
        Ok(Run {
            origin: Origin {
                settings: self.settings.map(Settings::into_model),
                reruns: self.reruns.unwrap_or(0),
            },
            meta: Meta {
                name: self.name,
                started: missing.join("started", self.started),
                ended: missing.join("ended", self.ended),
                duration: missing.join("test_duration_seconds", self.test_duration_seconds),
                window_duration: missing.join("duration_seconds", self.duration_seconds),
                window: self.window.into(),
                tool: self.tool,
                tool_version: missing.join("tool_version", self.tool_version),
                script_hash: missing.join("script_hash", self.script_hash),
                cut_short: self.cut_short,
                tags: self.tags,
                sources: list(self.sources),
            },
            judged_span: missing.join("judged_span", self.judged_span),
            endpoints,
            whole,
            load: self.load.into(),
            users: missing.join("users", self.users.map(Users::into_model)),
            metrics: self
                .metrics
                .into_iter()
                .map(|(name, metric)| Ok((name, metric.into_model()?)))
                .collect::<Result<_, HistogramError>>()?,
            servers: self.prometheus.as_deref().map(servers::unpack).transpose()?,
            checks: list(self.checks),
            thresholds: list(self.thresholds),
            notes: list(self.notes),
        })
    }
}
