//! What is done to text from outside before it is shown.

use std::fmt::Write as _;

use crate::model::harmless::is_unseen;
pub(crate) use crate::model::harmless::plain;
use crate::model::link::is_web;

/// Escapes text for XML, and drops what XML cannot hold.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_unseen(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Sets what stands between two backticks as code, in text that is escaped; `tick` is what escaping made of a backtick.
/// One that has no partner stays.
pub(super) fn with_code(escaped: &str, tick: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some((before, (code, after))) =
        rest.split_once(tick).and_then(|(before, behind)| Some((before, behind.split_once(tick)?)))
    {
        let _ = write!(out, "{before}<code>{code}</code>");
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Makes a name fit for an id or a link: `POST /api/orders/{id}` is `post-api-orders-id`.
pub(super) fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "unnamed".to_owned() } else { shorten(&slug, MOST_SLUG).replace('…', "-") }
}

/// A longer id is no help to anybody.
const MOST_SLUG: usize = 80;

/// Cuts a text to `most` characters, with an ellipsis in its middle: both ends of a route tell it apart.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let keep = most.saturating_sub(1).max(2);
    let head: String = text.chars().take(keep - keep / 2).collect();
    let tail: String = text.chars().skip(count - keep / 2).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

/// An address that may stand in a link between angle brackets; absent where it is none.
pub(super) fn address(url: &str) -> Option<String> {
    let is_plain = url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\' | '"'));
    (is_web(url) && is_plain).then(|| plain(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_backticks_are_code_and_a_lone_one_stays() {
        let table = [
            ("set `a` or `b`", "set <code>a</code> or <code>b</code>"),
            ("`a` and `", "<code>a</code> and `"),
            ("none", "none"),
            ("``", "<code></code>"),
        ];
        for (text, expected) in table {
            assert_eq!(with_code(text, "`"), expected);
        }
        assert_eq!(with_code("&#96;&lt;b&gt;&#96;", "&#96;"), "<code>&lt;b&gt;</code>");
    }

    #[test]
    fn ids_are_made_of_what_a_name_says() {
        let long = "a".repeat(90);
        let table = [("POST /api/orders/{id}", "post-api-orders-id"), ("/", "unnamed"), ("GET /é", "get-é")];
        for (name, expected) in table {
            assert_eq!(slug(name), expected);
        }
        assert!(slug(&long).chars().count() <= MOST_SLUG);
    }

    #[test]
    fn text_is_escaped_for_markup() {
        assert_eq!(escape("<a b='1' c=\"2\">&\u{1b}"), "&lt;a b=&#39;1&#39; c=&quot;2&quot;&gt;&amp; ");
    }

    #[test]
    fn long_names_lose_their_middle() {
        assert_eq!(shorten("GET /short", 20), "GET /short");
        assert_eq!(shorten("GET /api/v1/customers/{id}/orders", 15), "GET /ap…/orders");
        assert_eq!(shorten("éééééééééé", 5), "éé…éé");
    }
}
