use super::Window;
use crate::model::missing::Missing;
use crate::model::series::native::{Bounds, NativeBucket, NativeHistogram};
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::SampleKind;
use crate::model::series::{HistogramSample, Remarks, Sample, Series, Signal};

const SECOND: i64 = 1_000_000;

fn series(labels: &[(&str, &str)], values: &[(i64, f64)]) -> Series {
    Series {
        labels: labels.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        samples: values.iter().map(|&(at, value)| Sample { at: at * SECOND, value }).collect(),
        histograms: Vec::new(),
    }
}

fn signal(kind: SampleKind, series: Vec<Series>) -> Signal {
    Signal {
        name: "x".to_owned(),
        metric: None,
        query: None,
        role: Role::Traffic,
        vantage: Vantage::Server,
        worse: Role::Traffic.worse(),
        unit: Err(Missing::because("unknown")),
        kind,
        quantile: None,
        series,
        remarks: Remarks::default(),
        source: String::new(),
    }
}

fn per_second(signal: &Signal, span: (i64, i64), index: usize) -> Option<f64> {
    Window::new(signal, (span.0 * SECOND, span.1 * SECOND))?.per_second(&signal.series[index])
}

#[test]
fn a_counter_counts_from_its_last_sample_before_the_span() {
    let counter = signal(
        SampleKind::Counter,
        vec![series(&[], &[(0, 5.0), (10, 7.0), (20, 12.0), (30, 2.0), (40, 9.0)])],
    );
    // 7 → 12, a reset to 2, 2 → 9: 5 + 2 + 7 over 30 s.
    assert_eq!(per_second(&counter, (10, 40), 0), Some(14.0 / 30.0));
    assert_eq!(
        per_second(&counter, (12, 20), 0),
        Some(5.0 / 10.0),
        "the rate since the last sample before the span"
    );
    // What was counted before the first sample is not known.
    assert_eq!(per_second(&counter, (-10, 20), 0), Some(7.0 / 20.0));
    assert_eq!(per_second(&counter, (50, 60), 0), None);
}

#[test]
fn a_series_that_begins_later_than_its_target_counts_from_zero() {
    let values: &[(i64, f64)] = &[(0, 100.0), (10, 110.0), (20, 120.0)];
    let late: &[(i64, f64)] = &[(10, 3.0), (20, 4.0)];
    let counter = signal(
        SampleKind::Counter,
        vec![
            series(&[("instance", "a")], values),
            series(&[("instance", "a"), ("status", "500")], late),
            series(&[("instance", "b")], late),
        ],
    );
    assert_eq!(per_second(&counter, (0, 20), 0), Some(1.0));
    assert_eq!(per_second(&counter, (0, 20), 1), Some(0.2));
    assert_eq!(per_second(&counter, (0, 20), 2), Some(0.05), "a target that was found later counted before");
    let k6 = Signal { vantage: Vantage::LoadGenerator, ..counter };
    assert_eq!(per_second(&k6, (0, 20), 2), Some(0.2));
}

#[test]
fn rates_are_averaged_over_all_times_of_the_signal() {
    let rates = vec![
        series(&[("uri", "/a")], &[(0, 9.0), (10, 1.0), (20, 2.0), (30, 3.0)]),
        series(&[("uri", "/b")], &[(20, 6.0)]),
    ];
    let rate = signal(SampleKind::Rate, rates.clone());
    assert_eq!(per_second(&rate, (10, 30), 0), Some(2.0));
    assert_eq!(per_second(&rate, (10, 30), 1), Some(2.0), "absent is nothing, not unknown");
    let increase = signal(SampleKind::Increase { over: 10 * SECOND }, rates.clone());
    assert_eq!(per_second(&increase, (10, 30), 0), Some(0.2));
    assert!(Window::new(&signal(SampleKind::Gauge, rates), (0, 30 * SECOND)).is_none());
}

fn native(at: i64, buckets: &[(f64, f64, f64)]) -> HistogramSample {
    let bucket = |&(lower, upper, count)| NativeBucket { bounds: Bounds::Upper, lower, upper, count };
    let buckets: Vec<_> = buckets.iter().map(bucket).collect();
    let count = buckets.iter().map(|bucket| bucket.count).sum();
    HistogramSample { at: at * SECOND, histogram: NativeHistogram { count, sum: None, buckets } }
}

#[test]
fn native_histograms_add_up_over_resets() {
    let histograms = vec![
        native(0, &[(1.0, 2.0, 4.0)]),
        native(10, &[(1.0, 2.0, 5.0), (2.0, 4.0, 2.0)]),
        // A reset that the total alone does not show.
        native(20, &[(4.0, 8.0, 9.0)]),
        native(30, &[(4.0, 8.0, 10.0)]),
    ];
    let series = Series { histograms, ..Series::default() };
    let counter = signal(SampleKind::Counter, vec![series]);
    let window = Window::new(&counter, (0, 30 * SECOND)).unwrap();
    let found = window.native(&counter.series[0]).unwrap().scaled(30.0);
    // 1 and 2 until the reset, 9 since, then 1 more: 13, of which 10 are above 4.
    assert!((found.count() - 13.0).abs() < 1e-9);
    let median = found.quantile(3.0 / 13.0).unwrap();
    assert!(matches!(median, crate::stats::histogram::Estimate::At(value) if (value - 4.0).abs() < 1e-9));
}
