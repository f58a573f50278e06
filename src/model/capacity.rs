//! How much load a service bore before its latency left its level.

use serde::{Deserialize, Serialize};

use super::change::{Change, Interval};
use super::quantity::{Count, significant};
use crate::words::{Arg, Text, text};

/// What grows in a ramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoadUnit {
    /// Virtual users.
    Users,
    /// Completed requests per second.
    RequestsPerSecond,
}

impl LoadUnit {
    /// Writes a load: `120 users`, `310/s`.
    pub fn text(self, load: f64) -> Text {
        self.of(self.number(load))
    }

    /// Writes two loads, or one where they are alike: `69–71 users`.
    pub fn range(self, low: f64, high: f64) -> Text {
        let [low, high] = [low, high].map(|load| self.number(load));
        self.of(if low == high { low } else { format!("{low}–{high}") })
    }

    fn of(self, number: String) -> Text {
        match self {
            Self::Users => text!("capacity-users", users = Arg::Quantity(number)),
            Self::RequestsPerSecond => text!("capacity-rate", rate = Arg::Quantity(format!("{number}/s"))),
        }
    }

    /// Writes it without its unit: `120`, `2.50`.
    pub fn number(self, load: f64) -> String {
        match self {
            Self::Users if load >= 10.0 => Count(load.round() as u64).to_string(),
            _ => significant(load),
        }
    }
}

/// The load that a ramp bore, and that of the base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Capacity {
    /// What grew.
    pub unit: LoadUnit,
    /// The candidate's ramp.
    pub run: Ramp,
    /// Those of the base runs that grew alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub base: Vec<Ramp>,
    /// How far the knee moved; absent where not both sides have one, or a bound that tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<CapacityChange>,
}

/// Latency over load.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Ramp {
    /// A slice each, in the order of time.
    pub points: Vec<RampPoint>,
    /// The level that p95 kept, in milliseconds; absent where it rose from the lowest load on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// Where p95 left its level; absent where it kept it up to the highest load.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knee: Option<Knee>,
}

impl Ramp {
    /// The highest load that was offered.
    pub fn highest(&self) -> f64 {
        self.points.iter().map(|point| point.load).fold(0.0, f64::max)
    }

    /// Whether p95 kept its level up to the highest load.
    pub fn is_level(&self) -> bool {
        self.level.is_some() && self.knee.is_none()
    }
}

/// One slice of a ramp.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RampPoint {
    /// The load, in the ramp's unit.
    pub load: f64,
    /// 95th percentile of the slice, in milliseconds.
    pub p95: f64,
}

/// Where p95 left its level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Knee {
    /// The load.
    pub load: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// The power of the load with which p95 rose beyond.
    pub slope: f64,
    /// Completed requests per second at that load.
    pub requests_per_second: f64,
}

/// How far the knee moved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CapacityChange {
    /// The base's load at the knee, or the highest that it bore.
    pub base: f64,
    /// The candidate's.
    pub run: f64,
    /// Which of the two is a highest load, so that the change is a bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// ln(run ÷ base).
    pub log_change: f64,
    /// 95 % interval of `log_change`.
    pub interval: Interval,
    /// Probability of such a drop if nothing changed.
    pub p: f64,
    /// What was decided.
    pub change: Change,
}

/// Which side did not reach its knee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The base bore its highest load: its knee lies beyond.
    Base,
    /// The candidate did.
    Run,
}
