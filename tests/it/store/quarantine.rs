//! A damaged file of the history stops no other engine once it was moved aside.

use std::path::Path;
use std::process::{Command, Output};

use super::{run, succeeds, text};
use crate::support::{fixture, python};

/// Copies a folder with what is below it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

fn files(folder: &Path) -> Vec<String> {
    let pattern = folder.join("**/*.parquet");
    let found = glob::glob(pattern.to_str().unwrap()).unwrap().map(Result::unwrap);
    found.map(|file| file.strip_prefix(folder).unwrap().display().to_string()).collect()
}

/// Reads every value of the history with DuckDB, by the pattern of the page.
fn read_all(folder: &Path, mut python: Command) -> Output {
    let script = "
import duckdb
print(duckdb.sql(\"SELECT count(DISTINCT run), max(value), max(requests), max(tags) FROM read_parquet('.perfreport/history/*/*/*.parquet', hive_partitioning = true)\").fetchall()[0][0])
";
    python.args(["-c", script]).current_dir(folder).output().unwrap()
}

/// A store with files that broke readers, a file that was cut, one that is empty, and one that is whole.
fn damaged(folder: &Path) {
    let store = folder.join(".perfreport");
    copy(&fixture("hostile/store-parquet-bitmap"), &store);
    copy(&fixture("hostile/store-parquet-memory"), &store);
    let month = store.join("history/year=2026/month=11");
    let whole = fixture("store/history/year=2026/month=11");
    let mut names: Vec<_> = std::fs::read_dir(whole).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let bytes = std::fs::read(&names[0]).unwrap();
    std::fs::write(month.join("whole.parquet"), &bytes).unwrap();
    std::fs::write(month.join("cut.parquet"), &bytes[..bytes.len() / 2]).unwrap();
    std::fs::write(month.join("empty.parquet"), b"").unwrap();
}

#[test]
fn damaged_files_are_moved_aside_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    damaged(folder);
    let store = folder.join(".perfreport");
    let all = files(&store.join("history"));
    // Without the flag everything stays.
    let named = run(folder, &["store", "verify"]);
    assert_eq!(named.status.code(), Some(1), "{}", text(&named));
    assert!(text(&named).contains("--quarantine"), "{}", text(&named));
    assert_eq!(files(&store.join("history")), all);
    if let Some(python) = python("duckdb") {
        assert!(!read_all(folder, python).status.success(), "the damage must be one that stops an engine");
    }

    let moved = succeeds(folder, &["store", "verify", "--quarantine"]);
    assert!(moved.contains("0 problems") && !moved.contains("panicked"), "{moved}");
    let aside = files(&store.join("quarantine/history"));
    let left = files(&store.join("history"));
    assert!(left.contains(&"year=2026/month=11/whole.parquet".to_owned()), "{left:?}");
    for name in ["cut", "empty"] {
        assert!(aside.contains(&format!("year=2026/month=11/{name}.parquet")), "{aside:?}");
        assert!(moved.contains(&format!("{name}.parquet")), "{moved}");
    }
    assert_eq!(aside.len() + left.len(), all.len());
    if let Some(python) = python("duckdb") {
        let read = read_all(folder, python);
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        let runs = String::from_utf8_lossy(&read.stdout).trim().to_owned();
        assert!(moved.contains(&format!(" {runs} run")), "{runs}: {moved}");
    }
    assert!(succeeds(folder, &["store", "verify"]).contains("0 problems"));
}

#[test]
fn what_was_moved_before_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let month = folder.join(".perfreport/history/year=2026/month=11");
    std::fs::create_dir_all(&month).unwrap();
    for contents in ["first", "second", "third"] {
        std::fs::write(month.join("a.parquet"), contents).unwrap();
        succeeds(folder, &["store", "verify", "--quarantine"]);
    }
    let aside = folder.join(".perfreport/quarantine/history/year=2026/month=11");
    for (name, contents) in [("a.parquet", "first"), ("a.2.parquet", "second"), ("a.3.parquet", "third")] {
        assert_eq!(std::fs::read_to_string(aside.join(name)).unwrap(), contents);
    }
}
