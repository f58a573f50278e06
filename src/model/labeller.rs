//! The trait through which `ingest` asks `classify`, so that neither imports the other.

use super::endpoint::EndpointId;

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
}
