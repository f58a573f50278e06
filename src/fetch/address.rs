//! Where a server is.

use std::fmt;

/// The base of a server's addresses, checked. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Without a slash at its end.
    base: String,
    /// Where the host begins.
    host: usize,
}

/// Why an address cannot be used. The address itself is not repeated where it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// No scheme, or another.
    #[error("--url: expected an address that begins with http:// or https://")]
    Scheme,
    /// `https://user:password@host`.
    #[error(
        "--url holds a user or a password, which would be seen in logs and lists of processes\n\
         hint: set PERFREPORT_PROMETHEUS_USER and PERFREPORT_PROMETHEUS_PASSWORD, or PERFREPORT_PROMETHEUS_TOKEN"
    )]
    UserInfo,
    /// No host, or a character that no address has.
    #[error("--url: expected a host and perhaps a port and a path, such as http://prometheus:9090")]
    Host,
    /// `?` or `#`, as in an address copied from a browser.
    #[error(
        "--url holds a `?` or a `#`: expected the base address alone, such as http://prometheus:9090\n\
         hint: pass credentials as environment variables, and a tenant with --tenant"
    )]
    Query,
}

/// What people copy along with the base.
const TAILS: [&str; 4] = ["/api/v1/query_range", "/api/v1/query", "/api/v1", "/graph"];

impl Address {
    /// Checks an address. The path of the API may be part of it or not.
    ///
    /// # Errors
    ///
    /// Where it is no address of a server, or holds more than one.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let is_scheme =
            |scheme: &&str| text.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
        let scheme = ["http://", "https://"].into_iter().find(is_scheme).ok_or(AddressError::Scheme)?;
        let rest = &text[scheme.len()..];
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // Before anything else is said of the text: it may be secret.
        if authority.contains('@') {
            return Err(AddressError::UserInfo);
        }
        if rest.contains(['?', '#']) {
            return Err(AddressError::Query);
        }
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_graphic() && !br#"<>"\^`{|}"#.contains(&byte));
        if !is_plain || !is_authority(authority) {
            return Err(AddressError::Host);
        }
        let rest = rest.trim_end_matches('/');
        let rest =
            TAILS.iter().find_map(|tail| rest.strip_suffix(tail)).unwrap_or(rest).trim_end_matches('/');
        Ok(Self { base: format!("{scheme}{rest}"), host: scheme.len() })
    }

    /// The address of range queries.
    pub(super) fn query_range(&self) -> String {
        format!("{}/api/v1/query_range", self.base)
    }

    /// The address at which a server tells the names of its metrics.
    pub(super) fn metric_names(&self) -> String {
        format!("{}/api/v1/label/__name__/values", self.base)
    }

    /// Host and port.
    pub fn host(&self) -> &str {
        self.base[self.host..].split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

/// `host`, `host:port` or `[::1]:port`.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':').unwrap_or("no port"))),
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    !host.is_empty() && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressError};

    #[test]
    fn the_api_is_found_below_a_base() {
        let cases = [
            ("http://localhost:9090", "http://localhost:9090/api/v1/query_range", "localhost:9090"),
            (
                "https://mimir.example/prometheus/",
                "https://mimir.example/prometheus/api/v1/query_range",
                "mimir.example",
            ),
            (" http://p:9090/api/v1/query_range", "http://p:9090/api/v1/query_range", "p:9090"),
            ("HTTP://[::1]:9090/graph", "http://[::1]:9090/api/v1/query_range", "[::1]:9090"),
        ];
        for (text, range, host) in cases {
            let address = Address::parse(text).unwrap();
            assert_eq!((address.query_range().as_str(), address.host()), (range, host), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_repeated() {
        let cases = [
            ("localhost:9090", AddressError::Scheme),
            ("", AddressError::Scheme),
            ("ftp://host", AddressError::Scheme),
            ("https://user:geheim@host", AddressError::UserInfo),
            ("https://geheim@host?x", AddressError::UserInfo),
            ("https://host/graph?g0.expr=up&token=geheim", AddressError::Query),
            ("https://", AddressError::Host),
            ("https://:9090", AddressError::Host),
            ("https://host:99999", AddressError::Host),
            ("https://ho st", AddressError::Host),
            ("https://héte", AddressError::Host),
            ("https://[::1]x", AddressError::Host),
        ];
        for (text, error) in cases {
            assert_eq!(Address::parse(text), Err(error), "{text}");
            assert!(!error.to_string().contains("geheim"));
        }
    }
}
