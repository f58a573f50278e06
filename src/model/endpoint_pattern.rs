//! Which endpoints a name from the configuration means.

use super::endpoint::EndpointId;
use super::pattern::{matches, split_method};

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
