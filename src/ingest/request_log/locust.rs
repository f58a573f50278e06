//! Reads the rows of Locust's own log of requests, `locust.contrib.csv_request_logger`.

use crate::model::labeller::{Labeller, Response};
use crate::model::settings::Settings;

use super::rows::{Layout, Row, Rows};
use super::tags::{Tags, unanswered};
use crate::ingest::points::accumulate::Accumulator;
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::labels::TagTable;
use crate::ingest::points::lines::LineReader;
use crate::ingest::points::number::{digits, plain_decimal, whole};
use crate::ingest::points::registry::{PointLabel, RequestLabel};
use crate::ingest::points::time::MICROS;
use crate::ingest::timeout::is_timeout;

/// The header, which is always the same.
const HEADER: &str = "timestamp,request_type,name,response_time_ms,response_length,status_code,exception";
/// How many columns it has.
const COLUMNS: usize = 7;

/// Tells whether a line is the header of Locust's log of requests.
pub(super) fn is_header(line: &str) -> bool {
    line.trim_end() == HEADER
}

/// Reads the rows that one worker is given.
pub(super) struct LocustReader<'l> {
    requests: Requests<'l>,
    rows: Rows,
}

struct Requests<'l> {
    accumulator: Accumulator<'l>,
    known: TagTable<(RequestLabel, PointLabel)>,
    key: Vec<u8>,
}

impl<'l> LocustReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        let layout =
            Layout { header: HEADER.as_bytes().to_vec(), delimiter: b',', widths: COLUMNS..=COLUMNS };
        let accumulator = Accumulator::new(labeller, settings);
        let requests = Requests { accumulator, known: TagTable::default(), key: Vec::new() };
        Self { requests, rows: Rows::new(layout) }
    }
}

impl Requests<'_> {
    /// Counts a request; absent where it makes no sense.
    fn count(&mut self, row: &Row<'_>) -> Option<()> {
        let [start, kind, name, took, received, status, exception] =
            std::array::from_fn(|column| row.field(column));
        let start = unix_micros(start)?;
        let (milliseconds, _) = plain_decimal(took).filter(|(_, end)| *end == took.len())?;
        let (status, end) = digits(status, 0, 0);
        let status = u16::try_from(status).ok().filter(|_| (1..=3).contains(&end))?;
        let passed = exception.is_empty();
        let response = response(status, exception);
        self.key.clear();
        for part in [kind, name] {
            self.key.extend_from_slice(part);
            self.key.push(0);
        }
        self.key.extend_from_slice(&status.to_le_bytes());
        self.key.extend([u8::from(response.error_code.is_some()), u8::from(passed)]);
        let (request, point) = self.known.get(&self.key).unwrap_or_else(|| {
            let labels = self.learn(kind, name, response);
            self.known.learn(&self.key, labels);
            labels
        });
        let end = start.saturating_add((milliseconds * 1000.0).round() as i64);
        if !self.accumulator.request(end, milliseconds, request) {
            return None;
        }
        self.accumulator.answered(end, [whole(received), None], passed, point);
        Some(())
    }

    fn learn(&mut self, kind: &[u8], name: &[u8], response: Response) -> (RequestLabel, PointLabel) {
        let [method, name] = [kind, name].map(String::from_utf8_lossy);
        // Where there was an answer that is no error, an exception is what the locustfile says of it.
        let is_asserted = response.status.is_some_and(|status| (1..400).contains(&status));
        let check = if is_asserted { format!("{method} {name}: success") } else { String::new() };
        let tags = Tags { method: &method, name: &name, response, check: &check, ..Tags::default() };
        let registry = &mut self.accumulator.registry;
        (registry.request(&tags), registry.point(&tags))
    }
}

/// Tells how a request ended. The status is 0 where there was no answer, and where the protocol has no statuses.
fn response(status: u16, exception: &[u8]) -> Response {
    match status {
        0 if exception.is_empty() => Response { expected: Some(true), ..Response::default() },
        0 => unanswered(is_timeout(&String::from_utf8_lossy(exception))),
        status => Response { status: Some(status), expected: Some(exception.is_empty()), error_code: None },
    }
}

/// Reads `1796075373.03821`, seconds with up to six decimals, as microseconds.
fn unix_micros(text: &[u8]) -> Option<i64> {
    let (seconds, end) = digits(text, 0, 0);
    let decimals = match text.get(end..)? {
        [b'.', decimals @ ..] if (1..=6).contains(&decimals.len()) => decimals,
        whole => whole,
    };
    let (fraction, length) = digits(decimals, 0, 0);
    if length != decimals.len() || !(1..=11).contains(&end) {
        return None;
    }
    let micros = fraction as i64 * 10_i64.pow(6 - length as u32);
    Some(seconds as i64 * MICROS + micros)
}

impl LineReader for LocustReader<'_> {
    fn line(&mut self, line: &[u8]) -> bool {
        self.rows.line(line, |row| self.requests.count(row).is_some())
    }

    fn lines(&mut self, text: &[u8], refuse: impl FnMut(usize)) -> u64 {
        self.rows.lines(text, |row| self.requests.count(row).is_some(), refuse)
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
    use super::{is_header, response, unix_micros};
    use crate::model::labeller::Response;

    #[test]
    fn times_are_seconds_to_the_microsecond() {
        for (text, micros) in [
            ("1796075373.03821", Some(1_796_075_373_038_210)),
            ("1796075373.202687", Some(1_796_075_373_202_687)),
            ("1796075373.0", Some(1_796_075_373_000_000)),
            ("1796075373", Some(1_796_075_373_000_000)),
            ("1796075373.", None),
            ("1796075373.1234567", None),
            ("1796075373.12x", None),
            ("-1.5", None),
            ("1.5e9", None),
            ("", None),
        ] {
            assert_eq!(unix_micros(text.as_bytes()), micros, "{text}");
        }
    }

    #[test]
    fn a_status_of_none_is_no_answer_or_a_protocol_without_statuses() {
        let of = |status, expected, error_code| Response { status, expected: Some(expected), error_code };
        for (status, exception, expected) in [
            (200, "", of(Some(200), true, None)),
            (200, "expected \"x\"", of(Some(200), false, None)),
            (404, "", of(Some(404), true, None)),
            (503, "503 Server Error: Service Unavailable for url: /", of(Some(503), false, None)),
            (0, "", of(None, true, None)),
            (0, "[Errno 111] Connection refused", of(Some(0), false, None)),
            (
                0,
                "HTTPConnectionPool(host='shop', port=80): Read timed out. (read timeout=2)",
                of(Some(0), false, Some(1050)),
            ),
        ] {
            assert_eq!(response(status, exception.as_bytes()), expected, "{exception}");
        }
        assert!(is_header(&format!("{}\r", super::HEADER)) && !is_header("timestamp,request_type,name"));
    }
}
