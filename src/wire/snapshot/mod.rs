//! The snapshot: a whole run in a small file, for comparisons to come and for merging.
//!
//! It holds no URL query, no user info, no `setup_data` and no script text: none of them reaches the model.
//! Histograms are in HdrHistogram's V2 compressed encoding, so that other tools read them.
//!
//! * `document`: the file; `traffic`: requests of one endpoint, one by one or as percentiles
//! * `users`, `metrics`: virtual users and the script's own metrics; `servers`: what the servers measured

mod document;
mod metrics;
mod servers;
mod traffic;
mod users;

#[cfg(test)]
mod tests;

use super::error::WireError;
use super::header::FileFormat;
use super::histogram::Room;
use super::layout;
use crate::model::plausible;
use crate::model::run::Run;

use document::RunFile;

/// The format that is written: its name and version.
pub const FORMAT: &str = "perfreport/run@1";

/// What is checked on reading.
const READABLE: FileFormat = FileFormat { name: "perfreport/run", version: 1, full: FORMAT };

/// Writes a run as the text of a snapshot, with a line end after it. The same run always gives the same text.
///
/// # Errors
///
/// [`WireError::NotFinite`] names a number that is NaN or infinite; [`WireError::Encode`] where a histogram does not
/// fit its encoding.
pub fn to_json(run: &Run) -> Result<String, WireError> {
    let document = RunFile::new(run).map_err(|error| WireError::Encode { reason: error.to_string() })?;
    layout::to_text(&document)
}

/// Reads a run back from the text of a snapshot. `name` is how errors call the file.
///
/// # Errors
///
/// Says where the text is cut off or not JSON, what a file of another format is instead, that a newer
/// version was found, or which key does not fit.
pub fn from_json(text: &str, name: &str) -> Result<Run, WireError> {
    let document: RunFile = READABLE.read(text, name)?;
    let run = document.into_run(&Room::of(text.len()));
    run.and_then(|run| Ok(plausible::check(&run).map(|()| run)?)).map_err(|error| WireError::Contents {
        name: name.to_owned(),
        format: FORMAT,
        reason: error.to_string(),
    })
}
