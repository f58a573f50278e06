//! The JSON of `vegeta report -type=json`: counts by status, and percentiles in nanoseconds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::run::{Figures, Part, Summary, bytes, length};
use super::tally::Tally;
use crate::ingest::error::Problem;
use crate::ingest::locate;
use crate::ingest::timeout::is_timeout;
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;
use crate::model::source::Format;

/// Milliseconds in a nanosecond; and seconds.
const MILLISECONDS: f64 = 1e-6;
const SECONDS: f64 = 1e-9;

#[derive(Deserialize)]
#[serde(expecting = "a report of vegeta")]
struct Wire {
    latencies: BTreeMap<String, f64>,
    bytes_in: Option<WireBytes>,
    earliest: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    /// From the first request to the last, and from there to its answer.
    #[serde(default)]
    duration: f64,
    #[serde(default)]
    wait: f64,
    status_codes: BTreeMap<u16, u64>,
    #[serde(default)]
    errors: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct WireBytes {
    total: u64,
}

/// Tells whether a text begins as a report of vegeta.
pub(super) fn begins(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).take(30).collect();
    compact.starts_with("{\"latencies\":{\"") && text.contains("\"status_codes\"")
}

/// Reads the file.
pub(super) fn parse(text: &str, labeller: &dyn Labeller, settings: &Settings) -> Result<Summary, Problem> {
    let wire: Wire = serde_json::from_str(text).map_err(|error| locate::problem(text, &error))?;
    // Errors are listed, not counted; those of an answer begin with its status.
    let errors: Vec<String> = wire.errors.unwrap_or_default();
    let of_the_network: Vec<&String> =
        errors.iter().filter(|error| !error.starts_with(|first: char| first.is_ascii_digit())).collect();
    let all_timeouts = !of_the_network.is_empty() && of_the_network.iter().all(|error| is_timeout(error));
    let mut tally = Tally::of_all(labeller, settings);
    for (status, count) in wire.status_codes {
        match status {
            0 => tally.error(if all_timeouts { "timeout" } else { "" }, count),
            status => tally.status(status, count),
        }
    }
    let requests = tally.outcomes.total();
    if requests == 0 {
        return Err(Problem::NoRequests { format: Format::VegetaReport, lines: text.lines().count() as u64 });
    }
    let mut figures = Figures::new("latencies", MILLISECONDS);
    for (key, nanoseconds) in &wire.latencies {
        let percent = key.strip_suffix("th").and_then(|percent| percent.parse().ok());
        figures.take(key, percent, *nanoseconds)?;
    }
    Ok(Summary {
        when: wire.earliest.zip(wire.end),
        seconds: length(Some((wire.duration + wire.wait) * SECONDS)),
        data_received: bytes(wire.bytes_in.map(|bytes| bytes.total)),
        ..Summary::of(Part::of(tally.outcomes, figures.of(requests)), BTreeMap::new())
    })
}
