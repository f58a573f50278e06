//! Reading and writing the file.

use std::io;

use super::document::Document;
use crate::model::judgement::Assessment;
use crate::wire::error::WireError;
use crate::wire::finite;
use crate::wire::header::Format;
use crate::wire::layout;

/// The format that is written: its name and version.
pub const FORMAT: &str = "perfreport/verdict@1";

/// What is checked on reading.
const READABLE: Format = Format { name: "perfreport/verdict", version: 1, full: FORMAT };

/// Writes an assessment as the text of a `verdict.json`: indented, with a line end after it. The same
/// assessment always gives the same text.
///
/// # Errors
///
/// [`WireError::NotFinite`] names a number that is NaN or infinite.
pub fn to_json(assessment: &Assessment) -> Result<String, WireError> {
    let document = Document::from(assessment.clone());
    finite::check(&document)?;
    layout::to_text(&document)
}

/// Reads an assessment back from the text of a `verdict.json`. `name` is how errors call the file.
///
/// # Errors
///
/// Says where the text is cut off or not JSON, what a file of another format is instead, that a newer
/// version was found, or which key does not fit.
pub fn from_json(text: &str, name: &str) -> Result<Assessment, WireError> {
    let document: Document = READABLE.read(text, name)?;
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
