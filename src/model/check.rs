//! What k6 itself judged: checks and thresholds.

use serde::{Deserialize, Serialize};

use super::metric::MetricType;
use super::quantity::{Milliseconds, Share, StatedLatency, number};
use crate::words::{Arg, Text, text};

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// The figure that crossed it, in the unit of its metric; absent where it was kept, or where the file does not hold it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<f64>,
}

impl Threshold {
    /// Tells whether it was judged and kept.
    pub fn is_met(&self) -> bool {
        !self.crossed && !self.no_samples
    }

    /// Splits a condition into what it judges and its limit: `p(95)` and 500. Nothing where it is of another form.
    pub fn condition(expression: &str) -> Option<(&str, f64)> {
        const OPERATORS: [char; 4] = ['<', '>', '=', '!'];
        let (aggregate, rest) = expression.split_at(expression.find(OPERATORS)?);
        let limit: f64 = rest.trim_start_matches(OPERATORS).trim().parse().ok()?;
        limit.is_finite().then_some((aggregate.trim(), limit))
    }

    /// Says what was measured and what the limit is: `p(95) was 997 ms, limit 250 ms`. Nothing where the condition is of
    /// another form. `is_time` says that the metric, one of the script's own, is of times.
    pub fn numbers(&self, is_time: bool) -> Option<Text> {
        let (aggregate, limit) = Self::condition(&self.expression)?;
        let base = self.metric.split('{').next().unwrap_or_default();
        let known = MetricType::known(base).is_some_and(|known| known.is_time);
        let is_time = self.is_of_latency() && (is_time || known || base.starts_with("http_req_"));
        let is_share = aggregate == "rate" && matches!(base, "http_req_failed" | "checks");
        let (write, limit): (fn(f64) -> String, String) = if is_time {
            (|value| Milliseconds(value).to_string(), StatedLatency(limit).to_string())
        } else if is_share {
            (|value| Share(value).to_string(), Share(limit).to_string())
        } else {
            (number, number(limit))
        };
        Some(match self.measured.map(write) {
            Some(measured) if measured == limit => {
                text!("threshold-just-beyond", aggregate = aggregate, limit = Arg::Quantity(limit))
            }
            Some(measured) => text!(
                "threshold-numbers",
                aggregate = aggregate,
                measured = Arg::Quantity(measured),
                limit = Arg::Quantity(limit)
            ),
            None => text!("threshold-limit", aggregate = aggregate, limit = Arg::Quantity(limit)),
        })
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

#[cfg(test)]
mod tests {
    use super::Threshold;

    #[test]
    fn a_crossed_threshold_names_its_numbers() {
        let numbers = |metric: &str, expression: &str, measured| {
            let threshold = Threshold {
                metric: metric.to_owned(),
                expression: expression.to_owned(),
                crossed: true,
                no_samples: false,
                measured,
            };
            threshold.numbers(metric == "checkout").map(|text| text.english().replace('\u{a0}', " "))
        };
        for (metric, expression, measured, expected) in [
            ("http_req_duration{a:b}", "p(95)<250", Some(997.4), "p(95) was 997 ms, limit 250 ms"),
            ("http_req_duration", "p(95) < 250", None, "The limit of p(95) is 250 ms"),
            ("http_req_duration", "med<=250", Some(250.2), "med was just beyond its limit, 250 ms"),
            ("http_req_failed", "rate<0.01", Some(0.134), "rate was 13 %, limit 1.0 %"),
            ("checks{x:y}", "rate>=0.99", Some(0.5), "rate was 50 %, limit 99.0 %"),
            ("http_reqs", "rate>100", Some(55.25), "rate was 55.2, limit 100"),
            ("http_reqs", "count>=20000", Some(1490.0), "count was 1,490, limit 20,000"),
            ("cart_items", "max<3", Some(7.0), "max was 7, limit 3"),
            ("checkout", "p(95)<500", Some(997.4), "p(95) was 997 ms, limit 500 ms"),
            ("ws_connecting", "p(95)<100", Some(260.0), "p(95) was 260 ms, limit 100 ms"),
        ] {
            assert_eq!(numbers(metric, expression, measured).as_deref(), Some(expected), "{expression}");
        }
        assert_eq!(numbers("http_req_duration", "p(95)", Some(1.0)), None);
        assert_eq!(numbers("http_req_duration", "p(95)<inf", Some(1.0)), None);
        assert_eq!(numbers("http_req_duration", "p(95)<a", None), None);
    }
}
