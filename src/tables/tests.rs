use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Selection, Source, TableError, encode};
use crate::model::history::History;
use crate::model::history::{HistoryFigure, HistoryMeasure, HistoryRun, HistorySlo, HistoryTraffic};
use crate::model::judgement::Verdict;
use crate::model::outcome::Outcome;
use crate::model::subject::Subject;

/// Reads files of a folder.
const SOURCE: Source<'_> = Source { read: &|path| std::fs::read(path), at_once: 1 };

fn scan(files: &[PathBuf], selection: &Selection) -> Result<History, TableError> {
    super::scan(files, selection, SOURCE)
}

fn read(path: &Path, selection: &Selection) -> Result<Vec<HistoryRun>, TableError> {
    super::decode(path, std::fs::read(path).unwrap(), selection)
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn traffic(endpoint: Option<&str>, p95: f64) -> HistoryTraffic {
    let figure = |value| HistoryFigure { value, ..HistoryFigure::default() };
    HistoryTraffic {
        subject: Subject::of_key(endpoint),
        requests: Some(1200),
        errors: Some(7),
        outcomes: BTreeMap::from([(Outcome::Ok, 1193), (Outcome::Timeout, 7)]),
        figures: BTreeMap::from([
            (HistoryMeasure::Requests, figure(1200.0)),
            (
                HistoryMeasure::P95,
                HistoryFigure { value: p95, objective: Some(500.0), base: Some(400.0), change: Some(-0.25) },
            ),
        ]),
        slos: vec![HistorySlo {
            text: "95 % within 500 ms".into(),
            objective: 0.95,
            good_share: 0.981,
            requests: 1200,
        }],
    }
}

fn run(id: &str, hours: i64) -> HistoryRun {
    HistoryRun {
        id: id.to_owned(),
        name: format!("run of {id}"),
        at: noon() + TimeDelta::hours(hours),
        dated: true,
        test: "shop".to_owned(),
        verdict: Verdict::Warn,
        reason: Some("POST /api/orders is slower: it \"may\" matter, 日本".to_owned()),
        base: None,
        tags: [("commit", "1a2b3c"), ("branch", "main"), ("environment", "staging")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        report: Some("https://ci.example/42".to_owned()),
        duration: Some(65.0),
        traffic: vec![traffic(None, 44.125), traffic(Some("GET /a|b"), 12.5), traffic(Some("POST /c"), 1e-9)],
    }
}

#[test]
fn runs_come_back_as_they_were_and_in_order_of_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let (late, early) =
        (run("late", 5), HistoryRun { verdict: Verdict::None, reason: None, ..run("early", 1) });
    std::fs::write(&path, encode(&[late.clone(), early.clone()]).unwrap()).unwrap();
    assert_eq!(read(&path, &Selection::default()).unwrap(), [early, late]);
}

#[test]
fn only_what_is_selected_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let runs: Vec<HistoryRun> = (0..10).map(|hour| run(&format!("r{hour}"), hour)).collect();
    std::fs::write(&path, encode(&runs).unwrap()).unwrap();
    let selection = Selection {
        since: Some(noon() + TimeDelta::hours(3)),
        until: Some(noon() + TimeDelta::hours(5)),
        endpoint: Some("POST *".to_owned()),
        measure: Some(HistoryMeasure::P95),
        only_figures: true,
    };
    let found = read(&path, &selection).unwrap();
    let ids: Vec<&str> = found.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, ["r3", "r4"]);
    for run in found {
        let endpoints: Vec<_> = run.traffic.iter().map(|traffic| traffic.subject.key()).collect();
        assert_eq!(endpoints, [None, Some("POST /c")]);
        assert!(run.traffic.iter().all(|traffic| traffic.figures.len() == 1 && traffic.outcomes.is_empty()));
        assert_eq!(run.report, None);
    }
    let nothing = Selection { since: Some(noon() + TimeDelta::hours(99)), ..Selection::default() };
    assert_eq!(read(&path, &nothing).unwrap(), []);
}

#[test]
fn where_two_files_hold_a_run_the_later_file_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (month, again) = (folder.path().join("month.parquet"), folder.path().join("a.parquet"));
    std::fs::write(&month, encode(&[run("a", 0), run("b", 1)]).unwrap()).unwrap();
    let changed = HistoryRun { verdict: Verdict::Pass, ..run("a", 0) };
    std::fs::write(&again, encode(std::slice::from_ref(&changed)).unwrap()).unwrap();
    let history = scan(&[month, again], &Selection::default()).unwrap();
    assert_eq!(history.runs, [changed, run("b", 1)]);
    assert_eq!(history.notes, []);
}

#[test]
fn whatever_byte_is_wrong_the_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let whole = encode(&[run("a", 0)]).unwrap();
    for place in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x15;
        std::fs::write(&path, &damaged).unwrap();
        assert!(read(&path, &Selection::default()).is_err(), "byte {place}");
    }
    for length in (0..whole.len()).step_by(97) {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(read(&path, &Selection::default()).is_err(), "{length} bytes");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["cut", "newer", "foreign", "missing", "whole"].map(|name| folder.path().join(name));
    let whole = encode(&[run("a", 0)]).unwrap();
    let at = memchr::memmem::find(&whole, b"history@2").unwrap() + "history@".len();
    let mut newer = whole.clone();
    newer[at] = b'3';
    for (file, bytes) in files.iter().zip([&whole[..50], &newer, b"PAR1", b"", &whole]) {
        if !bytes.is_empty() {
            std::fs::write(file, bytes).unwrap();
        }
    }
    let history = scan(&files, &Selection::default()).unwrap();
    assert_eq!(history.runs.len(), 1);
    let notes: Vec<String> = history.notes.iter().map(|note| note.text.english()).collect();
    for (note, words) in notes.iter().zip([
        ["cut: ", "was cut short"],
        ["newer: ", "a newer perfreport wrote it (version 3"],
        ["foreign: ", "it is no history of perfreport"],
        ["missing: ", "No such file"],
    ]) {
        assert!(words.iter().all(|word| note.contains(word)), "{note}");
    }
    assert_eq!(notes.len(), 4);
}

#[test]
fn a_file_without_a_run_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    std::fs::write(&path, encode(&[]).unwrap()).unwrap();
    assert_eq!(read(&path, &Selection::default()).unwrap(), []);
}
