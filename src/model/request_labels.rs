//! Endpoint and status of a series, by the labels that instrumentations use.

use std::collections::BTreeMap;

use crate::model::endpoint::EndpointId;

/// The labels of a series.
pub type Labels = BTreeMap<String, String>;

/// The route: Micrometer, OpenTelemetry, frameworks' own, ingress-nginx; k6's `name` last.
const ROUTE: [&str; 7] = ["uri", "http_route", "route", "handler", "path", "url_path", "name"];
/// Labels that may hold a route, and then have a slash: Echo and Gin; axum, Rocket, ASP.NET, and the ports of a service
/// monitor.
const PERHAPS_ROUTE: [&str; 2] = ["url", "endpoint"];
/// What stands for a route where there is none: the names of views in Django.
const VIEW: &str = "view";
/// Service and method of gRPC: go-grpc-prometheus, OpenTelemetry.
const GRPC: [[&str; 2]; 2] = [["grpc_service", "grpc_method"], ["rpc_service", "rpc_method"]];
/// The status of gRPC, likewise.
const GRPC_STATUS: [&str; 2] = ["grpc_code", "rpc_grpc_status_code"];
/// Statuses of gRPC that are the server's fault, as OpenTelemetry has it: by name, and by number.
const GRPC_FAILED: [&str; 13] = [
    "Unknown",
    "DeadlineExceeded",
    "Unimplemented",
    "Internal",
    "Unavailable",
    "DataLoss",
    "2",
    "4",
    "12",
    "13",
    "14",
    "15",
    "Aborted",
];
/// The method: Micrometer and most, OpenTelemetry, Istio's custom tag.
const METHOD: [&str; 5] = ["method", "http_request_method", "http_method", "request_method", "verb"];
/// The status: Micrometer, client libraries, OpenTelemetry, Istio.
const STATUS: [&str; 6] =
    ["status", "code", "status_code", "http_response_status_code", "http_status_code", "response_code"];

/// Names the endpoint of a series; nothing where an aggregation dropped the route.
pub fn endpoint(labels: &Labels) -> Option<EndpointId> {
    let grpc =
        |[service, method]: [&str; 2]| Some(format!("{}/{}", labels.get(service)?, labels.get(method)?));
    if let Some(name) = GRPC.into_iter().find_map(grpc) {
        return Some(EndpointId { method: None, name });
    }
    let known = || ROUTE.iter().filter(|name| !is_caddys(labels, name)).find_map(|name| labels.get(*name));
    let perhaps =
        || PERHAPS_ROUTE.iter().find_map(|name| labels.get(*name)).filter(|value| value.contains('/'));
    let name = known().or_else(perhaps).or_else(|| labels.get(VIEW)).filter(|name| !name.is_empty())?.clone();
    let method = first(labels, &METHOD).map(|method| method.to_ascii_uppercase());
    Some(EndpointId { method, name })
}

/// Caddy's handlers are modules, not routes.
fn is_caddys(labels: &Labels, name: &str) -> bool {
    name == "handler" && labels.contains_key("server")
}

/// How a request was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Below 400.
    Good,
    /// 4xx.
    ClientError,
    /// 5xx, or none.
    ServerError,
}

/// Tells the HTTP status of the requests of a series; nothing where it is a class (`5xx`), or an aggregation dropped it.
pub fn status(labels: &Labels) -> Option<u16> {
    first(labels, &STATUS)?.parse().ok()
}

/// Tells how the requests of a series were answered; nothing where an aggregation dropped the status.
pub fn class(labels: &Labels) -> Option<Class> {
    if let Some(status) = first(labels, &STATUS) {
        return match status.as_bytes().first()? {
            b'1'..=b'3' => Some(Class::Good),
            b'4' => Some(Class::ClientError),
            // Istio writes 0 where there was no answer.
            b'5' | b'0' => Some(Class::ServerError),
            _ => None,
        };
    }
    if let Some(status) = first(labels, &GRPC_STATUS) {
        return Some(match status.as_str() {
            "OK" | "0" => Class::Good,
            failed if GRPC_FAILED.contains(&failed) => Class::ServerError,
            _ => Class::ClientError,
        });
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
        // As each instrumentation writes it.
        for (labels, expected) in [
            (&[("method", "GET"), ("view", "product-detail")][..], Some("GET product-detail")),
            (&[("method", "GET"), ("endpoint", "/a/:id"), ("status", "200")], Some("GET /a/:id")),
            (&[("method", "GET"), ("endpoint", "http-metrics")], None),
            (&[("method", "GET"), ("url", "/a/:id"), ("code", "200")], Some("GET /a/:id")),
            (&[("method", "GET"), ("handler", "subroute"), ("server", "srv0")], None),
            (&[("method", "GET"), ("service", "shop@docker")], None),
            (&[("grpc_service", "shop.Cart"), ("grpc_method", "Add")], Some("shop.Cart/Add")),
            (&[("rpc_service", "shop.Cart"), ("rpc_method", "Add")], Some("shop.Cart/Add")),
        ] {
            assert_eq!(name(labels).as_deref(), expected, "{labels:?}");
        }
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
        assert_eq!(class(&labels(&[("grpc_code", "OK")])), Some(Class::Good));
        assert_eq!(class(&labels(&[("grpc_code", "Unavailable")])), Some(Class::ServerError));
        assert_eq!(class(&labels(&[("rpc_grpc_status_code", "5")])), Some(Class::ClientError));
    }
}
