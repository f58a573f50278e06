//! What can go wrong between a file and the model.

use std::io;

use thiserror::Error;

use crate::model::conflict;

/// Why a versioned file could not be written or read.
///
/// `name` is the file as the user named it, `-` for standard input. Lines and columns count from 1.
#[derive(Debug, Error)]
pub enum WireError {
    /// A number to be written is NaN or infinite: JSON has no such number.
    #[error("`{path}` is not a finite number, so it cannot be written")]
    NotFinite {
        /// Where the number is: `comparison.latency[3].sd`.
        path: String,
    },
    /// The document could not be put into JSON.
    #[error("cannot encode as JSON: {reason}")]
    Encode {
        /// What the encoder said.
        reason: String,
    },
    /// The document could not be written.
    #[error("cannot write: {0}")]
    Write(#[source] io::Error),
    /// The file could not be read.
    #[error("{name}: cannot read: {source}")]
    Read {
        /// The file.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds nothing.
    #[error("{name}: the file is empty")]
    Empty {
        /// The file.
        name: String,
    },
    /// The file ends in the middle of the document.
    #[error("{name}:{line}:{column}: the file ends too early: {reason}\nit was cut off; write it again")]
    CutOff {
        /// The file.
        name: String,
        /// The last line.
        line: usize,
        /// The last column.
        column: usize,
        /// What was not finished.
        reason: String,
    },
    /// Git could not merge the file, and left both sides in it.
    #[error("{name}:{line}: the file has git's conflict markers\n{}", conflict::remedy(name))]
    Conflict {
        /// The file.
        name: String,
        /// The line of the first of them.
        line: usize,
    },
    /// The file is not JSON.
    #[error("{name}:{line}:{column}: not valid JSON: {reason}")]
    Syntax {
        /// The file.
        name: String,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What the parser said.
        reason: String,
    },
    /// The file is JSON, but of another kind.
    #[error("{name}: not a {wanted} file: found {found}")]
    OtherFormat {
        /// The file.
        name: String,
        /// The format that was expected, without its version.
        wanted: &'static str,
        /// What the file is instead, in words.
        found: String,
    },
    /// The file was written by a newer version.
    #[error(
        "{name}: {found} is newer than this program reads\nthis program reads {known}; update it, or write the file again with this version"
    )]
    Newer {
        /// The file.
        name: String,
        /// The format of the file, with its version.
        found: String,
        /// The newest format that can be read, with its version.
        known: &'static str,
    },
    /// The file has the shape of its format, but what it says cannot be.
    #[error("{name}: not a whole {format}: {reason}")]
    Contents {
        /// The file.
        name: String,
        /// The format, with its version.
        format: &'static str,
        /// What cannot be.
        reason: String,
    },
    /// The file names the right format but does not have its shape.
    #[error("{name}:{line}:{column}: not a whole {format}: {reason}")]
    Shape {
        /// The file.
        name: String,
        /// The format, with its version.
        format: &'static str,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What does not fit.
        reason: String,
    },
}

/// Takes the position off a JSON error's text, which is shown in front of it instead.
pub(super) fn reason_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).map_or_else(|| text.clone(), str::to_owned)
}
