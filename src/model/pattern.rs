//! Names with `*` in them, as the configuration writes them.

/// Tells whether `text` matches `pattern`, in which `*` stands for any text, the empty one included.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where to go on when a guess was wrong: behind the last star, one byte later in the text.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            retry = Some((p + 1, t));
            p += 1;
        } else if p < pattern.len() && pattern[p] == text[t] {
            p += 1;
            t += 1;
        } else if let Some((star, from)) = retry {
            retry = Some((star, from + 1));
            p = star;
            t = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&byte| byte == b'*')
}

/// Splits a leading HTTP method off a name: `GET /api/orders` is `GET` and `/api/orders`.
pub fn split_method(name: &str) -> (Option<&str>, &str) {
    let Some((word, rest)) = name.split_once(char::is_whitespace) else { return (None, name) };
    let is_method = word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_method { (Some(word), rest.trim_start()) } else { (None, name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text() {
        let table = [
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a*c", "abbc", true),
            ("a*c", "ac", true),
            ("a*c", "acd", false),
            ("*/orders*", "POST /api/orders/{id}", true),
            ("*ab*ab", "abxab", true),
            ("*ab*ab", "xab", false),
            ("GET *", "GET /é", true),
        ];
        for (pattern, text, expected) in table {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
