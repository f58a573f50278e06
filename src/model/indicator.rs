//! What is measured of a subject, for findings, tests and what was not tested.

use std::fmt;
use std::sync::Arc;

use super::measure::Measure;
use crate::words::{Arg, Text, text};

/// What is measured of a subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Indicator {
    /// Latency at a quantile.
    Latency(Measure),
    /// The share of unintended errors.
    ErrorShare,
    /// The share of 4xx that nobody declared.
    UndeclaredShare,
    /// The share of requests that took much longer than the base's slowest hundredth.
    VerySlowShare,
    /// The share of a check's executions that failed.
    FailedShare,
    /// Completed requests per second.
    Throughput,
    /// The load at which p95 leaves its level.
    Capacity,
    /// The share of a rate's samples that were not 0.
    NonZeroShare,
    /// What a counter counts per second.
    PerSecond,
    /// An objective, in words.
    Objective(Arc<str>),
    /// A threshold that k6 judged.
    Threshold {
        /// The metric with its selector.
        metric: Arc<str>,
        /// The condition as the script wrote it.
        expression: Arc<str>,
    },
    /// Requests that failed, whatever the base did.
    FailedRequests,
    /// Checks that failed, whatever the base did.
    FailedChecks,
    /// A burst of errors.
    Burst,
    /// Requests that failed in incidents.
    FailedInIncidents,
    /// Time in which requests were slow by far.
    TimeSlowByFar,
    /// What speaks for or against judging at all, by its name. So is read what only a newer version measures.
    Validity(Arc<str>),
}

impl Indicator {
    /// Those whose name is a constant.
    const NAMED: [(Self, &str); 13] = [
        (Self::ErrorShare, "unintended error share"),
        (Self::UndeclaredShare, "undeclared 4xx share"),
        (Self::VerySlowShare, "very slow share"),
        (Self::FailedShare, "check"),
        (Self::Throughput, "throughput"),
        (Self::Capacity, "capacity"),
        (Self::NonZeroShare, "share"),
        (Self::PerSecond, "per second"),
        (Self::FailedRequests, "failed requests"),
        (Self::FailedChecks, "failed checks"),
        (Self::Burst, "burst"),
        (Self::FailedInIncidents, "requests failed in incidents"),
        (Self::TimeSlowByFar, "time slow by far"),
    ];

    /// Makes the one of a k6 threshold.
    pub fn threshold(metric: &str, expression: &str) -> Self {
        Self::Threshold { metric: metric.into(), expression: expression.into() }
    }

    /// Makes the one of a check of validity.
    pub fn validity(name: &str) -> Self {
        Self::Validity(name.into())
    }

    /// Takes a name of a file back.
    pub fn of_name(name: &str) -> Self {
        let named = |(own, known): &(Self, &str)| *known == name || own.untested() == Some(name);
        if let Some(measure) = Measure::of_key(name) {
            Self::Latency(measure)
        } else if let Some((indicator, _)) = Self::NAMED.into_iter().find(named) {
            indicator
        } else if let Some((metric, expression)) = name.strip_prefix(THRESHOLD).and_then(split_threshold) {
            Self::threshold(metric, expression)
        } else if name.split_once('%').is_some_and(|(share, _)| share.trim().parse::<f64>().is_ok())
            || of_metric(name).is_some()
        {
            Self::Objective(name.into())
        } else {
            Self::validity(name)
        }
    }

    /// What it is called for people: `p95`, `unintended error share`.
    pub fn text(&self) -> Text {
        match self {
            Self::Latency(measure) => measure.text(),
            Self::ErrorShare => text!("indicator-error-share"),
            Self::UndeclaredShare => text!("indicator-undeclared-share"),
            Self::VerySlowShare => text!("indicator-very-slow-share"),
            Self::FailedShare => text!("indicator-failed-share"),
            Self::Throughput => text!("indicator-throughput"),
            Self::Capacity => text!("indicator-capacity"),
            Self::NonZeroShare => text!("indicator-non-zero-share"),
            Self::PerSecond => text!("indicator-per-second"),
            Self::Objective(name) => objective(name),
            Self::Threshold { metric, expression } => {
                text!("indicator-threshold", metric = &**metric, expression = &**expression)
            }
            Self::FailedRequests => text!("indicator-failed-requests"),
            Self::FailedChecks => text!("indicator-failed-checks"),
            Self::Burst => text!("indicator-burst"),
            Self::FailedInIncidents => text!("indicator-failed-in-incidents"),
            Self::TimeSlowByFar => text!("indicator-time-slow-by-far"),
            Self::Validity(name) => Text::written(name.to_string()),
        }
    }

    /// Tells whether it is an objective on what servers measure.
    pub fn is_of_servers(&self) -> bool {
        matches!(self, Self::Objective(name) if of_metric(name).is_some())
    }

    /// How it is called where it was not tested, if otherwise.
    pub(super) fn untested(&self) -> Option<&'static str> {
        match self {
            Self::ErrorShare => Some("unintended errors"),
            Self::UndeclaredShare => Some("undeclared 4xx"),
            _ => None,
        }
    }
}

/// Says an objective, whose name in files is English, in words.
pub(super) fn objective(name: &str) -> Text {
    let quantity = |figure: &str| Arg::Quantity(figure.to_owned());
    if let Some((statistic, metric, word, limit)) = of_metric(name) {
        let (statistic, limit) = (statistic_text(statistic), quantity(limit));
        if word == AT_MOST {
            text!("objective-metric-most", statistic = statistic, metric = metric, limit = limit)
        } else {
            text!("objective-metric-least", statistic = statistic, metric = metric, limit = limit)
        }
    } else if let Some(share) = name.strip_suffix(" without unintended errors") {
        text!("objective-success", share = quantity(share))
    } else if let Some((share, within)) = name.split_once(" within ") {
        text!("objective-latency", share = quantity(share), within = quantity(within))
    } else {
        Text::written(name.to_owned())
    }
}

const AT_MOST: &str = " at most ";

/// Takes the objective of a metric apart: `p95 of hikaricp_connections_pending at most 2`.
fn of_metric(name: &str) -> Option<(&str, &str, &str, &str)> {
    let (statistic, rest) = name.split_once(" of ")?;
    let is_quantile = || statistic.strip_prefix('p').is_some_and(|q| q.parse::<f64>().is_ok());
    (["max", "min", "mean"].contains(&statistic) || is_quantile()).then_some(())?;
    [AT_MOST, " at least "].into_iter().find_map(|word| {
        let (metric, limit) = rest.rsplit_once(word)?;
        Some((statistic, metric, word, limit))
    })
}

/// Says a statistic in words: `highest value`, `p95`.
fn statistic_text(statistic: &str) -> Text {
    match statistic {
        "max" => text!("statistic-max"),
        "min" => text!("statistic-min"),
        "mean" => text!("statistic-mean"),
        quantile => Text::written(quantile.to_owned()),
    }
}

/// Stands before a threshold.
const THRESHOLD: &str = "threshold: ";

/// Splits `http_reqs{name:GET /a} count>9`: a selector may hold spaces.
fn split_threshold(text: &str) -> Option<(&str, &str)> {
    let selected = text.rfind("} ").map(|end| end + 1);
    text.split_at_checked(selected.or_else(|| text.find(' '))?)
        .map(|(metric, rest)| (metric, rest.trim_start()))
}

impl fmt::Display for Indicator {
    /// Writes its name as files have it: `p95`, `unintended error share`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latency(measure) => measure.fmt(f),
            Self::Threshold { metric, expression } => write!(f, "{THRESHOLD}{metric} {expression}"),
            Self::Objective(name) | Self::Validity(name) => f.write_str(name),
            own => {
                let named = Self::NAMED.into_iter().find(|(indicator, _)| indicator == own);
                f.write_str(named.map_or("", |(_, name)| name))
            }
        }
    }
}
