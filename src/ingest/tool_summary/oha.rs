//! The JSON of oha: counts by status and by error, and percentiles in seconds.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::run::{Part, Summary, percentiles};
use crate::ingest::error::Problem;
use crate::ingest::locate;
use crate::model::endpoint::EndpointId;
use crate::model::labeller::{Labeller, Response};
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::quantity::counted;
use crate::model::settings::Settings;
use crate::model::source::Format;

/// Requests that oha gave up itself when its time (`-z`) was over.
const ABORTED: &str = "aborted due to deadline";
const MILLISECONDS: f64 = 1000.0;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a result of oha")]
struct Wire {
    summary: WireSummary,
    latency_percentiles: BTreeMap<String, Option<f64>>,
    status_code_distribution: BTreeMap<u16, u64>,
    #[serde(default)]
    error_distribution: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "the summary of oha")]
struct WireSummary {
    total: f64,
    slowest: Option<f64>,
    fastest: Option<f64>,
    average: Option<f64>,
    total_data: Option<u64>,
}

/// Tells whether a text begins as oha's JSON.
pub(super) fn begins(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"successRate\"") && text.contains("\"requestsPerSec\"")
}

/// Reads the file.
pub(super) fn parse(text: &str, labeller: &dyn Labeller, settings: &Settings) -> Result<Summary, Problem> {
    let wire: Wire = serde_json::from_str(text).map_err(|error| locate::problem(text, &error))?;
    let total = duration("summary.total", wire.summary.total)?;
    let mut points = Vec::new();
    for (key, seconds) in &wire.latency_percentiles {
        let place = || format!("latencyPercentiles.{key}");
        let percent = key.strip_prefix('p').and_then(|percent| percent.parse::<f64>().ok());
        let percent = percent.filter(|percent| (0.0..=100.0).contains(percent)).ok_or_else(|| {
            Problem::Value { key: place(), found: key.clone(), expected: "a percentile such as p99" }
        })?;
        if let Some(seconds) = seconds {
            points.push((percent / 100.0, duration(&place(), *seconds)? * MILLISECONDS));
        }
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let WireSummary { slowest, fastest, average, total_data, .. } = wire.summary;
    let mut figures = [None; 3];
    for (figure, (name, stated)) in
        figures.iter_mut().zip([("fastest", fastest), ("average", average), ("slowest", slowest)])
    {
        *figure = stated
            .map(|seconds| duration(&format!("summary.{name}"), seconds))
            .transpose()?
            .map(|seconds| seconds * MILLISECONDS);
    }
    let (outcomes, aborted) = outcomes(&wire, labeller, settings);
    if outcomes.total() == 0 {
        return Err(Problem::NoRequests { format: Format::Oha, lines: text.lines().count() as u64 });
    }
    let answered = outcomes.statuses.values().fold(0, |sum: u64, count| sum.saturating_add(*count));
    let note = |aborted: u64| {
        Note::new(format!(
            "{} when the time of the test was over, and left out.",
            match aborted {
                1 => "1 request was given up".to_owned(),
                many => format!("{} were given up", counted(many as usize, "request")),
            }
        ))
    };
    Ok(Summary {
        whole: Part { outcomes, latency: percentiles(answered, figures, points) },
        endpoints: BTreeMap::new(),
        seconds: if total > 0.0 { Ok(total) } else { Err(Missing::because("the file states no duration")) },
        data_received: total_data.ok_or_else(|| Missing::because("the file does not count bytes")),
        notes: (aborted > 0).then(|| note(aborted)).into_iter().collect(),
    })
}

/// Counts what oha tells apart: statuses, timeouts, other errors. Beside that, what it gave up itself.
fn outcomes(wire: &Wire, labeller: &dyn Labeller, settings: &Settings) -> (Outcomes, u64) {
    // The file does not say what was asked: what is declared for every endpoint (`*`) holds.
    let every = EndpointId::named("*");
    let classes = Outcome::ALL.into_iter().map(|outcome| (outcome, 0)).collect();
    let mut outcomes = Outcomes { classes, ..Outcomes::default() };
    let mut add = |outcome: Outcome, count: u64| {
        let bad = settings.outcomes.undeclared_4xx.counts_as_bad(outcome);
        let side = if bad { &mut outcomes.bad } else { &mut outcomes.good };
        *side = side.saturating_add(count);
        *outcomes.classes.entry(outcome).or_default() += count;
    };
    for (&status, &count) in &wire.status_code_distribution {
        add(labeller.outcome(&every, Response { status: Some(status), ..Response::default() }), count);
    }
    let mut aborted = 0;
    for (error, &count) in &wire.error_distribution {
        let error = error.to_ascii_lowercase();
        match error.as_str() {
            ABORTED => aborted = count,
            _ if error.contains("timeout") || error.contains("timed out") => add(Outcome::Timeout, count),
            _ => add(Outcome::TransportError, count),
        }
    }
    outcomes.statuses.clone_from(&wire.status_code_distribution);
    (outcomes, aborted)
}

fn duration(key: &str, seconds: f64) -> Result<f64, Problem> {
    if seconds.is_finite() && seconds >= 0.0 {
        return Ok(seconds);
    }
    let found = seconds.to_string();
    Err(Problem::Value { key: key.to_owned(), found, expected: "seconds that are not negative" })
}
