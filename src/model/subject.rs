//! What is judged, by its identity: all requests, an endpoint, a check.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::endpoint::{ALL_ENDPOINTS, ALL_REQUESTS, EndpointId, OTHER_ENDPOINTS};
use crate::words::{Text, text};

/// What is judged. Files and reports hold its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum Subject {
    /// All requests of the run.
    #[default]
    Whole,
    /// Every endpoint, where none of them has what would be judged.
    Endpoints,
    /// One endpoint, by the name that reports show: a summary knows no more of it.
    Endpoint(Arc<str>),
    /// The endpoints that are too small to be tested each by itself, together.
    SmallEndpoints,
    /// A k6 check, by its path.
    Check(Arc<str>),
    /// A metric of the script's own, by its name.
    Metric(Arc<str>),
}

impl Subject {
    /// Takes an endpoint by its name.
    pub fn endpoint(name: &str) -> Self {
        Self::Endpoint(name.into())
    }

    /// Takes a key of a file back.
    pub fn of_key(key: Option<&str>) -> Self {
        match key {
            None => Self::Whole,
            Some(OTHER_ENDPOINTS) => Self::SmallEndpoints,
            Some(name) => Self::endpoint(name),
        }
    }

    /// What files hold as the endpoint; nothing where it is none.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Endpoint(name) => Some(name),
            Self::SmallEndpoints => Some(OTHER_ENDPOINTS),
            Self::Whole | Self::Endpoints | Self::Check(_) | Self::Metric(_) => None,
        }
    }

    /// In whose row reports show it: what is no endpoint is all requests'.
    pub fn row(&self) -> &Self {
        if self.key().is_some() { self } else { &Self::Whole }
    }

    /// Tells whether it is all requests of the run.
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }

    /// Its name for people: `GET /a`, `all requests`.
    pub fn text(&self) -> Text {
        match self {
            Self::Whole => text!("subject-whole"),
            Self::Endpoints => text!("subject-endpoints"),
            Self::SmallEndpoints => text!("subject-small-endpoints"),
            Self::Check(path) => text!("subject-check", path = &**path),
            Self::Endpoint(name) | Self::Metric(name) => Text::written(name.to_string()),
        }
    }

    /// Its name where a headline begins with it: `The run as a whole`, `GET /a`.
    pub fn title(&self) -> Text {
        match self {
            Self::Whole => text!("whole"),
            Self::Check(path) => text!("subject-check-title", path = &**path),
            named => named.text(),
        }
    }
}

impl fmt::Display for Subject {
    /// Writes its name as files have it: `GET /a`, `all requests`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str(ALL_REQUESTS),
            Self::Endpoints => f.write_str(ALL_ENDPOINTS),
            Self::Endpoint(name) => f.write_str(name),
            Self::SmallEndpoints => f.write_str(OTHER_ENDPOINTS),
            Self::Check(path) => write!(f, "check: {path}"),
            Self::Metric(name) => f.write_str(name),
        }
    }
}

impl From<String> for Subject {
    fn from(name: String) -> Self {
        Self::of_key(Some(name.as_str()).filter(|name| *name != ALL_REQUESTS))
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}

impl From<&EndpointId> for Subject {
    fn from(id: &EndpointId) -> Self {
        Self::endpoint(&id.to_string())
    }
}

/// Writes the key, for a field that is skipped where the subject is the whole run.
///
/// # Errors
///
/// As the serializer.
pub(super) fn serialize<S: Serializer>(subject: &Subject, serializer: S) -> Result<S::Ok, S::Error> {
    subject.key().serialize(serializer)
}

/// Reads the key.
///
/// # Errors
///
/// As the deserializer.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Subject, D::Error> {
    Ok(Subject::of_key(Option::<String>::deserialize(deserializer)?.as_deref()))
}
