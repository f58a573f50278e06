//! What the pages show of the program is what the program does.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use perfreport::Settings;
use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::internals::render::comment;
use perfreport::model::judgement::Assessment;
use serde_json::Value;

use crate::support::{fixture, in_the_docs, repository};

/// The comparison in the README.
const SCREEN: [&str; 3] = [
    "compare",
    "fixtures/snapshots/shop/base-?.json.zst",
    "fixtures/snapshots/shop/orders-slower-30.json.zst",
];

#[test]
fn the_screen_in_the_readme_is_what_the_program_prints() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_perfreport"));
    let output = program.args(SCREEN).arg("--no-report").current_dir(repository()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.lines().count() <= 24, "no screen: {printed}");
    let [command, base, run] = SCREEN;
    let screen = format!("```text\n$ perfreport {command} '{base}' {run}\n{printed}```\n");
    in_the_docs("README.md", "screen", &screen);
}

#[test]
fn the_readme_says_of_the_needed_runs_what_the_methodology_says() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let method = std::fs::read_to_string(repository().join("docs/methodology.md")).unwrap();
    let rows: Vec<&str> = readme.lines().skip_while(|line| !line.starts_with("| runs: base")).collect();
    let rows = rows.iter().take_while(|line| line.starts_with('|'));
    let known = rows.filter(|row| method.contains(**row)).count();
    assert_eq!(known, 5, "a head, a rule and three rows of the table in docs/methodology.md");
}

fn assess(base: &[PathBuf], run: &Path) -> Assessment {
    let input = |path: &PathBuf| Input::Path(path.clone());
    let request = Request::new(base.iter().map(input).collect(), Input::Path(run.to_owned()));
    pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap()
}

/// How many lines and characters the comment on a comparison has.
fn length(base: &[PathBuf], run: &Path) -> (usize, usize) {
    let text = comment::render(&assess(base, run)).unwrap();
    (text.lines().count(), text.chars().count())
}

fn files(pattern: &str) -> Vec<PathBuf> {
    glob::glob(fixture(pattern).to_str().unwrap()).unwrap().map(Result::unwrap).collect()
}

/// Compares each run with base runs: how many there were, and the longest comment.
fn longest(base: &[&str], runs: &str) -> (usize, (usize, usize)) {
    let base: Vec<PathBuf> = base.iter().map(|path| fixture(path)).collect();
    let runs: Vec<PathBuf> = files(runs).into_iter().filter(|run| !base.contains(run)).collect();
    let lengths = runs.iter().map(|run| length(&base, run));
    let longest = lengths.reduce(|a, b| (a.0.max(b.0), a.1.max(b.1)));
    (runs.len(), longest.unwrap())
}

/// A summary in which one endpoint is there as often as it takes to have two hundred.
fn two_hundred(run: &str, folder: &Path) -> PathBuf {
    let text = std::fs::read_to_string(fixture("shop").join(run).join("handle-summary.json")).unwrap();
    let mut summary: Value = serde_json::from_str(&text).unwrap();
    let metrics = summary["metrics"].as_object_mut().unwrap();
    let name = "POST /api/orders";
    let one: Vec<_> = metrics
        .iter()
        .filter(|(key, _)| key.contains(name))
        .map(|(key, metric)| (key.clone(), metric.clone()))
        .collect();
    assert!(!one.is_empty());
    for copy in 1..=192 {
        let named = format!("{name}/{copy}/lines");
        metrics.extend(one.iter().map(|(key, metric)| (key.replace(name, &named), metric.clone())));
    }
    let path = folder.join(format!("{run}.json"));
    std::fs::write(&path, summary.to_string()).unwrap();
    path
}

#[test]
fn comments_are_as_long_as_the_page_says() {
    let folder = tempfile::tempdir().unwrap();
    let [base, run] = ["base-1", "orders-slower-30"].map(|run| two_hundred(run, folder.path()));
    let shop: Vec<String> = (1..=4).map(|base| format!("snapshots/shop/base-{base}.json.zst")).collect();
    let shop: Vec<&str> = shop.iter().map(String::as_str).collect();
    let library =
        ["snapshots/library/a1.json.zst", "snapshots/library/a2.json.zst", "snapshots/library/a3.json.zst"];
    let rows = [
        ("summaries of a shop", longest(&["shop/base-1/handle-summary.json"], "shop/*/handle-summary.json")),
        ("raw points of the shop, four base runs", longest(&shop, "snapshots/shop/*")),
        ("raw points of a library, three base runs", longest(&library, "snapshots/library/*")),
        ("with the servers' metrics", longest(&["servers/base-1.json.zst"], "servers/*.json.zst")),
        ("one run alone", longest(&[], "edge/*.json")),
        ("200 endpoints, of which 193 became slower", (1, length(&[base], &run))),
    ];
    let mut table = "| compared | comments | most lines | most characters |\n|---|---|---|---|\n".to_owned();
    for (what, (count, (lines, characters))) in rows {
        assert!(lines <= 60 && characters < 65_536, "{what}: {lines} lines, {characters} characters");
        table += &format!("| {what} | {count} | {lines} | {characters} |\n");
    }
    in_the_docs("docs/ci.md", "comment-length", &table);
}
