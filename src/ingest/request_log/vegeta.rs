//! Reads the lines of `vegeta encode`, JSON or CSV.

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
use crate::ingest::timeout::is_timeout;

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

/// Tells whether a file begins as vegeta's CSV, which has no header: nanoseconds since 1970, a status, nanoseconds.
pub(super) fn is_row(first: &str) -> bool {
    let fields: Vec<&str> = first.split(',').take(5).collect();
    let is_number = |field: &&str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit());
    fields.len() == 5 && fields.iter().all(is_number) && fields[0].len() == 19 && fields[1].len() <= 3
}

/// The columns of a row: time, status, latency, bytes out, bytes in, error, body, attack, number, method, URL, headers.
fn row(line: &[u8]) -> Option<Line<'_>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line);
    let mut record = csv::StringRecord::new();
    let is_row = matches!(reader.read_record(&mut record), Ok(true)) && (9..=12).contains(&record.len());
    let text = |column: usize| Cow::Owned(record.get(column).unwrap_or_default().to_owned());
    let number = |column: usize| record.get(column)?.parse().ok();
    is_row.then_some(())?;
    Some(Line {
        attack: text(7),
        code: u16::try_from(number(1)?).ok()?,
        timestamp: text(0),
        latency: number(2)?,
        bytes_out: number(3)?,
        bytes_in: number(4)?,
        error: text(5),
        method: text(9),
        url: text(10),
    })
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
        let Some(start) = self.times.read_any(line.timestamp.as_bytes()) else { return false };
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

impl LineReader for VegetaReader<'_> {
    fn line(&mut self, line: &[u8]) -> bool {
        let line = line.trim_ascii();
        match line.first() {
            None => true,
            Some(b'{') => {
                serde_json::from_slice::<Line<'_>>(line).is_ok_and(|request| self.request(&request))
            }
            Some(_) => row(line).is_some_and(|request| self.request(&request)),
        }
    }

    fn finish(self, unreadable: Unreadable) -> Collected {
        self.accumulator.finish(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::{is_line, is_row, row};

    #[test]
    fn a_file_of_vegeta_is_told_by_its_first_keys() {
        assert!(is_line(r#"{"attack":"","seq":0,"code":200,"timestamp":"2026-01-01T10:00:00Z","latency":1"#));
        assert!(!is_line(r#"{"metric":"http_reqs","type":"Point","data":{"latency":1,"code":2}}"#));
    }

    #[test]
    fn a_row_of_csv_is_told_by_its_numbers() {
        let full = "1795354447800741782,200,12345678,5,120,,e30=,shop,7,POST,http://shop/api/orders,";
        assert!(is_row(full) && is_row("1795354447800741782,0,1,0,0,\"Get \"\"x\"\": EOF\",,,1"));
        assert!(!is_row("1795354447,200,12,5,120") && !is_row("metric_name,timestamp,metric_value,a,b"));
        let line = row(full.as_bytes()).unwrap();
        assert_eq!((line.code, line.latency, line.bytes_in, &*line.attack), (200, 12_345_678, 120, "shop"));
        assert_eq!((&*line.method, &*line.url), ("POST", "http://shop/api/orders"));
        assert!(row(b"1795354447800741782,200,12").is_none());
    }
}
