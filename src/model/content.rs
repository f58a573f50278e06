//! Whether two runs are one and the same, however they are called and wherever they lie.

use super::distribution::Distribution;
use super::endpoint::Traffic;
use super::run::Run;

impl Run {
    /// Tells whether another run has the same content: start, requests and latencies of the judged window. Names, tags, files,
    /// the folding of endpoints and how outcomes are classified do not count, so that a snapshot is the points it was made from.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let (a, b) = (&self.whole, &other.whole);
        // What is looked at first differs where the runs do: only the same run is looked at in whole.
        self.meta.started.as_ref().ok() == other.meta.started.as_ref().ok()
            && self.judged_span.as_ref().ok() == other.judged_span.as_ref().ok()
            && a.requests.as_ref().ok() == b.requests.as_ref().ok()
            && statuses(a) == statuses(b)
            && measure_the_same(self, other)
            && match (all_latencies(a), all_latencies(b)) {
                (Some(a), Some(b)) => a == b,
                (None, None) => state_the_same(self, other),
                _ => false,
            }
    }
}

fn statuses(traffic: &Traffic) -> Option<&std::collections::BTreeMap<u16, u64>> {
    traffic.outcomes.as_ref().ok().map(|outcomes| &outcomes.statuses)
}

/// Tells whether the metrics that both hold have the same samples. Older snapshots of summaries hold none.
fn measure_the_same(a: &Run, b: &Run) -> bool {
    a.metrics
        .iter()
        .all(|(name, metric)| b.metrics.get(name).is_none_or(|same| same.samples == metric.samples))
}

/// Every response, whatever its outcome.
fn all_latencies(traffic: &Traffic) -> Option<Distribution> {
    let mut all = Distribution::default();
    traffic.responses.as_ref().ok()?.values().for_each(|responses| all.merge(&responses.distribution));
    Some(all)
}

/// Tells whether two summaries state the same.
fn state_the_same(a: &Run, b: &Run) -> bool {
    let latency = |traffic: &Traffic| traffic.latency.as_ref().ok().cloned();
    let load = |run: &Run| {
        let load = &run.load;
        [&load.iterations, &load.data_received, &load.data_sent].map(|count| count.as_ref().ok().copied())
    };
    latency(&a.whole) == latency(&b.whole)
        && load(a) == load(b)
        && a.checks == b.checks
        && a.endpoints.len() == b.endpoints.len()
        && a.endpoints.iter().zip(&b.endpoints).all(|(a, b)| {
            a.id == b.id
                && a.traffic.requests.as_ref().ok() == b.traffic.requests.as_ref().ok()
                && latency(&a.traffic) == latency(&b.traffic)
        })
}

#[cfg(test)]
mod tests {
    use crate::model::metric::{Metric, MetricType, Samples, Stated};
    use crate::model::outcome::Outcome;
    use crate::model::sample::{ladder, run, shop};

    #[test]
    fn names_tags_and_files_do_not_count() {
        let mut other = shop("another", 1.0);
        other.meta.tags.insert("commit".to_owned(), "abc".to_owned());
        other.meta.sources.clear();
        assert!(shop("run", 1.0).is_same_as(&other));
        assert!(!shop("run", 1.01).is_same_as(&other));
        assert!(!shop("run", 1.0).with_check("a", 1, 0).is_same_as(&other));
        assert!(!run("run").is_same_as(&other));
    }

    #[test]
    fn metrics_that_both_hold_must_agree() {
        let with = |sum: Option<f64>| {
            let samples = Samples::Stated(Stated { sum, ..Stated::default() });
            let mut run = shop("run", 1.0);
            run.metrics.insert("coupons".to_owned(), Metric { of: MetricType::default(), samples });
            run
        };
        assert!(with(Some(7.0)).is_same_as(&with(Some(7.0))));
        assert!(!with(Some(7.0)).is_same_as(&with(Some(8.0))));
        assert!(with(Some(7.0)).is_same_as(&shop("an older snapshot", 1.0)));
    }

    #[test]
    fn points_are_the_same_under_other_endpoints_and_classes() {
        let points = |name: &str, outcome, factor| {
            let requests = ladder(factor).into_iter().map(|(second, _, micros)| (second, outcome, micros));
            run("run").with_points(name, requests)
        };
        let one = points("GET /a", Outcome::Undeclared4xx, 1.0);
        assert!(one.is_same_as(&points("other", Outcome::Intended4xx, 1.0)));
        assert!(!one.is_same_as(&points("GET /a", Outcome::Undeclared4xx, 1.1)));
        assert!(!one.is_same_as(&run("run")));
    }
}
