//! Well-known histograms of request latency: one name, from which traffic and latency are told by its ending.

use super::meaning::Meaning;
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::{SampleKind, SeriesUnit};

/// A histogram, a summary or a timer of requests: the metric without `_bucket`, `_count`, `_sum`.
struct Family {
    name: &'static str,
    unit: SeriesUnit,
    vantage: Vantage,
}

const fn server(name: &'static str, unit: SeriesUnit) -> Family {
    Family { name, unit, vantage: Vantage::Server }
}

const FAMILIES: [Family; 8] = [
    // Micrometer: Spring MVC and WebFlux, Quarkus.
    server("http_server_requests_seconds", SeriesUnit::Seconds),
    // OpenTelemetry's semantic conventions, stable and before.
    server("http_server_request_duration_seconds", SeriesUnit::Seconds),
    server("http_server_duration_milliseconds", SeriesUnit::Milliseconds),
    // Prometheus' naming conventions: most client libraries.
    server("http_request_duration_seconds", SeriesUnit::Seconds),
    // Istio's standard metrics; ingress-nginx; go-grpc-prometheus.
    server("istio_request_duration_milliseconds", SeriesUnit::Milliseconds),
    server("nginx_ingress_controller_request_duration_seconds", SeriesUnit::Seconds),
    server("grpc_server_handling_seconds", SeriesUnit::Seconds),
    // k6's remote write with native histograms.
    Family {
        name: "k6_http_req_duration_seconds",
        unit: SeriesUnit::Seconds,
        vantage: Vantage::LoadGenerator,
    },
];

/// Tells what a metric of a family means.
pub(super) fn meaning(metric: &str) -> Option<Meaning> {
    FAMILIES.iter().find_map(|family| {
        let ending = metric.strip_prefix(family.name)?;
        let counted = |role, unit, kind| Some(Meaning { role, unit, kind, vantage: family.vantage });
        match ending {
            "_count" => counted(Role::Traffic, Some(SeriesUnit::Count), Some(SampleKind::Counter)),
            "_sum" => counted(Role::Latency, Some(family.unit), Some(SampleKind::Counter)),
            // Buckets count requests, but what they tell is in the unit of their bounds.
            "_bucket" => counted(Role::Latency, Some(family.unit), Some(SampleKind::Counter)),
            "_max" => counted(Role::Latency, Some(family.unit), Some(SampleKind::Gauge)),
            // A native histogram counts, the quantiles of a summary do not: the samples tell.
            "" => counted(Role::Latency, Some(family.unit), None),
            _ => None,
        }
    })
}
