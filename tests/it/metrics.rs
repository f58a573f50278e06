//! The script's own metrics, and runs without HTTP requests: `fixtures/README.md` says what each file is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use perfreport::internals::classify::Classifier;
use perfreport::internals::config;
use perfreport::internals::ingest::{self, Input};
use perfreport::internals::pipeline::{self, Request};
use perfreport::internals::render::{JunitWarn, ReportFormat};
use perfreport::model::comparison::Change;
use perfreport::model::judgement::{Assessment, Rule, Verdict};
use perfreport::model::metric::{Metric, MetricKind, Samples, Stated};
use perfreport::model::metric_cell::MetricCell;
use perfreport::model::run::Run;
use perfreport::model::settings::Settings;

use crate::support::{fixture, recordings};

fn case(name: &str) -> Input {
    Input::Path(fixture("cases").join(name))
}

fn compare_with(base: &[&str], run: &str, settings: &Settings) -> Assessment {
    let base = base.iter().map(|name| case(name)).collect();
    pipeline::assess(Request::new(base, case(run)), settings, &Arc::default()).unwrap()
}

fn compare(base: &str, run: &str) -> Assessment {
    compare_with(&[base], run, &Settings::default())
}

fn check(run: &str) -> Assessment {
    compare_with(&[], run, &Settings::default())
}

fn read(path: &Path) -> Run {
    let settings = Settings::default();
    let classifier = Classifier::new(&settings);
    ingest::read(&Input::Path(path.to_owned()), &classifier, &settings, &Arc::default()).unwrap()
}

/// The texts of the reports: HTML, Markdown, verdict.json, JUnit.
fn reports(assessment: &Assessment) -> [String; 4] {
    let folder = tempfile::tempdir().unwrap();
    let formats = [ReportFormat::Html, ReportFormat::Markdown, ReportFormat::Json, ReportFormat::Junit];
    let written = pipeline::write_reports(assessment, &formats, JunitWarn::Pass, folder.path()).unwrap();
    let read = |path: &Path| std::fs::read_to_string(path).unwrap().replace('\u{a0}', " ");
    [read(&written[0]), read(&written[1]), read(&written[2]), read(&written[3])]
}

/// What the rule on metrics says: verdict and measure.
fn moved(assessment: &Assessment) -> Vec<(Verdict, String)> {
    let found = assessment.findings.iter().filter(|finding| finding.rule == Rule::Metric);
    found.map(|finding| (finding.verdict, finding.judged.measure())).collect()
}

#[test]
fn a_trend_and_a_rate_of_the_script_are_shown_and_compared() {
    let assessment = compare("custom-trend-x1.json", "custom-trend-x3.json");
    assert_eq!(assessment.verdict, Verdict::Warn);
    let names =
        ["checkout_duration p50", "checkout_duration p90", "checkout_duration p95", "order_errors share"];
    assert_eq!(moved(&assessment), names.map(|name| (Verdict::Warn, format!("metric: {name}"))));
    let [html, markdown, json, junit] = reports(&assessment);
    for text in [&html, &markdown] {
        assert!(text.contains("Metrics of the script"), "{text}");
        assert!(text.contains("p50 300 ms, p95 780 ms") && text.contains("0.90 % of 20,000"), "{text}");
        assert!(text.contains("It is not known which direction is worse"), "{text}");
    }
    assert!(json.contains("\"metric\": \"checkout_duration\""), "{json}");
    assert!(junit.contains("order_errors"), "{junit}");
    assert_eq!(moved(&compare("custom-trend-x3.json", "custom-trend-x1.json")).len(), 1, "faster is better");
}

#[test]
fn a_metric_of_the_script_is_in_the_comment_and_in_the_figures_of_a_merge_request() {
    let written = |assessment: &Assessment| {
        let folder = tempfile::tempdir().unwrap();
        let formats = [ReportFormat::Comment, ReportFormat::Metrics];
        let paths = pipeline::write_reports(assessment, &formats, JunitWarn::Pass, folder.path()).unwrap();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap().replace('\u{a0}', " ");
        [read(&paths[0]), read(&paths[1])]
    };
    let [comment, metrics] = written(&compare("custom-trend-x1.json", "custom-trend-x3.json"));
    for row in [
        "| checkout_duration | p50 100 ms, p95 260 ms | p50 300 ms, p95 780 ms | **▲ +200 %** | WARN |",
        "| order_errors | 0.10 % of 20,000 | 0.90 % of 20,000 | **▲ +0.80 pp** | WARN |",
    ] {
        assert!(comment.contains(row), "{comment}");
    }
    for line in [
        r#"perfreport_metric_seconds{metric="checkout_duration",quantile="0.95"} 0.78"#,
        r#"perfreport_metric_ratio{metric="order_errors"} 0.009"#,
    ] {
        assert!(metrics.lines().any(|own| own == line), "{metrics}");
    }
    let [comment, _] = written(&compare("custom-trend-x1.json", "custom-trend-x1.json"));
    assert!(!comment.contains("| Metric |"), "nothing changed: {comment}");
}

#[test]
fn a_metric_fails_a_run_where_the_configuration_says_so() {
    let text = "metric = [{ name = \"order_errors\", worse = \"higher\", fail = true }, { name = \"checkout_*\", ignore = true }]";
    let settings = config::parse(text, "perfreport.toml").unwrap();
    let assessment = compare_with(&["custom-trend-x1.json"], "custom-trend-x3.json", &settings);
    assert_eq!(moved(&assessment), [(Verdict::Fail, "metric: order_errors share".to_owned())]);
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert_eq!(assessment.summary, "order_errors rose.");
    let accepted = format!(
        "{text}\naccepted = [{{ measure = \"order_errors\", up_to = \"+2%\", until = \"2999-01-01\", why = \"known\" }}]"
    );
    let settings = config::parse(&accepted, "perfreport.toml").unwrap();
    let assessment = compare_with(&["custom-trend-x1.json"], "custom-trend-x3.json", &settings);
    assert_eq!(assessment.verdict, Verdict::Fail, "nobody knows the day of a summary");
    let unmatched =
        config::parse("metric = [{ name = \"order_error\", fail = true }]", "perfreport.toml").unwrap();
    let assessment = compare_with(&["custom-trend-x1.json"], "custom-trend-x3.json", &unmatched);
    let told =
        assessment.findings.iter().find(|finding| finding.title.contains("matches no metric")).unwrap();
    assert!(told.text.contains("the nearest: order_errors"), "{}", told.text);
}

#[test]
fn a_run_of_web_sockets_is_judged_by_its_thresholds() {
    let assessment = check("ws-only.json");
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert_eq!(assessment.summary, "k6 threshold crossed: ws_connecting p(95)<100.");
    assert!(
        assessment.findings[0]
            .text
            .english()
            .replace('\u{a0}', " ")
            .starts_with("p(95) was 260 ms, limit 100 ms.")
    );
    let [html, markdown, ..] = reports(&assessment);
    for text in [html, markdown] {
        assert!(text.contains("no HTTP requests") && text.contains("ws_msgs_received"), "{text}");
        assert!(!text.contains("all requests") && !text.contains("Endpoints"), "{text}");
    }
}

#[test]
fn web_vitals_are_rated() {
    let assessment = check("browser-mixed.json");
    assert_eq!(assessment.verdict, Verdict::Pass);
    assert_eq!(moved(&assessment), []);
    let [_, markdown, ..] = reports(&assessment);
    assert!(
        markdown.contains("p50 1,000 ms, p95 2,600 ms: good"),
        "p90 is below the bound of p75\n{markdown}"
    );
}

#[test]
fn points_without_requests_are_a_run() {
    let alone = check("ws-points.json.gz");
    assert_eq!((alone.verdict, alone.run.has_requests()), (Verdict::None, false));
    assert!(!alone.findings[0].advice.as_ref().unwrap().contains("[[slo]]"));
    let slower = compare("ws-points.json.gz", "ws-points-slower.json.gz");
    assert_eq!(slower.verdict, Verdict::Warn);
    let comparison = slower.comparison.as_ref().unwrap();
    for cell in &comparison.metrics {
        let is_slower = ["echo_time", "ws_connecting"].contains(&cell.name().as_str());
        let expected = if is_slower { Change::Regression } else { Change::Unchanged };
        assert_eq!(cell.change, expected, "{cell:?}");
    }
    assert!(comparison.metrics.len() > 6);
}

/// The same run in both formats: of k6's own metrics a CSV tells as much, and of others all but the kind.
#[test]
fn both_formats_of_points_hold_the_same_samples() {
    let folder = fixture("cases");
    let (json, csv) = (read(&folder.join("ws-points.json.gz")), read(&folder.join("ws-points.csv.gz")));
    let samples = |run: &Run| -> BTreeMap<String, Samples> {
        run.metrics.iter().map(|(name, metric)| (name.clone(), metric.samples.clone())).collect()
    };
    assert_eq!(samples(&json), samples(&csv));
    assert_eq!(json.metrics["echo_time"].of.kind, Some(MetricKind::Trend));
    assert_eq!(csv.metrics["echo_time"].of.kind, None);
    assert_eq!(json.metrics["ws_connecting"].of, csv.metrics["ws_connecting"].of);
    let against_csv = compare("ws-points.csv.gz", "ws-points-slower.json.gz");
    assert_eq!(against_csv.verdict, Verdict::Warn, "one side knows the kinds");
}

/// The summary of one run in the three shapes in which k6 writes it.
fn shapes(folder: &str, stem: &str) -> [Run; 3] {
    ["", "-export", "-machine-readable"]
        .map(|shape| read(&fixture(folder).join(format!("{stem}{shape}.json"))))
}

#[test]
fn every_shape_of_summary_holds_the_same_of_browsers_and_web_sockets() {
    for (folder, stem, metrics) in [("browser", "summary", 13), ("cases", "ws-only", 4)] {
        let [first, others @ ..] = shapes(folder, stem);
        assert_eq!(first.metrics.len(), metrics, "{folder}: {:?}", first.metrics.keys());
        for other in &others {
            assert_eq!(other.metrics.keys().collect::<Vec<_>>(), first.metrics.keys().collect::<Vec<_>>());
            for (name, metric) in &first.metrics {
                let (Samples::Stated(own), Samples::Stated(its)) =
                    (&metric.samples, &other.metrics[name].samples)
                else {
                    panic!("{name}")
                };
                let told = |of: &Stated| (of.points.clone(), of.count, of.non_zero, of.sum, of.min, of.max);
                assert_eq!(told(its), told(own), "{folder} {name}");
            }
        }
    }
}

#[test]
fn every_shape_of_summary_holds_the_same_grpc_calls() {
    let told = shapes("grpc", "summary").map(|run| {
        let endpoints = run.endpoints.iter().map(|endpoint| {
            let latency = endpoint.traffic.latency.as_ref().unwrap();
            let quantiles = [0.5, 0.9, 0.95, 0.99].map(|q| latency.quantile(q));
            (endpoint.id.to_string(), endpoint.traffic.requests.clone(), quantiles)
        });
        endpoints.collect::<Vec<_>>()
    });
    assert_eq!(told[0].len(), 2);
    assert!(told.iter().all(|shape| *shape == told[0]), "{told:?}");
}

#[test]
fn a_browser_test_is_the_same_in_points_and_in_a_summary() {
    let of = |name: &str| read(&fixture("browser").join(name));
    let (json, csv, summary) = (of("base.ndjson.gz"), of("base.csv.gz"), of("summary.json"));
    assert_eq!(json.metrics, csv.metrics);
    for (name, points) in &json.metrics {
        let (Some(measured), Samples::Stated(stated)) = (points.measured(), &summary.metrics[name].samples)
        else {
            panic!("{name}")
        };
        for &(q, value) in &stated.points {
            let own = measured.distribution.quantile(q).unwrap();
            assert!((own / value - 1.0).abs() < 0.01, "{name} p{q}: {own} {value}");
        }
    }
}

#[test]
fn a_slower_page_raises_its_web_vitals() {
    let of = |name: &str| Input::Path(fixture("browser").join(name));
    let request = Request::new(vec![of("base.csv.gz")], of("product-slower-60.ndjson.gz"));
    let assessment = pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap();
    assert_eq!(assessment.verdict, Verdict::Warn);
    let cells = assessment.comparison.as_ref().unwrap().metrics.iter();
    let slower: BTreeSet<String> =
        cells.filter(|cell| cell.change == Change::Regression).map(MetricCell::name).collect();
    let expected = ["browser_web_vital_fcp", "browser_web_vital_lcp", "browser_web_vital_ttfb"];
    assert_eq!(slower, expected.map(str::to_owned).into());
    let [html, markdown, ..] = reports(&assessment);
    assert!(html.contains("needs improvement") && markdown.contains("needs improvement"));
}

#[test]
fn a_snapshot_of_either_holds_its_metrics() {
    for name in ["ws-points.json.gz", "custom-trend-x3.json"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        let run = pipeline::record(&[case(name)], &Settings::default(), &Arc::default()).unwrap();
        std::fs::write(&path, perfreport::internals::wire::snapshot::to_json(&run).unwrap()).unwrap();
        assert_eq!(read(&path).metrics, run.metrics, "{name}");
        assert!(!run.metrics.is_empty());
    }
}

/// The summary that k6 itself made of the same run is the oracle: counts are equal, percentiles within half a percent.
#[test]
fn metrics_of_points_are_those_of_k6s_summary() {
    let runs = recordings(&["points.json.gz", "points.csv.gz", "handle-summary.json"]);
    let runs: Vec<_> = runs.iter().filter(|run| run.to_string_lossy().contains("k6-versions")).collect();
    assert_eq!(runs.len(), 5);
    for folder in runs {
        let points = read(&folder.join("points.json.gz"));
        for summary in ["handle-summary.json", "summary-export.json"] {
            let summary = read(&folder.join(summary));
            for name in ["checkout_time", "payload_size", "cart_ok", "coupons", "queue_len"] {
                let what = format!("{} {name}", folder.display());
                agree(&what, &points.metrics[name], &summary.metrics[name]);
            }
            assert_eq!(summary.metrics.keys().collect::<Vec<_>>(), points.metrics.keys().collect::<Vec<_>>());
        }
    }
}

fn agree(what: &str, points: &Metric, summary: &Metric) {
    let (Some(measured), Samples::Stated(stated)) = (points.measured(), &summary.samples) else {
        panic!("{what}")
    };
    assert_eq!(points.of.kind, summary.of.kind, "{what}");
    let extremes = stated.min.zip(stated.max);
    match summary.of.kind.unwrap() {
        MetricKind::Trend => {
            assert!(stated.points.len() >= 3, "{what}");
            for &(q, value) in &stated.points {
                let own = measured.distribution.quantile(q).unwrap();
                assert!((own / value - 1.0).abs() < 0.005, "{what} p{q}: {own} {value}");
            }
            assert_eq!(measured.extremes, extremes, "{what}");
        }
        MetricKind::Rate => {
            let counts = Stated {
                count: Some(measured.count),
                non_zero: Some(measured.non_zero),
                ..Stated::default()
            };
            assert_eq!(*stated, counts, "{what}");
        }
        MetricKind::Counter => assert_eq!(stated.sum, Some(measured.sum()), "{what}"),
        MetricKind::Gauge => assert_eq!(measured.extremes, extremes, "{what}"),
    }
}
