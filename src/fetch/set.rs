//! The queries that are sent by default: requests by endpoint, and what services run out of; then the metrics
//! of the vocabulary, product by product.
//!
//! `docs/fetch.md` lists the first for users; a test ties the two.

use crate::model::pattern::matches;
use crate::model::series::queries::{KnownQuery, QUERIES, with_matchers};
use crate::model::series::queries_of_products::{ProductQuery, instrumentation_queries, product_queries};
use crate::model::series::role::Role;
use crate::model::series::unit::SeriesUnit;
use crate::model::settings::Query;

/// Fills in the label matchers, without braces, and the range of rates in seconds. Beside each query are the metrics that it
/// asks for, in whose names `*` stands for any text.
pub fn queries(selector: &str, rate_over: u64) -> Vec<(Query, Vec<String>)> {
    let filled = |template: &str| with_matchers(template, selector).replace("$r", &format!("{rate_over}s"));
    let query = |name: String, template: &str, role, unit| {
        (Query { name, query: filled(template), role, unit, kind: None }, metrics_of(template))
    };
    let known = |row: &KnownQuery| query(row.name.to_owned(), row.query, Some(row.role), Some(row.unit));
    let of_product = |row: ProductQuery| query(row.name, &row.query, None, None);
    let of_instrumentation = |(row, role, unit): (ProductQuery, Role, SeriesUnit)| {
        query(row.name, &row.query, Some(role), Some(unit))
    };
    let further = instrumentation_queries().into_iter().map(of_instrumentation);
    QUERIES.iter().map(known).chain(further).chain(product_queries().into_iter().map(of_product)).collect()
}

/// The same, and those of `more` metrics that none of them asks for, as they are. `others` are matchers for what `more` does not
/// name.
pub(super) fn queries_and(
    selector: &str,
    others: &str,
    rate_over: u64,
    more: &[String],
) -> Vec<(Query, Vec<String>)> {
    let mut all = queries(selector, rate_over);
    if !others.is_empty() {
        let is_named = |metrics: &[String]| {
            more.iter().any(|metric| {
                metrics.iter().any(|pattern| matches(pattern, metric) || matches(metric, pattern))
            })
        };
        let both =
            [selector, others].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(",");
        for (whole, restricted) in all.iter_mut().zip(queries(&both, rate_over)) {
            if !is_named(&whole.1) {
                *whole = restricted;
            }
        }
    }
    for metric in more {
        let is_asked = all.iter().any(|(_, asked)| asked.iter().any(|pattern| matches(pattern, metric)));
        // What is no name of a metric is that of a file.
        let is_name = metric.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:*".contains(&b));
        if is_name && !is_asked {
            let query = format!("{{__name__=~\"{}\",$m}}", metric.replace('*', ".*"));
            let query = with_matchers(&query, selector);
            let named = Query { name: metric.clone(), query, role: None, unit: None, kind: None };
            all.push((named, vec![metric.clone()]));
        }
    }
    all
}

/// The metrics that a query asks for: what stands before the braces with the label matchers, or the names in them.
fn metrics_of(template: &str) -> Vec<String> {
    let Some((before, matchers)) = template.split_once("$m").and_then(|(before, _)| before.rsplit_once('{'))
    else {
        return Vec::new();
    };
    match matchers.strip_prefix("__name__=~\"").and_then(|names| names.split_once('"')) {
        Some((names, _)) => names.split('|').map(|name| name.replace(".*", "*")).collect(),
        None => {
            let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
            vec![before[before.trim_end_matches(is_of_name).len()..].to_owned()]
        }
    }
}

/// A rate needs two samples. Four of the server's intervals have them even where one was missed, and so do four steps,
/// so that nothing falls between two of them.
const INTERVALS: u64 = 4;
/// Below this a rate jumps with every single request.
const SHORTEST_RATE: u64 = 10;

/// Over how many seconds rates are taken, at a step and, where it is known, at the interval at which a server collects.
pub(super) fn rate_over(step: u64, interval: Option<u64>) -> u64 {
    step.max(interval.unwrap_or(0)).saturating_mul(INTERVALS).max(SHORTEST_RATE)
}

#[cfg(test)]
mod tests {
    use super::{QUERIES, queries, queries_and, rate_over};

    #[test]
    fn matchers_and_range_are_filled_in() {
        let query = |selector: &str, name: &str| {
            queries(selector, 12).into_iter().find(|(query, _)| query.name == name).unwrap().0.query
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
        assert!(queries("", 12).iter().all(|(query, _)| !query.query.contains('$')));
    }

    #[test]
    fn each_query_says_which_metrics_it_asks_for() {
        let metrics = |name: &str| {
            queries("job=\"a\"", 12).into_iter().find(|(query, _)| query.name == name).unwrap().1
        };
        assert_eq!(metrics("hikari_timeouts"), ["hikaricp_connections_timeout_total"]);
        assert_eq!(metrics("spring_latency_native"), ["http_server_requests_seconds"]);
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_:*.".contains(c);
        for (query, metrics) in queries("", 12) {
            assert!(!metrics.is_empty(), "{}", query.name);
            assert!(metrics.iter().all(|name| !name.is_empty() && name.chars().all(is_name)), "{metrics:?}");
        }
    }

    #[test]
    fn every_query_has_a_name_and_a_place_for_matchers() {
        for (at, row) in QUERIES.iter().enumerate() {
            assert_eq!(row.query.matches("$m").count(), 1, "{}", row.name);
            assert!(QUERIES[..at].iter().all(|other| other.name != row.name), "{}", row.name);
        }
    }

    #[test]
    fn the_page_lists_every_query() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fetch.md")).unwrap();
        for row in QUERIES {
            let shown = row.query.replace("$m", "…").replace("$r", "R");
            let line = format!("| `{}` | `{shown}` |", row.name);
            assert!(page.contains(&line), "docs/fetch.md lacks {line}");
        }
        assert_eq!(page.matches("by (").count(), QUERIES.len());
    }

    #[test]
    fn metrics_of_objectives_are_asked_for_once() {
        let more = [
            "shop_slots",
            "shop_*_free",
            "hikaricp_connections_pending",
            "node_load1",
            "shop_slots",
            "p95.json",
        ];
        let all = queries_and("job=\"shop\"", "", 60, &more.map(str::to_owned));
        let added: Vec<&str> = all[queries("", 60).len()..].iter().map(|(q, _)| q.query.as_str()).collect();
        let expected = [r#"{__name__=~"shop_slots",job="shop"}"#, r#"{__name__=~"shop_.*_free",job="shop"}"#];
        assert_eq!(added, expected);
    }

    #[test]
    fn rates_span_steps_and_intervals() {
        assert_eq!(rate_over(1, None), 10);
        assert_eq!(rate_over(5, Some(2)), 20);
        assert_eq!(rate_over(2, Some(15)), 60);
    }
}
