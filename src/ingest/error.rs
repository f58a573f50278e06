//! Everything that stops the reading, each with its file and, where there is one, its position.

use std::fmt;
use std::io;

use super::foreign::Foreign;
use crate::model::labeller::Labeller;
use crate::model::source::Format;
use crate::wire::prometheus::Refusal;

/// Why an input could not be read.
///
/// Shows as `file: what is wrong`, with what to do about it on a line of its own.
#[derive(Debug)]
pub struct IngestError {
    /// The input as the user named it, `-` for standard input.
    pub path: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// Says that no line of a file is a request.
fn none_of(lines: u64) -> String {
    match lines {
        0 | 1 => "its only line could not be read as one".to_owned(),
        lines => format!("none of its {lines} lines could be read as one"),
    }
}

/// What is wrong with an input.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The operating system, or a decompressor, gave up.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is larger than a summary can be.
    #[error("larger than {} MB, which no end-of-test summary is", limit / 1_000_000)]
    TooLarge {
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// It is no text in any known encoding.
    #[error("not text: {0}")]
    NotText(String),
    /// It is known, and nothing that can be read.
    #[error("{0}")]
    Foreign(Foreign),
    /// It is text, but no JSON object.
    #[error("not a k6 summary: expected a JSON object, found text that begins with {begins:?}")]
    NotAnObject {
        /// The first few characters.
        begins: String,
    },
    /// JSON that ends too early.
    #[error("line {line}, column {column}: the JSON ends here, in the middle of {}", place(key))]
    Truncated {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// The key path, empty at the top.
        key: String,
    },
    /// JSON with a mistake.
    #[error("line {line}, column {column}, in {}: {reason}", place(key))]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// The key path, empty at the top.
        key: String,
        /// The mistake.
        reason: String,
    },
    /// A value that cannot be.
    #[error("{key}: found {found}, expected {expected}")]
    Value {
        /// The key path.
        key: String,
        /// What is there.
        found: String,
        /// What should be there.
        expected: &'static str,
    },
    /// Figures that contradict one another, or that no run can have.
    #[error("{0}")]
    Impossible(String),
    /// A key that must be there.
    #[error("{shape} without the key {key}")]
    MissingKey {
        /// What it looks like otherwise.
        shape: &'static str,
        /// The key path.
        key: String,
    },
    /// JSON that is none of the three summary shapes.
    #[error("JSON, but no k6 summary: found {}; {EXPECTED_KEYS}", list_keys(found))]
    NoShape {
        /// The top-level keys.
        found: Vec<String>,
    },
    /// A k6 summary that a custom handleSummary wrote in another shape.
    #[error("a k6 summary that handleSummary reshaped: found {found}")]
    Reshaped {
        /// What was found.
        found: &'static str,
    },
    /// Nothing was measured that is judged.
    #[error("nothing in this file can be judged")]
    NoHttp,
    /// No request has the tags that were asked for.
    #[error("no request has {asked}: {found}")]
    NoneTagged {
        /// The tags that were asked for.
        asked: String,
        /// The tags that there are.
        found: String,
    },
    /// Several values of a tag in a summary, whose percentiles cannot be merged.
    #[error("{asked}: percentiles of a summary cannot be merged")]
    SeveralTagged {
        /// The tags that were asked for.
        asked: String,
    },
    /// A file whose tags are gone.
    #[error("it cannot be told what in it has {asked}: {holds}")]
    NoTags {
        /// The tags that were asked for.
        asked: String,
        /// What is judged in it.
        holds: String,
    },
    /// A compressed stream of points that ends too early or is corrupt.
    #[error("cut short or corrupt after {bytes} bytes of inflated points: {reason}")]
    CutPoints {
        /// Bytes that were read, after inflating.
        bytes: u64,
        /// What the decoder says.
        reason: String,
    },
    /// CSV without the header that k6 writes.
    #[error("the first line is not the header of k6's CSV points: no column `{missing}`")]
    CsvHeader {
        /// The first column that is missing.
        missing: &'static str,
    },
    /// Lines, but none that k6 wrote.
    #[error("none of its {lines} lines is a k6 point (the first begins at byte {first})")]
    NoPoints {
        /// How many lines it has.
        lines: u64,
        /// Where the first line that could not be read begins.
        first: u64,
    },
    /// A JMeter result whose columns do not tell enough.
    #[error("this JMeter result has no column `{missing}`")]
    JmeterHeader {
        /// The first column that is missing.
        missing: &'static str,
    },
    /// A file of another tool without a request.
    #[error("{format} without a request: {}", none_of(*lines))]
    NoRequests {
        /// What the file is.
        format: Format,
        /// How many lines it has.
        lines: u64,
    },
    /// A file that is no range export of Prometheus.
    #[error("{0}")]
    Prometheus(Refusal),
    /// A directory without a file that may be an export.
    #[error("no `.json` file in this directory")]
    NoExports,
    /// Exports of Prometheus of which none counts requests by what they took.
    #[error("no series counts requests by their latency{}", skipped(found))]
    NoRequestSeries {
        /// What there is instead.
        found: Vec<String>,
    },
    /// Exports that hold several tests of k6.
    #[error("they hold several tests: `testid` is {}", tests.join(", "))]
    SeveralTests {
        /// The ids.
        tests: Vec<String>,
    },
    /// A snapshot that cannot be read.
    #[error("{0}")]
    Snapshot(String),
    /// A summary where several inputs are to become one run.
    #[error("a summary cannot be merged with other inputs: percentiles do not add up")]
    SummaryAmongShards,
    /// Shards that were recorded with different windows.
    #[error("it was recorded with another window ({found}) than the inputs before it ({expected})")]
    OtherWindow {
        /// The window of this input.
        found: String,
        /// The window of the others.
        expected: String,
    },
    /// A directory without a file that can be read.
    #[error("no run in this directory{}", skipped(seen))]
    NothingInDirectory {
        /// Files that were looked at, with what they are.
        seen: Vec<String>,
    },
    /// A directory with several files of the kind it would be read as.
    #[error("a directory holds one run, but {} each hold one ({format})", files.join(" and "))]
    SeveralOfOneKind {
        /// The kind.
        format: Format,
        /// The files, sorted.
        files: Vec<String>,
    },
}

const EXPECTED_KEYS: &str = "expected `metrics` and `root_group`, or `results` and `metadata`";
const RECORD_SUMMARY: &str = "record one with `k6 run --summary-export=summary.json script.js`";
/// More keys than this are only counted.
const KEYS_SHOWN: usize = 8;

impl IngestError {
    pub(super) fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), problem }
    }

    /// Takes URL queries and user info out of what was quoted from the file.
    pub(super) fn scrubbed(mut self, labeller: &dyn Labeller) -> Self {
        let scrub = |text: &mut String| *text = labeller.scrub(text);
        match &mut self.problem {
            Problem::Truncated { key, .. } | Problem::MissingKey { key, .. } => scrub(key),
            Problem::Syntax { key, reason, .. } => [key, reason].into_iter().for_each(scrub),
            Problem::Value { key, found, .. } => [key, found].into_iter().for_each(scrub),
            Problem::NoShape { found } => found.iter_mut().for_each(scrub),
            Problem::NotAnObject { begins: text } | Problem::Impossible(text) => scrub(text),
            Problem::Prometheus(refusal) => refusal.scrub(&scrub),
            _ => {}
        }
        self
    }

    /// Returns what to do about it, a fragment.
    pub fn hint(&self) -> Option<String> {
        self.problem.hint()
    }
}

impl fmt::Display for IngestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path == "-" { "standard input" } else { &self.path };
        write!(f, "{path}: {}", self.problem)?;
        match self.hint() {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for IngestError {}

impl Problem {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                "the compressed file is cut short; copy it again"
            }
            Self::SeveralOfOneKind { format, .. } if format.is_summary() => {
                "name the file instead of the directory"
            }
            Self::SeveralOfOneKind { .. } => {
                "name the file instead of the directory; files of several k6 runners become one run with `perfreport record`"
            }
            Self::Empty => "did k6 end before it wrote its summary, or was the output redirected elsewhere?",
            Self::Foreign(foreign) => return Some(foreign.hint().to_owned()),
            Self::CutPoints { .. } => "`--allow-truncated` takes what can be read",
            Self::SummaryAmongShards => {
                "pass files that hold every request; of k6, raw points (`k6 run --out json=points.json.gz`)"
            }
            Self::OtherWindow { .. } => "record all shards with the same scenarios and warm-up",
            Self::Prometheus(refusal) => return refusal.hint().map(str::to_owned),
            Self::NoExports => "save the answers of `/api/v1/query_range` there, one file for each query",
            Self::Reshaped { .. } => {
                "write all of what k6 passes: `export function handleSummary(data) { return { 'summary.json': JSON.stringify(data) }; }`"
            }
            Self::JmeterHeader { .. } => {
                "keep JMeter's default columns: none of `jmeter.save.saveservice.*` is needed in user.properties"
            }
            Self::NoRequests { format: Format::JmeterCsv, .. } => {
                "write times as whole milliseconds (`jmeter.save.saveservice.timestamp_format=ms`), and no transaction as its own parent sample"
            }
            Self::NoRequests { .. } => "was the file cut short, or written by another version of the tool?",
            Self::NoPoints { .. } => "was the file written by `k6 run --out json=…` or `--out csv=…`?",
            Self::Truncated { .. } => "was the file cut short, by a full disk or a test that was killed?",
            Self::MissingKey { shape, .. } if !shape.contains("k6") => {
                "was the file cut short, or written by another version of the tool?"
            }
            Self::MissingKey { .. } => {
                "the file must be as k6 made it: a custom handleSummary writes `JSON.stringify(data)`, or use --summary-export"
            }
            Self::TooLarge { .. } | Self::NotText(_) | Self::NotAnObject { .. } | Self::NoShape { .. } => {
                RECORD_SUMMARY
            }
            Self::NothingInDirectory { .. } => {
                "name the file instead of the directory, or record one with `k6 run --summary-export=summary.json script.js`"
            }
            Self::NoneTagged { .. } => {
                "k6 puts a tag on a request with `http.get(url, { tags: { phase: 'steady' } })`, and a summary has figures for it where a threshold names it: `'http_req_duration{phase:steady}': ['p(95)<800']`"
            }
            Self::SeveralTagged { .. } => {
                "ask for one value, or record points with `k6 run --out json=points.json.gz`"
            }
            Self::NoTags { .. } => {
                "give the points that k6 wrote, or record them again with the same `--where`"
            }
            Self::NoHttp => {
                "judged are HTTP requests, gRPC calls, WebSocket sessions, browser pages and the script's own metrics; did the script stop in `setup()`?"
            }
            Self::NoRequestSeries { .. } => {
                "a run needs histograms: `k6_http_req_duration_seconds` of k6's remote write (native), or `http_server_requests_seconds_bucket` and the like of the servers; `perfreport fetch --run-from k6` or `--run-from servers` asks for what it needs"
            }
            Self::SeveralTests { .. } => "choose one: `--where testid=ID`",
            Self::Io(_)
            | Self::Snapshot(_)
            | Self::CsvHeader { .. }
            | Self::Syntax { .. }
            | Self::Value { .. }
            | Self::Impossible(_) => return None,
        };
        Some(text.to_owned())
    }
}

fn place(key: &str) -> &str {
    if key.is_empty() { "the top level" } else { key }
}

fn list_keys(found: &[String]) -> String {
    if found.is_empty() {
        return "no key at all".to_owned();
    }
    let shown: Vec<String> =
        found.iter().take(KEYS_SHOWN).map(|key| format!("`{}`", shorten(key, 40))).collect();
    let more = found.len().saturating_sub(KEYS_SHOWN);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

fn skipped(seen: &[String]) -> String {
    if seen.is_empty() { String::new() } else { format!("; looked at {}", seen.join("; ")) }
}

/// Cuts a text from a file to a length that fits a line, without line ends and control characters.
pub(super) fn shorten(text: &str, length: usize) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).take(length + 1).collect();
    match clean.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean,
    }
}
