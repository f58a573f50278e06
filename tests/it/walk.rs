//! The first five minutes of a new user, in an empty folder, with all that goes wrong on the way.

use crate::store::{run, shop, succeeds, text};

#[test]
fn from_nothing_to_a_gate() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let code = |args: &[&str]| run(folder, args).status.code();
    succeeds(folder, &["init", "--ci", "github", "--script"]);
    assert_eq!(code(&["init", "--ci", "github", "--script"]), Some(2), "nothing is overwritten");

    // The first run has nothing to be compared with, and the name of the baseline is wrong at first.
    let gate = |baseline: &str, run: &str| {
        let baseline = format!("@{baseline}");
        let format = "html,md,json,junit,comment";
        let args = [
            "compare",
            &baseline,
            &shop(run),
            "--allow-missing-baseline",
            "--out",
            "report",
            "--format",
            format,
        ];
        let output = crate::store::run(folder, &args);
        (
            output.status.code(),
            text(&output),
            std::fs::read_to_string(folder.join("report/comment.md")).unwrap(),
        )
    };
    let (exit, said, _) = gate("main", "base-1");
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("no baseline `main` yet"), "{said}");
    for good in ["base-1", "base-2", "base-3", "base-4"] {
        succeeds(folder, &["baseline", "add", "main", &shop(good)]);
    }
    let (_, said, comment) = gate("mian", "base-1");
    assert!(said.contains("main") && comment.contains("main"), "a wrong name is told: {said}");

    // A regression fails, says where, and stays out of the baseline; its fix passes.
    let (exit, said, comment) = gate("main", "orders-slower-30");
    assert_eq!(exit, Some(1), "{said}");
    assert!(comment.contains("**POST /api/orders is slower**"), "{comment}");
    assert!(comment.lines().count() <= 60 && !comment.contains("!["), "{comment}");
    assert_eq!(code(&["baseline", "add", "main", &shop("orders-slower-30")]), Some(1));
    let (exit, said, comment) = gate("main", "faster-20");
    assert_eq!(exit, Some(0), "{said}");
    assert!(comment.contains("PASS"), "{comment}");

    // The slow-down is known for now: it is accepted, within what was seen.
    gate("main", "orders-slower-30");
    let accept =
        ["accept", "POST /api/orders", "latency", "--until", "2999-12-31", "--why", "a \"quoted\" reason"];
    assert_eq!(code(&accept), Some(2), "how much is asked for");
    let said = succeeds(folder, &[&accept[..], &["--from", "report/verdict.json"]].concat());
    assert!(said.contains("in perfreport.toml") || said.contains("/perfreport.toml"), "{said}");
    let errors = [
        "accept",
        "POST /api/orders",
        "errors",
        "--until",
        "2999-12-31",
        "--why",
        "x",
        "--from",
        "report/verdict.json",
    ];
    assert_eq!(code(&errors), Some(2), "its latency became worse, and not its errors");
    let (exit, said, comment) = gate("main", "orders-slower-30");
    assert_eq!(exit, Some(0), "{said}");
    assert!(comment.contains("accepted until 2999-12-31"), "{comment}");
    let settings = std::fs::read_to_string(folder.join("perfreport.toml")).unwrap();
    std::fs::write(folder.join("perfreport.toml"), settings.replace("2999", "2001")).unwrap();
    assert_eq!(gate("main", "orders-slower-30").0, Some(1), "the time is over");
    let nothing = [
        "accept",
        "GET /nowhere",
        "p95",
        "--until",
        "2999-12-31",
        "--why",
        "x",
        "--from",
        "report/verdict.json",
    ];
    assert_eq!(code(&nothing), Some(2));

    // The slow-down is meant: the baseline begins again with it.
    let meant = ["baseline", "add", "main", &shop("orders-slower-30"), "--restart"];
    assert_eq!(code(&meant), Some(2), "why is asked for");
    let said = succeeds(folder, &[&meant[..], &["--why", "orders are signed now"]].concat());
    assert!(said.contains("1 run, 4 older runs taken out"), "{said}");
    assert!(succeeds(folder, &[&meant[..], &["--why", "again"]].concat()).contains("has it already"));
    assert!(succeeds(folder, &["baseline", "show", "main"]).contains("orders are signed now"));
    assert_eq!(gate("main", "base-1").0, Some(0), "what was good before is faster now");

    // The store is lost: no failure, and the next good run begins it again.
    std::fs::remove_dir_all(folder.join(".perfreport")).unwrap();
    let (exit, said, _) = gate("main", "base-2");
    assert_eq!(exit, Some(0), "{said}");
    succeeds(folder, &["baseline", "add", "main", &shop("base-2")]);
    let written = succeeds(folder, &["postmortem", &shop("payments-timeout"), "--base", "@main"]);
    assert!(written.contains("postmortem.md"), "{written}");
}

#[test]
fn a_step_of_github_actions_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (summary, outputs) = (folder.path().join("summary.md"), folder.path().join("outputs"));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_perfreport"));
    let output = command
        .args(["compare", &shop("base-1"), &shop("orders-slower-30"), "--out", "report", "--github"])
        .args(["--report-url", "https://ci.example/run/7"])
        .current_dir(folder.path())
        .env("GITHUB_STEP_SUMMARY", &summary)
        .env("GITHUB_OUTPUT", &outputs)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let said = text(&output);
    assert!(said.contains("\n::error title=POST /api/orders is slower::p50 went from"), "{said}");
    let summary = std::fs::read_to_string(summary).unwrap();
    assert!(
        summary.contains("FAIL") && summary.contains("[Full report](<https://ci.example/run/7>)"),
        "{summary}"
    );
    let outputs = std::fs::read_to_string(outputs).unwrap();
    assert!(outputs.starts_with("verdict=FAIL\nreport=report\nsummary="), "{outputs}");
}
