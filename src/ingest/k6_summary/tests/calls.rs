//! gRPC calls in summaries.

use serde_json::{Value, json};

use super::{TestLabeller, notes, p95s};
use crate::ingest::k6_summary::{SummaryFile, assemble, parse, shape};
use crate::model::endpoint::Span;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::source::{Format, Source};

fn read(metrics: &Value, tag: Option<&str>) -> Run {
    let text = json!({"metrics": metrics, "root_group": {}}).to_string();
    let file = SummaryFile { name: "t".to_owned(), bytes: 0, shape: shape::of(&text).unwrap(), text };
    let mut settings = Settings::default();
    settings.endpoints.tag = tag.map(Into::into);
    let mut summary = parse(&file).unwrap();
    summary.take_calls_for_requests(&settings);
    let source = Source { name: "t".to_owned(), bytes: 0, format: Format::K6SummaryExport };
    assemble(&summary, "t".to_owned(), source, &TestLabeller, &settings)
}

/// A summary of calls, with a latency for each of some selectors.
fn calls(selectors: &[&str]) -> Value {
    let mut metrics = json!({
        "grpc_req_duration": {"p(95)": 9, "count": 50},
        "http_reqs": {"count": 0, "rate": 0},
        "http_req_duration": {"p(95)": 0},
    });
    for (number, selector) in selectors.iter().enumerate() {
        metrics[format!("grpc_req_duration{{{selector}}}")] = json!({"p(95)": number + 1});
    }
    metrics
}

#[test]
fn calls_are_the_requests_where_there_are_no_others() {
    let run = read(&calls(&["method:Create", "method:List"]), None);
    assert_eq!((run.whole.requests, run.whole.latency.unwrap().quantile(0.95)), (Ok(50), Ok(9.0)));
    assert!(run.whole.outcomes.unwrap_err().reason().contains("only raw points tell how gRPC calls ended"));
    let endpoint = &run.endpoints[0].traffic;
    assert!(endpoint.requests.as_ref().unwrap_err().reason().contains("`count` in summaryTrendStats"));
    assert!(endpoint.outcomes.is_err());
}

#[test]
fn calls_are_told_apart_by_service_and_method() {
    for (selectors, tag, endpoints) in [
        (&["service:s.A,method:X", "service:s.B,method:X"][..], None, &["s.A/X", "s.B/X"][..]),
        (&["service:s.A", "service:s.A,method:X"], None, &["s.A/X"]),
        (&["service:s.A", "service:s.B"], None, &["s.A", "s.B"]),
        (&["method:X", "method:Y"], None, &["X", "Y"]),
        (&["name:/s.A/X", "name:buy"], None, &["buy", "s.A/X"]),
        (&["endpoint:a", "endpoint:b"], None, &["a", "b"]),
        (&["service:s.A", "service:s.B", "method:X"], Some("service"), &["s.A", "s.B"]),
        (&[], None, &[]),
    ] {
        let run = read(&calls(selectors), tag);
        let names: Vec<String> = run.endpoints.iter().map(|endpoint| endpoint.id.to_string()).collect();
        assert_eq!(names, endpoints, "{selectors:?}");
    }
    assert!(notes(&read(&calls(&[]), None)).contains("names no gRPC call in a threshold"));
}

#[test]
fn calls_stand_beside_http_requests() {
    let metrics = json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_req_duration": {"p(95)": 3},
        "http_req_duration{name:a}": {"p(95)": 4},
        "grpc_req_duration": {"p(95)": 9},
        "grpc_req_duration{service:s.A,method:X}": {"p(95)": 8, "count": 7},
    });
    let run = read(&metrics, None);
    assert_eq!(
        (run.whole.requests.clone(), run.whole.latency.as_ref().unwrap().quantile(0.95)),
        (Ok(100), Ok(3.0))
    );
    let expected = [("a", 4.0), ("s.A/X", 8.0)];
    assert_eq!(p95s(&run), expected.map(|(name, p95)| (name.to_owned(), p95, Span::WholeTest)));
    assert_eq!(run.endpoints[1].traffic.requests, Ok(7));
    assert!(notes(&run).contains("those of HTTP requests alone"), "{}", notes(&run));
}
