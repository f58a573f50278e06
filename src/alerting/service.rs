//! Which metrics a service has, and how its requests are selected.

use crate::model::pattern::split_method;
use crate::model::series::instrumentation::Instrumentation;

use super::text::quoted;

/// A service as Prometheus knows it.
#[derive(Debug, Clone)]
pub struct Service {
    /// Who measures its requests.
    pub instrumentation: &'static Instrumentation,
    /// The label with the route.
    pub route: Option<String>,
    /// The label with the method.
    pub method: Option<String>,
    /// The label with the status.
    pub status: String,
    /// A regular expression for the statuses of requests that failed.
    pub failed: &'static str,
    /// Label matchers for every query, without braces; may be empty.
    pub selector: String,
    lower_case: bool,
}

impl Service {
    /// Takes the names of an instrumentation, by its key; nothing where there is none of that key.
    pub fn of(key: &str, selector: &str) -> Option<Self> {
        let instrumentation = Instrumentation::of_services().find(|row| row.key == key)?;
        let labels = instrumentation.labels.as_ref()?;
        Some(Self {
            instrumentation,
            route: labels.route.map(str::to_owned),
            method: labels.method.map(str::to_owned),
            status: labels.status.to_owned(),
            failed: labels.failed,
            selector: selector.to_owned(),
            lower_case: labels.lower_case,
        })
    }

    /// Writes a selector: a metric of the requests by its ending, with matchers.
    pub(super) fn series(&self, ending: &str, matchers: &[String]) -> String {
        let own = Some(&self.selector).filter(|selector| !selector.is_empty());
        let all: Vec<&str> = own.into_iter().chain(matchers).map(String::as_str).collect();
        let metric = self.instrumentation.metric;
        if all.is_empty() {
            format!("{metric}_{ending}")
        } else {
            format!("{metric}_{ending}{{{}}}", all.join(","))
        }
    }

    /// Writes how many requests there are per second, added up by labels (all together where there are none), over a range
    /// such as `[5m]`.
    pub(super) fn rate(&self, ending: &str, matchers: &[String], by: &str, range: &str) -> String {
        let by = if by.is_empty() { String::new() } else { format!(" by ({by}) ") };
        format!("sum{by}(rate({}{range}))", self.series(ending, matchers))
    }

    /// The labels that name an endpoint.
    pub(super) fn endpoint_labels(&self) -> Vec<&str> {
        self.method.iter().chain(&self.route).map(String::as_str).collect()
    }

    /// The matchers for the endpoints that a name of the configuration means, or why there are none.
    pub(super) fn endpoint(&self, pattern: &str) -> Result<Vec<String>, String> {
        let (method, route) = split_method(pattern);
        let Some(label) = &self.route else { return Err(self.lacks("route")) };
        if !route.starts_with(['/', '*']) {
            return Err(format!(
                "`{pattern}` is no route: only an endpoint such as `GET /api/orders` can be found in the metrics of a service"
            ));
        }
        let mut matchers = Vec::new();
        if let Some(method) = method {
            let label = self.method.as_ref().ok_or_else(|| self.lacks("method"))?;
            let method = if self.lower_case { method.to_ascii_lowercase() } else { method.to_owned() };
            matchers.push(format!("{label}={}", quoted(&method)));
        }
        if route != "*" {
            matchers.push(route_matcher(label, route));
        }
        Ok(matchers)
    }

    fn lacks(&self, what: &str) -> String {
        format!(
            "{} has no label for the {what}: name yours with --label {what}=NAME",
            self.instrumentation.title
        )
    }

    /// The matchers for requests that failed, less statuses that are intended.
    pub(super) fn failures(&self, intended: &[u16]) -> Vec<String> {
        let mut matchers = vec![format!("{}=~{}", self.status, quoted(self.failed))];
        if !intended.is_empty() {
            let statuses: Vec<String> = intended.iter().map(u16::to_string).collect();
            matchers.push(format!("{}!~{}", self.status, quoted(&statuses.join("|"))));
        }
        matchers
    }
}

/// Parameters have other names in the service's routes, or other brackets: `{id}`, `:id`, `<id>`, `[id]`, `#val`.
const PARAMETER: &str = r"[{:<#\[][^/]*";

/// Writes the matcher for a route, in which `*` stands for any text and `{id}` for a parameter of any name.
fn route_matcher(label: &str, route: &str) -> String {
    let mut is_plain = true;
    let segments: Vec<String> = route
        .split('/')
        .map(|segment| {
            if segment.starts_with(['{', ':', '<', '[', '#']) {
                is_plain = false;
                return PARAMETER.to_owned();
            }
            is_plain &= !segment.contains('*');
            segment.split('*').map(escaped).collect::<Vec<_>>().join(".*")
        })
        .collect();
    if is_plain {
        format!("{label}={}", quoted(route))
    } else {
        format!("{label}=~{}", quoted(&segments.join("/")))
    }
}

/// Takes a text into a regular expression as it is.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, character| {
        if r"\.+*?()|[]{}^$".contains(character) {
            out.push('\\');
        }
        out.push(character);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{Instrumentation, Service};

    fn matchers(family: &str, endpoint: &str) -> Result<String, String> {
        Service::of(family, "").unwrap().endpoint(endpoint).map(|matchers| matchers.join(","))
    }

    #[test]
    fn an_endpoint_is_selected_by_the_labels_of_its_instrumentation() {
        let table = [
            ("micrometer", "POST /api/orders", r#"method="POST",uri="/api/orders""#),
            ("micrometer", "/api/v1.0", r#"uri="/api/v1.0""#),
            ("micrometer", "*", ""),
            ("micrometer", "GET *", r#"method="GET""#),
            ("micrometer", "GET /a.b/*", r#"method="GET",uri=~"/a\\.b/.*""#),
            ("micrometer", "/a/{id}/b", r#"uri=~"/a/[{:<#\\[][^/]*/b""#),
            ("otel", "GET /a", r#"http_request_method="GET",http_route="/a""#),
            ("express-prom-bundle", "GET /a/\"b", r#"method="GET",path="/a/\"b""#),
            ("client-golang", "GET /a", r#"method="get",handler="/a""#),
        ];
        for (family, endpoint, expected) in table {
            assert_eq!(matchers(family, endpoint).as_deref(), Ok(expected), "{family} {endpoint}");
        }
    }

    #[test]
    fn the_page_lists_every_instrumentation() {
        let page = include_str!("../../docs/alerting.md");
        for row in Instrumentation::of_services() {
            let line = page.lines().find(|line| line.starts_with(&format!("| `{}`", row.key)));
            let line = line.unwrap_or_else(|| panic!("docs/alerting.md lacks {}", row.key));
            let labels = row.labels.as_ref().unwrap();
            let names = labels.route.into_iter().chain(labels.method).chain([row.metric, labels.status]);
            names.for_each(|name| assert!(line.contains(&format!("`{name}`")), "{line} lacks {name}"));
        }
    }

    #[test]
    fn what_cannot_be_selected_says_why() {
        assert!(matchers("micrometer", "checkout").unwrap_err().contains("is no route"));
        assert!(matchers("istio", "GET /a").unwrap_err().contains("--label route=NAME"));
        assert!(Service::of("k6", "").is_none() && Service::of("grpc", "").is_none());
    }

    #[test]
    fn selectors_join_matchers() {
        let service = Service::of("otel", r#"job="shop""#).unwrap();
        let failed = service.series("count", &service.failures(&[503]));
        assert_eq!(
            failed,
            r#"http_server_request_duration_seconds_count{job="shop",http_response_status_code=~"5..",http_response_status_code!~"503"}"#
        );
    }
}
