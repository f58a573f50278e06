//! Headers that hold credentials, as error texts and tags repeat them.

/// Headers whose values are secret, in lower case.
const HEADERS: [&str; 8] = [
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "api-key",
    "x-auth-token",
    "x-access-token",
    "cookie",
    "set-cookie",
];
/// How a credential is said to be one.
const SCHEMES: [&str; 5] = ["bearer", "basic", "digest", "token", "apikey"];
/// What stands around a word and is no part of it.
const AROUND: [char; 9] = ['"', '\'', '`', '(', ')', '{', '}', ',', ';'];

/// Takes the values of such headers out.
pub(super) fn cleaned(text: String) -> String {
    if is_named(&text) { without_values(&text) } else { text }
}

/// Tells whether a text may name one of the headers.
fn is_named(text: &str) -> bool {
    let begins = |header: &&str| {
        let header = header.as_bytes();
        text.as_bytes().windows(header.len()).any(|part| part.eq_ignore_ascii_case(header))
    };
    text.contains([':', '=']) && HEADERS.iter().any(begins)
}

/// Takes out the word behind the name, and the one behind `Bearer` as well.
fn without_values(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_secret = false;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = word.trim_matches(AROUND);
        if bare.is_empty() || (is_secret && is_scheme(bare)) {
            out.push_str(piece);
            continue;
        }
        if std::mem::take(&mut is_secret) {
            out.push_str(&piece[word.trim_end_matches(AROUND).len()..]);
            continue;
        }
        let is_end = |c: char| AROUND.contains(&c) || matches!(c, ':' | '=');
        let is_named = |at: &usize| {
            let name = bare[..*at].rsplit(is_end).find(|part| !part.is_empty()).unwrap_or_default();
            HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header))
        };
        let value = bare.match_indices([':', '=']).map(|(at, _)| at).find(is_named);
        match value.map(|at| &bare[at + 1..]) {
            Some(value) if value.trim_matches(AROUND).is_empty() || is_scheme(value.trim_matches(AROUND)) => {
                is_secret = true;
                out.push_str(piece);
            }
            Some(value) => {
                let end = word.trim_end_matches(AROUND).len();
                out.push_str(&word[..end - value.len()]);
                out.push_str(&piece[end..]);
            }
            None => out.push_str(piece),
        }
    }
    out
}

fn is_scheme(word: &str) -> bool {
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::{is_named, without_values};

    #[test]
    fn the_value_of_a_header_is_left_out_and_its_name_stays() {
        let table = [
            ("authorization=Bearer abc", "authorization=Bearer "),
            ("Authorization: Bearer abc, then", "Authorization: Bearer , then"),
            ("sent \"Authorization: Basic abc==\" twice", "sent \"Authorization: Basic \" twice"),
            ("x-api-key: abc", "x-api-key: "),
            ("commit=Authorization: Bearer abc", "commit=Authorization: Bearer "),
            ("{\"Cookie\":\"a\"}", "{\"Cookie\":\"}"),
            ("cookie=abc GET /x", "cookie= GET /x"),
        ];
        for (text, wanted) in table {
            assert!(is_named(text), "{text}");
            assert_eq!(without_values(text), wanted, "{text}");
            assert!(!without_values(wanted).contains("abc"));
        }
        for text in ["GET /authorization/x", "no authorization", "the token: is wrong", "basic: yes"] {
            assert!(!is_named(text) || without_values(text) == text, "{text}");
        }
    }
}
