//! A query for each product of the vocabulary: all of its metrics, as they are; and two for each instrumentation.

use super::instrumentation::{INSTRUMENTATIONS, Instrumentation};
use super::queries::QUERIES;
use super::role::{Role, Vantage};
use super::unit::SeriesUnit;
use super::vocabulary::{KnownMetric, Product, products};

/// A query for the metrics of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductQuery {
    /// What the signal is called.
    pub name: String,
    /// PromQL in which `$m` stands for the user's label matchers.
    pub query: String,
}

/// Lists them, without what [`QUERIES`] ask for.
pub fn product_queries() -> Vec<ProductQuery> {
    let asked = |product: &'static Product| {
        let patterns: Vec<&str> =
            product.metrics.iter().filter(|row| is_wanted(row)).map(|row| row.pattern.as_str()).collect();
        (product, patterns)
    };
    let products = products().iter().map(asked).filter(|(_, patterns)| !patterns.is_empty());
    let mut queries: Vec<ProductQuery> = Vec::new();
    for (product, mut patterns) in products {
        patterns.dedup();
        let patterns: Vec<String> = patterns.into_iter().map(|pattern| pattern.replace('*', ".*")).collect();
        let only = product.only.as_deref().map_or_else(String::new, |only| format!("{only},"));
        let name = slug(&product.title);
        let is_taken = queries.iter().any(|query| query.name == name);
        queries.push(ProductQuery {
            name: if is_taken { format!("{name}_{}", slug(&product.by)) } else { name },
            query: format!("{{__name__=~\"{}\",{only}$m}}", patterns.join("|")),
        });
    }
    queries
}

/// Labels by which requests are told apart; what a series lacks is left out.
pub const BY: &str = "job, method, http_request_method, http_method, uri, http_route, route, handler, path, url, endpoint, \
view, grpc_service, grpc_method, rpc_service, rpc_method";
/// Labels with their status.
const STATUS: &str = "status, code, status_code, http_response_status_code, http_status_code, response_code, grpc_code, \
rpc_grpc_status_code";

/// Lists the queries for requests and for the buckets of their latency, of instrumentations that [`QUERIES`] do not ask for.
/// In them `$m` stands for the user's label matchers, and `$r` for the range of rates.
pub fn instrumentation_queries() -> Vec<(ProductQuery, Role, SeriesUnit)> {
    let asked = |row: &&Instrumentation| {
        row.vantage == Vantage::Server && !QUERIES.iter().any(|known| known.query.contains(row.metric))
    };
    let queries = |row: &'static Instrumentation| {
        let Instrumentation { key, metric, .. } = row;
        let key = slug(key);
        let requests = format!("sum by ({BY}, {STATUS}) (rate({metric}_count{{$m}}[$r]))");
        let buckets = format!("sum by (le, {BY}) (rate({metric}_bucket{{$m}}[$r]))");
        [
            (
                ProductQuery { name: format!("{key}_requests"), query: requests },
                Role::Traffic,
                SeriesUnit::Count,
            ),
            (
                ProductQuery { name: format!("{key}_latency_buckets"), query: buckets },
                Role::Latency,
                row.unit,
            ),
        ]
    };
    INSTRUMENTATIONS.iter().filter(asked).flat_map(queries).collect()
}

/// What is worth asking for: what says how full something is, and how many requests there were. Histograms are asked for by
/// route, and calls of others are not looked at.
fn is_wanted(row: &KnownMetric) -> bool {
    let is_told = match row.role {
        Role::Saturation { .. } | Role::Traffic | Role::Errors => true,
        Role::Latency => !row.pattern.ends_with('*'),
        Role::Other => false,
    };
    let is_asked = |query: &str| {
        query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == row.pattern)
    };
    is_told && row.vantage == Vantage::Server && !QUERIES.iter().any(|known| is_asked(known.query))
}

fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::product_queries;

    #[test]
    fn every_product_has_a_query_with_a_name_of_its_own() {
        let queries = product_queries();
        for (at, query) in queries.iter().enumerate() {
            assert_eq!(query.query.matches("$m").count(), 1, "{}", query.name);
            assert!(queries[..at].iter().all(|other| other.name != query.name), "{}", query.name);
            // What a server that forbids POST takes in an address.
            assert!(query.query.len() < 4_000, "{}: {}", query.name, query.query.len());
        }
        let go = queries.iter().find(|query| query.name == "r2dbc").unwrap();
        let metrics = ["acquired", "pending", "idle", "max_allocated", "allocated"]
            .map(|part| format!("r2dbc_pool_{part}_connections"));
        assert_eq!(go.query, format!("{{__name__=~\"{}\",$m}}", metrics.join("|")));
    }
}
