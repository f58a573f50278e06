//! What was judged: a subject, and what was measured of it; and how files hold that.

use serde::{Deserialize, Serialize};

use super::indicator::Indicator;
use super::measure::Measure;
use super::subject::Subject;
use crate::words::{Text, text};

/// What was judged: a subject, and what was measured of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(from = "Written", into = "Written")]
pub struct Judged {
    /// Whom it speaks of.
    pub subject: Subject,
    /// What was measured.
    pub indicator: Indicator,
}

impl Judged {
    /// Takes what was measured of a subject.
    pub fn of(subject: &Subject, indicator: Indicator) -> Self {
        Self { subject: subject.clone(), indicator }
    }

    /// Takes the latency of a subject.
    pub fn latency(subject: &Subject, measure: Measure) -> Self {
        Self::of(subject, Indicator::Latency(measure))
    }

    /// Takes the failures of a check.
    pub fn check(path: &str) -> Self {
        Self { subject: Subject::Check(path.into()), indicator: Indicator::FailedShare }
    }

    /// Takes a figure of a metric.
    pub fn metric(name: &str, indicator: Indicator) -> Self {
        Self { subject: Subject::Metric(name.into()), indicator }
    }

    /// What was measured, for people: `p95`, `check: …`.
    pub fn text(&self) -> Text {
        match &self.subject {
            Subject::Check(_) => self.subject.text(),
            Subject::Metric(name) => text!("judged-metric", name = &**name, measure = self.indicator.text()),
            _ => self.indicator.text(),
        }
    }

    /// The same where it was not tested: `unintended errors`.
    pub fn untested_text(&self) -> Text {
        match &self.indicator {
            Indicator::ErrorShare => text!("judged-untested-errors"),
            Indicator::UndeclaredShare => text!("judged-untested-undeclared"),
            _ => self.text(),
        }
    }

    /// What was measured, as files call it: `p95`, `check: …`.
    pub fn measure(&self) -> String {
        match self.subject {
            Subject::Check(_) => self.subject.to_string(),
            Subject::Metric(_) => format!("{METRIC}{} {}", self.subject, self.indicator),
            _ => self.indicator.to_string(),
        }
    }

    /// The same where it was not tested: `unintended errors`.
    pub fn untested_measure(&self) -> String {
        self.indicator.untested().map_or_else(|| self.measure(), str::to_owned)
    }
}

/// Stands before a metric.
const METRIC: &str = "metric: ";

/// Splits `checkout_time{region:eu} p95`: a selector may hold spaces, and `per second` does.
fn split_metric(text: &str) -> Option<(&str, Indicator)> {
    let spaces = text.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
    spaces.map(|at| (&text[..at], Indicator::of_name(&text[at + 1..]))).find(|(_, indicator)| {
        matches!(indicator, Indicator::Latency(_) | Indicator::NonZeroShare | Indicator::PerSecond)
    })
}

impl From<Indicator> for Judged {
    /// Takes what was measured of the whole run.
    fn from(indicator: Indicator) -> Self {
        Self { subject: Subject::Whole, indicator }
    }
}

/// How findings hold it.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Written {
    /// The endpoint; absent for the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// What was measured: `p95`, `unintended error share`, an objective, a threshold.
    measure: String,
}

impl From<Judged> for Written {
    fn from(judged: Judged) -> Self {
        Self { endpoint: judged.subject.key().map(str::to_owned), measure: judged.measure() }
    }
}

impl From<Written> for Judged {
    fn from(Written { endpoint, measure }: Written) -> Self {
        let named = |prefix: &str| measure.strip_prefix(prefix).filter(|_| endpoint.is_none());
        if let Some(path) = named("check: ") {
            Self::check(path)
        } else if let Some((name, indicator)) = named(METRIC).and_then(split_metric) {
            Self::metric(name, indicator)
        } else {
            Self::of(&Subject::of_key(endpoint.as_deref()), Indicator::of_name(&measure))
        }
    }
}

/// How it is held where it was not tested: the latency of all requests names them, since no endpoint may have a measure.
pub(super) mod untested {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Indicator, Judged, Subject, Written};

    pub(in crate::model) fn written(judged: &Judged) -> Written {
        let endpoint = match (&judged.subject, &judged.indicator) {
            (Subject::Whole, Indicator::Latency(_)) => Some(Subject::Whole.to_string()),
            (subject, _) => subject.key().map(str::to_owned),
        };
        Written { endpoint, measure: judged.untested_measure() }
    }

    pub(in crate::model) fn serialize<S: Serializer>(judged: &Judged, to: S) -> Result<S::Ok, S::Error> {
        written(judged).serialize(to)
    }

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Judged, D::Error> {
        let mut written = Written::deserialize(from)?;
        let whole = written.endpoint.take_if(|name| Subject::from(name.clone()).is_whole()).is_some();
        let mut judged = Judged::from(written);
        if !whole && judged.subject.is_whole() && matches!(judged.indicator, Indicator::Latency(_)) {
            judged.subject = Subject::Endpoints;
        }
        Ok(judged)
    }
}

/// How cells hold it that count errors: by their family.
pub(super) mod by_family {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Indicator, Judged, Subject};

    /// Which errors a cell counts; each family is corrected by itself.
    #[derive(Serialize, Deserialize)]
    #[cfg_attr(test, derive(schemars::JsonSchema))]
    #[serde(rename_all = "snake_case")]
    enum ErrorFamily {
        /// Unintended errors of one endpoint.
        Endpoint,
        /// Unintended errors of the whole run.
        Whole,
        /// Undeclared 4xx of one endpoint.
        #[serde(rename = "undeclared_4xx")]
        Undeclared4xx,
        /// Failed checks.
        Checks,
        /// Requests of one endpoint that took much longer than its base's slowest hundredth.
        VerySlow,
    }

    #[derive(Serialize, Deserialize)]
    #[cfg_attr(test, derive(schemars::JsonSchema))]
    pub(in crate::model) struct Written {
        /// Which errors.
        family: ErrorFamily,
        /// The endpoint or check; absent for the whole run.
        #[serde(skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
    }

    pub(in crate::model) fn serialize<S: Serializer>(judged: &Judged, to: S) -> Result<S::Ok, S::Error> {
        let family = match (&judged.indicator, &judged.subject) {
            (Indicator::UndeclaredShare, _) => ErrorFamily::Undeclared4xx,
            (Indicator::VerySlowShare, _) => ErrorFamily::VerySlow,
            (_, Subject::Check(_)) => ErrorFamily::Checks,
            (_, Subject::Whole) => ErrorFamily::Whole,
            _ => ErrorFamily::Endpoint,
        };
        let subject = match &judged.subject {
            Subject::Check(path) => Some(path.to_string()),
            other => other.key().map(str::to_owned),
        };
        Written { family, subject }.serialize(to)
    }

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Judged, D::Error> {
        let Written { family, subject } = Written::deserialize(from)?;
        let indicator = match family {
            ErrorFamily::Checks => return Ok(Judged::check(&subject.unwrap_or_default())),
            ErrorFamily::Undeclared4xx => Indicator::UndeclaredShare,
            ErrorFamily::VerySlow => Indicator::VerySlowShare,
            ErrorFamily::Whole | ErrorFamily::Endpoint => Indicator::ErrorShare,
        };
        Ok(Judged::of(&Subject::of_key(subject.as_deref()), indicator))
    }
}

/// How cells of metrics hold it: by the metric's name.
pub(super) mod of_metric {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Indicator, Judged};

    #[derive(Serialize, Deserialize)]
    #[cfg_attr(test, derive(schemars::JsonSchema))]
    pub(in crate::model) struct Written {
        /// The metric, with the tags of a submetric.
        metric: String,
        /// What of it: `p95`, `avg`, `share`, `per second`.
        measure: String,
    }

    pub(in crate::model) fn serialize<S: Serializer>(judged: &Judged, to: S) -> Result<S::Ok, S::Error> {
        Written { metric: judged.subject.to_string(), measure: judged.indicator.to_string() }.serialize(to)
    }

    pub(in crate::model) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Judged, D::Error> {
        let Written { metric, measure } = Written::deserialize(from)?;
        Ok(Judged::metric(&metric, Indicator::of_name(&measure)))
    }
}

#[cfg(test)]
mod tests;
