//! What the numbers of a signal count, and how they follow each other.

use serde::{Deserialize, Serialize};

/// What a number counts. Series keep the unit they came with: `_seconds` are seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "UnitKey", rename_all = "snake_case")]
pub enum SeriesUnit {
    /// Seconds, the base unit of Prometheus.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Bytes.
    Bytes,
    /// A share, 0..1.
    Ratio,
    /// A share in hundredths.
    Percent,
    /// Processors that are busy; more than 1 on a host with several.
    Cores,
    /// Requests, connections, threads, messages.
    Count,
}

impl SeriesUnit {
    /// How many milliseconds one is; absent where it is no time.
    pub fn milliseconds(self) -> Option<f64> {
        match self {
            Self::Seconds => Some(1000.0),
            Self::Milliseconds => Some(1.0),
            Self::Bytes | Self::Ratio | Self::Percent | Self::Cores | Self::Count => None,
        }
    }
}

/// How the numbers of a signal follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleKind {
    /// A level: each number stands for itself.
    Gauge,
    /// Everything since the process began: only the increase means something, and a fall is a restart.
    Counter,
    /// A counter's increase per second, from `rate()`.
    Rate,
    /// A counter's increase over some time, from `increase()`.
    Increase {
        /// That time, in microseconds.
        over: i64,
    },
}

/// How numbers follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KindKey {
    /// A level.
    Gauge,
    /// Everything since the process began.
    Counter,
    /// A counter's increase per second.
    Rate,
    /// A counter's increase over some time.
    Increase,
}

impl SampleKind {
    /// Takes a kind apart: its key, and the microseconds that an increase is over.
    pub fn keys(self) -> (KindKey, Option<i64>) {
        match self {
            Self::Gauge => (KindKey::Gauge, None),
            Self::Counter => (KindKey::Counter, None),
            Self::Rate => (KindKey::Rate, None),
            Self::Increase { over } => (KindKey::Increase, Some(over)),
        }
    }

    /// Puts a kind together; nothing where an increase does not say over how long.
    pub fn of_keys(key: KindKey, over: Option<i64>) -> Option<Self> {
        Some(match key {
            KindKey::Gauge => Self::Gauge,
            KindKey::Counter => Self::Counter,
            KindKey::Rate => Self::Rate,
            KindKey::Increase => Self::Increase { over: over.filter(|over| *over > 0)? },
        })
    }
}
