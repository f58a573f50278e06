//! The script's own metrics.

use serde::{Deserialize, Serialize};

use super::traffic::Histogram;
use crate::model::measured::Measured;
use crate::model::run;
use crate::wire::histogram::{HistogramError, Room};

/// A metric of the script's own.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Metric {
    /// `trend`, `counter`, `rate` or `gauge`, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Samples.
    count: u64,
    /// Samples that were not 0.
    non_zero: u64,
    /// Sum of the samples in millionths, as a decimal number in a string: it may be longer than JSON numbers are exact.
    sum_millionths: String,
    /// Smallest and largest sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    extremes: Option<(f64, f64)>,
    /// The samples that are not negative, in thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    histogram: Option<Histogram>,
}

impl Metric {
    pub(super) fn new(metric: &run::Metric) -> Result<Self, HistogramError> {
        let Measured { count, non_zero, sum_millionths, extremes, distribution } = &metric.measured;
        Ok(Self {
            kind: metric.kind.clone(),
            count: *count,
            non_zero: *non_zero,
            sum_millionths: sum_millionths.to_string(),
            extremes: *extremes,
            histogram: Histogram::of(distribution)?,
        })
    }

    pub(super) fn into_model(self, room: &Room) -> Result<run::Metric, HistogramError> {
        let sum_millionths = self
            .sum_millionths
            .parse()
            .map_err(|_| HistogramError::Decode("the sum is no number".to_owned()))?;
        Ok(run::Metric {
            kind: self.kind,
            measured: Measured {
                count: self.count,
                non_zero: self.non_zero,
                sum_millionths,
                extremes: self.extremes,
                distribution: self
                    .histogram
                    .map(|histogram| histogram.decode(room))
                    .transpose()?
                    .unwrap_or_default(),
            },
        })
    }
}
