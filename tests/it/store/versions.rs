//! Files of the first version of the history: counts without a sign, Arrow's own types, and fewer columns.
//!
//! `fixtures/store-v1/` was written by it, and `history.csv` is what it read of it.

use std::path::Path;

use super::{run, shop, succeeds, text};
use crate::support::fixture;

const READ: [&str; 5] = ["history", "--endpoint", "*", "--format", "csv"];

/// A copy of the store.
fn copied(folder: &Path) {
    for part in ["year=2026/month=10", "year=2026/month=11"] {
        let to = folder.join(".perfreport/history").join(part);
        std::fs::create_dir_all(&to).unwrap();
        for file in std::fs::read_dir(fixture("store-v1/history").join(part)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

/// The lines of a CSV, as far as the first version had columns; none of its cells holds a comma.
fn first_columns(csv: &str) -> Vec<String> {
    csv.lines().map(|line| line.split(',').take(17).collect::<Vec<_>>().join(",")).collect()
}

#[test]
fn files_of_the_first_version_are_read_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copied(folder);
    let golden = std::fs::read_to_string(fixture("store-v1/history.csv")).unwrap();
    let read = succeeds(folder, &READ);
    assert_eq!(first_columns(&read), golden.lines().collect::<Vec<_>>());
    assert!(
        read.lines().skip(1).all(|line| line.ends_with(",,,,,,,,,,,,")),
        "what they lack is missing: {read}"
    );
    assert!(succeeds(folder, &["store", "verify"]).contains("4 runs in the history, 0 problems"));
}

#[test]
fn both_versions_make_one_history_and_joining_makes_it_new() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copied(folder);
    let before = first_columns(&succeeds(folder, &READ));
    let compare = ["compare", &shop("base-1"), &shop("orders-slower-30"), "--save", "--no-report"];
    assert_eq!(run(folder, &compare).status.code(), Some(1));
    let both = first_columns(&succeeds(folder, &READ));
    assert!(before.iter().all(|line| both.contains(line)) && both.len() > before.len());
    assert!(succeeds(folder, &["store", "verify"]).contains("5 runs in the history, 0 problems"));

    // Months that are joined already are written again, once.
    let joined = folder.join(".perfreport/history/year=2026/month=10/month.parquet");
    let is_new = || memchr::memmem::find(&std::fs::read(&joined).unwrap(), b"perfreport/history@2").is_some();
    assert!(!is_new());
    let said = succeeds(folder, &["store", "compact"]);
    assert!(said.contains("joined") && is_new(), "{said}");
    assert_eq!(first_columns(&succeeds(folder, &READ)), both);
    let said = succeeds(folder, &["store", "compact"]);
    assert!(said.contains("joined 0 months"), "{said}");
}

#[test]
fn a_file_of_a_newer_version_is_named_and_not_moved() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    copied(folder);
    let joined = folder.join(".perfreport/history/year=2026/month=10/month.parquet");
    let mut bytes = std::fs::read(&joined).unwrap();
    let at = memchr::memmem::rfind(&bytes, b"history@1").unwrap() + "history@".len();
    bytes[at] = b'9';
    std::fs::write(&joined, bytes).unwrap();
    let verified = run(folder, &["store", "verify", "--quarantine"]);
    assert_eq!(verified.status.code(), Some(1), "{}", text(&verified));
    assert!(text(&verified).contains("a newer perfreport wrote it (version 9"), "{}", text(&verified));
    assert!(joined.exists());
}
