//! A text that is not written out yet: which message it is, and what fills its places.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::language::Language;
use super::{catalogue, found, korean};

/// A text for people. Two are equal if their English is.
#[derive(Debug, Clone)]
pub struct Text(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// A message of the catalogues.
    Message { key: &'static str, args: Vec<(&'static str, Arg)> },
    /// What was written elsewhere, such as a name. It is the same in every language.
    Written(Cow<'static, str>),
    /// The English of a text, as a file of ours holds it.
    Read(String),
    /// Several, one after the other; empty ones are left out.
    Joined { parts: Vec<Text>, between: &'static str },
}

/// What fills a place of a message.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Arg {
    /// A whole number: its digits are grouped, and the message may choose a plural by it.
    Number(u64),
    /// A figure with its unit, as English has it: `43 min 12 s`.
    Quantity(String),
    /// A name, the same in every language.
    Name(String),
    /// Another text.
    Text(Text),
}

impl Text {
    /// Takes a message of the catalogues. `text!` does it with less ado.
    pub const fn message(key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self(Kind::Message { key, args })
    }

    /// Takes a message without places.
    pub const fn plain(key: &'static str) -> Self {
        Self::message(key, Vec::new())
    }

    /// Takes what is the same in every language.
    pub fn written(text: impl Into<Cow<'static, str>>) -> Self {
        Self(Kind::Written(text.into()))
    }

    /// Takes what is the same in every language, at compile time.
    pub const fn constant(text: &'static str) -> Self {
        Self(Kind::Written(Cow::Borrowed(text)))
    }

    /// Nothing.
    pub const fn empty() -> Self {
        Self::constant("")
    }

    /// Takes the English that a file of ours holds: the message is found again by it.
    pub fn read(english: String) -> Self {
        Self(Kind::Read(english))
    }

    /// Puts texts one after the other; empty ones are left out.
    pub fn joined(parts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        Self(Kind::Joined { parts: parts.into_iter().collect(), between })
    }

    /// Puts sentences one after the other.
    pub fn sentences(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(parts, " ")
    }

    /// Lists texts: `a, b and c`.
    pub fn list(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().collect();
        match parts.pop() {
            Some(last) if !parts.is_empty() => {
                text!("list-two", first = Self::joined(parts, ", "), last = last)
            }
            last => last.unwrap_or(Self::empty()),
        }
    }

    /// Lists the first texts, at most so many, and counts the rest: `a, b and 3 more`.
    pub fn few(all: impl IntoIterator<Item = impl Into<Self>>, most: usize) -> Self {
        let mut all = all.into_iter();
        let names = Self::joined(all.by_ref().take(most).map(Into::into), ", ");
        match all.count() {
            0 => names,
            more => text!("names-more", names = names, more = more),
        }
    }

    /// Tells whether it says nothing, in any language.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Kind::Message { .. } => false,
            Kind::Written(text) => text.is_empty(),
            Kind::Read(text) => text.is_empty(),
            Kind::Joined { parts, .. } => parts.iter().all(Self::is_empty),
        }
    }

    /// Writes it in a language.
    pub fn in_language(&self, language: Language) -> String {
        match &self.0 {
            Kind::Message { key, args } => write(language, key, args),
            Kind::Written(text) => text.clone().into_owned(),
            Kind::Read(text) => found::translated(language, text),
            Kind::Joined { parts, between } => {
                let told =
                    parts.iter().filter(|part| !part.is_empty()).map(|part| part.in_language(language));
                told.collect::<Vec<_>>().join(between)
            }
        }
    }

    /// Tells whether the English holds a part.
    pub fn contains(&self, part: &str) -> bool {
        self.english().contains(part)
    }

    /// Writes it as files that programs read have it.
    pub fn english(&self) -> String {
        self.in_language(Language::English)
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::empty()
    }
}

/// Writes a message.
pub(super) fn write(language: Language, key: &str, args: &[(&str, Arg)]) -> String {
    let places: FluentArgs = args.iter().map(|(name, arg)| (*name, arg.in_language(language))).collect();
    catalogue::write(language, key, &places)
}

impl Arg {
    fn in_language(&self, language: Language) -> FluentValue<'_> {
        match (self, language) {
            (Self::Number(number), _) => FluentValue::from(*number),
            (Self::Quantity(figure), Language::Korean) => korean::quantity(figure).into(),
            (Self::Quantity(text) | Self::Name(text), _) => text.as_str().into(),
            (Self::Text(text), _) => text.in_language(language).into(),
        }
    }
}

impl fmt::Display for Text {
    /// Writes it in the language that is spoken.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::spoken()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.english() == other.english()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.english() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.english() == *other
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.english().cmp(&other.english())
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.english())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::read)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::written(text)
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::written(text)
    }
}

impl From<&Self> for Text {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&Text> for Arg {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Arg {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<&String> for Arg {
    fn from(name: &String) -> Self {
        Self::Name(name.clone())
    }
}

impl From<&str> for Arg {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

/// Makes a [`Text`]: `text!("errors-more", subject = name, bad = Count(7))`.
macro_rules! text {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::Text::message($key, vec![$((stringify!($name), $crate::words::Arg::from($value))),*])
    };
}

/// Writes a message in the language that is spoken: `say!("head-no-base")`.
macro_rules! say {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::text!($key $(, $name = $value)*).to_string()
    };
}

pub(crate) use {say, text};
