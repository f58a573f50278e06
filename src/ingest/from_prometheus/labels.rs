//! What the labels of a series say of its requests.

use super::Counter;
use crate::ingest::points::registry::EndpointKey;
use crate::model::endpoint::EndpointId;
use crate::model::labeller::{Labeller, Response};
use crate::model::outcome::Outcome;
use crate::model::request_labels::{self, Class, Labels};
use crate::model::settings::Settings;

/// Where requests without a route went: meshes and proxies name the service, or what leads to it.
const SERVICE: [&str; 7] = [
    "destination_service_name",
    "destination_workload",
    "service",
    "exported_service",
    "router",
    "entrypoint",
    "job",
];

/// The requests of a series.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Requests {
    pub(super) endpoint: EndpointKey,
    pub(super) scenario: String,
    /// Whether the scenario and the tags are those that are judged.
    pub(super) judged: bool,
    pub(super) status: Option<u16>,
    pub(super) error_code: Option<u32>,
    pub(super) expected: Option<bool>,
    /// Absent where the labels do not tell how they ended.
    pub(super) outcome: Option<Outcome>,
}

/// Which part of a test requests belong to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Test(Requests),
    Setup,
    Teardown,
}

/// Reads labels.
pub(super) struct Reading<'a> {
    pub(super) counter: Counter,
    pub(super) labeller: &'a dyn Labeller,
    pub(super) settings: &'a Settings,
}

fn value<'l>(labels: &'l Labels, name: &str) -> &'l str {
    let value = labels.get(name).map_or("", String::as_str);
    if name == "group" { value.strip_prefix("::").unwrap_or(value) } else { value }
}

impl Reading<'_> {
    pub(super) fn of(&self, labels: &Labels) -> Part {
        match self.counter {
            Counter::K6 => self.of_k6(labels),
            Counter::Servers => Part::Test(self.of_servers(labels)),
        }
    }

    fn is_judged(&self, labels: &Labels) -> bool {
        self.settings.window.tags.admits(|tag| value(labels, tag))
    }

    fn of_k6(&self, labels: &Labels) -> Part {
        let scenario = value(labels, "scenario");
        // A group of that name in the script itself has a scenario.
        let group = if scenario.is_empty() { value(labels, "group").split("::").next() } else { None };
        match group {
            Some("setup") => return Part::Setup,
            Some("teardown") => return Part::Teardown,
            _ => {}
        }
        let text = |name: &str| Some(value(labels, name)).filter(|value| !value.is_empty());
        let method = text("method");
        let tag = self.settings.endpoints.tag.as_ref().filter(|tag| !tag.is("name"));
        let chosen =
            tag.map(|tag| tag.name(|tag| value(labels, tag)).into_owned()).filter(|name| !name.is_empty());
        let name = text("name").or_else(|| text("url")).unwrap_or_default();
        let endpoint = match chosen {
            Some(name) => EndpointKey::of(self.labeller.endpoint(method, &name)),
            None => EndpointKey {
                host: self.labeller.host(name).map(|host| self.labeller.scrub(host)),
                ..EndpointKey::of(self.labeller.endpoint(method, name))
            },
        };
        let response = Response {
            status: value(labels, "status").parse().ok(),
            expected: value(labels, "expected_response").parse().ok(),
            error_code: value(labels, "error_code").parse().ok(),
        };
        let is_told = response.status_or_implied().is_some() || response.expected.is_some();
        Part::Test(Requests {
            outcome: is_told.then(|| self.labeller.outcome(&endpoint.id, response)),
            judged: self.labeller.judges_scenario(scenario) && self.is_judged(labels),
            scenario: scenario.to_owned(),
            status: response.status,
            error_code: response.error_code,
            expected: response.expected,
            endpoint,
        })
    }

    fn of_servers(&self, labels: &Labels) -> Requests {
        let id = request_labels::endpoint(labels).unwrap_or_else(|| {
            let service = SERVICE.iter().find_map(|name| labels.get(*name)).cloned();
            EndpointId { method: None, name: service.unwrap_or_else(|| "requests".to_owned()) }
        });
        // Not what a framework wrote as a pattern: a question mark begins no query there.
        let is_path = id.name.starts_with('/') && !id.name.contains("(?");
        let id = if is_path { self.labeller.endpoint(id.method.as_deref(), &id.name) } else { id };
        let exact = request_labels::status(labels);
        let status = exact.or(request_labels::class(labels).map(|class| match class {
            Class::Good => 200,
            Class::ClientError => 400,
            Class::ServerError => 500,
        }));
        let response = Response { status, ..Response::default() };
        Requests {
            outcome: status.map(|_| match status {
                // What Istio writes where there was no answer.
                Some(0) => Outcome::ServerError,
                _ => self.labeller.outcome(&id, response),
            }),
            judged: self.is_judged(labels),
            scenario: String::new(),
            status: exact,
            error_code: None,
            expected: None,
            endpoint: EndpointKey::of(id),
        }
    }
}
