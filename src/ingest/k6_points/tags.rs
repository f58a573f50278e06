//! The tags of a point that decide what it is, read from JSON or from CSV columns.

use std::borrow::Cow;
use std::fmt;

use crate::ingest::points::tagged::{Naming, Phase, Tagged};
use crate::model::labeller::Response;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

/// The tags that are looked at. An absent tag is empty: k6 writes both, and CSV cannot tell them apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tags<'a> {
    pub name: Cow<'a, str>,
    pub url: Cow<'a, str>,
    pub method: Cow<'a, str>,
    pub status: Cow<'a, str>,
    pub expected_response: Cow<'a, str>,
    pub error_code: Cow<'a, str>,
    pub scenario: Cow<'a, str>,
    pub group: Cow<'a, str>,
    pub check: Cow<'a, str>,
    /// The tag that the configuration names endpoints by, where it is none of the others.
    pub custom: Cow<'a, str>,
}

impl<'a> Tags<'a> {
    /// The place for a tag, if it is looked at; `endpoint_tag` is the one that names endpoints.
    pub(super) fn slot(&mut self, tag: &str, endpoint_tag: &str) -> Option<&mut Cow<'a, str>> {
        Some(match tag {
            "name" => &mut self.name,
            "url" => &mut self.url,
            "method" => &mut self.method,
            "status" => &mut self.status,
            "expected_response" => &mut self.expected_response,
            "error_code" => &mut self.error_code,
            "scenario" => &mut self.scenario,
            "group" => &mut self.group,
            "check" => &mut self.check,
            _ if tag == endpoint_tag => &mut self.custom,
            _ => return None,
        })
    }

    /// Reads a JSON object of strings, or `null`; absent where the bytes are neither.
    pub(super) fn from_json(bytes: &'a [u8], endpoint_tag: &str) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut json = serde_json::Deserializer::from_str(text);
        let tags = TagsSeed { endpoint_tag }.deserialize(&mut json).ok()?;
        json.end().ok()?;
        Some(tags)
    }
}

impl Tagged for Tags<'_> {
    fn phase(&self) -> Phase {
        // A group of that name in the script itself has a scenario; setup() and teardown() have none.
        let in_group = |group: &str| {
            self.scenario.is_empty()
                && self
                    .group
                    .strip_prefix(group)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        if in_group("::setup") {
            Phase::Setup
        } else if in_group("::teardown") {
            Phase::Teardown
        } else {
            Phase::Test
        }
    }

    fn scenario(&self) -> &str {
        &self.scenario
    }

    fn method(&self) -> Option<&str> {
        Some(&*self.method).filter(|method| !method.is_empty())
    }

    fn response(&self) -> Response {
        Response {
            status: self.status.parse().ok(),
            expected: self.expected_response.parse().ok(),
            error_code: self.error_code.parse().ok(),
        }
    }

    /// The tag that the configuration chose, else `name`, else `url`.
    fn naming(&self, endpoint_tag: &str) -> Naming<'_> {
        let chosen: &str = match endpoint_tag {
            "name" | "url" => "",
            "method" => &self.method,
            "status" => &self.status,
            "scenario" => &self.scenario,
            "group" => self.group.strip_prefix("::").unwrap_or(&self.group),
            _ => &self.custom,
        };
        if !chosen.is_empty() {
            Naming::Chosen(chosen)
        } else if self.name.is_empty() || (endpoint_tag == "url" && !self.url.is_empty()) {
            Naming::Url(&self.url)
        } else {
            Naming::Name(&self.name)
        }
    }

    fn check(&self) -> Option<String> {
        let path = format!("{}::{}", self.group, self.check);
        (!self.check.is_empty()).then(|| path.strip_prefix("::").unwrap_or(&path).to_owned())
    }
}

struct TagsSeed<'t> {
    endpoint_tag: &'t str,
}

impl<'de> DeserializeSeed<'de> for TagsSeed<'_> {
    type Value = Tags<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tags<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TagsSeed<'_> {
    type Value = Tags<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tags, or null")
    }

    fn visit_unit<E>(self) -> Result<Tags<'de>, E> {
        Ok(Tags::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tags<'de>, A::Error> {
        let mut tags = Tags::default();
        while let Some(Text(tag)) = map.next_key()? {
            match tags.slot(&tag, self.endpoint_tag) {
                Some(slot) => *slot = map.next_value::<Text<'de>>()?.0,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(tags)
    }
}

/// A string that is borrowed where it holds no escape.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::{Tagged, Tags};

    #[test]
    fn wanted_tags_are_kept_and_escapes_resolved() {
        let json = br#"{"check":"a \"b\" \u00e9","name":"GET /x","status":"200","weight":3,"team":"blue"}"#;
        let tags = Tags::from_json(json, "team").unwrap();
        assert_eq!((&*tags.check, &*tags.name, &*tags.status), ("a \"b\" é", "GET /x", "200"));
        assert_eq!((&*tags.custom, &*tags.url), ("blue", ""));
        assert_eq!(Tags::from_json(b"null", "name"), Some(Tags::default()));
        assert_eq!(Tags::from_json(b"{}", "name"), Some(Tags::default()));
    }

    #[test]
    fn what_is_no_object_of_strings_is_refused() {
        let broken: [&[u8]; 7] =
            [b"", b"[]", b"\"a\"", b"{\"name\":1}", b"{\"a\":\"b\"", b"{}}", b"{\"a\":\"\xff\"}"];
        for bytes in broken {
            assert_eq!(Tags::from_json(bytes, "name"), None, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn an_endpoint_is_named_by_the_chosen_tag_else_name_else_url() {
        let json = br#"{"group":"::browse::nested","name":"n","url":"u","team":"blue"}"#;
        let named = |json, tag| Tags::from_json(json, tag).unwrap().naming(tag).text().to_owned();
        assert_eq!(named(json, "name"), "n");
        assert_eq!(named(json, "group"), "browse::nested");
        assert_eq!(named(json, "team"), "blue");
        assert_eq!(named(json, "absent"), "n");
        assert_eq!(named(json, "url"), "u");
        assert_eq!(named(br#"{"url":"u","group":""}"#, "group"), "u");
    }
}
