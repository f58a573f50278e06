//! Verdicts of a second service, recorded on a busy host: `fixtures/README.md` says what was changed in each run.
//!
//! They are asked for at the front door of the library, as a program that uses it would.

use perfreport::{Assessment, Run, Settings, Verdict};

use crate::support::snapshot;

/// The same build, nine times.
const SAME: [&str; 9] = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"];

/// Runs with a fault, and the endpoint that has it.
const FAULTS: [(&str, &str); 12] = [
    ("loans50", "POST /loans"),
    ("books50", "GET /books"),
    ("tail1", "GET /books"),
    ("nplus1", "GET /loans/{user}"),
    ("noindex", "GET /authors/{id}/books"),
    ("lock", "POST /loans"),
    ("leak", "GET /recommend/{id}"),
    ("err1", "GET /books/{id}"),
    ("err5", "POST /reviews"),
    ("fast500", "GET /search"),
    ("r429", "POST /loans"),
    ("hang", "GET /cover/{id}"),
];

fn read(run: &str) -> Run {
    perfreport::read(snapshot(&format!("library/{run}")), &Settings::default()).unwrap()
}

fn assess(base: &[Run], run: &Run) -> Assessment {
    perfreport::assess(base.to_vec(), run.clone(), &Settings::default())
}

#[test]
fn identical_runs_on_a_busy_host_do_not_fail() {
    let runs = SAME.map(read);
    for (at, run) in runs.iter().enumerate() {
        let others = [&runs[..at], &runs[at + 1..]].concat();
        for base in others.iter().map(std::slice::from_ref).chain([&others[..]]) {
            let assessment = assess(base, run);
            let names = Run::names(base);
            assert!(
                assessment.verdict < Verdict::Fail,
                "{} against {names}: {}",
                SAME[at],
                assessment.summary
            );
        }
    }
}

#[test]
fn faults_fail_on_their_endpoint_against_all_identical_runs() {
    let base = SAME.map(read);
    for (run, endpoint) in FAULTS {
        let assessment = assess(&base, &read(run));
        let fails = assessment.findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
        let failed: Vec<&str> = fails.filter_map(|finding| finding.judged.subject.key()).collect();
        assert!(failed.contains(&endpoint), "{run}: {failed:?}, {}", assessment.summary);
    }
    for run in ["pool2", "nocache", "faster"] {
        let assessment = assess(&base, &read(run));
        assert!(assessment.verdict < Verdict::Fail, "{run}: {}", assessment.summary);
    }
}
