//! Detection by signature: which format an input is, before any parser runs.
//!
//! A new format is a signature here (or in [`shape`](super::k6_summary::shape) for another summary)
//! and a parser of its own.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::error::{IngestError, Problem, shorten};
use super::foreign::Foreign;
use super::k6_summary::shape;
use super::locate;
use super::open::Opened;
use crate::model::source::Format;

/// A file whose format is known, and its text.
pub(super) struct Document {
    /// As the user named it.
    pub(super) name: String,
    /// Bytes of the file, compressed if it was.
    pub(super) bytes: u64,
    pub(super) format: Format,
    pub(super) text: String,
}

/// Finds the format of an input and reads it whole. Garbage is refused by its beginning.
pub(super) fn document(opened: Opened) -> Result<Document, IngestError> {
    let (head, whole) = opened.head()?;
    refuse_by_head(&head, whole).map_err(|problem| opened.error(problem))?;
    let name = opened.name.clone();
    let (text, bytes) = opened.text()?;
    match shape::of(&text) {
        Ok(format) => Ok(Document { name, bytes, format, text }),
        Err(problem) => Err(IngestError::new(name, problem)),
    }
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
        Err(error) if !error.is_eof() => Err(locate::problem(head, &error)),
        _ => Ok(()),
    }
}
