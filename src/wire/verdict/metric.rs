//! The script's own metrics.

use serde::{Deserialize, Serialize};

use crate::model::figures::MetricFigures;

/// A metric of the script's own, in its own unit.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Metric {
    /// Its name.
    name: String,
    /// `trend`, `counter`, `rate` or `gauge`, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Samples.
    count: u64,
    /// Samples that were not 0: what a rate passes.
    non_zero: u64,
    /// Sum of the samples: what a counter counts.
    sum: f64,
    /// Smallest and largest sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    extremes: Option<(f64, f64)>,
    /// Median, 95th and 99th percentile; absent where a sample was negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    quantiles: Option<[f64; 3]>,
}

impl From<MetricFigures> for Metric {
    fn from(figures: MetricFigures) -> Self {
        let MetricFigures { name, kind, count, non_zero, sum, extremes, quantiles } = figures;
        Self { name, kind, count, non_zero, sum, extremes, quantiles }
    }
}

impl From<Metric> for MetricFigures {
    fn from(metric: Metric) -> Self {
        let Metric { name, kind, count, non_zero, sum, extremes, quantiles } = metric;
        Self { name, kind, count, non_zero, sum, extremes, quantiles }
    }
}
