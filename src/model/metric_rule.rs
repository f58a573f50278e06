//! `[[metric]]`: what is said of a script's own metrics.

use super::metric::{MetricKind, Worse, base_name};
use super::pattern::matches;

/// What is said of some metrics. Of each key the first rule that matches and has it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetricRule {
    /// The metric, with the tags of a submetric or without; `*` stands for any text.
    pub name: String,
    /// Which direction is for the worse.
    pub worse: Option<Worse>,
    /// The unit of its values.
    pub unit: Option<String>,
    /// What it collects, where the file does not say it.
    pub kind: Option<MetricKind>,
    /// Whether a change for the worse fails a run.
    pub fail: Option<bool>,
    /// Whether nothing judges it.
    pub ignore: Option<bool>,
}

impl MetricRule {
    /// Tells whether it speaks of a metric.
    pub fn speaks_of(&self, metric: &str) -> bool {
        matches(&self.name, metric) || matches(&self.name, base_name(metric))
    }

    /// What the first rule that matches a metric says, of those that say it.
    pub fn first<'a, T>(rules: &'a [Self], metric: &str, key: impl Fn(&'a Self) -> Option<T>) -> Option<T> {
        rules.iter().filter(|rule| rule.speaks_of(metric)).find_map(key)
    }

    /// Tells whether nothing judges a metric, by choice.
    pub fn ignores(rules: &[Self], metric: &str) -> bool {
        Self::first(rules, metric, |rule| rule.ignore).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_key_the_first_rule_that_has_it_counts() {
        let rule = |name: &str| MetricRule { name: name.to_owned(), ..MetricRule::default() };
        let rules = [
            MetricRule { worse: Some(Worse::Lower), ..rule("cart_*") },
            MetricRule { worse: Some(Worse::Higher), fail: Some(true), ..rule("cart_ok") },
            MetricRule { ignore: Some(true), ..rule("cart_time{region:eu}") },
        ];
        for (metric, worse, fail, ignored) in [
            ("cart_ok", Some(Worse::Lower), Some(true), false),
            ("cart_ok{region:eu}", Some(Worse::Lower), Some(true), false),
            ("cart_time", Some(Worse::Lower), None, false),
            ("cart_time{region:eu}", Some(Worse::Lower), None, true),
            ("orders", None, None, false),
        ] {
            assert_eq!(MetricRule::first(&rules, metric, |rule| rule.worse), worse, "{metric}");
            assert_eq!(MetricRule::first(&rules, metric, |rule| rule.fail), fail, "{metric}");
            assert_eq!(MetricRule::ignores(&rules, metric), ignored, "{metric}");
        }
    }
}
