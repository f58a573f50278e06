//! Reads the lines of `vegeta encode`, JSON.

use std::borrow::Cow;

use serde::Deserialize;

use crate::model::labeller::{Labeller, Response};
use crate::model::settings::Settings;

use super::tags::{Tags, unanswered};
use crate::ingest::points::accumulate::Accumulator;
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::labels::TagTable;
use crate::ingest::points::lines::LineReader;
use crate::ingest::points::metric::Metric;
use crate::ingest::points::registry::{PointLabel, RequestLabel};
use crate::ingest::points::time::TimeParser;

/// Microseconds in a millisecond, nanoseconds in a microsecond.
const THOUSAND: u64 = 1000;

/// A request as vegeta writes it.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    attack: Cow<'a, str>,
    /// The status; 0 is "no answer".
    code: u16,
    /// When it was sent.
    #[serde(borrow)]
    timestamp: Cow<'a, str>,
    /// Nanoseconds.
    latency: u64,
    #[serde(default)]
    bytes_out: u64,
    #[serde(default)]
    bytes_in: u64,
    #[serde(borrow, default)]
    error: Cow<'a, str>,
    #[serde(borrow, default)]
    method: Cow<'a, str>,
    #[serde(borrow, default)]
    url: Cow<'a, str>,
}

/// Tells whether a file begins as vegeta begins it: the keys are in the order of its encoder.
pub(super) fn is_line(first: &str) -> bool {
    first.starts_with(r#"{"attack":""#) && first.contains(r#""code":"#) && first.contains(r#""latency":"#)
}

/// Reads the lines that one worker is given.
pub(super) struct VegetaReader<'l> {
    accumulator: Accumulator<'l>,
    times: TimeParser,
    known: TagTable<(RequestLabel, PointLabel)>,
    key: Vec<u8>,
}

impl<'l> VegetaReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        Self {
            accumulator: Accumulator::new(labeller, settings),
            times: TimeParser::default(),
            known: TagTable::default(),
            key: Vec::new(),
        }
    }

    /// Counts a request. Returns whether it makes sense.
    fn request(&mut self, line: &Line<'_>) -> bool {
        let Some(start) = self.times.read(line.timestamp.as_bytes()) else { return false };
        let micros = i64::try_from(line.latency / THOUSAND).unwrap_or(i64::MAX);
        let end = start.saturating_add(micros);
        let response = match line.code {
            0 => unanswered(is_timeout(&line.error)),
            code => Response { status: Some(code), ..Response::default() },
        };
        self.key.clear();
        for part in [&line.attack, &line.method, &line.url] {
            self.key.extend_from_slice(part.as_bytes());
            self.key.push(0);
        }
        self.key.extend_from_slice(&line.code.to_le_bytes());
        self.key.push(u8::from(response.error_code.is_some()));
        let (request, point) = self.known.get(&self.key).unwrap_or_else(|| {
            let tags = Tags {
                scenario: &line.attack,
                method: &line.method,
                url: &line.url,
                response,
                ..Tags::default()
            };
            let registry = &mut self.accumulator.registry;
            let labels = (registry.request(&tags), registry.point(&tags));
            self.known.learn(&self.key, labels);
            labels
        });
        let milliseconds = line.latency as f64 / (THOUSAND * THOUSAND) as f64;
        if !self.accumulator.request(end, milliseconds, request) {
            return false;
        }
        self.accumulator.point(Metric::DataSent, end, line.bytes_out as f64, point);
        self.accumulator.point(Metric::DataReceived, end, line.bytes_in as f64, point)
    }
}

/// Tells whether Go's HTTP client gave up waiting, from its error.
fn is_timeout(error: &str) -> bool {
    ["deadline exceeded", "Client.Timeout", "i/o timeout", "TLS handshake timeout"]
        .iter()
        .any(|sign| error.contains(sign))
}

impl LineReader for VegetaReader<'_> {
    fn line(&mut self, line: &[u8]) -> bool {
        let line = line.trim_ascii();
        line.is_empty()
            || serde_json::from_slice::<Line<'_>>(line).is_ok_and(|request| self.request(&request))
    }

    fn last_line(&mut self, line: &[u8]) -> bool {
        self.line(line)
    }

    fn finish(self, unreadable: Unreadable) -> Collected {
        self.accumulator.finish(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::{is_line, is_timeout};

    #[test]
    fn a_file_of_vegeta_is_told_by_its_first_keys() {
        assert!(is_line(r#"{"attack":"","seq":0,"code":200,"timestamp":"2026-01-01T10:00:00Z","latency":1"#));
        assert!(!is_line(r#"{"metric":"http_reqs","type":"Point","data":{"latency":1,"code":2}}"#));
    }

    #[test]
    fn timeouts_are_told_by_the_words_of_go() {
        for (error, expected) in [
            (
                r#"Get "http://x/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"#,
                true,
            ),
            (r#"Get "http://x/": dial tcp 10.0.0.1:80: i/o timeout"#, true),
            (r#"Get "http://x/": dial tcp 127.0.0.1:1: connect: connection refused"#, false),
            (r#"Get "http://x/": EOF"#, false),
        ] {
            assert_eq!(is_timeout(error), expected, "{error}");
        }
    }
}
