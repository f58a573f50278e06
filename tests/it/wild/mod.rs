//! Load tests with numbers that nobody would measure go through the whole program.
//!
//! * `generator`: such load tests, out of any bytes; `drive`: through the program; `invariants`: what must hold
//!
//! `fuzz/` uses the same three.

mod drive;
mod generator;
mod invariants;

use std::process::Command;

use drive::drive;
use invariants::{Look, PARTS};

use crate::support::{repository, skip};

/// How many runs are tried; `WILD_RUNS` asks for another number, `WILD_FROM` for a later first one.
const RUNS: u64 = 400;

/// Bytes that differ from seed to seed and never from run to run.
fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    std::iter::repeat_with(next).take(1_500).collect()
}

#[test]
fn whatever_was_measured_the_results_are_defined() {
    let runs = std::env::var("WILD_RUNS").map_or(RUNS, |runs| runs.parse().unwrap());
    let from = std::env::var("WILD_FROM").map_or(0, |from| from.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let verdicts = folder.path().join("verdicts");
    std::fs::create_dir(&verdicts).unwrap();
    let (mut judged, mut failed) = (0, Vec::new());
    for seed in from..runs {
        let drawn = bytes(seed);
        let tried = std::panic::catch_unwind(|| drive(&drawn, folder.path(), Look::All));
        let Ok(verdict) = tried else {
            failed.push(seed);
            continue;
        };
        judged += u64::from(verdict.is_some());
        if let Some(verdict) = verdict.filter(|_| seed < 100) {
            std::fs::write(verdicts.join(format!("{seed}.json")), verdict).unwrap();
        }
    }
    assert!(failed.is_empty(), "seeds {failed:?}");
    assert!(judged > (runs - from) / 4, "only {judged} of {runs} were read");
    if Command::new("check-jsonschema").arg("--version").output().is_err() {
        return skip("check-jsonschema is not installed");
    }
    let files: Vec<_> = std::fs::read_dir(&verdicts).unwrap().map(|file| file.unwrap().path()).collect();
    if files.is_empty() {
        return; // `WILD_FROM` is beyond those that are kept
    }
    let checked = Command::new("check-jsonschema")
        .arg("--schemafile")
        .arg(repository().join("docs/verdict.schema.json"))
        .args(files)
        .output()
        .unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn a_fuzzer_looks_at_everything_that_is_written() {
    let looks: Vec<Look> = (0..12_800).map(|seed| Look::at(&bytes(seed)[..40])).collect();
    let all = looks.iter().filter(|look| **look == Look::All).count();
    assert!((25..100).contains(&all), "all of it {all} times");
    for part in 0..PARTS {
        let times = looks.iter().filter(|look| **look != Look::All && look.takes(part)).count();
        assert!(times > 12_800 / PARTS / 2, "part {part} {times} times");
        for choice in 0..2 {
            let firsts =
                looks.iter().filter(|look| look.takes(part) && look.either(choice) == (true, false)).count();
            assert!((times / 4..times * 3 / 4).contains(&firsts), "{firsts} of {times} of part {part}");
        }
    }
}
