//! `[[compare.endpoint]]`: what differs for some endpoints when runs are compared.

use super::endpoint::EndpointId;
use super::measure::Measure;

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

impl EndpointRule {
    /// What the first rule that matches an endpoint says, of those that say it.
    pub fn first<'a, T>(rules: &'a [Self], endpoint: &str, key: impl Fn(&'a Self) -> Option<T>) -> Option<T> {
        let id = EndpointId::named(endpoint);
        rules.iter().filter(|rule| id.matches(&rule.endpoint)).find_map(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_key_the_first_rule_that_has_it_counts() {
        let rule = |endpoint: &str| EndpointRule { endpoint: endpoint.to_owned(), ..EndpointRule::default() };
        let rules = [
            EndpointRule { min_latency_difference: Some(5.0), ..rule("/search") },
            EndpointRule { min_latency_change: Some(0.25), ..rule("GET /s*") },
            EndpointRule { min_latency_change: Some(0.5), ignore: Some(false), ..rule("GET /search") },
            EndpointRule { percentiles: Some(vec![Measure::P95]), ignore: Some(true), ..rule("GET *") },
        ];
        // Endpoint, the least change in per cent and in milliseconds, whether it is ignored, whether percentiles are chosen.
        for (endpoint, change, difference, ignored, chosen) in [
            ("GET /search", Some(0.25), Some(5.0), Some(false), true),
            ("POST /search", None, Some(5.0), None, false),
            ("GET /static", Some(0.25), None, Some(true), true),
            ("GET /", None, None, Some(true), true),
            ("POST /", None, None, None, false),
        ] {
            assert_eq!(EndpointRule::first(&rules, endpoint, |rule| rule.min_latency_change), change);
            assert_eq!(EndpointRule::first(&rules, endpoint, |rule| rule.min_latency_difference), difference);
            assert_eq!(EndpointRule::first(&rules, endpoint, |rule| rule.ignore), ignored, "{endpoint}");
            let percentiles = EndpointRule::first(&rules, endpoint, |rule| rule.percentiles.as_ref());
            assert_eq!(percentiles.is_some(), chosen, "{endpoint}");
        }
    }
}
