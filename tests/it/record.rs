//! `perfreport record`: snapshots, shards, pipes, broken input.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::fixture;

fn perfreport(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_perfreport")).args(args).current_dir(folder).output().unwrap()
}

/// The points of a recorded run, inflated.
fn points(run: &str) -> Vec<u8> {
    let path = fixture(run).join("points.json.gz");
    let mut text = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap());
    std::io::Read::read_to_end(&mut decoder, &mut text).unwrap();
    text
}

fn read(path: PathBuf) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A snapshot without what says which files it came from.
fn without_sources(mut snapshot: serde_json::Value) -> serde_json::Value {
    for key in ["name", "sources"] {
        snapshot.as_object_mut().unwrap().remove(key);
    }
    snapshot
}

#[test]
fn a_snapshot_gives_the_verdict_of_its_points() {
    let folder = tempfile::tempdir().unwrap();
    let [base, run] = ["shop/naive-base/points.json.gz", "shop/naive-slower/points.json.gz"]
        .map(|points| fixture(points).to_str().unwrap().to_owned());
    for (input, output) in [(&base, "base.json"), (&run, "run.json.zst")] {
        let recorded = perfreport(folder.path(), &["record", input, "-o", output]);
        assert_eq!(recorded.status.code(), Some(0), "{}", String::from_utf8_lossy(&recorded.stderr));
    }
    let from_points = perfreport(folder.path(), &["compare", &base, &run, "--no-report", "--name", "run"]);
    let from_snapshots =
        perfreport(folder.path(), &["compare", "base.json", "run.json.zst", "--no-report", "--name", "run"]);
    assert_eq!(from_points.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(from_points.stdout).unwrap(),
        String::from_utf8(from_snapshots.stdout).unwrap()
    );
}

#[test]
fn shards_of_any_kind_become_the_whole() {
    let text = points("shop/naive-slower");
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("whole.json", &text);
    let cut = |at: usize| at + text[at..].iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let (a, b) = (cut(text.len() / 3), cut(text.len() / 2));
    write("shard-a.json", &text[..a]);
    write("shard-b.json", &text[a..b]);
    write("shard-c.json", &text[b..]);
    let record = |args: &[&str]| {
        let output = perfreport(folder.path(), &[&["record"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    };
    record(&["whole.json", "-o", "whole.snapshot.json"]);
    record(&["shard-c.json", "shard-a.json", "shard-b.json", "-o", "points.snapshot.json"]);
    for shard in ["a", "b", "c"] {
        record(&[&format!("shard-{shard}.json"), "-o", &format!("{shard}.snapshot.json")]);
    }
    record(&["b.snapshot.json", "c.snapshot.json", "a.snapshot.json", "-o", "merged.snapshot.json"]);
    let snapshot = |name: &str| without_sources(read(folder.path().join(name)));
    assert_eq!(snapshot("points.snapshot.json"), snapshot("whole.snapshot.json"));
    assert_eq!(snapshot("merged.snapshot.json"), snapshot("whole.snapshot.json"));
}

#[test]
fn a_live_pipe_is_read_to_its_end() {
    let text = points("k6-versions/v2.2.0");
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_perfreport"))
        .args(["record", "-", "-o", "run.json"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(&text[..text.len() / 2]).unwrap();
    // The first signal reaches k6 as well: what k6 still writes is read.
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    pipe.write_all(&text[text.len() / 2..]).unwrap();
    drop(pipe);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    std::fs::write(folder.path().join("points.json"), &text).unwrap();
    assert_eq!(
        perfreport(folder.path(), &["record", "points.json", "-o", "whole.json"]).status.code(),
        Some(0)
    );
    let snapshot = |name: &str| without_sources(read(folder.path().join(name)));
    assert_eq!(snapshot("run.json"), snapshot("whole.json"));
}

#[test]
fn a_cut_gzip_is_an_error_unless_it_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = std::fs::read(fixture("shop/naive-slower/points.json.gz")).unwrap();
    std::fs::write(folder.path().join("cut.json.gz"), &bytes[..bytes.len() / 2]).unwrap();
    let refused = perfreport(folder.path(), &["record", "cut.json.gz", "-o", "run.json"]);
    let text = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(text.contains("cut short") && text.contains("--allow-truncated"), "{text}");
    assert!(!folder.path().join("run.json").exists());
    let allowed =
        perfreport(folder.path(), &["record", "cut.json.gz", "-o", "run.json", "--allow-truncated"]);
    assert_eq!(allowed.status.code(), Some(0));
    assert!(String::from_utf8(allowed.stderr).unwrap().contains("cut short"));
}

#[test]
fn killing_it_leaves_no_broken_file() {
    let text = points("k6-versions/v2.2.0");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("points.json"), &text).unwrap();
    let record = ["record", "points.json", "-o", "run.json"];
    let begin = std::time::Instant::now();
    assert_eq!(perfreport(folder.path(), &record).status.code(), Some(0));
    let took = begin.elapsed();
    let whole = std::fs::read(path("run.json")).unwrap();
    let old = b"what stood there before";
    let (mut seen_old, mut seen_whole) = (false, false);
    // Killed in sixty places from the start on, and in more until it was left to end: on a busy machine that takes longer.
    for step in 0..1000 {
        if step >= 60 && seen_whole {
            break;
        }
        std::fs::write(path("run.json"), old).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_perfreport"))
            .args(record)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took * step / 40);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = std::fs::read(path("run.json")).unwrap();
        assert!(found == old || found == whole, "step {step}: {} bytes", found.len());
        seen_old |= found == old;
        seen_whole |= found == whole;
    }
    assert!(seen_old && seen_whole);
}

#[test]
fn shards_that_asked_different_hosts_are_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let line = |host: &str| {
        format!(
            "{{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{{\"time\":\"2026-11-22T13:34:07Z\",\"value\":5,\"tags\":{{\"method\":\"GET\",\"name\":\"http://{host}/api\",\"status\":\"200\",\"url\":\"http://{host}/api\"}}}}}}\n"
        )
    };
    for host in ["eu", "us"] {
        std::fs::write(folder.path().join(format!("{host}.json")), line(host)).unwrap();
        let shard = [&format!("{host}.json"), "-o", &format!("{host}-run.json")].map(str::to_owned);
        let record = ["record", &shard[0], "-o", &shard[2]];
        assert_eq!(perfreport(folder.path(), &record).status.code(), Some(0));
    }
    for (inputs, output) in [(["eu.json", "us.json"], "a.json"), (["us-run.json", "eu-run.json"], "b.json")] {
        let record = ["record", inputs[0], inputs[1], "-o", output];
        assert_eq!(perfreport(folder.path(), &record).status.code(), Some(0));
        let run = read(folder.path().join(output));
        let names: Vec<&str> =
            run["endpoints"].as_array().unwrap().iter().map(|e| e["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["eu/api", "us/api"], "{output}");
    }
}

#[test]
fn nothing_planted_gets_into_a_snapshot_or_a_report() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["points.json.gz", "points.csv.gz"] {
        let input = fixture("edge").join(name).to_str().unwrap().to_owned();
        let record = perfreport(folder.path(), &["record", &input, "-o", "run.json"]);
        assert_eq!(record.status.code(), Some(0), "{}", String::from_utf8_lossy(&record.stderr));
        let check = perfreport(folder.path(), &["check", "run.json", "--out", "report"]);
        assert!(matches!(check.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&check.stderr));
        for file in
            ["run.json", "report/report.html", "report/report.md", "report/verdict.json", "report/junit.xml"]
        {
            let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
            assert!(!text.contains("planted"), "{name}: {file} holds a secret");
        }
        let verdict = read(folder.path().join("report/verdict.json"));
        let outcomes = &verdict["run"]["outcomes"];
        assert_eq!(outcomes["timeout"], 8, "six request timeouts and two dial timeouts");
    }
}
