//! What the statistics found of the script's own metrics.

use serde::{Deserialize, Serialize};

use super::change::{Change, Interval};
use super::indicator::Indicator;
use super::judged::{Judged, of_metric};
use super::metric::{MetricKind, Worse};

/// One metric at one figure: candidate against base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MetricCell {
    /// Which metric, and what of it: `p95` of a trend, the `share` of a rate, a counter `per second`.
    #[serde(flatten, with = "of_metric")]
    #[cfg_attr(test, schemars(with = "of_metric::Written"))]
    pub judged: Judged,
    /// What it collects.
    pub kind: MetricKind,
    /// The unit of `base` and `run`; absent for shares, and where nobody said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which direction is for the worse.
    pub worse: Worse,
    /// Whether a change is a finding. It is not of what sums up requests that are compared themselves.
    pub is_judged: bool,
    /// Base figure, in the metric's own unit.
    pub base: f64,
    /// Candidate figure.
    pub run: f64,
    /// Relative change (0.3 is +30 %); of a rate the difference of the shares.
    #[serde(rename = "change")]
    pub size: f64,
    /// 95 % interval of the change: lower end, upper end.
    pub interval: Interval,
    /// Probability of such a figure if nothing changed, in the direction that is worse; in both, where nobody said which
    /// one that is.
    pub p: f64,
    /// `p` after correction for the number of metrics.
    pub q: f64,
    /// The mirrored test, for improvements, after the same.
    pub q_better: f64,
    /// Samples more than expected that were not 0, of a rate; the other way round where those are the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excess: Option<f64>,
    /// The relative change of a trend that would be found with 80 % power.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detectable: Option<f64>,
    /// Whether the host could not be told from the code: one run a side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
    /// What the cell says. Where nobody said which direction is worse, any change is told as one for the worse.
    #[serde(rename = "direction")]
    pub change: Change,
}

impl MetricCell {
    /// The metric's name.
    pub fn name(&self) -> String {
        self.judged.subject.to_string()
    }

    /// The log of candidate over base; of a rate there is none.
    pub fn log_change(&self) -> Option<f64> {
        (self.judged.indicator != Indicator::NonZeroShare).then(|| self.size.ln_1p())
    }
}
