//! Which runs are held against which: several on either side, each of them once.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::fixture;

fn perfreport(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_perfreport")).args(args).current_dir(folder).output().unwrap()
}

fn shop(run: &str) -> String {
    fixture("shop").join(run).join("handle-summary.json").to_str().unwrap().to_owned()
}

/// Compares and returns the exit code and the verdict.
fn compared(folder: &Path, args: &[&str]) -> (Option<i32>, Value) {
    let output = perfreport(folder, &[&["compare"], args, &["--out", "report"]].concat());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let verdict = std::fs::read(folder.join("report/verdict.json")).unwrap_or_else(|_| panic!("{text}"));
    (output.status.code(), serde_json::from_slice(&verdict).unwrap())
}

fn notes(verdict: &Value) -> String {
    verdict["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["text"].as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

fn record(folder: &Path, args: &[&str]) -> (Value, String) {
    let output = perfreport(folder, &[&["record"], args, &["-o", "recorded.json"]].concat());
    let remarks = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{remarks}");
    (serde_json::from_slice(&std::fs::read(folder.join("recorded.json")).unwrap()).unwrap(), remarks)
}

/// A minute of one load generator from a second after `START` on: points of one endpoint, and its users.
fn points(second: i64, micros: i64, endpoint: &str) -> String {
    let mut lines = String::new();
    for n in 0..60 {
        let time =
            chrono::DateTime::from_timestamp_micros((START + second + n) * 1_000_000 + micros).unwrap();
        let time = time.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        point(&mut lines, "vus", &time, 3.0, "{}");
        for k in 0..3 {
            request(&mut lines, &time, endpoint, 10.0 + f64::from((n as i32 * 7 + k * 3) % 11));
        }
    }
    lines
}

const START: i64 = 1_795_354_447;

fn point(lines: &mut String, metric: &str, time: &str, value: f64, tags: &str) {
    writeln!(
        lines,
        "{{\"metric\":\"{metric}\",\"type\":\"Point\",\"data\":{{\"time\":\"{time}\",\"value\":{value},\"tags\":{tags}}}}}"
    )
    .unwrap();
}

fn request(lines: &mut String, time: &str, endpoint: &str, milliseconds: f64) {
    let tags = format!("{{\"method\":\"GET\",\"name\":\"{endpoint}\",\"status\":\"200\"}}");
    point(lines, "http_req_duration", time, milliseconds, &tags);
}

#[test]
fn several_candidate_runs_are_all_named() {
    let folder = tempfile::tempdir().unwrap();
    let [b1, b2, r1, r2] = ["base-1", "base-2", "base-3", "base-4"].map(shop);
    let (code, verdict) = compared(folder.path(), &[&b1, &b2, "--run", &r1, "--run", &r2]);
    assert_eq!(code, Some(0));
    assert_eq!((&verdict["base"]["runs"], &verdict["run"]["runs"]), (&2.into(), &2.into()));
    assert_eq!(verdict["comparison"]["candidate_runs"], 2);
    assert_eq!(verdict["run"]["name"], "base-3");
    let other = &verdict["run"]["others"][0];
    assert_eq!(other["name"], "base-4");
    assert!(other["requests"].as_u64().unwrap() > 1000);
    assert!(notes(&verdict).contains("2 candidate runs are judged together"), "{}", notes(&verdict));
    for report in ["report.md", "report.html"] {
        let text = std::fs::read_to_string(folder.path().join("report").join(report)).unwrap();
        let text = text.replace("<wbr>", "").replace("&#x2f;", "/");
        assert!(text.contains("base-3, base-4 (2 runs)"), "{report}: the head names both");
        assert!(text.matches("base-4/handle-summary.json").count() >= 1, "{report}: the sources are named");
    }
    let (_, again) = compared(folder.path(), &[&b1, &b2, "--run", &r1, &r2]);
    assert_eq!(verdict["comparison"], again["comparison"], "as a shell expands a pattern");
    let rendered = perfreport(folder.path(), &["render", "report/verdict.json", "--out", "again"]);
    assert_eq!(rendered.status.code(), Some(0));
}

#[test]
fn pairs_are_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let [b1, b2, r1, r2] = ["base-1", "base-2", "base-3", "base-4"].map(shop);
    let (_, verdict) = compared(folder.path(), &["--pair", &b1, &r1, "--pair", &b2, &r2]);
    assert_eq!(verdict["comparison"]["paired"], true);
    assert_eq!((&verdict["base"]["runs"], &verdict["run"]["runs"]), (&2.into(), &2.into()));
    assert!(notes(&verdict).contains("judged in pairs with the base runs"), "{}", notes(&verdict));
}

#[test]
fn one_run_from_two_folders_is_one_base_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(shop("base-1"), folder.path().join("copy.json")).unwrap();
    let (_, verdict) =
        compared(folder.path(), &[&shop("base-1"), "copy.json", &shop("base-2"), &shop("base-3")]);
    assert_eq!(verdict["base"]["runs"], 2);
    let notes = notes(&verdict);
    assert!(notes.contains("copy.json is the same run as /") && notes.contains("it counts once"), "{notes}");
}

#[test]
fn the_candidate_is_no_base_of_itself() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("points.json"), points(0, 0, "/a")).unwrap();
    record(folder.path(), &["points.json"]);
    std::fs::write(folder.path().join("base.json"), points(600, 0, "/a")).unwrap();
    // A snapshot, and the points it was made from.
    let (_, verdict) = compared(folder.path(), &["recorded.json", "base.json", "points.json"]);
    assert_eq!(verdict["base"]["runs"], 1);
    let text = notes(&verdict);
    assert!(text.contains("recorded.json is the candidate itself (points.json)"), "{text}");

    let (code, verdict) = compared(folder.path(), &["recorded.json", "points.json"]);
    assert_eq!((code, &verdict["verdict"]), (Some(3), &"INCONCLUSIVE".into()));
    assert_eq!((&verdict["base"]["runs"], &verdict["findings"][0]["rule"]), (&0.into(), &"validity".into()));
    let text = verdict["findings"][0]["text"].as_str().unwrap();
    assert!(text.contains("is the candidate itself"), "{text}");
}

#[test]
fn shards_are_one_run_in_any_order_and_each_once() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.json", &points(0, 0, "/a"));
    write("b.json", &points(1, 500, "/b"));
    write("c.json", &points(0, 0, "/a"));
    let (one, remarks) = record(folder.path(), &["a.json", "b.json"]);
    assert!(!remarks.contains("one after the other"), "{remarks}");
    assert_eq!(one, record(folder.path(), &["b.json", "a.json"]).0);
    assert_eq!(one["endpoints"], record(folder.path(), &["./b.json", "./a.json"]).0["endpoints"]);
    assert_eq!(one, record(folder.path(), &["[ab].json"]).0, "a pattern that no shell expanded");
    let (once, remarks) = record(folder.path(), &["c.json", "b.json", "a.json"]);
    assert_eq!(once["endpoints"], one["endpoints"]);
    assert!(remarks.contains("c.json holds the same requests as a.json"), "{remarks}");
}

#[test]
fn merged_reruns_are_noted_whenever_they_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("r1.json", &points(0, 0, "/a"));
    write("r2.json", &points(90, 0, "/a"));
    write("base.json", &points(-600, 0, "/a"));
    let (snapshot, remarks) = record(folder.path(), &["r1.json", "r2.json"]);
    assert_eq!(snapshot["reruns"], 2);
    assert!(
        remarks.contains("2 runs that were made one after the other") && remarks.contains("--run"),
        "{remarks}"
    );
    let (_, verdict) = compared(folder.path(), &["base.json", "recorded.json"]);
    assert!(notes(&verdict).contains("merged from 2 runs"), "{}", notes(&verdict));

    // A snapshot of an older version does not say it. It shows it.
    write("r2.json", &points(900, 0, "/a"));
    let (mut snapshot, _) = record(folder.path(), &["r1.json", "r2.json"]);
    for key in ["reruns", "settings"] {
        snapshot.as_object_mut().unwrap().remove(key).unwrap();
    }
    write("old.json", &snapshot.to_string());
    let (_, verdict) = compared(folder.path(), &["base.json", "old.json"]);
    assert!(notes(&verdict).contains("merged from 2 runs"), "{}", notes(&verdict));
}

#[test]
fn a_configuration_that_a_snapshot_cannot_follow_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("points.json", &points(0, 0, "/a"));
    record(folder.path(), &["points.json"]);
    write("base.json", &points(-600, 0, "/a"));
    let (_, verdict) = compared(folder.path(), &["base.json", "recorded.json"]);
    assert!(!notes(&verdict).contains("was recorded with another"), "{}", notes(&verdict));
    write("perfreport.toml", "[window]\nwarm_up = \"5s\"\n[endpoints]\nroutes = [\"/a/{id}\"]\n");
    let (_, verdict) = compared(folder.path(), &["base.json", "recorded.json"]);
    for setting in ["`[window] warm_up`", "`[endpoints] routes`"] {
        let expected = format!("points was recorded with another {setting} than the configuration has now");
        assert!(notes(&verdict).contains(&expected), "{}", notes(&verdict));
    }
}

/// A minute of 260 endpoints that share 200 rows. Which of them are small differs from run to run.
fn many_endpoints(seed: u32, slow: Option<u32>) -> String {
    let mut lines = String::new();
    for endpoint in 0..260 {
        let requests = 150 + (endpoint * 7919 + seed * 104_729) % 151;
        for n in 0..requests {
            let second = START + i64::from(seed) * 600 + i64::from(n * 60 / requests);
            let micros = second * 1_000_000 + i64::from((n * 31 + endpoint * 17 + seed) % 1000) * 1000;
            let time = chrono::DateTime::from_timestamp_micros(micros).unwrap();
            let time = time.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
            let usual = 10.0 + f64::from((n * 37 + endpoint * 11 + seed * 13) % 101) / 20.0;
            let factor = if slow == Some(endpoint) { 5.0 } else { 1.0 };
            request(&mut lines, &time, &format!("/e/{endpoint:03}"), usual * factor);
        }
    }
    lines
}

#[test]
fn of_many_endpoints_none_is_lost_on_one_side() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("base.json", &many_endpoints(1, None));
    // Among them one that is small on one side, and one that is on both.
    for slow in [2, 131, 200] {
        write("run.json", &many_endpoints(2, Some(slow)));
        let (_, verdict) = compared(folder.path(), &["base.json", "run.json"]);
        let title = verdict["findings"][0]["title"].as_str().unwrap_or_default();
        assert_eq!(title, format!("GET /e/{slow:03} is slower"));
        assert!(!notes(&verdict).contains("Only the"), "nothing is on one side alone: {}", notes(&verdict));
        assert_eq!(verdict["run"]["endpoints"].as_array().unwrap().len(), 200);
    }
    // Kept in a snapshot, which is compared in the same way.
    record(folder.path(), &["run.json"]);
    let (_, verdict) = compared(folder.path(), &["base.json", "recorded.json"]);
    let endpoints = verdict["run"]["endpoints"].as_array().unwrap().len();
    assert_eq!((verdict["findings"].as_array().unwrap().is_empty(), endpoints), (false, 200));
}
