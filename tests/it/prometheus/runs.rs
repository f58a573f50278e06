//! Runs straight from Prometheus: the recorded shop's verdicts beside those from its points, and the dialects of those who count.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use perfreport::internals::classify::Classifier;
use perfreport::internals::ingest::{self, Input};
use perfreport::internals::pipeline::{self, Request};
use perfreport::internals::wire;
use perfreport::model::endpoint::EndpointId;
use perfreport::model::judgement::{Assessment, Verdict};
use perfreport::model::latency::Latency;
use perfreport::model::outcome::Outcome;
use perfreport::model::run::Run;
use perfreport::model::settings::Settings;
use perfreport::model::slo::{Objective, Slo, SloScope};

use crate::support::{fixture, in_the_docs, snapshot};

/// The exports that a run of the shop is read from.
const NATIVE: &[&str] = &["k6_native"];
const BY_NAME: &[&str] = &["k6_native_by_name", "k6_reqs"];
const COUNTERS: &[&str] = &["raw_buckets"];
const RATES: &[&str] = &["red_buckets", "red_rps", "red_errors"];

/// A folder with some of the exports of a recorded run, called like it.
fn exports(run: &str, names: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join(run);
    std::fs::create_dir(&own).unwrap();
    for name in names {
        let file = format!("{name}.json.gz");
        std::fs::copy(fixture(&format!("shop/{run}/prometheus/{file}")), own.join(&file)).unwrap();
    }
    (folder, own)
}

fn read(path: &Path) -> Run {
    read_with(path, &Settings::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn read_with(path: &Path, settings: &Settings) -> Result<Run, ingest::IngestError> {
    ingest::read(&Input::Path(path.to_owned()), &Classifier::new(settings), settings, &Arc::default())
}

fn shop(run: &str, names: &[&str]) -> Run {
    let (_folder, path) = exports(run, names);
    read(&path)
}

fn compare(bases: &[&str], run: &str, names: &[&str]) -> Assessment {
    let folders: Vec<_> = bases.iter().chain([&run]).map(|run| exports(run, names)).collect();
    let mut inputs: Vec<Input> = folders.iter().map(|(_, path)| Input::Path(path.clone())).collect();
    let run = inputs.pop().unwrap();
    pipeline::assess(Request::new(inputs, run), &Settings::default(), &Arc::default()).unwrap()
}

fn from_points(bases: &[&str], run: &str) -> Assessment {
    let path = |run: &str| Input::Path(snapshot(&format!("shop/{run}")));
    let request = Request::new(bases.iter().map(|run| path(run)).collect(), path(run));
    pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap()
}

/// A verdict, and what it names first.
fn told(assessment: &Assessment) -> String {
    let first =
        assessment.findings.first().map_or_else(String::new, |finding| format!(": {}", finding.title));
    format!("{}{first}", assessment.verdict.word())
}

#[test]
fn verdicts_are_those_from_points_or_inconclusive() {
    let pairs: [(&[&str], &str); 9] = [
        (&["base-1"], "base-2"),
        (&["base-2"], "base-1"),
        (&["base-1"], "orders-slower-30"),
        (&["base-1"], "pool-exhausted"),
        (&["base-1"], "kafka-incident"),
        (&["base-2"], "kafka-incident"),
        (&["base-1", "base-2"], "orders-slower-30"),
        (&["base-1", "base-2"], "pool-exhausted"),
        (&["base-1", "base-2"], "kafka-incident"),
    ];
    let mut table = String::from(
        "| against | run | from points | from k6's native histograms | from the servers' counters | from rates of them |\n|---|---|---|---|---|---|\n",
    );
    for (bases, run) in pairs {
        let points = from_points(bases, run);
        let native = compare(bases, run, NATIVE);
        assert_eq!(native.verdict, points.verdict, "{run} against {bases:?}: {}", told(&native));
        let servers = [COUNTERS, RATES].map(|names| compare(bases, run, names));
        for seen in &servers {
            let right = seen.verdict == points.verdict || seen.verdict == Verdict::Inconclusive;
            assert!(right, "{run} against {bases:?}: {}", told(seen));
        }
        let [counters, rates] = &servers;
        writeln!(
            table,
            "| {} | {run} | {} | {} | {} | {} |",
            bases.join(", "),
            told(&points),
            told(&native),
            told(counters),
            told(rates)
        )
        .unwrap();
    }
    in_the_docs("docs/methodology.md", "from prometheus", &table);
}

#[test]
fn native_histograms_count_as_points_do() {
    for run in ["base-1", "kafka-incident", "pool-exhausted"] {
        let (native, points) = (shop(run, NATIVE), read(&snapshot(&format!("shop/{run}"))));
        assert_eq!(native.meta.name, run);
        assert_eq!(native.endpoints.len(), points.endpoints.len());
        for (native, points) in native.endpoints.iter().zip(&points.endpoints) {
            let (id, native, points) = (&native.id, &native.traffic, &points.traffic);
            assert_eq!(*id, points_id(id), "{run}");
            assert_eq!(native.requests, points.requests, "{run} {id}");
            assert_eq!(native.outcomes, points.outcomes, "{run} {id}");
            assert_eq!(native.error_codes, points.error_codes, "{run} {id}");
            let (Ok(Latency::Distribution(native)), Ok(Latency::Distribution(points))) =
                (&native.latency, &points.latency)
            else {
                panic!("{run} {id}: no latency");
            };
            let bounds = native.bounds().unwrap();
            for q in [0.5, 0.9, 0.95] {
                let (own, exact) = (native.quantile(q).unwrap(), points.quantile(q).unwrap());
                let bucket = bounds.bucket_of(exact);
                // A point on a bound may have its neighbour's rank.
                let near = bucket.above * 0.99..=bucket.up_to.unwrap() * 1.01;
                assert!(near.contains(&own), "{run} {id} p{q}: {own} is not with {exact} in {bucket}");
            }
        }
    }
}

fn points_id(id: &EndpointId) -> EndpointId {
    EndpointId { method: Some(id.name.split(' ').next().unwrap().to_owned()), name: id.name.clone() }
}

#[test]
fn an_aggregation_without_statuses_takes_them_from_the_counter() {
    let (run, points) = (shop("base-1", BY_NAME), read(&snapshot("shop/base-1")));
    let intended = |run: &Run| run.whole.outcomes.as_ref().unwrap().classes[&Outcome::Intended4xx];
    // A rate misses the first request of each series, and is a mean.
    assert!((49..=52).contains(&intended(&run)), "{}", intended(&run));
    assert_eq!(intended(&points), 57);
    // Warm-up is in it, since the sum by name does not tell scenarios apart.
    let ratio = run.whole.requests.clone().unwrap() as f64 / points.whole.requests.clone().unwrap() as f64;
    assert!((0.98..1.1).contains(&ratio), "{ratio}");
}

#[test]
fn a_server_does_not_see_who_gave_up() {
    let run = shop("kafka-incident", COUNTERS);
    let outcomes = run.whole.outcomes.as_ref().unwrap();
    assert!(!outcomes.classes.contains_key(&Outcome::Timeout), "missing, and not 0");
    assert!(!outcomes.classes.contains_key(&Outcome::TransportError));
    assert_eq!(run.meta.tool, "servers");
    assert!(run.load.peak_vus.as_ref().unwrap_err().reason().contains("load generator"));
    let ids: Vec<String> = run.endpoints.iter().map(|endpoint| endpoint.id.to_string()).collect();
    assert!(ids.contains(&"POST /api/orders".to_owned()), "{ids:?}");
}

#[test]
fn a_run_from_prometheus_is_the_same_from_its_snapshot() {
    for names in [NATIVE, COUNTERS, RATES, &["red_buckets"]] {
        let run = shop("base-1", names);
        let text = wire::snapshot::to_json(&run).unwrap();
        let again = wire::snapshot::from_json(&text, "run").unwrap();
        assert_eq!(again.endpoints, run.endpoints, "{names:?}");
        assert_eq!(again.whole, run.whole, "{names:?}");
        assert_eq!((again.meta, again.load), (run.meta, run.load), "{names:?}");
    }
}

#[test]
fn what_ended_how_is_missing_where_nobody_tells_a_status() {
    let run = shop("base-1", &["red_buckets"]);
    assert!(run.whole.outcomes.as_ref().unwrap_err().reason().contains("status"));
    assert!(run.whole.requests.as_ref().unwrap() > &18_000);
    let assessment = compare(&["base-1"], "base-2", &["red_buckets"]);
    assert_eq!(assessment.verdict, Verdict::Inconclusive, "{}", told(&assessment));
    let reasons: Vec<String> = assessment.not_tested.iter().map(|entry| entry.reason.english()).collect();
    assert!(reasons.iter().any(|reason| reason.contains("status of the responses")), "{reasons:?}");
}

/// Objectives that lie on a bound are counted; between two bounds both may be true.
#[test]
fn an_objective_between_two_bounds_is_judged_where_the_bucket_does_not_matter() {
    let judged = |within: f64, share: f64| {
        let mut settings = Settings::default();
        settings.slos.push(Slo {
            runbook: None,
            scope: SloScope::Endpoints("POST /api/orders".to_owned()),
            objective: Objective::Latency { within, share },
            window_days: 28.0,
        });
        let (_folder, path) = exports("base-1", COUNTERS);
        let request = Request::new(Vec::new(), Input::Path(path));
        let assessment = pipeline::assess(request, &settings, &Arc::default()).unwrap();
        assessment.slos[0].measured.clone().map(|measured| (measured.bad, measured.status))
    };
    use perfreport::model::slo::SloStatus::{Met, Missed};
    // Of 1,606 requests 95.3 % took up to 75 ms and 97.7 % up to 100 ms.
    assert_eq!(judged(75.0, 0.95).unwrap(), (76.0, Met));
    assert_eq!(judged(90.0, 0.95).unwrap().1, Met);
    assert_eq!(judged(90.0, 0.99).unwrap().1, Missed);
    let reason = judged(90.0, 0.97).unwrap_err();
    assert!(reason.reason().contains("a bound at the objective would tell"), "{reason}");
}
