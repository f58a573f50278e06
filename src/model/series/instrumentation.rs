//! How instrumentations name requests: the histogram of their latency, and the labels for route, method and status.
//!
//! One table: readers of exports tell from it what a metric means, and the alerts are written with its names.

use super::role::Vantage;
use super::unit::SeriesUnit;

/// A histogram, a summary or a timer of requests, and who names it so.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrumentation {
    /// What it is called on the command line.
    pub key: &'static str,
    /// What it is called by people.
    pub title: &'static str,
    /// The metric without `_bucket`, `_count`, `_sum`.
    pub metric: &'static str,
    /// The unit of its latency.
    pub unit: SeriesUnit,
    /// Who measures.
    pub vantage: Vantage,
    /// The labels of an HTTP request, with which alerts are written; absent where none are.
    pub labels: Option<RequestLabels>,
}

/// What labels say of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestLabels {
    /// The label with the route; absent where there is none by default.
    pub route: Option<&'static str>,
    /// The label with the method, likewise.
    pub method: Option<&'static str>,
    /// Whether methods are written in lower case.
    pub lower_case: bool,
    /// The label with the status.
    pub status: &'static str,
    /// A regular expression for the statuses of requests that failed by the server's fault.
    pub failed: &'static str,
}

const fn row(
    key: &'static str,
    title: &'static str,
    metric: &'static str,
    unit: SeriesUnit,
    labels: Option<RequestLabels>,
) -> Instrumentation {
    Instrumentation { key, title, metric, unit, vantage: Vantage::Server, labels }
}

const fn labels(route: &'static str, method: &'static str, status: &'static str) -> Option<RequestLabels> {
    Some(RequestLabels { route: Some(route), method: Some(method), lower_case: false, status, failed: "5.." })
}

use SeriesUnit::{Milliseconds, Seconds};

/// All that are known. Several share a metric and differ in its labels.
pub const INSTRUMENTATIONS: [Instrumentation; 34] = [
    row(
        "micrometer",
        "Micrometer (Spring MVC and WebFlux, Quarkus)",
        "http_server_requests_seconds",
        Seconds,
        labels("uri", "method", "status"),
    ),
    // OpenTelemetry's semantic conventions, stable and before.
    row(
        "otel",
        "OpenTelemetry's semantic conventions",
        "http_server_request_duration_seconds",
        Seconds,
        labels("http_route", "http_request_method", "http_response_status_code"),
    ),
    row(
        "otel-old",
        "OpenTelemetry's semantic conventions before 1.23",
        "http_server_duration_milliseconds",
        Milliseconds,
        labels("http_route", "http_method", "http_status_code"),
    ),
    // Prometheus' naming conventions: one metric, and labels as each library has them.
    row(
        "prom-client",
        "prom-client (Node.js) with the labels route, method and status_code",
        HTTP_REQUESTS,
        Seconds,
        labels("route", "method", "status_code"),
    ),
    row(
        "express-prom-bundle",
        "express-prom-bundle (Node.js)",
        HTTP_REQUESTS,
        Seconds,
        labels("path", "method", "status_code"),
    ),
    row(
        "client-golang",
        "client_golang's promhttp, with the label handler",
        HTTP_REQUESTS,
        Seconds,
        Some(RequestLabels {
            route: Some("handler"),
            method: Some("method"),
            lower_case: true,
            status: "code",
            failed: "5..",
        }),
    ),
    // Istio knows no route; it writes 0 where there was no answer.
    row(
        "istio",
        "Istio's standard metrics",
        "istio_request_duration_milliseconds",
        Milliseconds,
        Some(RequestLabels {
            route: None,
            method: None,
            lower_case: false,
            status: "response_code",
            failed: "5..|0",
        }),
    ),
    row(
        "ingress-nginx",
        "ingress-nginx, whose paths are those of the ingress",
        "nginx_ingress_controller_request_duration_seconds",
        Seconds,
        labels("path", "method", "status"),
    ),
    row("grpc", "go-grpc-prometheus", "grpc_server_handling_seconds", Seconds, None),
    // Those below are read; alerts are not written for them.
    row("otel-rpc", "OpenTelemetry's gRPC", "rpc_server_duration_milliseconds", Milliseconds, None),
    row("otel-plain", "OpenTelemetry without units", "http_server_request_duration", Seconds, None),
    row(
        "otel-old-plain",
        "OpenTelemetry before 1.23 without units",
        "http_server_duration",
        Milliseconds,
        None,
    ),
    row("ktor", "Ktor's Micrometer plugin", "ktor_http_server_requests_seconds", Seconds, None),
    row("vertx", "Vert.x's Micrometer metrics", "vertx_http_server_response_time_seconds", Seconds, None),
    row("starlette", "starlette-exporter", "starlette_request_duration_seconds", Seconds, None),
    row("fastapi", "prometheus-fastapi-instrumentator", "http_request_duration_highr_seconds", Seconds, None),
    row("flask", "prometheus-flask-exporter", "flask_http_request_duration_seconds", Seconds, None),
    row(
        "django",
        "django-prometheus, whose routes are names of views",
        "django_http_requests_latency_seconds_by_view_method",
        Seconds,
        None,
    ),
    row("ruby", "prometheus_exporter (Ruby)", "ruby_http_request_duration_seconds", Seconds, None),
    row("rails", "yabeda-rails", "rails_request_duration_seconds", Seconds, None),
    row("phoenix", "Phoenix", "phoenix_router_dispatch_stop_duration_milliseconds", Milliseconds, None),
    row("echo", "Echo (Go)", "echo_request_duration_seconds", Seconds, None),
    row("gin", "Gin (Go)", "gin_request_duration_seconds", Seconds, None),
    row("gin-uri", "gin-metrics (Go)", "gin_request_duration", Seconds, None),
    row("axum", "axum-prometheus", "axum_http_requests_duration_seconds", Seconds, None),
    row("rocket", "rocket_prometheus", "rocket_http_requests_duration_seconds", Seconds, None),
    row("actix", "actix-web-prom in its example", "api_http_requests_duration_seconds", Seconds, None),
    row(
        "ingress-nginx-response",
        "ingress-nginx: the time of the upstream's answer",
        "nginx_ingress_controller_response_duration_seconds",
        Seconds,
        None,
    ),
    row(
        "traefik",
        "Traefik, which knows services",
        "traefik_service_request_duration_seconds",
        Seconds,
        None,
    ),
    row("traefik-router", "Traefik's routers", "traefik_router_request_duration_seconds", Seconds, None),
    row(
        "traefik-entrypoint",
        "Traefik's entry points",
        "traefik_entrypoint_request_duration_seconds",
        Seconds,
        None,
    ),
    row("caddy", "Caddy, which knows no route", "caddy_http_request_duration_seconds", Seconds, None),
    row("envoy", "Envoy, which knows no route", "envoy_http_downstream_rq_time", Milliseconds, None),
    // k6's remote write with native histograms.
    Instrumentation {
        key: "k6",
        title: "k6",
        metric: "k6_http_req_duration_seconds",
        unit: Seconds,
        vantage: Vantage::LoadGenerator,
        labels: None,
    },
];

/// The metric of most client libraries.
const HTTP_REQUESTS: &str = "http_request_duration_seconds";

impl Instrumentation {
    /// Those of services whose requests have labels that are known.
    pub fn of_services() -> impl Iterator<Item = &'static Self> {
        INSTRUMENTATIONS.iter().filter(|row| row.labels.is_some())
    }
}
