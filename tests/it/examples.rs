//! Keeps `reports/examples/` true: the sample reports are made again from `fixtures/` and must be the same bytes.
//!
//! `UPDATE_DOCS=1 cargo test` writes them.

#[cfg(feature = "history")]
mod review;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use perfreport::internals::ingest::Input;
use perfreport::internals::judge::ReportHead;
use perfreport::internals::pipeline::{self, Request};
use perfreport::internals::render::{DocumentFormat, JunitWarn, ReportFormat};
use perfreport::model::postmortem::PostmortemHead;

use crate::support::{contents, repository};

/// Each example: its folder, the base runs, the run and the configuration.
const EXAMPLES: &[(&str, &[&str], &str)] = &[
    (
        "one-endpoint-slower",
        &[
            "fixtures/snapshots/shop/base-1.json.zst",
            "fixtures/snapshots/shop/base-2.json.zst",
            "fixtures/snapshots/shop/base-3.json.zst",
            "fixtures/snapshots/shop/base-4.json.zst",
        ],
        "fixtures/snapshots/shop/orders-slower-30.json.zst",
    ),
    (
        "server-errors",
        &["fixtures/shop/base-1/handle-summary.json"],
        "fixtures/shop/cart-500/handle-summary.json",
    ),
    ("pool-exhausted", &["fixtures/servers/base-1.json.zst"], "fixtures/servers/pool-exhausted.json.zst"),
    ("check-one-run", &[], "fixtures/edge/handle-summary.json"),
];

/// The objectives of the examples.
const CONFIGURATION: &str = "reports/examples/perfreport.toml";

fn request(folder: &str, base: &[&str], run: &str) -> Request {
    let mut command = vec!["perfreport".to_owned()];
    match base {
        [] => command.push(format!("check {run}")),
        [first, more @ ..] => {
            command.push(format!("compare {first} {run}"));
            command.extend(more.iter().map(|base| format!("--base {base}")));
        }
    }
    command.push(format!("--config {CONFIGURATION} --out reports/examples/{folder}"));
    // Relative paths, as a reader would give them: tests run in the repository.
    let input = |path: &&str| Input::Path(PathBuf::from(path));
    Request {
        frame: ReportHead {
            command: command.join(" "),
            generator: concat!("perfreport ", env!("CARGO_PKG_VERSION")).to_owned(),
            ..ReportHead::default()
        },
        ..Request::new(base.iter().map(input).collect(), input(&run))
    }
}

#[test]
fn examples_are_up_to_date() {
    let settings = perfreport::internals::config::load(&repository().join(CONFIGURATION)).unwrap();
    for (name, base, run) in EXAMPLES {
        let assessment = pipeline::assess(request(name, base, run), &settings, &Arc::default()).unwrap();
        keep(name, |folder| {
            pipeline::write_reports(&assessment, &ReportFormat::ALL, JunitWarn::Pass, folder).unwrap();
        });
    }
}

/// Compares what `write` makes with the example of that name, or makes it anew.
fn keep(name: &str, write: impl Fn(&Path)) {
    let kept = repository().join("reports/examples").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::remove_dir_all(&kept).ok();
        write(&kept);
    }
    let made = tempfile::tempdir().unwrap();
    write(made.path());
    let (made, kept) = (contents(made.path()), contents(&kept));
    assert_eq!(made.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>(), "{name}");
    for (path, bytes) in &made {
        assert!(kept[path] == *bytes, "{name}/{}: run UPDATE_DOCS=1 cargo test", path.display());
    }
}

#[test]
fn the_postmortem_is_up_to_date() {
    let settings = perfreport::internals::config::load(&repository().join(CONFIGURATION)).unwrap();
    let (base, run) = ("fixtures/servers/base-1.json.zst", "fixtures/servers/kafka-incident.json.zst");
    let command = format!(
        "perfreport postmortem {run} --base {base} --config {CONFIGURATION} --out reports/examples/postmortem"
    );
    let mut request = request("postmortem", &[base], run);
    request.frame.command = command;
    let postmortem =
        pipeline::postmortem(request, &settings, &Arc::default(), PostmortemHead::default(), None).unwrap();
    keep("postmortem", |folder| {
        pipeline::write_postmortem(&postmortem, &DocumentFormat::ALL, folder).unwrap();
    });
}

#[test]
fn no_report_loads_anything() {
    for (path, bytes) in contents(&repository().join("reports/examples")) {
        let text = String::from_utf8(bytes).unwrap();
        if path.extension().is_some_and(|extension| extension == "html" || extension == "svg") {
            for load in ["src=\"http", "src='http", "href=\"http", "url(http", "@import", "src=\"//"] {
                assert!(!text.contains(load), "{} holds {load}", path.display());
            }
            // The one script is the page's own, which its policy admits by its hash; a file of a chart has none.
            let scripts = text.matches("<script").count();
            assert_eq!(scripts, usize::from(text.contains("; script-src 'sha256-")), "{}", path.display());
        }
        assert!(!text.contains("planted"), "{} holds a secret", path.display());
        assert!(!text.contains("NaN"), "{} holds NaN", path.display());
    }
}
