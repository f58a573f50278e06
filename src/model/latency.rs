//! How long requests took: a distribution, or the percentiles that a summary states.

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::distribution::Distribution;
use super::missing::{Known, Missing};
use crate::words::text;

/// Which responses a latency figure speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Expected responses (k6's `expected_response:true`).
    Expected,
    /// Expected responses, and timeouts at the time they took.
    ExpectedAndTimeouts,
    /// Every response, fast failures included: all that a per-endpoint submetric holds.
    AllResponses,
}

/// Latency as a source hands it out.
#[derive(Debug, Clone, PartialEq)]
pub enum Latency {
    /// The few percentiles of a summary.
    Percentiles(Percentiles),
    /// Every request of the latency population, from raw points.
    Distribution(Distribution),
}

/// Why a quantile of no request is missing.
const NOTHING_RECORDED: Missing = Missing::message("missing-no-latency");

impl Latency {
    /// Returns the quantile `q` (0..1) in milliseconds, where the source states it.
    pub fn quantile(&self, q: f64) -> Known<f64> {
        match self {
            Self::Percentiles(percentiles) => percentiles.quantile(q),
            Self::Distribution(distribution) => distribution.quantile(q).ok_or(NOTHING_RECORDED),
        }
    }

    /// Returns the longest latency in milliseconds.
    pub fn max(&self) -> Known<f64> {
        match self {
            Self::Percentiles(percentiles) => percentiles.max.clone(),
            Self::Distribution(distribution) => distribution.max().ok_or(NOTHING_RECORDED),
        }
    }

    /// Counts the requests that the latency speaks of.
    pub fn count(&self) -> Known<u64> {
        match self {
            Self::Percentiles(percentiles) => percentiles.count.clone(),
            Self::Distribution(distribution) => Ok(distribution.count()),
        }
    }

    /// Tells which responses the latency speaks of.
    pub fn population(&self) -> Population {
        match self {
            Self::Percentiles(percentiles) => percentiles.population,
            Self::Distribution(_) => Population::ExpectedAndTimeouts,
        }
    }
}

/// The few figures that a summary states of a trend, in milliseconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct Percentiles {
    /// Requests behind the figures.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    pub count: Known<u64>,
    /// The shortest.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub min: Known<f64>,
    /// The mean; kept for completeness, never a headline.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub mean: Known<f64>,
    /// The longest.
    #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
    pub max: Known<f64>,
    /// Quantile (0..1, ascending) and its latency; the median is 0.5.
    pub points: Vec<(f64, f64)>,
    /// Which responses they speak of.
    pub population: Population,
    /// What part of the test they speak of.
    pub span: super::span::Span,
    /// The same of all responses, where `population` is narrower and the source states both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_all: Option<OfAllResponses>,
}

with_reasons!(Percentiles { count, min, mean, max });

/// Latency of every response, failed ones included, beside that of a narrower population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct OfAllResponses {
    /// Responses behind the figures.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    pub count: Known<u64>,
    /// Quantile (0..1, ascending) and its latency in milliseconds.
    #[serde(rename = "curve")]
    pub points: Vec<(f64, f64)>,
}

with_reasons!(OfAllResponses { count });

/// Two quantiles are one if they differ by less: `p(99.99)` is 0.9999.
const SAME_QUANTILE: f64 = 1e-9;

impl Percentiles {
    /// Returns the stated quantile `q`; nothing is interpolated.
    pub fn quantile(&self, q: f64) -> Known<f64> {
        self.points
            .iter()
            .find(|(stated, _)| (stated - q).abs() < SAME_QUANTILE)
            .map(|&(_, latency)| latency)
            .ok_or_else(|| Missing::because(text!("missing-summary-percentile", percent = percent_of(q))))
    }
}

/// Finds the first two points of a curve, in the order of their quantiles, of which the higher quantile is a shorter time: no
/// requests have such. Figures that were interpolated or rounded may differ in their last digits.
pub fn first_fall(curve: &[(f64, f64)]) -> Option<[(f64, f64); 2]> {
    let pairs = curve.windows(2).map(|pair| [pair[0], pair[1]]);
    pairs.into_iter().find(|[(_, low), (_, high)]| *high < low * (1.0 - 1e-9))
}

/// Writes a quantile as k6 does inside `p(…)`: 0.999 is `99.9`.
pub fn percent_of(q: f64) -> String {
    let rounded = (q * 1e8).round() / 1e6;
    format!("{rounded}")
}
