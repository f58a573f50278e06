//! `[[metric]]`: what is said of the script's own metrics.

use serde::Deserialize;
use toml::Spanned;

use super::error::Mistake;
use super::value::{Checked, Name};
use crate::model::metric::{MetricKind, Worse};
use crate::model::metric_rule::MetricRule;

/// What is said of some metrics of the script's own. Of each key the first table that matches and has it counts.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Metric {
    /// The metric as k6 names it, with the tags of a submetric or without. "*" stands for any text.
    #[cfg_attr(test, schemars(with = "Checked<Name>"))]
    name: Spanned<Checked<Name>>,
    /// Which direction is worse. Absent: what k6 says, which is "higher" for times, failures and web vitals, and "either" for all
    /// others.
    worse: Option<Worse>,
    /// The unit of its values, for reports. Absent: "ms" where k6 says that they are times.
    unit: Option<Checked<Name>>,
    /// What it collects, where the file does not say it, as CSV does not.
    kind: Option<MetricKind>,
    /// Whether a change for the worse fails a run. Otherwise it warns.
    #[cfg_attr(test, schemars(extend("default" = false)))]
    fail: Option<bool>,
    /// Whether nothing judges it. Its figures are shown; k6 thresholds hold all the same.
    #[cfg_attr(test, schemars(extend("default" = false)))]
    ignore: Option<bool>,
}

impl Metric {
    /// Makes a rule of it.
    pub(super) fn rule(self) -> Result<MetricRule, Mistake> {
        let (span, name) = (self.name.span(), self.name.into_inner().0);
        let rule = MetricRule {
            name,
            worse: self.worse,
            unit: self.unit.map(|unit| unit.0),
            kind: self.kind,
            fail: self.fail,
            ignore: self.ignore,
        };
        if rule == (MetricRule { name: rule.name.clone(), ..MetricRule::default() }) {
            let mistake = Mistake::new(span, "nothing is said of this metric");
            return Err(mistake.hint("add one of `worse`, `unit`, `kind`, `fail` and `ignore`".to_owned()));
        }
        Ok(rule)
    }
}
