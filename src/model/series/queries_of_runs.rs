//! Queries for what a run is made of: counters as they are, since rates smear requests over their range.

use super::instrumentation::INSTRUMENTATIONS;
use super::queries::with_matchers;
use super::role::Vantage;

/// Who counted the requests of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunSource {
    /// k6, by its remote write or its OpenTelemetry output.
    K6,
    /// The servers that answered.
    Servers,
}

/// What of k6's a run needs, whatever prefix its exporter gave it: histograms, percentiles, counts, load.
const K6: [(&str, &str); 6] = [
    ("k6_native", "k6_http_req_duration_seconds{$m}"),
    ("k6_histograms", r#"{__name__=~"(.+_)?http_req_duration(_milliseconds)?_bucket",$m}"#),
    ("k6_trend_stats", r#"{__name__=~"k6_http_req_duration_(min|max|avg|med|p[0-9]+)",$m}"#),
    ("k6_requests", r#"{__name__=~"(.+_)?http_reqs_total",$m}"#),
    ("k6_rates", r#"{__name__=~"(.+_)?(http_req_failed|checks)(_occurred)?_total",$m}"#),
    (
        "k6_load",
        r#"{__name__=~"(.+_)?(vus|vus_max|iterations_total|dropped_iterations_total|data_sent_total|data_received_total)",$m}"#,
    ),
];

/// Names and queries, with label matchers without braces.
pub fn run_queries(source: RunSource, selector: &str) -> Vec<(String, String)> {
    let filled = |(name, query): (&str, &str)| (name.to_owned(), with_matchers(query, selector));
    match source {
        RunSource::K6 => K6.into_iter().map(filled).collect(),
        RunSource::Servers => {
            let mut metrics: Vec<&str> = INSTRUMENTATIONS
                .iter()
                .filter(|row| row.vantage == Vantage::Server)
                .map(|row| row.metric)
                .collect();
            metrics.sort_unstable();
            metrics.dedup();
            let buckets: Vec<String> = metrics.iter().map(|metric| format!("{metric}_bucket")).collect();
            [
                ("server_histograms", format!(r#"{{__name__=~"{}",$m}}"#, buckets.join("|"))),
                (
                    "server_native_histograms",
                    format!(r#"{{__name__=~"{}",quantile="",$m}}"#, metrics.join("|")),
                ),
            ]
            .iter()
            .map(|(name, query)| filled((name, query)))
            .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RunSource, run_queries};

    #[test]
    fn matchers_are_filled_in_and_every_metric_is_asked_for_as_it_is() {
        let queries = run_queries(RunSource::K6, r#"testid="42""#);
        assert_eq!(queries[0].1, r#"k6_http_req_duration_seconds{testid="42"}"#);
        assert_eq!(queries[3].1, r#"{__name__=~"(.+_)?http_reqs_total",testid="42"}"#);
        assert_eq!(run_queries(RunSource::K6, "")[0].1, "k6_http_req_duration_seconds");
        let servers = run_queries(RunSource::Servers, "");
        assert!(servers[0].1.contains("|http_server_requests_seconds_bucket|"), "{}", servers[0].1);
        assert!(servers[1].1.contains("http_server_request_duration_seconds|"), "{}", servers[1].1);
        for (name, query) in queries.iter().chain(&servers) {
            assert!(!query.contains('$') && !query.contains("rate("), "{name}: {query}");
        }
    }
}
