//! Detection by signature: which format an input is, before any parser runs.
//!
//! A new format is a signature here (or in [`shape`](super::k6_summary::shape) for another summary)
//! and a parser of its own.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::error::{IngestError, Problem, shorten};
use super::foreign::Foreign;
use super::k6_points::PointFormat;
use super::k6_summary::reshaped;
use super::k6_summary::shape::{self, SummaryFile};
use super::locate;
use super::open::Opened;
use super::request_log;
use super::tool_summary;
use crate::model::source::Format;

/// An input whose format is known.
pub(super) enum Detected {
    /// One of k6's summaries, read whole.
    Summary(SummaryFile),
    /// Raw points, of which only the beginning was read.
    Points(Opened, PointFormat),
    /// Another tool's log of every request, of which only the beginning was read.
    Requests(Opened, request_log::Tool),
    /// Another tool's summary.
    ToolSummary(Opened, tool_summary::Tool),
    /// A snapshot, of which only the beginning was read.
    Snapshot(Opened),
}

impl Detected {
    /// The format.
    pub(super) fn format(&self) -> Format {
        match self {
            Self::Summary(file) => file.shape.format(),
            Self::Points(_, PointFormat::Ndjson) => Format::K6Ndjson,
            Self::Points(_, PointFormat::Csv) => Format::K6Csv,
            Self::Requests(_, tool) => tool.format,
            Self::ToolSummary(_, tool) => tool.format,
            Self::Snapshot(_) => Format::Snapshot,
        }
    }

    /// The file as the user named it.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Summary(file) => &file.name,
            Self::Points(opened, _)
            | Self::Requests(opened, _)
            | Self::ToolSummary(opened, _)
            | Self::Snapshot(opened) => &opened.name,
        }
    }
}

/// Finds the format of an input. Garbage is refused by its beginning.
pub(super) fn detect(opened: Opened) -> Result<Detected, IngestError> {
    let (mut head, whole) = opened.head()?;
    let mut opened = opened;
    if points(&head).is_none() && Foreign::sniff(&head) == Some(Foreign::K6PointsReformatted) {
        let name = opened.name.clone();
        opened = opened.relined().map_err(|error| IngestError::new(name, Problem::Io(error)))?;
        (head, _) = opened.head()?;
    }
    if let Some(format) = points(&head) {
        return Ok(Detected::Points(opened, format));
    }
    if is_snapshot(&head) {
        return Ok(Detected::Snapshot(opened));
    }
    if let Some(tool) = request_log::Tool::sniff(&head) {
        return Ok(Detected::Requests(opened, tool));
    }
    if let Some(tool) = tool_summary::Tool::sniff(&head) {
        return Ok(Detected::ToolSummary(opened, tool));
    }
    refuse_by_head(&head, whole).map_err(|problem| opened.error(problem))?;
    let name = opened.name.clone();
    let (text, bytes) = opened.text()?;
    match shape::of(&text) {
        Ok(shape) => Ok(Detected::Summary(SummaryFile { name, bytes, shape, text })),
        Err(problem) => match reshaped::restored(&text) {
            Some((shape, text)) => Ok(Detected::Summary(SummaryFile { name, bytes, shape, text })),
            None => Err(IngestError::new(name, problem)),
        },
    }
}

/// Tells raw points by their first line.
fn points(head: &str) -> Option<PointFormat> {
    #[derive(Deserialize)]
    struct PointLine {
        #[serde(rename = "type")]
        kind: String,
        #[expect(dead_code, reason = "only its presence counts")]
        metric: String,
    }
    let first = head.trim_start().lines().next()?;
    if first.starts_with("metric_name,timestamp,metric_value") {
        return Some(PointFormat::Csv);
    }
    let line: PointLine = serde_json::from_str(first).ok()?;
    matches!(line.kind.as_str(), "Metric" | "Point").then_some(PointFormat::Ndjson)
}

/// Tells a snapshot by the format it claims to be, in any version.
fn is_snapshot(head: &str) -> bool {
    let compact: String = head.chars().filter(|c| !c.is_whitespace()).take(40).collect();
    compact.starts_with("{\"format\":\"perfreport/run@")
}

fn refuse_by_head(head: &str, whole: bool) -> Result<(), Problem> {
    let text = head.trim_start();
    if text.is_empty() && whole {
        return Err(Problem::Empty);
    }
    if let Some(foreign) = Foreign::sniff(head) {
        return Err(Problem::Foreign(foreign));
    }
    if !text.starts_with('{') {
        return Err(Problem::NotAnObject { begins: shorten(text, 30) });
    }
    // A mistake in the beginning need not wait for the rest.
    let mut parser = serde_json::Deserializer::from_str(head);
    match IgnoredAny::deserialize(&mut parser) {
        Err(error) if !error.is_eof() && (whole || !is_cut(head, &error)) => {
            Err(locate::problem(head, &error))
        }
        _ => Ok(()),
    }
}

/// Tells whether an error may come from where the beginning was cut off: half a number (`31.`) or half an escape is none.
fn is_cut(head: &str, error: &serde_json::Error) -> bool {
    /// The longest that may be cut: two escapes that are one character.
    const LONGEST: usize = "\\ud83d\\ude00".len();
    locate::offset(head, error.line(), error.column()) + LONGEST >= head.len()
}

#[cfg(test)]
mod tests {
    use super::{PointFormat, is_snapshot, points, refuse_by_head};

    /// Wherever the beginning of a file ends, it is no reason to refuse the file.
    #[test]
    fn a_beginning_may_be_cut_anywhere() {
        let text = r#"{"a": [-1.5e-3, true, null, "é \ud83d\ude00 \n"], "b": {"p(95)": 31.8}}"#;
        for (end, _) in text.char_indices().skip(1) {
            let refused = refuse_by_head(&text[..end], false);
            assert!(refused.is_ok(), "{}: {refused:?}", &text[..end]);
        }
        assert!(refuse_by_head(r#"{"a": 31.}"#, true).is_err());
        assert!(refuse_by_head(&format!(r#"{{"a": 31.x, "b": "{}"#, "long ".repeat(9)), false).is_err());
    }

    #[test]
    fn points_are_told_by_their_first_line() {
        let cases = [
            ("{\"type\":\"Metric\",\"data\":{},\"metric\":\"http_reqs\"}\n", Some(PointFormat::Ndjson)),
            ("{\"metric\":\"vus\",\"type\":\"Point\",\"data\":{}}\r\n{", Some(PointFormat::Ndjson)),
            ("metric_name,timestamp,metric_value,check\n", Some(PointFormat::Csv)),
            ("{\"metrics\":{}}", None),
            ("{\"type\":\"Other\",\"metric\":\"x\"}\n", None),
        ];
        for (head, format) in cases {
            assert_eq!(points(head), format, "{head}");
        }
    }

    #[test]
    fn a_snapshot_is_told_by_its_format() {
        assert!(is_snapshot("{\n  \"format\": \"perfreport/run@1\","));
        assert!(is_snapshot("{\"format\":\"perfreport/run@9\","));
        assert!(!is_snapshot("{\"format\":\"perfreport/verdict@1\","));
    }
}
