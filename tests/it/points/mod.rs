//! Recorded points against k6's own summary of the same run: counts equal, percentiles within half a percent.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod files;
mod histogram;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;
use perfreport::internals::classify::Classifier;
use perfreport::internals::ingest::k6_points::{Collected, PointFormat, assemble, read_stream};
use perfreport::model::distribution::Distribution;
use perfreport::model::endpoint::{Endpoint, EndpointId, Traffic};
use perfreport::model::labeller::{Labeller, Response};
use perfreport::model::latency::Population;
use perfreport::model::metric::MetricType;
use perfreport::model::outcome::{Outcome, Outcomes};
use perfreport::model::responses;
use perfreport::model::run::Run;
use perfreport::model::settings::{Settings, WindowSettings};
use serde_json::Value;

use crate::support::{fixture, recordings};

/// Judges one scenario, or all; everything else is the program's own.
struct Scenario {
    judged: Option<String>,
    classifier: Classifier,
}

impl Scenario {
    fn new(judged: Option<&str>) -> Self {
        Self { judged: judged.map(str::to_owned), classifier: Classifier::new(&Settings::default()) }
    }
}

impl Labeller for Scenario {
    fn judges_scenario(&self, scenario: &str) -> bool {
        self.judged.as_ref().is_none_or(|judged| judged == scenario)
    }

    fn endpoint(&self, method: Option<&str>, name: &str) -> EndpointId {
        self.classifier.endpoint(method, name)
    }

    fn host<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.classifier.host(name)
    }

    fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool {
        self.classifier.declares_intended(endpoint, status)
    }

    fn scrub(&self, text: &str) -> String {
        self.classifier.scrub(text)
    }

    fn outcome(&self, endpoint: &EndpointId, response: Response) -> Outcome {
        self.classifier.outcome(endpoint, response)
    }
}

/// The recorded runs that have points and the summary of `handleSummary`.
fn runs() -> Vec<PathBuf> {
    let runs = recordings(&["points.json.gz", "handle-summary.json"]);
    assert!(runs.len() >= 7, "{runs:?}");
    runs
}

fn with_warm_up(seconds: u32) -> Settings {
    let window = WindowSettings { warm_up: Some(f64::from(seconds)), ..WindowSettings::default() };
    Settings { window, ..Settings::default() }
}

fn collect(path: &Path, scenario: Option<&str>, settings: &Settings) -> Collected {
    let format = if path.to_string_lossy().contains(".csv") { PointFormat::Csv } else { PointFormat::Ndjson };
    let source = MultiGzDecoder::new(BufReader::new(File::open(path).unwrap()));
    let labeller = Scenario::new(scenario);
    read_stream(Box::new(source), format, &labeller, settings, &Arc::default()).unwrap()
}

fn collected(path: &Path, scenario: Option<&str>) -> Collected {
    collect(path, scenario, &Settings::default())
}

/// The run that points come to.
fn run_of(collected: Collected) -> Run {
    assemble(collected, String::new(), Vec::new(), &Scenario::new(None), &Settings::default())
}

fn outcomes(traffic: &Traffic) -> &Outcomes {
    traffic.outcomes.as_ref().unwrap()
}

/// Judged requests that k6 did not expect to end so, of one endpoint or of all: what `http_req_failed` counts. Absent where
/// no response says whether it was expected.
fn unexpected(collected: &Collected, name: Option<&str>) -> Option<u64> {
    let cells = collected.parts().flat_map(|part| &part.cells);
    cells
        .filter(|(cell, _)| cell.judged && name.is_none_or(|name| cell.endpoint.id.name == name))
        .filter_map(|(cell, &requests)| Some(if cell.expected? { 0 } else { requests }))
        .reduce(|a, b| a + b)
}

/// Checks of the whole test, as k6 counts them: path, passed, failed.
fn checks(collected: &Collected) -> Vec<(String, u64, u64)> {
    let mut all: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for part in collected.parts() {
        for (path, count) in part.checks.judged.iter().chain(&part.checks.left_out) {
            let known = all.entry(path.clone()).or_default();
            *known = (known.0 + count.passes, known.1 + count.fails);
        }
    }
    all.into_iter().map(|(path, (passes, fails))| (path, passes, fails)).collect()
}

/// Every response, fast failures included, as a summary's submetrics have them.
fn all_responses(traffic: &Traffic) -> Distribution {
    responses::of_population(traffic.responses.as_ref().unwrap(), Population::AllResponses).distribution
}

fn summary(run: &Path) -> Value {
    serde_json::from_reader(BufReader::new(File::open(run.join("handle-summary.json")).unwrap())).unwrap()
}

/// Tags of a submetric, as far as these tests know them: `http_reqs{name:GET /x,scenario:measure}`.
fn selector(metric: &str) -> Option<(&str, Vec<(&str, &str)>)> {
    let (base, tags) = metric.strip_suffix('}')?.split_once('{')?;
    Some((base, tags.split(',').map(|tag| tag.split_once(':').unwrap()).collect()))
}

fn assert_percentiles(what: &str, distribution: &Distribution, values: &Value) {
    let mut compared = 0;
    for (key, value) in values.as_object().unwrap() {
        let q = match key.as_str() {
            "min" => 0.0,
            "med" => 0.5,
            "max" => 1.0,
            percentile => match percentile.strip_prefix("p(").and_then(|rest| rest.strip_suffix(')')) {
                Some(percentile) => percentile.parse::<f64>().unwrap() / 100.0,
                None => continue,
            },
        };
        let (ours, theirs) = (distribution.quantile(q).unwrap(), value.as_f64().unwrap());
        // Half a percent, or the half microsecond that values are rounded by.
        let near = (ours - theirs).abs() <= (theirs * 0.005).max(0.000_501);
        assert!(near, "{what} {key}: {ours} here, {theirs} in k6's summary");
        compared += 1;
    }
    assert!(compared >= 4, "{what}: {values}");
    if let Some(count) = values.get("count") {
        assert_eq!(distribution.count(), count.as_u64().unwrap(), "{what}");
    }
}

fn count(metrics: &Value, metric: &str, key: &str) -> Option<u64> {
    metrics.get(metric)?.pointer(&format!("/values/{key}"))?.as_u64()
}

#[test]
fn whole_tests_count_what_k6_counts() {
    for run in runs() {
        let what = run.display().to_string();
        let (summary, collected) = (summary(&run), collected(&run.join("points.json.gz"), None));
        let metrics = &summary["metrics"];
        let outside = collected.setup_requests + collected.teardown_requests;
        let failed = unexpected(&collected, None);
        let (passes, fails) =
            checks(&collected).iter().fold((0, 0), |sum, (_, passes, fails)| (sum.0 + passes, sum.1 + fails));
        let Run { whole, load, .. } = run_of(collected);
        let requests = outcomes(&whole).total() + outside;
        assert_eq!(Some(requests), count(metrics, "http_reqs", "count"), "{what}");
        assert_eq!(failed, count(metrics, "http_req_failed", "passes"), "{what}");
        assert_eq!(Some(passes), count(metrics, "checks", "passes"), "{what}");
        assert_eq!(Some(fails), count(metrics, "checks", "fails"), "{what}");
        assert_eq!(load.iterations.clone().ok(), count(metrics, "iterations", "count"), "{what}");
        assert_eq!(
            load.dropped_iterations.clone().ok(),
            count(metrics, "dropped_iterations", "count"),
            "{what}"
        );
        assert_eq!(load.peak_vus.clone().ok(), count(metrics, "vus", "max").map(|n| n as f64), "{what}");
        assert_eq!(load.max_vus.clone().ok(), count(metrics, "vus_max", "max").map(|n| n as f64), "{what}");
        if outside == 0 {
            let latency = &metrics["http_req_duration"]["values"];
            assert_percentiles(&what, &all_responses(&whole), latency);
            let expected = &metrics["http_req_duration{expected_response:true}"]["values"];
            // Timeouts are in the latency population, but k6 does not expect them.
            if outcomes(&whole).classes[&Outcome::Timeout] == 0 {
                assert_percentiles(&what, &responses::latencies(whole.responses.as_ref().unwrap()), expected);
            }
        }
    }
}

#[test]
fn checks_are_told_apart_by_path() {
    let found = checks(&collected(&fixture("k6-versions/v2.2.0/points.json.gz"), None));
    let mut recorded = Vec::new();
    let summary = summary(&fixture("k6-versions/v2.2.0"));
    let mut groups = vec![summary["root_group"].clone()];
    while let Some(group) = groups.pop() {
        groups.extend(group["groups"].as_array().unwrap().iter().cloned());
        for check in group["checks"].as_array().unwrap() {
            let path = check["path"].as_str().unwrap().trim_start_matches("::").to_owned();
            recorded.push((path, check["passes"].as_u64().unwrap(), check["fails"].as_u64().unwrap()));
        }
    }
    recorded.sort();
    assert_eq!(found, recorded);
}

#[test]
fn metrics_of_the_script_are_kept() {
    for run in runs().into_iter().filter(|run| run.to_string_lossy().contains("k6-versions")) {
        let (summary, collected) = (summary(&run), collected(&run.join("points.json.gz"), None));
        let part = &collected.body;
        let metrics = &summary["metrics"];
        for trend in ["checkout_time", "iteration_duration", "group_duration"] {
            let what = format!("{} {trend}", run.display());
            let mut all = part.metrics.judged[trend].distribution.clone();
            if let Some(left_out) = part.metrics.left_out.get(trend) {
                all.merge(&left_out.distribution);
            }
            assert_percentiles(&what, &all, &metrics[trend]["values"]);
            assert_eq!(collected.metric_types[trend], MetricType::of_k6("trend", Some("time")));
        }
        let judged = &part.metrics.judged;
        assert_eq!(Some(judged["coupons"].sum() as u64), count(metrics, "coupons", "count"));
        assert_eq!(Some(judged["cart_ok"].non_zero), count(metrics, "cart_ok", "passes"));
        let queue = &metrics["queue_len"]["values"];
        let extremes = (queue["min"].as_f64().unwrap(), queue["max"].as_f64().unwrap());
        assert_eq!(judged["queue_len"].extremes, Some(extremes));
    }
}

#[test]
fn submetrics_by_endpoint_status_and_scenario_are_equal() {
    for run in runs() {
        let summary = summary(&run);
        let metrics = summary["metrics"].as_object().unwrap();
        let tags = metrics.keys().filter_map(|metric| selector(metric)).map(|(_, tags)| tags);
        let scenarios: BTreeSet<Option<&str>> = tags
            .filter(|tags| tags.iter().all(|tag| tag.0 != "expected_response"))
            .map(|tags| tags.iter().find(|tag| tag.0 == "scenario").map(|tag| tag.1))
            .collect();
        for scenario in scenarios {
            let collected = collected(&run.join("points.json.gz"), scenario);
            let read = run_of(collected.clone());
            for (metric, values) in metrics {
                let Some((base, tags)) = selector(metric) else { continue };
                let values = &values["values"];
                let tag = |key: &str| tags.iter().find(|tag| tag.0 == key).map(|tag| tag.1);
                if tag("scenario") != scenario || tag("expected_response").is_some() {
                    continue;
                }
                let what = format!("{} {metric}", run.display());
                let traffic = match tag("name") {
                    Some(name) => {
                        read.endpoints.iter().find(|e| e.id.name == name).map(|found| &found.traffic)
                    }
                    None => Some(&read.whole),
                };
                let requests = match (traffic, tag("status")) {
                    (None, _) => 0,
                    (Some(traffic), None) => outcomes(traffic).total(),
                    (Some(traffic), Some(status)) => {
                        *outcomes(traffic).statuses.get(&status.parse().unwrap()).unwrap_or(&0)
                    }
                };
                match base {
                    "http_reqs" => assert_eq!(Some(requests), values["count"].as_u64(), "{what}"),
                    "http_req_failed" => {
                        let failed = unexpected(&collected, tag("name")).unwrap_or(0);
                        assert_eq!(Some(failed), values["passes"].as_u64(), "{what}");
                    }
                    "http_req_duration" => {
                        assert_percentiles(&what, &all_responses(traffic.unwrap()), values);
                    }
                    _ => panic!("{what}"),
                }
            }
        }
    }
}

#[test]
fn ndjson_and_csv_of_a_run_count_the_same() {
    let mut compared = 0;
    for run in recordings(&["points.json.gz", "points.csv.gz"]) {
        // Some have no scenario of that name, and then there is nothing to compare.
        for (scenario, warm_up) in [(None, 0), (None, 7), (Some("measure"), 0), (Some("measure"), 7)] {
            let settings = with_warm_up(warm_up);
            let [json, csv] =
                ["points.json.gz", "points.csv.gz"].map(|file| collect(&run.join(file), scenario, &settings));
            let what = run.display();
            assert_eq!(checks(&json), checks(&csv), "{what}");
            let scenarios = |collected: &Collected| -> BTreeMap<(String, bool), u64> {
                let mut all = BTreeMap::new();
                for (cell, requests) in collected.parts().flat_map(|part| &part.cells) {
                    *all.entry((cell.scenario.clone(), cell.judged)).or_default() += requests;
                }
                all
            };
            assert_eq!(scenarios(&json), scenarios(&csv), "{what}");
            let (json, csv) = (run_of(json), run_of(csv));
            // CSV tells time to the second, so the window may be a little longer.
            let json_load = perfreport::model::load::Load {
                counted_over: csv.load.counted_over.clone(),
                ..json.load.clone()
            };
            assert_eq!(json_load, csv.load, "{what}");
            assert_eq!(json.users, csv.users, "{what}");
            let of = |run: &Run| -> Vec<_> {
                let counted = |Endpoint { id, traffic, .. }: &Endpoint| {
                    (
                        id.clone(),
                        traffic.outcomes.clone(),
                        traffic.error_codes.clone(),
                        all_responses(traffic),
                    )
                };
                run.endpoints.iter().map(counted).collect()
            };
            assert_eq!(of(&json), of(&csv), "{what}");
            compared += 1;
        }
    }
    assert!(compared >= 28);
}

#[test]
fn rare_outcomes_are_counted_for_what_they_are() {
    for file in ["points.json.gz", "points.csv.gz"] {
        let collected = collect(&fixture("edge").join(file), None, &Settings::default());
        assert_eq!((collected.setup_requests, collected.teardown_requests), (5, 1));
        let run = run_of(collected);
        let whole = &run.whole;
        let classes = &outcomes(whole).classes;
        assert_eq!(classes[&Outcome::Timeout], 8);
        assert_eq!(whole.error_codes[&1050], 6);
        assert_eq!(whole.error_codes[&1211], 2);
        // The 503 that the script expects is still a server error; 401 and 429 were declared nowhere.
        assert_eq!(classes[&Outcome::ServerError], 180);
        assert_eq!(classes[&Outcome::Undeclared4xx], 360);
        assert_eq!(classes[&Outcome::Ok], 1260);
        assert_eq!(outcomes(whole).total(), 1808);
        // Dial timeouts have no latency: 1260 and the six that waited for a second.
        let latency = responses::latencies(whole.responses.as_ref().unwrap());
        assert_eq!(latency.count(), 1266);
        assert!((latency.max().unwrap() - 1000.9).abs() < 0.1);
        let notes: Vec<String> = run.notes.iter().map(|note| note.text.english()).collect();
        assert_eq!(notes, ["5 requests of setup() left out.", "1 request of teardown() left out."]);
        // Several hosts: each endpoint says which.
        let names: Vec<&str> = run.endpoints.iter().map(|e| e.id.name.as_str()).collect();
        assert!(names.contains(&"localhost:18081/api/orders"), "{names:?}");
        assert!(names.contains(&"127.0.0.1:18081/api/products/{id}"), "{names:?}");
        assert!(!format!("{run:?}").contains("planted"), "{file}");
    }
}
