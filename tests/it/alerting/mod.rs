//! Rules and runbooks from objectives; promtool is the oracle.

mod dashboards;
mod program;

use std::path::Path;
use std::process::Command;

use perfreport::Settings;
use perfreport::internals::alerting::runbook::pages;
use perfreport::internals::alerting::{Plan, Rules, Service};
use perfreport::internals::config::parse;
use serde_json::{Value, json};

use crate::support::skip;

const CONFIG: &str = include_str!("perfreport.toml");
const FAMILIES: [&str; 8] = [
    "micrometer",
    "otel",
    "otel-old",
    "prom-client",
    "express-prom-bundle",
    "client-golang",
    "istio",
    "ingress-nginx",
];

fn settings(text: &str) -> Settings {
    parse(text, "perfreport.toml").unwrap()
}

fn rules(config: &str, family: &str, selector: &str) -> Rules {
    let plan = Plan { service: Service::of(family, selector).unwrap(), retention: None };
    Rules::new(&settings(config), &plan)
}

/// Runs promtool in a folder, or says that it is not there.
fn promtool(folder: &Path, args: &[&str]) -> Option<String> {
    let Ok(output) = Command::new("promtool").args(args).current_dir(folder).output() else {
        skip("promtool is not installed (apt-get install prometheus)");
        return None;
    };
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "promtool {args:?}: {said}");
    Some(said)
}

#[test]
fn the_rules_of_a_configuration_look_like_this() {
    insta::assert_snapshot!(rules(CONFIG, "micrometer", r#"job="shop""#).to_yaml());
}

#[test]
fn a_runbook_looks_like_this() {
    let pages = pages(&settings(CONFIG), &Service::of("micrometer", r#"job="shop""#).unwrap());
    let page = pages.iter().find(|page| page.file == "post-api-orders-p95.md").unwrap();
    insta::assert_snapshot!(page.text);
}

#[test]
fn promtool_takes_the_rules_of_every_instrumentation() {
    let folder = tempfile::tempdir().unwrap();
    for family in FAMILIES {
        let rules = rules(CONFIG, family, "");
        assert!(!rules.is_empty(), "{family}");
        std::fs::write(folder.path().join("rules.yml"), rules.to_yaml()).unwrap();
        let Some(said) = promtool(folder.path(), &["check", "rules", "--lint-fatal", "rules.yml"]) else {
            return;
        };
        assert!(said.contains("SUCCESS"), "{family}: {said}");
    }
}

#[test]
fn promtool_takes_names_that_hurt() {
    let folder = tempfile::tempdir().unwrap();
    let config = r#"
        [[slo]]
        endpoint = "GET /a\"b\\c/{{ $value }}/\u007f: #é/*"
        p99 = "1s"
        runbook = "https://wiki.example/{{.Foo}}"
        [[slo]]
        endpoint = "GET /a-b"
        success = "99%"
        [[slo]]
        endpoint = "GET /a/b"
        success = "99%"
    "#;
    let rules = rules(config, "micrometer", "");
    let text = rules.to_yaml();
    assert!(text.contains("\"slo-get-a-b-success\"") && text.contains("\"slo-get-a-b-success-2\""), "{text}");
    std::fs::write(folder.path().join("rules.yml"), text).unwrap();
    promtool(folder.path(), &["check", "rules", "--lint-fatal", "rules.yml"]);
}

#[test]
fn latency_is_in_the_unit_of_the_histogram() {
    let text = |family| rules("[[slo]]\np95 = '500ms'\n[[slo]]\np99 = '1s'\n", family, "").to_yaml();
    assert!(text("micrometer").contains(r#"le=\"0.5\""#), "{}", text("micrometer"));
    assert!(text("micrometer").contains(r#"le=~\"1|1\\\\.0\""#), "{}", text("micrometer"));
    assert!(text("otel-old").contains(r#"le=~\"500|500\\\\.0\""#), "{}", text("otel-old"));
    assert!(text("otel-old").contains("must export the bucket le=\"500\""), "{}", text("otel-old"));
}

#[test]
fn what_cannot_be_watched_is_named() {
    let service = Service::of("micrometer", r#"job="shop""#).unwrap();
    let plan = Plan { service, retention: Some(48.0) };
    let rules = Rules::new(&settings(CONFIG), &plan);
    let said = rules.remarks.join("\n");
    for part in [
        "left out: checkout, 99 % of the requests without a server error: `checkout` is no route",
        "all-p50: no page over 1h: a burn rate of 14.4 means 720 % bad requests",
        "all-success: no ticket over 3d: Prometheus does not keep samples for so long",
        "all-success: the intended status 503 of POST /api/orders counts as bad here",
    ] {
        assert!(said.contains(part), "{part} is missing in:\n{said}");
    }
    let text = rules.to_yaml();
    assert!(rules.remarks.iter().all(|remark| text.contains(remark)), "{text}");
    assert!(!text.contains("[3d]") && text.contains("[1d]"), "{text}");
}

/// Where the time of a test is looked at: after three days, and what of that.
const THREE_DAYS: u64 = 4320;

/// A test of rules: series by labels and values, then how many alerts of each severity fire at some minutes.
fn case(series: &[(&str, String)], expected: &[(u64, Value)]) -> Value {
    let series: Vec<Value> =
        series.iter().map(|(name, values)| json!({"series": name, "values": values})).collect();
    let asked = expected.iter().map(|(minute, samples)| {
        json!({
            "expr": r#"count by (alertname, severity) (ALERTS{alertstate="firing"})"#,
            "eval_time": format!("{minute}m"),
            "exp_samples": samples,
        })
    });
    json!({"interval": "1m", "input_series": series, "promql_expr_test": asked.collect::<Vec<_>>()})
}

fn firing(alerts: &[(&str, &str, u64)]) -> Value {
    let sample = |(name, severity, count): &(&str, &str, u64)| json!({"labels": format!("{{alertname=\"{name}\", severity=\"{severity}\"}}"), "value": count});
    alerts.iter().map(sample).collect()
}

/// Runs tests of the rules of a configuration.
fn test(config: &str, family: &str, cases: &[Value]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rules.yml"), rules(config, family, "").to_yaml()).unwrap();
    let tests = json!({"rule_files": ["rules.yml"], "evaluation_interval": "5m", "tests": cases});
    std::fs::write(folder.path().join("test.yml"), tests.to_string()).unwrap();
    promtool(folder.path(), &["test", "rules", "test.yml"]);
}

const BURN: &str = "ErrorBudgetBurn";
const ORDERS: &str = "[[slo]]\nendpoint = 'POST /api/orders'\nsuccess = '99.9%'\n";

fn orders(status: u16) -> String {
    format!(r#"http_server_requests_seconds_count{{method="POST",uri="/api/orders",status="{status}"}}"#)
}

#[test]
fn a_burn_pages_and_then_files_a_ticket() {
    let (good, bad, other) = (orders(200), orders(500), orders(409));
    let elsewhere = r#"http_server_requests_seconds_count{method="GET",uri="/api/orders",status="500"}"#;
    // One request a second for three days; then one of twenty fails, until the twentieth minute of the third hour.
    let series = [
        (good.as_str(), "0+60x4320 259200+57x140 267237+60x600".to_owned()),
        (bad.as_str(), "0x4320 0+3x140 420x600".to_owned()),
        (other.as_str(), "0+10x5100".to_owned()),
        (elsewhere, "0+60x5100".to_owned()),
    ];
    test(
        ORDERS,
        "micrometer",
        &[case(
            &series,
            &[
                (THREE_DAYS, firing(&[])),
                (THREE_DAYS + 60, firing(&[(BURN, "page", 2)])),
                (THREE_DAYS + 135, firing(&[(BURN, "page", 2), (BURN, "ticket", 2)])),
                // The short windows let go: pages first, tickets when six hours are clean.
                (THREE_DAYS + 180, firing(&[(BURN, "ticket", 2)])),
                (THREE_DAYS + 560, firing(&[])),
            ],
        )],
    );
}

#[test]
fn a_slow_burn_is_a_ticket_and_no_page() {
    let (good, bad) = (orders(200), orders(503));
    // 0.15 % of the requests fail.
    let series = [(good.as_str(), "0+1997x4400".to_owned()), (bad.as_str(), "0+3x4400".to_owned())];
    test(ORDERS, "micrometer", &[case(&series, &[(THREE_DAYS, firing(&[(BURN, "ticket", 1)]))])]);
}

#[test]
fn a_healthy_service_and_one_without_traffic_fire_nothing() {
    let (good, bad) = (orders(200), orders(500));
    let healthy = [(good.as_str(), "0+1999x4400".to_owned()), (bad.as_str(), "0+1x4400".to_owned())];
    let never_failed = [(good.as_str(), "0+60x4400".to_owned())];
    let idle = [(good.as_str(), "7x4400".to_owned()), (bad.as_str(), "7x4400".to_owned())];
    let stopped = [(good.as_str(), "0+60x3000 180000x1400".to_owned()), (bad.as_str(), "5x4400".to_owned())];
    let gone = [(good.as_str(), "0+60x3000 _x1400".to_owned())];
    let quiet = [(60, firing(&[])), (THREE_DAYS, firing(&[]))];
    let cases = [&healthy[..], &never_failed, &idle, &stopped, &gone, &[]].map(|series| case(series, &quiet));
    test(ORDERS, "micrometer", &cases);
}

#[test]
fn an_outage_from_the_first_request_on_pages() {
    let bad = orders(500);
    let series = [(bad.as_str(), "0+60x120".to_owned())];
    let expected = [(60, firing(&[(BURN, "page", 2), (BURN, "ticket", 2)]))];
    test(ORDERS, "micrometer", &[case(&series, &expected)]);
}

#[test]
fn slow_requests_and_fast_failures_spend_the_budget_of_a_latency() {
    let config = "[[slo]]\nendpoint = 'POST /api/orders'\np95 = '500ms'\n";
    let name = |ending: &str, status: u16, le: &str| {
        let labels = r#"http_request_method="POST",http_route="/api/orders""#;
        format!(
            "http_server_request_duration_seconds_{ending}{{{labels},http_response_status_code=\"{status}\"{le}}}"
        )
    };
    let all = name("count", 200, "");
    let fast = name("bucket", 200, ",le=\"0.5\"");
    let (failed, failed_fast) = (name("count", 500, ""), name("bucket", 500, ",le=\"0.5\""));
    let steady = |rate: u32| format!("0+{rate}x400");
    // Of a hundred a minute so many are within the bound: 5 × 14.4 = 72 may be slow before a page.
    let case = |within: u32, fails: u32, alerts: Value| {
        let series = [
            (all.as_str(), steady(100 - fails)),
            (fast.as_str(), steady(within)),
            (failed.as_str(), steady(fails)),
            (failed_fast.as_str(), steady(fails)),
        ];
        case(&series, &[(360, alerts)])
    };
    let everything = firing(&[(BURN, "page", 2), (BURN, "ticket", 2)]);
    test(
        config,
        "otel",
        &[
            case(96, 0, firing(&[])),
            case(94, 0, firing(&[(BURN, "ticket", 1)])),
            case(65, 0, firing(&[(BURN, "page", 1), (BURN, "ticket", 2)])),
            case(20, 0, everything.clone()),
            case(15, 80, everything),
        ],
    );
}

#[test]
fn an_objective_that_is_not_measured_is_a_ticket() {
    let config = format!("{ORDERS}[[slo]]\nendpoint = 'POST /api/orders'\np95 = '500ms'\n");
    let good = orders(200);
    let bucket =
        r#"http_server_requests_seconds_bucket{method="POST",uri="/api/orders",status="200",le="0.3"}"#;
    let no_status = r#"http_server_requests_seconds_count{method="POST",uri="/api/orders"}"#;
    let steady = || "0+60x120".to_owned();
    let not_measured = |count| [(110, firing(&[("ObjectiveNotMeasured", "ticket", count)]))];
    test(
        &config,
        "micrometer",
        &[
            case(&[(&good, steady()), (bucket, steady())], &not_measured(1)),
            case(&[(no_status, steady()), (bucket, steady())], &not_measured(2)),
        ],
    );
}
