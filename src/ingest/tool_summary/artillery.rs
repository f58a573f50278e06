//! The JSON of `artillery run --output`: counters, and percentiles in milliseconds, of the whole test and by endpoint.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde::Deserialize;

use super::run::{Figures, Part, Summary, bytes, length};
use super::tally::Tally;
use crate::ingest::error::Problem;
use crate::ingest::locate;
use crate::model::endpoint::EndpointId;
use crate::model::labeller::Labeller;
use crate::model::note::Note;
use crate::model::settings::Settings;
use crate::model::source::Format;
use crate::words::text;

/// What Artillery puts before the figures of an endpoint.
const BY_ENDPOINT: &str = "plugins.metrics-by-endpoint.";

#[derive(Deserialize)]
#[serde(expecting = "a report of Artillery")]
struct Wire {
    aggregate: Aggregate,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "the aggregate of Artillery 2")]
struct Aggregate {
    counters: BTreeMap<String, u64>,
    /// Milliseconds since 1970.
    first_metric_at: Option<i64>,
    last_metric_at: Option<i64>,
    #[serde(default)]
    summaries: BTreeMap<String, BTreeMap<String, f64>>,
}

/// Tells whether a text begins as a report of Artillery.
pub(super) fn begins(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).take(30).collect();
    compact.starts_with("{\"aggregate\":{\"")
}

/// Reads the file.
pub(super) fn parse(text: &str, labeller: &dyn Labeller, settings: &Settings) -> Result<Summary, Problem> {
    let Wire { aggregate } = serde_json::from_str(text).map_err(|error| locate::problem(text, &error))?;
    let mut whole = Tally::of_all(labeller, settings);
    let mut by_endpoint: BTreeMap<&str, Tally<'_>> = BTreeMap::new();
    let mut others: u64 = 0;
    for (key, &count) in &aggregate.counters {
        let (name, tally) = match key.strip_prefix(BY_ENDPOINT).and_then(split) {
            Some((name, rest)) => {
                let new = || Tally::of(labeller.endpoint(None, name), labeller, settings);
                (rest, by_endpoint.entry(name).or_insert_with(new))
            }
            None => (key.strip_prefix("http.").unwrap_or(key), &mut whole),
        };
        let status = name.strip_prefix("codes.").and_then(|status| status.parse().ok());
        match (status, name.strip_prefix("errors.")) {
            (Some(status), _) => tally.status(status, count),
            (None, Some(error)) if is_of_the_network(error) => tally.error(error, count),
            (None, Some(_)) if name.len() == key.len() => others = others.saturating_add(count),
            _ => {}
        }
    }
    if whole.outcomes.total() == 0 {
        return Err(Problem::NoRequests { format: Format::Artillery, lines: text.lines().count() as u64 });
    }
    let part = |tally: Tally<'_>, key: &str| -> Result<Part, Problem> {
        let mut figures = Figures::new("aggregate.summaries", 1.0);
        for (name, value) in aggregate.summaries.get(key).into_iter().flatten() {
            figures.take(name, percent(name), *value)?;
        }
        let answered = tally.answered();
        Ok(Part::of(tally.outcomes, figures.of(answered)))
    };
    let mut endpoints: BTreeMap<EndpointId, Part> = BTreeMap::new();
    for (name, tally) in by_endpoint {
        let part = part(tally, &format!("{BY_ENDPOINT}response_time.{name}"))?;
        // Percentiles do not add up: the one with the most requests stands for the endpoint.
        let known = endpoints.entry(labeller.endpoint(None, name)).or_insert_with(|| part.clone());
        if part.requests > known.requests {
            *known = part;
        }
    }
    let when = aggregate.first_metric_at.zip(aggregate.last_metric_at).and_then(|(first, last)| {
        DateTime::from_timestamp_millis(first).zip(DateTime::from_timestamp_millis(last))
    });
    Ok(Summary {
        when,
        seconds: length(when.map(|(first, last)| (last - first).as_seconds_f64())),
        data_received: bytes(aggregate.counters.get("http.downloaded_bytes").copied()),
        notes: (others > 0)
            .then(|| Note::new(text!("artillery-script-errors", count = others)))
            .into_iter()
            .collect(),
        ..Summary::of(part(whole, "http.response_time")?, endpoints)
    })
}

/// Splits `/api/cart.codes.200` into the endpoint and what is counted of it.
fn split(key: &str) -> Option<(&str, &str)> {
    let at = key.rfind(".codes.").or_else(|| key.find(".errors."))?;
    Some((&key[..at], &key[at + 1..]))
}

/// Tells an error code of Node.js from what a script makes of an answer.
fn is_of_the_network(error: &str) -> bool {
    error.starts_with('E') && error.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Reads `p999` as 99.9 percent.
fn percent(name: &str) -> Option<f64> {
    let digits = name.strip_prefix('p')?;
    let number: f64 = digits.parse().ok()?;
    Some(if digits.len() > 2 { number / 10_f64.powi(digits.len() as i32 - 2) } else { number })
}

#[cfg(test)]
mod tests {
    use super::{is_of_the_network, percent, split};

    #[test]
    fn names_of_figures_are_taken_apart() {
        for (name, expected) in
            [("p50", Some(50.0)), ("p999", Some(99.9)), ("p9999", Some(99.99)), ("median", None)]
        {
            assert_eq!(percent(name), expected, "{name}");
        }
        assert_eq!(split("/api/v1.2/x.codes.200"), Some(("/api/v1.2/x", "codes.200")));
        assert_eq!(split("/api/cart.errors.ETIMEDOUT"), Some(("/api/cart", "errors.ETIMEDOUT")));
        assert_eq!(split("response_time"), None);
    }

    #[test]
    fn errors_of_the_network_are_no_errors_of_the_script() {
        assert!(is_of_the_network("ECONNREFUSED") && is_of_the_network("ETIMEDOUT"));
        assert!(!is_of_the_network("Failed capture or match") && !is_of_the_network("Error"));
    }
}
