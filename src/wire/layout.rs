//! How JSON is indented: for people, with arrays of numbers on one line.

use serde::Serialize;

use super::error::WireError;
use super::finite;

/// Writes a document as indented JSON, with a line end after it.
///
/// # Errors
///
/// [`WireError::NotFinite`] names a number that is NaN or infinite; [`WireError::Encode`] where a value cannot be put
/// into JSON.
pub(super) fn to_text(document: &impl Serialize) -> Result<String, WireError> {
    finite::check(document)?;
    let pretty = serde_json::to_string_pretty(document)
        .map_err(|error| WireError::Encode { reason: error.to_string() })?;
    let mut text = String::with_capacity(pretty.len());
    let mut after_number = false;
    for line in pretty.lines() {
        // Only a number of an array begins its line like this: keys and texts have quotes.
        let value = line.trim_start();
        let is_number = value.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if is_number || (after_number && value.starts_with(']')) {
            text.push_str(if is_number && !text.ends_with('[') { " " } else { "" });
            text.push_str(value);
        } else {
            text.push_str(if text.is_empty() { "" } else { "\n" });
            text.push_str(line);
        }
        after_number = is_number;
    }
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_share_a_line_and_nothing_else_does() {
        let document = json!({
            "a": [], "b": {}, "c": [0.24, 0.45], "d": [[0.5, 11], [0.95, 44.1]],
            "e": ["x", true], "f": [{"g": 1}, {"h": [2]}], "i": 3.0,
        });
        let text = to_text(&document).unwrap();
        assert_eq!(
            text,
            r#"{
  "a": [],
  "b": {},
  "c": [0.24, 0.45],
  "d": [
    [0.5, 11],
    [0.95, 44.1]
  ],
  "e": [
    "x",
    true
  ],
  "f": [
    {
      "g": 1
    },
    {
      "h": [2]
    }
  ],
  "i": 3.0
}
"#
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), document);
    }
}
