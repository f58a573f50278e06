//! Which format a file claims to be.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{WireError, reason_of};
use super::skim::Skimmed;
use crate::model::conflict::marked_line;

/// At most so many keys of a foreign file are quoted.
const SHOWN_KEYS: usize = 3;

/// A key or a format that is longer is cut when it is quoted.
const SHOWN_CHARS: usize = 40;

/// What a file claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// This format, in a version that can be read.
    Readable,
    /// This format, in a later version.
    Newer,
    /// Something else.
    Other,
}

/// A format: its name and the version that this program writes.
pub(super) struct FileFormat {
    /// The name, without a version: `perfreport/verdict`.
    pub(super) name: &'static str,
    /// The newest version that can be read.
    pub(super) version: u32,
    /// Name and version: `perfreport/verdict@1`.
    pub(super) full: &'static str,
}

impl FileFormat {
    /// Checks that `text` is JSON which claims to be this format in a version that can be read.
    ///
    /// # Errors
    ///
    /// Says what the file is instead, and where it stops to be JSON.
    fn check(&self, text: &str, name: &str) -> Result<(), WireError> {
        let name = || name.to_owned();
        // What is in order is skimmed; only what is refused is looked at in whole, to say what it is.
        if let Ok(Skimmed { format: Some(format), too_large, .. }) = serde_json::from_str(text)
            && self.claim(&format) == Claim::Readable
        {
            let refused = too_large.map(|found| WireError::Contents {
                name: name(),
                format: self.full,
                reason: format!("it holds the number {found:e}, which no figure of a run comes near"),
            });
            return refused.map_or(Ok(()), Err);
        }
        if text.trim().is_empty() {
            return Err(WireError::Empty { name: name() });
        }
        if let Some(line) = marked_line(text) {
            return Err(WireError::Conflict { name: name(), line });
        }
        let value: Value = serde_json::from_str(text).map_err(|error| {
            let (line, column, reason) = (error.line(), error.column(), reason_of(&error));
            if error.is_eof() {
                WireError::CutOff { name: name(), line, column, reason }
            } else {
                WireError::Syntax { name: name(), line, column, reason }
            }
        })?;
        let claimed = value.get("format").and_then(Value::as_str).unwrap_or_default();
        match self.claim(claimed) {
            Claim::Readable => Ok(()),
            Claim::Newer => {
                Err(WireError::Newer { name: name(), found: claimed.to_owned(), known: self.full })
            }
            Claim::Other => {
                Err(WireError::OtherFormat { name: name(), wanted: self.name, found: describe(&value) })
            }
        }
    }

    /// Tells whether a file that claims to be `format` can be read.
    pub(super) fn claim(&self, format: &str) -> Claim {
        match self.version_of(format) {
            Some(version) if (1..=self.version).contains(&version) => Claim::Readable,
            Some(version) if version > self.version => Claim::Newer,
            _ => Claim::Other,
        }
    }

    /// Reads a document that claims to be this format.
    ///
    /// # Errors
    ///
    /// As [`Self::check`], and which key does not fit.
    pub(super) fn read<T: DeserializeOwned>(&self, text: &str, name: &str) -> Result<T, WireError> {
        self.check(text, name)?;
        serde_json::from_str(text).map_err(|error| WireError::Shape {
            name: name.to_owned(),
            format: self.full,
            line: error.line(),
            column: error.column(),
            reason: reason_of(&error),
        })
    }

    /// Takes the version from `name@version`, where the name is this one.
    fn version_of(&self, format: &str) -> Option<u32> {
        format.strip_prefix(self.name)?.strip_prefix('@')?.parse().ok()
    }
}

/// Says what a JSON document is, for someone who named the wrong file.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a JSON boolean".to_owned(),
        Value::Number(_) => "a JSON number".to_owned(),
        Value::String(_) => "a JSON string".to_owned(),
        Value::Array(_) => "a JSON array".to_owned(),
        Value::Object(members) => match members.get("format").and_then(Value::as_str) {
            Some(format) if format.chars().all(is_of_a_name) => format!("the format {}", quoted(format)),
            Some(_) => "a format that has no name".to_owned(),
            None if members.is_empty() => "an empty JSON object".to_owned(),
            None => {
                let keys: Vec<_> = members.keys().take(SHOWN_KEYS).map(|key| quoted(key)).collect();
                let more = if members.len() > SHOWN_KEYS { ", …" } else { "" };
                format!("a JSON object without `format`, with the keys {}{more}", keys.join(", "))
            }
        },
    }
}

/// What names of formats are made of; other texts may be anything, also secrets.
fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@')
}

/// Quotes a foreign text on one line, cut to a length that can be shown.
fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("{shown:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMAT: FileFormat =
        FileFormat { name: "perfreport/thing", version: 2, full: "perfreport/thing@2" };

    fn refusal(text: &str) -> String {
        FORMAT.check(text, "a.json").unwrap_err().to_string()
    }

    #[test]
    fn every_known_version_is_let_in() {
        assert!(FORMAT.check(r#"{"format":"perfreport/thing@1"}"#, "a.json").is_ok());
        assert!(FORMAT.check(r#"{"more":[1],"format":"perfreport/thing@2"}"#, "a.json").is_ok());
    }

    #[test]
    fn a_newer_version_is_refused_by_name() {
        assert_eq!(
            refusal(r#"{"format":"perfreport/thing@3"}"#),
            "a.json: perfreport/thing@3 is newer than this program reads\n\
             this program reads perfreport/thing@2; update it, or write the file again with this version"
        );
    }

    #[test]
    fn other_files_are_refused_with_what_was_found() {
        let found = [
            (r#"{"format":"perfreport/run@1"}"#, r#"the format "perfreport/run@1""#),
            (r#"{"format":"perfreport/thing@0"}"#, r#"the format "perfreport/thing@0""#),
            (r#"{"format":"perfreport/thing@new"}"#, r#"the format "perfreport/thing@new""#),
            (r#"{"metrics":{},"a":1}"#, r#"a JSON object without `format`, with the keys "a", "metrics""#),
            (
                r#"{"a":1,"b":1,"c\n":1,"d":1}"#,
                r#"a JSON object without `format`, with the keys "a", "b", "c\n", …"#,
            ),
            (r#"{"format":7}"#, r#"a JSON object without `format`, with the keys "format""#),
            ("{}", "an empty JSON object"),
            ("[1]", "a JSON array"),
            ("\"text\"", "a JSON string"),
        ];
        for (text, found) in found {
            assert_eq!(
                refusal(text),
                format!("a.json: not a perfreport/thing file: found {found}"),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_json_is_refused_with_its_place() {
        assert_eq!(refusal(" \n"), "a.json: the file is empty");
        assert_eq!(refusal("{\n  \"a\": ,"), "a.json:2:8: not valid JSON: expected value");
        assert_eq!(
            refusal("{\n  \"a\": [1"),
            "a.json:2:9: the file ends too early: EOF while parsing a list\nit was cut off; write it again"
        );
    }
}
