//! What part of a test is spoken of.

use serde::{Deserialize, Serialize};

/// What part of the test a figure speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The judged window.
    Window,
    /// The whole test, warm-up, `setup()` and `teardown()` included: the file holds nothing narrower.
    WholeTest,
}
