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
    fn host<'n>(&self, name: &'n str) -> Option<&'n str>;

    /// Tells whether the configuration declares `status` as intended for an endpoint.
    fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool;

    /// Takes URL queries, fragments and user info out of any text that will be shown.
    fn scrub(&self, text: &str) -> String;

    /// Decides the outcome of a request from what k6 says of its response.
    fn outcome(&self, endpoint: &EndpointId, response: Response) -> Outcome;
}

/// What k6 says of a response.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status; 0 is "no answer", absent is "not recorded".
    pub status: Option<u16>,
    /// The `expected_response` tag.
    pub expected: Option<bool>,
    /// The `error_code` tag; k6 sets 1000 + status on every status from 400. Of a gRPC call, what
    /// [`of_grpc`](super::error_code::of_grpc) says.
    pub error_code: Option<u32>,
}

impl Response {
    /// The status as recorded, else the one that the error code implies.
    pub fn status_or_implied(self) -> Option<u16> {
        self.status.or_else(|| match self.error_code {
            Some(code @ 1400..=1599) => u16::try_from(code - 1000).ok(),
            _ => None,
        })
    }
}
