//! Hand-made runs: what is found of each kind, what is not, and why.

use super::*;
use crate::compare;
use crate::model::comparison::{Change, Comparison};
use crate::model::measured::Measured;
use crate::model::metric::{Metric, MetricType, Samples, Stated};
use crate::model::sample;
use crate::model::settings::CompareSettings;

fn with(run: Run, name: &str, of: MetricType, samples: Samples) -> Run {
    let mut run = run;
    run.metrics.insert(name.to_owned(), Metric { of, samples });
    run
}

/// A run without HTTP requests.
fn quiet(name: &str) -> Run {
    let mut run = sample::run(name);
    run.whole.requests = Ok(0);
    run
}

fn time() -> MetricType {
    MetricType::of_k6("trend", Some("time"))
}

/// 3,000 samples from 100 ms on with a Pareto tail of index 4, times `factor`.
fn tail(factor: f64) -> Samples {
    let mut measured = Measured::default();
    for n in 0..3000 {
        measured.record(factor * 100.0 * (1.0 - (f64::from(n) + 0.5) / 3000.0).powf(-0.25));
    }
    Samples::Measured(measured)
}

/// What a summary states of the same: the quantile q of such a tail is 100 · (1 − q)^(−1/4).
fn stated(factor: f64, count: Option<u64>) -> Samples {
    let points = [0.5, 0.9, 0.95].map(|q: f64| (q, factor * 100.0 * (1.0 - q).powf(-0.25))).to_vec();
    Samples::Stated(Stated { count, points, max: Some(factor * 800.0), ..Stated::default() })
}

fn rate(non_zero: u64, count: u64) -> Samples {
    Samples::Stated(Stated { count: Some(count), non_zero: Some(non_zero), ..Stated::default() })
}

fn compared(base: &[Run], run: Run, settings: &Settings) -> Comparison {
    compare::compare(base, &[run], false, settings)
}

fn changes(comparison: &Comparison) -> Vec<(String, Change)> {
    comparison.metrics.iter().map(|cell| (cell.judged.measure(), cell.change)).collect()
}

fn of_trend(base: &[Samples], run: Samples, of: MetricType, settings: &Settings) -> Comparison {
    let base: Vec<Run> = base
        .iter()
        .enumerate()
        .map(|(at, samples)| with(quiet(&format!("base-{at}")), "checkout", of, samples.clone()))
        .collect();
    compared(&base, with(quiet("run"), "checkout", of, run), settings)
}

#[test]
fn a_trend_that_takes_longer_is_found_from_points_and_from_summaries() {
    let settings = Settings::default();
    let count = Some(3000);
    for (base, run) in [
        (vec![tail(1.0), tail(1.01), tail(0.99)], tail(1.3)),
        (vec![stated(1.0, count), stated(1.01, count), stated(0.99, count)], stated(1.3, count)),
        (vec![tail(1.0)], tail(1.5)),
        (vec![stated(1.0, count)], stated(1.5, count)),
        (vec![tail(1.0), tail(1.01), tail(0.99)], stated(1.3, count)),
    ] {
        let found = of_trend(&base, run, time(), &settings);
        assert!(!found.metrics.is_empty());
        for cell in &found.metrics {
            assert_eq!(cell.change, Change::Regression, "{cell:?}");
            assert!(cell.size > 0.28 && cell.size < 0.52, "{cell:?}");
            assert_eq!(cell.unit.as_deref(), Some("ms"));
            assert_eq!(cell.alone, base.len() == 1);
        }
    }
}

#[test]
fn identical_runs_say_nothing() {
    let settings = Settings::default();
    for samples in [tail, |factor| stated(factor, Some(3000))] {
        let same = of_trend(&[samples(1.0)], samples(1.02), time(), &settings);
        assert!(!same.metrics.is_empty());
        assert!(same.metrics.iter().all(|cell| cell.change == Change::Unchanged), "{:?}", changes(&same));
    }
}

#[test]
fn the_direction_is_k6s_or_the_configurations() {
    let rule = |worse| MetricRule { name: "check*".to_owned(), worse: Some(worse), ..MetricRule::default() };
    let settings = |rules: Vec<MetricRule>| Settings { metrics: rules, ..Settings::default() };
    let untold = MetricType::of_k6("trend", None);
    for (of, rules, factor, expected) in [
        (time(), vec![], 1.6, Change::Regression),
        (time(), vec![], 0.6, Change::Improvement),
        (untold, vec![], 1.6, Change::Regression),
        (untold, vec![], 0.6, Change::Regression),
        (untold, vec![rule(Worse::Lower)], 1.6, Change::Improvement),
        (time(), vec![rule(Worse::Lower)], 0.6, Change::Regression),
    ] {
        let found = of_trend(&[tail(1.0), tail(1.0)], tail(factor), of, &settings(rules));
        assert!(found.metrics.iter().all(|cell| cell.change == expected), "{factor}: {:?}", changes(&found));
    }
    let ignored = MetricRule { name: "checkout".to_owned(), ignore: Some(true), ..MetricRule::default() };
    let found = of_trend(&[tail(1.0)], tail(3.0), time(), &settings(vec![ignored]));
    assert!(found.metrics.is_empty());
    assert_eq!(found.not_tested[0].reason, "ignored by choice (`[[metric]]`)");
}

#[test]
fn a_rate_is_tested_by_its_rarer_samples() {
    let of = MetricType::of_k6("rate", None);
    let found = |base: (u64, u64), run: (u64, u64)| {
        let base = with(quiet("base"), "ok", of, rate(base.0, base.1));
        let found = compared(&[base], with(quiet("run"), "ok", of, rate(run.0, run.1)), &Settings::default());
        found.metrics[0].clone()
    };
    let more = found((20, 20_000), (180, 20_000));
    assert_eq!((more.base, more.run, more.change), (0.001, 0.009, Change::Regression));
    assert!((more.size - 0.008).abs() < 1e-12 && more.interval.low > 0.005 && more.interval.high < 0.011);
    // 180 less the 20 of the base.
    assert_eq!(more.excess, Some(160.0));
    // The mirror of the same: those that were not so are counted.
    let less = found((19_980, 20_000), (19_820, 20_000));
    assert!((less.size + 0.008).abs() < 1e-12);
    assert_eq!((less.change, less.excess), (Change::Regression, Some(160.0)));
    assert!((less.p - more.p).abs() < 1e-12);
    assert_eq!(found((20, 20_000), (22, 20_000)).change, Change::Unchanged);
}

#[test]
fn a_counter_is_tested_where_somebody_said_what_is_worse() {
    let of = MetricType::of_k6("counter", None);
    let counter = |sum: f64| {
        Samples::Stated(Stated { sum: Some(sum), per_second: Some(sum / 60.0), ..Stated::default() })
    };
    let found = |rules: Vec<MetricRule>, sum: f64| {
        let base = with(quiet("base"), "errors", of, counter(3000.0));
        let run = with(quiet("run"), "errors", of, counter(sum));
        let settings = Settings { metrics: rules, ..Settings::default() };
        changes(&compared(&[base], run, &settings))
    };
    assert_eq!(found(vec![], 6000.0), []);
    let worse =
        |worse| vec![MetricRule { name: "errors".to_owned(), worse: Some(worse), ..MetricRule::default() }];
    let per_second = |change| vec![("metric: errors per second".to_owned(), change)];
    assert_eq!(found(worse(Worse::Higher), 6000.0), per_second(Change::Regression));
    assert_eq!(found(worse(Worse::Lower), 6000.0), per_second(Change::Improvement));
    assert_eq!(found(worse(Worse::Higher), 3060.0), per_second(Change::Unchanged));
}

#[test]
fn what_sums_up_requests_is_compared_and_raises_nothing_beside_them() {
    let settings = Settings::default();
    let shop =
        |name: &str, factor: f64| with(sample::shop(name, 1.0), "iteration_duration", time(), tail(factor));
    let found = compared(&[shop("base", 1.0)], shop("run", 2.0), &settings);
    assert!(found.metrics.iter().all(|cell| !cell.is_judged && cell.change == Change::Regression));
    let alone = |name: &str, factor: f64| with(quiet(name), "iteration_duration", time(), tail(factor));
    let found = compared(&[alone("base", 1.0)], alone("run", 2.0), &settings);
    assert!(!found.metrics.is_empty() && found.metrics.iter().all(|cell| cell.is_judged));
}

#[test]
fn what_cannot_be_tested_says_why() {
    let settings = Settings::default();
    let why = |base: Samples, run: Samples, of| {
        let found = of_trend(&[base], run, of, &settings);
        assert!(found.metrics.is_empty(), "{:?}", changes(&found));
        found.not_tested.into_iter().map(|entry| entry.reason.to_string()).collect::<Vec<_>>()
    };
    let few = stated(1.0, Some(12));
    assert_eq!(why(few.clone(), few, time()), ["12 samples; more than 30 are needed"]);
    let mut negative = Measured::default();
    (0..100).for_each(|n| negative.record(f64::from(n) - 50.0));
    let negative = Samples::Measured(negative);
    assert_eq!(why(negative.clone(), negative, time()), ["some samples are negative"]);
    let silent = Samples::Stated(Stated { count: Some(900), ..Stated::default() });
    assert_eq!(why(silent.clone(), silent, time()).len(), 1);
    let kind = MetricType::default();
    assert!(why(tail(1.0), tail(1.0), kind)[0].contains("`kind` of `[[metric]]`"));
}

#[test]
fn uncounted_samples_are_as_many_as_iterations_and_that_is_said() {
    let settings = Settings::default();
    let run = |name: &str, factor: f64, iterations: u64| {
        let mut run = with(quiet(name), "checkout", time(), stated(factor, None));
        run.load.iterations = Ok(iterations);
        run
    };
    let found = compared(&[run("base", 1.0, 3000)], run("run", 1.6, 3000), &settings);
    assert!(found.metrics.iter().all(|cell| cell.change == Change::Regression));
    assert!(found.notes[0].text.contains("the iterations, or sessions, are taken for them"));
    let found = compared(&[run("base", 1.0, 20)], run("run", 1.6, 20), &settings);
    assert!(found.metrics.is_empty(), "twenty iterations are too few");
}

#[test]
fn rules_for_endpoints_are_none_for_metrics() {
    let mut settings = Settings::default();
    let rule = crate::model::endpoint_rule::EndpointRule {
        endpoint: "*".to_owned(),
        percentiles: Some(vec![Measure::P50]),
        ..Default::default()
    };
    settings.compare = CompareSettings { endpoints: vec![rule], ..CompareSettings::default() };
    let found = of_trend(&[tail(1.0)], tail(1.0), time(), &settings);
    assert_eq!(found.metrics.len(), 3);
}
