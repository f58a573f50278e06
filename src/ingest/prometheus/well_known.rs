//! Well-known metrics: what they tell, what they count, and who names them so.

use super::meaning::{K6, Meaning};
use crate::model::pattern::matches;
use crate::model::series::role::{Part, Resource, Role, Vantage, WorseWhen};
use crate::model::series::unit::{SampleKind, SeriesUnit};

use Part::{Idle, Limit, Pending, Size, Time, Timeouts, Used};
use Resource::{
    ConnectionPool, Cpu, Disk, Files, GarbageCollection, Memory, Network, Queue, ThreadPool, Threads,
};
use SampleKind::{Counter, Gauge};
use SeriesUnit::{Bytes, Cores, Count, Ratio, Seconds};

/// A metric, or several whose names match a pattern.
struct WellKnown {
    /// In which `*` stands for any text.
    pattern: &'static str,
    role: Role,
    unit: SeriesUnit,
    kind: SampleKind,
    /// Where it is not what the role says.
    worse: Option<WorseWhen>,
}

const fn metric(role: Role, pattern: &'static str, unit: SeriesUnit, kind: SampleKind) -> WellKnown {
    WellKnown { pattern, role, unit, kind, worse: None }
}

const fn full(
    resource: Resource,
    part: Part,
    pattern: &'static str,
    unit: SeriesUnit,
    kind: SampleKind,
) -> WellKnown {
    WellKnown { pattern, role: Role::Saturation { resource, part }, unit, kind, worse: None }
}

/// The first that matches counts. Each block names who publishes the metrics.
const WELL_KNOWN: &[WellKnown] = &[
    // k6's remote write. Trends are gauges in seconds since the start of the test, whatever their name says.
    metric(Role::Traffic, "k6_http_reqs_total", Count, Counter),
    metric(Role::Errors, "k6_http_req_failed_rate", Ratio, Gauge),
    metric(Role::Latency, "k6_http_req_duration_*", Seconds, Gauge),
    full(ThreadPool, Limit, "k6_vus_max", Count, Gauge),
    full(ThreadPool, Used, "k6_vus", Count, Gauge),
    // Proxies: Istio's standard metrics, ingress-nginx, nginx-prometheus-exporter, Envoy.
    metric(Role::Traffic, "istio_requests_total", Count, Counter),
    metric(Role::Traffic, "nginx_ingress_controller_requests", Count, Counter),
    metric(Role::Traffic, "nginx_http_requests_total", Count, Counter),
    // Connections that are kept alive wait for no one: more or fewer of them say nothing.
    WellKnown {
        worse: Some(WorseWhen::Neither),
        ..full(ConnectionPool, Idle, "nginx_connections_waiting", Count, Gauge)
    },
    full(ConnectionPool, Used, "nginx_connections_active", Count, Gauge),
    full(Queue, Pending, "envoy_cluster_upstream_rq_pending_active", Count, Gauge),
    // Client libraries by Prometheus' naming conventions, prometheus-net, express-prom-bundle.
    metric(Role::Traffic, "http_requests_total", Count, Counter),
    metric(Role::Traffic, "http_requests_received_total", Count, Counter),
    metric(Role::Traffic, "grpc_server_handled_total", Count, Counter),
    full(Queue, Used, "http_requests_in_progress", Count, Gauge),
    full(Queue, Used, "http_server_active_requests", Count, Gauge),
    // Micrometer: HikariCP.
    full(ConnectionPool, Used, "hikaricp_connections_active", Count, Gauge),
    full(ConnectionPool, Pending, "hikaricp_connections_pending", Count, Gauge),
    full(ConnectionPool, Idle, "hikaricp_connections_idle", Count, Gauge),
    full(ConnectionPool, Limit, "hikaricp_connections_max", Count, Gauge),
    full(ConnectionPool, Timeouts, "hikaricp_connections_timeout_total", Count, Counter),
    full(ConnectionPool, Time, "hikaricp_connections_acquire_seconds_max", Seconds, Gauge),
    full(ConnectionPool, Time, "hikaricp_connections_acquire_seconds*", Seconds, Counter),
    full(ConnectionPool, Time, "hikaricp_connections_usage_seconds_max", Seconds, Gauge),
    full(ConnectionPool, Time, "hikaricp_connections_usage_seconds*", Seconds, Counter),
    // Spring Boot: any data source, R2DBC, Apache's HTTP client.
    full(ConnectionPool, Used, "jdbc_connections_active", Count, Gauge),
    full(ConnectionPool, Idle, "jdbc_connections_idle", Count, Gauge),
    full(ConnectionPool, Limit, "jdbc_connections_max", Count, Gauge),
    full(ConnectionPool, Used, "r2dbc_pool_acquired_connections", Count, Gauge),
    full(ConnectionPool, Pending, "r2dbc_pool_pending_connections", Count, Gauge),
    full(ConnectionPool, Idle, "r2dbc_pool_idle_connections", Count, Gauge),
    full(ConnectionPool, Limit, "r2dbc_pool_max_allocated_connections", Count, Gauge),
    full(ConnectionPool, Pending, "httpcomponents_httpclient_pool_total_pending", Count, Gauge),
    full(ConnectionPool, Limit, "httpcomponents_httpclient_pool_total_max", Count, Gauge),
    // Go: dlmiddlecote/sqlstats, and the collector of client_golang.
    full(ConnectionPool, Used, "go_sql_stats_connections_in_use", Count, Gauge),
    full(ConnectionPool, Idle, "go_sql_stats_connections_idle", Count, Gauge),
    full(ConnectionPool, Limit, "go_sql_stats_connections_max_open", Count, Gauge),
    full(ConnectionPool, Pending, "go_sql_stats_connections_waited_for*", Count, Counter),
    full(ConnectionPool, Time, "go_sql_stats_connections_blocked_seconds*", Seconds, Counter),
    full(ConnectionPool, Used, "go_sql_in_use_connections", Count, Gauge),
    full(ConnectionPool, Idle, "go_sql_idle_connections", Count, Gauge),
    full(ConnectionPool, Limit, "go_sql_max_open_connections", Count, Gauge),
    full(ConnectionPool, Pending, "go_sql_wait_count_total", Count, Counter),
    full(ConnectionPool, Time, "go_sql_wait_duration_seconds_total", Seconds, Counter),
    // pgbouncer_exporter.
    full(ConnectionPool, Used, "pgbouncer_pools_server_active_connections", Count, Gauge),
    full(ConnectionPool, Idle, "pgbouncer_pools_server_idle_connections", Count, Gauge),
    full(ConnectionPool, Pending, "pgbouncer_pools_client_waiting_connections", Count, Gauge),
    full(ConnectionPool, Time, "pgbouncer_pools_client_maxwait_seconds", Seconds, Gauge),
    full(ConnectionPool, Limit, "pgbouncer_databases_pool_size", Count, Gauge),
    // Micrometer: Tomcat, Jetty, executors.
    full(ThreadPool, Used, "tomcat_threads_busy_threads", Count, Gauge),
    full(ThreadPool, Limit, "tomcat_threads_config_max_threads", Count, Gauge),
    full(ThreadPool, Used, "jetty_threads_busy", Count, Gauge),
    full(ThreadPool, Idle, "jetty_threads_idle", Count, Gauge),
    full(ThreadPool, Limit, "jetty_threads_config_max", Count, Gauge),
    full(ThreadPool, Pending, "jetty_threads_jobs", Count, Gauge),
    full(ThreadPool, Used, "executor_active_threads", Count, Gauge),
    full(ThreadPool, Pending, "executor_queued_tasks", Count, Gauge),
    full(ThreadPool, Limit, "executor_pool_max_threads", Count, Gauge),
    // JVM: Micrometer, and the Java client of Prometheus.
    full(GarbageCollection, Time, "jvm_gc_pause_seconds_max", Seconds, Gauge),
    full(GarbageCollection, Time, "jvm_gc_pause_seconds_sum", Seconds, Counter),
    full(GarbageCollection, Used, "jvm_gc_pause_seconds_count", Count, Counter),
    full(GarbageCollection, Used, "jvm_gc_overhead_percent", Ratio, Gauge),
    full(GarbageCollection, Used, "jvm_gc_overhead", Ratio, Gauge),
    full(GarbageCollection, Time, "jvm_gc_collection_seconds_sum", Seconds, Counter),
    full(GarbageCollection, Used, "jvm_gc_collection_seconds_count", Count, Counter),
    full(Memory, Limit, "jvm_memory_max_bytes", Bytes, Gauge),
    full(Memory, Used, "jvm_memory_used_bytes", Bytes, Gauge),
    full(Memory, Used, "jvm_memory_bytes_used", Bytes, Gauge),
    full(Memory, Limit, "jvm_memory_bytes_max", Bytes, Gauge),
    full(Threads, Used, "jvm_threads_live_threads", Count, Gauge),
    full(Threads, Used, "jvm_threads_current", Count, Gauge),
    // Go, Node.js, Python.
    full(GarbageCollection, Time, "go_gc_duration_seconds_sum", Seconds, Counter),
    full(GarbageCollection, Used, "go_gc_duration_seconds_count", Count, Counter),
    full(GarbageCollection, Time, "go_gc_duration_seconds", Seconds, Gauge),
    full(Memory, Used, "go_memstats_heap_inuse_bytes", Bytes, Gauge),
    full(Memory, Used, "go_memstats_heap_alloc_bytes", Bytes, Gauge),
    full(Threads, Used, "go_goroutines", Count, Gauge),
    full(GarbageCollection, Time, "nodejs_gc_duration_seconds_sum", Seconds, Counter),
    full(GarbageCollection, Used, "nodejs_gc_duration_seconds_count", Count, Counter),
    full(Memory, Used, "nodejs_heap_size_used_bytes", Bytes, Gauge),
    full(Memory, Size, "nodejs_heap_size_total_bytes", Bytes, Gauge),
    full(Cpu, Pending, "nodejs_eventloop_lag*_seconds", Seconds, Gauge),
    full(GarbageCollection, Used, "python_gc_collections_total", Count, Counter),
    // A process: Micrometer, and the process collector of every client library.
    full(Cpu, Used, "process_cpu_usage", Ratio, Gauge),
    full(Cpu, Used, "system_cpu_usage", Ratio, Gauge),
    full(Cpu, Limit, "system_cpu_count", Cores, Gauge),
    full(Cpu, Pending, "system_load_average_1m", Count, Gauge),
    full(Cpu, Used, "process_cpu_seconds_total", Seconds, Counter),
    full(Memory, Used, "process_resident_memory_bytes", Bytes, Gauge),
    full(Files, Used, "process_files_open_files", Count, Gauge),
    full(Files, Limit, "process_files_max_files", Count, Gauge),
    full(Files, Used, "process_open_fds", Count, Gauge),
    full(Files, Limit, "process_max_fds", Count, Gauge),
    // A container: cAdvisor.
    full(Cpu, Used, "container_cpu_usage_seconds_total", Seconds, Counter),
    full(Cpu, Time, "container_cpu_cfs_throttled_seconds_total", Seconds, Counter),
    full(Cpu, Pending, "container_cpu_cfs_throttled_periods_total", Count, Counter),
    full(Memory, Used, "container_memory_working_set_bytes", Bytes, Gauge),
    full(Memory, Used, "container_memory_usage_bytes", Bytes, Gauge),
    full(Memory, Limit, "container_spec_memory_limit_bytes", Bytes, Gauge),
    full(Network, Used, "container_network_*_bytes_total", Bytes, Counter),
    // A host: node_exporter.
    full(Cpu, Used, "node_cpu_seconds_total", Seconds, Counter),
    full(Cpu, Pending, "node_load1", Count, Gauge),
    full(Cpu, Time, "node_pressure_cpu_waiting_seconds_total", Seconds, Counter),
    full(Memory, Idle, "node_memory_MemAvailable_bytes", Bytes, Gauge),
    full(Memory, Limit, "node_memory_MemTotal_bytes", Bytes, Gauge),
    full(Disk, Time, "node_disk_io_time_seconds_total", Seconds, Counter),
    full(Network, Used, "node_network_*_bytes_total", Bytes, Counter),
    // Kafka: Micrometer's client metrics, kafka_exporter.
    full(Queue, Pending, "kafka_consumer_*records_lag*", Count, Gauge),
    full(Queue, Pending, "kafka_consumergroup_lag*", Count, Gauge),
    full(Queue, Used, "kafka_producer_requests_in_flight", Count, Gauge),
    full(Queue, Idle, "kafka_producer_buffer_available_bytes", Bytes, Gauge),
    full(Queue, Limit, "kafka_producer_buffer_total_bytes", Bytes, Gauge),
    full(Queue, Pending, "kafka_producer_waiting_threads", Count, Gauge),
    metric(Role::Errors, "kafka_producer_record_error_total", Count, Counter),
    // RabbitMQ's own plugin; redis_exporter.
    full(Queue, Pending, "rabbitmq_queue_messages*", Count, Gauge),
    full(Memory, Used, "redis_memory_used_bytes", Bytes, Gauge),
    full(Memory, Limit, "redis_memory_max_bytes", Bytes, Gauge),
    full(Queue, Pending, "redis_blocked_clients", Count, Gauge),
    full(ConnectionPool, Used, "redis_connected_clients", Count, Gauge),
    full(ConnectionPool, Limit, "redis_config_maxclients", Count, Gauge),
];

/// Tells what a metric means.
pub(super) fn meaning(metric: &str) -> Option<Meaning> {
    let known = WELL_KNOWN.iter().find(|known| matches(known.pattern, metric))?;
    let vantage = if metric.starts_with(K6) { Vantage::LoadGenerator } else { Vantage::Server };
    Some(Meaning {
        role: known.role,
        unit: Some(known.unit),
        kind: Some(known.kind),
        vantage,
        worse: known.worse,
    })
}

#[cfg(test)]
mod tests {
    use super::{Part, Resource, Role, SampleKind, SeriesUnit, WELL_KNOWN, matches, meaning};

    #[test]
    fn metrics_are_known_by_name() {
        let pool = meaning("hikaricp_connections_pending").unwrap();
        let pending = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Pending };
        assert_eq!((pool.role, pool.unit), (pending, Some(SeriesUnit::Count)));
        let acquire = meaning("hikaricp_connections_acquire_seconds_bucket").unwrap();
        assert_eq!((acquire.kind, acquire.unit), (Some(SampleKind::Counter), Some(SeriesUnit::Seconds)));
        assert_eq!(meaning("shop_orders_total"), None);
    }

    #[test]
    fn no_row_hides_another() {
        for (index, row) in WELL_KNOWN.iter().enumerate() {
            let hider = WELL_KNOWN[..index].iter().find(|earlier| matches(earlier.pattern, row.pattern));
            assert!(hider.is_none(), "{} is hidden by {}", row.pattern, hider.unwrap().pattern);
        }
    }
}
