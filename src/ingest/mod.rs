//! **Ingest**: turns the files a load test leaves behind into a [`Run`].
//!
//! Detection comes first, by what a file holds and never by its name; then one parser reads it, and
//! its error is the one that is shown. A file that is none of ours is named for what it is.
//!
//! * [`input`]: what the user pointed at, and what the run is called after it
//! * `open`, `encoding`: bytes, decompressed and bounded, and text out of them
//! * `detect`, `foreign`: which format a text begins like
//! * `directory`: which file of a directory is read
//! * [`k6_points`]: raw points of k6, request by request
//! * `k6_summary`: the three end-of-test summaries of k6
//! * `locate`: the key path at a position, for errors
//! * [`error`]: everything that stops the reading

mod detect;
mod directory;
mod encoding;
pub mod error;
mod foreign;
pub mod input;
pub mod k6_points;
mod k6_summary;
mod locate;
mod open;

pub use error::IngestError;
pub use foreign::Foreign;
pub use input::Input;

use detect::Document;
use k6_summary::Summary;

use crate::model::labeller::Labeller;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::source::Source;

/// Reads one load test.
///
/// `labeller` names endpoints, tells which scenarios are judged and which statuses are intended;
/// `settings` holds the window and the endpoint tag. Warnings are in the run's notes.
///
/// # Errors
///
/// Where the input cannot be read, is none of the known formats, or holds a value that cannot be:
/// with the file and, where there is one, the key and the position.
pub fn read(input: &Input, labeller: &dyn Labeller, settings: &Settings) -> Result<Run, IngestError> {
    let (document, summary) = summary(input).map_err(|error| error.scrubbed(labeller))?;
    let source = Source { name: document.name, bytes: document.bytes, format: document.format };
    let name = input::run_name(input, &source.name);
    Ok(k6_summary::assemble(&summary, name, source, labeller, settings))
}

fn summary(input: &Input) -> Result<(Document, Summary), IngestError> {
    let document = match input {
        Input::Path(path) if path.is_dir() => directory::choose(path)?,
        Input::Path(path) => detect::document(open::file(path)?)?,
        Input::Stdin => detect::document(open::stdin()?)?,
    };
    let summary = k6_summary::parse(&document)?;
    Ok((document, summary))
}
