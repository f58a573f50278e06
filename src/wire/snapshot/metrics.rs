//! The script's own metrics.

use serde::{Deserialize, Serialize};

use super::traffic::Histogram;
use crate::model::measured::Measured;
use crate::model::metric::{self, MetricKind, MetricType, Samples, Stated};
use crate::wire::histogram::{HistogramError, Room};

/// A metric of the script's own.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Metric {
    /// `trend`, `counter`, `rate` or `gauge`, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Whether its values are milliseconds; absent where they are not, or where the source does not say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_time: bool,
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
    /// What a summary states in place of the samples, which are 0 then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stated: Option<Stated>,
}

impl Metric {
    pub(super) fn new(metric: &metric::Metric) -> Result<Self, HistogramError> {
        let none = Measured::default();
        let (measured, stated) = match &metric.samples {
            Samples::Measured(measured) => (measured, None),
            Samples::Stated(stated) => (&none, Some(stated.clone())),
        };
        let Measured { count, non_zero, sum_millionths, extremes, distribution } = measured;
        Ok(Self {
            kind: metric.of.kind.map(|kind| kind.name().to_owned()),
            is_time: metric.of.is_time,
            count: *count,
            non_zero: *non_zero,
            sum_millionths: sum_millionths.to_string(),
            extremes: *extremes,
            histogram: Histogram::of(distribution)?,
            stated,
        })
    }

    /// Takes it back; older files do not say of `name` what is known of k6's own.
    pub(super) fn into_model(self, room: &Room, name: &str) -> Result<metric::Metric, HistogramError> {
        let kind = self.kind.as_deref().and_then(MetricKind::of_name);
        let of = MetricType { kind, is_time: self.is_time }.completed(name);
        if let Some(stated) = self.stated {
            return Ok(metric::Metric { of, samples: Samples::Stated(stated) });
        }
        let sum_millionths = self
            .sum_millionths
            .parse()
            .map_err(|_| HistogramError::Decode("the sum is no number".to_owned()))?;
        let measured = Measured {
            count: self.count,
            non_zero: self.non_zero,
            sum_millionths,
            extremes: self.extremes,
            distribution: self
                .histogram
                .map(|histogram| histogram.decode(room))
                .transpose()?
                .unwrap_or_default(),
        };
        Ok(metric::Metric { of, samples: Samples::Measured(measured) })
    }
}
