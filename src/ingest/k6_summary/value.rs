//! The figures of one metric out of JSON values, strictly: what cannot be is an error with its key.

use std::collections::BTreeMap;

use serde_json::Value;

use super::selector;
use super::summary::{CALLS, Counter, DURATION, FAILED, Gauge, Metrics, REQUESTS, Rate, Trend, Values};
use crate::ingest::error::{Problem, shorten};
use crate::model::check::Threshold;
use crate::model::latency::{first_fall, percent_of};

/// A metric's figures by k6's names.
pub(super) type Fields = BTreeMap<String, Value>;

/// How a shape spells the figures of a rate.
#[derive(Debug, Clone, Copy)]
pub(super) enum RateKeys {
    PassesFails,
    MatchesTotal,
}

/// The connection phases of a request, as k6 names them after `http_req_`, in the order they happen.
pub(super) const PHASES: [&str; 6] =
    ["blocked", "connecting", "tls_handshaking", "sending", "waiting", "receiving"];

#[derive(Clone, Copy)]
pub(super) enum MetricKind {
    Trend,
    Rate,
    Counter,
    Gauge,
}

/// Tells a metric's kind from its name, since one shape does not state it; absent for what is not used.
pub(super) fn kind(base: &str) -> Option<MetricKind> {
    match base {
        DURATION | CALLS => Some(MetricKind::Trend),
        FAILED => Some(MetricKind::Rate),
        REQUESTS | "iterations" | "dropped_iterations" | "data_sent" | "data_received" => {
            Some(MetricKind::Counter)
        }
        "vus" | "vus_max" => Some(MetricKind::Gauge),
        _ => base.strip_prefix("http_req_").filter(|phase| PHASES.contains(phase)).map(|_| MetricKind::Trend),
    }
}

/// Reads a metric's figures into `metrics`, where they are used at all. `path` leads to `fields`.
pub(super) fn read(
    metrics: &mut Metrics,
    metric: &str,
    fields: &Fields,
    rate_keys: RateKeys,
    path: &str,
) -> Result<(), Problem> {
    let (base, selector) = selector::parse(metric);
    let Some(kind) = kind(base) else {
        return Ok(());
    };
    let reader = Reader { fields, path };
    let values = match kind {
        MetricKind::Trend => Values::Trend(reader.trend(matches!(base, DURATION | CALLS))?),
        MetricKind::Rate => Values::Rate(reader.rate(rate_keys)?),
        MetricKind::Counter => Values::Counter(Counter {
            count: reader.required_count("count")?,
            rate: reader.number("rate", "a rate")?,
        }),
        MetricKind::Gauge => Values::Gauge(Gauge {
            value: reader.number("value", "a number")?,
            max: reader.number("max", "a number")?,
        }),
    };
    metrics.insert(base, selector, values);
    Ok(())
}

/// Tells whether a metric has no sample, where its figures can tell: a rate of nothing, a trend that counts nothing or
/// is 0 throughout, as k6 writes one that was never sampled. A counter of 0 is a figure.
pub(super) fn is_unsampled(fields: &Fields) -> bool {
    let number = |key: &str| fields.get(key).and_then(Value::as_f64);
    if let (Some(passes), Some(fails)) = (number("passes"), number("fails")) {
        return passes == 0.0 && fails == 0.0;
    }
    let of_trend = |key: &str| key == "avg" || quantile(key).is_some();
    if !fields.keys().any(|key| of_trend(key)) {
        return false;
    }
    match number("count") {
        Some(count) => count == 0.0,
        None => fields.values().filter_map(Value::as_f64).all(|figure| figure == 0.0),
    }
}

/// The figure that the condition of a threshold judges, where the file holds it.
pub(super) fn judged(fields: &Fields, expression: &str) -> Option<f64> {
    let (aggregate, _) = Threshold::condition(expression)?;
    let is_same =
        |key: &str| key == aggregate || quantile(key).is_some_and(|q| quantile(aggregate) == Some(q));
    // One shape calls the share of a rate its value.
    let found = fields.iter().find(|(key, _)| is_same(key)).map(|(_, value)| value);
    found.or_else(|| fields.get("value").filter(|_| aggregate == "rate"))?.as_f64()
}

const COUNT: &str = "a whole number from 0 to 1e15";
const LATENCY: &str = "milliseconds, 0 or more";
/// Tells whether a clock can tell such a time, in milliseconds.
pub(in crate::ingest) fn is_plausible(latency: f64) -> bool {
    latency == 0.0 || (SHORTEST..=LONGEST).contains(&latency)
}

pub(in crate::ingest) const PLAUSIBLE: &str = "milliseconds that a clock can tell: 0, or from 1e-9 to 1e12";
/// k6 counts nanoseconds; a percentile between 0 and one of them is still not far below it.
const SHORTEST: f64 = 1e-9;
/// Thirty years. Beyond, logarithms and sums of latencies would still be finite, but no result.
const LONGEST: f64 = 1e12;
/// No test sends as many. Up to here a count is exact as a JSON number with a decimal point as well, and
/// thousands of them can be added without an overflow.
const LARGEST_COUNT: u64 = 1_000_000_000_000_000;

struct Reader<'a> {
    fields: &'a Fields,
    path: &'a str,
}

impl Reader<'_> {
    fn trend(&self, is_latency: bool) -> Result<Trend, Problem> {
        let mut trend = Trend::default();
        for key in self.fields.keys() {
            let slot = match key.as_str() {
                "avg" => &mut trend.avg,
                "min" => &mut trend.min,
                "max" => &mut trend.max,
                "count" => {
                    trend.count = self.count(key)?;
                    continue;
                }
                _ => {
                    if let Some(quantile) = quantile(key)
                        && let Some(latency) = self.latency(key, is_latency)?
                    {
                        trend.points.push((quantile, latency));
                    }
                    continue;
                }
            };
            *slot = self.latency(key, is_latency)?;
        }
        trend.points.sort_by(|a, b| a.0.total_cmp(&b.0));
        // `med` and `p(50)` are one.
        trend.points.dedup_by(|next, kept| (next.0 - kept.0).abs() < 1e-9);
        if is_latency {
            self.must_rise(&trend)?;
        }
        Ok(trend)
    }

    /// Refuses percentiles that fall: no k6 wrote them, and no verdict could stand on them.
    fn must_rise(&self, trend: &Trend) -> Result<(), Problem> {
        let curve: Vec<(f64, f64)> = trend
            .min
            .map(|min| (0.0, min))
            .into_iter()
            .chain(trend.points.iter().copied())
            .chain(trend.max.map(|max| (1.0, max)))
            .collect();
        let name = |q: f64| match q {
            0.0 => "min".to_owned(),
            1.0 => "max".to_owned(),
            q => format!("p({})", percent_of(q)),
        };
        match first_fall(&curve) {
            None => Ok(()),
            Some([(low_q, low), (high_q, high)]) => Err(Problem::Value {
                key: self.path.to_owned(),
                found: format!("{} {low} above {} {high}", name(low_q), name(high_q)),
                expected: "percentiles that rise",
            }),
        }
    }

    /// Reads a latency; connection phases may be negative in files of old versions, where clocks jumped.
    fn latency(&self, key: &str, is_latency: bool) -> Result<Option<f64>, Problem> {
        match self.number(key, LATENCY)? {
            Some(latency) if is_latency && latency < 0.0 => Err(self.unfit(key, LATENCY)),
            Some(latency) if is_latency && !is_plausible(latency) => Err(self.unfit(key, PLAUSIBLE)),
            latency => Ok(latency),
        }
    }

    fn rate(&self, keys: RateKeys) -> Result<Rate, Problem> {
        match keys {
            RateKeys::PassesFails => {
                let (hits, misses) = (self.required_count("passes")?, self.required_count("fails")?);
                Ok(Rate { hits, total: hits.saturating_add(misses) })
            }
            RateKeys::MatchesTotal => {
                let (hits, total) = (self.required_count("matches")?, self.required_count("total")?);
                if hits > total {
                    return Err(self.unfit("matches", "no more than `total`"));
                }
                Ok(Rate { hits, total })
            }
        }
    }

    /// Reads a number; `null`, which JavaScript writes for what is no number, is absent.
    fn number(&self, key: &str, expected: &'static str) -> Result<Option<f64>, Problem> {
        match self.fields.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_f64().map(Some).ok_or_else(|| self.unfit(key, expected)),
        }
    }

    fn count(&self, key: &str) -> Result<Option<u64>, Problem> {
        match self.fields.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => whole(value).map(Some).ok_or_else(|| self.unfit(key, COUNT)),
        }
    }

    fn required_count(&self, key: &str) -> Result<u64, Problem> {
        self.count(key)?
            .ok_or_else(|| Problem::MissingKey { shape: "a k6 summary", key: format!("{}.{key}", self.path) })
    }

    fn unfit(&self, key: &str, expected: &'static str) -> Problem {
        let found = self.fields.get(key).map_or_else(|| "nothing".to_owned(), describe);
        Problem::Value { key: format!("{}.{key}", self.path), found, expected }
    }
}

/// Reads a count at `key`, for values outside a metric.
pub(super) fn count_at(value: &Value, key: impl FnOnce() -> String) -> Result<u64, Problem> {
    whole(value).ok_or_else(|| Problem::Value { key: key(), found: describe(value), expected: COUNT })
}

/// Reads a length of time at `key`, in whatever unit; `null` and 0 say nothing.
pub(super) fn length_of_time(value: &Value, key: &str) -> Result<Option<f64>, Problem> {
    let unfit = || Problem::Value {
        key: key.to_owned(),
        found: describe(value),
        expected: "a length of time, 0 or more",
    };
    match value {
        Value::Null => Ok(None),
        _ => match value.as_f64().ok_or_else(unfit)? {
            length if length < 0.0 => Err(unfit()),
            length => Ok((length > 0.0).then_some(length)),
        },
    }
}

/// Returns a whole number that is not negative, also where it is written with a decimal point.
fn whole(value: &Value) -> Option<u64> {
    let count = value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        (number >= 0.0 && number.fract() == 0.0 && number <= LARGEST_COUNT as f64).then_some(number as u64)
    });
    count.filter(|count| *count <= LARGEST_COUNT)
}

/// Says what a value is.
pub(super) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("the string {:?}", shorten(text, 40)),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Reads a percentile's key: `med`, `p(99.9)`, and the machine-readable `p99`. Ends of the range are
/// `min` and `max` and no percentile.
pub(super) fn quantile(key: &str) -> Option<f64> {
    if key == "med" {
        return Some(0.5);
    }
    let percent = key.strip_prefix('p')?;
    let percent = percent.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(percent);
    let percent: f64 = percent.trim().parse().ok()?;
    // Moved in the text: 99.99 ÷ 100 is not the number that 0.9999 is.
    (percent > 0.0 && percent < 100.0).then(|| format!("{percent}e-2").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ingest::k6_summary::selector::Selector;

    fn read_one(metric: &str, fields: Value) -> Result<Metrics, Problem> {
        let fields: Fields = serde_json::from_value(fields).unwrap();
        let mut metrics = Metrics::default();
        read(&mut metrics, metric, &fields, RateKeys::PassesFails, "metrics.\"m\"")?;
        Ok(metrics)
    }

    #[test]
    fn percentile_keys() {
        assert_eq!(quantile("med"), Some(0.5));
        assert_eq!(quantile("p(99.99)"), Some(0.9999));
        assert_eq!(quantile("p95"), Some(0.95));
        assert_eq!(quantile("p(100)"), None);
        assert_eq!(quantile("p(0)"), None);
        assert_eq!(quantile("passes"), None);
        assert_eq!(quantile("p(NaN)"), None);
    }

    #[test]
    fn a_trend_of_any_figures_is_read() {
        let fields = json!({"p(99.99)": 9.5, "med": 2, "p(50)": 2, "count": 7.0, "max": null, "odd": "x"});
        let metrics = read_one("http_req_duration{a:b}", fields).unwrap();
        let trend = metrics.trend(DURATION, &Selector::default().with("a", "b")).unwrap();
        let expected = Trend { count: Some(7), points: vec![(0.5, 2.0), (0.9999, 9.5)], ..Trend::default() };
        assert_eq!(*trend, expected);
    }

    #[test]
    fn what_cannot_be_is_an_error_with_its_key() {
        let error = |metric, fields| read_one(metric, fields).unwrap_err().to_string();
        assert_eq!(
            error("http_reqs", json!({"count": "12"})),
            "metrics.\"m\".count: found the string \"12\", expected a whole number from 0 to 1e15"
        );
        assert_eq!(
            error("http_reqs", json!({"count": -3})),
            "metrics.\"m\".count: found -3, expected a whole number from 0 to 1e15"
        );
        assert!(error("http_reqs", json!({"count": 12.5})).contains("found 12.5"));
        assert!(error("http_reqs", json!({"count": 1e300})).contains("found 1e+300"));
        assert!(error("http_reqs", json!({"count": u64::MAX})).contains("found 18446744073709551615"));
        assert_eq!(
            error("http_reqs", json!({"rate": 1})),
            "a k6 summary without the key metrics.\"m\".count"
        );
        assert!(error("http_req_failed", json!({"passes": 1})).contains("m\".fails"));
        assert!(error("http_req_duration", json!({"p(95)": -0.1})).contains("milliseconds, 0 or more"));
        assert!(error("http_req_duration", json!({"avg": [1]})).contains("found an array"));
        assert!(error("http_req_duration", json!({"med": 1e-310})).contains("that a clock can tell"));
        assert!(error("http_req_duration", json!({"max": 1e300})).contains("that a clock can tell"));
    }

    #[test]
    fn no_samples_is_told_from_a_count_of_none() {
        let table = [
            (json!({"rate": 0, "passes": 0, "fails": 0}), true),
            (json!({"value": 0, "passes": 0, "fails": 3}), false),
            (json!({"avg": 0, "med": 0, "p(95)": 0}), true),
            (json!({"avg": 0, "med": 0, "count": 3}), false),
            (json!({"p(95)": 1.5}), false),
            (json!({"count": 0, "rate": 0}), false),
            (json!({"value": 0, "min": 0, "max": 0}), false),
            (json!({}), false),
        ];
        for (fields, expected) in table {
            let shown = fields.to_string();
            assert_eq!(is_unsampled(&serde_json::from_value(fields).unwrap()), expected, "{shown}");
        }
    }

    #[test]
    fn percentiles_that_fall_are_refused() {
        let error = |fields| read_one("http_req_duration", fields).unwrap_err().to_string();
        assert_eq!(
            error(json!({"med": 9, "p(95)": 4.5, "max": 10})),
            "metrics.\"m\": found p(50) 9 above p(95) 4.5, expected percentiles that rise"
        );
        assert!(error(json!({"p(99)": 9, "max": 8})).contains("p(99) 9 above max 8"));
        assert!(error(json!({"min": 3, "med": 2})).contains("min 3 above p(50) 2"));
        assert!(read_one("http_req_duration", json!({"min": 5, "med": 5, "max": 5})).is_ok());
        // The phases of old versions may be odd, and are never judged.
        assert!(read_one("http_req_blocked", json!({"med": 9, "max": 8})).is_ok());
    }

    #[test]
    fn a_metric_that_is_not_used_is_not_judged() {
        assert!(read_one("my_counter", json!({"count": "many"})).is_ok());
    }

    #[test]
    fn what_a_threshold_judges_is_found_in_both_shapes() {
        for (fields, expression, expected) in [
            (json!({"p(95)": 997.5, "med": 3}), "p(95)<250", Some(997.5)),
            (json!({"p(95)": 997.5, "med": 3}), "p(95.0) < 250", Some(997.5)),
            (json!({"med": 3}), "p(95)<250", None),
            (json!({"value": 0.5, "passes": 1, "fails": 1}), "rate<0.1", Some(0.5)),
            (json!({"count": 7, "rate": 1.5}), "count>=10", Some(7.0)),
            (json!({"count": 7, "rate": 1.5}), "nonsense", None),
        ] {
            let fields: Fields = serde_json::from_value(fields).unwrap();
            assert_eq!(judged(&fields, expression), expected, "{expression}");
        }
    }
}
