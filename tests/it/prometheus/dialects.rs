//! Runs from what others write to Prometheus: k6's OpenTelemetry output and its trend stats, client libraries, meshes.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use perfreport::internals::classify::Classifier;
use perfreport::internals::ingest::{self, IngestError, Input};
use perfreport::internals::wire::snapshot;
use perfreport::model::latency::Latency;
use perfreport::model::outcome::Outcome;
use perfreport::model::run::Run;
use perfreport::model::settings::Settings;

/// When the first sample is, in seconds since 1970.
const START: i64 = 1_795_354_450;
/// How many samples there are, two seconds apart.
const SAMPLES: i64 = 40;

/// A counter that rises by `step` from sample to sample.
fn counter(labels: &str, step: f64) -> String {
    let mut values = String::new();
    for sample in 0..SAMPLES {
        let comma = if sample > 0 { "," } else { "" };
        write!(values, "{comma}[{},\"{}\"]", START + 2 * sample, step * sample as f64).unwrap();
    }
    format!(r#"{{"metric":{{{labels}}},"values":[{values}]}}"#)
}

fn answer(series: &[String]) -> String {
    format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{}]}}}}"#, series.join(","))
}

/// A histogram: requests from sample to sample up to each bound.
fn buckets(metric: &str, labels: &str, bounds: &[(&str, f64)]) -> Vec<String> {
    let bucket = |(le, count): &(&str, f64)| {
        counter(&format!(r#""__name__":"{metric}_bucket","le":"{le}",{labels}"#), *count)
    };
    bounds.iter().map(bucket).collect()
}

fn read(files: &[(&str, String)]) -> Result<Run, IngestError> {
    read_with(files, &Settings::default())
}

fn read_with(files: &[(&str, String)], settings: &Settings) -> Result<Run, IngestError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(format!("{name}.json")), text).unwrap();
    }
    let path: &Path = folder.path();
    ingest::read(&Input::Path(path.to_owned()), &Classifier::new(settings), settings, &Arc::default())
}

fn names(run: &Run) -> Vec<String> {
    run.endpoints.iter().map(|endpoint| endpoint.id.to_string()).collect()
}

/// What is said of metrics that nobody knows.
fn unknown(run: &Run) -> Vec<String> {
    let notes = run.notes.iter().map(|note| note.text.english());
    notes.filter(|text| text.contains("is not known")).collect()
}

/// 10 requests up to 50 ms and 20 up to 100 ms in each of the steps, of 30 all.
const BOUNDS: [(&str, f64); 3] = [("0.05", 10.0), ("0.1", 20.0), ("+Inf", 30.0)];
const STEPS: u64 = SAMPLES as u64 - 1;

#[test]
fn servers_tell_method_route_and_status_in_words_of_their_own() {
    for (metric, labels, endpoint) in [
        (
            "http_server_requests_seconds",
            r#""method":"GET","uri":"/orders/{id}","status":"503","outcome":"SERVER_ERROR""#,
            "GET /orders/{id}",
        ),
        (
            "http_server_request_duration_seconds",
            r#""http_request_method":"GET","http_route":"/orders/{id}","http_response_status_code":"503""#,
            "GET /orders/{id}",
        ),
        (
            "http_request_duration_seconds",
            r#""method":"GET","route":"/orders/:id","status_code":"503""#,
            "GET /orders/:id",
        ),
        (
            "http_request_duration_seconds",
            r#""method":"get","handler":"/orders","code":"5xx""#,
            "GET /orders",
        ),
        (
            "istio_request_duration_milliseconds",
            r#""destination_service_name":"shop","response_code":"503""#,
            "shop",
        ),
        (
            "grpc_server_handling_seconds",
            r#""grpc_service":"shop.Cart","grpc_method":"Add","grpc_code":"Internal""#,
            "shop.Cart/Add",
        ),
    ] {
        let bounds = match metric.ends_with("milliseconds") {
            true => [("50", 10.0), ("100", 20.0), ("+Inf", 30.0)],
            false => BOUNDS,
        };
        let run = read(&[("export", answer(&buckets(metric, labels, &bounds)))])
            .unwrap_or_else(|error| panic!("{metric}: {error}"));
        assert_eq!(names(&run), [endpoint], "{metric}");
        let outcomes = run.whole.outcomes.as_ref().unwrap();
        assert_eq!((outcomes.bad, outcomes.total()), (30 * STEPS, 30 * STEPS), "{metric}");
        assert_eq!(run.meta.tool, "servers");
        let distribution = &run.whole.responses.as_ref().unwrap()[&Outcome::ServerError].distribution;
        assert_eq!(distribution.count_above(100.0), (10 * STEPS) as f64, "{metric}");
        assert_eq!(distribution.count_above(50.0), (20 * STEPS) as f64, "{metric}");
    }
}

#[test]
fn k6s_opentelemetry_output_is_read_with_and_without_a_prefix() {
    let labels = r#""name":"GET /a","method":"GET","status":"200","expected_response":"true","scenario":"default","job":"k6""#;
    let bounds = [("50", 10.0), ("100", 20.0), ("+Inf", 30.0)];
    for prefix in ["k6_", "", "shop_"] {
        for unit in ["_milliseconds", ""] {
            let metric = format!("{prefix}http_req_duration{unit}");
            let users = format!(
                r#"{{"metric":{{"__name__":"{prefix}vus","job":"k6"}},"values":[[{START},"5"],[{},"5"]]}}"#,
                START + 2
            );
            let run = read(&[
                ("latency", answer(&buckets(&metric, labels, &bounds))),
                (
                    "iterations",
                    answer(&[counter(&format!(r#""__name__":"{prefix}iterations_total","job":"k6""#), 3.0)]),
                ),
                ("users", answer(&[users])),
            ])
            .unwrap_or_else(|error| panic!("{metric}: {error}"));
            assert_eq!((run.meta.tool.as_str(), names(&run)), ("k6", vec!["GET /a".to_owned()]), "{metric}");
            assert_eq!(run.whole.requests, Ok(30 * STEPS), "{metric}");
            let Ok(Latency::Distribution(latency)) = &run.whole.latency else {
                panic!("{metric}: no latency")
            };
            assert_eq!(latency.count_above(50.0), (20 * STEPS) as f64, "{metric} is in milliseconds");
            assert_eq!(run.load.iterations, Ok(3 * STEPS), "{metric}");
            assert_eq!(run.load.peak_vus, Ok(5.0), "{metric}");
            assert!(run.load.dropped_iterations.is_err(), "missing, and not 0");
            assert!(unknown(&run).is_empty(), "{metric}: {:?}", unknown(&run));
        }
    }
}

/// How k6's rates are counted, by its documentation: with a label `condition`, and before k6 1.4 in two counters.
#[derive(Debug, Clone, Copy)]
enum RateShape {
    Condition,
    Pair,
}

/// A rate of k6's OpenTelemetry output, made after its documentation: samples from sample to sample that are 0, and that are not.
fn rate(shape: RateShape, name: &str, labels: &str, zero: f64, nonzero: f64) -> Vec<String> {
    let one = |ending: &str, more: &str, step: f64| {
        counter(&format!(r#""__name__":"{name}{ending}",{labels}{more}"#), step)
    };
    match shape {
        RateShape::Condition => vec![
            one("_total", r#","condition":"zero""#, zero),
            one("_total", r#","condition":"nonzero""#, nonzero),
        ],
        RateShape::Pair => vec![one("_occurred_total", "", nonzero), one("_total", "", zero + nonzero)],
    }
}

#[test]
fn rates_of_k6s_opentelemetry_output_count_failed_requests_and_checks() {
    let labels = r#""name":"GET /a","method":"GET","scenario":"default","job":"k6""#;
    let check = r#""check":"status is 200","group":"::cart","scenario":"default","job":"k6""#;
    let bounds = [("50", 10.0), ("100", 20.0), ("+Inf", 30.0)];
    for prefix in ["k6_", "", "shop_"] {
        for shape in [RateShape::Condition, RateShape::Pair] {
            let of = format!("{prefix:?} {shape:?}");
            let latency = buckets(&format!("{prefix}http_req_duration_milliseconds"), labels, &bounds);
            let failed = rate(shape, &format!("{prefix}http_req_failed"), labels, 27.0, 3.0);
            let checks = rate(shape, &format!("{prefix}checks"), check, 2.0, 28.0);
            let run = read(&[
                ("latency", answer(&latency)),
                ("failed", answer(&failed)),
                ("checks", answer(&checks)),
            ])
            .unwrap_or_else(|error| panic!("{of}: {error}"));
            let outcomes = run.endpoints[0].traffic.outcomes.as_ref().unwrap();
            assert_eq!((outcomes.bad, outcomes.good), (3 * STEPS, 27 * STEPS), "{of}");
            assert!(outcomes.classes.is_empty(), "{of}: it is not told how they failed");
            assert!(outcomes.bad_may_hold_4xx, "{of}");
            assert_eq!(run.whole.outcomes.as_ref().unwrap(), outcomes, "{of}");
            let kept = snapshot::to_json(&run).unwrap();
            snapshot::from_json(&kept, "kept").unwrap_or_else(|error| panic!("{of}: {error}"));
            assert_eq!(run.whole.requests, Ok(30 * STEPS), "{of}: none is counted twice");
            let [check] = run.checks.as_slice() else { panic!("{of}: {:?}", run.checks) };
            let found = (check.path.as_str(), check.passes, check.fails);
            assert_eq!(found, ("cart::status is 200", 28 * STEPS, 2 * STEPS), "{of}");
            let said = run.notes.iter().any(|note| note.text.contains("http_req_failed"));
            assert!(said, "{of}: {:?}", run.notes);
            assert!(unknown(&run).is_empty(), "{of}: {:?}", unknown(&run));
        }
    }
}

#[test]
fn metrics_are_k6s_by_their_prefix_and_their_name_together() {
    let labels = r#""name":"GET /a","status":"200","job":"k6""#;
    let latency = buckets("shop_http_req_duration", labels, &[("50", 10.0), ("+Inf", 30.0)]);
    let other = ["checks_total", "shop_checks_done_total"]
        .map(|name| counter(&format!(r#""__name__":"{name}""#), 2.0));
    let of_k6 = ["vus_max", "checks_total", "data_sent_bytes_total", "iteration_duration_sum"]
        .map(|name| counter(&format!(r#""__name__":"shop_{name}""#), 2.0));
    let run =
        read(&[("latency", answer(&latency)), ("other", answer(&other)), ("everything", answer(&of_k6))]);
    let told = unknown(&run.unwrap());
    let [note] = told.as_slice() else { panic!("{told:?}") };
    assert!(note.contains("`other (checks_total)` and `other (shop_checks_done_total)` tell"), "{note}");
}

/// k6's tags are labels of its rates as well (by its documentation), the status among them.
#[test]
fn rates_of_k6s_opentelemetry_output_with_a_status_tell_outcomes() {
    let labels = r#""name":"GET /a","method":"GET","scenario":"default""#;
    let with = |status: u16| format!(r#"{labels},"status":"{status}""#);
    let latency = buckets("http_req_duration", labels, &[("50", 10.0), ("+Inf", 30.0)]);
    let failed: Vec<String> = [(200, 25.0, 0.0), (409, 2.0, 0.0), (404, 0.0, 1.0), (503, 0.0, 2.0)]
        .into_iter()
        .flat_map(|(status, zero, nonzero)| {
            rate(RateShape::Condition, "http_req_failed", &with(status), zero, nonzero)
        })
        .collect();
    let run = read(&[("latency", answer(&latency)), ("failed", answer(&failed))]).unwrap();
    let outcomes = run.whole.outcomes.as_ref().unwrap();
    let count = |outcome| outcomes.classes[&outcome];
    let expected = [Outcome::Ok, Outcome::Intended4xx, Outcome::Undeclared4xx, Outcome::ServerError];
    assert_eq!(expected.map(count), [25 * STEPS, 2 * STEPS, STEPS, 2 * STEPS]);
    assert!(!outcomes.bad_may_hold_4xx);
}

#[test]
fn a_rate_that_does_not_tell_its_sides_or_its_endpoints_tells_no_outcome() {
    let labels = r#""name":"GET /a","method":"GET""#;
    let latency = buckets("http_req_duration", labels, &[("50", 10.0), ("+Inf", 30.0)]);
    let total = |labels: &str| counter(&format!(r#""__name__":"http_req_failed_total",{labels}"#), 30.0);
    for (failed, why) in [
        (vec![total(labels)], "neither a condition nor what occurred"),
        (vec![total(r#""condition":"all""#)], "another condition"),
        (rate(RateShape::Condition, "http_req_failed", r#""job":"k6""#, 27.0, 3.0), "no endpoint"),
    ] {
        let run = read(&[("latency", answer(&latency)), ("failed", answer(&failed))]).unwrap();
        assert_eq!(run.whole.requests, Ok(30 * STEPS), "{why}");
        let reason = run.whole.outcomes.as_ref().expect_err(why).reason();
        assert!(reason.contains("status of the responses"), "{why}: {reason}");
        assert!(run.notes.iter().all(|note| !note.text.contains("http_req_failed_total`;")), "{why}");
    }
}

/// k6's own trend stats: a gauge for each percentile, in seconds, cumulative.
#[test]
fn trend_stats_are_percentiles_of_the_busiest_tags() {
    let gauge = |stat: &str, labels: &str, last: f64| {
        format!(
            r#"{{"metric":{{"__name__":"k6_http_req_duration_{stat}",{labels}}},"values":[[{START},"9"],[{},"{last}"]]}}"#,
            START + 60
        )
    };
    let total =
        |labels: &str, step: f64| counter(&format!(r#""__name__":"k6_http_reqs_total",{labels}"#), step);
    let ok =
        r#""name":"GET /a","method":"GET","status":"200","expected_response":"true","scenario":"default""#;
    let cached =
        r#""name":"GET /a","method":"GET","status":"304","expected_response":"true","scenario":"default""#;
    let failed =
        r#""name":"GET /a","method":"GET","status":"500","expected_response":"false","scenario":"default""#;
    let run = read(&[
        (
            "stats",
            answer(&[
                gauge("p95", ok, 0.25),
                gauge("p999", ok, 0.5),
                gauge("med", ok, 0.1),
                gauge("p95", cached, 0.002),
                gauge("p95", failed, 0.001),
            ]),
        ),
        ("reqs", answer(&[total(ok, 10.0), total(cached, 1.0), total(failed, 2.0)])),
    ])
    .unwrap();
    let [endpoint] = run.endpoints.as_slice() else { panic!("{:?}", names(&run)) };
    let Ok(Latency::Percentiles(percentiles)) = &endpoint.traffic.latency else { panic!("no percentiles") };
    assert_eq!(percentiles.points, [(0.5, 100.0), (0.95, 250.0), (0.999, 500.0)], "the last samples, in ms");
    assert_eq!(percentiles.count, Ok(10 * STEPS));
    let outcomes = endpoint.traffic.outcomes.as_ref().unwrap();
    assert_eq!((outcomes.bad, outcomes.total()), (2 * STEPS, 13 * STEPS));
    assert!(run.whole.latency.as_ref().unwrap_err().reason().contains("do not add up"));
    assert_eq!(run.whole.requests, Ok(13 * STEPS));
    assert!(run.notes.iter().any(|note| note.text.contains("trend stats")), "{:?}", run.notes);
}

#[test]
fn clients_count_before_servers_and_a_mismatch_is_said() {
    let client = r#""name":"GET /a","method":"GET","status":"200","expected_response":"true""#;
    let server = r#""method":"GET","uri":"/a","status":"200""#;
    let with = |times: f64| {
        let seen: Vec<(&str, f64)> = BOUNDS.iter().map(|(le, count)| (*le, count * times)).collect();
        let files = [
            ("a", answer(&buckets("http_server_requests_seconds", server, &seen))),
            ("b", answer(&buckets("k6_http_req_duration_seconds", client, &BOUNDS))),
        ];
        let run = read(&files).unwrap();
        assert_eq!(run.meta.tool, "k6");
        run.notes.iter().map(|note| note.text.clone()).find(|text| text.contains("the servers"))
    };
    assert_eq!(with(1.0), None);
    let said = with(1.5).unwrap();
    assert!(said.english().starts_with("k6 counted 1,170 requests, the servers 1,7"), "{said}");
}

#[test]
fn counters_that_start_again_count_from_zero() {
    let labels =
        r#""__name__":"http_server_requests_seconds_bucket","method":"GET","uri":"/a","status":"200""#;
    let series = |le: &str, values: [u64; 4]| {
        let values: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(at, value)| format!("[{},\"{value}\"]", START + 2 * at as i64))
            .collect();
        format!(r#"{{"metric":{{{labels},"le":"{le}"}},"values":[{}]}}"#, values.join(","))
    };
    // 5, then 3 since the restart, then 4 more; what was there before the first sample is not known.
    let export = answer(&[series("0.1", [100, 105, 3, 7]), series("+Inf", [100, 105, 3, 7])]);
    assert_eq!(read(&[("x", export)]).unwrap().whole.requests, Ok(12));
}

#[test]
fn what_is_no_run_is_refused_with_what_would_be() {
    let pool = answer(&[counter(r#""__name__":"hikaricp_connections_active","pool":"p""#, 1.0)]);
    let error = read(&[("pool", pool)]).unwrap_err().to_string();
    assert!(error.contains("no series counts requests by their latency"), "{error}");
    assert!(error.contains("pool (hikaricp_connections_active)"), "{error}");
    assert!(error.contains("--run-from servers"), "{error}");

    let test = |id: &str| {
        let labels = format!(r#""name":"GET /a","method":"GET","status":"200","testid":"{id}""#);
        buckets("k6_http_req_duration_seconds", &labels, &BOUNDS)
    };
    let both = answer(&[test("a"), test("b")].concat());
    let error = read(&[("k6", both.clone())]).unwrap_err().to_string();
    assert!(
        error.contains("several tests: `testid` is a, b") && error.contains("--where testid=ID"),
        "{error}"
    );
    let mut settings = Settings::default();
    settings.window.tags.allow("testid", "b");
    assert_eq!(read_with(&[("k6", both.clone())], &settings).unwrap().whole.requests, Ok(30 * STEPS));
    settings.window.tags.allow("region", "eu");
    let error = read_with(&[("k6", both)], &settings).unwrap_err().to_string();
    assert!(error.contains("no request has region=eu"), "{error}");

    // Of a folder of exports the one that is broken is named.
    let whole = answer(&buckets("http_server_requests_seconds", r#""method":"GET","uri":"/a""#, &BOUNDS));
    let cut = whole[..whole.len() / 2].to_owned();
    let error = read(&[("a", whole), ("b", cut)]).unwrap_err().to_string();
    assert!(error.contains("b.json: ") && !error.contains("no run in this directory"), "{error}");

    // A folder of other files is told as it was.
    let error = read(&[("package", r#"{"name":"shop"}"#.to_owned())]).unwrap_err().to_string();
    assert!(error.contains("no run in this directory"), "{error}");
}
