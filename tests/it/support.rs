//! What several tests share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder below `fixtures/`.
pub(crate) fn fixture(path: &str) -> PathBuf {
    repository().join("fixtures").join(path)
}

/// The snapshot of a recorded run: `shop/base-1`.
pub(crate) fn snapshot(run: &str) -> PathBuf {
    fixture("snapshots").join(run).with_extension("json.zst")
}

/// The recorded runs that hold these files, sorted: those of `fixtures/`, and the others of the full set where it lies beside
/// the repository.
pub(crate) fn recordings(files: &[&str]) -> Vec<PathBuf> {
    let mut found = BTreeMap::new();
    for root in [fixture(""), repository().join("../shared/data")] {
        for folders in ["edge", "k6-versions/*", "shop/*"] {
            for folder in glob::glob(root.join(folders).to_str().unwrap()).unwrap().map(Result::unwrap) {
                if files.iter().all(|file| folder.join(file).exists()) {
                    let name = folder.strip_prefix(&root).unwrap().to_owned();
                    found.entry(name).or_insert(folder);
                }
            }
        }
    }
    found.into_values().collect()
}

/// Says that a test is skipped for want of a program that is its oracle. In CI nothing may be missing.
pub(crate) fn skip(missing: &str) {
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    eprintln!("skipped: {missing}");
}

/// Python with this module, or nothing where that is not installed and the test is skipped.
pub(crate) fn python(module: &str) -> Option<Command> {
    let there = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if there.is_ok_and(|output| output.status.success()) {
        return Some(Command::new("python3"));
    }
    skip(&format!("python3 with the module {module} is not installed"));
    None
}

/// A program, or nothing where it is not installed and the test is skipped.
#[cfg(unix)]
pub(crate) fn program(name: &str) -> Option<Command> {
    if Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some(Command::new(name));
    }
    skip(&format!("{name} is not installed"));
    None
}
