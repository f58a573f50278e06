//! Which services the test touched: what the others measured is not asked for.
//!
//! Only of a service that answers requests by route can it be told that the test did not touch it. Hosts, databases, queues, their
//! exporters and workers have no routes, so that they are always asked for. A service is left out where all of this holds:
//!
//! * each endpoint of the run is a route of some service, so that no name of an endpoint leads nowhere;
//! * none of its own routes is an endpoint of the run, nor the end or the whole of one behind a gateway's prefix;
//! * it answered requests for its routes before the test, and went on as before: what the test calls through another service
//!   would have risen with it;
//! * it takes no work from a queue, which would not show in its requests;
//! * it has a job, an `app` or pods that nothing else has: no other service, and no target without such requests.

use std::collections::{BTreeMap, BTreeSet};

use super::error::FetchError;
use super::names::MetricNames;
use super::request::{Grid, Test};
use super::runner::QueryRunner;
use super::strangers::{NAMES, POD, Strangers};
use crate::model::request_labels::{self, Labels};
use crate::model::route::Route;
use crate::model::series::instrumentation::INSTRUMENTATIONS;
use crate::model::series::queries_of_products::BY;
use crate::model::series::role::Vantage;
use crate::model::series::workload::{ENVIRONMENT, workload};

/// Where a target is collected from.
const INSTANCE: &str = "instance";

/// How many seconds before the test its requests are counted.
const BEFORE: u64 = 60;
/// What rose by more than this part of the test's requests may be touched: one request in a hundred can move p99.
const SHARE: f64 = 0.01;
/// What fell by more than this part of its requests did not go on as before: another test may have ended.
const FELL: f64 = 0.2;
/// The called routes must have risen by this part of their requests; else the time before was no quieter than the test.
const ROSE: f64 = 0.5;

/// What those have who take work from a queue.
const CONSUMERS: [&str; 8] = [
    "kafka_consumer_*",
    "spring_kafka_listener_*",
    "spring_rabbitmq_listener_*",
    "rabbitmq_consumed_total",
    "messaging_*consumed_messages*",
    "messaging_process_*",
    "messaging_receive_*",
    "sidekiq_*",
];

/// What tells nothing of whom a service serves: probes, scrapes, and requests without a route.
const OF_OPERATION: [&str; 18] = [
    "actuator",
    "metrics",
    "prometheus",
    "health",
    "healthz",
    "healthcheck",
    "health_check",
    "ready",
    "readyz",
    "readiness",
    "live",
    "livez",
    "liveness",
    "ping",
    "status",
    "favicon.ico",
    "UNKNOWN",
    "NOT_FOUND",
];

/// Why all services are asked for, although there are some that the run called no route of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllServices {
    /// These endpoints are routes of no service.
    UnknownEndpoints(Vec<String>),
    /// The routes that the run called were called as often before it.
    BusyBefore,
    /// The server does not tell what services answered.
    NotTold,
}

/// What a server tells of its services.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Requests by route, and how many of them there were per second before and during the test.
    pub(super) rates: BTreeMap<Labels, [f64; 2]>,
    /// What is collected from.
    pub(super) targets: Vec<Labels>,
    /// Those that take work from a queue.
    pub(super) consumers: Vec<Labels>,
}

/// Asks what services answered, and tells which of them the test did not touch.
pub(super) fn strangers(
    runner: &QueryRunner<'_>,
    names: Option<&MetricNames>,
    test: &Test,
    rate_over: u64,
) -> Result<Strangers, AllServices> {
    let told = names.and_then(|names| ask(runner, names, test, rate_over).ok());
    told.ok_or(AllServices::NotTold)?.strangers(test)
}

fn ask(
    runner: &QueryRunner<'_>,
    names: &MetricNames,
    test: &Test,
    rate_over: u64,
) -> Result<Told, FetchError> {
    let length = test.until.saturating_sub(test.from).max(0).unsigned_abs();
    let labels = [&NAMES[1..], &ENVIRONMENT, &[POD, INSTANCE]].concat().join(", ");
    let at = |name, query: &str, at| {
        runner.run(name, query, Grid { start: at, end: at, step: 1 }).map(|answer| answer.series)
    };
    let mut told = Told::default();
    let metrics: BTreeSet<&str> =
        INSTRUMENTATIONS.iter().filter(|row| row.vantage == Vantage::Server).map(|row| row.metric).collect();
    for metric in metrics.into_iter().map(|metric| format!("{metric}_count")) {
        if !names.has_any(std::slice::from_ref(&metric)) {
            continue;
        }
        for (place, (time, over)) in [(test.from, BEFORE), (test.until, length)].into_iter().enumerate() {
            let query = format!("sum by ({labels}, {BY}) (rate({metric}[{}s]))", over.max(rate_over));
            for named in at("services", &query, time)? {
                let rate = named.series.samples.last().map_or(0.0, |sample| sample.value);
                told.rates.entry(named.series.labels).or_default()[place] += rate;
            }
        }
    }
    let of = |name, selector: &str| -> Result<Vec<Labels>, FetchError> {
        let series = at(name, &format!("count by (job, {labels}) ({selector})"), test.until)?;
        Ok(series.into_iter().map(|named| named.series.labels).collect())
    };
    if told.rates.len() > 1 {
        told.targets = of("targets", "up")?;
        if names.has_any(&CONSUMERS.map(str::to_owned)) {
            let metrics = CONSUMERS.join("|").replace('*', ".*");
            told.consumers = of("consumers", &format!("{{__name__=~\"{metrics}\"}}"))?;
        }
    }
    Ok(told)
}

/// What one service answered.
#[derive(Debug, Default)]
struct Service {
    /// Whether a route of it is an endpoint of the run, or it cannot be told.
    is_called: bool,
    /// Requests per second of routes that are none of its operation.
    before: f64,
    during: f64,
    /// The labels of its series that say which it is, and where.
    labels: BTreeSet<Labels>,
}

impl Service {
    /// Tells whether it went on as before, while the routes of the run rose by so many requests per second.
    fn went_on(&self, test: f64) -> bool {
        let (rose, little) = (self.during - self.before, SHARE * test);
        self.before > 0.0 && rose <= little && -rose <= little.max(FELL * self.before)
    }
}

impl Told {
    /// Tells which services the test did not touch.
    pub(super) fn strangers(&self, test: &Test) -> Result<Strangers, AllServices> {
        let wanted: Vec<Route> = test.endpoints.iter().map(Route::of).collect();
        let mut found = vec![false; wanted.len()];
        let [mut before_test, mut during_test] = [0.0; 2];
        let mut services: BTreeMap<Labels, Service> = BTreeMap::new();
        for (labels, [before, during]) in &self.rates {
            let service = services.entry(identity(labels)).or_default();
            service.labels.insert(of_service(labels, &[INSTANCE]));
            // Of a service without routes nothing can be told.
            let Some(route) = request_labels::endpoint(labels).map(|id| Route::of(&id)) else {
                service.is_called = true;
                continue;
            };
            let mut is_wanted = false;
            for (wanted, found) in wanted.iter().zip(&mut found) {
                if *during > 0.0 && goes_with(&route.segments, &wanted.segments) {
                    (*found, is_wanted) = (true, true);
                }
            }
            if is_wanted {
                service.is_called = true;
                before_test += before;
                during_test += during;
            }
            if !is_of_operation(&route) {
                service.before += before;
                service.during += during;
            }
        }
        for consumer in &self.consumers {
            if let Some(service) = services.get_mut(&identity(consumer)) {
                service.is_called = true;
            }
        }
        let is_strange = |service: &Service| !service.is_called && service.before > 0.0;
        if !services.values().any(is_strange) {
            return Ok(Strangers::default());
        }
        let unknown = test.endpoints.iter().zip(found).filter(|(_, found)| !found);
        let unknown: Vec<String> = unknown.map(|(endpoint, _)| endpoint.to_string()).collect();
        if !unknown.is_empty() {
            return Err(AllServices::UnknownEndpoints(unknown));
        }
        let rose = during_test - before_test;
        if rose <= 0.0 || rose < ROSE * during_test {
            return Err(AllServices::BusyBefore);
        }
        let (strange, others): (Vec<Service>, Vec<Service>) =
            services.into_values().partition(|service| is_strange(service) && service.went_on(rose));
        let place = |labels: &Labels| ["job", INSTANCE].map(|name| labels.get(name).cloned());
        let of_strangers: BTreeSet<_> =
            strange.iter().flat_map(|service| &service.labels).map(place).collect();
        // An exporter may have the job of a service.
        let targets = self.targets.iter().filter(|target| !of_strangers.contains(&place(target)));
        let others = others.iter().flat_map(|service| &service.labels).chain(targets);
        Ok(Strangers::of(strange.iter().map(|service| &service.labels), others))
    }
}

/// The labels that say which service it is, and others.
fn of_service(labels: &Labels, others: &[&str]) -> Labels {
    let is_one = |name: &str| {
        NAMES.contains(&name) || name == POD || ENVIRONMENT.contains(&name) || others.contains(&name)
    };
    let kept = labels.iter().filter(|(name, _)| is_one(name));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The same for all replicas of a service.
fn identity(labels: &Labels) -> Labels {
    workload(&of_service(labels, &[]))
}

/// Whether a route is an endpoint, or one of both is the end of the other: gateways add and take prefixes.
fn goes_with(route: &[String], endpoint: &[String]) -> bool {
    match (route, endpoint) {
        ([], []) => true,
        ([], _) | (_, []) => false,
        (route, endpoint) => route.ends_with(endpoint) || endpoint.ends_with(route),
    }
}

fn is_of_operation(route: &Route) -> bool {
    let is_one = |segment: &String| OF_OPERATION.contains(&segment.as_str());
    route.segments.first().is_none_or(is_one)
        || route.segments.last().is_some_and(is_one)
        || route.segments == ["{}"]
}

#[cfg(test)]
#[path = "touched_tests.rs"]
mod tests;
