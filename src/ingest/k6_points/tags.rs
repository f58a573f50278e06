//! The tags of a point that decide what it is, read from JSON or from CSV columns.

use std::borrow::Cow;
use std::fmt;

use crate::ingest::points::tagged::{Naming, Phase, Tagged};
use crate::model::endpoint_tag::{EndpointTag, MADE_FOR_ENDPOINTS};
use crate::model::labeller::Response;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The tags of a point. An absent tag is empty: k6 writes both, and CSV cannot tell them apart.
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
    /// All others.
    pub more: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

impl<'a> Tags<'a> {
    /// The place for a tag of k6's own that decides what a point is.
    pub(super) fn slot(&mut self, tag: &str) -> Option<&mut Cow<'a, str>> {
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
            _ => return None,
        })
    }

    /// Takes a tag; of one that is there twice the last counts.
    pub(super) fn put(&mut self, tag: Cow<'a, str>, value: Cow<'a, str>) {
        if let Some(slot) = self.slot(&tag) {
            *slot = value;
        } else if let Some((_, known)) = self.more.iter_mut().find(|(known, _)| *known == tag) {
            *known = value;
        } else {
            self.more.push((tag, value));
        }
    }

    /// The tags of k6's own.
    fn system(&self) -> [(&str, &str); 9] {
        [
            ("name", &self.name),
            ("url", &self.url),
            ("method", &self.method),
            ("status", &self.status),
            ("expected_response", &self.expected_response),
            ("error_code", &self.error_code),
            ("scenario", &self.scenario),
            ("group", self.group.strip_prefix("::").unwrap_or(&self.group)),
            ("check", &self.check),
        ]
    }

    /// Reads a JSON object of strings, or `null`; absent where the bytes are neither.
    pub(super) fn from_json(bytes: &'a [u8]) -> Option<Self> {
        serde_json::from_str(std::str::from_utf8(bytes).ok()?).ok()
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
    fn naming(&self, endpoint_tag: &EndpointTag) -> Naming<'_> {
        let by_url = endpoint_tag.is("url");
        if !by_url && !endpoint_tag.is("name") {
            let chosen = endpoint_tag.name(|tag| self.value(tag));
            if !chosen.is_empty() {
                return Naming::Chosen(chosen);
            }
        }
        if self.name.is_empty() || (by_url && !self.url.is_empty()) {
            Naming::Url(&self.url)
        } else {
            Naming::Name(&self.name)
        }
    }

    /// A tag made for endpoints; where there is not even a URL, the group, a tag of the script's own, or the scenario.
    fn alternative(&self) -> Option<(&str, &str)> {
        let is_there = |(_, value): &(&str, &str)| !value.is_empty();
        let made = MADE_FOR_ENDPOINTS.iter().map(|tag| (*tag, self.value(tag))).find(is_there);
        if made.is_some() || !(self.name.is_empty() && self.url.is_empty()) {
            return made;
        }
        let own = self.more.iter().map(|(tag, value)| (&**tag, &**value)).filter(is_there).min();
        let at = |tag| Some((tag, self.value(tag))).filter(is_there);
        at("group").or(own).or_else(|| at("scenario"))
    }

    /// Its name, where the script gave it one, else `service/method`: k6's own name is the path of the call.
    fn call(&self) -> Option<String> {
        let parts = [self.value("service"), &self.method].map(str::to_owned);
        let path = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let name = self.name.strip_prefix('/').unwrap_or(&self.name);
        let own = if path.is_empty() { name } else { &self.name };
        let is_own = !own.is_empty() && name != path;
        Some(if is_own { own.to_owned() } else { path }).filter(|name| !name.is_empty())
    }

    /// Of a group without the `::` that it begins with.
    fn value(&self, tag: &str) -> &str {
        let system = self.system().into_iter().find(|(known, _)| *known == tag);
        let own = || self.more.iter().find(|(known, _)| known == tag).map(|(_, value)| &**value);
        system.map(|(_, value)| value).or_else(own).unwrap_or_default()
    }

    fn all(&self) -> Vec<(&str, &str)> {
        let own = self.more.iter().map(|(tag, value)| (&**tag, &**value));
        self.system().into_iter().chain(own).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn check(&self) -> Option<String> {
        let path = format!("{}::{}", self.group, self.check);
        (!self.check.is_empty()).then(|| path.strip_prefix("::").unwrap_or(&path).to_owned())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Tags<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TagsVisitor)
    }
}

struct TagsVisitor;

impl<'de> Visitor<'de> for TagsVisitor {
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
            if tags.slot(&tag).is_some() {
                tags.put(tag, map.next_value::<Text<'de>>()?.0);
            } else if let Ok(Text(value)) = serde_json::from_str(map.next_value::<&'de RawValue>()?.get()) {
                tags.put(tag, value);
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
    use super::{EndpointTag, Tagged, Tags};

    #[test]
    fn wanted_tags_are_kept_and_escapes_resolved() {
        let json = br#"{"check":"a \"b\" \u00e9","name":"GET /x","status":"200","weight":3,"team":"blue"}"#;
        let tags = Tags::from_json(json).unwrap();
        assert_eq!((&*tags.check, &*tags.name, &*tags.status), ("a \"b\" é", "GET /x", "200"));
        assert_eq!((tags.value("team"), tags.value("weight"), &*tags.url), ("blue", "", ""));
        assert_eq!(Tags::from_json(b"null"), Some(Tags::default()));
        assert_eq!(Tags::from_json(b"{}"), Some(Tags::default()));
    }

    #[test]
    fn what_is_no_object_of_strings_is_refused() {
        let broken: [&[u8]; 7] =
            [b"", b"[]", b"\"a\"", b"{\"name\":1}", b"{\"a\":\"b\"", b"{}}", b"{\"a\":\"\xff\"}"];
        for bytes in broken {
            assert_eq!(Tags::from_json(bytes), None, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn an_endpoint_is_named_by_the_chosen_tag_else_name_else_url() {
        let json = br#"{"group":"::browse::nested","name":"n","url":"u","team":"blue"}"#;
        let named = |json, tag: &str| Tags::from_json(json).unwrap().naming(&tag.into()).text().to_owned();
        let together = EndpointTag::from(vec!["team".to_owned(), "none".to_owned(), "group".to_owned()]);
        assert_eq!(Tags::from_json(json).unwrap().naming(&together).text(), "blue browse::nested");
        assert_eq!(named(json, "name"), "n");
        assert_eq!(named(json, "group"), "browse::nested");
        assert_eq!(named(json, "team"), "blue");
        assert_eq!(named(json, "absent"), "n");
        assert_eq!(named(json, "url"), "u");
        assert_eq!(named(br#"{"url":"u","group":""}"#, "group"), "u");
    }

    #[test]
    fn a_grpc_call_is_named_by_service_and_method() {
        for (json, expected) in [
            (r#"{"service":"s.A","method":"X","name":"/s.A/X","url":"h:1/s.A/X"}"#, Some("s.A/X")),
            (r#"{"service":"s.A","method":"X"}"#, Some("s.A/X")),
            (r#"{"service":"s.A","method":"X","name":"buy"}"#, Some("buy")),
            (r#"{"name":"/s.A/X"}"#, Some("s.A/X")),
            (r#"{"method":"X"}"#, Some("X")),
            ("{}", None),
        ] {
            assert_eq!(Tags::from_json(json.as_bytes()).unwrap().call().as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn a_tag_made_for_endpoints_stands_ready_and_any_where_there_is_no_url() {
        for (json, expected) in [
            (r#"{"name":"http://h/1","url":"http://h/1","group":"::g","team":"blue"}"#, None),
            (r#"{"url":"http://h/1","api":"a","endpoint":"e"}"#, Some(("endpoint", "e"))),
            (r#"{"url":"http://h/1","operation":"","route":"/x"}"#, Some(("route", "/x"))),
            (r#"{"group":"::g::h","team":"blue","scenario":"s"}"#, Some(("group", "g::h"))),
            (r#"{"group":"","team":"blue","shop":"de","scenario":"s"}"#, Some(("shop", "de"))),
            (r#"{"scenario":"s"}"#, Some(("scenario", "s"))),
            ("{}", None),
        ] {
            assert_eq!(Tags::from_json(json.as_bytes()).unwrap().alternative(), expected, "{json}");
        }
    }
}
