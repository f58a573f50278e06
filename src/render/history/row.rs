//! One figure of one endpoint of one run.

use chrono::SecondsFormat;
use serde::Serialize;

use crate::model::history::{History, HistoryRow, HistoryRun, HistoryTraffic};
use crate::model::outcome::Outcome;

/// A row, in the words of the Parquet files.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    run: &'a str,
    name: &'a str,
    started: String,
    started_known: bool,
    test: &'a str,
    verdict: &'a str,
    reason: Option<&'a str>,
    base: Option<&'a str>,
    commit: Option<&'a str>,
    duration_seconds: Option<f64>,
    endpoint: Option<&'a str>,
    measure: &'a str,
    unit: &'a str,
    slo: Option<&'a str>,
    value: f64,
    objective: Option<f64>,
    requests: Option<u64>,
    branch: Option<&'a str>,
    environment: Option<&'a str>,
    report: Option<&'a str>,
    base_value: Option<f64>,
    change: Option<f64>,
    errors: Option<u64>,
    ok: Option<u64>,
    intended_4xx: Option<u64>,
    undeclared_4xx: Option<u64>,
    server_error: Option<u64>,
    timeout: Option<u64>,
    transport_error: Option<u64>,
}

impl<'a> Row<'a> {
    /// The names of the columns.
    pub(super) const NAMES: [&'static str; 29] = [
        "run",
        "name",
        "started",
        "started_known",
        "test",
        "verdict",
        "reason",
        "base",
        "commit",
        "duration_seconds",
        "endpoint",
        "measure",
        "unit",
        "slo",
        "value",
        "objective",
        "requests",
        "branch",
        "environment",
        "report",
        "base_value",
        "change",
        "errors",
        "ok",
        "intended_4xx",
        "undeclared_4xx",
        "server_error",
        "timeout",
        "transport_error",
    ];

    /// Every row of a history.
    pub(super) fn all(history: &'a History) -> impl Iterator<Item = Self> {
        history.runs.iter().flat_map(|run| {
            run.traffic.iter().flat_map(HistoryTraffic::rows).map(move |row| Self::of(run, row))
        })
    }

    fn of(run: &'a HistoryRun, row: HistoryRow<'a>) -> Self {
        let HistoryRow { endpoint, measure, unit, slo, value, objective, requests, .. } = row;
        let count = |outcome| row.outcomes.get(&outcome).copied();
        Self {
            run: &run.id,
            name: &run.name,
            started: run.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            started_known: run.dated,
            test: &run.test,
            verdict: run.verdict.word(),
            reason: run.reason.as_deref(),
            base: run.base.as_deref(),
            commit: run.commit(),
            duration_seconds: run.duration,
            endpoint,
            measure,
            unit,
            slo,
            value,
            objective,
            requests,
            branch: run.branch(),
            environment: run.environment(),
            report: run.report.as_deref(),
            base_value: row.base_value,
            change: row.change,
            errors: row.errors,
            ok: count(Outcome::Ok),
            intended_4xx: count(Outcome::Intended4xx),
            undeclared_4xx: count(Outcome::Undeclared4xx),
            server_error: count(Outcome::ServerError),
            timeout: count(Outcome::Timeout),
            transport_error: count(Outcome::TransportError),
        }
    }
}
