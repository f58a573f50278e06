//! Many processes at once on one store, and processes that are killed.

use std::path::Path;
use std::process::{Child, Stdio};

use super::{command, shop, succeeds};

/// Whether every second process remembers its run instead of adding it to a baseline.
const SAVES: bool = cfg!(feature = "history");

/// Starts a process that writes to the store.
fn writer(folder: &Path, summary: &str, n: u64) -> Child {
    let name = format!("run-{n}");
    let add = ["baseline", "add", "main", summary, "--name", &name, "--keep", "500"];
    let save = ["compare", summary, summary, "--name", &name, "--save", "--keep-runs", "--no-report"];
    let args: &[&str] = if SAVES && n % 2 == 1 { &save } else { &add };
    command(folder, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn many_processes_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let summary = shop("base-1");
    let children: Vec<Child> = (0..200).map(|n| writer(folder, &summary, n)).collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    let said = succeeds(folder, &["store", "verify"]);
    let expected = if SAVES {
        "1 baseline, 200 runs, 100 runs in the history, 0 problems"
    } else {
        "1 baseline, 200 runs, 0 runs in the history, 0 problems"
    };
    assert!(said.contains(expected), "{said}");
    assert!(!said.contains("interrupted") || said.contains(" 0 files of interrupted"), "{said}");
}

#[test]
fn killed_processes_leave_a_healthy_store() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let summary = shop("base-1");
    let mut finished = 0;
    for n in 0_u64..500 {
        let mut child = writer(folder, &summary, n);
        // A few milliseconds, spread over the whole life of the process.
        std::thread::sleep(std::time::Duration::from_micros(n * 7919 % 12_000));
        child.kill().unwrap();
        let added = !(SAVES && n % 2 == 1);
        finished += usize::from(child.wait().unwrap().success() && added);
    }
    let said = succeeds(folder, &["store", "verify"]);
    assert!(said.contains(" 0 problems"), "{said}");
    let shown = if finished > 0 { succeeds(folder, &["baseline", "show", "main"]) } else { String::new() };
    assert!(shown.lines().filter(|line| line.contains("run-")).count() >= finished, "{shown}");
}
