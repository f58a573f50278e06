//! Many processes at once on one store, and processes that are killed.

use std::path::Path;
use std::process::{Child, Stdio};

use super::{command, shop, succeeds};

/// Whether every second process remembers its run instead of adding it to a baseline.
const SAVES: bool = cfg!(feature = "history");

/// A run of its own: a run is its content, and the same one again would not be added.
fn run(folder: &Path, n: u64) -> String {
    let name = format!("run-{n}.json");
    let mut summary: serde_json::Value =
        serde_json::from_slice(&std::fs::read(shop("base-2")).unwrap()).unwrap();
    let sent = &mut summary["metrics"]["data_sent"]["values"]["count"];
    *sent = (sent.as_u64().unwrap() + n).into();
    std::fs::write(folder.join(&name), summary.to_string()).unwrap();
    name
}

/// Starts a process that writes to the store.
fn writer(folder: &Path, n: u64) -> Child {
    let (base, run) = (shop("base-1"), run(folder, n));
    // The runs are alike, and still some rule may speak against one of them.
    let add = ["baseline", "add", "main", &run, "--keep", "500", "--force", "--why", "a test"];
    let save = ["compare", &base, &run, "--save", "--keep-runs", "--no-report", "--inconclusive-ok"];
    let args: &[&str] = if SAVES && n % 2 == 1 { &save } else { &add };
    command(folder, args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn many_processes_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let children: Vec<Child> = (0..200).map(|n| writer(folder, n)).collect();
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
fn readers_see_a_store_that_belongs_together() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = run(folder, 1000);
    succeeds(folder, &["baseline", "add", "main", &first, "--force", "--why", "a test"]);
    let names: Vec<String> = (0..20).map(|n| run(folder, n)).collect();
    let changing = std::thread::scope(|scope| {
        let writes = scope.spawn(|| {
            for name in &names {
                succeeds(
                    folder,
                    &["baseline", "add", "main", name, "--keep", "1", "--force", "--why", "a test"],
                );
                succeeds(folder, &["store", "prune"]);
            }
        });
        let mut read = 0;
        while !writes.is_finished() {
            let said = succeeds(folder, &["store", "verify"]);
            assert!(said.contains(" 0 problems"), "{said}");
            let compared = ["compare", "@main", &first, "--no-report", "--inconclusive-ok"];
            succeeds(folder, &compared);
            read += 1;
        }
        writes.join().unwrap();
        read
    });
    assert!(changing > 0);
}

#[test]
fn killed_processes_leave_a_healthy_store() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut finished = 0;
    for n in 0_u64..500 {
        let mut child = writer(folder, n);
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
