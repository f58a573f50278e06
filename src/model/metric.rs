//! A metric of the script's own, or one of k6's that measures no HTTP request.

use serde::{Deserialize, Serialize};

use super::measured::Measured;
use super::slices::Absorb;

/// What a metric collects, as k6 names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// A sum.
    Counter,
    /// The last value, and the smallest and largest one.
    Gauge,
    /// How often something was so.
    Rate,
    /// A distribution.
    Trend,
}

impl MetricKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Counter, Self::Gauge, Self::Rate, Self::Trend];

    /// The name that k6 and files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Rate => "rate",
            Self::Trend => "trend",
        }
    }

    /// Takes a name back.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which direction of a metric is for the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Worse {
    /// More is worse.
    Higher,
    /// Less is worse.
    Lower,
    /// Nobody said: any change may be one.
    Either,
}

/// What a source says of a metric besides its samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MetricType {
    /// What it collects, where that is known.
    pub kind: Option<MetricKind>,
    /// Whether its values are milliseconds (k6's `isTime`).
    pub is_time: bool,
}

impl MetricType {
    /// Takes what k6 says: `type` and `contains`.
    pub fn of_k6(kind: &str, contains: Option<&str>) -> Self {
        Self { kind: MetricKind::of_name(kind), is_time: contains == Some("time") }
    }

    /// What is known of one of k6's own metrics, since not every format says it.
    pub fn known(name: &str) -> Option<Self> {
        let name = base_name(name);
        let (_, kind, is_time) = BUILT_IN.into_iter().find(|(known, ..)| *known == name)?;
        Some(Self { kind: Some(kind), is_time })
    }

    /// The same with what is known of one of k6's own metrics, where the source does not say it: every source, so that a
    /// snapshot that is read again is the same.
    #[must_use]
    pub fn completed(self, name: &str) -> Self {
        let known = Self::known(name).unwrap_or_default();
        Self { kind: self.kind.or(known.kind), is_time: self.is_time || known.is_time }
    }

    /// The direction that is worse, as far as k6 tells: what takes longer, and what k6 itself counts as failed.
    pub fn worse(self, name: &str) -> Worse {
        match base_name(name) {
            // How long a session is open is the script's choice.
            "ws_session_duration" => Worse::Either,
            "browser_http_req_failed" => Worse::Higher,
            vital if vital.starts_with("browser_web_vital_") => Worse::Higher,
            _ if self.is_time => Worse::Higher,
            _ => Worse::Either,
        }
    }
}

/// k6's own metrics that measure no HTTP request, whether they are times.
const BUILT_IN: [(&str, MetricKind, bool); 23] = [
    ("iteration_duration", MetricKind::Trend, true),
    ("group_duration", MetricKind::Trend, true),
    ("ws_connecting", MetricKind::Trend, true),
    ("ws_session_duration", MetricKind::Trend, true),
    ("ws_ping", MetricKind::Trend, true),
    ("ws_sessions", MetricKind::Counter, false),
    ("ws_msgs_sent", MetricKind::Counter, false),
    ("ws_msgs_received", MetricKind::Counter, false),
    ("grpc_req_duration", MetricKind::Trend, true),
    ("grpc_streams", MetricKind::Counter, false),
    ("grpc_streams_msgs_sent", MetricKind::Counter, false),
    ("grpc_streams_msgs_received", MetricKind::Counter, false),
    ("browser_data_sent", MetricKind::Counter, false),
    ("browser_data_received", MetricKind::Counter, false),
    ("browser_http_req_duration", MetricKind::Trend, true),
    ("browser_http_req_failed", MetricKind::Rate, false),
    ("browser_web_vital_cls", MetricKind::Trend, false),
    ("browser_web_vital_fcp", MetricKind::Trend, true),
    ("browser_web_vital_fid", MetricKind::Trend, true),
    ("browser_web_vital_inp", MetricKind::Trend, true),
    ("browser_web_vital_lcp", MetricKind::Trend, true),
    ("browser_web_vital_tti", MetricKind::Trend, true),
    ("browser_web_vital_ttfb", MetricKind::Trend, true),
];

/// The name without the tags of a submetric.
pub fn base_name(name: &str) -> &str {
    name.split('{').next().unwrap_or(name).trim_end()
}

/// Tells what an iteration or a group took as a whole: the sum of what endpoints say one by one.
pub fn sums_up_requests(name: &str) -> bool {
    matches!(base_name(name), "iteration_duration" | "group_duration")
}

/// Tells a phase of an HTTP request, which explains a latency and is no figure of its own.
pub fn is_phase(name: &str) -> bool {
    base_name(name).starts_with("http_req")
}

/// A metric of the script's own, or one of k6's that measures no HTTP request, in the judged window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metric {
    /// What the source says of it.
    pub of: MetricType,
    /// What was measured.
    pub samples: Samples,
}

impl Metric {
    /// Adds the samples of another load generator: figures of summaries cannot be added.
    pub fn absorb(&mut self, other: Self) {
        self.of = match (self.of.kind, other.of.kind) {
            (Some(_), Some(_)) => self.of.min(other.of),
            (Some(_), None) => self.of,
            (None, _) => other.of,
        };
        match (&mut self.samples, other.samples) {
            (Samples::Measured(mine), Samples::Measured(others)) => mine.absorb(&others),
            (mine, others) => *mine = others,
        }
    }

    /// Every sample, where the source holds them.
    pub fn measured(&self) -> Option<&Measured> {
        match &self.samples {
            Samples::Measured(measured) => Some(measured),
            Samples::Stated(_) => None,
        }
    }
}

/// What was measured of a metric: every sample, or the few figures of a summary.
#[derive(Debug, Clone, PartialEq)]
pub enum Samples {
    /// Every sample, from raw points.
    Measured(Measured),
    /// What a summary states.
    Stated(Stated),
}

impl Default for Samples {
    fn default() -> Self {
        Self::Measured(Measured::default())
    }
}

/// The figures of a metric that a summary states. What it does not state is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Stated {
    /// Samples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Samples that were not 0: what a rate passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_zero: Option<u64>,
    /// What a counter counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    /// The same per second of the whole test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_second: Option<f64>,
    /// The last value of a gauge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<f64>,
    /// Smallest sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Largest sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Mean of the samples.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// Quantile (between 0 and 1, ascending, none twice) and its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<(f64, f64)>,
}

#[cfg(test)]
mod tests {
    use super::{MetricKind, MetricType, Worse};

    #[test]
    fn k6_says_what_is_worse_of_its_own_metrics_and_of_times() {
        let of = |name: &str| MetricType::known(name).unwrap_or_default();
        for (name, worse) in [
            ("ws_connecting", Worse::Higher),
            ("ws_connecting{url:a}", Worse::Higher),
            ("ws_session_duration", Worse::Either),
            ("ws_msgs_sent", Worse::Either),
            ("browser_web_vital_cls", Worse::Higher),
            ("browser_http_req_failed", Worse::Higher),
            ("my_own", Worse::Either),
        ] {
            assert_eq!(of(name).worse(name), worse, "{name}");
        }
        let own = MetricType::of_k6("trend", Some("time"));
        assert_eq!((own.kind, own.worse("my_own")), (Some(MetricKind::Trend), Worse::Higher));
        assert_eq!(MetricType::of_k6("histogram", None), MetricType::default());
    }
}
