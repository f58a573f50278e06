//! How the numbers of a signal follow each other: from the query, the name, or the numbers themselves.

use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{LE, Series};

/// What a query does to its metric.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Asked {
    pub(super) kind: Option<SampleKind>,
    pub(super) quantile: Option<f64>,
}

/// Functions that make a rate of a counter.
const RATES: [&str; 3] = ["rate", "irate", "deriv"];
/// Functions that make an increase of a counter.
const INCREASES: [&str; 2] = ["increase", "delta"];

/// Reads what a query does to its metric. This is no parser of PromQL: it looks for functions by name.
pub(super) fn asked(query: &str) -> Asked {
    if let Some(arguments) = call(query, "histogram_quantile") {
        let quantile = arguments.split(',').next().and_then(|first| first.trim().parse::<f64>().ok());
        let quantile = quantile.filter(|quantile| (0.0..=1.0).contains(quantile));
        return Asked { kind: Some(SampleKind::Gauge), quantile };
    }
    let is_rate = RATES.iter().any(|function| call(query, function).is_some());
    let increase = || INCREASES.iter().find_map(|function| range(call(query, function)?));
    let kind =
        if is_rate { Some(SampleKind::Rate) } else { increase().map(|over| SampleKind::Increase { over }) };
    Asked { kind, quantile: None }
}

/// Returns what follows the opening bracket of a function.
fn call<'a>(query: &'a str, function: &str) -> Option<&'a str> {
    query.match_indices(function).find_map(|(at, _)| {
        let is_word =
            query[..at].chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'));
        is_word.then(|| query[at + function.len()..].trim_start().strip_prefix('(')).flatten()
    })
}

/// Reads the first range of a query, `[1m30s]`, in microseconds.
pub(super) fn range(query: &str) -> Option<i64> {
    let (_, rest) = query.split_once('[')?;
    let (range, _) = rest.split_once([']', ':'])?;
    let mut total = 0_i64;
    let mut rest = range.trim();
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        let letters = after.len() - after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let (unit, after) = after.split_at(letters);
        let micros: i64 = match unit {
            "ms" => 1_000,
            "s" => 1_000_000,
            "m" => 60_000_000,
            "h" => 3_600_000_000,
            "d" => 86_400_000_000,
            _ => return None,
        };
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(micros)?)?;
        rest = after;
    }
    (total > 0).then_some(total)
}

/// Tells a counter by the ending of its name, which the naming conventions of Prometheus ask for.
fn by_suffix(metric: &str) -> Option<SampleKind> {
    // A recording rule: level:metric:operations.
    if let Some((_, operations)) = metric.rsplit_once(':') {
        return RATES.iter().any(|rate| operations.starts_with(rate)).then_some(SampleKind::Rate);
    }
    let is_counter = ["_total", "_count", "_sum", "_bucket"].iter().any(|ending| metric.ends_with(ending));
    is_counter.then_some(SampleKind::Counter)
}

/// Tells a unit by the ending of the name.
pub(super) fn unit_by_suffix(metric: &str) -> Option<SeriesUnit> {
    let name = metric.rsplit(':').nth(1).unwrap_or(metric);
    let name = ["_total", "_sum", "_bucket", "_max", "_min"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    let units = [
        ("_milliseconds", SeriesUnit::Milliseconds),
        ("_seconds", SeriesUnit::Seconds),
        ("_bytes", SeriesUnit::Bytes),
        ("_ratio", SeriesUnit::Ratio),
        ("_percent", SeriesUnit::Percent),
        ("_count", SeriesUnit::Count),
    ];
    units.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, unit)| *unit)
}

/// Tells by the name, else by the numbers.
pub(super) fn by_name_or_samples(metric: Option<&str>, is_known: bool, series: &[Series]) -> SampleKind {
    let has_histograms = series.iter().any(|series| !series.histograms.is_empty());
    match metric {
        Some(metric) => by_suffix(metric).unwrap_or(if has_histograms {
            // `rate()` would have dropped the name.
            SampleKind::Counter
        } else {
            SampleKind::Gauge
        }),
        None if is_known || has_histograms || series.iter().any(|series| series.labels.contains_key(LE)) => {
            by_samples(series)
        }
        None => SampleKind::Gauge,
    }
}

/// From so many samples on, a rate that never falls is unlikely.
const MANY: usize = 10;

/// Tells a counter from a rate by the numbers, where nothing else says it: a counter never falls, and is whole where it
/// counts things. One that starts again in between is taken for a rate.
fn by_samples(series: &[Series]) -> SampleKind {
    let mut rises = false;
    for series in series {
        let histograms = series.histograms.iter().map(|sample| sample.histogram.count);
        let values: Vec<f64> = series.samples.iter().map(|sample| sample.value).chain(histograms).collect();
        let is_whole = values.iter().all(|value| value.fract() == 0.0);
        if !values.is_sorted() || (!is_whole && values.len() < MANY) {
            return SampleKind::Rate;
        }
        rises |= values.first() < values.last();
    }
    if rises { SampleKind::Counter } else { SampleKind::Rate }
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked, by_samples, by_suffix, unit_by_suffix};
    use crate::model::series::unit::{SampleKind, SeriesUnit};
    use crate::model::series::{Sample, Series};

    #[test]
    fn a_query_says_what_it_does() {
        let kind = |kind| Asked { kind: Some(kind), quantile: None };
        assert_eq!(asked("sum by (uri) (rate(x_count[10s]))"), kind(SampleKind::Rate));
        assert_eq!(asked("irate (x[1m])"), kind(SampleKind::Rate));
        assert_eq!(asked("increase(x_total[1m30s])"), kind(SampleKind::Increase { over: 90_000_000 }));
        assert_eq!(
            asked("max(increase(x_total[1h:30s]))"),
            kind(SampleKind::Increase { over: 3_600_000_000 })
        );
        let p99 = Asked { kind: Some(SampleKind::Gauge), quantile: Some(0.99) };
        assert_eq!(asked("histogram_quantile(0.99, sum by (le) (rate(x_bucket[10s])))"), p99);
        assert_eq!(asked("my_rate"), Asked::default());
        assert_eq!(asked("my_rate(x)"), Asked::default());
        assert_eq!(asked("increase(x[forever])"), Asked::default());
    }

    #[test]
    fn a_name_says_what_it_counts() {
        assert_eq!(by_suffix("x_total"), Some(SampleKind::Counter));
        assert_eq!(by_suffix("job:x_total:rate5m"), Some(SampleKind::Rate));
        assert_eq!(by_suffix("x"), None);
        assert_eq!(unit_by_suffix("x_bytes_total"), Some(SeriesUnit::Bytes));
        assert_eq!(unit_by_suffix("job:x_seconds:rate5m"), Some(SeriesUnit::Seconds));
        assert_eq!(unit_by_suffix("x"), None);
    }

    #[test]
    fn numbers_that_are_whole_and_never_fall_were_counted() {
        let series = |values: &[f64]| Series {
            samples: values.iter().enumerate().map(|(at, &value)| Sample { at: at as i64, value }).collect(),
            ..Series::default()
        };
        assert_eq!(by_samples(&[series(&[0.0, 0.0]), series(&[1.0, 4.0])]), SampleKind::Counter);
        assert_eq!(by_samples(&[series(&[0.0, 0.0])]), SampleKind::Rate);
        assert_eq!(by_samples(&[series(&[1.0, 4.0]), series(&[0.125])]), SampleKind::Rate);
        assert_eq!(by_samples(&[series(&[1.0, 4.0, 2.0])]), SampleKind::Rate);
        let seconds: Vec<f64> = (0..12).map(|at| f64::from(at) * 0.125).collect();
        assert_eq!(by_samples(&[series(&seconds)]), SampleKind::Counter);
    }
}
