//! A sample of JMeter, however it is written: what it comes to, and how it is counted.

use crate::model::labeller::{Labeller, Response};
use crate::model::metric::{MetricKind, MetricType};
use crate::model::settings::Settings;

use super::super::tags::{Tags, unanswered};
use crate::ingest::points::accumulate::Accumulator;
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::labels::TagTable;
use crate::ingest::points::metric::Metric;
use crate::ingest::points::registry::{PointLabel, RequestLabel};
use crate::ingest::points::tagged::Phase;
use crate::ingest::points::time::TimeParser;
use crate::ingest::timeout::is_timeout;

/// How the message of a transaction controller begins: it sums requests up that have samples of their own.
const TRANSACTION: &[u8] = b"Number of samples in transaction";

/// A sample, however it is written. Fields that are not known are empty or absent.
pub(super) trait Sample {
    fn start(&self) -> &[u8];
    /// Milliseconds.
    fn elapsed(&self) -> Option<u64>;
    fn label(&self) -> &[u8];
    fn code(&self) -> &[u8];
    fn success(&self) -> &[u8];
    fn message(&self) -> &[u8];
    fn thread(&self) -> &[u8];
    fn url(&self) -> &[u8];
    fn received(&self) -> Option<u64>;
    fn sent(&self) -> Option<u64>;
    fn users(&self) -> Option<u64>;

    /// Label, code, message and group as they stand in the file one after the other, where they do.
    fn written(&self) -> Option<&[u8]> {
        None
    }

    /// Whether it is that of a transaction controller.
    fn is_transaction(&self) -> bool {
        self.message().starts_with(TRANSACTION)
    }
}

/// What the fields that repeat come to.
#[derive(Debug, Clone, Copy)]
struct Known {
    request: RequestLabel,
    point: PointLabel,
    is_transaction: bool,
}

/// Counts the samples that one worker reads.
pub(super) struct Samples<'l> {
    accumulator: Accumulator<'l>,
    by_url: bool,
    times: TimeParser,
    /// What is known of failed and of passed samples by what repeats as it stands in the file.
    as_written: [TagTable<Known>; 2],
    known: TagTable<(RequestLabel, PointLabel)>,
    key: Vec<u8>,
    /// The most users so far.
    users: Option<u64>,
}

impl<'l> Samples<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        Self {
            accumulator: Accumulator::new(labeller, settings),
            by_url: settings.endpoints.tag.as_ref().is_some_and(|tag| tag.is("url")),
            times: TimeParser::default(),
            as_written: Default::default(),
            known: TagTable::default(),
            key: Vec::new(),
            users: None,
        }
    }

    /// Counts a sample. Returns whether it makes sense.
    #[inline]
    pub(super) fn count(&mut self, sample: &impl Sample) -> bool {
        let Some(start) = self.times.read_any(sample.start()) else { return false };
        let Some(elapsed) = sample.elapsed() else { return false };
        let Some(passed) = flag(sample.success()) else { return false };
        // An id in every URL would fill the table, so a URL that names nothing is not looked at.
        let written = if self.by_url { None } else { sample.written() };
        let known = written.and_then(|written| self.as_written[usize::from(passed)].get(written));
        let known = known.unwrap_or_else(|| self.known(sample, passed));
        let end = start.saturating_add(elapsed as i64 * 1000);
        let accumulator = &mut self.accumulator;
        if known.is_transaction {
            let label = sample.label();
            accumulator.announce(label, MetricType { kind: Some(MetricKind::Trend), is_time: true });
            return accumulator.point(Metric::Other(label), end, elapsed as f64, known.point);
        }
        if !accumulator.request_of(end, elapsed * 1000, known.request) {
            return false;
        }
        accumulator.answered(end, [sample.received(), sample.sent()], passed, known.point);
        let users = sample.users();
        if users > self.users {
            self.users = users;
            accumulator.point(Metric::MaxUsers, end, users.unwrap_or(0) as f64, known.point);
        }
        true
    }

    /// What the fields that repeat come to.
    #[cold]
    fn known(&mut self, sample: &impl Sample, passed: bool) -> Known {
        let (label, code, group) = (sample.label(), sample.code(), thread_group(sample.thread()));
        let has_url = self.by_url || label.is_empty();
        let url = if has_url { sample.url() } else { b"" };
        self.key.clear();
        for part in [label, code, group, url] {
            self.key.extend_from_slice(part);
            self.key.push(0);
        }
        self.key.push(u8::from(passed));
        let (request, point) = self.known.get(&self.key).unwrap_or_else(|| {
            let labels = learn(&mut self.accumulator, [label, code, group, url], passed);
            self.known.learn(&self.key, labels);
            labels
        });
        let known = Known { request, point, is_transaction: sample.is_transaction() };
        if let Some(written) = sample.written().filter(|_| !has_url) {
            self.as_written[usize::from(passed)].learn(written, known);
        }
        known
    }

    /// Hands out what was counted.
    pub(super) fn finish(self, unreadable: Unreadable) -> Collected {
        self.accumulator.finish(unreadable)
    }
}

/// Tells what the columns that repeat come to.
fn learn(accumulator: &mut Accumulator<'_>, columns: [&[u8]; 4], passed: bool) -> (RequestLabel, PointLabel) {
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
    (registry.request(&tags), registry.point(&tags))
}

/// Reads `responseCode`: a status, the exception of a request without an answer, or whatever a sampler that is not HTTP makes of it.
fn response(code: &str, passed: bool) -> Response {
    let code = code.trim();
    if code.starts_with("Non HTTP response code") {
        return unanswered(is_timeout(code));
    }
    let status = code.parse().ok().filter(|status| (100..600).contains(status));
    Response { status, expected: Some(passed), error_code: None }
}

/// Takes `1-7` off `shop 1-7`, the number of the group and of the thread.
#[inline]
pub(super) fn thread_group(thread: &[u8]) -> &[u8] {
    let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'-';
    // Looked at all at once, since how many digits there are cannot be foreseen.
    let end = match thread.last_chunk::<8>().map(|last| last.map(is_number)) {
        Some(last) if last.contains(&false) => {
            let others = last.map(|is_number| u8::from(!is_number));
            thread.len() - u64::from_le_bytes(others).leading_zeros() as usize / 8
        }
        _ => thread.iter().rposition(|byte| !is_number(*byte)).map_or(0, |last| last + 1),
    };
    if thread[end..].contains(&b'-') { thread[..end].trim_ascii_end() } else { thread }
}

fn flag(text: &[u8]) -> Option<bool> {
    match text {
        b"true" => Some(true),
        b"false" => Some(false),
        _ if text.eq_ignore_ascii_case(b"true") => Some(true),
        _ if text.eq_ignore_ascii_case(b"false") => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{response, thread_group};
    use crate::model::labeller::Response;

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
}
