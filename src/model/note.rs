//! Warnings as data: results carry them, the caller decides how to show them.

use serde::{Deserialize, Serialize};

use crate::words::Text;

/// Something a reader of the report should know, that did not stop the work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Note {
    /// What was seen: a sentence.
    pub text: Text,
    /// What to do about it, if anything: a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
}

impl Note {
    /// Makes a note without a hint.
    pub fn new(text: impl Into<Text>) -> Self {
        Self { text: text.into(), hint: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
