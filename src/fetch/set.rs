//! The queries that are sent by default: requests by endpoint, and what services run out of; then the metrics
//! of the vocabulary, product by product.
//!
//! `docs/fetch.md` lists the first for users; a test ties the two.

use crate::model::series::queries::{KnownQuery, QUERIES, with_matchers};
use crate::model::series::queries_of_products::{ProductQuery, instrumentation_queries, product_queries};
use crate::model::series::role::Role;
use crate::model::series::unit::SeriesUnit;
use crate::model::settings::Query;

/// Fills in the label matchers, without braces, and the range of rates in seconds.
pub fn queries(selector: &str, rate_over: u64) -> Vec<Query> {
    let query = |row: &KnownQuery| Query {
        name: row.name.to_owned(),
        query: row.filled(selector, &format!("{rate_over}s")),
        role: Some(row.role),
        unit: Some(row.unit),
        kind: None,
    };
    let of_product = |row: ProductQuery| Query {
        query: with_matchers(&row.query, selector),
        name: row.name,
        role: None,
        unit: None,
        kind: None,
    };
    let of_instrumentation = |(row, role, unit): (ProductQuery, Role, SeriesUnit)| Query {
        query: with_matchers(&row.query, selector).replace("$r", &format!("{rate_over}s")),
        name: row.name,
        role: Some(role),
        unit: Some(unit),
        kind: None,
    };
    let further = instrumentation_queries().into_iter().map(of_instrumentation);
    QUERIES.iter().map(query).chain(further).chain(product_queries().into_iter().map(of_product)).collect()
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
    use super::{QUERIES, queries, rate_over};

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
    fn rates_span_steps_and_intervals() {
        assert_eq!(rate_over(1, None), 10);
        assert_eq!(rate_over(5, Some(2)), 20);
        assert_eq!(rate_over(2, Some(15)), 60);
    }
}
