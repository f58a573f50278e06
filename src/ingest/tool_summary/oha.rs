//! The JSON of oha: counts by status and by error, and percentiles in seconds.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::run::{Figures, Part, Summary, bytes, length};
use super::tally::Tally;
use crate::ingest::error::Problem;
use crate::ingest::locate;
use crate::model::labeller::Labeller;
use crate::model::note::Note;
use crate::model::settings::Settings;
use crate::model::source::Format;
use crate::words::text;

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
    let mut figures = Figures::new("latencyPercentiles", MILLISECONDS);
    for (key, seconds) in &wire.latency_percentiles {
        let percent = key.strip_prefix('p').and_then(|percent| percent.parse().ok());
        if let Some(seconds) = seconds {
            figures.take(key, percent.or(Some(f64::NAN)), *seconds)?;
        }
    }
    let WireSummary { slowest, fastest, average, total_data, .. } = wire.summary;
    for (key, seconds) in [("fastest", fastest), ("average", average), ("slowest", slowest)] {
        if let Some(seconds) = seconds {
            figures.take(key, None, seconds)?;
        }
    }
    let (tally, aborted) = outcomes(&wire, labeller, settings);
    if tally.outcomes.total() == 0 {
        return Err(Problem::NoRequests { format: Format::Oha, lines: text.lines().count() as u64 });
    }
    let answered = tally.answered();
    Ok(Summary {
        seconds: length(Some(total)),
        data_received: bytes(total_data),
        notes: (aborted > 0).then(|| Note::new(text!("oha-given-up", count = aborted))).into_iter().collect(),
        ..Summary::of(Part::of(tally.outcomes, figures.of(answered)), BTreeMap::new())
    })
}

/// Counts what oha tells apart: statuses, timeouts, other errors. Beside that, what it gave up itself.
fn outcomes<'a>(wire: &Wire, labeller: &'a dyn Labeller, settings: &'a Settings) -> (Tally<'a>, u64) {
    let mut tally = Tally::of_all(labeller, settings);
    for (&status, &count) in &wire.status_code_distribution {
        tally.status(status, count);
    }
    let mut aborted = 0;
    for (error, &count) in &wire.error_distribution {
        if error.eq_ignore_ascii_case(ABORTED) {
            aborted = count;
        } else {
            tally.error(error, count);
        }
    }
    (tally, aborted)
}

fn duration(key: &str, seconds: f64) -> Result<f64, Problem> {
    if seconds.is_finite() && seconds >= 0.0 {
        return Ok(seconds);
    }
    let found = seconds.to_string();
    Err(Problem::Value { key: key.to_owned(), found, expected: "seconds that are not negative" })
}
