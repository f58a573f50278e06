//! Queries that are worth asking a Prometheus: requests by endpoint, and what services run out of.
//!
//! `fetch` sends them, and dashboards draw them.

use super::role::{Part, Resource, Role};
use super::unit::SeriesUnit;

use Part::{Limit, Pending, Time, Timeouts, Used};
use Resource::{ConnectionPool, Cpu, GarbageCollection, Memory, Queue, Threads};
use SeriesUnit::{Bytes, Count, Ratio, Seconds};

/// A query of the set.
#[derive(Debug, Clone, Copy)]
pub struct KnownQuery {
    /// What the signal is called.
    pub name: &'static str,
    /// PromQL in which `$m` stands for the user's label matchers and `$r` for the range of rates.
    pub query: &'static str,
    /// What it tells of a service.
    pub role: Role,
    /// What it counts.
    pub unit: SeriesUnit,
}

impl KnownQuery {
    /// Fills in the label matchers, without braces, and the range of rates.
    pub fn filled(&self, selector: &str, range: &str) -> String {
        with_matchers(self.query, selector).replace("$r", range)
    }
}

/// Puts label matchers in the place of `$m`.
pub fn with_matchers(query: &str, selector: &str) -> String {
    if selector.is_empty() {
        query.replace("{$m}", "").replace(",$m", "")
    } else {
        query.replace("$m", selector)
    }
}

const fn row(name: &'static str, role: Role, unit: SeriesUnit, query: &'static str) -> KnownQuery {
    KnownQuery { name, query, role, unit }
}

const fn full(
    name: &'static str,
    resource: Resource,
    part: Part,
    unit: SeriesUnit,
    query: &'static str,
) -> KnownQuery {
    row(name, Role::Saturation { resource, part }, unit, query)
}

/// Each block names who publishes the metrics. `quantile=""` keeps the quantiles of summaries out, which are no counters.
pub const QUERIES: &[KnownQuery] = &[
    // Micrometer: Spring MVC and WebFlux, Quarkus.
    row(
        "spring_requests",
        Role::Traffic,
        Count,
        "sum by (method, uri, status) (rate(http_server_requests_seconds_count{$m}[$r]))",
    ),
    row(
        "spring_latency_buckets",
        Role::Latency,
        Seconds,
        "sum by (le, method, uri) (rate(http_server_requests_seconds_bucket{$m}[$r]))",
    ),
    row(
        "spring_latency_native",
        Role::Latency,
        Seconds,
        r#"sum by (method, uri) (rate(http_server_requests_seconds{quantile="",$m}[$r]))"#,
    ),
    // Prometheus' naming conventions: most client libraries. Each has labels of its own; what a series lacks is left out.
    row(
        "http_requests",
        Role::Traffic,
        Count,
        "sum by (method, route, path, handler, uri, status, code, status_code) (rate(http_request_duration_seconds_count{$m}[$r]))",
    ),
    row(
        "http_latency_buckets",
        Role::Latency,
        Seconds,
        "sum by (le, method, route, path, handler, uri) (rate(http_request_duration_seconds_bucket{$m}[$r]))",
    ),
    row(
        "http_latency_native",
        Role::Latency,
        Seconds,
        r#"sum by (method, route, path, handler, uri) (rate(http_request_duration_seconds{quantile="",$m}[$r]))"#,
    ),
    // Micrometer: HikariCP.
    full(
        "hikari_active",
        ConnectionPool,
        Used,
        Count,
        "sum by (pool, instance) (hikaricp_connections_active{$m})",
    ),
    full(
        "hikari_pending",
        ConnectionPool,
        Pending,
        Count,
        "sum by (pool, instance) (hikaricp_connections_pending{$m})",
    ),
    full(
        "hikari_max",
        ConnectionPool,
        Limit,
        Count,
        "sum by (pool, instance) (hikaricp_connections_max{$m})",
    ),
    full(
        "hikari_timeouts",
        ConnectionPool,
        Timeouts,
        Count,
        "sum by (pool, instance) (rate(hikaricp_connections_timeout_total{$m}[$r]))",
    ),
    // JVM: Micrometer.
    full(
        "jvm_gc_pause",
        GarbageCollection,
        Time,
        Seconds,
        "sum by (job, instance) (rate(jvm_gc_pause_seconds_sum{$m}[$r]))",
    ),
    full(
        "jvm_heap_used",
        Memory,
        Used,
        Bytes,
        r#"sum by (job, instance) (jvm_memory_used_bytes{area="heap",$m})"#,
    ),
    // A pool of the heap without a limit says -1.
    full(
        "jvm_heap_max",
        Memory,
        Limit,
        Bytes,
        r#"sum by (job, instance) (jvm_memory_max_bytes{area="heap",$m} >= 0)"#,
    ),
    full("jvm_threads", Threads, Used, Count, "sum by (job, instance) (jvm_threads_live_threads{$m})"),
    // A process: Micrometer's share of the host, and the process collector of every client library.
    full("process_cpu_share", Cpu, Used, Ratio, "max by (job, instance) (process_cpu_usage{$m})"),
    full(
        "process_cpu_cores",
        Cpu,
        Used,
        Seconds,
        "sum by (job, instance) (rate(process_cpu_seconds_total{$m}[$r]))",
    ),
    full("process_memory", Memory, Used, Bytes, "sum by (job, instance) (process_resident_memory_bytes{$m})"),
    // Go.
    full(
        "go_gc_pause",
        GarbageCollection,
        Time,
        Seconds,
        "sum by (job, instance) (rate(go_gc_duration_seconds_sum{$m}[$r]))",
    ),
    full("go_goroutines", Threads, Used, Count, "sum by (job, instance) (go_goroutines{$m})"),
    // A container: cAdvisor. Without an image it is a group of containers.
    full(
        "container_cpu",
        Cpu,
        Used,
        Seconds,
        r#"sum by (namespace, pod, container, name) (rate(container_cpu_usage_seconds_total{image!="",$m}[$r]))"#,
    ),
    full(
        "container_memory",
        Memory,
        Used,
        Bytes,
        r#"sum by (namespace, pod, container, name) (container_memory_working_set_bytes{image!="",$m})"#,
    ),
    // Kafka: Micrometer's client metrics; kafka_exporter.
    full(
        "kafka_producer_in_flight",
        Queue,
        Used,
        Count,
        "sum by (job, instance, client_id) (kafka_producer_requests_in_flight{$m})",
    ),
    full(
        "kafka_consumer_lag",
        Queue,
        Pending,
        Count,
        "max by (job, instance, client_id, topic) (kafka_consumer_fetch_manager_records_lag_max{$m})",
    ),
    full(
        "kafka_group_lag",
        Queue,
        Pending,
        Count,
        "sum by (consumergroup, topic) (kafka_consumergroup_lag{$m})",
    ),
];
