//! gRPC calls in a summary: `grpc_req_duration`, which k6 writes neither counts nor statuses beside.

use super::endpoints::Finder;
use super::naming::Naming;
use super::selector::Selector;
use super::summary::{CALLS, DURATION, Metrics, REQUEST_METRICS, Summary, Values};
use super::window::JudgedWindow;
use crate::model::endpoint::{Endpoint, Traffic};
use crate::model::labeller::Labeller;
use crate::model::latency::Latency;
use crate::model::missing::Missing;
use crate::model::settings::Settings;

const NO_OUTCOMES: Missing = Missing::message("untold-outcomes-of-calls");
const NO_COUNT: Missing = Missing::message("untold-count-of-calls");

impl Summary {
    /// Tells whether any gRPC call was made, as far as the file says.
    pub(super) fn has_calls(&self) -> bool {
        self.metrics.iter().any(|((name, _), values)| name == CALLS && values.has_samples())
    }

    /// Where the test made gRPC calls and sent no HTTP request, takes the calls for its requests.
    pub(in crate::ingest) fn take_calls_for_requests(&mut self, settings: &Settings) {
        if self.has_http_requests() || !self.has_calls() {
            return;
        }
        self.of_calls = true;
        let calls = self.metrics.calls(settings);
        self.metrics.retain(|name| name != CALLS && !REQUEST_METRICS.contains(&name));
        for ((name, selector), values) in calls.iter() {
            self.metrics.insert(name, selector.clone(), values.clone());
        }
    }
}

impl Metrics {
    /// The latencies of calls as if they were of HTTP requests, by `name`: `service/method`.
    pub(super) fn calls(&self, settings: &Settings) -> Self {
        let is_named_by_k6 = settings.endpoints.tag.as_ref().is_none_or(|tag| tag.is("name"));
        let of_calls = || self.iter().filter(|((name, _), _)| *name == CALLS);
        // A service is an endpoint where nothing tells its methods apart.
        let has_methods =
            of_calls().any(|((_, selector), _)| selector.get("method").or(selector.get("name")).is_some());
        let mut calls = Self::default();
        for ((_, selector), values) in of_calls() {
            let selector = if is_named_by_k6 { named(selector, has_methods) } else { Some(selector.clone()) };
            if let (Some(selector), Values::Trend(_)) = (selector, values) {
                calls.insert(DURATION, selector, values.clone());
            }
        }
        calls
    }
}

/// The selector with a name made of what k6 calls service and method; absent where it is of a whole service beside methods.
fn named(selector: &Selector, has_methods: bool) -> Option<Selector> {
    let name = match (selector.get("name"), selector.get("service"), selector.get("method")) {
        // k6's own name is the path of the call.
        (Some(name), ..) => name.strip_prefix('/').unwrap_or(name).to_owned(),
        (None, Some(service), Some(method)) => format!("{service}/{method}"),
        (None, None, Some(method)) => method.to_owned(),
        (None, Some(service), None) if !has_methods => service.to_owned(),
        (None, Some(_), None) => return None,
        (None, None, None) => return Some(selector.clone()),
    };
    Some(selector.without("service").without("method").with("name", &name))
}

/// The endpoints of gRPC calls, where they stand beside those of HTTP requests.
pub(super) fn beside(
    metrics: &Metrics,
    window: &JudgedWindow,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Vec<Endpoint> {
    let metrics = &metrics.calls(settings);
    let naming = &Naming::of(metrics, labeller, settings);
    let finder = Finder { metrics, labeller, settings, window, naming, whole: None };
    let mut endpoints = finder.find().endpoints;
    endpoints.iter_mut().for_each(|endpoint| in_words(&mut endpoint.traffic));
    endpoints
}

/// Says why a summary does not tell how many calls there were and how they ended.
pub(super) fn in_words(traffic: &mut Traffic) {
    if traffic.requests.is_err() {
        traffic.requests = Err(NO_COUNT);
    }
    traffic.outcomes = Err(NO_OUTCOMES);
    if let Ok(Latency::Percentiles(latency)) = &mut traffic.latency
        && latency.count.is_err()
    {
        latency.count = Err(NO_COUNT);
    }
}
