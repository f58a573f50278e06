//! Files that somebody else wrote: they are refused or read, and nothing else happens.

use std::process::Output;

use crate::store::{run, text};
use crate::support::{contents, fixture};

fn judge(args: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = |arg: &&str| match arg.strip_prefix("hostile/") {
        Some(_) => fixture(arg).to_str().unwrap().to_owned(),
        None => (*arg).to_owned(),
    };
    let args: Vec<String> = args.iter().map(path).collect();
    run(folder.path(), &args.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Figures that contradict one another, or that no run can have.
#[test]
fn what_cannot_be_is_refused() {
    for (command, file, why) in [
        ("check", "hostile/clamp-panic.json", "the histogram contradicts its extremes"),
        ("check", "hostile/snapshot-min-above-max.json", "the histogram contradicts its extremes"),
        ("check", "hostile/hdr-bomb-97kB.json", "the histogram contradicts its extremes"),
        ("check", "hostile/overflow-requests.json", "no load test counts so many"),
        ("check", "hostile/autocannon-counts-too-many.json", "no load test counts so many"),
        ("check", "hostile/locust-percentiles-fall.csv", "found p80 38 ms above p82 30 ms"),
        ("check", "hostile/locust-percentile-twice.csv", "two columns"),
        ("check", "hostile/locust-time-of-centuries.csv", "expected milliseconds that a clock can tell"),
        ("render", "hostile/render-alloc.json", "no figure of a run comes near"),
    ] {
        let output = judge(&[command, file]);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        assert!(said.contains(why) && !said.contains("panicked"), "{file}: {said}");
    }
}

#[test]
fn a_request_of_centuries_is_no_request() {
    let folder = tempfile::tempdir().unwrap();
    let points = fixture("hostile/points-negative-span.ndjson");
    let output = run(folder.path(), &["record", points.to_str().unwrap(), "-o", "run.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let snapshot = fs_err::read_to_string(folder.path().join("run.json")).unwrap();
    let snapshot: serde_json::Value = serde_json::from_str(&snapshot).unwrap();
    let [begin, end] = [0, 1].map(|at| snapshot["judged_span"][at].as_i64().unwrap());
    assert!(begin > 1_700_000_000_000_000 && begin <= end, "{begin} to {end}");
    // And what was written can be read.
    let output = run(folder.path(), &["check", "run.json", "--no-report"]);
    assert_ne!(output.status.code(), Some(2), "{}", text(&output));
}

/// Rows that are torn are often those of failed requests: what is left of such a log passes nothing. A stray line is none.
#[test]
fn a_log_with_torn_lines_passes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, torn: usize| {
        let mut log = "timeStamp,elapsed,label,responseCode,responseMessage,threadName,success\n".to_owned();
        for row in 0..1200 {
            let took = if row < torn { "slow".to_owned() } else { (10 + row % 7).to_string() };
            log +=
                &format!("{},{took},GET /a,200,OK,tg 1-1,true\n", 1_790_000_000_000_u64 + row as u64 * 100);
        }
        fs_err::write(folder.path().join(name), log).unwrap();
    };
    for (name, torn) in [("whole.jtl", 0), ("stray.jtl", 4), ("torn.jtl", 5)] {
        write(name, torn);
    }
    let judged = |args: &[&str]| text(&run(folder.path(), &[args, &["--no-report"]].concat()));
    assert!(judged(&["compare", "whole.jtl", "stray.jtl"]).starts_with("PASS"));
    let compared = judged(&["compare", "whole.jtl", "torn.jtl"]);
    assert!(compared.starts_with("INCONCLUSIVE") && compared.contains("could not be read"), "{compared}");
    let checked = judged(&["check", "torn.jtl"]);
    assert!(checked.starts_with("WARN") && checked.contains("0.42\u{a0}% of the lines"), "{checked}");
    let added = run(folder.path(), &["baseline", "add", "main", "torn.jtl", "--store", "store"]);
    assert_eq!(added.status.code(), Some(1), "{}", text(&added));
}

/// When the test ran is not known then, and everything else is.
#[test]
fn a_test_that_ends_before_it_starts_is_kept_without_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let summary = fixture("hostile/autocannon-ends-before-it-starts.json");
    let output = run(folder.path(), &["record", summary.to_str().unwrap(), "-o", "run.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let output = run(folder.path(), &["check", "run.json", "--format", "json", "--out", "out"]);
    assert_ne!(output.status.code(), Some(2), "{}", text(&output));
    let verdict = fs_err::read_to_string(folder.path().join("out/verdict.json")).unwrap();
    assert!(verdict.contains("the summary says that the test ended before it started"), "{verdict}");
}

/// Values at both ends of what a number can be, in a chart.
#[test]
fn the_smallest_values_of_a_server_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let [points, servers] =
        ["grpc/mixed.ndjson.gz", "hostile/prometheus-smallest-and-largest.json"].map(fixture);
    let [points, servers] = [&points, &servers].map(|path| path.to_str().unwrap());
    let output = run(folder.path(), &["check", points, "--prometheus", servers, "--out", "out"]);
    assert_ne!(output.status.code(), Some(2), "{}", text(&output));
    let html = fs_err::read_to_string(folder.path().join("out/report.html")).unwrap();
    assert!(html.contains("HikariCP pool main"));
}

/// What k6 says of a metric may be garbled: a snapshot that is read again is the same all the same.
#[test]
fn a_metric_of_garbled_type_is_kept_as_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let points = fixture("hostile/points-metric-type-garbled.ndjson");
    for (from, to) in [(points.to_str().unwrap(), "once.json"), ("once.json", "twice.json")] {
        let output = run(folder.path(), &["record", from, "-o", to]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    }
    let [once, twice] =
        ["once.json", "twice.json"].map(|file| fs_err::read_to_string(folder.path().join(file)).unwrap());
    assert!(once.contains("\"kind\": \"trend\"") && once.contains("\"is_time\": true"), "{once}");
    assert_eq!(once, twice);
}

/// Endpoints whose names stand for something else, and a tool that tells no names: the reports of `verdict.json` are those of
/// the run.
#[test]
fn an_endpoint_by_the_name_of_all_requests_stays_an_endpoint() {
    for (file, shown) in [
        ("hostile/points-reserved-names.csv", "| \"all requests\" | 60 |"),
        ("hey/base.csv", "| every request | 600 |"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = fixture(file);
        let all = "html,markdown,json,csv,junit";
        run(folder.path(), &["check", path.to_str().unwrap(), "--out", "first", "--format", all]);
        let output = run(folder.path(), &["render", "first/verdict.json", "--out", "again", "--format", all]);
        let [first, again] = ["first", "again"].map(|name| contents(&folder.path().join(name)));
        assert!(!first.is_empty(), "{}", text(&output));
        assert!(first == again, "{file}: {}", text(&output));
        let report = fs_err::read_to_string(folder.path().join("again/report.md")).unwrap();
        assert!(report.contains(shown), "{report}");
    }
}

#[test]
fn a_small_file_that_is_cut_is_read_as_far_as_it_goes() {
    let cut = "hostile/truncated-small.json.gz";
    let refused = judge(&["check", cut, "--no-report"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused).contains("--allow-truncated"), "{}", text(&refused));
    let read = judge(&["check", cut, "--no-report", "--allow-truncated"]);
    assert_ne!(read.status.code(), Some(2), "{}", text(&read));
}

/// A checksum holds for files of a stranger as well.
#[cfg(feature = "history")]
#[test]
fn a_file_of_the_history_that_breaks_its_reader_is_left_out() {
    for what in ["bitmap", "memory", "page-count", "footer-list"] {
        let store = &format!("hostile/store-parquet-{what}");
        let verified = judge(&["store", "verify", "--store", store]);
        assert_eq!(verified.status.code(), Some(1), "{}", text(&verified));
        let history = judge(&["history", "--store", store]);
        assert_eq!(history.status.code(), Some(0), "{}", text(&history));
        for said in [text(&verified), text(&history)] {
            assert!(said.contains(".parquet: ") && !said.contains("panicked"), "{said}");
        }
    }
}

/// Names and messages of stored and foreign files reach terminals and logs of CI systems.
#[test]
fn nothing_of_a_file_controls_a_terminal_or_a_ci_system() {
    let folder = tempfile::tempdir().unwrap();
    let (store, snapshot) = ("hostile/esc/store", "hostile/esc/e6.json");
    let kept = folder.path().join("run.json");
    let outputs = [
        judge(&["check", "hostile/gh-endpoint.json", "--no-report"]),
        judge(&["record", snapshot, "-o", kept.to_str().unwrap()]),
        judge(&["check", snapshot, "--no-report", "--prometheus", "hostile/esc/e9.json"]),
        judge(&["check", snapshot, "--no-report", "--prometheus", "hostile/esc/e10.json"]),
        judge(&["baseline", "list", "--store", store]),
        judge(&["baseline", "show", "small", "--store", store]),
        judge(&["baseline", "calibrate", "small", "--store", store]),
        judge(&["store", "verify", "--store", store]),
    ];
    for output in outputs {
        let said = text(&output);
        assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
        let is_command = |line: &str| ["::", "##["].iter().any(|sign| line.trim_start().starts_with(sign));
        assert!(!said.lines().any(is_command), "{said}");
    }
}

#[test]
fn an_input_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let points = folder.path().join("points.json.gz");
    fs_err::copy(fixture("shop/base-1/points.json.gz"), &points).unwrap();
    let before = fs_err::read(&points).unwrap();
    let output = run(folder.path(), &["record", "points.json.gz", "-o", "./points.json.gz"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("is an input"), "{}", text(&output));
    assert!(fs_err::read(&points).unwrap() == before);
}

/// Thousands of endpoints, each with a threshold that was crossed: all of them count, and few are listed.
#[test]
fn a_summary_of_thousands_of_names_is_told_in_few_lines() {
    const NAMES: usize = 3_000;
    let folder = tempfile::tempdir().unwrap();
    let trend = |p95: usize, thresholds: serde_json::Value| serde_json::json!({"avg": 9, "min": 1, "med": 8, "max": 9_000, "p(90)": 90, "p(95)": p95, "thresholds": thresholds});
    let mut metrics = serde_json::Map::new();
    metrics.insert("http_reqs".to_owned(), serde_json::json!({"count": 90_000, "rate": 1_500.0}));
    metrics
        .insert("http_req_failed".to_owned(), serde_json::json!({"value": 0, "passes": 0, "fails": 90_000}));
    metrics.insert("http_req_duration".to_owned(), trend(100, serde_json::json!({})));
    for number in 0..NAMES {
        let name = format!("http_req_duration{{name:GET /{number}}}");
        metrics.insert(name, trend(100 + number, serde_json::json!({"p(95)<50": true})));
    }
    let summary = serde_json::json!({"root_group": {"name": "", "path": "", "id": "", "groups": {}, "checks": {}}, "metrics": metrics});
    fs_err::write(folder.path().join("many.json"), summary.to_string()).unwrap();
    let output = run(folder.path(), &["check", "many.json", "--out", "report", "--format", "md,json,junit"]);
    let said = text(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("2,999 more findings") && said.lines().count() < 80,
        "{} lines: {said}",
        said.lines().count()
    );
    let report = fs_err::read_to_string(folder.path().join("report/report.md")).unwrap();
    assert!(report.lines().count() < 2_500, "{} lines", report.lines().count());
    let verdict = fs_err::read_to_string(folder.path().join("report/verdict.json")).unwrap();
    let verdict: serde_json::Value = serde_json::from_str(&verdict).unwrap();
    assert!(verdict["findings"].as_array().unwrap().len() >= NAMES, "none is lost");
}
