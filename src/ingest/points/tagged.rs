//! What the tags of a point tell, in whatever way a tool writes them.

use std::borrow::Cow;

use crate::model::endpoint_tag::EndpointTag;
use crate::model::labeller::Response;

/// The phase of a test that a point belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Phase {
    /// What is done once before the load.
    Setup,
    /// The load.
    Test,
    /// What is done once after it.
    Teardown,
}

/// What an endpoint is named by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) enum Naming<'a> {
    /// The tag that the configuration chose, or several together.
    Chosen(Cow<'a, str>),
    /// The name.
    Name(&'a str),
    /// The URL, for want of a name.
    Url(&'a str),
}

impl Naming<'_> {
    /// The name itself.
    pub(in crate::ingest) fn text(&self) -> &str {
        match self {
            Self::Chosen(text) => text,
            Self::Name(text) | Self::Url(text) => text,
        }
    }
}

/// The tags of a point.
pub(in crate::ingest) trait Tagged {
    /// Which phase of the test it belongs to.
    fn phase(&self) -> Phase;

    /// The scenario; empty where none was recorded.
    fn scenario(&self) -> &str;

    /// The method of a request.
    fn method(&self) -> Option<&str>;

    /// How a request ended.
    fn response(&self) -> Response;

    /// What the endpoint is named by; `endpoint_tag` is the tag that the configuration chose.
    fn naming(&self, endpoint_tag: &EndpointTag) -> Naming<'_>;

    /// A tag, and its value, that would tell endpoints apart where they have no name but their URL.
    fn alternative(&self) -> Option<(&str, &str)> {
        None
    }

    /// What the endpoint of a gRPC call is named by; absent where the call has no name.
    fn call(&self) -> Option<String> {
        None
    }

    /// The value of a tag; empty where there is none.
    fn value(&self, tag: &str) -> &str;

    /// All tags with their values.
    fn all(&self) -> Vec<(&str, &str)>;

    /// The path of a check.
    fn check(&self) -> Option<String>;
}
