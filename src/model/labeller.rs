//! The trait through which `ingest` asks `classify`, so that neither imports the other.

use super::endpoint::EndpointId;
use super::outcome::Outcome;

/// Decides what a tag means, from the configuration.
pub trait Labeller {
    /// Tells whether a scenario belongs to the judged window.
    fn judges_scenario(&self, scenario: &str) -> bool;

    /// Names the endpoint of a request from its method, where known, and its `name` tag or URL.
    /// The result never holds a URL's query, fragment or user info.
    fn endpoint(&self, method: Option<&str>, name: &str) -> EndpointId;

    /// Tells the host of a `name` tag that is a URL, without user info. A run that talks to several hosts
    /// keeps them apart with [`EndpointId::on_host`].
    fn host<'n>(&self, _name: &'n str) -> Option<&'n str> {
        None
    }

    /// Tells whether the configuration declares `status` as intended for an endpoint.
    fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool;

    /// Takes URL queries, fragments and user info out of any text that will be shown.
    fn scrub(&self, text: &str) -> String;

    /// Decides the outcome of a request from what k6 says of its response.
    fn outcome(&self, endpoint: &EndpointId, response: Response) -> Outcome {
        match (response.status_or_implied(), response.error_code) {
            // A request timeout, and a dial timeout.
            (Some(0) | None, Some(1050 | 1211)) => Outcome::Timeout,
            (Some(0), _) | (None, Some(_)) => Outcome::TransportError,
            (Some(status @ 400..=499), _) => {
                if response.expected == Some(true) || self.declares_intended(endpoint, status) {
                    Outcome::Intended4xx
                } else {
                    Outcome::Undeclared4xx
                }
            }
            (Some(status @ 500..), _) if !self.declares_intended(endpoint, status) => Outcome::ServerError,
            (Some(_), _) => Outcome::Ok,
            // No status and no error code were recorded: k6's own word is all there is.
            (None, None) if response.expected == Some(false) => Outcome::TransportError,
            (None, None) => Outcome::Ok,
        }
    }
}

/// What k6 says of a response.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status; 0 is "no answer", absent is "not recorded".
    pub status: Option<u16>,
    /// The `expected_response` tag.
    pub expected: Option<bool>,
    /// The `error_code` tag; k6 sets 1000 + status on every status from 400.
    pub error_code: Option<u32>,
}

impl Response {
    /// The status as recorded, else the one that the error code implies.
    fn status_or_implied(self) -> Option<u16> {
        self.status.or_else(|| match self.error_code {
            Some(code @ 1400..=1599) => u16::try_from(code - 1000).ok(),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Labeller, Response};
    use crate::model::endpoint::EndpointId;
    use crate::model::outcome::Outcome;

    struct Declares(u16);

    impl Labeller for Declares {
        fn judges_scenario(&self, _: &str) -> bool {
            true
        }
        fn endpoint(&self, _: Option<&str>, name: &str) -> EndpointId {
            EndpointId::named(name)
        }
        fn declares_intended(&self, _: &EndpointId, status: u16) -> bool {
            status == self.0
        }
        fn scrub(&self, text: &str) -> String {
            text.to_owned()
        }
    }

    #[test]
    fn outcomes_follow_status_expectation_and_error_code() {
        let cases = [
            (Some(200), Some(true), None, Outcome::Ok),
            (Some(302), Some(false), None, Outcome::Ok),
            (Some(404), Some(true), Some(1404), Outcome::Intended4xx),
            (Some(404), Some(false), Some(1404), Outcome::Undeclared4xx),
            (Some(404), None, None, Outcome::Undeclared4xx),
            (Some(408), Some(false), Some(1408), Outcome::Undeclared4xx),
            (Some(418), Some(false), Some(1418), Outcome::Intended4xx),
            (Some(503), Some(true), Some(1503), Outcome::ServerError),
            (Some(504), Some(false), Some(1504), Outcome::ServerError),
            (Some(0), Some(false), Some(1050), Outcome::Timeout),
            (Some(0), Some(false), Some(1211), Outcome::Timeout),
            (Some(0), Some(false), Some(1212), Outcome::TransportError),
            (Some(0), None, None, Outcome::TransportError),
            (None, Some(false), Some(1503), Outcome::ServerError),
            (None, Some(false), Some(1050), Outcome::Timeout),
            (None, Some(false), Some(1101), Outcome::TransportError),
            (None, Some(false), None, Outcome::TransportError),
            (None, Some(true), None, Outcome::Ok),
            (None, None, None, Outcome::Ok),
        ];
        for (status, expected, error_code, want) in cases {
            let response = Response { status, expected, error_code };
            let got = Declares(418).outcome(&EndpointId::named("x"), response);
            assert_eq!(got, want, "{response:?}");
        }
        let declared = Response { status: Some(503), expected: Some(false), error_code: Some(1503) };
        assert_eq!(Declares(503).outcome(&EndpointId::named("x"), declared), Outcome::Ok);
    }
}
