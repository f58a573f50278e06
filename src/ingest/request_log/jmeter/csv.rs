//! Reads the rows of a JMeter result (JTL, CSV).

use memchr::{memchr, memchr_iter};

use crate::model::labeller::{Labeller, Response};
use crate::model::metric::{MetricKind, MetricType};
use crate::model::settings::Settings;

use super::jmeter_header::Header;
use super::tags::{Tags, unanswered};
use crate::ingest::points::accumulate::Accumulator;
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::fields::delimiters;
use crate::ingest::points::labels::TagTable;
use crate::ingest::points::lines::LineReader;
use crate::ingest::points::metric::Metric;
use crate::ingest::points::number::digits;
use crate::ingest::points::registry::{PointLabel, RequestLabel};
use crate::ingest::points::tagged::Phase;
use crate::ingest::points::time::TimeParser;

/// A row with a line break in it that is longer than this is given up: a stray quote must not swallow the file.
const MAX_OPEN: usize = 1 << 16;
/// How the message of a transaction controller begins: it sums requests up that have rows of their own.
const TRANSACTION: &[u8] = b"Number of samples in transaction";

/// What the columns that repeat come to.
#[derive(Debug, Clone, Copy)]
struct Known {
    request: RequestLabel,
    point: PointLabel,
    passed: bool,
}

/// Reads the rows that one worker is given.
pub(super) struct JmeterReader<'l> {
    accumulator: Accumulator<'l>,
    header: Header,
    /// Whether rows without quotes are split without a reader of CSV; only tests do without.
    fast: bool,
    by_url: bool,
    times: TimeParser,
    known: TagTable<Known>,
    key: Vec<u8>,
    /// The most users so far.
    users: Option<u64>,
    /// Where the fields of the row end, but for the last.
    ends: Vec<u32>,
    /// A row whose quotes are open at the end of its line: a field holds a line break.
    open: Vec<u8>,
    needs_order: bool,
}

impl<'l> JmeterReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings, header: Header) -> Self {
        Self {
            accumulator: Accumulator::new(labeller, settings),
            ends: vec![0; header.width - 1],
            header,
            fast: true,
            by_url: settings.endpoints.tag.as_ref().is_some_and(|tag| tag.is("url")),
            times: TimeParser::default(),
            known: TagTable::default(),
            key: Vec::new(),
            users: None,
            open: Vec::new(),
            needs_order: false,
        }
    }

    /// Reads every row as CSV: the reference that the fast path is tested against.
    #[cfg(test)]
    fn without_fast_path(mut self) -> Self {
        self.fast = false;
        self
    }

    /// Counts a row without quotes; false for any other, and for one that makes no sense.
    #[inline]
    fn plain(&mut self, line: &[u8]) -> bool {
        let mut ends = std::mem::take(&mut self.ends);
        let counted = delimiters(line, self.header.delimiter, &mut ends) == Some(ends.len())
            && self.row(|column| {
                let begin = column.checked_sub(1).map_or(0, |before| ends[before] as usize + 1);
                let end = ends.get(column).map_or(line.len(), |&end| end as usize);
                &line[begin..end]
            });
        self.ends = ends;
        counted
    }

    /// Counts a row as CSV has it.
    fn csv(&mut self, line: &[u8]) -> bool {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.header.delimiter)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(line);
        let mut record = csv::ByteRecord::new();
        matches!(reader.read_byte_record(&mut record), Ok(true))
            && record.len() == self.header.width
            && self.row(|column| record.get(column).unwrap_or_default())
    }

    /// Counts a row. Returns whether it makes sense.
    #[inline]
    fn row<'f>(&mut self, field: impl Fn(usize) -> &'f [u8]) -> bool {
        let header = &self.header;
        let Some(start) = self.times.read_any(field(header.time)) else { return false };
        let Some(elapsed) = whole(field(header.elapsed)) else { return false };
        let success = field(header.success);
        let (label, code) = (field(header.label), field(header.code));
        let optional = |column: Option<usize>| column.map(&field).unwrap_or_default();
        let group = thread_group(optional(header.thread));
        // An id in every URL would fill the table, so a URL that names nothing is not looked at.
        let url = if self.by_url || label.is_empty() { optional(header.url) } else { b"" };
        let end = start.saturating_add(elapsed as i64 * 1000);
        let sizes = [whole(optional(header.received)), whole(optional(header.sent))];
        let users = whole(optional(header.users));
        let is_transaction = optional(header.message).starts_with(TRANSACTION);
        self.key.clear();
        for part in [label, code, success, group, url] {
            self.key.extend_from_slice(part);
            self.key.push(0);
        }
        let known = match self.known.get(&self.key) {
            Some(known) => known,
            None => {
                let Some(passed) = flag(success) else { return false };
                let known = learn(&mut self.accumulator, [label, code, group, url], passed);
                self.known.learn(&self.key, known);
                known
            }
        };
        let accumulator = &mut self.accumulator;
        if is_transaction {
            accumulator.announce(label, MetricType { kind: Some(MetricKind::Trend), is_time: true });
            return accumulator.point(Metric::Other(label), end, elapsed as f64, known.point);
        }
        if !accumulator.request(end, elapsed as f64, known.request) {
            return false;
        }
        accumulator.bytes(end, sizes, known.point);
        if users > self.users {
            self.users = users;
            accumulator.point(Metric::MaxUsers, end, users.unwrap_or(0) as f64, known.point);
        }
        if known.point.check.is_some() {
            accumulator.point(Metric::Checks, end, f64::from(u8::from(known.passed)), known.point);
        }
        true
    }

    #[inline]
    fn any(&mut self, line: &[u8]) -> bool {
        (self.fast && self.plain(line)) || self.unusual(line)
    }

    /// Reads a line that is no row without quotes.
    #[cold]
    fn unusual(&mut self, line: &[u8]) -> bool {
        if line.is_empty() || line == self.header.line {
            true
        } else if memchr_iter(b'"', line).count().is_multiple_of(2) {
            self.csv(line)
        } else {
            self.needs_order = true;
            let fits = line.len() <= MAX_OPEN;
            if fits {
                self.open = line.to_vec();
            }
            fits
        }
    }
}

/// Tells what the columns that repeat come to.
fn learn(accumulator: &mut Accumulator<'_>, columns: [&[u8]; 4], passed: bool) -> Known {
    let [label, code, group, url] = columns.map(String::from_utf8_lossy);
    let response = response(&code, passed);
    // Where there was an answer that is no error, `success` is what the assertions of the test plan say.
    let is_asserted = response.status.is_some_and(|status| (1..400).contains(&status));
    let check = if is_asserted { format!("{label}: success") } else { String::new() };
    let tags = Tags {
        // Groups that are renamed cannot be told from others.
        phase: match &*group {
            "setUp Thread Group" => Phase::Setup,
            "tearDown Thread Group" => Phase::Teardown,
            _ => Phase::Test,
        },
        scenario: &group,
        name: &label,
        url: &url,
        response,
        check: &check,
        ..Tags::default()
    };
    let registry = &mut accumulator.registry;
    Known { request: registry.request(&tags), point: registry.point(&tags), passed }
}

/// Reads `responseCode`: a status, the exception of a request without an answer, or whatever a sampler that is not HTTP makes of it.
fn response(code: &str, passed: bool) -> Response {
    let code = code.trim();
    if code.starts_with("Non HTTP response code") {
        return unanswered(code.to_ascii_lowercase().contains("timeout"));
    }
    let status = code.parse().ok().filter(|status| (100..600).contains(status));
    Response { status, expected: Some(passed), error_code: None }
}

/// Takes `1-7` off `shop 1-7`, the number of the group and of the thread.
fn thread_group(thread: &[u8]) -> &[u8] {
    let is_number = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
    let end = thread.iter().rposition(|byte| !is_number(byte)).map_or(0, |last| last + 1);
    if end < thread.len() && memchr(b'-', &thread[end..]).is_some() {
        thread[..end].trim_ascii_end()
    } else {
        thread
    }
}

fn flag(text: &[u8]) -> Option<bool> {
    match text {
        _ if text.eq_ignore_ascii_case(b"true") => Some(true),
        _ if text.eq_ignore_ascii_case(b"false") => Some(false),
        _ => None,
    }
}

/// Reads a whole number that is not negative.
#[inline]
fn whole(text: &[u8]) -> Option<u64> {
    let (number, end) = digits(text, 0, 0);
    (end == text.len() && (1..=15).contains(&end)).then_some(number)
}

impl LineReader for JmeterReader<'_> {
    #[inline]
    fn line(&mut self, line: &[u8]) -> bool {
        if self.open.is_empty() {
            return self.any(line.strip_suffix(b"\r").unwrap_or(line));
        }
        let mut row = std::mem::take(&mut self.open);
        row.push(b'\n');
        row.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        self.any(&row)
    }

    fn last_line(&mut self, line: &[u8]) -> bool {
        self.line(line) && self.open.is_empty()
    }

    fn needs_order(&self) -> bool {
        self.needs_order
    }

    fn finish(self, mut unreadable: Unreadable) -> Collected {
        if !self.open.is_empty() {
            unreadable.cut += 1;
        }
        self.accumulator.finish(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{Header, JmeterReader, response, thread_group, whole};
    use crate::ingest::points::collected::Collected;
    use crate::ingest::points::lines::Splitter;
    use crate::model::endpoint::EndpointId;
    use crate::model::labeller::{Labeller, Response};
    use crate::model::outcome::Outcome;
    use crate::model::settings::Settings;

    /// Takes everything as it is.
    struct Plain;

    impl Labeller for Plain {
        fn judges_scenario(&self, scenario: &str) -> bool {
            scenario != "warmup"
        }
        fn endpoint(&self, _: Option<&str>, name: &str) -> EndpointId {
            EndpointId::named(name)
        }
        fn declares_intended(&self, _: &EndpointId, _: u16) -> bool {
            false
        }
        fn host<'n>(&self, _: &'n str) -> Option<&'n str> {
            None
        }
        fn scrub(&self, text: &str) -> String {
            text.to_owned()
        }
        fn outcome(&self, _: &EndpointId, response: Response) -> Outcome {
            if response.expected == Some(true) { Outcome::Ok } else { Outcome::ServerError }
        }
    }

    fn read(text: &str, is_fast: bool) -> Collected {
        let header =
            Header::read("timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes");
        let reader = JmeterReader::new(&Plain, &Settings::default(), header.unwrap());
        let mut splitter = Splitter::new(if is_fast { reader } else { reader.without_fast_path() });
        splitter.feed(text.as_bytes());
        splitter.end();
        splitter.finish()
    }

    proptest! {
        #[test]
        fn the_fast_path_is_what_a_reader_of_csv_says(rows in proptest::collection::vec(
            "179535444[0-9]{4},[0-9]{1,3},(a|GET /b|\"q,\"\"r\"),(200|404|),(OK|\"a\nb\"|Number of samples in transaction : 2),(tg 1-[12]|warmup 1-1|x),(true|false|TRUE),(5|x|)\r?",
            0..30,
        ), dirt in "[,\"\r\nx5]{0,4}", at in 0_usize..600) {
            let mut text = rows.join("\n");
            let at = at.min(text.len());
            text.insert_str(at, &dirt);
            prop_assert_eq!(read(&text, true), read(&text, false));
        }
    }

    #[test]
    fn usual_rows_need_no_reader_of_csv() {
        let header = Header::read("timeStamp,elapsed,label,responseCode,success").unwrap();
        let mut reader = JmeterReader::new(&Plain, &Settings::default(), header);
        assert!(reader.plain(b"1795354447000,12,GET /b,200,true"));
        for other in
            ["1795354447000,12,\"GET /b\",200,true", "1795354447000,12,GET /b,200", "x,12,a,200,true"]
        {
            assert!(!reader.plain(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn response_codes_are_statuses_exceptions_or_neither() {
        let of = |status, expected, error_code| Response { status, expected: Some(expected), error_code };
        let table = [
            ("200", true, of(Some(200), true, None)),
            ("404", false, of(Some(404), false, None)),
            (
                "Non HTTP response code: java.net.SocketTimeoutException",
                false,
                of(Some(0), false, Some(1050)),
            ),
            ("Non HTTP response code: java.net.ConnectException", false, of(Some(0), false, None)),
            ("", false, of(None, false, None)),
            ("ORA-00942", true, of(None, true, None)),
        ];
        for (code, passed, expected) in table {
            assert_eq!(response(code, passed), expected, "{code}");
        }
    }

    #[test]
    fn a_thread_is_known_by_its_group() {
        for (thread, group) in
            [("tg 1-1", "tg"), ("shop v2 12-340", "shop v2"), ("alone", "alone"), ("v2", "v2"), ("", "")]
        {
            assert_eq!(thread_group(thread.as_bytes()), group.as_bytes());
        }
    }

    #[test]
    fn whole_numbers_are_read_or_refused() {
        for (text, number) in
            [("0", Some(0)), ("120", Some(120)), ("", None), ("-1", None), ("1.5", None), ("null", None)]
        {
            assert_eq!(whole(text.as_bytes()), number, "{text}");
        }
    }
}
