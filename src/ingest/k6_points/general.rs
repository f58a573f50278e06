//! The reference: any NDJSON line, read by `serde_json`. The fast path must never say anything else.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::ingest::points::time::TimeParser;
use crate::model::metric::MetricType;

/// What a line holds.
#[derive(Debug, PartialEq)]
pub(super) enum Entry<'a> {
    /// A metric is announced: its name, and what it is.
    Announced(Cow<'a, str>, MetricType),
    /// A point: metric, microseconds since 1970, value, and the JSON of its tags.
    Point(Cow<'a, str>, i64, f64, &'a [u8]),
}

#[derive(Deserialize)]
struct WireLine<'a> {
    #[serde(borrow)]
    metric: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Deserialize)]
struct WireMetric<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    contains: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct WirePoint<'a> {
    #[serde(borrow)]
    time: Cow<'a, str>,
    value: f64,
    #[serde(borrow)]
    tags: Option<&'a RawValue>,
}

/// Reads a line; absent where it is nothing that k6 writes.
pub(super) fn parse<'a>(line: &'a [u8], times: &mut TimeParser) -> Option<Entry<'a>> {
    let wire: WireLine<'a> = serde_json::from_slice(line).ok()?;
    match &*wire.kind {
        "Metric" => {
            let metric: WireMetric<'a> = serde_json::from_str(wire.data.get()).ok()?;
            Some(Entry::Announced(wire.metric, MetricType::of_k6(&metric.kind, metric.contains.as_deref())))
        }
        "Point" => {
            let point: WirePoint<'a> = serde_json::from_str(wire.data.get()).ok()?;
            let time = times.read(point.time.as_bytes())?;
            let tags = point.tags.map_or("null", RawValue::get);
            Some(Entry::Point(wire.metric, time, point.value, tags.as_bytes()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, parse};
    use crate::ingest::points::time::TimeParser;
    use crate::model::metric::{MetricKind, MetricType};

    fn entry(line: &str) -> Option<Entry<'_>> {
        parse(line.as_bytes(), &mut TimeParser::default())
    }

    #[test]
    fn any_order_spacing_and_escape_is_read() {
        let line = r#" { "data" : { "tags" : { "name" : "a\"b" } , "value" : -1.5e3 , "time" : "2026-11-22T14:11:47+00:00" },
            "type" : "Point", "metric" : "v\u0075s", "more": [1] } "#;
        let want = Entry::Point("vus".into(), 1_795_356_707_000_000, -1500.0, br#"{ "name" : "a\"b" }"#);
        assert_eq!(entry(line), Some(want));
        let line =
            r#"{"metric":"vus","type":"Point","data":{"time":"2026-11-22T14:11:47Z","value":1,"tags":null}}"#;
        assert_eq!(entry(line), Some(Entry::Point("vus".into(), 1_795_356_707_000_000, 1.0, b"null")));
    }

    #[test]
    fn metrics_are_announced() {
        let line =
            r#"{"type":"Metric","data":{"name":"vus","type":"gauge","contains":"default"},"metric":"vus"}"#;
        let gauge = MetricType { kind: Some(MetricKind::Gauge), is_time: false };
        assert_eq!(entry(line), Some(Entry::Announced("vus".into(), gauge)));
        let line = r#"{"type":"Metric","data":{"name":"a","type":"trend","contains":"time"},"metric":"a"}"#;
        let trend = MetricType { kind: Some(MetricKind::Trend), is_time: true };
        assert_eq!(entry(line), Some(Entry::Announced("a".into(), trend)));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "",
            "null",
            "{}",
            r#"{"metric":"vus","type":"Point"}"#,
            r#"{"metric":"vus","type":"Poi"#,
            r#"{"metric":"vus","type":"Point","data":{"time":"2026-11-22T14:11:47Z","value":1e400,"tags":null}}"#,
            r#"{"metric":"vus","type":"Point","data":{"time":"2026-11-22T14:11:47Z","value":"1","tags":null}}"#,
            r#"{"metric":"vus","type":"Point","data":{"time":"now","value":1,"tags":null}}"#,
            r#"{"metric":"vus","type":"Other","data":{}}"#,
        ] {
            assert_eq!(entry(line), None, "{line}");
        }
    }
}
