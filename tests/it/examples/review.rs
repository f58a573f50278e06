//! The review of the recorded shop runs, from the history in `fixtures/store/`.
//!
//! `UPDATE_FIXTURES=1 cargo test` remembers the runs again, from their snapshots.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::TimeDelta;
use perfreport::internals::ingest::Input;
use perfreport::internals::judge::ReportHead;
use perfreport::internals::pipeline::baseline::{AddOptions, Author};
use perfreport::internals::pipeline::history::{self, SaveOptions};
use perfreport::internals::pipeline::{self, Request, baseline, review};
use perfreport::internals::render::DocumentFormat;
use perfreport::internals::store::Store;
use perfreport::internals::trend;
use perfreport::model::review::Period;
use perfreport::model::settings::Settings;

use super::CONFIGURATION;
use crate::support::{contents, repository, snapshot};

/// The recorded runs as they were made, one after the other, and whether a run was then good enough for the baseline.
const RUNS: [(&str, bool); 16] = [
    ("base-1", true),
    ("base-2", true),
    ("base-3", true),
    ("base-4", true),
    ("orders-tail", false),
    ("orders-slower-30", false),
    ("cart-500", false),
    ("payments-timeout", false),
    ("pool-exhausted", false),
    ("kafka-incident", false),
    ("sold-out-409", false),
    ("all-slower-10", false),
    ("faster-20", false),
    ("double-load", false),
    ("open-model", false),
    ("dropped-iterations", false),
];

/// How the period of the sample is given: a day.
const DAY: &str = "2026-11-22";

fn store() -> PathBuf {
    repository().join("fixtures/store")
}

/// Remembers a run, compared with the baseline as it was, and adds it to the baseline where it is good.
fn remember(store: &Store, name: &str, good: bool, run: &Path, settings: &Settings) {
    let control = Arc::default();
    let base = baseline::usable(store, "main", 10).map_or_else(|_| Vec::new(), |(runs, _)| runs);
    let base_name = (!base.is_empty()).then(|| "@main".into());
    let commit =
        format!("{:07x}", name.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(byte)) >> 4);
    let request = Request {
        base,
        name: Some(name.to_owned()),
        tags: [("commit".to_owned(), commit)].into(),
        frame: ReportHead { base_name, ..ReportHead::default() },
        ..Request::new(Vec::new(), Input::Path(run.to_owned()))
    };
    let (runs, assessment) = pipeline::judge(request, settings, &control).unwrap();
    let run = &runs[0];
    let ended = run.meta.ended.clone().unwrap();
    history::save(store, run, &assessment, SaveOptions { keep_run: false, now: ended }).unwrap();
    if good {
        let why = Some("a clean run of the unchanged service".to_owned());
        let author = Author { by: "ada".to_owned(), at: ended + TimeDelta::seconds(5), why };
        let options = AddOptions { force: false, restart: false, keep: 10 };
        baseline::add(store, "main", run, options, &author, settings).unwrap();
    }
}

/// Makes `fixtures/store/` again, without the runs themselves.
fn remember_all(settings: &Settings) {
    std::fs::remove_dir_all(store()).ok();
    let store = Store::at(store());
    for (name, good) in RUNS {
        remember(&store, name, good, &snapshot(&format!("shop/{name}")), settings);
    }
    std::fs::remove_dir_all(store.root().join("runs")).unwrap();
    for file in ["lock", ".gitignore"] {
        std::fs::remove_file(store.root().join(file)).unwrap();
    }
}

#[test]
fn the_review_of_recorded_runs_is_up_to_date() {
    let settings = perfreport::internals::config::load(&repository().join(CONFIGURATION)).unwrap();
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        remember_all(&settings);
    }
    let since = format!("{DAY}T00:00:00Z").parse().unwrap();
    let frame = trend::ReviewHead {
        period: Period { since, until: since + TimeDelta::days(1) },
        title: "Load test review: shop".to_owned(),
        command: format!(
            "perfreport review --since {DAY} --until {DAY} --title 'Load test review: shop' --store fixtures/store --out reports/examples/review"
        ),
        generator: concat!("perfreport ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    let review = review::review(&Store::at(store()), frame, &settings.compare).unwrap();
    let kept = repository().join("reports/examples/review");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::remove_dir_all(&kept).ok();
        pipeline::write_review(&review, &DocumentFormat::ALL, &kept).unwrap();
    }
    let made = tempfile::tempdir().unwrap();
    pipeline::write_review(&review, &DocumentFormat::ALL, made.path()).unwrap();
    let (made, kept) = (contents(made.path()), contents(&kept));
    assert_eq!(made.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    for (path, bytes) in &made {
        assert!(kept[path] == *bytes, "review/{}: run UPDATE_DOCS=1 cargo test", path.display());
    }
}
