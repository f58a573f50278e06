//! The script's own metrics, and k6's that measure no HTTP request: the figures that a summary states of them.
//!
//! Nothing here is an error: a script may add what it likes to its summary. What is no figure is absent.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::summary::Summary;
use super::value::{self, Fields};
use crate::model::labeller::Labeller;
use crate::model::measured;
use crate::model::metric::{Metric, MetricKind, MetricType, Samples, Stated, base_name};
use crate::model::note::Note;
use crate::words::text;

/// More metrics are nobody's reading. Submetrics count as well, and are the first to be left out.
const MAX_METRICS: usize = 200;

/// Reads a text that may be anything else, which is then absent.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_str().map(str::to_owned))
}

/// Reads the figures of a metric, unless it is of requests or load. `of` is what the file says that it is.
pub(super) fn read(own: &mut BTreeMap<String, Metric>, name: &str, fields: &Fields, of: Option<MetricType>) {
    let base = base_name(name.trim());
    if is_of_requests_or_load(base) || value::is_unsampled(fields) {
        return;
    }
    let said = of.unwrap_or_default().completed(base);
    let Some(kind) = said.kind.or_else(|| kind_of(fields)) else { return };
    let of = MetricType { kind: Some(kind), ..said };
    if let Some(stated) = stated(kind, fields) {
        own.insert(name.trim().to_owned(), Metric { of, samples: Samples::Stated(stated) });
    }
}

/// Tells whether a metric is none of the script's own: it is read as requests or load, or says the same of them again.
fn is_of_requests_or_load(base: &str) -> bool {
    base == "checks" || base.starts_with("http_req") || value::kind(base).is_some()
}

/// Tells the kind by the figures, since one shape does not state it.
fn kind_of(fields: &Fields) -> Option<MetricKind> {
    let has = |key: &str| fields.contains_key(key);
    if has("passes") || has("matches") {
        Some(MetricKind::Rate)
    } else if fields.keys().any(|key| matches!(key.as_str(), "avg" | "med") || value::quantile(key).is_some())
    {
        Some(MetricKind::Trend)
    } else if has("count") && has("rate") {
        Some(MetricKind::Counter)
    } else if has("value") {
        Some(MetricKind::Gauge)
    } else {
        None
    }
}

/// Takes the figures of a metric of its kind; nothing where there is none.
fn stated(kind: MetricKind, fields: &Fields) -> Option<Stated> {
    let number = |key: &str| fields.get(key).and_then(Value::as_f64).filter(|value| measured::can_be(*value));
    let whole =
        |key: &str| number(key).filter(|count| *count >= 0.0 && *count <= 1e15).map(|count| count as u64);
    let stated = match kind {
        MetricKind::Rate => {
            let non_zero = whole("passes").or_else(|| whole("matches"))?;
            let count = whole("total").or_else(|| Some(non_zero.saturating_add(whole("fails")?)))?;
            let fits = non_zero <= count && count > 0;
            fits.then(|| Stated { count: Some(count), non_zero: Some(non_zero), ..Stated::default() })?
        }
        MetricKind::Counter => {
            Stated { sum: number("count"), per_second: number("rate"), ..Stated::default() }
        }
        MetricKind::Gauge => {
            Stated { last: number("value"), min: number("min"), max: number("max"), ..Stated::default() }
        }
        MetricKind::Trend => Stated {
            count: whole("count"),
            mean: number("avg"),
            min: number("min"),
            max: number("max"),
            points: points(fields),
            ..Stated::default()
        },
    };
    let in_order = stated.min.zip(stated.max).is_none_or(|(min, max)| min <= max);
    (stated != Stated::default() && in_order).then_some(stated)
}

/// The percentiles that are stated, ascending; none where they fall, which no k6 wrote.
fn points(fields: &Fields) -> Vec<(f64, f64)> {
    let stated = fields.iter().filter_map(|(key, value)| Some((value::quantile(key)?, value.as_f64()?)));
    let mut points: Vec<(f64, f64)> = stated.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    // `med` and `p(50)` are one.
    points.dedup_by(|next, kept| (next.0 - kept.0).abs() < 1e-9);
    let fits = points.is_sorted_by(|low, high| low.1 <= high.1)
        && points.iter().all(|(_, value)| measured::can_be(*value));
    if fits { points } else { Vec::new() }
}

/// The metrics that are kept, by the names that may be shown, and a note on those that are not.
pub(super) fn kept(summary: &Summary, labeller: &dyn Labeller) -> (BTreeMap<String, Metric>, Option<Note>) {
    let mut all: Vec<(&String, &Metric)> = summary.own.iter().collect();
    all.sort_by_key(|(name, _)| (name.contains('{'), *name));
    let rest = all.len().saturating_sub(MAX_METRICS);
    let note =
        (rest > 0).then(|| Note::new(text!("summary-metrics-left-out", count = rest, kept = MAX_METRICS)));
    let kept = all.into_iter().take(MAX_METRICS);
    (kept.map(|(name, metric)| (labeller.scrub(name), metric.clone())).collect(), note)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_one(name: &str, fields: Value, of: Option<MetricType>) -> Option<Metric> {
        let mut own = BTreeMap::new();
        read(&mut own, name, &serde_json::from_value(fields).unwrap(), of);
        own.remove(name)
    }

    fn stated_of(name: &str, fields: Value) -> Option<(MetricKind, Stated)> {
        let metric = read_one(name, fields, None)?;
        let Samples::Stated(stated) = metric.samples else { return None };
        Some((metric.of.kind?, stated))
    }

    #[test]
    fn figures_tell_the_kind_where_nothing_else_does() {
        let rate = Stated { count: Some(5), non_zero: Some(3), ..Stated::default() };
        let trend = Stated { mean: Some(12.0), points: vec![(0.5, 11.0), (0.95, 20.0)], ..Stated::default() };
        let counter = Stated { sum: Some(9.5), per_second: Some(0.5), ..Stated::default() };
        let gauge = Stated { last: Some(2.0), min: Some(0.0), max: Some(6.0), ..Stated::default() };
        for (fields, expected) in [
            (json!({"passes": 3, "fails": 2, "value": 0.6}), Some((MetricKind::Rate, rate.clone()))),
            (json!({"matches": 3, "total": 5}), Some((MetricKind::Rate, rate))),
            (json!({"avg": 12, "p(95)": 20, "med": 11}), Some((MetricKind::Trend, trend))),
            (json!({"count": 9.5, "rate": 0.5}), Some((MetricKind::Counter, counter))),
            (json!({"value": 2, "min": 0, "max": 6}), Some((MetricKind::Gauge, gauge))),
            (json!({"count": "many"}), None),
            (json!({"passes": 0, "fails": 0}), None),
            (json!({"avg": 0, "med": 0, "max": 0}), None),
            (json!({}), None),
        ] {
            assert_eq!(stated_of("mine", fields.clone()), expected, "{fields}");
        }
    }

    #[test]
    fn what_cannot_be_is_no_figure() {
        let points = |fields| stated_of("mine", fields).map(|(_, stated)| stated.points);
        assert_eq!(points(json!({"avg": 1, "med": 9, "p(95)": 4})), Some(vec![]), "percentiles that fall");
        assert_eq!(points(json!({"avg": 1, "min": 9, "max": 4})), None);
        assert_eq!(stated_of("mine", json!({"matches": 6, "total": 5})), None);
        assert_eq!(stated_of("mine", json!({"avg": "x", "med": null})), None);
    }

    #[test]
    fn requests_and_load_are_no_metrics_of_the_script() {
        for name in ["http_req_duration{a:b}", "http_reqs", "http_req_waiting", "vus", "checks", "data_sent"]
        {
            assert_eq!(read_one(name, json!({"avg": 1, "count": 1, "rate": 1}), None), None, "{name}");
        }
        let known = read_one("ws_connecting{url:a}", json!({"avg": 1, "med": 1}), None).unwrap();
        assert_eq!(known.of, MetricType { kind: Some(MetricKind::Trend), is_time: true });
    }
}
