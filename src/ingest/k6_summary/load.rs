//! What the load generator did, from a summary.

use super::selector::Selector;
use super::summary::{Metrics, REQUESTS, Summary};
use super::traffic::NEVER_SAMPLED;
use super::value::PHASES;
use crate::model::load::{Load, Phase};
use crate::model::missing::{Known, Missing};
use crate::words::text;

/// Collects users, iterations, bytes and connection phases of the whole test.
pub(super) fn of(summary: &Summary) -> Load {
    let metrics = &summary.metrics;
    Load {
        peak_vus: peak(metrics, "vus"),
        max_vus: peak(metrics, "vus_max"),
        counted_over: duration(summary),
        iterations: count(metrics, "iterations"),
        dropped_iterations: count(metrics, "dropped_iterations"),
        data_received: count(metrics, "data_received"),
        data_sent: count(metrics, "data_sent"),
        phases: PHASES
            .iter()
            .filter_map(|name| Some(Phase { name: (*name).to_owned(), p95: p95(metrics, name)? }))
            .collect(),
    }
}

fn peak(metrics: &Metrics, name: &str) -> Known<f64> {
    let gauge = metrics.gauge(name).ok_or_else(|| absent(name))?;
    match gauge.max {
        // Without a sample k6 writes zeros; a test without users sends nothing.
        Some(max) if max > 0.0 => Ok(max),
        Some(_) => Err(NEVER_SAMPLED),
        None => Err(Missing::because(text!("untold-largest", name = name))),
    }
}

fn count(metrics: &Metrics, name: &str) -> Known<u64> {
    let counter = metrics.counter(name, &Selector::default()).ok_or_else(|| absent(name))?;
    Ok(counter.count)
}

fn absent(name: &str) -> Missing {
    Missing::because(text!("untold-metric", name = name))
}

fn p95(metrics: &Metrics, phase: &str) -> Option<f64> {
    let trend = metrics.trend(&format!("http_req_{phase}"), &Selector::default())?;
    let sampled = trend.count != Some(0);
    let (_, latency) = trend.points.iter().find(|(quantile, _)| (quantile - 0.95).abs() < 1e-9)?;
    (sampled && *latency >= 0.0).then_some(*latency)
}

/// A test that is said to be shorter has no length: what is divided by it says nothing.
const LEAST_SECONDS: f64 = 1e-6;

/// Returns the length of the whole test in seconds: stated, or from a counter and its rate.
pub(super) fn duration(summary: &Summary) -> Known<f64> {
    let plain = Selector::default();
    let counted = || {
        [REQUESTS, "iterations", "data_sent", "data_received"].iter().find_map(|name| {
            let counter = summary.metrics.counter(name, &plain)?;
            let rate = counter.rate.filter(|rate| *rate > 0.0)?;
            let seconds = counter.count as f64 / rate;
            (seconds >= LEAST_SECONDS && seconds.is_finite()).then_some(seconds)
        })
    };
    summary
        .duration
        .filter(|seconds| *seconds >= LEAST_SECONDS)
        .or_else(counted)
        .ok_or(Missing::message("untold-duration-and-rate"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::k6_summary::summary::{Counter, Gauge, Values};

    #[test]
    fn duration_is_stated_or_counted() {
        let mut summary = Summary::default();
        assert!(duration(&summary).is_err());
        let counter = Values::Counter(Counter { count: 300, rate: Some(10.0) });
        summary.metrics.insert("iterations", Selector::default(), counter);
        assert_eq!(duration(&summary), Ok(30.0));
        summary.duration = Some(31.5);
        assert_eq!(duration(&summary), Ok(31.5));
    }

    #[test]
    fn what_is_absent_is_missing_and_a_known_0_stays_0() {
        let mut summary = Summary::default();
        let metrics = &mut summary.metrics;
        let zero = Values::Counter(Counter { count: 0, rate: Some(0.0) });
        metrics.insert("dropped_iterations", Selector::default(), zero);
        metrics.insert("vus", Selector::default(), Values::Gauge(Gauge { value: Some(0.0), max: Some(0.0) }));
        let load = of(&summary);
        assert_eq!(load.dropped_iterations, Ok(0));
        assert_eq!(load.peak_vus.unwrap_err().reason(), "never sampled");
        assert_eq!(load.iterations.unwrap_err().reason(), "the file has no iterations");
    }
}
