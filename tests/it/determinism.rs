//! The same input gives the same bytes, wherever and however the program runs.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use perfreport::{Run, Settings};

use crate::support::{contents, fixture, skip, snapshot};

/// Compares two runs in a folder of its own, with variables.
fn reports(variables: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    for run in ["base-1", "naive-slower"] {
        let mut points = Vec::new();
        let packed = std::fs::File::open(fixture("shop").join(run).join("points.json.gz")).unwrap();
        flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut points).unwrap();
        // Plain files of some megabytes are read by several workers.
        points.truncate(24_000_000);
        points.truncate(1 + points.iter().rposition(|byte| *byte == b'\n').unwrap());
        std::fs::write(folder.path().join(format!("{run}.json")), points).unwrap();
    }
    let formats = "html,md,json,junit,comment,codequality,metrics";
    let args = ["compare", "base-1.json", "naive-slower.json", "--out", "out", "--format", formats];
    let mut command = Command::new(env!("CARGO_BIN_EXE_perfreport"));
    let output =
        command.args(args).current_dir(folder.path()).envs(variables.iter().copied()).output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = contents(&folder.path().join("out"));
    found.insert("screen".into(), output.stdout);
    found
}

/// A library that makes the program believe in `PROCESSORS` processors: it works with as many threads.
fn processors_shim(folder: &Path) -> Option<String> {
    const SOURCE: &str = r#"
        #define _GNU_SOURCE
        #include <sched.h>
        #include <stdlib.h>
        int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set) {
            CPU_ZERO(set);
            for (int at = 0; at < atoi(getenv("PROCESSORS")); at++) CPU_SET(at, set);
            return 0;
        }"#;
    if !cfg!(target_os = "linux") {
        return None;
    }
    let [source, library] = ["shim.c", "shim.so"].map(|name| folder.join(name));
    std::fs::write(&source, SOURCE).unwrap();
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &source]).status();
    if compiled.is_ok_and(|status| status.success()) {
        return Some(library.to_str().unwrap().to_owned());
    }
    skip("there is no cc to make other numbers of processors believed in");
    None
}

#[test]
fn nothing_around_the_program_changes_a_byte() {
    let usual = reports(&[]);
    assert!(usual.len() > 10, "{:?}", usual.keys());
    let mut others = vec![
        reports(&[("TZ", "Asia/Kathmandu"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "ar_EG.UTF-8")]),
        reports(&[("TZ", "America/St_Johns"), ("LC_ALL", "C"), ("NO_COLOR", "1"), ("TERM", "dumb")]),
    ];
    let folder = tempfile::tempdir().unwrap();
    if let Some(shim) = processors_shim(folder.path()) {
        for processors in ["1", "3", "4", "8", "16"] {
            others.push(reports(&[("LD_PRELOAD", &shim), ("PROCESSORS", processors)]));
        }
    }
    for other in others {
        for (name, bytes) in &usual {
            assert!(other.get(name) == Some(bytes), "{} has other bytes", name.display());
        }
    }
}

#[test]
fn the_order_of_base_runs_changes_nothing_that_is_told() {
    let settings = Settings::default();
    let read = |run: &str| perfreport::read(snapshot(&format!("shop/{run}")), &settings).unwrap();
    let base: [Run; 4] = ["base-1", "base-2", "base-3", "base-4"].map(read);
    for run in ["orders-slower-30", "cart-500", "faster-20"].map(read) {
        let told = |order: [usize; 4]| {
            let base = order.map(|at| base[at].clone()).to_vec();
            let assessment = perfreport::assess(base, run.clone(), &settings);
            let findings = assessment.findings.iter().chain(&assessment.improvements);
            let texts = findings.map(|found| format!("{} {}: {}", found.verdict, found.title, found.text));
            (assessment.verdict, assessment.summary.clone(), texts.collect::<Vec<String>>())
        };
        let usual = told([0, 1, 2, 3]);
        for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            assert_eq!(usual, told(order), "{order:?}");
        }
    }
}
