//! No NaN is ever written.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

use super::error::WireError;

/// Checks that every number of a document is finite.
///
/// JSON has no NaN: `serde_json` writes `null` in its place. No document of this program holds a
/// `null` (what is missing is absent), so each one is such a number.
///
/// # Errors
///
/// [`WireError::NotFinite`] names the first number that is not.
pub(super) fn check(document: &impl Serialize) -> Result<(), WireError> {
    // Only what is refused is looked at as a whole, to say where.
    if document.serialize(&mut Serializer::with_formatter(io::sink(), NoNull)).is_ok() {
        return Ok(());
    }
    let value =
        serde_json::to_value(document).map_err(|error| WireError::Encode { reason: error.to_string() })?;
    match null_in(&value, "") {
        Some(path) => Err(WireError::NotFinite { path }),
        None => Ok(()),
    }
}

/// Refuses a `null`.
struct NoNull;

impl Formatter for NoNull {
    fn write_null<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        Err(io::Error::other("a null"))
    }
}

/// Returns the path of the first `null`.
fn null_in(value: &Value, path: &str) -> Option<String> {
    match value {
        Value::Null => Some(path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| null_in(item, &format!("{path}[{index}]")))
        }
        Value::Object(members) => members.iter().find_map(|(key, member)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            null_in(member, &path)
        }),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn names_the_number_that_is_not_finite() {
        let document = BTreeMap::from([("cells", vec![vec![1.0, 2.0], vec![3.0, f64::NEG_INFINITY]])]);
        let error = check(&document).unwrap_err();
        assert_eq!(error.to_string(), "`cells[1][1]` is not a finite number, so it cannot be written");
        assert!(check(&BTreeMap::from([("cells", vec![0.0, -0.0, f64::MAX])])).is_ok());
    }
}
