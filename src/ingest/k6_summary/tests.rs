//! Whole summaries in a few lines each: which figure is taken, and what is said of the rest.

use serde_json::{Value, json};

use super::{SummaryFile, assemble, parse};
use crate::model::endpoint::{EndpointId, Span};
use crate::model::labeller::{Labeller, Response};
use crate::model::latency::Population;
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::source::Source;

mod calls;
mod filter;
mod naming;

struct TestLabeller;

impl Labeller for TestLabeller {
    fn judges_scenario(&self, scenario: &str) -> bool {
        scenario != "warmup"
    }

    fn endpoint(&self, method: Option<&str>, name: &str) -> EndpointId {
        let name = if name.starts_with("/products/") { "/products/{id}" } else { name };
        EndpointId { method: method.map(str::to_owned), name: name.to_owned() }
    }

    fn host<'n>(&self, _: &'n str) -> Option<&'n str> {
        None
    }

    fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool {
        endpoint.name == "*" && status == 404
    }

    fn scrub(&self, text: &str) -> String {
        text.replace("secret", "…")
    }

    fn outcome(&self, _: &EndpointId, response: Response) -> Outcome {
        unreachable!("a summary holds no single response: {response:?}")
    }
}

/// Reads metrics of a `--summary-export` file, in which `http_reqs` is always there.
#[expect(clippy::needless_pass_by_value, reason = "callers write `json!` in place")]
fn run_with(settings: &Settings, metrics: Value) -> Run {
    let text = json!({"metrics": metrics, "root_group": {}}).to_string();
    let shape = super::shape::of(&text).unwrap();
    let document = SummaryFile { name: "t".to_owned(), bytes: 0, shape, text };
    let summary = parse(&document).unwrap();
    let source = Source { name: "t".to_owned(), bytes: 0, format: shape.format() };
    assemble(&summary, "t".to_owned(), source, &TestLabeller, settings)
}

fn run(metrics: Value) -> Run {
    run_with(&Settings::default(), metrics)
}

fn p95s(run: &Run) -> Vec<(String, f64, Span)> {
    run.endpoints
        .iter()
        .map(|endpoint| {
            let crate::model::latency::Latency::Percentiles(latency) =
                endpoint.traffic.latency.clone().unwrap()
            else {
                panic!("a summary states percentiles")
            };
            (endpoint.id.to_string(), latency.quantile(0.95).unwrap(), latency.span)
        })
        .collect()
}

fn notes(run: &Run) -> String {
    run.notes.iter().map(|note| note.text.english()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_judged_scenario_comes_before_the_name_alone() {
    let run = run(json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_req_duration{name:a}": {"p(95)": 1},
        "http_req_duration{name:a,scenario:measure}": {"p(95)": 2},
        "http_req_duration{name:a,scenario:warmup}": {"p(95)": 3},
        "http_req_duration{name:b}": {"p(95)": 4},
        "http_req_duration{name:c,scenario:warmup}": {"p(95)": 5},
        "http_req_duration{name:d,status:500}": {"p(95)": 6},
        "http_req_duration{name:e,method:GET}": {"p(95)": 7},
    }));
    let expected = [("a", 2.0, Span::Window), ("b", 4.0, Span::WholeTest), ("GET e", 7.0, Span::WholeTest)];
    assert_eq!(p95s(&run), expected.map(|(name, p95, span)| (name.to_owned(), p95, span)));
    assert_eq!(run.whole.span, Span::WholeTest);
}

#[test]
fn of_several_judged_scenarios_the_name_alone_or_the_busiest_speaks() {
    let two = |extra: Value| {
        let mut metrics = json!({
            "http_reqs": {"count": 100, "rate": 10},
            "http_reqs{name:a,scenario:x}": {"count": 10, "rate": 1},
            "http_reqs{name:a,scenario:y}": {"count": 20, "rate": 2},
            "http_req_duration{name:a,scenario:x}": {"p(95)": 1},
            "http_req_duration{name:a,scenario:y}": {"p(95)": 2},
        });
        metrics.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        run(metrics)
    };
    let busiest = two(json!({}));
    assert_eq!(p95s(&busiest), [("a".to_owned(), 2.0, Span::Window)]);
    assert_eq!(busiest.endpoints[0].traffic.requests, Ok(20));
    assert!(
        notes(&busiest).contains("a: only scenario y is judged, scenario x is left out"),
        "{}",
        notes(&busiest)
    );
    let plain = two(json!({"http_req_duration{name:a}": {"p(95)": 3}}));
    assert_eq!(p95s(&plain), [("a".to_owned(), 3.0, Span::WholeTest)]);
}

#[test]
fn of_several_names_of_one_endpoint_the_busiest_speaks() {
    let run = run(json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_req_duration{name:/products/1}": {"p(95)": 1, "count": 3},
        "http_req_duration{name:/products/2}": {"p(95)": 2, "count": 5},
    }));
    assert_eq!(p95s(&run), [("/products/{id}".to_owned(), 2.0, Span::WholeTest)]);
    assert!(
        notes(&run).contains("/products/{id}: 1 more name is grouped here and left out"),
        "{}",
        notes(&run)
    );
}

#[test]
fn the_window_is_the_one_judged_scenario_that_the_file_separates() {
    let separated = run(json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_reqs{scenario:measure}": {"count": 80, "rate": 8},
        "http_req_duration{scenario:measure}": {"p(95)": 1},
        "http_req_failed{scenario:measure}": {"passes": 0, "fails": 80},
        "http_reqs{name:secret,scenario:measure}": {"count": 8, "rate": 8},
    }));
    assert_eq!(separated.meta.window.text, "scenario measure, as the file separates it");
    assert_eq!(separated.whole.requests, Ok(80));
    assert_eq!(separated.whole.latency.unwrap().population(), Population::Expected);
    assert!(separated.meta.window_duration.is_err());
    assert_eq!(separated.meta.duration, Ok(10.0));

    let mixed = run(json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_req_failed": {"passes": 5, "fails": 95},
        "http_req_duration": {"p(95)": 3},
        "http_req_duration{scenario:measure}": {"p(95)": 1},
        "http_req_duration{scenario:warmup}": {"p(95)": 2},
    }));
    assert_eq!(mixed.whole.span, Span::WholeTest);
    assert_eq!(mixed.whole.latency.as_ref().unwrap().quantile(0.95), Ok(3.0));
    assert_eq!(mixed.whole.latency.as_ref().unwrap().population(), Population::AllResponses);
    assert!(
        notes(&mixed).contains("The figures of the whole run include scenario warmup"),
        "{}",
        notes(&mixed)
    );
}

#[test]
fn a_warm_up_that_cannot_be_cut_is_said() {
    let mut settings = Settings::default();
    settings.window.warm_up = Some(30.0);
    let run = run_with(&settings, json!({"http_reqs": {"count": 100, "rate": 10}}));
    assert!(notes(&run).contains("The configured warm_up of 30 s was not left out: a summary cannot be cut"));
}

#[test]
fn statuses_of_the_same_span_are_accounted() {
    let run = run(json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_req_failed": {"passes": 9, "fails": 91},
        "http_reqs{status:0}": {"count": 0, "rate": 0},
        "http_reqs{status:404}": {"count": 6, "rate": 0},
        "http_reqs{status:401}": {"count": 1, "rate": 0},
        "http_reqs{status:500}": {"count": 2, "rate": 0},
        "http_reqs{status:500,scenario:warmup}": {"count": 2, "rate": 0},
        "http_req_failed{name:a}": {"passes": 3, "fails": 7},
        "http_reqs{name:a,status:0}": {"count": 1, "rate": 0},
        "http_reqs{name:a,status:500}": {"count": 2, "rate": 0},
    }));
    let whole = run.whole.outcomes.unwrap();
    assert_eq!((whole.bad, whole.good, whole.bad_may_hold_4xx), (2, 98, false));
    assert_eq!(whole.classes[&Outcome::Intended4xx], 6);
    assert_eq!(whole.classes[&Outcome::Undeclared4xx], 1);
    let endpoint = run.endpoints[0].traffic.outcomes.clone().unwrap();
    assert_eq!((endpoint.bad, endpoint.good, endpoint.bad_may_hold_4xx), (3, 7, false));
    assert_eq!(endpoint.statuses.into_iter().collect::<Vec<_>>(), [(0, 1), (500, 2)]);
}

#[test]
fn without_http_req_failed_outcomes_are_missing() {
    let run = run(
        json!({"http_reqs": {"count": 100, "rate": 10}, "http_reqs{status:500}": {"count": 2, "rate": 0}}),
    );
    assert_eq!(
        run.whole.outcomes.unwrap_err().reason(),
        "the file has no http_req_failed: k6 before 0.31, or setResponseCallback(null)"
    );
}

#[test]
fn a_never_sampled_endpoint_is_missing_and_its_0_requests_are_known() {
    let run = run(json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_reqs{name:a}": {"count": 0, "rate": 0},
        "http_req_failed{name:a}": {"passes": 0, "fails": 0, "value": 0},
        "http_req_duration{name:a}": {"avg": 0, "p(95)": 0},
    }));
    let traffic = &run.endpoints[0].traffic;
    assert_eq!(traffic.requests, Ok(0));
    assert_eq!(traffic.outcomes.as_ref().unwrap_err().reason(), "never sampled");
    assert_eq!(traffic.latency.as_ref().unwrap_err().reason(), "never sampled");
}

#[test]
fn another_tag_may_name_endpoints() {
    let mut settings = Settings::default();
    settings.endpoints.tag = Some("group".into());
    let metrics = json!({
        "http_reqs": {"count": 100, "rate": 10},
        "http_req_duration{group:::browse}": {"p(95)": 1},
        "http_req_duration{name:a}": {"p(95)": 2},
    });
    assert_eq!(p95s(&run_with(&settings, metrics)), [("browse".to_owned(), 1.0, Span::WholeTest)]);
}

#[test]
fn thresholds_and_checks_are_scrubbed_and_sorted() {
    let text = json!({
        "metrics": {
            "http_reqs": {"count": 1, "rate": 1, "thresholds": {"count>9": true, "count>0": false}},
            "http_req_duration{name:secret}": {"p(95)": 1, "thresholds": {"p(95)<1": true}},
        },
        "root_group": {"checks": {
            "b": {"name": "b", "path": "::b", "passes": 0, "fails": 0},
            "a": {"name": "a secret", "path": "::a secret", "passes": 3, "fails": 1},
        }},
    });
    let run = run(text["metrics"].clone());
    let thresholds: Vec<String> =
        run.thresholds.iter().map(|t| format!("{} {} {}", t.metric, t.expression, t.crossed)).collect();
    assert_eq!(
        thresholds,
        ["http_req_duration{name:…} p(95)<1 true", "http_reqs count>0 false", "http_reqs count>9 true"]
    );
    let document = text.to_string();
    let shape = super::shape::of(&document).unwrap();
    let document = SummaryFile { name: "t".to_owned(), bytes: 0, shape, text: document };
    let checks = parse(&document).unwrap();
    let source = Source { name: "t".to_owned(), bytes: 0, format: shape.format() };
    let run = assemble(&checks, "t".to_owned(), source, &TestLabeller, &Settings::default());
    let checks: Vec<(&str, u64, u64)> =
        run.checks.iter().map(|check| (check.path.as_str(), check.passes, check.fails)).collect();
    assert_eq!(checks, [("a …", 3, 1), ("b", 0, 0)]);
}
