//! What cannot be read, and what to do about it.

use std::io;

use serde_json::error::Category;

use crate::wire::error::reason_of;

/// Why a file is no answer of Prometheus to a range query. Lines and columns count from 1, in bytes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The operating system, or a decompressor, gave up.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is no JSON at all.
    #[error("no answer of Prometheus: expected JSON, found text that begins with {begins:?}")]
    NotJson {
        /// The first few characters.
        begins: String,
    },
    /// It is a web page.
    #[error("this is an HTML page, not an answer of Prometheus")]
    Html,
    /// JSON that ends too early.
    #[error("line {line}, column {column}: the JSON ends here, in the middle of an answer")]
    CutOff {
        /// The last line.
        line: usize,
        /// The last column.
        column: usize,
    },
    /// Bytes that are no text.
    #[error("line {line}, column {column}: not UTF-8")]
    NotUtf8 {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// A mistake, in the JSON or in what it holds.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// The mistake.
        reason: String,
    },
    /// JSON of something else.
    #[error("JSON, but no answer of Prometheus: {}", keys(found))]
    OtherJson {
        /// Some of its keys.
        found: Vec<String>,
    },
    /// The server refused the query.
    #[error("Prometheus answered with an error: {kind}: {text}")]
    Server {
        /// `bad_data`, `execution`, `timeout`, …
        kind: String,
        /// What it said.
        text: String,
    },
    /// An answer without `data`.
    #[error("an answer without `data`")]
    NoData,
    /// One value for each series.
    #[error("an instant query, which has one time only: `resultType` is `{0}`")]
    Instant(String),
    /// Lines of a log.
    #[error("an answer of Loki, which holds lines of a log: `resultType` is `streams`")]
    Streams,
    /// Something that later versions may answer.
    #[error("`resultType` is `{0}`, expected `matrix`")]
    OtherResult(String),
    /// Another format of this program.
    #[error("not a perfreport/prometheus file: its format is {0:?}")]
    OtherFormat(String),
    /// A bundle of a later version.
    #[error("{found} is newer than this program reads, which is {known}")]
    Newer {
        /// The format of the file.
        found: String,
        /// The newest that can be read.
        known: &'static str,
    },
    /// A signal of a bundle.
    #[error("the signal {name:?}: {refusal}")]
    InSignal {
        /// Its name.
        name: String,
        /// What is wrong with it.
        refusal: Box<Refusal>,
    },
}

impl Refusal {
    /// Tells by its first bytes what is no JSON at all.
    pub(super) fn of_beginning(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        match text.chars().next() {
            None if bytes.is_empty() => Some(Self::Empty),
            Some('<') => Some(Self::Html),
            None | Some('{' | '[') => None,
            Some(_) => {
                let shown: String = text.chars().filter(|c| !c.is_control()).take(31).collect();
                let begins = shown.char_indices().nth(30).map(|(end, _)| format!("{}…", &shown[..end]));
                Some(Self::NotJson { begins: begins.unwrap_or(shown) })
            }
        }
    }

    /// Returns what to do about it, a fragment.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::InSignal { refusal, .. } => refusal.hint(),
            Self::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Some("the compressed file is cut short; copy it again")
            }
            Self::Empty | Self::CutOff { .. } => {
                Some("was the download cut short? save the answer of `/api/v1/query_range` again")
            }
            Self::Html => Some("did a login page or a proxy answer? check the address and the credentials"),
            Self::NotJson { .. } | Self::OtherJson { .. } | Self::NoData => Some(
                "save the answer of `/api/v1/query_range` as it comes, Grafana's CSV or JSON of a panel, what promtool or VictoriaMetrics exports, or scrapes as text",
            ),
            Self::Server { .. } => Some("correct the query, and save the answer again"),
            Self::Instant(_) => {
                Some("ask `/api/v1/query_range` with `start`, `end` and `step`, not `/api/v1/query`")
            }
            Self::Streams => Some("ask Loki for a metric, such as `rate({…}[1m])`, or ask Prometheus"),
            Self::Newer { .. } => Some("update perfreport, or fetch the bundle again with this version"),
            Self::Io(_)
            | Self::NotUtf8 { .. }
            | Self::Syntax { .. }
            | Self::OtherResult(_)
            | Self::OtherFormat(_) => None,
        }
    }
}

impl Refusal {
    /// Applies `scrub` to what was quoted from the file.
    pub fn scrub(&mut self, scrub: &dyn Fn(&mut String)) {
        match self {
            Self::NotJson { begins: text }
            | Self::Syntax { reason: text, .. }
            | Self::Instant(text)
            | Self::OtherResult(text)
            | Self::OtherFormat(text)
            | Self::Newer { found: text, .. } => scrub(text),
            Self::Server { kind, text } => [kind, text].into_iter().for_each(scrub),
            Self::OtherJson { found } => found.iter_mut().for_each(scrub),
            Self::InSignal { name, refusal } => {
                scrub(name);
                refusal.scrub(scrub);
            }
            Self::Io(_)
            | Self::Empty
            | Self::Html
            | Self::CutOff { .. }
            | Self::NotUtf8 { .. }
            | Self::NoData
            | Self::Streams => {}
        }
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column().max(1));
        match error.classify() {
            Category::Io => Self::Io(io::Error::from(error)),
            Category::Eof => Self::CutOff { line, column },
            Category::Syntax | Category::Data => match reason_of(&error) {
                reason if reason == "invalid unicode code point" => Self::NotUtf8 { line, column },
                reason => Self::Syntax { line, column, reason: plain(&reason) },
            },
        }
    }
}

/// A parser may quote what it found, and that may be long and hold anything.
fn plain(reason: &str) -> String {
    const LONGEST: usize = 160;
    let mut text: String = reason.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if text.len() < reason.len() {
        text.push('…');
    }
    match text.as_str() {
        "trailing characters" => "more text behind the answer".to_owned(),
        "recursion limit exceeded" => "nested too deeply".to_owned(),
        _ => text,
    }
}

/// JSON of other tools, by keys that they have.
const OTHERS: &[(&str, &str)] = &[
    ("panels", "a dashboard of Grafana, which holds queries and no samples"),
    ("resourceMetrics", "OpenTelemetry's metrics (OTLP)"),
    ("MetricDataResults", "an answer of CloudWatch"),
    ("Datapoints", "an answer of CloudWatch"),
    ("datapoints", "an answer of Graphite"),
    ("pointlist", "an answer of Datadog"),
    ("from_date", "an answer of Datadog"),
    ("timeSeries", "an answer of Google Cloud Monitoring"),
    ("root_group", "a summary of k6"),
    ("hits", "an answer of Elasticsearch"),
];

fn keys(found: &[String]) -> String {
    if let Some((_, name)) = OTHERS.iter().find(|(key, _)| found.iter().any(|found| found == key)) {
        return format!("this is {name}");
    }
    let found = if found.is_empty() {
        "no key at all".to_owned()
    } else {
        found.iter().map(|key| format!("`{}`", plain(key))).collect::<Vec<_>>().join(", ")
    };
    format!("found {found}; expected `status` and `data`")
}
