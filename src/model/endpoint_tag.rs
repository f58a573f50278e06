//! The tag by which a script tells its endpoints apart.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::quantity::listed;

/// The tag that names an endpoint, or several whose values together do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(from = "OneOrMore", into = "OneOrMore")]
pub struct EndpointTag(Vec<String>);

/// Tags that scripts set for nothing but to tell endpoints apart, the most usual first.
pub const MADE_FOR_ENDPOINTS: [&str; 5] = ["endpoint", "api", "operation", "route", "path"];

/// As files have it: one tag is a text.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMore> for EndpointTag {
    fn from(tags: OneOrMore) -> Self {
        match tags {
            OneOrMore::One(tag) => Self(vec![tag]),
            OneOrMore::More(tags) => Self(tags),
        }
    }
}

impl From<EndpointTag> for OneOrMore {
    fn from(EndpointTag(mut tags): EndpointTag) -> Self {
        if tags.len() == 1 { Self::One(tags.remove(0)) } else { Self::More(tags) }
    }
}

impl From<&str> for EndpointTag {
    fn from(tag: &str) -> Self {
        Self(vec![tag.to_owned()])
    }
}

impl From<Vec<String>> for EndpointTag {
    fn from(tags: Vec<String>) -> Self {
        Self(tags)
    }
}

impl Default for EndpointTag {
    /// k6's own tag.
    fn default() -> Self {
        Self::from("name")
    }
}

impl EndpointTag {
    /// The tags.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Tells whether it is one tag, this one.
    pub fn is(&self, tag: &str) -> bool {
        self.0 == [tag]
    }

    /// Tells whether a tag is among them.
    pub fn has(&self, tag: &str) -> bool {
        self.0.iter().any(|known| known == tag)
    }

    /// The name that the values come to, without those that are empty; empty where all are.
    pub fn name<'v>(&self, value: impl Fn(&str) -> &'v str) -> Cow<'v, str> {
        match &self.0[..] {
            [tag] => Cow::Borrowed(value(tag)),
            tags => {
                let values: Vec<&str> =
                    tags.iter().map(|tag| value(tag)).filter(|value| !value.is_empty()).collect();
                Cow::Owned(values.join(" "))
            }
        }
    }

    /// The tags as code, without a word before them.
    pub fn quoted(&self) -> String {
        let tags: Vec<String> = self.0.iter().map(|tag| format!("`{tag}`")).collect();
        listed(&tags).english()
    }

    /// The line of the configuration that asks for it.
    pub fn setting(&self) -> String {
        let quoted: Vec<String> = self.0.iter().map(|tag| format!("{tag:?}")).collect();
        match &quoted[..] {
            [tag] => format!("[endpoints] tag = {tag}"),
            tags => format!("[endpoints] tag = [{}]", tags.join(", ")),
        }
    }
}

impl fmt::Display for EndpointTag {
    /// Writes `tag endpoint`, or `tags service, operation`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = if self.0.len() == 1 { "tag" } else { "tags" };
        write!(f, "{several} {}", self.quoted())
    }
}

#[cfg(test)]
mod tests {
    use super::EndpointTag;

    #[test]
    fn one_tag_is_a_text_and_several_are_a_list() {
        for (tag, json, setting, text) in [
            (EndpointTag::default(), r#""name""#, r#"[endpoints] tag = "name""#, "tag `name`"),
            (
                EndpointTag::from(vec!["service".to_owned(), "operation".to_owned()]),
                r#"["service","operation"]"#,
                r#"[endpoints] tag = ["service", "operation"]"#,
                "tags `service`, `operation`",
            ),
        ] {
            assert_eq!(serde_json::to_string(&tag).unwrap(), json);
            assert_eq!(serde_json::from_str::<EndpointTag>(json).unwrap(), tag);
            assert_eq!((tag.setting(), tag.to_string()), (setting.to_owned(), text.to_owned()));
        }
    }

    #[test]
    fn values_come_to_one_name() {
        let tag = EndpointTag::from(vec!["service".to_owned(), "operation".to_owned()]);
        let name = |service, operation| tag.name(|tag| if tag == "service" { service } else { operation });
        assert_eq!(name("orders", "create"), "orders create");
        assert_eq!(name("", "create"), "create");
        assert_eq!(name("", ""), "");
    }
}
