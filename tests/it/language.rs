//! Reports in another language: the same verdict in other words, and the same bytes for programs.

use std::fs;
use std::path::Path;
use std::process::Command;

use regex_lite::Regex;

use crate::support::{repository, snapshot};

/// Runs a command in a language, with its reports in `out`; returns what it prints.
fn printed(out: &Path, language: &str, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_perfreport"))
        .current_dir(repository())
        .env("PERFREPORT_LANG", language)
        .args(args)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A comparison that fails, with everything that a report may show, in all formats.
fn compare(out: &Path, language: &str) -> String {
    let [base, run] = ["base-1", "pool-exhausted"].map(|name| snapshot(&format!("shop/{name}")));
    let formats = "html,md,json,junit,comment,codequality,metrics,csv";
    let (base, run) = (base.to_str().unwrap(), run.to_str().unwrap());
    printed(out, language, &["compare", base, run, "--format", formats])
}

#[test]
fn files_for_programs_are_the_same_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let (english, korean) = (folder.path().join("en"), folder.path().join("ko"));
    compare(&english, "en");
    compare(&korean, "ko");
    for name in ["junit.xml", "codequality.json", "metrics.txt", "changes.csv"] {
        assert_eq!(fs::read(english.join(name)).unwrap(), fs::read(korean.join(name)).unwrap(), "{name}");
    }
    // The command that makes it again names the folder.
    let verdict = |folder: &Path| {
        let mut verdict: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("verdict.json")).unwrap()).unwrap();
        verdict.as_object_mut().unwrap().remove("command");
        verdict
    };
    assert_eq!(verdict(&english), verdict(&korean));
}

/// What of an HTML page is read.
fn read(page: &str) -> String {
    let unseen = Regex::new(r"(?s)<(style|script|code)[ >].*?</(style|script|code)>|<[^>]*>").unwrap();
    unseen.replace_all(page, "\n").into_owned()
}

/// Fails where a Korean text holds an English sentence, but for names.
fn no_english(what: &str, text: &str, names: &[&str]) {
    let code = Regex::new(r"`[^`]*`|<[^>]*>").unwrap();
    let english = Regex::new(r"[A-Za-z]*[a-z],? [a-z]+,? [a-z]{2,}[^\n]*").unwrap();
    let mut text = code.replace_all(text, "").into_owned();
    names.iter().for_each(|name| text = text.replace(name, ""));
    assert!(text.contains("판정") || text.contains("느려"), "{what} is no Korean: {text}");
    let left: Vec<&str> = english.find_iter(&text).map(|found| found.as_str()).collect();
    assert!(left.is_empty(), "{what}: {left:#?}");
}

#[test]
#[cfg(feature = "history")]
fn a_review_in_korean_says_what_was_stored_in_korean() {
    let folder = tempfile::tempdir().unwrap();
    let store = ["--store", "fixtures/store", "--since", "30d", "--until", "2026-11-23"];
    printed(folder.path(), "ko", &[&["review"], &store[..]].concat());
    // How a test is called, what a person wrote, and a method.
    let names = ["open model", "a clean run of the unchanged service", "seeded binary segmentation"];
    for name in ["review.html", "review.md"] {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.contains("POST /api/orders 느려짐") || text.contains("POST /api/<wbr>orders 느려짐"));
        no_english(name, &read(&text), &names);
    }
}

#[test]
fn a_report_in_korean_holds_no_english_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let told = compare(folder.path(), "ko");
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("<html lang=\"ko\">"));
    let texts = [
        ("the terminal", told),
        ("the page", read(&page)),
        ("Markdown", fs::read_to_string(folder.path().join("report.md")).unwrap()),
        ("the comment", fs::read_to_string(folder.path().join("comment.md")).unwrap()),
    ];
    // What the servers call their resources is a name, as an endpoint's is: `Kafka producer queue`.
    let verdict: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("verdict.json")).unwrap()).unwrap();
    let resources = verdict["servers"]["resources"].as_array().unwrap();
    let resources: Vec<&str> = resources.iter().map(|resource| resource["title"].as_str().unwrap()).collect();
    for (name, text) in texts {
        no_english(name, &text, &resources);
    }
}

#[test]
fn a_language_that_nobody_wrote_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_perfreport"))
        .args(["check", "run.json", "--lang", "fr"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("possible values: en, ko"));
}
