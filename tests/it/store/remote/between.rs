//! What another process does in the worst moment of a command: between two of its requests.

use super::super::history::points;
use super::super::{shop, text};
use super::proxy::{interrupted, interrupted_at};
use super::together::run;
use super::{Place, server};

#[test]
fn a_write_whose_answer_is_lost_is_found_to_be_done() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "lost", port: server.port };
    let first = points(place.folder, "2026-01-01");
    place.succeeds(&["check", &first, "--save", "--no-report"]);
    let runs: Vec<String> = (0..2).map(|n| run(place.folder, n)).collect();
    let add = |run| ["baseline", "add", "main", run, "--force", "--why", "a test"];
    let save = |run| ["check", run, "--save", "--no-report", "--inconclusive-ok"];
    let commands: [(&[&str], &str); 5] = [
        (&add(&runs[0]), "/runs/"),
        (&add(&runs[1]), "/baselines/"),
        (&save(&runs[1]), "/history/"),
        (&["store", "compact"], "/month.parquet"),
        (&["baseline", "remove", "main", "--run", ""], "/baselines/"),
    ];
    for (args, name) in commands {
        let output = interrupted(&place, args, ("PUT", name), || true);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output));
    }
    let names = place.names();
    assert_eq!(names.iter().filter(|name| name.starts_with("baselines/")).count(), 3, "{names:?}");
    assert_eq!(names.iter().filter(|name| name.contains("month=01/")).count(), 1, "{names:?}");
    assert!(
        place
            .succeeds(&["store", "verify"])
            .contains("1 baseline, 2 runs, 2 runs in the history, 0 problems")
    );
}

#[test]
fn a_run_that_is_needed_while_it_is_pruned_stays() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = run(folder.path(), 0);
    let base = shop("base-1");
    let add = ["baseline", "add", "main", &run, "--force", "--why", "a test"];
    let kept = |prefix| {
        let place = Place { folder: folder.path(), prefix, port: server.port };
        place.succeeds(&[
            "compare",
            &base,
            &run,
            "--save",
            "--keep-runs",
            "--no-report",
            "--inconclusive-ok",
        ]);
        place
    };
    let whole = |place: &Place<'_>| {
        let said = place.succeeds(&["store", "verify"]);
        assert!(said.contains("1 baseline, 1 run, 1 run in the history, 0 problems"), "{said}");
    };
    // A baseline refers to it before it is deleted, and nobody who prunes knows.
    let place = kept("pruned-1");
    let pruned = interrupted(&place, &["store", "prune"], ("POST", "delete"), || {
        place.succeeds(&add);
        false
    });
    assert!(text(&pruned).contains("deleted 0 runs"), "{}", text(&pruned));
    whole(&place);
    // It is deleted after whoever adds it has seen that it is there.
    let place = kept("pruned-2");
    let added = interrupted(&place, &add, ("PUT", "/baselines/"), || {
        assert!(place.succeeds(&["store", "prune"]).contains("deleted 1 run "));
        false
    });
    assert_eq!(added.status.code(), Some(0), "{}", text(&added));
    whole(&place);
    // A run that a comparison was about to read is taken out and pruned.
    let other = super::together::run(folder.path(), 1);
    let compared = interrupted(
        &place,
        &["compare", "@main", &base, "--no-report", "--inconclusive-ok"],
        ("GET", "/runs/"),
        || {
            place.succeeds(&["baseline", "add", "main", &other, "--restart", "--why", "a test"]);
            assert!(place.succeeds(&["store", "prune"]).contains("deleted 1 run "));
            false
        },
    );
    assert!(matches!(compared.status.code(), Some(0 | 1)), "{}", text(&compared));
    assert!(!text(&compared).contains("left out"), "{}", text(&compared));
}

#[test]
fn what_another_does_while_a_month_is_read_or_joined_is_not_lost() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["2026-01-03", "2026-01-20"].map(|day| points(folder.path(), day));
    let saved = |prefix| {
        let place = Place { folder: folder.path(), prefix, port: server.port };
        for run in [&one, &two] {
            place.succeeds(&["check", run, "--save", "--no-report"]);
        }
        place
    };
    let again: &[&str] = &["compare", &two, &one, "--save", "--no-report", "--inconclusive-ok"];
    let joined = ["history/year=2026/month=01/month.parquet".to_owned()];

    // The files that a reader has listed are joined and deleted.
    let place = saved("while-read");
    let before = place.succeeds(&["history", "--format", "csv"]);
    let read = interrupted(&place, &["history", "--format", "csv"], ("GET", ".parquet"), || {
        place.succeeds(&["store", "compact"]);
        false
    });
    assert_eq!(text(&read), before);
    assert_eq!(place.names(), joined);

    // A run is saved again after it was read, and before the month is written.
    let place = saved("while-joined");
    let compacted = interrupted(&place, &["store", "compact"], ("PUT", "/month.parquet"), || {
        place.succeeds(again);
        false
    });
    assert_eq!(compacted.status.code(), Some(0), "{}", text(&compacted));
    assert_eq!(place.names().len(), 2, "{:?}", place.names());
    let history = place.succeeds(&["history", "--format", "csv"]);
    assert!(
        history.contains("2026-01-20,") && history.lines().count() == before.lines().count(),
        "{history}"
    );
    assert_ne!(history, before);

    // The month is joined by another, and more of it: what it has written is not replaced.
    let place = saved("joined-twice");
    let late = interrupted(&place, &["store", "compact"], ("PUT", "/month.parquet"), || {
        place.succeeds(again);
        place.succeeds(&["store", "compact"]);
        false
    });
    assert_eq!(late.status.code(), Some(0), "{}", text(&late));
    assert!(
        text(&late).contains("left alone: ") && text(&late).contains("joined 0 months"),
        "{}",
        text(&late)
    );
    assert_eq!(place.names(), joined);
    assert_eq!(place.succeeds(&["history", "--format", "csv"]), history);

    // The same, after it was listed and before anything of it was read: the joined file is not one of those that are read.
    let place = saved("joined-before");
    let late = interrupted_at(&place, &["store", "compact"], ("GET", "month%3D01", 1), || {
        place.succeeds(&["store", "compact"]);
        assert_eq!(place.names(), joined);
        place.succeeds(again);
        false
    });
    assert_eq!(late.status.code(), Some(0), "{}", text(&late));
    assert!(
        text(&late).contains("left alone: ") && text(&late).contains("joined 0 months"),
        "{}",
        text(&late)
    );
    assert_eq!(place.succeeds(&["history", "--format", "csv"]), history);
}

#[test]
fn a_baseline_is_changed_as_another_left_it() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "changed", port: server.port };
    let runs: Vec<String> = (0..4).map(|n| run(place.folder, n)).collect();
    let add = |run| ["baseline", "add", "main", run, "--keep", "2", "--force", "--why", "a test"];
    place.succeeds(&add(&runs[0]));
    place.succeeds(&add(&runs[1]));
    // Each takes the oldest out: that which is the oldest by then.
    let added = interrupted(&place, &add(&runs[2]), ("PUT", "/baselines/"), || {
        place.succeeds(&add(&runs[3]));
        false
    });
    assert_eq!(added.status.code(), Some(0), "{}", text(&added));
    let shown = place.succeeds(&["baseline", "show", "main"]);
    let (table, _) = shown.split_once("\n\n").unwrap();
    let is_there = |n: usize| table.contains(&format!("run-{n} "));
    assert_eq!([0, 1, 2, 3].map(is_there), [false, false, true, true], "{shown}");
    // It is removed while a run is added: the run is what it then has.
    let added = interrupted(&place, &add(&runs[0]), ("PUT", "/baselines/"), || {
        place.succeeds(&["baseline", "remove", "main"]);
        false
    });
    assert_eq!(added.status.code(), Some(0), "{}", text(&added));
    let shown = place.succeeds(&["baseline", "show", "main"]);
    assert_eq!(shown.split("\n\n").next().unwrap().matches("run-").count(), 1, "{shown}");
}
