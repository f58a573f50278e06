//! Everything that people read in reports, by language: `en/` holds the English, and each further language is a folder beside it.
//!
//! A stage that has something to say makes a [`Text`]: which message it is, and what fills its places. It is written out where a
//! document is made, in the [`Language`] of that document. Files that programs read hold the English.
//!
//! The messages are in [Fluent](https://projectfluent.org)'s format, with its rules for plurals.

mod catalogue;
mod found;
mod korean;
mod language;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use catalogue::grouped;
pub use language::Language;
pub use text::{Arg, Text};
pub(crate) use text::{say, text};

/// Writes a message that a template asks for, in the language that is spoken.
pub(crate) fn write(key: &str, args: &[(&str, Arg)]) -> String {
    text::write(Language::spoken(), key, args)
}
