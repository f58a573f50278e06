//! Requests and latency behind one selector.

use super::selector::{self, Selector};
use super::summary::{DURATION, FAILED, Metrics, REQUESTS, Trend};
use crate::model::endpoint::Span;
use crate::model::latency::{Latency, OfAllResponses, Percentiles, Population};
use crate::model::missing::{Known, Missing};
use crate::model::quantity::Milliseconds;
use crate::words::{Text, text};

/// Why the responses of a summary are missing.
pub(super) const NO_RESPONSES: Missing = Missing::message("untold-single-responses");

const NO_COUNT: Missing = Missing::message("untold-count");

/// Why a metric without samples has no figures.
pub(super) const NEVER_SAMPLED: Missing = Missing::message("untold-never-sampled");

/// Counts requests: `http_reqs`, else what `http_req_failed` counted, else the latency's own count.
pub(super) fn count(metrics: &Metrics, selector: &Selector) -> Option<u64> {
    let own_count = || metrics.trend(DURATION, selector).and_then(|trend| trend.count);
    sibling_count(metrics, selector).or_else(own_count)
}

/// Counts requests, or says what would. `shown` is the selector as it may be shown.
pub(super) fn requests(metrics: &Metrics, selector: &Selector, shown: &str) -> Known<u64> {
    count(metrics, selector).ok_or_else(|| no_submetric(REQUESTS, shown))
}

/// Tells whether a metric of requests has samples although all its figures are 0: requests that were never written.
pub(super) fn was_sampled(metrics: &Metrics, metric: &str) -> bool {
    let (base, selector) = selector::parse(metric);
    base.starts_with("http_req") && sibling_count(metrics, &selector).is_some_and(|count| count > 0)
}

/// Says how a submetric comes into a file.
pub(super) fn no_submetric(metric: &str, shown: &str) -> Missing {
    Missing::because(text!("untold-submetric", metric = format!("{metric}{shown}")))
}

fn sibling_count(metrics: &Metrics, selector: &Selector) -> Option<u64> {
    let counter = metrics.counter(REQUESTS, selector).map(|counter| counter.count);
    counter.or_else(|| metrics.rate(FAILED, selector).map(|rate| rate.total))
}

/// Returns the latency behind a selector: of expected responses where the file separates them, else of
/// all.
pub(super) fn latency(metrics: &Metrics, selector: &Selector, shown: &str, span: Span) -> Known<Latency> {
    let expected = selector.with("expected_response", "true");
    let all = metrics.trend(DURATION, selector).map(|trend| {
        let count = trend.count.or_else(|| sibling_count(metrics, selector)).ok_or(NO_COUNT);
        percentiles(trend, count, Population::AllResponses, span)
    });
    let Some(trend) = metrics.trend(DURATION, &expected) else {
        return all.unwrap_or_else(|| Err(no_submetric(DURATION, shown)));
    };
    let count = expected_count(metrics, selector, trend);
    match (percentiles(trend, count.clone(), Population::Expected, span), all) {
        (Ok(expected), Some(Ok(all))) => Ok(beside(expected, all)),
        // What failed is never compared with what was expected; its latency is told as the reason.
        (Err(missing), Some(Ok(all))) if count == Ok(0) => Err(only_failures(&all).unwrap_or(missing)),
        (expected, _) => expected,
    }
}

/// Says that no response was expected, and how long the others took.
fn only_failures(all: &Latency) -> Option<Missing> {
    let count = all.count().ok().filter(|count| *count > 0)?;
    let figure = |name: &str, q: f64| {
        let latency = Milliseconds(all.quantile(q).ok()?);
        Some(text!("untold-expected-figure", name = name, latency = latency))
    };
    let figures: Vec<Text> = [figure("p50", 0.5), figure("p95", 0.95)].into_iter().flatten().collect();
    Some(Missing::because(if figures.is_empty() {
        text!("untold-expected", count = count)
    } else {
        text!("untold-expected-took", count = count, took = Text::joined(figures, ", "))
    }))
}

/// Keeps the latency of all responses beside that of the expected ones, where it is another.
fn beside(expected: Latency, all: Latency) -> Latency {
    match (expected, all) {
        (Latency::Percentiles(expected), Latency::Percentiles(all)) => {
            let differ = all.points != expected.points;
            let of_all = differ.then_some(OfAllResponses { count: all.count, points: all.points });
            Latency::Percentiles(Percentiles { of_all, ..expected })
        }
        (expected, _) => expected,
    }
}

/// Counts expected responses: k6 puts every other one into `http_req_failed`.
fn expected_count(metrics: &Metrics, selector: &Selector, trend: &Trend) -> Known<u64> {
    let rest = || {
        let failed = metrics.rate(FAILED, selector)?;
        let total = metrics.counter(REQUESTS, selector).map_or(failed.total, |counter| counter.count);
        total.checked_sub(failed.hits)
    };
    trend.count.or_else(rest).ok_or(NO_COUNT)
}

fn percentiles(trend: &Trend, count: Known<u64>, population: Population, span: Span) -> Known<Latency> {
    if trend.is_silent() {
        return Err(Missing::message("untold-latency"));
    }
    if count == Ok(0) {
        return Err(NEVER_SAMPLED);
    }
    if trend.is_all_zero() {
        return Err(if count.is_ok() {
            Missing::message("untold-never-written")
        } else {
            Missing::message("untold-never-sampled-or-written")
        });
    }
    let stated = |figure: Option<f64>, name: &str| {
        figure.ok_or_else(|| Missing::because(text!("untold-figure", name = name)))
    };
    Ok(Latency::Percentiles(Percentiles {
        count,
        min: stated(trend.min, "min"),
        mean: stated(trend.avg, "avg"),
        max: stated(trend.max, "max"),
        points: trend.points.clone(),
        population,
        span,
        of_all: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::k6_summary::summary::{Counter, Rate, Values};

    fn trend(p95: f64, count: Option<u64>) -> Values {
        Values::Trend(Trend { count, points: vec![(0.95, p95)], ..Trend::default() })
    }

    fn of(entries: Vec<(&str, Selector, Values)>) -> Metrics {
        let mut metrics = Metrics::default();
        for (name, selector, values) in entries {
            metrics.insert(name, selector, values);
        }
        metrics
    }

    #[test]
    fn a_count_comes_from_itself_or_its_siblings() {
        let plain = Selector::default();
        let expected = plain.with("expected_response", "true");
        let requests_9 =
            || (REQUESTS, Selector::default(), Values::Counter(Counter { count: 9, rate: None }));
        let failed_2 = || (FAILED, Selector::default(), Values::Rate(Rate { hits: 2, total: 9 }));
        let count = |metrics: &Metrics| {
            latency(metrics, &Selector::default(), "", Span::WholeTest)
                .unwrap()
                .count()
                .map_err(|m| m.reason().english())
        };
        assert_eq!(
            count(&of(vec![(DURATION, expected.clone(), trend(1.0, Some(5))), requests_9(), failed_2()])),
            Ok(5)
        );
        assert_eq!(
            count(&of(vec![(DURATION, expected.clone(), trend(1.0, None)), requests_9(), failed_2()])),
            Ok(7)
        );
        assert_eq!(count(&of(vec![(DURATION, plain.clone(), trend(1.0, None)), requests_9()])), Ok(9));
        assert_eq!(count(&of(vec![(DURATION, plain, trend(1.0, None)), failed_2()])), Ok(9));
        assert!(count(&of(vec![(DURATION, expected, trend(1.0, None)), requests_9()])).is_err());
    }

    #[test]
    fn what_was_never_sampled_is_missing() {
        let reason = |metrics: &Metrics| {
            latency(metrics, &Selector::default(), "", Span::WholeTest).unwrap_err().reason().to_owned()
        };
        let plain = Selector::default();
        let none = (REQUESTS, plain.clone(), Values::Counter(Counter { count: 0, rate: None }));
        let some = (REQUESTS, plain.clone(), Values::Counter(Counter { count: 3, rate: None }));
        assert_eq!(
            reason(&of(vec![(DURATION, plain.clone(), trend(0.0, Some(0)))])),
            *NEVER_SAMPLED.reason()
        );
        assert_eq!(
            reason(&of(vec![(DURATION, plain.clone(), trend(0.0, None)), none])),
            *NEVER_SAMPLED.reason()
        );
        assert!(
            reason(&of(vec![(DURATION, plain.clone(), trend(0.0, None)), some])).contains("ever written")
        );
        assert!(reason(&of(vec![(DURATION, plain, trend(0.0, None))])).contains("never sampled, or"));
    }
}
