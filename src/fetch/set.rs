//! The queries that are sent by default: requests by endpoint, and what services run out of.
//!
//! `docs/fetch.md` lists them for users; a test ties the two.

use crate::model::series::role::{Part, Resource, Role};
use crate::model::series::unit::SeriesUnit;
use crate::model::settings::Query;

use Part::{Limit, Pending, Time, Timeouts, Used};
use Resource::{ConnectionPool, Cpu, GarbageCollection, Memory, Queue, Threads};
use SeriesUnit::{Bytes, Count, Ratio, Seconds};

/// A query of the set. In it `$m` stands for the user's label matchers and `$r` for the range of rates.
struct Row {
    name: &'static str,
    query: &'static str,
    role: Role,
    unit: SeriesUnit,
}

const fn row(name: &'static str, role: Role, unit: SeriesUnit, query: &'static str) -> Row {
    Row { name, query, role, unit }
}

const fn full(
    name: &'static str,
    resource: Resource,
    part: Part,
    unit: SeriesUnit,
    query: &'static str,
) -> Row {
    row(name, Role::Saturation { resource, part }, unit, query)
}

/// Each block names who publishes the metrics. `quantile=""` keeps the quantiles of summaries out, which are no counters.
const SET: &[Row] = &[
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

/// Fills in the label matchers, without braces, and the range of rates in seconds.
pub fn queries(selector: &str, rate_over: u64) -> Vec<Query> {
    SET.iter().map(|row| row.query(selector, rate_over)).collect()
}

impl Row {
    fn query(&self, selector: &str, rate_over: u64) -> Query {
        let query = filled(self.query, selector).replace("$r", &format!("{rate_over}s"));
        Query { name: self.name.to_owned(), query, role: Some(self.role), unit: Some(self.unit), kind: None }
    }
}

/// Puts label matchers in the place of `$m`.
pub(super) fn filled(query: &str, selector: &str) -> String {
    if selector.is_empty() {
        query.replace("{$m}", "").replace(",$m", "")
    } else {
        query.replace("$m", selector)
    }
}

/// A rate needs two samples. Four of the server's intervals have them even where one was missed, and so do four steps
/// lest anything falls between two of them.
const INTERVALS: u64 = 4;
/// Below this a rate jumps with every single request.
const SHORTEST_RATE: u64 = 10;

/// Over how many seconds rates are taken, at a step and, where it is known, at the interval at which a server collects.
pub(super) fn rate_over(step: u64, interval: Option<u64>) -> u64 {
    step.max(interval.unwrap_or(0)).saturating_mul(INTERVALS).max(SHORTEST_RATE)
}

#[cfg(test)]
mod tests {
    use super::{SET, queries, rate_over};

    #[test]
    fn matchers_and_range_are_filled_in() {
        let query = |selector: &str, name: &str| {
            queries(selector, 12).into_iter().find(|query| query.name == name).unwrap().query
        };
        assert_eq!(
            query("", "hikari_timeouts"),
            "sum by (pool, instance) (rate(hikaricp_connections_timeout_total[12s]))"
        );
        assert_eq!(
            query("", "jvm_heap_used"),
            r#"sum by (job, instance) (jvm_memory_used_bytes{area="heap"})"#
        );
        assert_eq!(
            query(r#"job="shop""#, "jvm_heap_used"),
            r#"sum by (job, instance) (jvm_memory_used_bytes{area="heap",job="shop"})"#
        );
        assert_eq!(
            query(r#"job="shop""#, "hikari_active"),
            r#"sum by (pool, instance) (hikaricp_connections_active{job="shop"})"#
        );
        assert!(queries("", 12).iter().all(|query| !query.query.contains('$')));
    }

    #[test]
    fn every_query_has_a_name_and_a_place_for_matchers() {
        for (at, row) in SET.iter().enumerate() {
            assert_eq!(row.query.matches("$m").count(), 1, "{}", row.name);
            assert!(SET[..at].iter().all(|other| other.name != row.name), "{}", row.name);
        }
    }

    #[test]
    fn the_page_lists_every_query() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fetch.md")).unwrap();
        for row in SET {
            let shown = row.query.replace("$m", "…").replace("$r", "R");
            let line = format!("| `{}` | `{shown}` |", row.name);
            assert!(page.contains(&line), "docs/fetch.md lacks {line}");
        }
        assert_eq!(page.matches("by (").count(), SET.len());
    }

    #[test]
    fn rates_span_steps_and_intervals() {
        assert_eq!(rate_over(1, None), 10);
        assert_eq!(rate_over(5, Some(2)), 20);
        assert_eq!(rate_over(2, Some(15)), 60);
    }
}
