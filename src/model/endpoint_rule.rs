//! `[[compare.endpoint]]`: what differs for some endpoints when runs are compared.

use super::endpoint::EndpointId;
use super::measure::Measure;
use super::settings::CompareSettings;

/// What differs for some endpoints. Of each key the first rule that matches and has it counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EndpointRule {
    /// The endpoint, with or without the method; `*` stands for any text.
    pub endpoint: String,
    /// Whether no comparison judges it.
    pub ignore: Option<bool>,
    /// The smallest relative change of latency that is a finding.
    pub min_latency_change: Option<f64>,
    /// The smallest change of latency that is a finding, in milliseconds.
    pub min_latency_difference: Option<f64>,
    /// The percentiles that are judged.
    pub percentiles: Option<Vec<Measure>>,
}

impl CompareSettings {
    /// What the rules for an endpoint say, where any does.
    fn rule<'a, T>(&'a self, endpoint: &str, key: impl Fn(&'a EndpointRule) -> Option<T>) -> Option<T> {
        if self.endpoints.is_empty() {
            return None;
        }
        let id = EndpointId::named(endpoint);
        self.endpoints.iter().filter(|rule| id.matches(&rule.endpoint)).find_map(key)
    }

    /// Tells whether no comparison judges an endpoint, by choice.
    pub fn ignores(&self, endpoint: &str) -> bool {
        self.rule(endpoint, |rule| rule.ignore).unwrap_or(false)
    }

    /// The percentiles that are judged of an endpoint, where somebody chose them.
    pub fn chosen_percentiles(&self, endpoint: &str) -> Option<&[Measure]> {
        self.rule(endpoint, |rule| rule.percentiles.as_deref())
    }

    /// Tells whether an endpoint is judged at a measure.
    pub fn judges(&self, endpoint: &str, measure: Measure) -> bool {
        self.chosen_percentiles(endpoint).is_none_or(|chosen| chosen.contains(&measure))
    }

    /// The smallest log change of latency that is a finding where an endpoint took `base` milliseconds: relevant in per
    /// cent and in milliseconds.
    pub fn least_change(&self, endpoint: &str, base: f64) -> f64 {
        let change = self.rule(endpoint, |rule| rule.min_latency_change).unwrap_or(self.min_latency_change);
        let difference = self.rule(endpoint, |rule| rule.min_latency_difference);
        let difference = difference.unwrap_or(self.min_latency_difference);
        let in_milliseconds = if base > 0.0 { (difference / base).ln_1p() } else { 0.0 };
        change.ln_1p().max(in_milliseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_key_the_first_rule_that_has_it_counts() {
        let rule = |endpoint: &str| EndpointRule { endpoint: endpoint.to_owned(), ..EndpointRule::default() };
        let settings = CompareSettings {
            endpoints: vec![
                EndpointRule { min_latency_difference: Some(5.0), ..rule("/search") },
                EndpointRule { min_latency_change: Some(0.25), ..rule("GET /s*") },
                EndpointRule { min_latency_change: Some(0.5), ignore: Some(false), ..rule("GET /search") },
                EndpointRule { percentiles: Some(vec![Measure::P95]), ignore: Some(true), ..rule("GET *") },
            ],
            ..CompareSettings::default()
        };
        // Endpoint, the least relative change at 10 and at 1000 ms, whether it is ignored, and judged at p50 and p95.
        for (endpoint, at_10, at_1000, ignored, p50, p95) in [
            ("GET /search", 0.5, 0.25, false, false, true),
            ("POST /search", 0.5, 0.05, false, true, true),
            ("GET /static", 0.25, 0.25, true, false, true),
            ("GET /", 0.05, 0.05, true, false, true),
            ("POST /", 0.05, 0.05, false, true, true),
        ] {
            let least = |base: f64| settings.least_change(endpoint, base).exp_m1();
            assert!(
                (least(10.0) - at_10).abs() < 1e-9 && (least(1000.0) - at_1000).abs() < 1e-9,
                "{endpoint}"
            );
            assert_eq!(settings.ignores(endpoint), ignored, "{endpoint}");
            let judged = [Measure::P50, Measure::P95].map(|measure| settings.judges(endpoint, measure));
            assert_eq!(judged, [p50, p95], "{endpoint}");
        }
    }
}
