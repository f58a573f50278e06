//! A look at a whole document before it is read: what it claims to be, and whether its numbers can be true.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Every number of a run stays below, also the sum of what a script measured and what a server says for "no limit". What is
/// drawn and added up is then far from what numbers can hold.
const MOST: f64 = 1e30;

/// A format's name is not longer.
const LONGEST_NAME: usize = 64;

/// What a skim of a document tells.
#[derive(Default)]
pub(super) struct Skimmed {
    /// The text under the key `format`.
    pub(super) format: Option<String>,
    /// The first number that no run can have.
    pub(super) too_large: Option<f64>,
    /// The document itself, where it is a short text.
    text: Option<String>,
}

impl<'de> Deserialize<'de> for Skimmed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Skim)
    }
}

struct Skim;

impl<'de> Visitor<'de> for Skim {
    type Value = Skimmed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Skimmed, E> {
        Ok(Skimmed { too_large: (number.abs() >= MOST).then_some(number), ..Skimmed::default() })
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Skimmed, E> {
        Ok(Skimmed::default())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Skimmed, E> {
        Ok(Skimmed::default())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Skimmed, E> {
        Ok(Skimmed::default())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Skimmed, E> {
        let text = (text.len() <= LONGEST_NAME).then(|| text.to_owned());
        Ok(Skimmed { text, ..Skimmed::default() })
    }

    fn visit_unit<E: Error>(self) -> Result<Skimmed, E> {
        Ok(Skimmed::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Skimmed, A::Error> {
        let mut all = Skimmed::default();
        while let Some(item) = items.next_element::<Skimmed>()? {
            all.too_large = all.too_large.or(item.too_large);
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Skimmed, A::Error> {
        let mut all = Skimmed::default();
        while let Some(key) = members.next_key::<Key>()? {
            let member = members.next_value::<Skimmed>()?;
            all.too_large = all.too_large.or(member.too_large);
            if key == Key::Format {
                all.format = member.text;
            }
        }
        Ok(all)
    }
}

/// A key, as far as it matters here.
#[derive(Deserialize, PartialEq)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Format,
    #[serde(other)]
    Other,
}

#[cfg(test)]
mod tests {
    use super::Skimmed;

    fn skim(text: &str) -> (Option<String>, Option<f64>) {
        let Skimmed { format, too_large, .. } = serde_json::from_str(text).unwrap();
        (format, too_large)
    }

    #[test]
    fn the_format_and_the_first_number_that_cannot_be_are_found() {
        let text =
            r#"{"a": [1, {"b": -2.5, "format": "inner"}], "format": "x@1", "c": [[1e300]], "d": 1e301}"#;
        assert_eq!(skim(text), (Some("x@1".to_owned()), Some(1e300)));
        assert_eq!(
            skim(r#"{"limit": 1.8446744073709552e19, "n": -1e20, "format": 7, "k": null}"#),
            (None, None)
        );
        assert_eq!(skim("[18446744073709551615, -1e30]").1, Some(-1e30));
    }
}
