//! Selectors of submetrics: `http_req_duration{name:GET /api/orders,scenario:measure}`.
//!
//! k6 writes them as the script did, so order, spaces and quotes vary; values hold spaces, braces,
//! slashes, colons and dots.

use std::collections::BTreeMap;
use std::fmt;

/// Tags that a submetric is limited to; empty for a plain metric.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Selector(BTreeMap<String, String>);

impl Selector {
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Returns the selector with one more tag.
    pub(super) fn with(&self, key: &str, value: &str) -> Self {
        let mut tags = self.0.clone();
        tags.insert(key.to_owned(), value.to_owned());
        Self(tags)
    }

    /// Returns the selector without a tag.
    pub(super) fn without(&self, key: &str) -> Self {
        let mut tags = self.0.clone();
        tags.remove(key);
        Self(tags)
    }

    /// Returns the selector with some tags alone; absent where it lacks one.
    pub(super) fn only<'t>(&self, tags: impl Iterator<Item = &'t str>) -> Option<Self> {
        tags.map(|tag| Some((tag.to_owned(), self.get(tag)?.to_owned()))).collect::<Option<_>>().map(Self)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl fmt::Display for Selector {
    /// Writes nothing for a plain metric, else the tags in braces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        let tags: Vec<String> =
            self.0.iter().map(|(key, value)| format!("{key}:{}", quoted(value))).collect();
        write!(f, "{{{}}}", tags.join(","))
    }
}

/// Quotes a value that could be taken for more than one tag, or that would be trimmed.
fn quoted(value: &str) -> String {
    let plain = !value.contains(',') && value.trim() == value && !value.starts_with(QUOTES);
    if plain {
        return value.to_owned();
    }
    let quote = if value.contains('"') { '\'' } else { '"' };
    format!("{quote}{value}{quote}")
}

const QUOTES: [char; 2] = ['"', '\''];

/// Splits a metric's name into its base and its selector.
pub(super) fn parse(metric: &str) -> (&str, Selector) {
    let metric = metric.trim();
    match metric.split_once('{') {
        Some((base, rest)) if rest.ends_with('}') => (base.trim(), Selector(tags(&rest[..rest.len() - 1]))),
        _ => (metric, Selector::default()),
    }
}

fn tags(mut body: &str) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    while !body.trim().is_empty() {
        let (key, rest) = body.split_once(':').unwrap_or((body, ""));
        let (value, after) = value(rest);
        tags.insert(key.trim().to_owned(), value);
        body = after;
    }
    tags
}

/// Takes one value off the text, and returns what follows the comma behind it.
fn value(text: &str) -> (String, &str) {
    let start = text.trim_start();
    if let Some(quote) = start.chars().next().filter(|c| QUOTES.contains(c)) {
        let inner = &start[1..];
        for (end, _) in inner.match_indices(quote) {
            let after = inner[end + 1..].trim_start();
            if after.is_empty() {
                return (inner[..end].to_owned(), "");
            }
            if let Some(after) = after.strip_prefix(',') {
                return (inner[..end].to_owned(), after);
            }
        }
    }
    for (comma, _) in text.match_indices(',') {
        let after = &text[comma + 1..];
        if begins_with_key(after) {
            return (text[..comma].trim().to_owned(), after);
        }
    }
    (text.trim().to_owned(), "")
}

/// Tells whether a text begins like `key:`. Otherwise the comma before it belongs to the value.
fn begins_with_key(text: &str) -> bool {
    let Some((key, _)) = text.split_once(':') else {
        return false;
    };
    let key = key.trim();
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop_assert_eq, proptest};

    use super::*;

    type Tags<'a> = &'a [(&'a str, &'a str)];

    fn parsed(metric: &str) -> (String, Vec<(String, String)>) {
        let (base, selector) = parse(metric);
        (base.to_owned(), selector.0.into_iter().collect())
    }

    fn expected(base: &str, tags: Tags<'_>) -> (String, Vec<(String, String)>) {
        (base.to_owned(), tags.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn selectors_as_k6_writes_them() {
        let cases: [(&str, &str, Tags<'_>); 9] = [
            ("http_reqs", "http_reqs", &[]),
            (
                "http_req_duration{expected_response:true}",
                "http_req_duration",
                &[("expected_response", "true")],
            ),
            (
                "d{name:POST /api/coupons/{id}/issue,scenario:measure}",
                "d",
                &[("name", "POST /api/coupons/{id}/issue"), ("scenario", "measure")],
            ),
            ("d{ scenario : measure , name : x }", "d", &[("name", "x"), ("scenario", "measure")]),
            (
                "d{name:http://h:8080/v1.2/a?b=c,status:200}",
                "d",
                &[("name", "http://h:8080/v1.2/a?b=c"), ("status", "200")],
            ),
            ("d{name:GET /a, b and c,method:GET}", "d", &[("method", "GET"), ("name", "GET /a, b and c")]),
            ("d{name:\"GET /a,b:c\",method:'GET'}", "d", &[("method", "GET"), ("name", "GET /a,b:c")]),
            ("d{group:::browse::nested}", "d", &[("group", "::browse::nested")]),
            ("d{name:}", "d", &[("name", "")]),
        ];
        for (metric, base, tags) in cases {
            assert_eq!(parsed(metric), expected(base, tags), "{metric}");
        }
    }

    #[test]
    fn odd_selectors_do_no_harm() {
        for odd in ["{", "}", "a{", "a{}", "a{:}", "a{,}", "a{b}", "a{b:\"}", "a{b:\"c\"d}", "a{é:ü,ö}", ""]
        {
            let _ = parse(odd);
        }
        assert_eq!(parsed("a{b:\"c\"d}"), expected("a", &[("b", "\"c\"d")]));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            tags in proptest::collection::btree_map(
                "[a-z_][a-z0-9_]{0,8}",
                "[a-zA-Z0-9 /{}:.,?=&<>|`é-]{0,20}".prop_map(|value| value.trim().to_owned()),
                1..4,
            ),
        ) {
            let selector = Selector(tags);
            let written = format!("http_reqs{selector}");
            prop_assert_eq!(parse(&written), ("http_reqs", selector.clone()));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }
    }
}
