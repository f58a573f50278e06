//! Many write at once, without locks.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Stdio};

use super::super::history::points;
use super::super::shop;
use super::{Place, server};

/// A run of its own: a run is its content, and the same one again would not be added.
pub(super) fn run(folder: &Path, n: u64) -> String {
    let name = format!("run-{n}.json");
    let mut summary: serde_json::Value =
        serde_json::from_slice(&std::fs::read(shop("base-2")).unwrap()).unwrap();
    let sent = &mut summary["metrics"]["data_sent"]["values"]["count"];
    *sent = (sent.as_u64().unwrap() + n).into();
    std::fs::write(folder.join(&name), summary.to_string()).unwrap();
    name
}

fn started(place: &Place<'_>, args: &[&str]) -> Child {
    place.command(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn all_succeed(children: Vec<Child>) {
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

const ADD: [&str; 5] = ["--keep", "50", "--force", "--why", "a test"];

#[test]
fn of_two_writers_of_one_baseline_none_is_lost() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "writers", port: server.port };
    const WRITERS: u64 = 8;
    let names: Vec<String> = (0..WRITERS).map(|n| run(place.folder, n)).collect();
    let add = |name: &String| started(&place, &[&["baseline", "add", "main", name], &ADD[..]].concat());
    all_succeed(names.iter().map(add).collect());
    let shown = place.succeeds(&["baseline", "show", "main"]);
    for name in &names {
        let name = name.strip_suffix(".json").unwrap();
        assert!(shown.contains(name), "{name} is lost:\n{shown}");
    }
    // One after the other: each was compared with the baseline as the one before had left it.
    let changes: Vec<String> = (1..=WRITERS).map(|n| format!("baselines/main/{n:05}-change.json")).collect();
    let names = place.names();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("baselines/")).collect::<Vec<_>>(),
        changes.iter().collect::<Vec<_>>()
    );
    assert!(
        place
            .succeeds(&["store", "verify"])
            .contains("1 baseline, 8 runs, 0 runs in the history, 0 problems")
    );
}

#[test]
fn ten_runs_are_remembered_at_once() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "saves", port: server.port };
    let base = shop("base-1");
    // The last of them twice.
    let names: Vec<String> = (0..10).chain([9]).map(|n| run(place.folder, n)).collect();
    let save = |name: &String| {
        started(
            &place,
            &["compare", &base, name, "--save", "--keep-runs", "--no-report", "--inconclusive-ok"],
        )
    };
    all_succeed(names.iter().map(save).collect());
    let said = place.succeeds(&["store", "verify"]);
    assert!(said.contains("0 baselines, 10 runs, 10 runs in the history, 0 problems"), "{said}");
}

#[test]
fn what_is_saved_while_months_are_joined_stays() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "joining", port: server.port };
    let base = points(place.folder, "2025-12-01");
    let runs: Vec<String> = (1..=8).map(|day| points(place.folder, &format!("2026-01-{day:02}"))).collect();
    for run in &runs {
        place.succeeds(&["check", run, "--save", "--no-report"]);
    }
    let again = runs
        .iter()
        .map(|run| started(&place, &["compare", &base, run, "--save", "--no-report", "--inconclusive-ok"]));
    let joining = || (0..2).map(|_| started(&place, &["store", "compact"]));
    let mut children: Vec<Child> = joining().collect();
    children.extend(again);
    children.extend(joining());
    let history = || -> Vec<serde_json::Value> {
        let args = ["history", "--measure", "p95", "--format", "json"];
        let found: Vec<serde_json::Value> = serde_json::from_str(&place.succeeds(&args)).unwrap();
        let names: BTreeSet<&str> = found.iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), runs.len(), "{found:#?}");
        found
    };
    // Whoever reads meanwhile finds every run.
    while children.iter_mut().any(|child| child.try_wait().unwrap().is_none()) {
        history();
    }
    all_succeed(children);
    let found = history();
    // The second time each was compared, and that is what is remembered.
    assert!(found.iter().all(|row| row["base"] == "2025-12-01"), "{found:#?}");
    place.succeeds(&["store", "compact"]);
    assert_eq!(place.names(), ["history/year=2026/month=01/month.parquet"]);
    assert_eq!(history(), found);
}

#[test]
fn what_is_pruned_is_not_what_another_begins_to_need() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "pruned", port: server.port };
    let names: Vec<String> = (0..6).map(|n| run(place.folder, n)).collect();
    std::thread::scope(|scope| {
        let work = |name: &'static str| {
            let names = &names;
            move || {
                for run in names {
                    let args = ["baseline", "add", name, run, "--keep", "1", "--force", "--why", "a test"];
                    place.succeeds(&args);
                    place.succeeds(&["store", "prune"]);
                }
            }
        };
        for other in ["one", "two", "three"].map(|name| scope.spawn(work(name))) {
            other.join().unwrap();
        }
    });
    let said = place.succeeds(&["store", "verify"]);
    assert!(said.contains(" 0 problems"), "{said}");
    assert!(said.contains("3 baselines, 1 run,"), "{said}");
}

#[test]
fn a_baseline_that_is_removed_and_changed_at_once_holds_together() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "removed", port: server.port };
    let names: Vec<String> = (0..5).map(|n| run(place.folder, n)).collect();
    place.succeeds(&[&["baseline", "add", "main", &names[0]], &ADD[..]].concat());
    std::thread::scope(|scope| {
        let adds = scope.spawn(|| {
            for name in &names[1..] {
                place.succeeds(&[&["baseline", "add", "main", name], &ADD[..]].concat());
            }
        });
        while !adds.is_finished() {
            // It is gone, or was not there at that moment.
            let code = place.run(&["baseline", "remove", "main"]).status.code();
            assert!(matches!(code, Some(0 | 2)), "{code:?}");
            assert!(place.succeeds(&["store", "verify"]).contains(" 0 problems"));
        }
        adds.join().unwrap();
    });
    place.succeeds(&[&["baseline", "add", "main", &names[0]], &ADD[..]].concat());
    place.succeeds(&["baseline", "remove", "main"]);
    assert!(place.names().iter().all(|name| name.starts_with("runs/")), "{:?}", place.names());
}
