//! `perfreport/prometheus@1`: answers with what they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answer::NAME;
use super::refusal::Refusal;
use super::{Answer, BundledSignal, FORMAT, histograms, samples};
use crate::model::series::role::{Part, Resource, Role, RoleKey, Vantage, WorseWhen};
use crate::model::series::unit::{KindKey, SampleKind, SeriesUnit};
use crate::model::series::{Series, ServerMetrics, Signal};

/// A signal of a bundle. All but the name and the answer may be absent, so that a bundle can be made by hand.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SignalEntry<R> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<RoleKey>,
    /// Of a saturation: what may be full.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Resource>,
    /// Of a saturation: what of the resource was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<SeriesUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<KindKey>,
    /// Of an increase: over how long.
    #[serde(skip_serializing_if = "Option::is_none")]
    over_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantile: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vantage: Option<Vantage>,
    /// Where it is not what the role says.
    #[serde(skip_serializing_if = "Option::is_none")]
    worse: Option<WorseWhen>,
    response: R,
}

impl<R> SignalEntry<R> {
    /// Takes the answer out of the response, if it is one to a range query.
    pub(super) fn into_bundled(
        self,
        answer: impl FnOnce(R) -> Result<Answer, Refusal>,
    ) -> Result<BundledSignal, Refusal> {
        let answer = match answer(self.response) {
            Ok(answer) => answer,
            Err(refusal) => {
                return Err(Refusal::InSignal { name: self.name, refusal: Box::new(refusal) });
            }
        };
        let over = self.over_seconds.map(|seconds| (seconds * 1e6).round() as i64);
        Ok(BundledSignal {
            name: self.name,
            query: self.query,
            role: self.role.map(|key| Role::of_keys(key, self.resource, self.part)),
            unit: self.unit,
            kind: self.kind.and_then(|key| SampleKind::of_keys(key, over)),
            quantile: self.quantile.filter(|quantile| (0.0..=1.0).contains(quantile)),
            vantage: self.vantage,
            worse: self.worse,
            answer,
        })
    }
}

/// A bundle to be written.
#[derive(Debug, Serialize)]
pub(super) struct WrittenBundle<'a> {
    /// First, so that the version is known before anything else is read.
    format: &'static str,
    signals: Vec<SignalEntry<WrittenResponse<'a>>>,
}

/// An answer as Prometheus gives it.
#[derive(Debug, Serialize)]
struct WrittenResponse<'a> {
    status: &'static str,
    data: WrittenData<'a>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    infos: &'a [String],
    #[serde(rename = "isPartial", skip_serializing_if = "std::ops::Not::not")]
    is_partial: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenData<'a> {
    result_type: &'static str,
    result: Vec<WrittenSeries<'a>>,
}

#[derive(Debug, Serialize)]
struct WrittenSeries<'a> {
    metric: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<samples::WrittenSamples<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    histograms: Option<histograms::WrittenHistograms<'a>>,
}

impl<'a> WrittenBundle<'a> {
    /// Borrows what is written.
    pub(super) fn of(metrics: &'a ServerMetrics) -> Self {
        Self { format: FORMAT, signals: metrics.signals.iter().map(signal).collect() }
    }
}

fn signal(signal: &Signal) -> SignalEntry<WrittenResponse<'_>> {
    let (role, resource, part) = signal.role.keys();
    let (kind, over) = signal.kind.keys();
    SignalEntry {
        name: signal.name.clone(),
        query: signal.query.clone(),
        role: Some(role),
        resource,
        part,
        unit: signal.unit.as_ref().ok().copied(),
        kind: Some(kind),
        over_seconds: over.map(|over| over as f64 / 1e6),
        quantile: signal.quantile,
        vantage: Some(signal.vantage),
        worse: Some(signal.worse).filter(|worse| *worse != signal.role.worse()),
        response: WrittenResponse {
            status: "success",
            data: WrittenData {
                result_type: "matrix",
                result: signal.series.iter().map(|series| written(signal, series)).collect(),
            },
            warnings: &signal.remarks.warnings,
            infos: &signal.remarks.infos,
            is_partial: signal.remarks.is_partial,
        },
    }
}

fn written<'a>(signal: &'a Signal, series: &'a Series) -> WrittenSeries<'a> {
    let labels = series.labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    WrittenSeries {
        metric: signal.metric.iter().map(|metric| (NAME, metric.as_str())).chain(labels).collect(),
        values: (!series.samples.is_empty()).then_some(samples::WrittenSamples(&series.samples)),
        histograms: (!series.histograms.is_empty())
            .then_some(histograms::WrittenHistograms(&series.histograms)),
    }
}
