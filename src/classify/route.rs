//! Names endpoints: routes from the configuration, else paths with their ids taken out.

use std::borrow::Cow;

use crate::model::pattern;

use super::scrub::{Reach, clean, is_suspect};
use super::url::{self, TEMPLATE_VALUE};

pub(super) use crate::model::pattern::split_method;

/// What stands for an id in a path.
const ID: &str = "{id}";
/// The name of a request whose name holds nothing that may be shown.
const NAMELESS: &str = "(no name)";
/// Hex of at least this length, with a digit in it, is an id: `facade` and `deadbeef` are words.
const LONG_HEX: usize = 8;

/// A route of the configuration, ready to be compared with paths.
#[derive(Debug, Clone)]
pub(super) struct Route {
    /// The pattern as the user wrote it: the endpoint's name.
    text: String,
    segments: Vec<Segment>,
    /// Whether a last `*` takes all further segments.
    takes_rest: bool,
}

/// One part of a path between slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    /// `{id}` or `:id`: any text but none.
    Any,
    /// Text, in which `*` stands for any text.
    Like(String),
}

impl Route {
    /// Takes a pattern apart: `/api/products/{id}`, `/api/products/:id`, `/static/*`, `/img/*.png`.
    pub(super) fn new(pattern: &str) -> Self {
        let mut segments: Vec<Segment> = pattern.split('/').map(Segment::new).collect();
        let takes_rest = matches!(segments.last(), Some(Segment::Like(text)) if text == "*" || text == "**");
        if takes_rest {
            segments.pop();
        }
        Self { text: pattern.to_owned(), segments, takes_rest }
    }

    fn matches(&self, path: &str) -> bool {
        let mut parts = path.split('/');
        self.segments.iter().all(|segment| parts.next().is_some_and(|part| segment.matches(part)))
            && parts.next().is_some() == self.takes_rest
    }
}

impl Segment {
    fn new(text: &str) -> Self {
        let is_named =
            (text.starts_with('{') && text.ends_with('}')) || (text.len() > 1 && text.starts_with(':'));
        if is_named { Self::Any } else { Self::Like(text.to_owned()) }
    }

    fn matches(&self, part: &str) -> bool {
        match self {
            Self::Any => !part.is_empty(),
            Self::Like(text) => pattern::matches(text, part),
        }
    }
}

/// Names the endpoint behind a `name` tag.
///
/// A URL becomes a route: the first configured one that matches its path, else the path with numbers, UUIDs, hex of
/// 8 digits and more, and k6's template values as `{id}`. Configured routes are also tried on names that begin with
/// a path. Any other name stays as it is, but for control characters, user info and queries. A method in front stays.
/// Naming a name again changes nothing.
pub(super) fn endpoint_name(routes: &[Route], name: &str) -> String {
    let mut named = name_once(routes, name);
    while is_suspect(&named) {
        // Nested URLs are rare enough to look again until nothing changes; each look shortens the name.
        let again = name_once(routes, &named);
        if again == named {
            break;
        }
        named = again;
    }
    named
}

fn name_once(routes: &[Route], name: &str) -> String {
    let name = tidy(name);
    let (method, rest) = split_method(&name);
    let route = match url::parse(rest) {
        Some(url) => {
            let path = cleaned(url.path);
            configured(routes, &path).map_or_else(|| without_ids(&path), str::to_owned)
        }
        None if rest.starts_with('/') => {
            let path = cleaned(rest);
            configured(routes, &path).map_or_else(|| path.to_string(), str::to_owned)
        }
        None => {
            let name = cleaned(&name);
            return if name.is_empty() { NAMELESS.to_owned() } else { name.into_owned() };
        }
    };
    method.map_or_else(|| route.clone(), |method| format!("{method} {route}"))
}

/// Takes control characters, and those that break or turn a line, out of a name.
pub(super) fn tidy(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if name.contains(breaks) {
        Cow::Owned(name.replace(breaks, " ").trim().to_owned())
    } else {
        Cow::Borrowed(name)
    }
}

fn cleaned(name: &str) -> Cow<'_, str> {
    if is_suspect(name) {
        Cow::Owned(clean(name, Reach::End).trim().to_owned())
    } else {
        Cow::Borrowed(name.trim())
    }
}

/// Finds the configured route of a path. A path that is a route's own text keeps it.
fn configured<'r>(routes: &'r [Route], path: &str) -> Option<&'r str> {
    let itself = routes.iter().find(|route| route.text == path);
    itself.or_else(|| routes.iter().find(|route| route.matches(path))).map(|route| route.text.as_str())
}

/// Replaces the ids of a path.
fn without_ids(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        if is_id(segment) {
            out.push_str(ID);
        } else if segment.contains(TEMPLATE_VALUE) {
            out.push_str(&segment.replace(TEMPLATE_VALUE, ID));
        } else {
            out.push_str(segment);
        }
    }
    out
}

fn is_id(segment: &str) -> bool {
    let bytes = segment.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_number = digits > 0 && digits == bytes.len();
    let is_hex = digits > 0 && bytes.len() >= LONG_HEX && bytes.iter().all(u8::is_ascii_hexdigit);
    is_number || is_hex || is_uuid(bytes)
}

fn is_uuid(bytes: &[u8]) -> bool {
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
#[path = "route_tests.rs"]
mod tests;
