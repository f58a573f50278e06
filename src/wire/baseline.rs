//! The file of a baseline: which runs, who added them, when and why.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::WireError;
use super::header::Format;
use super::mirror::mirror;
use super::{finite, layout};
use crate::model::baseline;

/// The format that is written: its name and version.
pub const FORMAT: &str = "perfreport/baseline@1";

/// What is checked on reading.
const READABLE: Format = Format { name: "perfreport/baseline", version: 1, full: FORMAT };

/// Writes a baseline as text. The same baseline always gives the same text.
///
/// # Errors
///
/// [`WireError::NotFinite`] names a number that is NaN or infinite.
pub fn to_json(baseline: &baseline::Baseline) -> Result<String, WireError> {
    let document = Document::from(baseline.clone());
    finite::check(&document)?;
    layout::to_text(&document)
}

/// Reads a baseline back. `name` is how errors call the file.
///
/// # Errors
///
/// Says where the text is cut off or not JSON, what a file of another format is instead, that a newer
/// version was found, or which key does not fit.
pub fn from_json(text: &str, name: &str) -> Result<baseline::Baseline, WireError> {
    let document: Document = READABLE.read(text, name)?;
    Ok(document.into())
}

/// A named set of runs, and how it came about. Readers should ignore keys they do not know.
#[derive(Debug, Serialize, Deserialize)]
struct Document {
    /// The format and its version.
    format: String,
    /// The name as it was given: the file's name has some characters encoded.
    name: String,
    /// The runs, the newest first.
    runs: Vec<Run>,
    /// What was done, the newest first.
    log: Vec<Event>,
}

/// One run.
#[derive(Debug, Serialize, Deserialize)]
struct Run {
    /// Its content id: the file is `runs/<id>.json.gz`.
    id: String,
    /// How reports call it.
    name: String,
    /// When the test began.
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<DateTime<Utc>>,
    /// Judged requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<u64>,
    /// The 95th percentile of all requests in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    p95: Option<f64>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, String>,
    /// When it became part of the baseline.
    added: DateTime<Utc>,
}

mirror! {
    /// What was done.
    Action of baseline::BaselineAction {
        Added = "added",
        Promoted = "promoted",
        Removed = "removed",
        Retired = "retired",
    }
}

/// One thing that was done.
#[derive(Debug, Serialize, Deserialize)]
struct Event {
    /// When.
    at: DateTime<Utc>,
    /// Who.
    by: String,
    /// What.
    action: Action,
    /// The run's content id.
    run: String,
    /// The baseline that a promoted run came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// What spoke against it, where it was forced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    objections: Vec<String>,
}

impl From<baseline::Baseline> for Document {
    fn from(baseline: baseline::Baseline) -> Self {
        let baseline::Baseline { name, runs, log } = baseline;
        Self {
            format: FORMAT.to_owned(),
            name,
            runs: runs.into_iter().map(Run::from).collect(),
            log: log.into_iter().map(Event::from).collect(),
        }
    }
}

impl From<Document> for baseline::Baseline {
    fn from(document: Document) -> Self {
        Self {
            name: document.name,
            runs: document.runs.into_iter().map(Into::into).collect(),
            log: document.log.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<baseline::BaselineRun> for Run {
    fn from(run: baseline::BaselineRun) -> Self {
        let baseline::BaselineRun { id, name, started, requests, p95, tags, added } = run;
        Self { id, name, started, requests, p95, tags, added }
    }
}

impl From<Run> for baseline::BaselineRun {
    fn from(run: Run) -> Self {
        let Run { id, name, started, requests, p95, tags, added } = run;
        Self { id, name, started, requests, p95, tags, added }
    }
}

impl From<baseline::BaselineEvent> for Event {
    fn from(event: baseline::BaselineEvent) -> Self {
        let baseline::BaselineEvent { at, by, action, run, from, why, objections } = event;
        Self { at, by, action: action.into(), run, from, why, objections }
    }
}

impl From<Event> for baseline::BaselineEvent {
    fn from(event: Event) -> Self {
        let Event { at, by, action, run, from, why, objections } = event;
        Self { at, by, action: action.into(), run, from, why, objections }
    }
}

#[cfg(test)]
mod tests {
    use super::{from_json, to_json};
    use crate::model::baseline::{Baseline, BaselineAction, BaselineEvent, BaselineRun};

    fn baseline() -> Baseline {
        let at = "2026-11-22T14:00:00Z".parse().unwrap();
        let event = |action| BaselineEvent {
            at,
            by: "ada".to_owned(),
            action,
            run: "00ff".to_owned(),
            from: Some("staging".to_owned()),
            why: Some("a new host".to_owned()),
            objections: vec!["it is slower".to_owned()],
        };
        Baseline {
            name: "release/1.4".to_owned(),
            runs: vec![BaselineRun {
                id: "00ff".to_owned(),
                name: "run".to_owned(),
                started: Some(at),
                requests: Some(19_176),
                p95: Some(44.125),
                tags: [("commit".to_owned(), "1a2b".to_owned())].into(),
                added: at,
            }],
            log: [
                BaselineAction::Added,
                BaselineAction::Promoted,
                BaselineAction::Removed,
                BaselineAction::Retired,
            ]
            .map(event)
            .into(),
        }
    }

    /// What the first version wrote stays readable, and is what is written.
    #[test]
    fn the_golden_file_is_what_is_written() {
        let golden = include_str!("golden/baseline@1.json");
        assert_eq!(to_json(&baseline()).unwrap(), golden);
        assert_eq!(from_json(golden, "x").unwrap(), baseline());
    }

    #[test]
    fn what_cannot_be_written_or_read_is_named() {
        let mut strange = baseline();
        strange.runs[0].p95 = Some(f64::NAN);
        assert!(to_json(&strange).unwrap_err().to_string().contains("runs[0].p95"));
        let text = to_json(&baseline()).unwrap();
        for (text, expected) in [
            (text.replace("baseline@1", "baseline@2"), "main.json: perfreport/baseline@2 is newer"),
            (text[..text.len() / 2].to_owned(), "main.json:"),
            (text.replace(": \"added\"", ": \"stolen\""), "unknown variant `stolen`"),
        ] {
            let error = from_json(&text, "main.json").unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
