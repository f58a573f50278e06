//! What another tool tells of a request.

use crate::ingest::points::tagged::{Naming, Phase, Tagged};
use crate::model::endpoint_tag::EndpointTag;
use crate::model::labeller::Response;

/// The error code that stands for a timeout, as k6 has it.
pub(super) const TIMEOUT: u32 = 1050;

/// What is told of a request; an absent text is empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tags<'a> {
    pub phase: Phase,
    pub scenario: &'a str,
    pub method: &'a str,
    pub name: &'a str,
    pub url: &'a str,
    pub response: Response,
    /// The check that the tool made of the response.
    pub check: &'a str,
}

impl Default for Tags<'_> {
    fn default() -> Self {
        Self {
            phase: Phase::Test,
            scenario: "",
            method: "",
            name: "",
            url: "",
            response: Response::default(),
            check: "",
        }
    }
}

impl Tagged for Tags<'_> {
    fn phase(&self) -> Phase {
        self.phase
    }

    fn scenario(&self) -> &str {
        self.scenario
    }

    fn method(&self) -> Option<&str> {
        Some(self.method).filter(|method| !method.is_empty())
    }

    fn response(&self) -> Response {
        self.response
    }

    /// The name, else the URL; the URL first where the configuration says so.
    fn naming(&self, endpoint_tag: &EndpointTag) -> Naming<'_> {
        if self.name.is_empty() || (endpoint_tag.is("url") && !self.url.is_empty()) {
            Naming::Url(self.url)
        } else {
            Naming::Name(self.name)
        }
    }

    fn value(&self, tag: &str) -> &str {
        self.all().into_iter().find(|(known, _)| *known == tag).map_or("", |(_, value)| value)
    }

    fn all(&self) -> Vec<(&str, &str)> {
        let all =
            [("scenario", self.scenario), ("method", self.method), ("name", self.name), ("url", self.url)];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn check(&self) -> Option<String> {
        (!self.check.is_empty()).then(|| self.check.to_owned())
    }
}

/// The response of a request that was not answered.
pub(super) fn unanswered(is_timeout: bool) -> Response {
    Response { status: Some(0), expected: Some(false), error_code: is_timeout.then_some(TIMEOUT) }
}
