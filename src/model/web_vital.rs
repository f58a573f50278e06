//! Web vitals: what is good and what is poor at the 75th percentile.
//!
//! The bounds are Google's (<https://web.dev/articles/vitals>, <https://web.dev/articles/defining-core-web-vitals-thresholds>).

use super::metric::base_name;

/// How good a web vital is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Good.
    Good,
    /// Between good and poor.
    NeedsImprovement,
    /// Poor.
    Poor,
}

/// A web vital that k6's browser module measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WebVital {
    metric: &'static str,
    /// Its name in full: `Largest Contentful Paint`.
    pub name: &'static str,
    /// Up to here it is good: milliseconds, but of layout shift a score.
    pub good: f64,
    /// Beyond here it is poor.
    pub poor: f64,
}

/// The quantile that is rated.
pub const RATED: f64 = 0.75;

const VITALS: [WebVital; 5] = [
    vital("browser_web_vital_lcp", "Largest Contentful Paint", 2500.0, 4000.0),
    vital("browser_web_vital_inp", "Interaction to Next Paint", 200.0, 500.0),
    vital("browser_web_vital_cls", "Cumulative Layout Shift", 0.1, 0.25),
    vital("browser_web_vital_fcp", "First Contentful Paint", 1800.0, 3000.0),
    vital("browser_web_vital_ttfb", "Time to First Byte", 800.0, 1800.0),
];

const fn vital(metric: &'static str, name: &'static str, good: f64, poor: f64) -> WebVital {
    WebVital { metric, name, good, poor }
}

impl WebVital {
    /// Finds the web vital behind a metric, or a submetric of it, such as that of one page.
    pub fn of_metric(name: &str) -> Option<Self> {
        VITALS.into_iter().find(|vital| vital.metric == base_name(name))
    }

    /// Rates a metric by its percentiles (quantile and value, ascending), and says which one tells: the 75th, or one beyond
    /// it that is good, or one before it that is poor already. Absent where those that are known do not tell.
    pub fn rate(&self, percentiles: &[(f64, f64)]) -> Option<(Rating, f64, f64)> {
        let of = |value: f64| match value {
            value if value <= self.good => Rating::Good,
            value if value <= self.poor => Rating::NeedsImprovement,
            _ => Rating::Poor,
        };
        let rated = |&(q, value): &(f64, f64)| (of(value), q, value);
        if let Some(exact) = percentiles.iter().find(|(q, _)| (q - RATED).abs() < 1e-9) {
            return Some(rated(exact));
        }
        let beyond = percentiles.iter().find(|(q, _)| *q > RATED).map(rated);
        let before = percentiles.iter().rev().find(|(q, _)| *q < RATED).map(rated);
        beyond
            .filter(|(rating, ..)| *rating == Rating::Good)
            .or_else(|| before.filter(|(rating, ..)| *rating == Rating::Poor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_vital_is_rated_at_p75_or_where_another_percentile_tells() {
        let lcp = WebVital::of_metric("browser_web_vital_lcp{url:https://a/}").unwrap();
        for (percentiles, expected) in [
            (vec![(0.75, 2500.0)], Some(Rating::Good)),
            (vec![(0.75, 2501.0), (0.9, 9000.0)], Some(Rating::NeedsImprovement)),
            (vec![(0.75, 4001.0)], Some(Rating::Poor)),
            (vec![(0.5, 1000.0), (0.9, 2000.0), (0.95, 2600.0)], Some(Rating::Good)),
            (vec![(0.5, 4500.0), (0.9, 6000.0)], Some(Rating::Poor)),
            (vec![(0.5, 1000.0), (0.9, 6000.0)], None),
            (vec![], None),
        ] {
            assert_eq!(lcp.rate(&percentiles).map(|(rating, ..)| rating), expected, "{percentiles:?}");
        }
        assert_eq!(WebVital::of_metric("browser_web_vital_fid"), None);
    }
}
