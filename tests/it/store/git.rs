//! A store in git: what two branches add is merged without a conflict.

use std::path::Path;
use std::process::Command;

use super::{run, shop, succeeds, text};
use crate::support::skip;

/// A repository with one commit, or nothing where there is no git.
fn repository() -> Option<tempfile::TempDir> {
    if !Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success()) {
        skip("git is not installed");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch", "main"]);
    Some(folder)
}

/// Runs git, which must succeed, and returns what it printed.
fn git(folder: &Path, args: &[&str]) -> String {
    let (succeeded, printed) = try_git(folder, args);
    assert!(succeeded, "git {args:?}: {printed}");
    printed
}

fn try_git(folder: &Path, args: &[&str]) -> (bool, String) {
    let settings = ["-c", "user.name=ada", "-c", "user.email=ada@localhost", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    // Nobody's own settings.
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.args(settings).args(args).current_dir(folder).output().unwrap();
    (output.status.success(), text(&output))
}

fn commit(folder: &Path) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "a run"]);
}

fn add(folder: &Path, run: &str, more: &[&str]) {
    succeeds(folder, &[&["baseline", "add", "main", &shop(run)], more].concat());
    commit(folder);
}

/// Puts the changes of the baseline `main` into one file, as older versions kept them. It has one change.
fn as_before(folder: &Path) {
    let baselines = folder.join(".perfreport/baselines");
    let mut changes: Vec<_> =
        std::fs::read_dir(baselines.join("main")).unwrap().map(Result::unwrap).collect();
    assert_eq!(changes.len(), 1);
    std::fs::rename(changes.remove(0).path(), baselines.join("main.json")).unwrap();
    std::fs::remove_dir(baselines.join("main")).unwrap();
}

fn verified(folder: &Path, runs: usize) {
    let said = succeeds(folder, &["store", "verify"]);
    assert!(
        said.contains(&format!("1 baseline, {runs} runs, 0 runs in the history, 0 problems\n")),
        "{said}"
    );
}

#[test]
fn two_branches_that_add_a_run_merge_without_a_conflict() {
    for old in [false, true] {
        let Some(folder) = repository() else { return };
        let folder = folder.path();
        succeeds(folder, &["baseline", "add", "main", &shop("base-1")]);
        if old {
            as_before(folder);
        }
        commit(folder);
        git(folder, &["checkout", "--quiet", "-b", "one"]);
        add(folder, "base-2", &["--why", "one branch"]);
        git(folder, &["checkout", "--quiet", "-b", "other", "main"]);
        add(folder, "base-3", &["--why", "the other branch"]);
        git(folder, &["merge", "--quiet", "--no-edit", "one"]);

        assert_eq!(git(folder, &["status", "--porcelain", "--ignored"]), "!! .perfreport/lock\n");
        let shown = succeeds(folder, &["baseline", "show", "main"]);
        assert!(shown.contains("added: one branch") && shown.contains("added: the other branch"), "{shown}");
        assert_eq!(shown.lines().filter(|line| line.contains("  added")).count(), 3, "{shown}");
        verified(folder, 3);
        assert!(!folder.join(".perfreport/baselines/main.json").exists());
        let compared = succeeds(folder, &["compare", "@main", &shop("base-4"), "--no-report"]);
        assert!(compared.contains("@main (3 runs)"), "{compared}");
    }
}

#[test]
fn two_branches_may_take_out_the_same_run() {
    let Some(folder) = repository() else { return };
    let folder = folder.path();
    for base in ["base-1", "base-2"] {
        add(folder, base, &[]);
    }
    git(folder, &["checkout", "--quiet", "-b", "one"]);
    add(folder, "base-3", &["--keep", "2"]);
    git(folder, &["checkout", "--quiet", "-b", "other", "main"]);
    add(folder, "base-4", &["--keep", "2"]);
    git(folder, &["merge", "--quiet", "--no-edit", "one"]);
    verified(folder, 4);
    let listed = succeeds(folder, &["baseline", "list"]);
    assert!(
        listed.lines().any(|line| line.trim().starts_with("main  ") && line.contains("  3  ")),
        "{listed}"
    );
    // The branch `one` begins again: of its runs one is left, and the run of the other branch stays beside it.
    git(folder, &["checkout", "--quiet", "one"]);
    add(folder, "orders-slower-30", &["--restart", "--why", "orders are signed"]);
    git(folder, &["checkout", "--quiet", "other"]);
    git(folder, &["merge", "--quiet", "--no-edit", "one"]);
    let shown = succeeds(folder, &["baseline", "show", "main"]);
    let runs = shown.split("\n\n").next().unwrap();
    assert_eq!(runs.lines().count(), 1 + 2, "{shown}");
}

#[test]
fn what_git_could_not_merge_is_named_with_what_to_do() {
    let Some(folder) = repository() else { return };
    let folder = folder.path();
    succeeds(folder, &["baseline", "add", "main", &shop("base-1")]);
    as_before(folder);
    commit(folder);
    let file = folder.join(".perfreport/baselines/main.json");
    // What an older version does on two branches, in short: each writes the file again.
    let before = std::fs::read_to_string(&file).unwrap();
    for branch in ["one", "other"] {
        git(folder, &["checkout", "--quiet", "-b", branch, "main"]);
        std::fs::write(&file, before.replace("\"ada\"", &format!("\"{branch}\""))).unwrap();
        commit(folder);
    }
    assert!(!try_git(folder, &["merge", "--quiet", "--no-edit", "one"]).0);
    for (command, code) in [
        (&["baseline", "show", "main"][..], 2),
        (&["baseline", "list"], 0),
        (&["baseline", "add", "main", &shop("base-2")], 2),
        (&["compare", "@main", &shop("base-2"), "--no-report"], 2),
        (&["store", "verify"], 1),
        (&["store", "prune"], 2),
    ] {
        let output = run(folder, command);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains("main.json:"), "{said}");
        assert!(said.contains("git's conflict markers") && said.contains("git checkout --ours"), "{said}");
    }
    git(folder, &["checkout", "--quiet", "--ours", file.to_str().unwrap()]);
    add(folder, "base-2", &[]);
    verified(folder, 2);
}
