//! Which series speak of the same resource, and what it is called.

use std::collections::{BTreeMap, BTreeSet};

use super::measured::{Measured, Measurement};
use super::replicas;
use crate::model::series::role::{Part, Resource, Role, Vantage};
use crate::model::series::vocabulary;
use crate::model::series::workload::{WORKLOAD, anywhere, readable, workload};
use crate::model::series::{LE, Series, ServerMetrics, Signal};

type Labels = BTreeMap<String, String>;

/// A resource of a run, and the same of the base.
pub(super) struct Pair<'a> {
    pub(super) title: String,
    pub(super) run: Measured<'a>,
    pub(super) base: Option<Measured<'a>>,
}

/// Which resource it is, whoever runs it where.
type Key = (Resource, &'static str, Labels);

/// Finds the resources of a run and what the base has of the same.
///
/// With the same labels on both sides they are the same one by one. Else the replicas of a workload are put together on
/// each side: instances, pods and addresses are no identity.
pub(super) fn pairs<'a>(run: &'a ServerMetrics, base: Option<&'a ServerMetrics>) -> Vec<Pair<'a>> {
    let units = units(run);
    let Some(base) = base else {
        return titled(units.into_iter().map(|unit| (unit, None)).collect());
    };
    let (own, mut theirs) = (by_workload(units), by_workload(self::units(base)));
    let mut elsewhere = by_place(&own, &theirs);
    let mut pairs = Vec::new();
    for (key, units) in own {
        let others =
            theirs.remove(&key).or_else(|| theirs.remove(&elsewhere.remove(&key)?)).unwrap_or_default();
        let same = |unit: &Measured<'_>| others.iter().position(|other| other.labels == unit.labels);
        if units.len() == others.len() && units.iter().all(|unit| same(unit).is_some()) {
            pairs.extend(units.into_iter().map(|unit| {
                let other = same(&unit).and_then(|at| others.get(at)).cloned();
                (unit, other)
            }));
        } else {
            pairs.extend(replicas::together(units).map(|unit| (unit, replicas::together(others))));
        }
    }
    titled(pairs)
}

/// Parts resources by the workload that they are of.
fn by_workload(units: Vec<Measured<'_>>) -> BTreeMap<Key, Vec<Measured<'_>>> {
    let mut found: BTreeMap<Key, Vec<Measured<'_>>> = BTreeMap::new();
    for unit in units {
        found.entry((unit.resource, unit.product, workload(&unit.labels))).or_default().push(unit);
    }
    found
}

/// Finds, for workloads that the base does not have, the only one of the base that is the same in another environment.
fn by_place(
    own: &BTreeMap<Key, Vec<Measured<'_>>>,
    theirs: &BTreeMap<Key, Vec<Measured<'_>>>,
) -> BTreeMap<Key, Key> {
    let general = |key: &Key| (key.0, key.1, anywhere(&key.2));
    let alone = |here: &BTreeMap<Key, Vec<Measured<'_>>>, there: &BTreeMap<Key, Vec<Measured<'_>>>| {
        let mut found: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
        for key in here.keys().filter(|key| !there.contains_key(*key)) {
            found.entry(general(key)).or_default().push(key.clone());
        }
        found.into_iter().filter_map(|(general, keys)| Some((general, <[Key; 1]>::try_from(keys).ok()?)))
    };
    let mut others: BTreeMap<Key, [Key; 1]> = alone(theirs, own).collect();
    alone(own, theirs)
        .filter_map(|(general, [key])| Some((key, others.remove(&general)?[0].clone())))
        .collect()
}

/// Gives each its title: the labels that tell it from others of its kind are in it.
fn titled<'a>(pairs: Vec<(Measured<'a>, Option<Measured<'a>>)>) -> Vec<Pair<'a>> {
    let shown: Vec<Labels> = pairs.iter().map(|(run, _)| readable(&run.labels)).collect();
    let keys: Vec<_> =
        pairs.iter().zip(&shown).map(|((run, _), labels)| (run.resource, run.product, labels)).collect();
    let differing = differing(&keys);
    let titles: Vec<String> = pairs
        .iter()
        .zip(&shown)
        .map(|((run, _), labels)| {
            let differing = differing.get(&(run.resource, run.product));
            let fallback = run.measurements.first().map_or("", |first| first.name());
            let title = title(run.resource, run.product, labels, differing, fallback);
            match run.replicas.len() {
                0 => title,
                count => format!("{title} ({count} replicas)"),
            }
        })
        .collect();
    let titled = titles.into_iter().zip(pairs);
    titled.map(|(title, (run, base))| Pair { title, run, base }).collect()
}

/// Groups the series of saturation signals by what they speak of, in the order of the signals.
pub(super) fn units(metrics: &ServerMetrics) -> Vec<Measured<'_>> {
    let mut found: Vec<Measured<'_>> = Vec::new();
    let mut index = BTreeMap::new();
    for (signal, series, resource, part) in series_of(metrics) {
        let samples = series.rates(signal.kind);
        if samples.is_empty() {
            continue;
        }
        let product = product(signal);
        let labels = whole(resource, product, &series.labels);
        let at = *index.entry((resource, product, labels.clone())).or_insert_with(|| {
            found.push(Measured {
                resource,
                product,
                labels,
                measurements: Vec::new(),
                replicas: Vec::new(),
            });
            found.len() - 1
        });
        let worse = if signal.role.keys().2 == Some(part) { signal.worse } else { part.worse() };
        let measurement = Measurement { signal, part, worse, samples };
        if let Some(group) = found.get_mut(at) {
            group.measurements.push(measurement);
        }
    }
    // Parts of one thing, such as the connections in each state.
    found
        .iter_mut()
        .for_each(|unit| unit.measurements = replicas::summed(std::mem::take(&mut unit.measurements)));
    found
}

/// Labels that tell the parts of one resource from each other, whose limit is that of all parts.
const PARTS: &[(&str, Resource, &[&str])] = &[
    (
        "PostgreSQL",
        Resource::ConnectionPool,
        &[
            "datname",
            "datid",
            "state",
            "usename",
            "application_name",
            "backend_type",
            "wait_event",
            "wait_event_type",
        ],
    ),
    ("MongoDB", Resource::ConnectionPool, &["state", "conn_type"]),
    ("nginx", Resource::ConnectionPool, &["state"]),
    ("ingress-nginx", Resource::ConnectionPool, &["state"]),
    ("HTTP client", Resource::ConnectionPool, &["state"]),
    ("service", Resource::ConnectionPool, &["state", "http_connection_state", "db_client_connection_state"]),
];

/// Leaves the labels of the resource as a whole.
fn whole(resource: Resource, product: &str, labels: &Labels) -> Labels {
    let mut kept = labels.clone();
    if let Some((_, _, parts)) = PARTS.iter().find(|row| (row.0, row.1) == (product, resource)) {
        kept.retain(|name, _| !parts.contains(&name.as_str()));
    }
    // Usage and limit of a container come from two exporters, which have these labels in common.
    let is_container =
        product == "container" && labels.contains_key("pod") && labels.contains_key("container");
    if is_container && matches!(resource, Resource::Cpu | Resource::Memory) {
        kept.retain(|name, _| ["namespace", "pod", "container"].contains(&name.as_str()));
    }
    kept
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
const NAMING: [&str; 12] = [
    "pool",
    "pool_name",
    "db_client_connection_pool_name",
    "id",
    "queue",
    "topic",
    "consumergroup",
    "name",
    "device",
    "mode",
    WORKLOAD,
    "container",
];

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
