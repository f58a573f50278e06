//! `verdict.json`: everything a report shows, so that it can be rendered again and scripts can act on it.
//!
//! The model derives it, and `docs/verdict.schema.json` is generated from that. Latencies are
//! milliseconds, shares are ratios 0..1, durations are seconds. A number that a source cannot tell is
//! absent, with its reason under `missing`; a key that does not apply is just absent. Keys that a
//! reader does not know are ignored, so new ones need no new version.
//!
//! * here: reading and writing
//! * `document`: the whole; `run`, `traffic`, `slo` and `servers`: parts that have another shape than in the model

mod document;
mod run;
mod servers;
mod slo;
mod traffic;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;

use std::io;

use super::error::WireError;
use super::header::FileFormat;
use super::layout;
use crate::model::judgement::Assessment;
use document::VerdictFile;

/// The format that is written: its name and version.
pub const FORMAT: &str = "perfreport/verdict@1";

/// What is checked on reading.
const READABLE: FileFormat = FileFormat { name: "perfreport/verdict", version: 1, full: FORMAT };

/// Writes an assessment as the text of a `verdict.json`: indented, with a line end after it. The same
/// assessment always gives the same text.
///
/// # Errors
///
/// [`WireError::NotFinite`] names a number that is NaN or infinite.
pub fn to_json(assessment: &Assessment) -> Result<String, WireError> {
    layout::to_text(&VerdictFile::from(assessment.clone()))
}

/// Reads an assessment back from the text of a `verdict.json`. `name` is how errors call the file.
///
/// # Errors
///
/// Says where the text is cut off or not JSON, what a file of another format is instead, that a newer
/// version was found, or which key does not fit.
pub fn from_json(text: &str, name: &str) -> Result<Assessment, WireError> {
    let document: VerdictFile = READABLE.read(text, name)?;
    Ok(document.into())
}

/// Reads an assessment back from a `verdict.json`. `name` is how errors call the file.
///
/// # Errors
///
/// As [`from_json`], and where the file cannot be read or is not UTF-8.
pub fn from_reader(mut reader: impl io::Read, name: &str) -> Result<Assessment, WireError> {
    let mut text = String::new();
    reader.read_to_string(&mut text).map_err(|source| WireError::Read { name: name.to_owned(), source })?;
    from_json(&text, name)
}
