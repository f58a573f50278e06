//! The JSON of autocannon (`-j`): one address, counts by status, percentiles in milliseconds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::run::{Figures, Part, Summary, bytes, length};
use super::tally::Tally;
use crate::ingest::error::Problem;
use crate::ingest::locate;
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a result of autocannon")]
struct Wire {
    url: String,
    duration: f64,
    start: Option<DateTime<Utc>>,
    finish: Option<DateTime<Utc>>,
    /// Requests without an answer, those that took too long among them.
    #[serde(default)]
    errors: u64,
    #[serde(default)]
    timeouts: u64,
    status_code_stats: BTreeMap<u16, WireCount>,
    latency: BTreeMap<String, f64>,
    throughput: Option<WireThroughput>,
}

#[derive(Deserialize)]
struct WireCount {
    count: u64,
}

#[derive(Deserialize)]
struct WireThroughput {
    total: u64,
}

/// Tells whether a text begins as a result of autocannon.
pub(super) fn begins(text: &str) -> bool {
    text.starts_with('{')
        && ["\"connections\"", "\"pipelining\"", "\"p97_5\""].iter().all(|key| text.contains(key))
}

/// Reads the file.
pub(super) fn parse(text: &str, labeller: &dyn Labeller, settings: &Settings) -> Result<Summary, Problem> {
    let wire: Wire = serde_json::from_str(text).map_err(|error| locate::problem(text, &error))?;
    let endpoint = labeller.endpoint(None, &wire.url);
    let mut tally = Tally::of(endpoint.clone(), labeller, settings);
    for (status, WireCount { count }) in wire.status_code_stats {
        tally.status(status, count);
    }
    let answered = tally.answered();
    tally.error("timeout", wire.timeouts);
    tally.error("", wire.errors.saturating_sub(wire.timeouts));
    let mut figures = Figures::new("latency", 1.0);
    for (key, value) in &wire.latency {
        let percent = key.strip_prefix('p').map(|percent| percent.replacen('_', ".", 1));
        figures.take(key, percent.and_then(|percent| percent.parse().ok()), *value)?;
    }
    let part = Part::of(tally.outcomes, figures.of(answered));
    Ok(Summary {
        when: wire.start.zip(wire.finish),
        seconds: length(Some(wire.duration)),
        data_received: bytes(wire.throughput.map(|throughput| throughput.total)),
        ..Summary::of(part.clone(), BTreeMap::from([(endpoint, part)]))
    })
}
