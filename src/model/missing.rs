//! What a source cannot tell, with the reason.

use std::fmt;

use crate::words::Text;

/// Why a figure is not there. Never shown as 0 and never as NaN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(Text);

impl Missing {
    /// Wraps a reason: a lower-case fragment without a final stop.
    pub fn because(reason: impl Into<Text>) -> Self {
        Self(reason.into())
    }

    /// Wraps a reason that is a message without places.
    pub const fn message(key: &'static str) -> Self {
        Self(Text::plain(key))
    }

    /// Returns the reason.
    pub fn reason(&self) -> &Text {
        &self.0
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A figure, or the reason why it is not there.
pub type Known<T> = Result<T, Missing>;
