//! Makes lines as k6 writes them, and lines that are almost like that.

use proptest::prelude::{Just, Strategy, any, prop};
use proptest::{prop_oneof, sample};

/// The columns that k6 2.2 writes.
pub(super) const HEADER: &str = "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata";

const METRICS: [&str; 17] = [
    "grpc_req_duration",
    "http_reqs",
    "http_req_duration",
    "http_req_duration",
    "http_req_duration",
    "http_req_duration",
    "http_req_waiting",
    "http_req_failed",
    "vus",
    "vus_max",
    "iterations",
    "dropped_iterations",
    "checks",
    "data_sent",
    "data_received",
    "my_trend",
    "group_duration",
];

/// A point before it is written down.
#[derive(Debug, Clone)]
pub(super) struct Point {
    metric: &'static str,
    /// Seconds after the beginning of the run.
    second: u32,
    nanos: u32,
    value: String,
    /// Tags in k6's order.
    tags: Vec<(&'static str, String)>,
    metadata: bool,
}

fn tags() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let names = prop_oneof![
        Just("GET /x".to_owned()),
        Just("GET /y {id}".to_owned()),
        Just("with \"quotes\", and\ttabs".to_owned()),
        Just("grüße?token=1".to_owned()),
        (0..50_u32, 0..2_u32).prop_map(|(id, host)| format!("http://h{host}/p/{id}?q={id}")),
    ];
    let fixed = |values: &'static [&'static str]| sample::select(values).prop_map(str::to_owned);
    (
        (
            fixed(&["", "", "a check", "another, \"quoted\""]),
            fixed(&["", "", "1050", "1211", "1212", "1404", "1503"]),
            fixed(&["", "true", "true", "false"]),
            fixed(&["", "::browse", "::setup", "::teardown", "::setup::inner"]),
            fixed(&["", "GET", "POST"]),
        ),
        names,
        (
            fixed(&["", "warmup", "measure", "measure"]),
            fixed(&["", "0", "200", "302", "404", "418", "503"]),
            prop_oneof![Just(None), (0..50_u32).prop_map(|id| Some(format!("https://h/u/{id}")))],
        ),
    )
        .prop_map(|((check, error_code, expected, group, method), name, (scenario, status, url))| {
            let url = url.unwrap_or_else(|| name.clone());
            let all = [
                ("check", check),
                ("error_code", error_code),
                ("expected_response", expected),
                ("group", group),
                ("method", method),
                ("name", name),
                ("scenario", scenario),
                ("status", status),
                ("url", url),
            ];
            all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
        })
}

pub(super) fn point() -> impl Strategy<Value = Point> {
    let value = prop_oneof![
        (0..100_000_u32, 0..1_000_000_u32).prop_map(|(whole, rest)| format!("{whole}.{rest:06}")),
        (0..20_u32).prop_map(|whole| whole.to_string()),
        Just("0".to_owned()),
        Just("1.5e-3".to_owned()),
        Just("-3.25".to_owned()),
        Just("123456789012345678".to_owned()),
    ];
    // Half of them from a few tag objects, as in a real run; a hundred seconds, out of order.
    (sample::select(&METRICS[..]), 0..100_u32, 0..1_000_000_000_u32, value, tags(), any::<bool>()).prop_map(
        |(metric, second, nanos, value, tags, metadata)| Point {
            metric,
            second,
            nanos,
            value,
            tags,
            metadata,
        },
    )
}

/// Writes a point as NDJSON, in the key order of one k6 version or another.
pub(super) fn ndjson_line(point: &Point, style: u8) -> String {
    let time =
        chrono::DateTime::from_timestamp(1_795_354_447 + i64::from(point.second), point.nanos).unwrap();
    let time = match style % 4 {
        0 | 1 => time.to_rfc3339_opts(chrono::SecondsFormat::Nanos, true),
        2 => time
            .with_timezone(&chrono::FixedOffset::east_opt(-5400).unwrap())
            .to_rfc3339_opts(chrono::SecondsFormat::Millis, false),
        _ => time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    };
    let tags: serde_json::Map<String, serde_json::Value> =
        point.tags.iter().map(|(tag, value)| ((*tag).to_owned(), value.clone().into())).collect();
    let tags = if tags.is_empty() { "null".to_owned() } else { serde_json::Value::Object(tags).to_string() };
    let (metric, value) = (point.metric, &point.value);
    let metadata =
        if point.metadata && style.is_multiple_of(2) { r#","metadata":{"iter":"3","vu":"1"}"# } else { "" };
    let data = format!(r#"{{"time":"{time}","value":{value},"tags":{tags}{metadata}}}"#);
    match style % 8 {
        0..5 => format!(r#"{{"metric":"{metric}","type":"Point","data":{data}}}"#),
        5 | 6 => format!(r#"{{"type":"Point","data":{data},"metric":"{metric}"}}"#),
        _ => format!(r#"{{ "type":"Point", "metric":"{metric}", "data":{data}}}"#),
    }
}

/// Writes a point as a row under [`HEADER`].
pub(super) fn csv_row(point: &Point, style: u8) -> String {
    let second = 1_795_354_447 + u64::from(point.second);
    let time = match style % 4 {
        0 | 1 => second.to_string(),
        2 => (second * 1_000_000 + u64::from(point.nanos) / 1000).to_string(),
        _ => chrono::DateTime::from_timestamp(second as i64, point.nanos).unwrap().to_rfc3339(),
    };
    let columns = HEADER.split(',').map(|column| match column {
        "metric_name" => point.metric.to_owned(),
        "timestamp" => time.clone(),
        "metric_value" => point.value.clone(),
        "extra_tags" => {
            let endpoint = point.tags.iter().find(|(tag, _)| *tag == "endpoint");
            let endpoint = endpoint.map(|(tag, value)| format!("{tag}={value}"));
            let others = style.is_multiple_of(2).then(|| "team=blue&app=shop".to_owned());
            endpoint.into_iter().chain(others).collect::<Vec<_>>().join("&")
        }
        _ => point
            .tags
            .iter()
            .find(|(tag, _)| *tag == column)
            .map(|(_, value)| value.clone())
            .unwrap_or_default(),
    });
    let quoted = columns.map(|field| {
        if field.contains(['"', ',', '\n']) || style == 7 {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field
        }
    });
    quoted.collect::<Vec<_>>().join(",")
}

/// Points with the style that each is written in; in half of the runs nearly all requests have a URL and a tag for a name.
pub(super) fn points() -> impl Strategy<Value = Vec<(Point, u8)>> {
    let tagged = (any::<bool>(), prop::collection::vec(0..40_u8, 60));
    (prop::collection::vec((point(), any::<u8>()), 0..60), tagged).prop_map(
        |(mut points, (tagged, values))| {
            for ((point, _), value) in points.iter_mut().zip(values).filter(|(_, value)| tagged && *value > 0)
            {
                point.tags.retain(|(tag, _)| *tag != "name" && *tag != "url");
                point.tags.push(("name", format!("http://h/{}", value % 3)));
                let endpoint = if value % 5 == 0 { "tea".to_owned() } else { format!("e{}", value % 4) };
                point.tags.push(("endpoint", endpoint));
            }
            points
        },
    )
}

/// A small change to some bytes: replaced, inserted, deleted, doubled.
#[derive(Debug, Clone)]
pub(super) struct Mutation {
    at: sample::Index,
    byte: u8,
    kind: u8,
}

pub(super) fn mutation() -> impl Strategy<Value = Mutation> {
    let bytes = prop_oneof![any::<u8>(), sample::select(&b"{}\",:\\0.\n\r "[..])];
    (any::<sample::Index>(), bytes, 0..4_u8).prop_map(|(at, byte, kind)| Mutation { at, byte, kind })
}

impl Mutation {
    pub(super) fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let at = self.at.index(bytes.len());
        match self.kind {
            0 => bytes[at] = self.byte,
            1 => bytes.insert(at, self.byte),
            2 => {
                bytes.remove(at);
            }
            _ => {
                let tail = bytes[at..].iter().copied().take(40).collect::<Vec<_>>();
                bytes.splice(at..at, tail);
            }
        }
    }
}
