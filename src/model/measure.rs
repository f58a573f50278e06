//! The latency figures that are compared.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::latency::percent_of;
use crate::words::{Text, text};

/// A latency figure that is compared: `p50`, `p95`, `p99.9`, `avg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(test, schemars(extend("pattern" = "^(p[0-9]+([.][0-9]+)?|avg)$")))]
pub enum Measure {
    /// A quantile, in millionths.
    Quantile(u32),
    /// The mean: weak evidence, for summaries that state nothing else.
    Mean,
}

impl Measure {
    /// The median.
    pub const P50: Self = Self::Quantile(500_000);
    /// The 95th percentile.
    pub const P95: Self = Self::Quantile(950_000);
    /// The 99th percentile.
    pub const P99: Self = Self::Quantile(990_000);

    /// The measures that are taken of full distributions, ascending.
    pub const ALL: [Self; 3] = [Self::P50, Self::P95, Self::P99];

    /// Takes a quantile (0..1).
    pub fn of_quantile(q: f64) -> Self {
        Self::Quantile((q.clamp(0.0, 1.0) * 1e6).round() as u32)
    }

    /// Returns the quantile (0..1); none for the mean.
    pub fn quantile(self) -> Option<f64> {
        match self {
            Self::Quantile(millionths) => Some(f64::from(millionths) / 1e6),
            Self::Mean => None,
        }
    }

    /// The key used in files and tables: `p95`, `p99.9`, `avg`.
    pub fn key(self) -> String {
        match self.quantile() {
            Some(q) => format!("p{}", percent_of(q)),
            None => "avg".to_owned(),
        }
    }

    /// What it is called for people: `p95`, `avg`.
    pub fn text(self) -> Text {
        match self {
            Self::Quantile(_) => Text::written(self.key()),
            Self::Mean => text!("measure-mean"),
        }
    }

    /// Takes a key back.
    pub fn of_key(key: &str) -> Option<Self> {
        if key == "avg" {
            return Some(Self::Mean);
        }
        let percent: f64 = key.strip_prefix('p')?.parse().ok()?;
        (percent > 0.0 && percent < 100.0).then(|| Self::of_quantile(percent / 100.0))
    }
}

impl TryFrom<String> for Measure {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        Self::of_key(&key).ok_or_else(|| format!("expected a measure such as `p95` or `avg`, not `{key}`"))
    }
}

impl From<Measure> for String {
    fn from(measure: Measure) -> Self {
        measure.key()
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.key())
    }
}
