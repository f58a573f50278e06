//! `[[compare.endpoint]]`: what differs for some endpoints when runs are compared.

use serde::Deserialize;
use toml::Spanned;

use super::error::Mistake;
use super::value::{Change, Checked, Duration, Name, ValueKind};
use crate::model::endpoint_rule::EndpointRule;
use crate::model::measure::Measure;

/// What differs for some endpoints when runs are compared.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct CompareEndpoint {
    /// The endpoint as reports name it, with or without the method. "*" stands for any text.
    #[cfg_attr(test, schemars(with = "Checked<Name>"))]
    endpoint: Spanned<Checked<Name>>,
    /// Whether no comparison judges it. Its figures are shown; objectives and k6 thresholds hold all the same.
    #[cfg_attr(test, schemars(extend("default" = false)))]
    ignore: Option<bool>,
    /// The smallest relative change of latency that is a finding.
    min_latency_change: Option<Checked<Change>>,
    /// The smallest change of latency that is a finding, in time.
    min_latency_difference: Option<Checked<Duration>>,
    /// The percentiles that are judged. Absent: all that are compared.
    #[cfg_attr(test, schemars(length(min = 1)))]
    percentiles: Option<Vec<Checked<Percentile>>>,
}

impl CompareEndpoint {
    /// Makes a rule of it.
    pub(super) fn rule(self) -> Result<EndpointRule, Mistake> {
        let (span, endpoint) = (self.endpoint.span(), self.endpoint.into_inner().0);
        let rule = EndpointRule {
            endpoint,
            ignore: self.ignore,
            min_latency_change: self.min_latency_change.map(|change| change.0),
            min_latency_difference: self.min_latency_difference.as_ref().map(milliseconds),
            percentiles: self.percentiles.map(|list| list.into_iter().map(|measure| measure.0).collect()),
        };
        let keys = "`ignore`, `min_latency_change`, `min_latency_difference` and `percentiles`";
        if rule == (EndpointRule { endpoint: rule.endpoint.clone(), ..EndpointRule::default() }) {
            let mistake = Mistake::new(span, "nothing is said of this endpoint");
            return Err(mistake.hint(format!("add one of {keys}")));
        }
        if rule.percentiles.as_ref().is_some_and(Vec::is_empty) {
            let mistake = Mistake::new(span, "`percentiles` names none for this endpoint");
            return Err(mistake.hint("write `percentiles = [\"p95\"]`, or `ignore = true`"));
        }
        Ok(rule)
    }
}

/// Milliseconds of a duration.
pub(super) fn milliseconds(seconds: &Checked<Duration>) -> f64 {
    seconds.0 * 1000.0
}

/// A percentile of latency.
#[derive(Debug)]
pub(super) struct Percentile;

impl ValueKind for Percentile {
    type Value = Measure;
    const EXPECTED: &'static str = "a percentile such as \"p95\"";

    fn text(text: &str) -> Option<Result<Measure, String>> {
        let measure = Measure::of_key(text).filter(|measure| *measure != Measure::Mean);
        Some(measure.ok_or_else(|| {
            format!(
                "`{text}` is no percentile\nwrite \"p50\", \"p95\", \"p99\" or another between p0 and p100"
            )
        }))
    }
}
