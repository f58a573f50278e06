//! RED by endpoint on the server's side: what to hold against the client's view of the same requests.

use std::collections::{BTreeMap, BTreeSet};

use super::histogram::{Histogram, histograms};
use super::window::Window;
use crate::model::endpoint::EndpointId;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::request_labels::{Class, class, endpoint};
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::SampleKind;
use crate::model::series::{ServerMetrics, Signal};
use crate::model::server_red::{ServerLatency, ServerRed};
use crate::stats::histogram::Estimate;
use crate::words::{Text, text};

/// Reads rate, errors and latency of each endpoint from one time to another (microseconds since 1970, both included),
/// sorted by endpoint.
///
/// Several signals may tell the same; each figure is of one of them: counters before rates, which smear over their range.
/// Signals of the load generator are left out, and so are series without a route.
pub fn server_red(metrics: &ServerMetrics, span: (i64, i64)) -> Vec<ServerRed> {
    let signals = || metrics.signals.iter().filter(|signal| signal.vantage == Vantage::Server);
    let latency: Vec<_> = ranked(signals(), Role::Latency).map(|signal| by_endpoint(signal, span)).collect();
    let traffic = ranked(signals(), Role::Traffic).map(|signal| counts(signal, span));
    let counted: Vec<Counted> = traffic.chain(latency.iter().map(|found| found.counted.clone())).collect();
    // Errors of a database or a pool have no route, and say nothing of requests.
    let of_requests = |signal: &&Signal| {
        signal.series.is_empty() || signal.series.iter().any(|series| endpoint(&series.labels).is_some())
    };
    let errors: Vec<Counted> =
        ranked(signals().filter(of_requests), Role::Errors).map(|signal| counts(signal, span)).collect();

    let endpoints: BTreeSet<&EndpointId> = counted.iter().flat_map(Counted::keys).collect();
    endpoints
        .into_iter()
        .map(|id| {
            let found = latency.iter().find(|found| found.histograms.contains_key(id));
            let quantile = |q| found.map_or(Err(NO_HISTOGRAM), |found| found.quantile(id, q));
            let share = |class| share(id, class, &counted, &errors);
            ServerRed {
                endpoint: id.clone(),
                rate: counted.iter().find_map(|counts| counts.get(id)).map(Counts::total).ok_or(NO_TRAFFIC),
                error_share: share(Class::ServerError),
                client_error_share: share(Class::ClientError),
                p95: quantile(0.95),
                p99: quantile(0.99),
                latency_source: found.map(|found| found.title.clone()),
            }
        })
        .collect()
}

/// Names the signals of requests that are not shown by endpoint: none of their series has a route, or they are of calls to
/// others.
pub fn note(metrics: &ServerMetrics) -> Option<Note> {
    let of_requests = |signal: &&Signal| matches!(signal.role, Role::Traffic | Role::Latency);
    let is_placed = |signal: &Signal| signal.series.iter().any(|series| endpoint(&series.labels).is_some());
    let left_out = metrics.signals.iter().filter(of_requests).filter(|signal| {
        signal.vantage == Vantage::Outgoing
            || (signal.vantage == Vantage::Server && !signal.series.is_empty() && !is_placed(signal))
    });
    let mut titles: Vec<String> = left_out.map(|signal| format!("`{}`", signal.title())).collect();
    titles.dedup();
    (!titles.is_empty()).then(|| Note::new(text!("red-left-out", signals = Text::few(titles, NAMED))))
}

/// More signals are counted.
const NAMED: usize = 3;

const NO_TRAFFIC: Missing = Missing::message("red-no-traffic");
const NO_HISTOGRAM: Missing = Missing::message("red-no-histogram");
const NO_STATUS: Missing = Missing::message("red-no-status");
const NO_REQUESTS: Missing = Missing::message("red-no-requests");
const NO_UNIT: Missing = Missing::message("red-no-unit");
const UNLIKE_BUCKETS: Missing = Missing::message("red-unlike-buckets");

/// Takes the signals of a role that count, counters first, and native histograms before classic ones.
fn ranked<'a>(signals: impl Iterator<Item = &'a Signal>, role: Role) -> impl Iterator<Item = &'a Signal> {
    let mut found: Vec<_> =
        signals.filter(|signal| signal.role == role && signal.kind != SampleKind::Gauge).collect();
    found.sort_by_key(|signal| (signal.kind != SampleKind::Counter, !signal.has_native_histograms()));
    found.into_iter()
}

/// Requests per second, by how they were answered.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    good: f64,
    client_errors: f64,
    server_errors: f64,
    /// Of series that do not say it.
    unclassed: f64,
}

/// By endpoint, as one signal has it.
type Counted = BTreeMap<EndpointId, Counts>;

impl Counts {
    fn add(&mut self, class: Option<Class>, per_second: f64) {
        match class {
            Some(Class::Good) => self.good += per_second,
            Some(Class::ClientError) => self.client_errors += per_second,
            Some(Class::ServerError) => self.server_errors += per_second,
            None => self.unclassed += per_second,
        }
    }

    fn total(&self) -> f64 {
        self.good + self.client_errors + self.server_errors + self.unclassed
    }

    fn of(&self, class: Class) -> f64 {
        match class {
            Class::Good => self.good,
            Class::ClientError => self.client_errors,
            Class::ServerError => self.server_errors,
        }
    }
}

fn counts(signal: &Signal, span: (i64, i64)) -> Counted {
    let mut counted = Counted::new();
    let Some(window) = Window::new(signal, span) else { return counted };
    for series in &signal.series {
        if let (Some(id), Some(per_second)) = (endpoint(&series.labels), window.per_second(series)) {
            counted.entry(id).or_default().add(class(&series.labels), per_second);
        }
    }
    counted
}

/// Tells the share of a class: from a signal that knows the status of every response, else from a signal of errors.
fn share(id: &EndpointId, class: Class, counted: &[Counted], errors: &[Counted]) -> Known<f64> {
    let total = counted.iter().find_map(|counts| counts.get(id)).map_or(0.0, Counts::total);
    if total <= 0.0 {
        return Err(NO_REQUESTS);
    }
    let known = counted.iter().filter_map(|counts| counts.get(id));
    if let Some(counts) = known.filter(|counts| counts.unclassed == 0.0).find(|counts| counts.total() > 0.0) {
        return Ok(counts.of(class) / counts.total());
    }
    // Which statuses were selected, only the series tell that are there. Without any of a class it was not asked for,
    // or did not occur; a signal of errors without server errors is taken to say that there were none.
    let tells = |counts: &&Counted| {
        class == Class::ServerError || counts.values().any(|counts| counts.client_errors > 0.0)
    };
    let failed = errors.iter().find(tells).ok_or(NO_STATUS)?.get(id).copied().unwrap_or_default();
    let of_class = match class {
        Class::ServerError => failed.server_errors + failed.unclassed,
        Class::Good | Class::ClientError => failed.of(class),
    };
    Ok((of_class / total).min(1.0))
}

/// The histograms of one signal.
struct Found {
    title: String,
    /// To milliseconds.
    factor: Option<f64>,
    histograms: BTreeMap<EndpointId, Option<Histogram>>,
    counted: Counted,
}

fn by_endpoint(signal: &Signal, span: (i64, i64)) -> Found {
    let mut found = Found {
        title: signal.title(),
        factor: signal.unit.as_ref().ok().and_then(|unit| unit.milliseconds()),
        histograms: BTreeMap::new(),
        counted: Counted::new(),
    };
    for (labels, histogram) in histograms(signal, span) {
        let Some(id) = endpoint(&labels) else { continue };
        found.counted.entry(id.clone()).or_default().add(class(&labels), histogram.per_second());
        match found.histograms.get_mut(&id) {
            None => drop(found.histograms.insert(id, Some(histogram))),
            Some(sum) => {
                if !sum.as_mut().is_some_and(|sum| sum.merge(&histogram)) {
                    *sum = None;
                }
            }
        }
    }
    found
}

impl Found {
    fn quantile(&self, id: &EndpointId, q: f64) -> Known<ServerLatency> {
        let factor = self.factor.ok_or(NO_UNIT)?;
        let histogram = self.histograms.get(id).and_then(Option::as_ref).ok_or(UNLIKE_BUCKETS)?;
        match histogram.quantile(q).ok_or(NO_REQUESTS)?.scaled(factor) {
            Estimate::At(milliseconds) => Ok(ServerLatency::At(milliseconds)),
            Estimate::Above(milliseconds) => Ok(ServerLatency::AboveBound(milliseconds)),
        }
    }
}

#[cfg(test)]
#[path = "server_red_tests.rs"]
mod tests;
