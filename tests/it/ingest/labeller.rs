//! A labeller for tests: names are taken as they are, warm-ups are not judged.

use perfreport::model::endpoint::EndpointId;
use perfreport::model::labeller::Labeller;

pub(super) struct PlainLabeller;

impl Labeller for PlainLabeller {
    fn judges_scenario(&self, scenario: &str) -> bool {
        !scenario.starts_with("warm")
    }

    fn endpoint(&self, method: Option<&str>, name: &str) -> EndpointId {
        EndpointId { method: method.map(str::to_owned), name: self.scrub(name) }
    }

    fn declares_intended(&self, _: &EndpointId, _: u16) -> bool {
        false
    }

    fn scrub(&self, text: &str) -> String {
        text.split('?').next().unwrap_or_default().to_owned()
    }
}
