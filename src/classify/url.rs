//! Takes a URL apart, as far as naming an endpoint needs it.

/// What k6's `` http.url`…` `` puts into a name in place of each value.
pub(super) const TEMPLATE_VALUE: &str = "${}";

/// Host and path of a URL, without scheme, user info, query and fragment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Url<'a> {
    /// The host with its port, where it is known.
    pub(super) host: Option<&'a str>,
    /// The path, `/` at least.
    pub(super) path: &'a str,
}

/// Takes `text` apart where it is a URL: `https://host/path`, or `${}/path`, which is what k6 makes of a
/// template that begins with a base URL.
pub(super) fn parse(text: &str) -> Option<Url<'_>> {
    if let Some(rest) = text.strip_prefix(TEMPLATE_VALUE)
        && (rest.is_empty() || rest.starts_with(['/', '?', '#']))
    {
        return Some(Url { host: None, path: path_of(rest) });
    }
    let authority = &text[scheme_length(text)?..];
    let rest = &authority[user_info_length(authority)..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = Some(&rest[..end]).filter(|host| !host.is_empty() && !host.contains(TEMPLATE_VALUE));
    Some(Url { host, path: path_of(&rest[end..]) })
}

/// Cuts the query and the fragment off.
fn path_of(rest: &str) -> &str {
    let path = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    if path.is_empty() { "/" } else { path }
}

/// Measures `scheme://` at the start of `text`.
fn scheme_length(text: &str) -> Option<usize> {
    let colon = text.find("://")?;
    let scheme = &text.as_bytes()[..colon];
    let is_scheme = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
    is_scheme.then_some(colon + 3)
}

/// Measures the user info, its `@` included, at the start of what follows `//`; 0 where there is none.
///
/// A password with a raw `/`, `?` or `#` is not a valid URL, but people write it. It shows as a port that is
/// no number; then everything up to the last `@` is taken for user info.
pub(super) fn user_info_length(rest: &str) -> usize {
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    if let Some(at) = authority.rfind('@') {
        return at + 1;
    }
    let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    let is_placeholder = port.starts_with(['$', '{']) || port.ends_with(']');
    if is_port || is_placeholder { 0 } else { rest.rfind('@').map_or(0, |at| at + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_come_apart() {
        let table = [
            ("http://127.0.0.1:18081/api/orders", Some("127.0.0.1:18081"), "/api/orders"),
            ("HTTPS://h", Some("h"), "/"),
            ("https://h?a=b", Some("h"), "/"),
            ("https://h/x#f?y", Some("h"), "/x"),
            ("http://u:p@h:1/x", Some("h:1"), "/x"),
            ("http://u:p@q@h/x", Some("h"), "/x"),
            ("http://u:p/a?b#c@h/x", Some("h"), "/x"),
            ("http://h/x@y", Some("h"), "/x@y"),
            ("http://h:80/x@y", Some("h:80"), "/x@y"),
            ("http://[::1]/x@y", Some("[::1]"), "/x@y"),
            ("http://[::1]:80/x", Some("[::1]:80"), "/x"),
            ("wss://h/socket", Some("h"), "/socket"),
            ("${}/x/${}?y=${}", None, "/x/${}"),
            ("http://${}/x", None, "/x"),
            ("http://h:${}/x@y", None, "/x@y"),
        ];
        for (text, host, path) in table {
            assert_eq!(parse(text), Some(Url { host, path }), "{text}");
        }
    }

    #[test]
    fn other_names_are_no_urls() {
        for text in ["", "/api/orders", "GET http://h/x", "see http://h", "://h", "localhost:8080/x", "${}x"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
