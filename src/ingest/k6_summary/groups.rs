//! The tree of groups and checks: maps by name in one shape, arrays in another.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::value;
use crate::ingest::error::Problem;
use crate::ingest::locate::quoted;
use crate::model::check::Check;

/// A group with its checks and groups.
#[derive(Deserialize)]
#[serde(expecting = "a group")]
pub(super) struct WireGroup {
    #[serde(default)]
    name: String,
    #[serde(default)]
    groups: Many<WireGroup>,
    #[serde(default)]
    checks: Many<WireCheck>,
}

/// A check, wherever it is listed.
#[derive(Deserialize)]
#[serde(expecting = "a check with `name`, `passes` and `fails`")]
pub(super) struct WireCheck {
    name: String,
    /// Groups and name joined by `::`, with a leading one.
    path: Option<String>,
    passes: Value,
    fails: Value,
}

impl WireCheck {
    /// Converts it; `group` is the path of the groups it is in, for files without paths.
    pub(super) fn convert(self, group: &str) -> Result<Check, Problem> {
        let path = match self.path {
            Some(path) if !path.is_empty() => path.trim_start_matches("::").to_owned(),
            _ if group.is_empty() => self.name,
            _ => format!("{group}::{}", self.name),
        };
        let key = |figure: &str| format!("checks.{}.{figure}", quoted(&path));
        let passes = value::count_at(&self.passes, || key("passes"))?;
        let fails = value::count_at(&self.fails, || key("fails"))?;
        Ok(Check { path, passes, fails })
    }
}

impl WireGroup {
    /// Collects the checks of the whole tree.
    pub(super) fn checks(self) -> Result<Vec<Check>, Problem> {
        let mut found = Vec::new();
        self.collect("", &mut found)?;
        Ok(found)
    }

    // The parser limits the depth, so recursion is safe.
    fn collect(self, parent: &str, found: &mut Vec<Check>) -> Result<(), Problem> {
        let path = match (parent.is_empty(), self.name.is_empty()) {
            (_, true) => parent.to_owned(),
            (true, false) => self.name,
            (false, false) => format!("{parent}::{}", self.name),
        };
        for check in self.checks.0 {
            found.push(check.convert(&path)?);
        }
        for group in self.groups.0 {
            group.collect(&path, found)?;
        }
        Ok(())
    }
}

/// Many of something, as an array or as a map by name.
struct Many<T>(Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData)).map(Self)
    }
}

struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array, or an object by name")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some((_, item)) = map.next_entry::<String, T>()? {
            items.push(item);
        }
        Ok(items)
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(text: &str) -> Vec<(String, u64, u64)> {
        let group: WireGroup = serde_json::from_str(text).unwrap();
        group.checks().unwrap().into_iter().map(|check| (check.path, check.passes, check.fails)).collect()
    }

    #[test]
    fn maps_and_arrays_give_the_same_checks() {
        let arrays = r#"{"name":"","path":"","checks":[{"name":"a","path":"::a","passes":1,"fails":0}],
            "groups":[{"name":"g","path":"::g","groups":null,"checks":[{"name":"a","path":"::g::a","passes":2,"fails":3}]}]}"#;
        let maps = r#"{"checks":{"a":{"name":"a","passes":1,"fails":0}},
            "groups":{"g":{"name":"g","groups":{},"checks":{"a":{"name":"a","passes":2,"fails":3}}}}}"#;
        let expected = vec![("a".to_owned(), 1, 0), ("g::a".to_owned(), 2, 3)];
        assert_eq!(checks(arrays), expected);
        assert_eq!(checks(maps), expected);
    }

    #[test]
    fn an_odd_count_is_an_error_with_its_check() {
        let group: WireGroup =
            serde_json::from_str(r#"{"checks":[{"name":"a","passes":"1","fails":0}]}"#).unwrap();
        assert_eq!(
            group.checks().unwrap_err().to_string(),
            "checks.\"a\".passes: found the string \"1\", expected a whole number from 0 to 1e15"
        );
    }
}
