//! Names with `*` in them, as the configuration writes them.

use super::endpoint::EndpointId;

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

impl EndpointId {
    /// Tells whether a name from the configuration, in which `*` stands for any text, means this endpoint.
    ///
    /// The method may stand in front of either name. Where one side does not know it, as a summary, only the
    /// rest is compared.
    pub fn matches(&self, pattern: &str) -> bool {
        if matches(pattern, &self.name) {
            return true;
        }
        let (wanted, wanted_rest) = split_method(pattern);
        let (named, rest) = split_method(&self.name);
        let method = named.or(self.method.as_deref());
        let methods_agree = match (wanted, method) {
            (Some(wanted), Some(method)) => wanted == method,
            _ => true,
        };
        methods_agree && matches(wanted_rest, rest)
    }

    /// Puts the host in front of a path, for runs that talk to several: `GET localhost:8080/api/orders`.
    #[must_use]
    pub fn on_host(self, host: &str) -> Self {
        let name = match split_method(&self.name) {
            (Some(method), path) if path.starts_with('/') => format!("{method} {host}{path}"),
            (None, path) if path.starts_with('/') => format!("{host}{path}"),
            _ => self.name,
        };
        Self { method: self.method, name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(method: Option<&str>, name: &str) -> EndpointId {
        EndpointId { method: method.map(str::to_owned), name: name.to_owned() }
    }

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

    #[test]
    fn the_method_may_stand_in_front_of_either_name() {
        let table = [
            ("POST /api/orders", Some("POST"), "/api/orders", true),
            ("POST /api/orders", Some("POST"), "POST /api/orders", true),
            ("/api/orders", Some("POST"), "POST /api/orders", true),
            ("POST /api/orders", None, "/api/orders", true),
            ("POST /api/orders", Some("GET"), "/api/orders", false),
            ("POST /api/orders", None, "GET /api/orders", false),
            ("POST *", None, "POST /api/orders", true),
            ("checkout", Some("POST"), "checkout", true),
            ("check", Some("POST"), "checkout", false),
        ];
        for (pattern, method, name, expected) in table {
            assert_eq!(id(method, name).matches(pattern), expected, "{pattern} on {method:?} {name}");
        }
    }

    #[test]
    fn the_host_goes_in_front_of_paths_only() {
        assert_eq!(id(None, "/a/{id}").on_host("h:1").name, "h:1/a/{id}");
        assert_eq!(id(None, "GET /a").on_host("h").name, "GET h/a");
        assert_eq!(id(None, "checkout").on_host("h").name, "checkout");
    }
}
