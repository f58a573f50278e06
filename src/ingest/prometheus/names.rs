//! What a signal means: from its bundle, the configuration, the name of its metric, the name of its file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::meaning::{K6, Meaning};
use super::{families, kinds, stems};
use crate::model::pattern::matches;
use crate::model::series::Signal;
use crate::model::series::role::Vantage;
use crate::model::series::unit::SampleKind;
use crate::model::series::vocabulary::{self, KnownMetric, ShareOf, fulfilled};
use crate::model::settings::{PrometheusSettings, SignalRule};

/// The labels of a series.
pub(super) type Labels = BTreeMap<String, String>;

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

impl<'a> Names<'a> {
    /// The names of a signal that was made, as if its file held nothing else.
    pub(super) fn of_signal(signal: &'a Signal) -> Self {
        let (metric, query) = (signal.metric.as_deref(), signal.query.as_deref());
        Self { signal: &signal.name, metric, query, is_alone: true }
    }

    /// Tells whether it is of a metric: by its name, or where that was dropped by its query.
    pub(super) fn is_of(&self, metric: &str) -> bool {
        match (self.metric, self.query) {
            (Some(own), _) => plain(own) == metric || known(own).iter().any(|row| row.pattern == metric),
            (None, Some(query)) => words(query).any(|word| word == metric),
            (None, None) => self.signal == metric,
        }
    }

    /// Of what it is a share: as a rule of the user says, or what is known of its metric.
    pub(super) fn share<'s>(
        &'s self,
        labels: &Labels,
        settings: &'s PrometheusSettings,
    ) -> Option<&'s ShareOf> {
        if let Some(rule) = self.rule(labels, settings) {
            return rule.share.as_ref();
        }
        let rows = self.rows();
        row_for(&rows, labels)?.share.as_ref()
    }

    /// Rules of the user that speak of it.
    fn rules<'s>(&'s self, settings: &'s PrometheusSettings) -> impl Iterator<Item = &'s SignalRule> {
        settings.signals.iter().filter(|rule| {
            self.metric.is_some_and(|metric| matches(&rule.pattern, metric))
                || matches(&rule.pattern, self.signal)
        })
    }

    /// The rule of the user for a series with such labels.
    fn rule<'s>(&'s self, labels: &Labels, settings: &'s PrometheusSettings) -> Option<&'s SignalRule> {
        let rules: Vec<&SignalRule> = self.rules(settings).collect();
        let conditions: Vec<&Labels> = rules.iter().map(|rule| &rule.labels).collect();
        rules.get(fulfilled(&conditions, labels)?).copied()
    }

    /// What is known of its metric, or of the first in its query that is known.
    fn rows(&self) -> Vec<&'static KnownMetric> {
        match (self.metric, self.query) {
            (Some(metric), _) => known(metric),
            (None, Some(query)) => words(query).map(known).find(|rows| !rows.is_empty()).unwrap_or_default(),
            (None, None) => Vec::new(),
        }
    }

    /// The labels that tell its series apart, where they mean different things.
    pub(super) fn conditions<'s>(&'s self, settings: &'s PrometheusSettings) -> Vec<&'s Labels> {
        let of_rules = self.rules(settings).map(|rule| &rule.labels);
        let all: Vec<_> = of_rules.chain(self.rows().into_iter().map(|row| &row.labels)).collect();
        if all.iter().all(|labels| labels.is_empty()) { Vec::new() } else { all }
    }
}

/// Finds what the names mean: rules of the user first, then the metric, the name of the file, and the metrics in the query.
///
/// The file comes before the query: the same metric is traffic or errors after what was selected of it, and the name says so.
/// The labels are those of any of its series.
pub(super) fn of(names: &Names, labels: &Labels, settings: &PrometheusSettings) -> Meaning {
    let by_name = names
        .metric
        .and_then(|metric| of_metric(metric, labels))
        .or_else(|| names.metric.is_none().then(|| stems::meaning(names.signal)).flatten())
        .or_else(|| names.query.and_then(|query| of_query(query, labels)))
        .or_else(|| names.metric.filter(|_| names.is_alone).and_then(|metric| of_file(names.signal, metric)))
        .unwrap_or_else(|| Meaning { vantage: vantage(names), ..Meaning::default() });
    let mut meaning = by_name;
    if let Some(rule) = names.rule(labels, settings) {
        meaning.role = rule.role;
        meaning.unit = rule.unit.or(meaning.unit);
        meaning.kind = rule.kind.or(meaning.kind);
        meaning.worse = rule.worse;
        meaning.vantage = rule.vantage.unwrap_or(meaning.vantage);
    }
    meaning.unit = meaning.unit.or_else(|| names.metric.and_then(kinds::unit_by_suffix));
    meaning
}

/// Tells whether somebody said what a metric is, be it that it tells nothing.
pub(super) fn is_known(names: &Names, settings: &PrometheusSettings) -> bool {
    names.rules(settings).next().is_some() || !names.rows().is_empty()
}

fn of_metric(metric: &str, labels: &Labels) -> Option<Meaning> {
    let plain = plain(metric);
    if let Some(meaning) = families::meaning(&plain) {
        return Some(meaning);
    }
    let rows = known(metric);
    let meaning = |row: &KnownMetric| {
        let KnownMetric { role, unit, kind, worse, vantage, .. } = *row;
        Meaning { role, unit, kind, worse, vantage }
    };
    match row_for(&rows, labels) {
        Some(row) => Some(meaning(row)),
        // Series of a known metric of which no row speaks: a limit of something else, say.
        None => rows.first().map(|row| Meaning {
            unit: None,
            kind: row.kind,
            vantage: row.vantage,
            ..Meaning::default()
        }),
    }
}

/// The row for a series with such labels.
fn row_for(rows: &[&'static KnownMetric], labels: &Labels) -> Option<&'static KnownMetric> {
    let conditions: Vec<&Labels> = rows.iter().map(|row| &row.labels).collect();
    rows.get(fulfilled(&conditions, labels)?).copied()
}

/// OpenTelemetry's names with dots, as Prometheus' underscores.
fn plain(metric: &str) -> Cow<'_, str> {
    if metric.contains('.') { metric.replace('.', "_").into() } else { metric.into() }
}

/// What is known of a metric. OpenTelemetry's names may lack the unit that Prometheus appends.
fn known(metric: &str) -> Vec<&'static KnownMetric> {
    let plain = plain(metric);
    let rows = |name: &str| vocabulary::rows(name).collect::<Vec<_>>();
    let found = rows(&plain);
    if !found.is_empty() {
        return found;
    }
    let (stem, ending) = ["_sum", "_count", "_bucket", "_total"]
        .iter()
        .find_map(|ending| Some((plain.strip_suffix(ending)?, *ending)))
        .unwrap_or((&plain, ""));
    let with = |unit: &str, ending: &str| rows(&format!("{stem}{unit}{ending}"));
    let spelled = [
        ("_seconds", ending),
        ("_bytes", ending),
        ("_ratio", ending),
        ("", "_total"),
        ("_seconds", "_total"),
    ];
    spelled.iter().map(|(unit, ending)| with(unit, ending)).find(|rows| !rows.is_empty()).unwrap_or_default()
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
fn of_query(query: &str, labels: &Labels) -> Option<Meaning> {
    let known = words(query).find_map(|word| of_metric(word, labels))?;
    // A level stays one, summed up or not; what is asked of a counter changes how its numbers follow each other.
    Some(Meaning { kind: known.kind.filter(|kind| *kind == SampleKind::Gauge), ..known })
}

/// What may be a metric in a query.
fn words(query: &str) -> impl Iterator<Item = &str> {
    let words = query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
    words.filter(|word| !word.is_empty())
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
    use super::{Labels, Names, of, of_query};
    use crate::model::series::role::{Part, Resource, Role};
    use crate::model::series::unit::{SampleKind, SeriesUnit};
    use crate::model::settings::PrometheusSettings;

    fn meant(file: &str, metric: &str, labels: &[(&str, &str)]) -> super::Meaning {
        let names = Names { signal: file, metric: Some(metric), query: None, is_alone: true };
        let labels: Labels =
            labels.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        of(&names, &labels, &PrometheusSettings::default())
    }

    #[test]
    fn the_file_says_what_an_unknown_metric_is() {
        let role = |file, metric| meant(file, metric, &[]).role;
        let waiting = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Pending };
        assert_eq!(role("db_pool_waiting", "db_pool_connections_waiting"), waiting);
        assert_eq!(role("db_pool_waiting", "db_pool_waiting"), waiting);
        assert_eq!(role("latency", "app_things"), Role::Latency);
        // A stranger that is called like its file stays one.
        assert_eq!(role("app_queue_things", "app_queue_things"), Role::Other);
        assert_eq!(role("everything", "db_pool_waiting"), Role::Other);
    }

    #[test]
    fn labels_tell_what_a_series_is() {
        let limit = |resource| meant("x", "kube_pod_container_resource_limits", &[("resource", resource)]);
        let of = |resource| Role::Saturation { resource, part: Part::Limit };
        assert_eq!((limit("cpu").role, limit("cpu").unit), (of(Resource::Cpu), Some(SeriesUnit::Cores)));
        assert_eq!(limit("memory").role, of(Resource::Memory));
        assert_eq!(limit("ephemeral_storage").role, Role::Other);
        // An aggregation has dropped the label.
        assert_eq!(meant("x", "kube_pod_container_resource_limits", &[]).role, of(Resource::Cpu));
    }

    #[test]
    fn names_of_opentelemetry_may_have_dots_and_lack_the_unit() {
        let used = Role::Saturation { resource: Resource::Memory, part: Part::Used };
        for name in ["jvm_memory_used_bytes", "jvm.memory.used", "jvm_memory_used"] {
            assert_eq!(meant("x", name, &[]).role, used, "{name}");
        }
        assert_eq!(meant("x", "jvm.gc.duration_sum", &[]).unit, Some(SeriesUnit::Seconds));
    }

    #[test]
    fn a_level_in_a_query_stays_a_level() {
        let kind = |query: &str| of_query(query, &Labels::new()).unwrap().kind;
        assert_eq!(kind("max by (job) (process_cpu_usage)"), Some(SampleKind::Gauge));
        assert_eq!(kind("sum(rate(process_cpu_seconds_total[1m]))"), None);
        assert_eq!(of_query("up", &Labels::new()), None);
    }
}
