//! What a signal means: from its bundle, the configuration, the name of its metric, the name of its file.

use super::meaning::{K6, Meaning};
use super::{families, kinds, stems, well_known};
use crate::model::pattern::matches;
use crate::model::series::role::Vantage;
use crate::model::series::unit::SampleKind;
use crate::model::settings::PrometheusSettings;

/// Names that may say what a signal is.
pub(super) struct Names<'a> {
    /// The file's, or the one in the bundle.
    pub(super) signal: &'a str,
    /// The metric of the series.
    pub(super) metric: Option<&'a str>,
    /// The PromQL.
    pub(super) query: Option<&'a str>,
    /// Whether the file holds no other metric, so that its name speaks of this one.
    pub(super) is_alone: bool,
}

/// Finds what the names mean: rules of the user first, then the metric, the name of the file, and the metrics in the query.
///
/// The file comes before the query: the same metric is traffic or errors after what was selected of it, and the name says so.
pub(super) fn of(names: &Names, settings: &PrometheusSettings) -> Meaning {
    let by_name = names
        .metric
        .and_then(of_metric)
        .or_else(|| names.metric.is_none().then(|| stems::meaning(names.signal)).flatten())
        .or_else(|| names.query.and_then(of_query))
        .or_else(|| names.metric.filter(|_| names.is_alone).and_then(|metric| of_file(names.signal, metric)))
        .unwrap_or_else(|| Meaning { vantage: vantage(names), ..Meaning::default() });
    let is_meant = |pattern: &str| {
        names.metric.is_some_and(|metric| matches(pattern, metric)) || matches(pattern, names.signal)
    };
    let mut meaning = by_name;
    if let Some(rule) = settings.signals.iter().find(|rule| is_meant(&rule.pattern)) {
        meaning.role = rule.role;
        meaning.unit = rule.unit.or(meaning.unit);
        meaning.kind = rule.kind.or(meaning.kind);
        meaning.worse = rule.worse;
    }
    meaning.unit = meaning.unit.or_else(|| names.metric.and_then(kinds::unit_by_suffix));
    meaning
}

fn of_metric(metric: &str) -> Option<Meaning> {
    families::meaning(metric).or_else(|| well_known::meaning(metric))
}

/// Falls back to the name of the file where the metric is not known. How its numbers follow each other, and what they
/// count, the metric's own name says better.
fn of_file(file: &str, metric: &str) -> Option<Meaning> {
    // Who exports everything calls the files like the metrics. Nobody chose such a name for what the file holds, so one
    // word of it is not enough.
    let found = if file == metric { stems::specific(file) } else { stems::meaning(file) }?;
    Some(Meaning { kind: None, unit: kinds::unit_by_suffix(metric).or(found.unit), ..found })
}

/// Takes the first metric in a query that is known.
fn of_query(query: &str) -> Option<Meaning> {
    let words = query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
    let known = words.filter(|word| !word.is_empty()).find_map(of_metric)?;
    // A level stays one, summed up or not; what is asked of a counter changes how its numbers follow each other.
    Some(Meaning { kind: known.kind.filter(|kind| *kind == SampleKind::Gauge), ..known })
}

fn vantage(names: &Names) -> Vantage {
    let is_k6 = |name: &str| name.starts_with(K6);
    if names.metric.is_some_and(is_k6) || (names.metric.is_none() && is_k6(names.signal)) {
        Vantage::LoadGenerator
    } else {
        Vantage::Server
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, of, of_query};
    use crate::model::series::role::{Part, Resource, Role};
    use crate::model::series::unit::SampleKind;
    use crate::model::settings::PrometheusSettings;

    #[test]
    fn the_file_says_what_an_unknown_metric_is() {
        let role = |file, metric| {
            let names = Names { signal: file, metric: Some(metric), query: None, is_alone: true };
            of(&names, &PrometheusSettings::default()).role
        };
        let waiting = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Pending };
        assert_eq!(role("db_pool_waiting", "db_pool_connections_waiting"), waiting);
        assert_eq!(role("db_pool_waiting", "db_pool_waiting"), waiting);
        assert_eq!(role("latency", "app_things"), Role::Latency);
        // A stranger that is called like its file stays one.
        assert_eq!(role("app_queue_things", "app_queue_things"), Role::Other);
        assert_eq!(role("everything", "db_pool_waiting"), Role::Other);
    }

    #[test]
    fn a_level_in_a_query_stays_a_level() {
        let kind = |query: &str| of_query(query).unwrap().kind;
        assert_eq!(kind("max by (job) (process_cpu_usage)"), Some(SampleKind::Gauge));
        assert_eq!(kind("sum(rate(process_cpu_seconds_total[1m]))"), None);
        assert_eq!(of_query("up"), None);
    }
}
