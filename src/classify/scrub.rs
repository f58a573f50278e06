//! Takes queries, fragments and user info out of text, because they hold tokens and addresses of people.

use super::header;
use super::secret::without_secrets;
use super::url::{TEMPLATE_VALUE, user_info_length};

/// Characters behind a URL that belong to the sentence or the selector around it.
const CLOSERS: [char; 13] = [')', '}', ']', '>', '"', '\'', '`', '.', ',', ';', ':', '!', '?'];

/// Takes URL queries, fragments and user info out of free text and of threshold selectors, and leaves the rest.
///
/// In free text a query ends with the word, or at the quotation mark that opened before the URL. In a selector
/// such as `http_req_duration{name:GET http://h/x?token=…,status:200}` it ends with the tag.
pub fn scrub(text: &str) -> String {
    scrub_rest(&header::cleaned(text.to_owned()))
}

fn scrub_rest(text: &str) -> String {
    if !is_suspect(text) {
        return text.to_owned();
    }
    let Some((metric, tags)) = selector(text) else { return clean(text, Reach::Word) };
    let tags: Vec<String> = pairs(tags).into_iter().map(clean_tag).collect();
    format!("{metric}{{{}}}", tags.join(","))
}

/// Cleans the value of `key:value`.
fn clean_tag(pair: &str) -> String {
    // What follows a comma may be the next URL, and no key.
    let key = pair.find(':').filter(|at| !pair[at + 1..].starts_with("//"));
    let (key, value) = pair.split_at(key.map_or(0, |at| at + 1));
    format!("{key}{}", clean(value, Reach::End))
}

/// A question mark as wide as a Chinese character: some servers read it as one.
const FULL_WIDTH_MARK: char = '\u{ff1f}';

/// Tells whether `text` may hold anything that has to go.
pub(super) fn is_suspect(text: &str) -> bool {
    let marked = |byte| matches!(byte, b'?' | b'#' | b'@' | b'=' | b'%');
    text.bytes().any(marked) || text.contains(FULL_WIDTH_MARK) || text.contains("eyJ")
}

/// How far a query goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To the end of the word.
    Word,
    /// To the end of the text, as in a name: scripts do not escape spaces.
    End,
}

/// Cleans text that is not a selector.
pub(super) fn clean(text: &str, reach: Reach) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (blank, after) = rest.split_at(rest.len() - rest.trim_start().len());
        out.push_str(blank);
        let (word, after) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
        let word = without_secrets(&without_user_info(word));
        let Some(at) = query_start(&word, reach) else {
            out.push_str(&word);
            rest = after;
            continue;
        };
        out.push_str(&word[..at]);
        if reach == Reach::End {
            return out;
        }
        let tail = query_end(&word, at);
        // What follows a closing quotation mark may hold the next URL.
        out.push_str(&if tail.starts_with('"') { clean(tail, reach) } else { tail.to_owned() });
        rest = after;
    }
    out
}

/// Takes user info out of every authority of a word.
fn without_user_info(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(slashes) = rest.find("//") {
        let (before, authority) = rest.split_at(slashes + 2);
        out.push_str(before);
        rest = &authority[user_info_length(authority)..];
    }
    out.push_str(rest);
    out
}

/// Finds where the query or the fragment of a URL-like word begins.
///
/// Behind a scheme any query or fragment counts. Elsewhere a query needs a path before it or a `=` behind it, and a
/// fragment both: "status is 200?", "step #3" and "/#/home" are names. A mark that ends its word is punctuation, except
/// that a query may begin with a blank where it reaches to the end of the text.
fn query_start(word: &str, reach: Reach) -> Option<usize> {
    let scheme = word.find("://").unwrap_or(word.len());
    word.char_indices().find_map(|(at, mark)| {
        let (before, behind) = (&word[..at], &word[at + mark.len_utf8()..]);
        let has_path = before.contains('/') || before.contains(TEMPLATE_VALUE);
        let has_value = behind.contains('=') || behind.contains("%3D") || behind.contains("%3d");
        let counts = match mark {
            '?' => at > scheme || has_path || has_value,
            FULL_WIDTH_MARK => has_value,
            '%' => has_value && behind.get(..2).is_some_and(|code| code.eq_ignore_ascii_case("3F")),
            '#' => at > scheme || (has_path && has_value),
            _ => false,
        };
        let may_be_blank = reach == Reach::End && mark == '?' && has_path;
        (counts && (may_be_blank || !behind.trim_end_matches(CLOSERS).is_empty())).then_some(at)
    })
}

/// Returns what is kept of a word behind its query.
fn query_end(word: &str, at: usize) -> &str {
    let behind = &word[at..];
    let quoted = word[..at].matches('"').count() % 2 == 1;
    match behind.find('"') {
        Some(quote) if quoted => &behind[quote..],
        _ => {
            let tail = &behind[behind.trim_end_matches(CLOSERS).len()..];
            // A brace that the query itself opened goes with it.
            let query = &behind[..behind.len() - tail.len()];
            let opened = query.matches('{').count().saturating_sub(query.matches('}').count());
            let own = tail.match_indices('}').take(opened).last().map_or(0, |(at, _)| at + 1);
            &tail[own..]
        }
    }
}

/// Splits `metric{tags}`.
fn selector(text: &str) -> Option<(&str, &str)> {
    let (metric, tags) = text.strip_suffix('}')?.split_once('{')?;
    let is_metric =
        !metric.is_empty() && metric.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_metric.then_some((metric, tags))
}

/// Splits a selector's tags at the commas that a `key:` follows; any other comma belongs to a value.
fn pairs(tags: &str) -> Vec<&str> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for (comma, _) in tags.match_indices(',') {
        let next = tags[comma + 1..].trim_start();
        let key = next.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        if key.is_some_and(|end| end > 0 && next[end..].starts_with(':')) {
            pairs.push(&tags[start..comma]);
            start = comma + 1;
        }
    }
    pairs.push(&tags[start..]);
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn urls_in_text_lose_what_may_be_secret() {
        let table = [
            ("GET http://h/x?token=abc", "GET http://h/x"),
            ("http://u:p@h/x", "http://h/x"),
            ("(see https://h/x#frag), then", "(see https://h/x), then"),
            ("/api/items?token=abc&user=a@b.c", "/api/items"),
            ("localhost:8080/x?y=1 is up", "localhost:8080/x is up"),
            ("${}/x?y=${}", "${}/x"),
            (r#"{"a":"http://u@h/x?t=1","b":"http://h/y?t=2"}"#, r#"{"a":"http://h/x","b":"http://h/y"}"#),
            ("{/x?y=${}&z={a}}", "{/x}"),
            ("login?token=abc", "login"),
            ("//u:p@h/x", "//h/x"),
            ("http://u:p/a?b@h/x?y", "http://h/x"),
            ("/callback#access_token=abc", "/callback"),
            (
                "http_req_duration{name:http://h/x?t=1}: p(95)<500 crossed",
                "http_req_duration{name:http://h/x}: p(95)<500 crossed",
            ),
        ];
        for (text, wanted) in table {
            assert_eq!(scrub(text), wanted, "{text}");
            assert_eq!(scrub(wanted), wanted, "{wanted}");
        }
    }

    #[test]
    fn selectors_keep_their_tags_and_their_brace() {
        let table = [
            ("http_req_duration{name:GET http://u:p@h/x?token=t}", "http_req_duration{name:GET http://h/x}"),
            ("http_reqs{name:http://h/x?ids=1,2&t={s},status:200}", "http_reqs{name:http://h/x,status:200}"),
            (
                "http_reqs{name:http://h/x?who=John Smith, status:200}",
                "http_reqs{name:http://h/x, status:200}",
            ),
            ("http_req_duration{name:GET /api/{id}?t=1}", "http_req_duration{name:GET /api/{id}}"),
            ("http_req_duration{name:GET /api/{id}}", "http_req_duration{name:GET /api/{id}}"),
            ("http_req_duration{group:::a::b?}", "http_req_duration{group:::a::b?}"),
        ];
        for (text, wanted) in table {
            assert_eq!(scrub(text), wanted, "{text}");
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "",
            "status is 200?",
            "really?! yes",
            "step #3: pay",
            "GET /#/home",
            "issue/#3",
            "mail a@b.c",
            "p(95)<500",
            "a  b\tc\n?",
            "(is it http://h/x)?",
            "C# and F#",
            "`quoted` <b>ok</b>?",
        ] {
            assert_eq!(scrub(text), text);
        }
    }

    proptest! {
        #[test]
        fn nothing_planted_comes_out(
            before in "[ a-zA-Z:(\"{,é]{0,8}",
            head in prop::sample::select(vec!["http://", "https://user:"]),
            secret in "[A-Za-z0-9%&=+;,:!$*(){}'._~|^é-]{0,6}PLANT",
            after in "( [a-z]{1,5}){0,2}",
            selector in any::<bool>(),
        ) {
            let scheme = head.trim_end_matches("user:");
            for piece in [
                format!("{scheme}h/x?{secret}"),
                format!("{scheme}h/x#{secret}"),
                format!("{head}{secret}@h/x"),
                format!("/x/y?{secret}"),
            ] {
                let text = format!("{before}{piece}{after}");
                let text = if selector { format!("http_reqs{{name:{text},status:200}}") } else { text };
                // A comma and a key begin the selector's next tag, as k6 reads it.
                let splits = selector && secret.contains(',') && secret.contains(':');
                // A scheme inside user info would be a second URL.
                prop_assume!(!splits && !before.ends_with('/'));
                prop_assert!(!scrub(&text).contains("PLANT"), "{text} -> {}", scrub(&text));
            }
        }

        #[test]
        fn scrubbing_any_text_is_quiet_and_never_longer(text in any::<String>()) {
            prop_assert!(scrub(&text).len() <= text.len());
        }

        #[test]
        fn text_without_marks_is_unchanged(text in "[^?#@]{0,40}") {
            prop_assert_eq!(scrub(&text), text);
        }
    }
}
