//! Every fixture is read and snapshotted; recorded runs are checked against a second reading of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod broken;
mod dump;
mod encodings;
mod recorded;

use std::path::{Path, PathBuf};

use perfreport::internals::classify::Classifier;
use perfreport::internals::ingest::{self, IngestError, Input};
use perfreport::model::run::Run;
use perfreport::model::settings::Settings;

fn read(path: &Path) -> Result<Run, IngestError> {
    ingest::read(
        &Input::Path(path.to_owned()),
        &Classifier::new(&Settings::default()),
        &Settings::default(),
        &std::sync::Arc::default(),
    )
}

/// Returns all files below a folder of the package, sorted, with paths relative to the package.
fn files(folder: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { collect(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    collect(Path::new(folder), &mut found);
    found.sort();
    found
}

/// Names a snapshot by its fixture.
fn snapshot_name(path: &Path) -> String {
    path.iter().skip(1).map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("__")
}

fn is_data(path: &Path) -> bool {
    path.extension().is_none_or(|extension| extension != "md")
}

#[test]
fn every_fixture_is_read() {
    let good = files("fixtures").into_iter().filter(|path| {
        is_data(path)
            && !["broken", "hostile", "slo", "store", "store-v1", "snapshots"]
                .iter()
                .any(|folder| path.starts_with(Path::new("fixtures").join(folder)))
            && !path.iter().any(|part| part == "prometheus")
    });
    let mut seen = 0;
    for path in good {
        let run = read(&path).unwrap_or_else(|error| panic!("{error}"));
        insta::assert_snapshot!(snapshot_name(&path), dump::text(&run));
        seen += 1;
    }
    assert!(seen > 30, "only {seen} fixtures were found");
}

#[test]
fn both_shapes_of_one_run_are_equal() {
    for folder in
        ["shop/base-1", "shop/orders-slower-30", "edge", "k6-versions/v0.33.0", "k6-versions/v2.2.0"]
    {
        let folder = Path::new("fixtures").join(folder);
        let mut export = read(&folder.join("summary-export.json")).unwrap();
        let handle = read(&folder.join("handle-summary.json")).unwrap();
        let seconds = |run: &Run| run.meta.duration.clone().unwrap();
        // One file states the duration, in the other it is a count over its rate.
        assert!((seconds(&export) - seconds(&handle)).abs() < 1e-3, "{}", folder.display());
        export.meta = handle.meta.clone();
        // Nor does that file say which metrics of the script's own are times.
        for (name, metric) in &mut export.metrics {
            metric.of = handle.metrics[name].of;
        }
        assert_eq!(export, handle, "{}", folder.display());
    }
}

#[test]
fn nothing_secret_is_kept() {
    for path in files("fixtures/edge") {
        let run = format!("{:?}", read(&path).unwrap());
        assert!(!run.contains("planted"), "{}", path.display());
    }
    for path in files("fixtures/k6-versions") {
        let run = format!("{:?}", read(&path).unwrap());
        assert!(!run.contains("not-a-real-secret") && !run.contains("mini.js"), "{}", path.display());
    }
}

#[test]
fn a_directory_is_read_as_its_most_telling_file() {
    let run = read(Path::new("fixtures/shop/base-2")).unwrap();
    assert_eq!(run.meta.name, "base-2");
    assert_eq!(run.meta.sources[0].name, "fixtures/shop/base-2/handle-summary.json");

    let several = read(Path::new("fixtures/broken")).unwrap_err().to_string();
    assert!(several.starts_with("fixtures/broken"), "{several}");

    let folder = tempfile::tempdir().unwrap();
    std::fs::copy("fixtures/shop/base-1/summary-export.json", folder.path().join("a.json")).unwrap();
    std::fs::copy("fixtures/broken/other-keys.json", folder.path().join("other.json")).unwrap();
    assert!(read(folder.path()).is_ok());
    std::fs::copy("fixtures/shop/naive-base/summary-export.json", folder.path().join("b.json")).unwrap();
    let two = read(folder.path()).unwrap_err().to_string();
    assert!(two.contains("a.json and b.json each hold one (k6 summary (--summary-export))"), "{two}");
    assert!(two.ends_with("\nhint: name the file instead of the directory"), "{two}");
}
