//! The metrics that are known: what each tells of a service, what it counts, and who publishes it.
//!
//! The rows are data, a file for each family of products beside this one. Users add rows of the same form as
//! `[[prometheus.signals]]`, which come first.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::role::{Part, Resource, Role, RoleKey, Vantage, WorseWhen};
use super::unit::{KindKey, SampleKind, SeriesUnit};
use crate::model::pattern::matches;

/// A metric, or several whose names match a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownMetric {
    /// In which `*` stands for any text.
    pub pattern: String,
    /// Labels that a series must have, in whose values `*` stands for any text. Where an aggregation has dropped such a
    /// label, the row speaks of all series.
    pub labels: BTreeMap<String, String>,
    /// What it tells of a service.
    pub role: Role,
    /// What it counts.
    pub unit: Option<SeriesUnit>,
    /// How its numbers follow each other; absent where it comes as a histogram or as a summary.
    pub kind: Option<SampleKind>,
    /// Whether more or less of it is the worse, where the role does not say it.
    pub worse: Option<WorseWhen>,
    /// Of what it is a share, where it says something as a share only.
    pub share: Option<ShareOf>,
    /// Who measures.
    pub vantage: Vantage,
}

/// Of what a counter is a share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShareOf {
    /// The metrics that are the whole together.
    pub of: Vec<String>,
    /// Labels over which both are summed up.
    pub summed_over: Vec<String>,
    /// Values of labels whose series count in the whole alone.
    pub except: BTreeMap<String, Vec<String>>,
}

impl ShareOf {
    /// Tells whether a series counts in the whole alone.
    pub fn leaves_out(&self, labels: &BTreeMap<String, String>) -> bool {
        self.except
            .iter()
            .any(|(label, values)| labels.get(label).is_some_and(|value| values.contains(value)))
    }
}

/// Finds the first of some conditions on labels, in whose values `*` stands for any text, that labels fulfil: one whose
/// labels are all there, else one to which a label that is not there is no objection.
pub fn fulfilled(
    conditions: &[&BTreeMap<String, String>],
    labels: &BTreeMap<String, String>,
) -> Option<usize> {
    let has = |wanted: &BTreeMap<String, String>, absent: bool| {
        wanted.iter().all(|(name, value)| labels.get(name).map_or(absent, |found| matches(value, found)))
    };
    let told = conditions.iter().position(|wanted| !wanted.is_empty() && has(wanted, false));
    told.or_else(|| conditions.iter().position(|wanted| has(wanted, true)))
}

/// Who publishes metrics.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// What reports call it; several may have the same title.
    pub title: String,
    /// Who writes the metrics so.
    pub by: String,
    /// Label matchers without which a query would find more than what is meant.
    pub only: Option<String>,
    /// Its metrics.
    pub metrics: Vec<KnownMetric>,
}

/// The files, whose rows have the keys of `[[prometheus.signals]]`.
pub(crate) const FILES: [&str; 7] = [
    include_str!("load.toml"),
    include_str!("hosts.toml"),
    include_str!("java.toml"),
    include_str!("runtimes.toml"),
    include_str!("databases.toml"),
    include_str!("queues.toml"),
    include_str!("proxies.toml"),
];

/// All products.
///
/// # Panics
///
/// Never: the files are part of the program, and a test reads them.
#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
pub fn products() -> &'static [Product] {
    static PRODUCTS: OnceLock<Vec<Product>> = OnceLock::new();
    PRODUCTS.get_or_init(|| {
        let read = |file: &&str| toml::from_str::<File>(file).expect("a vocabulary that can be read").product;
        FILES.iter().flat_map(read).map(Product::from).collect()
    })
}

/// The rows for a metric, the first of which counts; several where labels tell them apart.
pub fn rows(metric: &str) -> impl Iterator<Item = &'static KnownMetric> {
    let rows = products().iter().flat_map(|product| &product.metrics);
    rows.filter(move |row| matches(&row.pattern, metric))
}

/// Tells who publishes a metric.
pub fn product(metric: &str) -> Option<&'static str> {
    let publishes = |product: &&Product| product.metrics.iter().any(|row| matches(&row.pattern, metric));
    products().iter().find(publishes).map(|product| product.title.as_str())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    product: Vec<ProductRows>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductRows {
    title: String,
    by: String,
    only: Option<String>,
    signals: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    r#match: String,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    role: RoleKey,
    resource: Option<Resource>,
    part: Option<Part>,
    unit: Option<SeriesUnit>,
    kind: Option<KindKey>,
    worse: Option<WorseWhen>,
    #[serde(default)]
    share_of: Vec<String>,
    #[serde(default)]
    summed_over: Vec<String>,
    #[serde(default)]
    except: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    vantage: Vantage,
}

impl From<ProductRows> for Product {
    fn from(rows: ProductRows) -> Self {
        Self {
            title: rows.title,
            by: rows.by,
            only: rows.only,
            metrics: rows.signals.into_iter().map(KnownMetric::from).collect(),
        }
    }
}

impl From<Row> for KnownMetric {
    fn from(row: Row) -> Self {
        let share = ShareOf { of: row.share_of, summed_over: row.summed_over, except: row.except };
        Self {
            share: (!share.of.is_empty()).then_some(share),
            pattern: row.r#match,
            labels: row.labels,
            role: Role::of_keys(row.role, row.resource, row.part),
            unit: row.unit,
            kind: row.kind.and_then(|key| SampleKind::of_keys(key, None)),
            worse: row.worse,
            vantage: row.vantage,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Part, Resource, Role, SampleKind, SeriesUnit, fulfilled, matches, product, products, rows};

    #[test]
    fn metrics_are_known_by_name() {
        let pool = rows("hikaricp_connections_pending").next().unwrap();
        let pending = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Pending };
        assert_eq!((pool.role, pool.unit), (pending, Some(SeriesUnit::Count)));
        let acquire = rows("hikaricp_connections_acquire_seconds_bucket").next().unwrap();
        assert_eq!((acquire.kind, acquire.unit), (Some(SampleKind::Counter), Some(SeriesUnit::Seconds)));
        assert_eq!(rows("shop_orders_total").count(), 0);
        assert_eq!(product("hikaricp_connections_max"), Some("HikariCP"));
    }

    #[test]
    fn labels_that_are_there_choose_the_row() {
        let labels = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
        };
        let rows =
            [labels(&[("state", "used")]), labels(&[("state", "idle")]), labels(&[("db_state", "idle")])];
        for (of, expected) in [
            (labels(&[("state", "idle")]), Some(1)),
            (labels(&[("db_state", "idle")]), Some(2)),
            (labels(&[("job", "a")]), Some(0)),
            (labels(&[("state", "broken"), ("db_state", "broken")]), None),
        ] {
            assert_eq!(fulfilled(&rows.each_ref(), &of), expected, "{of:?}");
        }
    }

    #[test]
    fn no_row_hides_another() {
        let all: Vec<_> = products().iter().flat_map(|product| &product.metrics).collect();
        for (index, row) in all.iter().enumerate() {
            let hides = |earlier: &&&super::KnownMetric| {
                matches(&earlier.pattern, &row.pattern)
                    && (earlier.labels.is_empty() || earlier.labels == row.labels)
            };
            let hider = all[..index].iter().find(hides);
            assert!(hider.is_none(), "{} is hidden by {}", row.pattern, hider.unwrap().pattern);
        }
    }
}
