//! The file of a baseline: which runs, who added them, when and why.

use serde::Serialize;

use super::error::WireError;
use super::header::FileFormat;
use super::layout;
use crate::model::baseline::Baseline;

/// The format that is written: its name and version.
pub const FORMAT: &str = "perfreport/baseline@1";

/// What is checked on reading.
const READABLE: FileFormat = FileFormat { name: "perfreport/baseline", version: 1, full: FORMAT };

/// Writes a baseline as text. The same baseline always gives the same text.
///
/// # Errors
///
/// [`WireError::NotFinite`] names a number that is NaN or infinite.
pub fn to_json(baseline: &Baseline) -> Result<String, WireError> {
    layout::to_text(&BaselineFile { format: FORMAT, baseline })
}

/// Reads a baseline back. `name` is how errors call the file.
///
/// # Errors
///
/// Says where the text is cut off or not JSON, what a file of another format is instead, that a newer
/// version was found, which key does not fit, or that the id of a run is none.
pub fn from_json(text: &str, name: &str) -> Result<Baseline, WireError> {
    let baseline: Baseline = READABLE.read(text, name)?;
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut ids = baseline.runs.iter().map(|run| &run.id).chain(baseline.log.iter().map(|event| &event.run));
    match ids.find(|id| !is_id(id)) {
        // It names a file of the store.
        Some(id) => Err(WireError::Contents {
            name: name.to_owned(),
            format: FORMAT,
            reason: format!("a run of it is called {id:?}: an id has hexadecimal digits alone"),
        }),
        None => Ok(baseline),
    }
}

/// The file: the format, then the baseline. Readers should ignore keys they do not know.
#[derive(Serialize)]
struct BaselineFile<'a> {
    format: &'static str,
    #[serde(flatten)]
    baseline: &'a Baseline,
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
