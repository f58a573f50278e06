//! What k6 itself judged: checks and thresholds.

use serde::{Deserialize, Serialize};

/// A k6 check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Check {
    /// Groups and name, joined by `::` as k6 does (without the leading one); the name alone where the file has no path.
    pub path: String,
    /// How often it passed.
    pub passes: u64,
    /// How often it failed.
    pub fails: u64,
}

impl Check {
    /// Returns the name alone, for sources that do not tell the group.
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }

    /// How often it ran.
    pub fn runs(&self) -> u64 {
        self.passes.saturating_add(self.fails)
    }

    /// The share that failed, absent where the check never ran.
    pub fn failed_share(&self) -> Option<f64> {
        let total = self.runs();
        (total > 0).then(|| self.fails as f64 / total as f64)
    }
}

/// A k6 threshold, its polarity normalised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Threshold {
    /// The metric with its selector: `http_req_duration{scenario:measure}`.
    pub metric: String,
    /// The condition as the script wrote it: `p(95)<500`.
    pub expression: String,
    /// Whether the run crossed it, that is, failed it.
    pub crossed: bool,
    /// Whether its metric has no sample: then k6 calls it kept, and nothing was judged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_samples: bool,
}

/// Why a threshold without samples was not judged.
pub const NO_SAMPLES: &str = "no samples: nothing in this run matches its metric";

impl Threshold {
    /// Tells whether it was judged and kept.
    pub fn is_met(&self) -> bool {
        !self.crossed && !self.no_samples
    }

    /// Tells whether it judges how long something took: an aggregate of a trend.
    pub fn is_of_latency(&self) -> bool {
        let expression = self.expression.trim_start();
        let of_trend = ["p(", "avg", "med", "min", "max"].iter().any(|start| expression.starts_with(start));
        // `vus` and `vus_max` are gauges, of which k6 takes the largest as well.
        of_trend && !self.metric.starts_with("vus")
    }

    /// Tells whether it judges whether answers were right: failed requests, checks, or requests by status.
    pub fn is_of_errors(&self) -> bool {
        let base = self.metric.split('{').next().unwrap_or_default();
        matches!(base, "http_req_failed" | "checks")
            || (base == "http_reqs" && self.metric.contains("status:"))
    }
}
