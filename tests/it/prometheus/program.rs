//! The servers' metrics through the program: from a snapshot, from files, and files that are none.

use std::path::Path;
use std::process::Output;

use crate::support::fixture;

fn run(folder: &Path, args: &[&str]) -> Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_perfreport"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn snapshot(name: &str) -> String {
    fixture(&format!("servers/{name}.json.zst")).to_str().unwrap().to_owned()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_full_pool_is_named_on_the_terminal_and_in_every_report() {
    let folder = tempfile::tempdir().unwrap();
    let (base, pool) = (snapshot("base-1"), snapshot("pool-exhausted"));
    let output = run(folder.path(), &["compare", &base, &pool, "--out", "made"]);
    assert_eq!(output.status.code(), Some(1));
    let words = "Look first at HikariCP pool HikariPool-1: full (limit 3)";
    assert!(text(&output.stdout).contains("Look first at: HikariCP pool"), "{}", text(&output.stdout));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("made/report.html").contains(words));
    assert!(read("made/verdict.json").contains(words));
    let verdict: serde_json::Value = serde_json::from_str(&read("made/verdict.json")).unwrap();
    let first = &verdict["servers"]["resources"][0];
    assert_eq!(
        (first["title"].as_str(), first["movement"].as_str()),
        (Some("HikariCP pool HikariPool-1"), Some("rose_together"))
    );

    // The verdict holds all that the reports show.
    let again = run(folder.path(), &["render", "made/verdict.json", "--out", "again"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    for name in ["report.html", "report.md", "charts/servers-overview.svg"] {
        assert!(read(&format!("made/{name}")) == read(&format!("again/{name}")), "{name}");
    }
}

#[test]
fn metrics_are_taken_from_files_for_run_and_base() {
    let folder = tempfile::tempdir().unwrap();
    let series = |values: &str| {
        format!(
            r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"metric":{{"__name__":"hikaricp_connections_pending","pool":"p"}},"values":[{values}]}}]}}}}"#
        )
    };
    // The recorded tests ran at these times; the base waits for nothing.
    let every = |from: i64, value: u32| {
        let samples: Vec<String> = (0..70).map(|second| format!("[{},\"{value}\"]", from + second)).collect();
        series(&samples.join(","))
    };
    let (base, pool) = (snapshot("base-1"), snapshot("pool-exhausted"));
    let started = |snapshot: &str| {
        let bytes = std::fs::read(snapshot).unwrap();
        let run: serde_json::Value = serde_json::from_slice(&zstd::decode_all(&bytes[..]).unwrap()).unwrap();
        run["judged_span"][0].as_i64().unwrap() / 1_000_000
    };
    std::fs::write(folder.path().join("run.json"), every(started(&pool), 7)).unwrap();
    std::fs::write(folder.path().join("base.json"), every(started(&base), 0)).unwrap();
    let args = [
        "compare",
        &base,
        &pool,
        "--prometheus",
        "run.json",
        "--base-prometheus",
        "base.json",
        "--out",
        "made",
    ];
    assert_eq!(run(folder.path(), &args).status.code(), Some(1));
    let verdict = std::fs::read_to_string(folder.path().join("made/verdict.json")).unwrap();
    let verdict: serde_json::Value = serde_json::from_str(&verdict).unwrap();
    let resources = verdict["servers"]["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 1, "what the snapshots have themselves is replaced");
    assert_eq!(resources[0]["signals"][0]["run"]["median"], 7.0);
    assert_eq!(resources[0]["signals"][0]["base"]["median"], 0.0);
    assert_eq!(resources[0]["movement"], "rose_together");
}

#[test]
fn what_is_no_range_export_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let instant = r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#;
    std::fs::write(folder.path().join("instant.json"), instant).unwrap();
    let pool = snapshot("pool-exhausted");
    for (path, words) in [("instant.json", "query_range"), ("missing.json", "missing.json")] {
        let output = run(folder.path(), &["check", &pool, "--prometheus", path]);
        assert_eq!(output.status.code(), Some(2));
        let error = text(&output.stderr);
        assert!(error.starts_with("error: ") && error.contains(path) && error.contains(words), "{error}");
        assert!(!folder.path().join("reports").exists());
    }
}

#[test]
fn a_postmortem_is_written_in_both_formats() {
    let folder = tempfile::tempdir().unwrap();
    let (base, run_) = (snapshot("base-1"), snapshot("kafka-incident"));
    let output = run(folder.path(), &["postmortem", &run_, "--base", &base]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("FAIL  "));
    for name in ["postmortem.html", "postmortem.md"] {
        let made = std::fs::read_to_string(folder.path().join("reports/kafka-incident").join(name)).unwrap();
        for words in ["Kafka producer queue", "From 13:46:52 to 13:47:12", "Five whys", "Only people know"] {
            assert!(made.contains(words), "{name}: {words}");
        }
    }
}

/// The lines of a Markdown postmortem under a heading.
#[cfg(feature = "history")]
fn section<'a>(postmortem: &'a str, heading: &str) -> &'a str {
    let section = postmortem.split(&format!("## {heading}\n")).nth(1).unwrap();
    section.split("\n## ").next().unwrap()
}

#[cfg(feature = "history")]
#[test]
fn a_postmortem_knows_commits_and_earlier_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let succeeds = |args: &[&str], code: i32| {
        let output = run(path, args);
        assert_eq!(output.status.code(), Some(code), "{args:?} {}", text(&output.stderr));
    };
    let shop = |name: &str| crate::support::snapshot(&format!("shop/{name}")).display().to_string();
    let (base, slower, incident) = (shop("base-1"), shop("orders-slower-30"), shop("kafka-incident"));
    let postmortem = |base: &str| {
        let tagged = ["postmortem", &incident, "--tag", "commit=5d6e7f8", "--out", "out"];
        succeeds(
            &[&tagged[..], &["--base", base, "--status", "in review", "--owner", "team shop"]].concat(),
            0,
        );
        std::fs::read_to_string(path.join("out/postmortem.md")).unwrap()
    };
    let before = postmortem(&base);
    assert!(section(&before, "Recurrence").contains("remembers no earlier run of this test"), "{before}");
    assert!(before.contains("| **Status** | in review |") && before.contains("| **Owner** | team shop |"));
    assert!(before.contains("No tag <code>commit</code> in base-1"), "{before}");

    succeeds(&["record", &base, "-o", "tagged.json", "--tag", "commit=1a2b3c4"], 0);
    succeeds(&["compare", "tagged.json", &slower, "--save", "--no-report"], 1);
    let after = postmortem("tagged.json");
    assert!(after.contains("1a2b3c4..5d6e7f8: `git log --oneline 1a2b3c4..5d6e7f8`"), "{after}");
    assert!(section(&after, "Trigger").contains("different commits: 1a2b3c4..5d6e7f8"), "{after}");
    let recurrence = section(&after, "Recurrence");
    let said = "POST /api/orders was in the worst finding, or missed an objective, in 1 of 1 earlier run since 22 Nov 2026. \
                The last one: orders-slower-30, 22 Nov 2026, FAIL: POST /api/orders is slower.";
    assert!(recurrence.contains(said), "{recurrence}");

    let output = run(path, &["postmortem", &incident, "--owner", ""]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}
