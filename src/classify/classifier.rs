//! What other stages ask.

use crate::model::endpoint::EndpointId;
use crate::model::error_code;
use crate::model::labeller::{Labeller, Response};
use crate::model::outcome::Outcome;
use crate::model::settings::{OutcomeSettings, Settings};

use super::header;
use super::length::cut;
use super::outcome::outcome;
use super::route::{self, Route};
use super::scrub::scrub;
use super::{url, window};

/// Decides what tags mean, as the configuration says.
#[derive(Debug, Clone)]
pub struct Classifier {
    scenarios: Vec<String>,
    routes: Vec<Route>,
    outcomes: OutcomeSettings,
}

impl Classifier {
    /// Prepares the configured routes, so that no call has to.
    pub fn new(settings: &Settings) -> Self {
        Self {
            scenarios: settings.window.scenarios.clone(),
            routes: settings.endpoints.routes.iter().map(|pattern| Route::new(pattern)).collect(),
            outcomes: settings.outcomes.clone(),
        }
    }
}

impl Labeller for Classifier {
    fn judges_scenario(&self, scenario: &str) -> bool {
        window::judges(&self.scenarios, scenario)
    }

    fn endpoint(&self, method: Option<&str>, name: &str) -> EndpointId {
        let method = method.map(|method| scrub(&route::tidy(method))).filter(|method| !method.is_empty());
        let name = header::cleaned(route::endpoint_name(&self.routes, name));
        EndpointId { method: method.map(cut), name: cut(name) }
    }

    fn host<'n>(&self, name: &'n str) -> Option<&'n str> {
        url::parse(route::split_method(name.trim()).1).and_then(|url| url.host)
    }

    fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool {
        self.outcomes.declares_intended(endpoint, status)
    }

    fn scrub(&self, text: &str) -> String {
        cut(scrub(text))
    }

    fn outcome(&self, endpoint: &EndpointId, response: Response) -> Outcome {
        let of_call = response.error_code.and_then(error_code::grpc_status);
        let declared = of_call
            .or(response.status_or_implied())
            .is_some_and(|status| self.declares_intended(endpoint, status));
        outcome(response, declared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::IntendedStatuses;

    fn classifier() -> Classifier {
        let mut settings = Settings::default();
        settings.outcomes.intended = vec![
            IntendedStatuses { endpoint: "POST /api/orders".to_owned(), statuses: vec![409, 503] },
            IntendedStatuses { endpoint: "*".to_owned(), statuses: vec![429] },
        ];
        Classifier::new(&settings)
    }

    #[test]
    fn declared_statuses_are_intended_where_they_are_declared() {
        let classifier = classifier();
        let orders = classifier.endpoint(Some("POST"), "http://127.0.0.1:18080/api/orders?x=1");
        let listing = classifier.endpoint(Some("GET"), "http://127.0.0.1:18080/api/orders");
        assert!(classifier.declares_intended(&orders, 409));
        assert!(!classifier.declares_intended(&orders, 404));
        assert!(!classifier.declares_intended(&listing, 409));
        assert!(classifier.declares_intended(&listing, 429));
        let refused = |status: u16| Response {
            status: Some(status),
            expected: Some(false),
            error_code: Some(1000 + u32::from(status)),
        };
        assert_eq!(classifier.outcome(&orders, refused(409)), Outcome::Intended4xx);
        assert_eq!(classifier.outcome(&listing, refused(409)), Outcome::Undeclared4xx);
        assert_eq!(classifier.outcome(&orders, refused(503)), Outcome::Ok);
        let without_status = Response { status: None, ..refused(409) };
        assert_eq!(classifier.outcome(&orders, without_status), Outcome::Intended4xx);
    }

    #[test]
    fn hosts_are_told_without_user_info() {
        let classifier = classifier();
        assert_eq!(classifier.host("http://u:p@h:1/x"), Some("h:1"));
        assert_eq!(classifier.host("GET http://localhost/x?y"), Some("localhost"));
        assert_eq!(classifier.host("${}/x"), None);
        assert_eq!(classifier.host("GET /x"), None);
    }

    #[test]
    fn a_blank_method_is_no_method() {
        assert_eq!(classifier().endpoint(Some(" "), "x").method, None);
        assert_eq!(classifier().endpoint(Some("GET"), "x").to_string(), "GET x");
    }
}
