//! The recipes of docs/ci.md, carried out: what holds when a run is good, slow, cut short, or has nothing to be compared with.

mod github;
mod gitlab;
mod jenkins;
mod lint;
mod world;

use std::fs;

use perfreport::internals::store::Store;
use world::{Job, Outcome, Trigger, World};

type System = fn(&World, &Job) -> Outcome;

const SYSTEMS: [(&str, System); 4] = [
    ("GitHub Actions", github::workflow),
    ("the action", github::action),
    ("GitLab CI", gitlab::pipeline),
    ("Jenkins", jenkins::pipeline),
];

fn base(number: u8) -> String {
    format!("snapshots/shop/base-{number}.json.zst")
}

fn good(trigger: Trigger, number: u8) -> Job {
    Job::new(trigger, &base(number))
}

fn slower(trigger: Trigger) -> Job {
    Job::new(trigger, "snapshots/shop/orders-slower-30.json.zst")
}

/// Every file that a system keeps, with its bytes.
fn kept(world: &World) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let pattern = world.kept().join("**/*");
    let files = glob::glob(pattern.to_str().unwrap()).unwrap().map(Result::unwrap);
    files.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// How many runs the kept baseline of that name has.
fn runs(world: &World, name: &str) -> usize {
    let pattern = world.kept().join("**/baselines");
    let newest = glob::glob(pattern.to_str().unwrap()).unwrap().map(Result::unwrap).max();
    let kept = newest.and_then(|folder| Store::at(folder.parent().unwrap()).baseline(name).unwrap());
    kept.map_or(0, |baseline| baseline.runs.len())
}

/// Runs a scenario in each system.
fn in_each(scenario: impl Fn(&World, &dyn Fn(&Job, i32) -> Outcome)) {
    for (name, system) in SYSTEMS {
        let world = World::new();
        scenario(&world, &|job, code| {
            let outcome = system(&world, job);
            assert_eq!(outcome.code, code, "{name}: {job:?}\n{}", outcome.log);
            outcome
        });
    }
}

#[test]
fn good_runs_of_main_become_the_baseline_of_pull_requests() {
    in_each(|world, run| {
        let raw = Job::new(Trigger::Main, "shop/base-1/points.json.gz");
        let first = run(&raw.summary("shop/base-1/summary-export.json"), 0);
        assert!(first.log.contains("There is no baseline `main` yet"), "{}", first.log);
        assert!(first.log.contains("33 of 33 k6 thresholds met"), "{}", first.log);
        run(&good(Trigger::Main, 2), 0);
        assert_eq!(runs(world, "main"), 2);

        let before = kept(world);
        let pull_request = run(&good(Trigger::PullRequest, 3), 0);
        assert!(pull_request.log.contains("against @main (2 runs)"), "{}", pull_request.log);
        assert!(pull_request.text("report/report.md").contains("PASS"));
        assert_eq!(runs(world, "main"), 2);
        let after = kept(world);
        assert!(before.iter().all(|file| after.contains(file)), "a pull request changed the store");
    });
}

#[test]
fn a_regression_fails_the_job_and_the_store_survives_it() {
    in_each(|world, run| {
        run(&good(Trigger::Main, 1), 0);
        let pull_request = run(&slower(Trigger::PullRequest), 1);
        assert!(pull_request.text("report/report.md").contains("POST /api/orders is slower"));

        let merged = run(&slower(Trigger::Main), 1);
        assert!(merged.log.contains("`main` was not changed"), "{}", merged.log);
        let next = run(&good(Trigger::Main, 2), 0);
        assert!(next.log.contains("against @main (1 run)"), "{}", next.log);
        assert_eq!(runs(world, "main"), 2);
        if cfg!(feature = "history") {
            let entries =
                kept(world).into_iter().filter(|(path, _)| path.extension() == Some("parquet".as_ref()));
            assert!(entries.count() >= 3, "the run that failed is remembered");
        }
    });
}

#[test]
fn the_action_tells_verdict_report_and_summary() {
    let world = World::new();
    github::action(&world, &good(Trigger::Main, 1));
    let outcome = github::action(&world, &slower(Trigger::PullRequest));
    assert!(outcome.log.contains("output verdict=FAIL\noutput report=report\n"), "{}", outcome.log);
    let summary = outcome.text("summary.md");
    assert!(summary.contains("POST /api/orders is slower") && !summary.contains("](charts/"), "{summary}");
    assert!(outcome.text("report/report.md").contains("](charts/"));
}

#[test]
fn a_crossed_k6_threshold_is_judged_and_reported() {
    in_each(|world, run| {
        let crossed =
            Job::new(Trigger::Main, "edge/points.json.gz").summary("edge/summary-export.json").k6_exit(99);
        let outcome = run(&crossed, 1);
        assert!(outcome.text("report/report.md").contains("k6 threshold crossed: checks rate"));
        assert_eq!(runs(world, "main"), 0);
    });
}

#[test]
fn any_other_failure_of_k6_fails_the_job_and_loses_nothing() {
    in_each(|world, run| {
        run(&good(Trigger::Main, 1), 0);
        let outcome = run(&good(Trigger::Main, 2).k6_exit(107), 1);
        assert_eq!(outcome.text("report/report.md"), "");
        assert_eq!(runs(world, "main"), 1);
        run(&good(Trigger::Main, 2), 0);
        assert_eq!(runs(world, "main"), 2);
    });
}

#[test]
fn an_inconclusive_run_joins_a_young_baseline() {
    in_each(|world, run| {
        // One base run cannot exclude 5 %.
        let config = "[compare]\ninconclusive_shift = \"5%\"\n";
        run(&good(Trigger::Main, 1).config(config), 0);
        let outcome = run(&good(Trigger::Main, 2).config(config), 3);
        assert!(outcome.text("report/report.md").contains("INCONCLUSIVE"));
        assert_eq!(runs(world, "main"), 2);
    });
}

#[test]
fn a_lost_store_is_no_failure() {
    in_each(|world, run| {
        run(&good(Trigger::Main, 1), 0);
        fs::remove_dir_all(world.kept()).unwrap();
        fs::create_dir(world.kept()).unwrap();
        let outcome = run(&slower(Trigger::PullRequest), 0);
        assert!(outcome.log.contains("There is no baseline `main` yet"), "{}", outcome.log);
        run(&good(Trigger::Main, 2), 0);
        assert_eq!(runs(world, "main"), 1);
    });
}

#[test]
fn a_wrong_baseline_name_is_said_and_the_right_one_is_proposed() {
    in_each(|_, run| {
        run(&good(Trigger::Main, 1), 0);
        let outcome = run(&slower(Trigger::PullRequest).baseline("mian"), 0);
        let said = "There is no baseline `mian`, but there is `main`";
        assert!(outcome.log.contains(said), "{}", outcome.log);
        assert!(outcome.text("report/verdict.json").contains(said));
    });
}

#[test]
fn an_unreadable_run_could_not_be_judged() {
    in_each(|world, run| {
        run(&good(Trigger::Main, 1), 0);
        run(&Job::new(Trigger::Main, "broken/points-without-requests.json"), 2);
        assert_eq!(runs(world, "main"), 1);
    });
}

/// The shell of docs/ci.md under a heading comment.
fn page_shell(comment: &str) -> String {
    let page = fs::read_to_string(crate::support::repository().join("docs/ci.md")).unwrap();
    let script = page.split(&format!("```sh\n# {comment}\n")).nth(1).unwrap();
    script.split("```").next().unwrap().to_owned()
}

#[test]
fn the_store_can_live_on_a_branch() {
    let world = World::new();
    let job = good(Trigger::Main, 1);
    let sh = |folder: &std::path::Path, script: &str| {
        let identity = ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"];
        let variables = identity.map(|name| (name.to_owned(), "ci".to_owned()));
        let (code, printed) = world.shell(&job, &["bash", "-ec"], script, folder, variables);
        assert_eq!(code, 0, "{script}\n{printed}");
        printed
    };
    sh(&world.path(""), "git init -q --bare origin && git init -q -b main project");
    sh(
        &world.path("project"),
        "git remote add origin ../origin && git commit -q --allow-empty -m one && git push -q origin main",
    );
    for run in 1..=2 {
        let clone = format!("clone-{run}");
        sh(&world.path(""), &format!("git clone -q --branch main origin {clone}"));
        let clone = world.path(&clone);
        sh(&clone, &page_shell("restore"));
        let snapshot = crate::support::fixture(&base(run));
        let added = sh(&clone, &format!("perfreport baseline add main {}", snapshot.display()));
        assert!(added.contains(if run == 1 { "; 1 run" } else { "; 2 runs" }), "{added}");
        sh(&clone, &page_shell("save"));
    }
    let files = sh(&world.path("origin"), "git ls-tree -r --name-only perfreport-store");
    assert!(files.contains("baselines/main/00002-") && !files.contains("lock"), "{files}");
}
