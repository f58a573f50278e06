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
        .unwrap_or_else(|| Meaning { vantage: vantage(names), ..Meaning::default() });
    let is_meant = |pattern: &str| {
        names.metric.is_some_and(|metric| matches(pattern, metric)) || matches(pattern, names.signal)
    };
    let mut meaning = by_name;
    if let Some(rule) = settings.signals.iter().find(|rule| is_meant(&rule.pattern)) {
        meaning.role = rule.role;
        meaning.unit = rule.unit.or(meaning.unit);
        meaning.kind = rule.kind.or(meaning.kind);
    }
    meaning.unit = meaning.unit.or_else(|| names.metric.and_then(kinds::unit_by_suffix));
    meaning
}

fn of_metric(metric: &str) -> Option<Meaning> {
    families::meaning(metric).or_else(|| well_known::meaning(metric))
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
    use super::of_query;
    use crate::model::series::unit::SampleKind;

    #[test]
    fn a_level_in_a_query_stays_a_level() {
        let kind = |query: &str| of_query(query).unwrap().kind;
        assert_eq!(kind("max by (job) (process_cpu_usage)"), Some(SampleKind::Gauge));
        assert_eq!(kind("sum(rate(process_cpu_seconds_total[1m]))"), None);
        assert_eq!(of_query("up"), None);
    }
}
