//! Which part of a test is judged, by the tags of its requests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

/// The tags that a request must have to be judged: all of them, each with one of some values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct TagFilter(BTreeMap<String, BTreeSet<String>>);

impl TagFilter {
    /// Tells whether everything is judged.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Allows one more value of a tag.
    pub fn allow(&mut self, tag: impl Into<String>, value: impl Into<String>) {
        self.0.entry(tag.into()).or_default().insert(value.into());
    }

    /// Takes what another filter says of its tags.
    pub fn override_with(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Each tag with the values that are allowed.
    pub fn tags(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.0.iter().map(|(tag, values)| (tag.as_str(), values))
    }

    /// Tells whether the tag is asked for.
    pub fn has(&self, tag: &str) -> bool {
        self.0.contains_key(tag)
    }

    /// Tells whether tags with these values are judged.
    pub fn admits<'v>(&self, value: impl Fn(&str) -> &'v str) -> bool {
        self.0.iter().all(|(tag, allowed)| {
            let value = bare(value(tag));
            allowed.iter().any(|allowed| bare(allowed) == value)
        })
    }
}

/// k6 writes groups as `::checkout`, and people write `checkout`.
fn bare(value: &str) -> &str {
    value.strip_prefix("::").unwrap_or(value)
}

impl fmt::Display for TagFilter {
    /// Writes `phase=steady, region=eu or us`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each: Vec<String> = self
            .0
            .iter()
            .map(|(tag, values)| {
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                format!("{tag}={}", values.join(" or "))
            })
            .collect();
        f.write_str(&each.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::TagFilter;

    #[test]
    fn several_tags_must_all_be_there_each_with_one_of_its_values() {
        let mut filter = TagFilter::default();
        assert!(filter.admits(|_| ""));
        filter.allow("region", "us");
        filter.allow("region", "eu");
        filter.allow("group", "checkout");
        for (region, group, admitted) in [
            ("eu", "::checkout", true),
            ("us", "checkout", true),
            ("asia", "checkout", false),
            ("eu", "", false),
        ] {
            let value = |tag: &str| if tag == "region" { region } else { group };
            assert_eq!(filter.admits(value), admitted, "{region} {group}");
        }
        assert_eq!(filter.to_string(), "group=checkout, region=eu or us");
    }
}
