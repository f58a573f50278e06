//! What a service runs out of: the queries that `fetch` sends, as panels.

use super::panel::{Panel, PanelKind, Section, Target};
use crate::alerting::service::Service;
use crate::model::series::queries::{KnownQuery, QUERIES};
use crate::model::series::role::{Part, Resource, Role};
use crate::model::series::unit::SeriesUnit;

/// From here on a pool or a heap is as good as full.
const NEARLY_FULL: f64 = 0.9;

/// A panel is of one publisher, one resource and one unit.
type Key = (&'static str, Resource, &'static str);

/// Shares in use first, then the JVM, pools, and everything else.
pub(super) fn sections(service: &Service) -> Vec<Section> {
    let mut sections = vec![
        Section { title: "Saturation: how full is it?", panels: shares(service) },
        Section { title: "JVM", panels: Vec::new() },
        Section { title: "Connection pools", panels: Vec::new() },
        Section { title: "Processors, memory, threads, queues", panels: Vec::new() },
    ];
    let mut found: Vec<(Key, Vec<&KnownQuery>)> = Vec::new();
    for query in QUERIES {
        let Role::Saturation { resource, .. } = query.role else { continue };
        let key = (publisher(query), resource, unit(query, resource));
        match found.iter_mut().find(|(known, _)| *known == key) {
            Some((_, queries)) => queries.push(query),
            None => found.push((key, vec![query])),
        }
    }
    for ((publisher, resource, unit), queries) in found {
        let section = match (publisher, resource) {
            ("jvm", _) => 1,
            (_, Resource::ConnectionPool) => 2,
            _ => 3,
        };
        let title = format!("{}: {}", display_name(publisher), resource_title(resource, unit));
        let targets = queries.into_iter().map(|query| target(query, service)).collect();
        if let Some(section) = sections.get_mut(section) {
            section.panels.push(Panel { title, kind: PanelKind::Course, unit, targets, line: None });
        }
    }
    sections
}

/// What is in use of what there can be, wherever both are known.
fn shares(service: &Service) -> Vec<Panel> {
    let part = |query: &KnownQuery, wanted| match query.role {
        Role::Saturation { resource, part } if part == wanted => Some((publisher(query), resource)),
        _ => None,
    };
    let used = QUERIES.iter().filter_map(|query| Some((query, part(query, Part::Used)?)));
    let panel = |(used, key): (&KnownQuery, (&'static str, Resource))| {
        let limit = QUERIES.iter().find(|query| part(query, Part::Limit) == Some(key))?;
        let filled = |query: &KnownQuery| query.filled(&service.selector, RANGE);
        let expr = format!("{} / {}", filled(used), filled(limit));
        let title = format!("{}: share of {} in use", display_name(key.0), resource_title(key.1, ""));
        Some(Panel { line: Some(NEARLY_FULL), ..Panel::course(title, "percentunit", expr, &labels(used)) })
    };
    used.filter_map(panel).collect()
}

const RANGE: &str = "$__rate_interval";

fn target(query: &KnownQuery, service: &Service) -> Target {
    Target {
        expr: query.filled(&service.selector, RANGE),
        legend: format!("{} {}", query.name, labels(query)),
    }
}

/// The labels that a query adds up by, as a legend.
fn labels(query: &KnownQuery) -> String {
    let by = query.query.split_once("by (").and_then(|(_, rest)| rest.split_once(')'));
    let names = by.map_or("", |(names, _)| names).split(", ").filter(|name| !name.is_empty());
    names.map(|name| format!("{{{{{name}}}}}")).collect::<Vec<_>>().join(" ")
}

fn publisher(query: &KnownQuery) -> &'static str {
    query.name.split('_').next().unwrap_or(query.name)
}

fn display_name(publisher: &str) -> &str {
    match publisher {
        "hikari" => "HikariCP",
        "jvm" => "JVM",
        "process" => "Process",
        "go" => "Go",
        "container" => "Containers",
        "kafka" => "Kafka",
        other => other,
    }
}

/// The unit as Grafana calls it. A rate of seconds is processors that are busy, or the share of the time in pauses.
fn unit(query: &KnownQuery, resource: Resource) -> &'static str {
    match (query.unit, query.query.contains("rate("), resource) {
        (SeriesUnit::Seconds, true, Resource::GarbageCollection) | (SeriesUnit::Ratio, ..) => "percentunit",
        (SeriesUnit::Seconds, false, _) => "s",
        (SeriesUnit::Milliseconds, ..) => "ms",
        (SeriesUnit::Bytes, ..) => "bytes",
        (SeriesUnit::Percent, ..) => "percent",
        (SeriesUnit::Count, true, _) => "ops",
        (SeriesUnit::Seconds, true, _) | (SeriesUnit::Count | SeriesUnit::Cores, ..) => "short",
    }
}

fn resource_title(resource: Resource, unit: &str) -> &'static str {
    match (resource, unit) {
        (Resource::ConnectionPool, "ops") => "waits for a connection given up",
        (Resource::ConnectionPool, _) => "connections",
        (Resource::GarbageCollection, _) => "share of the time in garbage collection",
        (Resource::Memory, _) => "memory",
        (Resource::Cpu, "percentunit") => "share of the processors",
        (Resource::Cpu, _) => "processors busy",
        (Resource::Threads, _) => "threads",
        (Resource::ThreadPool, _) => "thread pools",
        (Resource::Queue, _) => "queues",
        (Resource::Files, _) => "files",
        (Resource::Disk, _) => "disks",
        (Resource::Network, _) => "network",
        (Resource::Other, _) => "other",
    }
}
