//! Which series speak of the same resource, and what it is called.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::rates;
use crate::model::series::role::{Part, Resource, Role, Vantage, WorseWhen};
use crate::model::series::unit::SampleKind;
use crate::model::series::vocabulary;
use crate::model::series::{LE, Sample, Series, ServerMetrics, Signal};

type Labels = BTreeMap<String, String>;

/// A series that tells how full something is.
#[derive(Debug, Clone)]
pub(super) struct Measurement<'a> {
    pub(super) signal: &'a Signal,
    pub(super) labels: &'a Labels,
    pub(super) part: Part,
    /// Whether more or less of it is the worse.
    pub(super) worse: WorseWhen,
    /// Levels as they are, counters per second.
    pub(super) samples: Vec<Sample>,
}

impl Measurement<'_> {
    /// The metric, or what the signal is called.
    pub(super) fn name(&self) -> &str {
        self.signal.metric.as_deref().unwrap_or(&self.signal.name)
    }

    /// Whether its figures are per second.
    pub(super) fn per_second(&self) -> bool {
        self.signal.kind != SampleKind::Gauge
    }
}

/// Everything that was measured of one resource.
#[derive(Debug, Clone)]
pub(super) struct Measured<'a> {
    pub(super) title: String,
    pub(super) resource: Resource,
    pub(super) measurements: Vec<Measurement<'a>>,
}

/// Groups the series of saturation signals by what they speak of, in the order of the signals.
pub(super) fn resources(metrics: &ServerMetrics) -> Vec<Measured<'_>> {
    let mut order: Vec<(Resource, &'static str, &Labels)> = Vec::new();
    let mut found: Vec<Vec<Measurement<'_>>> = Vec::new();
    let mut index = BTreeMap::new();
    for (signal, series, resource, part) in series_of(metrics) {
        let key = (resource, product(signal), &series.labels);
        let at = *index.entry(key).or_insert_with(|| {
            order.push(key);
            found.push(Vec::new());
            order.len() - 1
        });
        let samples = rates(series, signal.kind);
        if let (Some(group), false) = (found.get_mut(at), samples.is_empty()) {
            let worse = if signal.role.keys().2 == Some(part) { signal.worse } else { part.worse() };
            group.push(Measurement { signal, labels: &series.labels, part, worse, samples });
        }
    }
    let differing = differing(&order);
    let named = order.into_iter().zip(found).filter(|(_, measurements)| !measurements.is_empty());
    named
        .map(|((resource, product, labels), measurements)| {
            let differing = differing.get(&(resource, product));
            let fallback = measurements.first().map_or("", |first| first.name());
            let title = title(resource, product, labels, differing, fallback);
            Measured { title, resource, measurements }
        })
        .collect()
}

/// The series that tell how full something is. Histograms tell how long it took, which is not drawn as a level.
fn series_of(metrics: &ServerMetrics) -> impl Iterator<Item = (&Signal, &Series, Resource, Part)> {
    let signals = metrics.signals.iter().filter(|signal| signal.vantage == Vantage::Server);
    signals
        .filter_map(|signal| match signal.role {
            Role::Saturation { resource, part } if !counts_waits(signal, part) => {
                Some((signal, resource, part))
            }
            _ => None,
        })
        .flat_map(|(signal, resource, part)| {
            let levels = signal.series.iter().filter(|series| !series.labels.contains_key(LE));
            levels.map(move |series| (signal, series, resource, idle(series, part)))
        })
}

/// Whether it is the count of a summary whose sum is measured as well.
fn counts_waits(signal: &Signal, part: Part) -> bool {
    part == Part::Time && signal.metric.as_deref().is_some_and(|metric| metric.ends_with("_count"))
}

/// Processors have a series for each mode; in some of them they do nothing.
fn idle(series: &Series, part: Part) -> Part {
    match series.labels.get("mode").map(String::as_str) {
        Some("idle" | "iowait") if part == Part::Used => Part::Idle,
        _ => part,
    }
}

/// Tells who publishes a signal; nothing where nobody is known.
fn product(signal: &Signal) -> &'static str {
    let published = |name: &str| vocabulary::product(name).or_else(|| beginning(name));
    let asked = || {
        let query = signal.query.as_deref()?;
        let words = query.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        words.filter(|word| !word.is_empty()).find_map(published)
    };
    signal
        .metric
        .as_deref()
        .and_then(published)
        .or_else(asked)
        .or_else(|| beginning(&signal.name))
        .unwrap_or("")
}

/// What files are called that hold an aggregation, by the beginning of their names.
const BEGINNINGS: &[(&str, &str)] = &[
    ("hikari", "HikariCP"),
    ("jdbc", "JDBC"),
    ("r2dbc", "R2DBC"),
    ("httpcomponents", "HTTP client"),
    ("go_sql", "Go SQL"),
    ("pgbouncer", "PgBouncer"),
    ("tomcat", "Tomcat"),
    ("jetty", "Jetty"),
    ("executor", "executor"),
    ("jvm", "JVM"),
    ("go_", "Go"),
    ("nodejs", "Node.js"),
    ("python", "Python"),
    ("process", "process"),
    ("container", "container"),
    ("node_", "host"),
    ("system", "host"),
    ("kafka_producer", "Kafka producer"),
    ("kafka_consumer", "Kafka consumer"),
    ("kafka", "Kafka"),
    ("rabbitmq", "RabbitMQ"),
    ("redis", "Redis"),
    ("nginx", "nginx"),
    ("envoy", "Envoy"),
    ("postgres", "PostgreSQL"),
    ("pg_", "PostgreSQL"),
    ("mysql", "MySQL"),
    ("mongo", "MongoDB"),
];

fn beginning(name: &str) -> Option<&'static str> {
    BEGINNINGS.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|known| known.1)
}

/// What kind of thing it is.
fn noun(resource: Resource) -> &'static str {
    match resource {
        Resource::ConnectionPool => "pool",
        Resource::ThreadPool => "thread pool",
        Resource::Queue => "queue",
        Resource::GarbageCollection => "garbage collection",
        Resource::Memory => "memory",
        Resource::Cpu => "CPU",
        Resource::Threads => "threads",
        Resource::Files => "open files",
        Resource::Disk => "disk",
        Resource::Network => "network",
        Resource::Other => "",
    }
}

/// Labels that name a resource, whether or not there are several.
const NAMING: [&str; 8] = ["pool", "id", "queue", "topic", "consumergroup", "name", "device", "mode"];

/// The labels whose values differ among the resources of one kind.
type Differing<'a> = BTreeMap<(Resource, &'static str), BTreeSet<&'a str>>;

fn differing<'a>(keys: &[(Resource, &'static str, &'a Labels)]) -> Differing<'a> {
    let mut values: BTreeMap<(Resource, &'static str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (resource, product, labels) in keys {
        for (label, value) in *labels {
            values.entry((*resource, *product, label)).or_default().insert(value);
        }
    }
    let mut differing = Differing::new();
    for ((resource, product, label), values) in values {
        if values.len() > 1 {
            differing.entry((resource, product)).or_default().insert(label);
        }
    }
    differing
}

fn title(
    resource: Resource,
    product: &str,
    labels: &Labels,
    differing: Option<&BTreeSet<&str>>,
    fallback: &str,
) -> String {
    let mut words: Vec<&str> =
        [product, noun(resource)].into_iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        words.push(fallback);
    }
    words.extend(NAMING.iter().filter_map(|name| labels.get(*name)).map(String::as_str));
    let others = labels.iter().filter(|(name, _)| {
        !NAMING.contains(&name.as_str()) && differing.is_some_and(|names| names.contains(name.as_str()))
    });
    let others: Vec<&str> = others.map(|(_, value)| value.as_str()).collect();
    let mut title = words.join(" ");
    if !others.is_empty() {
        title = format!("{title} ({})", others.join(", "));
    }
    title
}

/// Labels that a deployment gives anew.
const OF_A_DEPLOYMENT: [&str; 6] = ["instance", "pod", "node", "container_id", "uid", "host"];

/// Finds what the base has of the same thing: with the same labels, else the only one that differs in nothing but where it ran.
pub(super) fn counterpart<'a, 'b>(
    measurement: &Measurement<'_>,
    base: &'b [Measured<'a>],
) -> Option<&'b Measurement<'a>> {
    let same_signal =
        |other: &&Measurement<'_>| other.name() == measurement.name() && other.part == measurement.part;
    let candidates = || base.iter().flat_map(|measured| &measured.measurements).filter(same_signal);
    if let Some(same) = candidates().find(|other| other.labels == measurement.labels) {
        return Some(same);
    }
    let lasting = |labels: &Labels| -> Labels {
        let kept = labels.iter().filter(|(name, _)| !OF_A_DEPLOYMENT.contains(&name.as_str()));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let wanted = lasting(measurement.labels);
    let mut alike = candidates().filter(|other| lasting(other.labels) == wanted);
    let first = alike.next()?;
    alike.next().is_none().then_some(first)
}
