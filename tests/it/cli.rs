//! The program as a process: exit codes, streams, help, bad input.

use std::path::{Path, PathBuf};
use std::process::Output;

use crate::support::{fixture, recordings, repository};

/// Runs the program in a folder of its own.
struct Shell {
    folder: tempfile::TempDir,
}

impl Shell {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn run(&self, args: &[&str]) -> Output {
        std::process::Command::new(env!("CARGO_BIN_EXE_perfreport"))
            .args(args)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), contents).unwrap();
        name.to_owned()
    }

    fn is_empty(&self) -> bool {
        std::fs::read_dir(self.folder.path()).unwrap().next().is_none()
    }
}

fn shop(run: &str) -> String {
    fixture("shop").join(run).join("handle-summary.json").to_str().unwrap().to_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Every file below a folder, with its text.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.clone(), String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned()));
        }
    }
    found
}

#[test]
fn compare_writes_every_report_and_exits_with_the_verdict() {
    let shell = Shell::new();
    let output = shell.run(&["compare", &shop("base-1"), &shop("orders-slower-30")]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).is_empty(), "results go to standard output alone: {}", stderr(&output));
    let printed = stdout(&output);
    assert!(printed.contains("FAIL") && printed.contains("POST /api/orders is slower"), "{printed}");
    for name in ["report.html", "report.md", "verdict.json", "junit.xml"] {
        assert!(shell.path("reports/orders-slower-30").join(name).exists(), "{name}");
        assert!(printed.contains(name), "{name} is told: {printed}");
    }
    assert!(printed.contains("reports/orders-slower-30"), "{printed}");
}

#[test]
fn exit_codes() {
    let shell = Shell::new();
    let code = |args: &[&str]| shell.run(args).status.code();
    let (base, same, faster) = (shop("base-1"), shop("base-2"), shop("faster-20"));
    let (warn, fail, open) = (shop("cart-500"), shop("orders-slower-30"), shop("open-model"));
    assert_eq!(code(&["compare", &base, &same, "--no-report"]), Some(0));
    assert_eq!(code(&["compare", &base, &faster, "--no-report"]), Some(0));
    assert_eq!(code(&["compare", &base, &warn, "--no-report"]), Some(0));
    assert_eq!(code(&["compare", &base, &warn, "--no-report", "--fail-on", "warn"]), Some(1));
    assert_eq!(code(&["compare", &base, &fail, "--no-report"]), Some(1));
    assert_eq!(code(&["compare", &base, &fail, "--no-report", "--fail-on", "never"]), Some(0));
    assert_eq!(code(&["compare", &base, &open, "--no-report"]), Some(3));
    assert_eq!(code(&["compare", &base, &open, "--no-report", "--inconclusive-ok"]), Some(0));
    assert_eq!(code(&["compare", &base, "nowhere.json"]), Some(2));
    assert_eq!(code(&["compare", &base]), Some(2));
    assert_eq!(code(&["compare", &base, &same, "--no-such-flag"]), Some(2));
    assert!(shell.is_empty(), "--no-report and errors leave nothing behind");
}

#[test]
fn the_exit_code_is_the_verdicts_whoever_reads_the_output() {
    let shell = Shell::new();
    let spawn = |stdout: std::process::Stdio| {
        std::process::Command::new(env!("CARGO_BIN_EXE_perfreport"))
            .args(["compare", &shop("base-1"), &shop("orders-slower-30"), "--no-report"])
            .current_dir(shell.path(""))
            .stdout(stdout)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut child = spawn(std::process::Stdio::piped());
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(1), ""));
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let output = spawn(full.into()).wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("could not write to standard output"), "{}", stderr(&output));
    }
}

#[test]
fn check_reports_crossed_thresholds_and_failing_checks() {
    let shell = Shell::new();
    for name in ["handle-summary.json", "summary-export.json"] {
        let edge = fixture("edge").join(name);
        let output = shell.run(&["check", edge.to_str().unwrap(), "--out", "report"]);
        assert_eq!(output.status.code(), Some(1));
        let printed = stdout(&output);
        assert!(printed.contains("rate<0.001") && printed.contains("rate>0.9"), "{printed}");
        for (path, text) in files(&shell.path("report")) {
            assert!(!text.contains("planted"), "{} holds a secret", path.display());
            if path.extension().is_some_and(|extension| extension == "html" || extension == "md") {
                assert!(text.contains("never true"), "{} names the failing check", path.display());
            }
        }
        assert!(!printed.contains("planted"));
    }
}

#[test]
fn bad_input_is_one_clear_error_and_nothing_else() {
    let shell = Shell::new();
    let good = shop("base-1");
    let deep = "[".repeat(100_000);
    let table: &[(&str, Vec<u8>, &str)] = &[
        ("empty.json", Vec::new(), "empty"),
        ("truncated.json", std::fs::read(&good).unwrap()[..5000].to_vec(), "line 1"),
        ("other.json", br#"{"hello": 1, "world": []}"#.to_vec(), "hello"),
        ("console.log", b"     execution: local\n        script: script.js\n     http_reqs......: 10\n".to_vec(), "k6"),
        ("jmeter.jtl", b"timeStamp,elapsed,label,responseCode\n1,2,a,200\n".to_vec(), "JMeter"),
        ("deep.json", deep.into_bytes(), "deep.json"),
        ("nohttp.json", br#"{"metrics":{"vus":{"value":1,"min":1,"max":1}},"root_group":{"name":"","groups":{},"checks":{}}}"#.to_vec(), "nothing in this file can be judged"),
        ("string.json", br#"{"metrics":{"http_reqs":{"count":"12","rate":1}},"root_group":{"name":"","groups":{},"checks":{}}}"#.to_vec(), "count"),
        ("negative.json", br#"{"metrics":{"http_reqs":{"count":-12,"rate":1}},"root_group":{"name":"","groups":{},"checks":{}}}"#.to_vec(), "count"),
        ("huge.json", br#"{"metrics":{"http_reqs":{"count":1e400,"rate":1}},"root_group":{"name":"","groups":{},"checks":{}}}"#.to_vec(), "huge.json"),
    ];
    for (name, contents, expected) in table {
        let name = shell.write(name, contents);
        let output = shell.run(&["compare", &good, &name]);
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {text}");
        assert!(text.starts_with("error: "), "{name}: {text}");
        assert_eq!(text.matches("error:").count(), 1, "{name}: {text}");
        assert!(text.contains(&*name) && text.contains(expected), "{name}: {text}");
        assert!(stdout(&output).is_empty(), "{name}");
        assert!(!shell.path("reports").exists(), "{name} left a report behind");
    }
}

#[test]
fn a_directory_without_a_run_is_named() {
    let shell = Shell::new();
    std::fs::create_dir(shell.path("nothing")).unwrap();
    let output = shell.run(&["check", "nothing"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nothing"), "{}", stderr(&output));
}

#[test]
fn configuration_errors_point_at_the_line() {
    let shell = Shell::new();
    shell.write("perfreport.toml", "[window]\nwarmup = \"30s\"\n");
    let output = shell.run(&["check", &shop("base-1"), "--no-report"]);
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(2));
    for part in ["perfreport.toml", "warmup", "^", "warm_up"] {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
}

#[test]
fn objectives_of_the_configuration_are_judged() {
    let shell = Shell::new();
    shell.write("perfreport.toml", "[[slo]]\nendpoint = \"POST /api/orders\"\np95 = \"50ms\"\n");
    let output = shell.run(&["check", &shop("base-1"), "--no-report"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("POST /api/orders misses its objective"), "{}", stdout(&output));
}

#[test]
fn objectives_of_other_tools_are_judged_or_refused_by_name() {
    let shell = Shell::new();
    let run = shop("base-1");
    let slo = fixture("slo/openslo.yml").to_str().unwrap().to_owned();
    // What is there twice counts once: three for one endpoint or all, and one for each of three endpoints.
    let output = shell.run(&["check", &run, "--no-report", "--slo", &slo, "--slo", &slo]);
    assert!(stdout(&output).contains("6 of 6 objectives met"), "{}", stdout(&output));
    let sloth = std::fs::read_to_string(fixture("slo/sloth.yml")).unwrap();
    shell.write("slo.yml", sloth.replace("5..", "5..|429"));
    for command in [&["check", &run][..], &["compare", &run, &run], &["rules"], &["dashboard"]] {
        let output = shell.run(&[command, &["--slo", "slo.yml"]].concat());
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let said = stderr(&output);
        assert!(said.contains("SLO `availability`: the query counts 429 as errors"), "{said}");
        assert!(said.contains("slo.yml:12:22"), "{said}");
    }
}

/// A variable that a CI job did not set is nothing that was said.
#[test]
fn an_empty_text_is_none() {
    let shell = Shell::new();
    let (base, run) = (shop("base-1"), shop("orders-slower-30"));
    let empty = ["--name", "", "--title", " ", "--report-url", "", "--tag", "commit="];
    let args = [&["compare", &base, &run, "--out", "out", "--format", "json"][..], &empty].concat();
    shell.run(&args);
    let verdict = std::fs::read_to_string(shell.path("out/verdict.json")).unwrap();
    let verdict: serde_json::Value = serde_json::from_str(&verdict).unwrap();
    assert_eq!(verdict["run"]["name"], "orders-slower-30");
    assert_eq!(verdict["run"]["tags"].get("commit"), None, "{}", verdict["run"]["tags"]);
    assert!(verdict.get("report_url").is_none());
}

#[test]
fn quiet_prints_the_verdict_line_alone() {
    let shell = Shell::new();
    let output = shell.run(&["compare", &shop("base-1"), &shop("base-2"), "--quiet", "--no-report"]);
    assert_eq!(stdout(&output).lines().count(), 1, "{}", stdout(&output));
    assert!(stdout(&output).starts_with("PASS"));
}

#[test]
fn colour_is_a_choice() {
    let shell = Shell::new();
    let args = |when| {
        ["compare", &shop("base-1"), &shop("base-2"), "--no-report", "--color", when].map(str::to_owned)
    };
    let escapes = |when| {
        let args = args(when);
        stdout(&shell.run(&args.iter().map(String::as_str).collect::<Vec<_>>())).contains('\u{1b}')
    };
    assert!(escapes("always"));
    assert!(!escapes("never"));
    assert!(!escapes("auto"), "a pipe is no terminal");
}

#[test]
fn a_report_is_made_again_from_its_verdict() {
    let shell = Shell::new();
    shell.run(&["compare", &shop("base-1"), &shop("orders-slower-30"), "--out", "first"]);
    let output = shell.run(&["render", "first/verdict.json", "--out", "again"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let sorted = |folder: &str| {
        let mut found: Vec<_> = files(&shell.path(folder))
            .into_iter()
            .map(|(path, text)| (path.strip_prefix(shell.path(folder)).unwrap().to_owned(), text))
            .collect();
        found.sort();
        found
    };
    assert_eq!(sorted("first"), sorted("again"), "the same bytes");
}

#[test]
fn help_is_short_and_long_and_holds_an_example() {
    let shell = Shell::new();
    for command in ["init", "compare", "check", "render", "rules", "completions", "man"] {
        let short = stdout(&shell.run(&[command, "-h"]));
        let long = stdout(&shell.run(&[command, "--help"]));
        assert!(!short.contains("Example:") && long.contains("Example:"), "{command}");
        assert!(long.contains(&format!("perfreport {command}")), "{command}");
    }
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let shell = Shell::new();
    assert!(stdout(&shell.run(&["completions", "bash"])).contains("_perfreport"));
    assert!(stdout(&shell.run(&["man"])).contains(".TH perfreport"));
    assert!(stdout(&shell.run(&["man", "compare"])).contains("no\\-report"));
}

#[test]
fn standard_input_and_folders_are_read() {
    use std::io::Write;
    let shell = Shell::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_perfreport"))
        .args(["compare", fixture("shop/base-1").to_str().unwrap(), "-", "--no-report", "--quiet"])
        .current_dir(shell.path(""))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&std::fs::read(shop("base-2")).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).starts_with("PASS"));
}

#[test]
fn every_recorded_summary_is_read_by_the_program() {
    let shell = Shell::new();
    let summaries = ["handle-summary.json", "summary-export.json", "machine-readable.json"];
    for path in
        summaries.iter().flat_map(|name| recordings(&[name]).into_iter().map(move |run| run.join(name)))
    {
        let output = shell.run(&["check", path.to_str().unwrap(), "--no-report", "--quiet"]);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}: {}", path.display(), stderr(&output));
    }
}

#[test]
fn the_first_command_of_the_readme_works() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let command = readme.lines().find(|line| line.starts_with("cargo run ")).unwrap();
    let args: Vec<String> = command
        .split_once(" -- ")
        .unwrap()
        .1
        .split_whitespace()
        .map(|word| {
            if word.contains('/') {
                repository().join(word).to_str().unwrap().to_owned()
            } else {
                word.to_owned()
            }
        })
        .collect();
    let output = Shell::new().run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn the_exit_code_is_the_verdicts_where_nobody_reads() {
    let shell = Shell::new();
    let program = env!("CARGO_BIN_EXE_perfreport");
    let (base, run) = (shop("base-1"), shop("orders-slower-30"));
    // The reader is gone before the program starts.
    let script =
        format!("{{ sleep 0.2; {program} compare {base} {run} --out report; echo $? > code; }} | true");
    let status = std::process::Command::new("sh").args(["-c", &script]).current_dir(shell.path("")).status();
    assert!(status.unwrap().success());
    assert_eq!(std::fs::read_to_string(shell.path("code")).unwrap(), "1\n");
    assert!(shell.path("report/report.html").exists());
}

#[test]
fn the_version_is_one_line_with_the_features() {
    let printed = stdout(&Shell::new().run(&["--version"]));
    assert_eq!(printed.lines().count(), 1, "{printed}");
    assert!(printed.starts_with(concat!("perfreport ", env!("CARGO_PKG_VERSION"))), "{printed}");
    for (feature, is_in) in [("history", cfg!(feature = "history")), ("fetch", cfg!(feature = "fetch"))] {
        assert_eq!(printed.contains(feature), is_in, "{printed}");
    }
}
