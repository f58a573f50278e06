//! Endpoint and status of a series, by the labels that instrumentations use.

use std::collections::BTreeMap;

use crate::model::endpoint::EndpointId;

type Labels = BTreeMap<String, String>;

/// The route: Micrometer, OpenTelemetry, frameworks' own, ingress-nginx; k6's `name` last.
const ROUTE: [&str; 7] = ["uri", "http_route", "route", "handler", "path", "url_path", "name"];
/// The method: Micrometer and most, OpenTelemetry, Istio's custom tag.
const METHOD: [&str; 5] = ["method", "http_request_method", "http_method", "request_method", "verb"];
/// The status: Micrometer, client libraries, OpenTelemetry, Istio.
const STATUS: [&str; 6] =
    ["status", "code", "status_code", "http_response_status_code", "http_status_code", "response_code"];

/// Names the endpoint of a series; nothing where an aggregation dropped the route.
pub(super) fn endpoint(labels: &Labels) -> Option<EndpointId> {
    let name = first(labels, &ROUTE)?.clone();
    let method = first(labels, &METHOD).map(|method| method.to_ascii_uppercase());
    Some(EndpointId { method, name })
}

/// How a request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Below 400.
    Good,
    /// 4xx.
    ClientError,
    /// 5xx, or none.
    ServerError,
}

/// Tells how the requests of a series were answered; nothing where an aggregation dropped the status.
pub(super) fn class(labels: &Labels) -> Option<Class> {
    if let Some(status) = first(labels, &STATUS) {
        return match status.as_bytes().first()? {
            b'1'..=b'3' => Some(Class::Good),
            b'4' => Some(Class::ClientError),
            // Istio writes 0 where there was no answer.
            b'5' | b'0' => Some(Class::ServerError),
            _ => None,
        };
    }
    match labels.get("outcome")?.as_str() {
        "CLIENT_ERROR" => Some(Class::ClientError),
        "SERVER_ERROR" => Some(Class::ServerError),
        "SUCCESS" | "REDIRECTION" | "INFORMATIONAL" => Some(Class::Good),
        _ => None,
    }
}

fn first<'l>(labels: &'l Labels, names: &[&str]) -> Option<&'l String> {
    names.iter().find_map(|name| labels.get(*name)).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Class, Labels, METHOD, ROUTE, STATUS, class, endpoint};
    use crate::model::series::instrumentation::Instrumentation;

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn an_endpoint_is_method_and_route() {
        let name = |pairs: &[(&str, &str)]| endpoint(&labels(pairs)).map(|endpoint| endpoint.to_string());
        assert_eq!(name(&[("method", "GET"), ("uri", "/a/{id}")]).as_deref(), Some("GET /a/{id}"));
        assert_eq!(
            name(&[("http_request_method", "post"), ("http_route", "/a")]).as_deref(),
            Some("POST /a")
        );
        assert_eq!(name(&[("handler", "/a")]).as_deref(), Some("/a"));
        assert_eq!(name(&[("method", "GET"), ("name", "GET /a")]).as_deref(), Some("GET /a"));
        assert_eq!(name(&[("method", "GET")]), None);
        assert_eq!(name(&[("uri", "")]), None);
    }

    #[test]
    fn the_labels_of_every_instrumentation_are_known() {
        for row in Instrumentation::of_services() {
            let names = row.labels.as_ref().unwrap();
            let route = names.route.is_none_or(|name| ROUTE.contains(&name));
            let method = names.method.is_none_or(|name| METHOD.contains(&name));
            assert!(route && method && STATUS.contains(&names.status), "{}", row.key);
        }
    }

    #[test]
    fn a_status_is_told_by_its_first_digit_and_else_by_the_outcome() {
        assert_eq!(class(&labels(&[("status", "404"), ("outcome", "SUCCESS")])), Some(Class::ClientError));
        assert_eq!(class(&labels(&[("code", "5xx")])), Some(Class::ServerError));
        assert_eq!(class(&labels(&[("response_code", "0")])), Some(Class::ServerError));
        assert_eq!(class(&labels(&[("outcome", "SERVER_ERROR")])), Some(Class::ServerError));
        assert_eq!(class(&labels(&[("outcome", "UNKNOWN")])), None);
        assert_eq!(class(&labels(&[])), None);
    }
}
