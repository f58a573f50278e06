//! Bounds on generated series of a minute, sampled every five seconds.

use super::objectives::measure;
use crate::model::metric_objective::{
    LabelMatcher, MetricBound, MetricLimit, MetricMeasurement, MetricObjective, MetricSelector, Statistic,
    Wanted,
};
use crate::model::missing::Known;
use crate::model::run::Run;
use crate::model::sample;
use crate::model::series::role::{Part, Resource, Role, Vantage, WorseWhen};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{Remarks, Sample, Series, ServerMetrics, Signal};
use crate::model::slo::SloStatus;

const STEP: i64 = 5;

fn series(labels: &[(&str, &str)], values: &[f64]) -> Series {
    let at = |index: usize| (1_000 + STEP * index as i64) * 1_000_000;
    Series {
        labels: labels.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
        samples: values.iter().enumerate().map(|(i, &value)| Sample { at: at(i), value }).collect(),
        histograms: Vec::new(),
    }
}

fn signal(metric: &str, part: Part, unit: SeriesUnit, kind: SampleKind, series: Vec<Series>) -> Signal {
    Signal {
        name: "export".to_owned(),
        metric: Some(metric.to_owned()),
        query: None,
        role: Role::Saturation { resource: Resource::ConnectionPool, part },
        vantage: Vantage::Server,
        worse: WorseWhen::Higher,
        unit: Ok(unit),
        kind,
        quantile: None,
        series,
        remarks: Remarks::default(),
        source: String::new(),
    }
}

/// A run whose judged window begins and ends with the first and the last of 13 samples.
fn run(signals: Vec<Signal>) -> Run {
    let mut run = sample::run("run");
    run.judged_span = Ok((1_000_000_000, 1_060_000_000));
    run.servers = Some(ServerMetrics { signals, notes: Vec::new() });
    run
}

fn at_most(name: &str, statistic: Statistic, limit: MetricLimit) -> MetricObjective {
    MetricObjective {
        selector: MetricSelector { text: name.to_owned(), name: name.to_owned(), matchers: Vec::new() },
        statistic,
        bound: MetricBound { is_most: true, limit },
    }
}

fn measured(objective: MetricObjective, run: &Run) -> Known<MetricMeasurement> {
    measure(&[objective], &[], run).remove(0).measured
}

fn waiting() -> Run {
    let mut values = [0.0; 13];
    values[3..6].copy_from_slice(&[2.0, 9.0, 4.0]);
    let pools = vec![series(&[("pool", "a")], &[1.0; 13]), series(&[("pool", "b")], &values)];
    run(vec![signal("waiting", Part::Pending, SeriesUnit::Count, SampleKind::Gauge, pools)])
}

#[test]
fn each_series_is_judged_and_the_worst_is_told() {
    // Values of b: nine zeros around 2, 9 and 4; the mean is 15/13, p95 is at rank 11.4 of 12: 4 + 0.4·5.
    let table = [
        (Statistic::Max, 8.0, 9.0, SloStatus::Missed, 5.0, "pool=\"b\""),
        (Statistic::Max, 9.0, 9.0, SloStatus::Met, 0.0, "pool=\"b\""),
        (Statistic::Mean, 2.0, 15.0 / 13.0, SloStatus::Met, 10.0, "pool=\"b\""),
        (Statistic::Quantile(0.95), 3.0, 6.0, SloStatus::Missed, 10.0, "pool=\"b\""),
        (Statistic::Quantile(0.5), 0.5, 1.0, SloStatus::Missed, 60.0, "pool=\"a\""),
        (Statistic::Min, 0.5, 1.0, SloStatus::Missed, 60.0, "pool=\"a\""),
    ];
    for (statistic, limit, value, status, seconds, labels) in table {
        let found = measured(at_most("waiting", statistic, MetricLimit::Own(limit)), &waiting()).unwrap();
        assert!((found.value - value).abs() < 1e-9, "{statistic}: {}", found.value);
        assert_eq!((found.status, found.seconds_missed), (status, seconds), "{statistic} at most {limit}");
        assert_eq!((found.series.as_str(), found.series_count), (labels, 2), "{statistic} at most {limit}");
        assert_eq!((found.limit, found.seconds_measured, found.window_seconds), (limit, 60.0, 60.0));
    }
}

#[test]
fn a_lower_bound_holds_from_below_and_labels_choose() {
    let mut objective = at_most("waiting", Statistic::Min, MetricLimit::Own(0.5));
    objective.bound.is_most = false;
    let found = measured(objective.clone(), &waiting()).unwrap();
    assert_eq!((found.value, found.status, found.series_missed), (0.0, SloStatus::Missed, 1));
    let wanted = Wanted::Value("a".to_owned());
    objective.selector.matchers = vec![LabelMatcher { label: "pool".to_owned(), wanted, negated: false }];
    let found = measured(objective, &waiting()).unwrap();
    assert_eq!((found.value, found.status, found.series_count), (1.0, SloStatus::Met, 1));
}

#[test]
fn the_base_is_measured_as_well() {
    let objective = at_most("waiting", Statistic::Max, MetricLimit::Own(0.0));
    let base = run(vec![signal(
        "waiting",
        Part::Pending,
        SeriesUnit::Count,
        SampleKind::Gauge,
        vec![series(&[("pool", "b")], &[3.0; 13])],
    )]);
    let found = measure(&[objective], &[sample::run("without metrics"), base], &waiting()).remove(0);
    assert_eq!(found.measured.unwrap().base, Some(3.0));
}

#[test]
fn counters_are_held_against_a_bound_per_second() {
    let counter: Vec<f64> = (0..13).map(|i| f64::from(i) * 10.0).collect();
    let run = run(vec![signal(
        "waits_total",
        Part::Timeouts,
        SeriesUnit::Count,
        SampleKind::Counter,
        vec![series(&[], &counter)],
    )]);
    let found = measured(at_most("waits_total", Statistic::Max, MetricLimit::Own(1.5)), &run).unwrap();
    assert_eq!((found.value, found.per_second, found.status), (2.0, true, SloStatus::Missed));
}

#[test]
fn shares_are_of_the_measured_limit() {
    let used = |kind| {
        signal("used", Part::Used, SeriesUnit::Count, kind, vec![series(&[("pool", "a")], &[9.0; 13])])
    };
    let limit = signal(
        "max",
        Part::Limit,
        SeriesUnit::Count,
        SampleKind::Gauge,
        vec![series(&[("pool", "a")], &[10.0; 13]), series(&[("pool", "b")], &[2.0; 13])],
    );
    let objective = |share| at_most("used", Statistic::Max, MetricLimit::Share(share));
    let pool = run(vec![used(SampleKind::Gauge), limit]);
    let found = measured(objective(0.8), &pool).unwrap();
    assert_eq!((found.value, found.limit, found.status), (0.9, 0.8, SloStatus::Missed));
    assert_eq!(found.unit, Some(SeriesUnit::Ratio));
    assert_eq!(measured(objective(0.9), &pool).unwrap().status, SloStatus::Met);
    let missing = measured(objective(0.8), &run(vec![used(SampleKind::Gauge)])).unwrap_err();
    assert!(missing.to_string().contains("nor is its limit measured"), "{missing}");
    // A ratio is a share already, a percentage a hundred times it.
    for (unit, value) in [(SeriesUnit::Ratio, 0.9), (SeriesUnit::Percent, 90.0)] {
        let cpu = signal("used", Part::Used, unit, SampleKind::Gauge, vec![series(&[], &[value; 13])]);
        let found = measured(objective(0.8), &run(vec![cpu])).unwrap();
        assert_eq!((found.value, found.unit, found.status), (value, Some(unit), SloStatus::Missed));
    }
}

#[test]
fn times_are_in_the_unit_of_the_metric() {
    for (unit, value) in [(SeriesUnit::Seconds, 0.3), (SeriesUnit::Milliseconds, 300.0)] {
        let signal = signal("wait", Part::Time, unit, SampleKind::Gauge, vec![series(&[], &[value; 13])]);
        let run = run(vec![signal]);
        let status =
            |limit| measured(at_most("wait", Statistic::Max, MetricLimit::Time(limit)), &run).unwrap().status;
        assert_eq!((status(250.0), status(350.0)), (SloStatus::Missed, SloStatus::Met), "{unit:?}");
    }
    let missing =
        measured(at_most("waiting", Statistic::Max, MetricLimit::Time(5.0)), &waiting()).unwrap_err();
    assert!(missing.to_string().contains("does not measure one"), "{missing}");
}

#[test]
fn what_was_not_measured_is_never_met() {
    let max = |name: &str, limit| at_most(name, Statistic::Max, MetricLimit::Own(limit));
    let reason = |objective, run: &Run| measured(objective, run).unwrap_err().to_string();
    assert!(reason(max("waiting", 5.0), &sample::run("run")).contains("--prometheus"));
    assert!(reason(max("other", 5.0), &waiting()).contains("hold none called other"));
    let bucket = series(&[("le", "1")], &[1.0; 13]);
    let histogram =
        run(vec![signal("wait_bucket", Part::Time, SeriesUnit::Seconds, SampleKind::Counter, vec![bucket])]);
    assert!(reason(max("wait_bucket", 5.0), &histogram).contains("buckets"));
    // Four samples of thirteen: fifteen seconds of sixty, and the last one speaks for five more.
    let few = |value: f64| {
        let series = vec![series(&[], &[value; 4])];
        run(vec![signal("few", Part::Used, SeriesUnit::Count, SampleKind::Gauge, series)])
    };
    assert!(reason(max("few", 5.0), &few(1.0)).contains("less than half"));
    let found = measured(max("few", 5.0), &few(9.0)).unwrap();
    assert_eq!((found.status, found.seconds_measured), (SloStatus::MissedUnsure, 20.0));
}
