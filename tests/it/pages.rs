//! Pages of what the sample reports do not show: each kind of run, and pages of many endpoints or runs.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::internals::render::ReportFormat;
use perfreport::model::judgement::{Assessment, Verdict};
use perfreport::model::settings::Settings;

use crate::support::{fixture, snapshot};

/// A run of the shop as k6 wrote it to Prometheus: request counts by status, and native histograms.
const PROMETHEUS: [&str; 2] = ["k6_native_by_name.json.gz", "k6_reqs.json.gz"];

/// What a made-up run does.
#[derive(Default)]
struct Load {
    endpoints: u32,
    /// Requests to each endpoint.
    requests: u32,
    /// How much slower the first endpoint is.
    slower: f64,
    /// Whether nobody listens.
    refused: bool,
}

impl Load {
    /// Points of k6; no two runs are the same.
    fn points(&self, seed: u32) -> String {
        let mut lines = String::new();
        let all = self.endpoints * self.requests;
        for n in 0..all {
            let micros =
                (1_795_354_447 + i64::from(seed) * 600) * 1_000_000 + i64::from(n * (60_000_000 / all));
            let time = chrono::DateTime::from_timestamp_micros(micros).unwrap();
            let time = time.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
            let endpoint = n % self.endpoints;
            let usual = 10.0 + f64::from((n * 37 + endpoint * 11 + seed * 13) % 101) / 5.0;
            let answer = if self.refused {
                "\"status\":\"0\",\"error_code\":\"1212\",\"expected_response\":\"false\""
            } else {
                "\"status\":\"200\",\"expected_response\":\"true\""
            };
            let tags = format!(
                "{{\"method\":\"GET\",\"name\":\"/api/collection-{endpoint:03}/with/a/long/route/{{id}}\",{answer}}}"
            );
            let took = if self.refused { 0.0 } else { usual * if endpoint == 0 { self.slower } else { 1.0 } };
            for (metric, value) in [("http_req_duration", took), ("http_reqs", 1.0)] {
                writeln!(
                    lines,
                    "{{\"metric\":\"{metric}\",\"type\":\"Point\",\"data\":{{\"time\":\"{time}\",\"value\":{value},\"tags\":{tags}}}}}"
                )
                .unwrap();
            }
        }
        lines
    }
}

fn compare(base: &[PathBuf], run: &Path) -> Assessment {
    let base = base.iter().cloned().map(Input::Path).collect();
    pipeline::assess(Request::new(base, Input::Path(run.to_owned())), &Settings::default(), &Arc::default())
        .unwrap()
}

/// Compares two made-up base runs with a run.
fn made_up(folder: &Path, usual: &Load, run: &Load) -> Assessment {
    let write = |name: &str, load: &Load, seed: u32| {
        let path = folder.join(name);
        fs::write(&path, load.points(seed)).unwrap();
        path
    };
    let base = [write("base-1.json", usual, 1), write("base-2.json", usual, 2)];
    compare(&base, &write("run.json", run, 3))
}

/// Runs of the shop, straight from Prometheus.
fn from_prometheus(folder: &Path) -> Assessment {
    let of_run = |run: &str| {
        let own = folder.join(run);
        fs::create_dir_all(&own).unwrap();
        for file in PROMETHEUS {
            fs::copy(fixture(&format!("shop/{run}/prometheus/{file}")), own.join(file)).unwrap();
        }
        own
    };
    compare(&[of_run("base-1"), of_run("base-2")], &of_run("kafka-incident"))
}

/// A page of each kind, below a folder, with the verdict that it should have.
pub(crate) fn kinds(folder: &Path) -> Vec<PathBuf> {
    let shop = |run: &str| snapshot(&format!("shop/{run}"));
    let summary = |run: &str| fixture(&format!("shop/{run}/handle-summary.json"));
    let server = |run: &str| fixture(&format!("servers/{run}.json.zst"));
    let load = |endpoints, requests| Load { endpoints, requests, slower: 1.0, refused: false };
    let few = load(2, 5);
    let shops = load(6, 300);
    let one = load(1, 2_000);
    let made = [
        ("incident", Verdict::Fail, compare(&[server("base-1")], &server("kafka-incident"))),
        ("refused", Verdict::Fail, made_up(folder, &shops, &Load { refused: true, ..load(6, 300) })),
        ("inconclusive", Verdict::Inconclusive, made_up(folder, &few, &few)),
        ("pass", Verdict::Pass, compare(&[shop("base-1"), shop("base-2"), shop("base-3")], &shop("base-4"))),
        ("70", Verdict::Fail, made_up(folder, &load(70, 60), &Load { slower: 3.0, ..load(70, 60) })),
        ("200", Verdict::Fail, made_up(folder, &load(200, 60), &Load { slower: 3.0, ..load(200, 60) })),
        ("one", Verdict::Fail, made_up(folder, &one, &Load { slower: 2.0, ..load(1, 2_000) })),
        (
            "summaries",
            Verdict::Fail,
            compare(&["base-1", "base-2", "base-3"].map(summary), &summary("orders-slower-30")),
        ),
        ("prometheus", Verdict::Fail, from_prometheus(folder)),
    ];
    let write = |(name, verdict, assessment): (&str, Verdict, Assessment)| {
        assert_eq!(assessment.verdict, verdict, "{name}");
        let own = folder.join(name);
        pipeline::write_reports(&assessment, &[ReportFormat::Html], Default::default(), &own).unwrap();
        own.join("report.html")
    };
    made.into_iter().map(write).chain(review(folder)).collect()
}

/// The review of 300 runs: three that were recorded, in turns.
#[cfg(feature = "history")]
fn review(folder: &Path) -> Option<PathBuf> {
    use chrono::{TimeDelta, TimeZone, Utc};
    use perfreport::internals::pipeline::history::{self, SaveOptions};
    use perfreport::internals::render::DocumentFormat;
    use perfreport::internals::store::Store;
    use perfreport::internals::trend::ReviewHead;
    use perfreport::model::figures::RunFigures;
    use perfreport::model::review::Period;

    let settings = Settings::default();
    let store = Store::at(folder.join("store"));
    let summary = |run: &str| Input::Path(fixture(&format!("shop/{run}/handle-summary.json")));
    let judged = ["base-2", "orders-slower-30", "cart-500"].map(|run| {
        let request = Request::new(vec![summary("base-1")], summary(run));
        pipeline::judge(request, &settings, &Arc::default()).unwrap()
    });
    let first = Utc.with_ymd_and_hms(2026, 8, 1, 3, 0, 0).unwrap();
    for number in 0..300 {
        let (runs, assessment) = &judged[if number % 7 == 0 { 1 + number % 2 } else { 0 }];
        let mut run = runs[0].clone();
        let at = first + TimeDelta::hours(8 * number as i64);
        run.meta.name = format!("build-{number}");
        run.meta.started = Ok(at);
        let figures = RunFigures { meta: run.meta.clone(), ..assessment.run.clone() };
        let assessment = Assessment { run: figures, ..assessment.clone() };
        history::save(&store, &run, &assessment, SaveOptions { keep_run: false, now: at }).unwrap();
    }
    let head = ReviewHead {
        period: Period { since: first, until: first + TimeDelta::days(101) },
        title: "Load test review".to_owned(),
        command: "perfreport review".to_owned(),
        generator: "perfreport".to_owned(),
    };
    let review = pipeline::review::review(&store, head, &settings.compare).unwrap();
    assert_eq!(review.reviewed().len(), 300);
    let own = folder.join("review-300");
    pipeline::write_review(&review, &[DocumentFormat::Html], &own).unwrap();
    Some(own.join("review.html"))
}

#[cfg(not(feature = "history"))]
fn review(_: &Path) -> Option<PathBuf> {
    None
}

#[test]
fn pages_stay_small() {
    let size = |page: &Path| fs::metadata(page).unwrap().len();
    for page in crate::browser::samples() {
        assert!(size(&page) < 400_000, "{}: {} bytes", page.display(), size(&page));
    }
    let folder = tempfile::tempdir().unwrap();
    for page in kinds(folder.path()) {
        let name = page.parent().unwrap().file_name().unwrap().to_str().unwrap();
        let most = if ["70", "200", "review-300"].contains(&name) { 1_000_000 } else { 400_000 };
        assert!(size(&page) < most, "{name}: {} bytes", size(&page));
    }
}
