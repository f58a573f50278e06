//! What a source cannot tell, with the reason.

use std::borrow::Cow;
use std::fmt;

/// Why a figure is not there. Never shown as 0 and never as NaN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(Cow<'static, str>);

impl Missing {
    /// Wraps a reason: a lower-case fragment without a final stop.
    pub fn because(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }

    /// Wraps a reason at compile time.
    pub const fn constant(reason: &'static str) -> Self {
        Self(Cow::Borrowed(reason))
    }

    /// Returns the reason.
    pub fn reason(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A figure, or the reason why it is not there.
pub type Known<T> = Result<T, Missing>;
