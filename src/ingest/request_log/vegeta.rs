//! Reads the lines of `vegeta encode`, JSON or CSV.

use std::borrow::Cow;

use serde::Deserialize;

use crate::model::labeller::{Labeller, Response};
use crate::model::settings::Settings;

use super::rows::{Layout, Row, Rows};
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

/// The most columns of a row: time, status, latency, bytes out, bytes in, error, body, attack, number, method, URL, headers.
const COLUMNS: usize = 12;

fn layout() -> Layout {
    Layout { header: Vec::new(), delimiter: b',', widths: 9..=COLUMNS }
}

/// Reads a row; absent where it is none.
fn of_row<'r>(row: &Row<'r>) -> Option<Line<'r>> {
    let text = |column: usize| std::str::from_utf8(row.field(column)).ok();
    let number = |column: usize| text(column)?.parse().ok();
    Some(Line {
        attack: text(7)?.into(),
        code: u16::try_from(number(1)?).ok()?,
        timestamp: text(0)?.into(),
        latency: number(2)?,
        bytes_out: number(3)?,
        bytes_in: number(4)?,
        error: text(5)?.into(),
        method: text(9)?.into(),
        url: text(10)?.into(),
    })
}

/// Reads the lines that one worker is given.
pub(super) struct VegetaReader<'l> {
    requests: Requests<'l>,
    rows: Rows,
}

struct Requests<'l> {
    accumulator: Accumulator<'l>,
    times: TimeParser,
    known: TagTable<(RequestLabel, PointLabel)>,
    key: Vec<u8>,
}

impl<'l> VegetaReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        let requests = Requests {
            accumulator: Accumulator::new(labeller, settings),
            times: TimeParser::default(),
            known: TagTable::default(),
            key: Vec::new(),
        };
        Self { requests, rows: Rows::new(layout()) }
    }
}

impl Requests<'_> {
    /// Counts a request. Returns whether it makes sense.
    fn count(&mut self, line: &Line<'_>) -> bool {
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
        let Self { requests, rows } = self;
        let line = if rows.is_open() { line } else { line.trim_ascii() };
        match line.first() {
            Some(b'{') if !rows.is_open() => {
                serde_json::from_slice::<Line<'_>>(line).is_ok_and(|request| requests.count(&request))
            }
            _ => rows.line(line, |row| of_row(row).is_some_and(|request| requests.count(&request))),
        }
    }

    fn last_line(&mut self, line: &[u8]) -> bool {
        self.line(line) && !self.rows.is_open()
    }

    fn needs_order(&self) -> bool {
        self.rows.needs_order()
    }

    fn finish(self, mut unreadable: Unreadable) -> Collected {
        unreadable.cut += u64::from(self.rows.is_open());
        self.requests.accumulator.finish(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Rows, is_line, is_row, layout, of_row};

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
        let mut rows = Rows::new(layout());
        let look = |line: &Line<'_>| {
            assert_eq!(
                (line.code, line.latency, line.bytes_in, &*line.attack),
                (200, 12_345_678, 120, "shop")
            );
            assert_eq!((&*line.method, &*line.url), ("POST", "http://shop/api/orders"));
            true
        };
        assert!(rows.line(full.as_bytes(), |row| of_row(row).is_some_and(|line| look(&line))));
        assert!(!rows.line(b"1795354447800741782,200,12", |_| true));
    }
}
