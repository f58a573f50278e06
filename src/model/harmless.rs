//! Text from outside, made harmless where it is shown.

use std::fmt::{self, Write as _};

/// Tells whether a character moves a cursor, turns the direction of reading, is not to be seen, or is none: a name that holds
/// it would read as another one.
pub(crate) fn is_unseen(c: char) -> bool {
    let is_listed = matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    );
    is_listed || c.is_control() || u32::from(c) & 0xfffe == 0xfffe
}

/// Makes text fit one line and harmless in a terminal: what is [unseen](is_unseen) is written as an escape.
pub(crate) fn plain(text: impl fmt::Display) -> String {
    let text = text.to_string();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unseen(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Escapes text so that it is only text: in a paragraph, a table's cell, or an HTML element.
///
/// References are used, not backslashes: a backslash would show inside an HTML block. What cannot
/// mean anything where it stands is left alone, so that the source stays readable.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let means_something = match c {
            '|' | '`' | '*' | '\\' | '~' | '#' | '@' | '$' => true,
            // Inside a word it is no emphasis.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            // Links, images and definitions; on GitLab `!1` is a merge request.
            ']' => matches!(after, '(' | '[' | ':'),
            '!' => after == '[' || after.is_ascii_digit(),
            // Bare addresses become links.
            ':' => after == '/',
            '.' => out.ends_with("www"),
            _ => false,
        };
        // GitHub and GitLab look for mentions in what a reference stands for as well.
        let mentions = match c {
            '@' | '~' => after.is_alphanumeric() || after == '_',
            '#' | '!' | '$' | '&' => after.is_ascii_digit(),
            '%' => (after.is_alphanumeric() || after == '"') && !before.is_alphanumeric(),
            '*' => rest.clone().take(ITERATION.len()).eq(ITERATION.chars()),
            '-' => after.is_ascii_digit() && ends_with_gh(&out),
            _ => false,
        };
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            c if means_something => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
        if mentions {
            out.push_str(SEPARATOR);
        }
        before = c;
    }
    out
}

/// What GitLab takes for an iteration behind `*`.
const ITERATION: &str = "iteration:";

/// A space without width: what stands behind it is no mention, no issue and no address any more, and reads as it did.
const SEPARATOR: &str = "&#8203;";

/// Tells whether a text ends with the word `GH`, behind which GitHub takes a number for an issue.
fn ends_with_gh(text: &str) -> bool {
    let mut last = text.chars().rev();
    let word = [last.next(), last.next()].map(|c| c.map(|c| c.to_ascii_lowercase()));
    word == [Some('h'), Some('g')] && last.next().is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out_of_its_line() {
        assert_eq!(plain("a\nb\u{1b}[31m\u{202e}c\u{85}"), "a\\nb\\u{1b}[31m\\u{202e}c\\u{85}");
        assert_eq!(plain("GET /é"), "GET /é");
        assert_eq!(plain("GET /a\u{200b}"), "GET /a\\u{200b}");
        assert_eq!(plain("a\u{ad}b\u{61c}c\u{e0041}d\u{ffff}"), "a\\u{ad}b\\u{61c}c\\u{e0041}d\\u{ffff}");
    }

    #[test]
    fn names_from_outside_stay_text() {
        let hostile = "<b>|`x`*y*_z_[l](u)![i](u)~~s~~@team #1 !2 $m$\\\n http://a www.b";
        assert_eq!(
            markdown(hostile),
            "&lt;b&gt;&#124;&#96;x&#96;&#42;y&#42;&#95;z&#95;[l&#93;(u)&#33;[i&#93;(u)&#126;&#126;&#8203;s&#126;&#126;\
             &#64;&#8203;team &#35;&#8203;1 &#33;&#8203;2 &#36;m&#36;&#92;  http&#58;//a www&#46;b"
        );
        assert_eq!(markdown("http_req_duration{name:x} [+1 … +2]"), "http_req_duration{name:x} [+1 … +2]");
    }

    #[test]
    fn nothing_becomes_a_mention_an_issue_or_an_address() {
        let table = [
            ("@name", "&#64;&#8203;name"),
            ("GET /users/@me", "GET /users/&#64;&#8203;me"),
            ("a@b.example", "a&#64;&#8203;b.example"),
            ("#1", "&#35;&#8203;1"),
            ("octo/repo#2", "octo/repo&#35;&#8203;2"),
            ("GH-3", "GH-&#8203;3"),
            ("see gh-3", "see gh-&#8203;3"),
            ("group!4", "group&#33;&#8203;4"),
            ("$5", "&#36;&#8203;5"),
            ("~label", "&#126;&#8203;label"),
            ("%milestone", "%&#8203;milestone"),
            ("&6", "&amp;&#8203;6"),
            ("*iteration:7", "&#42;&#8203;iteration:7"),
            // What reads as usual stays as it is.
            ("GET /api/orders/{id}?", "GET /api/orders/{id}?"),
            ("HIGH-3", "HIGH-3"),
            ("50% of 5 %, a%20b", "50% of 5 %, a%20b"),
            ("gh-pages", "gh-pages"),
            ("step #: a", "step &#35;: a"),
        ];
        for (text, wanted) in table {
            assert_eq!(markdown(text), wanted, "{text}");
        }
    }
}
