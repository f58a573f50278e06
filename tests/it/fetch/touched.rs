//! A Prometheus that many services share: what the test did not touch is not asked for.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use chrono::DateTime;

use super::real::Prometheus;
use super::{Ran, ask_in};

const START: i64 = 1_763_800_000;
/// Seconds with a sample every 5 of them; the test is from 300 to 500.
const LENGTH: i64 = 600;
const TEST: std::ops::Range<i64> = 300..500;

/// Labels of a service's series.
type Place = fn(&str) -> String;

/// As Prometheus' operator writes them.
fn in_kubernetes(service: &str) -> String {
    let pod = format!("{service}-5f6bdc9c77-x2v8k");
    format!("job=\"{service}\",namespace=\"shop\",pod=\"{pod}\",instance=\"{service}-ip:8080\"")
}

/// As static targets have them.
fn on_machines(service: &str) -> String {
    format!("job=\"{service}\",instance=\"{service}-host:8080\"")
}

/// The shop, which the test calls; `auth`, which the shop calls; `billing`, which others call, and whose pool fills up at the
/// test's time; and a worker that answers no requests. Beside them what is no service.
fn metrics(place: Place) -> String {
    let mut families: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut series = |kind, name, suffix: &str, labels: String, value: &dyn Fn(i64) -> f64| {
        let text = families.entry((name, kind)).or_default();
        for second in (0..LENGTH).step_by(5) {
            writeln!(text, "{name}{suffix}{{{labels}}} {} {}", value(second), START + second).unwrap();
        }
    };
    // So many requests per second before and after the test, and during it.
    let requests = |usual: f64, tested: f64| {
        move |second: i64| {
            let during = (second.min(TEST.end) - TEST.start).max(0) as f64;
            usual * (second as f64 - during) + tested * during
        }
    };
    let red = "http_server_requests_seconds";
    for (service, uri, usual, tested) in [
        ("shop", "/api/orders", 0.2, 40.0),
        ("auth", "/token", 9.0, 14.0),
        ("billing", "/invoices", 30.0, 30.0),
    ] {
        let labels = format!("{},method=\"GET\",uri=\"{uri}\",status=\"200\"", place(service));
        series("histogram", red, "_count", labels.clone(), &requests(usual, tested));
        series("histogram", red, "_bucket", format!("{labels},le=\"+Inf\""), &requests(usual, tested));
        // Which takes no work from a queue, and answers probes.
        let labels = format!("{},method=\"GET\",uri=\"/actuator/health\",status=\"200\"", place(service));
        series("histogram", red, "_count", labels, &requests(0.1, 0.1));
    }
    for service in ["shop", "auth", "billing", "worker"] {
        let is_strange = service == "billing";
        let active =
            move |second| if is_strange && TEST.contains(&second) { 20.0 } else { 1.0 + (second % 3) as f64 };
        let labels = format!("{},pool=\"p\"", place(service));
        series("gauge", "hikaricp_connections_active", "", labels, &active);
        series("counter", "process_cpu_seconds", "_total", place(service), &|second| second as f64 / 4.0);
        series("gauge", "up", "", place(service), &|_| 1.0);
    }
    for (job, metric) in [("node", "node_load1"), ("postgres", "pg_stat_activity_count")] {
        let labels = format!("job=\"{job}\",instance=\"{job}-host:9100\"");
        series("gauge", metric, "", labels.clone(), &|_| 2.0);
        series("gauge", "up", "", labels, &|_| 1.0);
    }
    for pod in
        ["shop-5f6bdc9c77-x2v8k", "billing-5f6bdc9c77-x2v8k", "billing-db-0", "worker-5f6bdc9c77-x2v8k"]
    {
        let labels = format!(
            "job=\"kubelet\",instance=\"node:10250\",namespace=\"shop\",pod=\"{pod}\",container=\"app\",image=\"i\""
        );
        series("gauge", "container_memory_working_set_bytes", "", labels, &|_| 1e9);
    }
    let family = |((name, kind), text): ((&str, &str), String)| format!("# TYPE {name} {kind}\n{text}");
    families.into_iter().map(family).collect::<String>() + "# EOF\n"
}

/// Fetches for a run that called one endpoint.
fn fetch(prometheus: &Prometheus, endpoint: &str, args: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    points(folder.path(), endpoint);
    ask_in(folder.path(), &prometheus.url, &[&["--run", "points.json"], args].concat(), &[])
}

fn points(folder: &Path, endpoint: &str) {
    let point = |second: i64| {
        let time = DateTime::from_timestamp(START + second, 0).unwrap().to_rfc3339();
        format!(
            r#"{{"type":"Point","metric":"http_req_duration","data":{{"time":"{time}","value":5,"tags":{{"method":"GET","name":"{endpoint}","url":"http://shop/","status":"200","expected_response":"true","scenario":"default","group":""}}}}}}"#
        ) + "\n"
    };
    std::fs::write(folder.join("points.json"), TEST.map(point).collect::<String>()).unwrap();
}

/// The values of a label in all series of a bundle, sorted.
fn values(ran: &Ran, label: &str) -> Vec<String> {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let signals = ran.bundle.as_ref().unwrap()["signals"].as_array().unwrap();
    let series = signals.iter().flat_map(|signal| signal["response"]["data"]["result"].as_array().unwrap());
    let mut values: Vec<String> =
        series.filter_map(|series| Some(series["metric"][label].as_str()?.to_owned())).collect();
    values.sort();
    values.dedup();
    values
}

#[test]
fn a_service_that_the_test_did_not_touch_is_not_asked_for() {
    let Some(prometheus) = Prometheus::start(&metrics(in_kubernetes)) else { return };
    let ran = fetch(&prometheus, "/api/orders", &[]);
    // Neither its requests, nor its pool, nor its container; but the database of the same name, and the worker.
    assert_eq!(values(&ran, "uri"), ["/actuator/health", "/api/orders", "/token"]);
    let others = ["auth-ip:8080", "node-host:9100", "postgres-host:9100", "shop-ip:8080", "worker-ip:8080"];
    assert_eq!(values(&ran, "instance"), others);
    let pods = ["billing-db-0", "shop-5f6bdc9c77-x2v8k", "worker-5f6bdc9c77-x2v8k"];
    assert_eq!(values(&ran, "pod"), pods);
    let note =
        "called none of their routes and they answered as many requests as before it (1): job=\"billing\".";
    assert!(ran.err.contains(note) && ran.err.contains("--all-services"), "{}", ran.err);
    let alone = fetch(&prometheus, "/api/orders", &["--parallel", "1"]);
    assert_eq!(alone.bundle, ran.bundle);

    // Whoever asks for it gets it.
    for args in [&["--all-services"][..], &["--match", "namespace=\"shop\""]] {
        let ran = fetch(&prometheus, "/api/orders", args);
        assert!(values(&ran, "uri").contains(&"/invoices".to_owned()), "{args:?}");
        assert!(values(&ran, "pod").contains(&"billing-5f6bdc9c77-x2v8k".to_owned()), "{args:?}");
        assert!(!ran.err.contains("Not asked for"), "{}", ran.err);
    }
    let folder = tempfile::tempdir().unwrap();
    let objective = "[[slo]]\nmetric = \"hikaricp_connections_active\"\nmax = 10\n";
    std::fs::write(folder.path().join("perfreport.toml"), objective).unwrap();
    points(folder.path(), "/api/orders");
    let ran = ask_in(folder.path(), &prometheus.url, &["--run", "points.json"], &[]);
    assert!(values(&ran, "instance").contains(&"billing-ip:8080".to_owned()), "{}", ran.err);

    // A name that is no route: it may be of any service.
    let ran = fetch(&prometheus, "create order", &[]);
    assert!(values(&ran, "uri").contains(&"/invoices".to_owned()));
    assert!(ran.err.contains("no service has a route for GET create order"), "{}", ran.err);
}

#[test]
fn on_machines_job_and_address_are_enough() {
    let Some(prometheus) = Prometheus::start(&metrics(on_machines)) else { return };
    let ran = fetch(&prometheus, "/api/orders", &[]);
    assert_eq!(values(&ran, "uri"), ["/actuator/health", "/api/orders", "/token"]);
    let others =
        ["auth-host:8080", "node-host:9100", "postgres-host:9100", "shop-host:8080", "worker-host:8080"];
    assert_eq!(values(&ran, "instance"), others);
    assert_eq!(ran.err.matches("job=\"billing\"").count(), 1, "{}", ran.err);
}
