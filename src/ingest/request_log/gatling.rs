//! Reads the lines of Gatling's `simulation.log`, which is text up to Gatling 3.11.

use memchr::memchr_iter;

use crate::model::labeller::{Labeller, Response};
use crate::model::metric::{MetricKind, MetricType};
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

/// The most fields of a line that are looked at.
const MAX_FIELDS: usize = 10;
/// What a group of requests and what is inside it are written with between them, as in Gatling's report.
const INSIDE: &str = " / ";

/// Tells whether a file begins as Gatling's log: with the run, perhaps with assertions before it.
pub(super) fn is_line(first: &str) -> bool {
    first.split('\t').take(3).any(|word| word == "RUN") || first.starts_with("ASSERTION\t")
}

/// Reads the lines that one worker is given.
pub(super) struct GatlingReader<'l> {
    accumulator: Accumulator<'l>,
    times: TimeParser,
    known: TagTable<(RequestLabel, PointLabel)>,
    key: Vec<u8>,
}

/// How a request or a group went: the last fields of its line, which begin at various columns in various versions.
struct Record<'a> {
    groups: &'a [u8],
    name: &'a [u8],
    start: i64,
    end: i64,
    passed: bool,
    message: &'a [u8],
}

impl<'l> GatlingReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        Self {
            accumulator: Accumulator::new(labeller, settings),
            times: TimeParser::default(),
            known: TagTable::default(),
            key: Vec::new(),
        }
    }

    /// Counts a request. Returns whether it makes sense.
    fn request(&mut self, fields: &[&[u8]]) -> bool {
        // Without a user's number before the groups (since 3.4) the status is the sixth field, else a later one.
        let Some(record) = self.record(fields, 5, 1) else { return false };
        let response = response(&record);
        self.key.clear();
        for part in [record.groups, record.name] {
            self.key.extend_from_slice(part);
            self.key.push(b'\t');
        }
        self.key.extend_from_slice(&response.status.unwrap_or(u16::MAX).to_le_bytes());
        self.key.extend([u8::from(response.error_code.is_some()), u8::from(record.passed)]);
        let (request, point) = self.known.get(&self.key).unwrap_or_else(|| {
            let labels = self.learn(&record, response);
            self.known.learn(&self.key, labels);
            labels
        });
        let milliseconds = (record.end - record.start) as f64 / 1000.0;
        if !self.accumulator.request(record.end, milliseconds, request) {
            return false;
        }
        self.accumulator.answered(record.end, [None, None], record.passed, point);
        true
    }

    fn learn(&mut self, record: &Record<'_>, response: Response) -> (RequestLabel, PointLabel) {
        let name = path(record.groups, Some(record.name));
        // A failure that is neither a status nor the network is what a check of the simulation says of an answer.
        let check = if response.status.is_none() { format!("{name}: checks") } else { String::new() };
        let tags = Tags { name: &name, response, check: &check, ..Tags::default() };
        let registry = &mut self.accumulator.registry;
        (registry.request(&tags), registry.point(&tags))
    }

    /// Counts a group: it takes as long as all that is in it, pauses too.
    fn group(&mut self, fields: &[&[u8]]) -> bool {
        let Some(record) = self.record(fields, 5, 2) else { return false };
        let name = path(record.name, None);
        let point = self.accumulator.registry.point(&Tags { name: &name, ..Tags::default() });
        let milliseconds = (record.end - record.start) as f64 / 1000.0;
        self.accumulator
            .announce(name.as_bytes(), MetricType { kind: Some(MetricKind::Trend), is_time: true });
        self.accumulator.point(Metric::Other(name.as_bytes()), record.end, milliseconds, point)
    }

    /// Finds the status, from the field `from` on, and what stands before it; `end` fields before it is the time of the end.
    fn record<'a>(&mut self, fields: &[&'a [u8]], from: usize, end: usize) -> Option<Record<'a>> {
        let is_status = |field: &&[u8]| matches!(*field, b"OK" | b"KO");
        let status = fields.iter().skip(from).position(is_status)? + from;
        let mut time = |back: usize| self.times.read_any(fields.get(status.checked_sub(back)?)?);
        let (start, end_time) = (time(end + 1)?, time(end)?);
        Some(Record {
            groups: fields.get(status.checked_sub(end + 3)?)?,
            name: fields.get(status - (end + 2))?,
            start,
            end: end_time,
            passed: fields[status] == b"OK",
            message: fields.get(status + 1).copied().unwrap_or_default(),
        })
        .filter(|record| record.end >= record.start)
    }
}

/// Joins groups, which are separated by commas, and the name of a request.
fn path(groups: &[u8], name: Option<&[u8]>) -> String {
    let groups = groups.split(|byte| *byte == b',').filter(|group| !group.is_empty());
    let parts: Vec<_> = groups.chain(name).map(String::from_utf8_lossy).collect();
    parts.join(INSIDE)
}

/// Reads how a request ended: Gatling keeps the status of an answer only in what a failed check says of it.
fn response(record: &Record<'_>) -> Response {
    if record.passed {
        return Response::default();
    }
    let message = String::from_utf8_lossy(record.message);
    let status = message
        .trim()
        .strip_prefix("status.")
        .and_then(|check| check.rsplit_once("found ")?.1.parse().ok())
        .filter(|status| (100..600).contains(status));
    match status {
        Some(status) => Response { status: Some(status), expected: Some(false), error_code: None },
        None if is_of_the_network(&message) => unanswered(is_timeout(&message)),
        None if !is_of_a_check(&message) && is_timeout(&message) => unanswered(true),
        None => Response::default(),
    }
}

/// Tells an error of the network: an exception of Java, or what Gatling makes of one.
fn is_of_the_network(message: &str) -> bool {
    let message = message.trim_start().split(':').next().unwrap_or_default();
    message.ends_with("Exception")
        || message.contains("Connection refused")
        || message.contains("Premature close")
}

/// Tells what a failed check says: what it looked for (`jsonPath($.timeout).find.exists`) is no error of the network.
fn is_of_a_check(message: &str) -> bool {
    message.contains(").find") || message.contains(").count")
}

impl LineReader for GatlingReader<'_> {
    fn line(&mut self, line: &[u8]) -> bool {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let (mut fields, mut count, mut begin) = ([&b""[..]; MAX_FIELDS], 0, 0);
        for end in memchr_iter(b'\t', line).chain([line.len()]).take(MAX_FIELDS) {
            fields[count] = &line[begin..end];
            (count, begin) = (count + 1, end + 1);
        }
        let fields = &fields[..count];
        match fields[0] {
            b"REQUEST" => self.request(fields),
            b"GROUP" => self.group(fields),
            b"RUN" | b"USER" | b"ERROR" | b"ASSERTION" | b"" => true,
            // Gatling 2 began the first line with the class.
            _ => fields.get(2) == Some(&&b"RUN"[..]),
        }
    }

    fn finish(self, unreadable: Unreadable) -> Collected {
        self.accumulator.finish(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, path, response};
    use crate::model::labeller::Response;

    #[test]
    fn how_a_request_ended_is_read_from_the_message() {
        let of = |status| Response { status: Some(status), expected: Some(false), error_code: None };
        let timeout = Response { error_code: Some(1050), ..of(0) };
        let table: [(&str, bool, Response); 9] = [
            (" ", true, Response::default()),
            ("status.find.in(200,201,304), found 500", false, of(500)),
            ("status.find.is(200), but actually found 404", false, of(404)),
            ("i.n.c.ConnectTimeoutException: connection timed out: shop/10.0.0.1:443", false, timeout),
            ("i.g.h.c.i.RequestTimeoutException: Request timeout to shop after 60000 ms", false, timeout),
            ("j.n.c.ClosedChannelException", false, of(0)),
            ("Request timeout to shop after 60000 ms", false, timeout),
            ("jsonPath($.total).find.exists, found nothing", false, Response::default()),
            ("jsonPath($.timeout).find.exists, found nothing", false, Response::default()),
        ];
        for (message, passed, expected) in table {
            let record =
                Record { groups: b"", name: b"a", start: 0, end: 1, passed, message: message.as_bytes() };
            assert_eq!(response(&record), expected, "{message}");
        }
    }

    #[test]
    fn a_request_is_called_as_in_the_report() {
        assert_eq!(path(b"", Some(b"GET /cart")), "GET /cart");
        assert_eq!(path(b"checkout,pay", Some(b"card")), "checkout / pay / card");
    }
}
