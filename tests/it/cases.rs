//! Runs that used to pass although nothing of them was good, or nothing was looked at: `fixtures/README.md` says what each is.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use perfreport::internals::config;
use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::baseline::{self, AddOptions, Author, BaselineError};
use perfreport::internals::pipeline::{self, Request};
use perfreport::internals::render::{JunitWarn, ReportFormat};
use perfreport::internals::store::Store;
use perfreport::model::judgement::{Assessment, Verdict};
use perfreport::model::outcome::Outcome;
use perfreport::model::settings::Settings;

use serde_json::json;

use crate::support::{fixture, in_the_docs};

fn case(name: &str) -> Input {
    Input::Path(fixture("cases").join(name))
}

fn check_with(name: &str, settings: &Settings) -> Assessment {
    pipeline::assess(Request::new(Vec::new(), case(name)), settings, &Arc::default()).unwrap()
}

fn check(name: &str) -> Assessment {
    check_with(name, &Settings::default())
}

/// The texts of all reports: HTML, Markdown, verdict.json, JUnit.
fn reports(assessment: &Assessment) -> [String; 4] {
    let folder = tempfile::tempdir().unwrap();
    let formats = [ReportFormat::Html, ReportFormat::Markdown, ReportFormat::Json, ReportFormat::Junit];
    let written = pipeline::write_reports(assessment, &formats, JunitWarn::Pass, folder.path()).unwrap();
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    [read(&written[0]), read(&written[1]), read(&written[2]), read(&written[3])]
}

#[test]
fn a_run_in_which_everything_failed_fails() {
    let assessment = check("all-failed-pass.json");
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert_eq!(assessment.summary, "Every request failed, and 1 more finding.");
    let latency = assessment.run.whole.latency.unwrap_err();
    assert!(latency.reason().contains("none of 20,000 responses was an expected one"), "{latency}");
    assert!(latency.reason().contains("p95 260\u{a0}ms"), "how long it took to fail is told: {latency}");
}

#[test]
fn endpoints_are_told_apart_by_the_tag_of_the_file() {
    let request = Request::new(vec![case("endpoint-tag-x1.json")], case("endpoint-tag-x2.json"));
    let assessment = pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap();
    assert_eq!(
        (assessment.verdict, assessment.summary.english().as_str()),
        (Verdict::Fail, "search is slower.")
    );
    assert!(assessment.run.notes.iter().any(|note| note.text.contains("by the tag `endpoint`")));
    let settings = Settings::builder().set("endpoints", "tag", "name").build().unwrap();
    assert!(check_with("endpoint-tag-x2.json", &settings).run.endpoints.is_empty());
}

#[test]
fn a_summary_that_the_script_reshaped_is_read() {
    for name in ["bare-metrics.json", "wrapped-data.json"] {
        let assessment = check(name);
        assert_eq!(assessment.verdict, Verdict::Fail, "{name}");
        assert_eq!(assessment.run.whole.requests, Ok(20_000), "{name}");
        assert!(
            assessment.summary.english().starts_with("Every request failed"),
            "{name}: {}",
            assessment.summary
        );
    }
}

#[test]
fn a_test_of_grpc_calls_is_judged() {
    let assessment = check("grpc-crossed.json");
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert_eq!(assessment.summary, "k6 threshold crossed: grpc_req_duration p(95)<5.");
    let text = &assessment.findings[0].text;
    assert!(text.english().starts_with("p(95) was 6.20\u{a0}ms, limit 5\u{a0}ms."), "{text}");
}

#[test]
fn grpc_calls_are_endpoints_with_their_outcomes() {
    let file = |name: &str| Input::Path(fixture("grpc").join(name));
    let settings = Settings::builder().intended("shop.Orders/Create", 5).build().unwrap();
    let assess = |base: &str, run: &str| {
        let request = Request::new(vec![file(base)], file(run));
        pipeline::assess(request, &settings, &Arc::default()).unwrap()
    };
    let assessment = assess("base.ndjson.gz", "create-slower-50.ndjson.gz");
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert!(
        assessment.summary.english().starts_with("shop.Orders/Create is slower"),
        "{}",
        assessment.summary
    );
    let outcomes = |run: &perfreport::model::figures::TrafficFigures| run.outcomes.clone().unwrap().classes;
    let classes = outcomes(&assessment.run.whole);
    // Of 200 calls of Create 10 are NOT_FOUND, 7 UNAVAILABLE and 4 DEADLINE_EXCEEDED.
    assert_eq!(classes[&Outcome::Intended4xx], 10);
    assert_eq!((classes[&Outcome::ServerError], classes[&Outcome::Timeout]), (7, 4));
    assert_eq!(outcomes(&assess("base.csv.gz", "base.ndjson.gz").base[0].whole), classes);
    let slower = assess("summary.json", "summary-create-slower-60.json");
    assert!(slower.summary.english().starts_with("shop.Orders/Create is slower"), "{}", slower.summary);
}

#[test]
fn a_run_in_which_everything_failed_is_no_baseline() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path());
    let settings = Settings::default();
    let run = pipeline::record(&[case("all-failed-pass.json")], &settings, &Arc::default()).unwrap();
    let author = Author { by: "test".to_owned(), at: chrono::DateTime::UNIX_EPOCH, why: None };
    let options = AddOptions { force: false, restart: false, keep: 10 };
    let refused = baseline::add(&store, "main", &run, options, &author, &settings).unwrap_err();
    let BaselineError::Refused { objections, .. } = refused else { panic!("{refused}") };
    assert!(objections.contains(&"it failed: Every request failed".to_owned()), "{objections:?}");
}

#[test]
fn dropped_iterations_are_no_plain_pass() {
    let assessment = check("dropped-20pct.json");
    assert_eq!(assessment.verdict, Verdict::Warn);
    assert!(assessment.summary.contains("4,900 iterations (20\u{a0}%)"), "{}", assessment.summary);
}

#[test]
fn thresholds_without_samples_are_met_nowhere() {
    let assessment = check("vacuous-threshold.json");
    assert_eq!(assessment.verdict, Verdict::None);
    assert!(
        assessment.summary.contains("0 of 3 k6 thresholds met, 3 without samples"),
        "{}",
        assessment.summary
    );
    let [html, markdown, verdict, junit] = reports(&assessment);
    assert_eq!(markdown.matches("– no samples").count(), 3);
    assert_eq!(html.matches("</span> no samples").count(), 3);
    assert!(!markdown.contains("✓ held") && !html.contains("</span> held"));
    assert_eq!(verdict.matches("\"no_samples\": true").count(), 3);
    let skipped = junit.matches("<skipped message=\"no samples").count();
    assert_eq!(skipped, 3, "{junit}");
    // What is to be done stands where the verdict does.
    for text in [html, markdown] {
        assert!(text.contains("Nothing was judged") && text.contains("baseline add main RUN"));
    }
}

#[test]
fn latency_of_expected_responses_is_not_called_that_of_all() {
    let assessment = check("expected-vs-all.json");
    let [html, markdown, verdict, _] = reports(&assessment);
    let label = "atency of the 11,000 expected responses; of all 20,000 responses p50 is 200\u{a0}ms, p95 is 520\u{a0}ms.";
    assert!(markdown.contains(label) && html.contains(label), "{markdown}");
    // What verdict.json keeps, a report that is made again says as well.
    let again = pipeline::reopen(&verdict, "verdict.json").unwrap();
    assert_eq!(again, assessment);
}

#[test]
fn an_endpoint_of_undeclared_4xx_says_so_and_shows_how_long_they_took() {
    let assessment = check("endpoint-only-400.ndjson");
    assert_eq!(assessment.verdict, Verdict::Warn);
    assert!(assessment.findings[0].text.contains("20 of 20 requests failed (100\u{a0}%): 20 undeclared 4xx"));
    let transfer =
        assessment.run.endpoints.iter().find(|e| e.subject.key() == Some("POST /transfer")).unwrap();
    let p50 = transfer.latency.as_ref().unwrap().quantile(0.5).unwrap();
    assert!((85.0..86.0).contains(&p50), "{p50}");
    let [html, markdown, ..] = reports(&assessment);
    for text in [html, markdown] {
        assert!(text.contains("All 20 responses are undeclared 4xx: the latency is theirs."));
        assert!(!text.contains("he file holds no p("), "raw points hold every percentile");
    }
}

#[test]
fn names_that_match_no_endpoint_warn() {
    let text = "[endpoints]\nroutes = ['/api/{id}']\n[[outcomes.intended]]\nendpoint = 'POST /transfers'\nstatus = 400\n\
                [[slo]]\nendpoint = 'GET /aa'\np95 = '1s'\n";
    let assessment = check_with("endpoint-only-400.ndjson", &config::parse(text, "perfreport.toml").unwrap());
    let named: Vec<String> = assessment.findings.iter().map(|finding| finding.title.english()).collect();
    for title in [
        "An objective matches no endpoint: GET /aa",
        "A rule for intended statuses matches no endpoint: POST /transfers",
        "A route matches no endpoint: /api/{id}",
    ] {
        assert!(named.iter().any(|known| known == title), "{named:?}");
    }
    assert!(
        assessment
            .findings
            .iter()
            .any(|finding| finding.text.contains("the nearest are POST /transfer, GET /a"))
    );
}

fn compare(base: &str, run: &str) -> Assessment {
    let request = Request::new(vec![case(base)], case(run));
    pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap()
}

#[test]
fn every_percentile_that_is_stated_is_tested() {
    for pair in ["no-p90", "p50-90-99"] {
        let assessment = compare(&format!("{pair}-x1.json"), &format!("{pair}-x2.json"));
        assert_eq!(assessment.verdict, Verdict::Fail, "{pair}: {}", assessment.summary);
    }
}

#[test]
fn an_endpoint_without_a_count_is_compared_and_that_is_said() {
    let assessment = compare("named-no-count-x1.json", "named-no-count-x2.json");
    assert!(assessment.verdict > Verdict::Pass, "{}", assessment.summary);
    let comparison = assessment.comparison.as_ref().unwrap();
    assert!(comparison.latency.iter().any(|cell| cell.subject.to_string().contains("GET /search")));
    assert!(assessment.notes.iter().any(|note| note.text.contains("does not count the requests")));
}

#[test]
fn calls_that_nobody_counted_are_compared_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let input = |name: &str, times: f64| {
        let path = folder.path().join(name);
        let latency = json!({"avg": 120.0 * times, "min": 10.0 * times, "med": 100.0 * times,
            "max": 900.0 * times, "p(90)": 200.0 * times, "p(95)": 260.0 * times});
        let metrics = json!({
            "grpc_req_duration": {"type": "trend", "contains": "time", "values": latency},
            "iterations": {"type": "counter", "contains": "default", "values": {"count": 20_000, "rate": 100.0}},
        });
        let summary =
            json!({"root_group": {"name": ""}, "metrics": metrics, "state": {"testRunDurationMs": 2e5}});
        fs_err::write(&path, summary.to_string()).unwrap();
        Input::from(path)
    };
    let request = Request::new(vec![input("base.json", 1.0)], input("run.json", 2.0));
    let assessment = pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap();
    assert_eq!(assessment.verdict, Verdict::Fail, "{}", assessment.summary);
    let taken = "does not count its requests: the number of iterations is taken";
    assert!(assessment.notes.iter().any(|note| note.text.contains(taken)));
}

#[test]
fn errors_that_double_or_take_all_fail_whatever_the_base_had() {
    for base in ["err25.json", "err50.json"] {
        let assessment = compare(base, "err100.json");
        assert_eq!(assessment.verdict, Verdict::Fail, "{base}: {}", assessment.summary);
    }
}

/// Base and candidate of another tool.
fn tools(base: &str, run: &str) -> Assessment {
    let input = |file: &str| Input::Path(fixture(file));
    pipeline::assess(Request::new(vec![input(base)], input(run)), &Settings::default(), &Arc::default())
        .unwrap()
}

/// Runs of other tools in which `POST /api/orders` takes longer, beside their bases.
const SLOWER_ORDERS: [[&str; 2]; 12] = [
    ["jmeter/base.jtl.gz", "jmeter/orders-slower-50.jtl.gz"],
    ["jmeter/recorded-base.jtl.gz", "jmeter/recorded-orders-slower-100.jtl.gz"],
    ["jmeter/xml-base.jtl.gz", "jmeter/xml-orders-slower-100.jtl.gz"],
    ["gatling/base.log.gz", "gatling/orders-slower-50.log.gz"],
    ["gatling/stats-base.json", "gatling/stats-orders-slower-50.json"],
    ["locust/requests-base.csv.gz", "locust/requests-orders-slower-50.csv.gz"],
    ["locust/base_stats.csv", "locust/orders-slower-50_stats.csv"],
    ["locust/recorded-base_stats.csv", "locust/recorded-orders-slower-50_stats.csv"],
    ["locust/base.json", "locust/orders-slower-50.json"],
    ["vegeta/base.ndjson.gz", "vegeta/orders-slower-50.ndjson.gz"],
    ["vegeta/csv-base.csv.gz", "vegeta/csv-orders-slower-50.csv.gz"],
    ["artillery/base.json", "artillery/orders-slower-50.json"],
];

/// Runs of tools that ask one address, which takes longer.
const SLOWER_ADDRESS: [[&str; 2]; 5] = [
    ["vegeta/report-base.json", "vegeta/report-slower-50.json"],
    ["hey/base.csv", "hey/slower-50.csv"],
    ["oha/base.json", "oha/slower-100.json"],
    ["autocannon/base.json", "autocannon/slower-50.json"],
    ["hdr/base.hgrm", "hdr/slower-50.hgrm"],
];

#[test]
fn what_became_slower_is_found_whatever_tool_sent_the_requests() {
    let mut table = String::from("| tool | base | run | found |\n|---|---|---|---|\n");
    for [base, run] in SLOWER_ORDERS.into_iter().chain(SLOWER_ADDRESS) {
        let assessment = tools(base, run);
        let (tool, summary) = (assessment.run.meta.tool.clone(), assessment.summary.english());
        assert!(
            matches!(assessment.verdict, Verdict::Fail | Verdict::Warn),
            "{run}: {:?} {summary}",
            assessment.verdict
        );
        writeln!(table, "| {tool} | `{base}` | `{run}` | {}: {summary} |", assessment.verdict.word())
            .unwrap();
        if SLOWER_ADDRESS.contains(&[base, run]) {
            assert_eq!(tool, tools(base, base).run.meta.tool);
            continue;
        }
        let [_, markdown, ..] = reports(&assessment);
        assert!(markdown.contains("/api/orders is slower"), "{run}: {markdown}");
        assert!(!markdown.contains("/api/products is slower"), "{run}: {markdown}");
        assert!(!markdown.contains("k6"), "{run}: {markdown}");
    }
    in_the_docs("docs/formats.md", "other tools", &table);
}

#[test]
fn points_are_the_same_however_they_are_laid_out() {
    let pretty = check("k6-points-pretty.json").run;
    assert_eq!(pretty.whole.requests, Ok(6));
    assert_eq!(pretty.whole, check("k6-points-array.json").run.whole);
}

#[test]
fn a_folder_of_jsonl_points_names_its_run() {
    let assessment = check("jsonl-folder");
    assert_eq!(assessment.run.meta.name, "jsonl-folder");
    assert!(assessment.run.whole.requests.as_ref().is_ok_and(|requests| *requests > 0));
}
