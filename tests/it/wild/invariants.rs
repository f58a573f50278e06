//! What is true of every assessment and of everything that is written of it.

use perfreport::Settings;
use perfreport::internals::diagnose;
use perfreport::internals::pipeline;
use perfreport::internals::render::terminal::{self, TerminalOptions};
use perfreport::internals::render::{DocumentFormat, JunitWarn, ReportFile, ReportFormat, files, postmortem};
use perfreport::internals::wire::snapshot;
use perfreport::model::judgement::{Assessment, Verdict};
use perfreport::model::missing::Missing;
use perfreport::model::postmortem::PostmortemHead;
use perfreport::model::run::Run;
use serde_json::Value;

/// Judges, writes everything, and fails where something cannot be. Returns `verdict.json`, and `None` for nothing.
///
/// # Panics
///
/// Where something does not hold.
pub(crate) fn judged(base: &[Run], run: &Run, settings: &Settings) -> String {
    let assessment = perfreport::assess(base.to_vec(), run.clone(), settings);
    consistent(&assessment);
    let written = everything(&assessment);
    let again = everything(&perfreport::assess(base.to_vec(), run.clone(), settings));
    assert!(written == again, "the same runs gave other bytes");
    for file in &written {
        finite(&file.path.display().to_string(), &String::from_utf8_lossy(&file.contents));
    }
    let head = PostmortemHead::default();
    let earlier = Err(Missing::because("none"));
    let told = diagnose::postmortem::postmortem(run, assessment.clone(), settings, head, &earlier);
    for format in DocumentFormat::ALL {
        for file in postmortem::files(&told, format).unwrap() {
            finite("postmortem", &String::from_utf8_lossy(&file.contents));
        }
    }

    let verdict = written.iter().find(|file| file.path.ends_with("verdict.json")).unwrap();
    let verdict = String::from_utf8(verdict.contents.clone()).unwrap();
    no_negative_count(&serde_json::from_str(&verdict).unwrap(), "");
    let reopened = pipeline::reopen(&verdict, "verdict.json").unwrap_or_else(|error| {
        let huge = verdict.find(&"0".repeat(30)).or_else(|| verdict.find("308")).unwrap_or_default();
        let before: String =
            verdict[..huge].chars().rev().take(300).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{error}, perhaps after {before}")
    });
    assert!(everything(&reopened) == written, "a verdict that was read again gave other bytes");
    kept(run);
    verdict
}

/// The verdict is the worst of the findings, and says nothing else.
fn consistent(assessment: &Assessment) {
    let worst = assessment.findings.iter().map(|finding| finding.verdict).max();
    match worst {
        Some(worst) if worst > Verdict::Pass => assert_eq!(assessment.verdict, worst),
        _ => assert!(assessment.verdict <= Verdict::Pass, "{}: {}", assessment.verdict, assessment.summary),
    }
    assert!(!assessment.summary.is_empty());
}

/// Every report and the screen.
///
/// # Panics
///
/// Where one cannot be written.
pub(crate) fn everything(assessment: &Assessment) -> Vec<ReportFile> {
    let mut all = Vec::new();
    for format in ReportFormat::ALL {
        all.extend(files(assessment, format, JunitWarn::Failure).unwrap());
    }
    let mut screen = Vec::new();
    terminal::write(assessment, &TerminalOptions { width: 80, color: false, quiet: false }, &mut screen)
        .unwrap();
    all.push(ReportFile { path: "screen".into(), contents: screen });
    all
}

/// A snapshot of the run is the run.
fn kept(run: &Run) {
    let text = snapshot::to_json(run).unwrap();
    finite("snapshot", &text);
    let read = snapshot::from_json(&text, "snapshot").unwrap_or_else(|error| panic!("{error}"));
    assert!(snapshot::to_json(&read).unwrap() == text, "a snapshot that was read again gave other bytes");
}

/// No number is none. Names of the generator hold no such word.
fn finite(file: &str, text: &str) {
    // A note about samples that are none, on however many lines.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace("all its samples are NaN or infinite", "");
    let words = text.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| word.len() == 3 || word.len() == 8) {
        let is_number = ["nan", "inf", "infinity"].iter().all(|none| !word.eq_ignore_ascii_case(none));
        // A word is a part of the text: where it stands in it.
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let around: String =
            text[..at].chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect();
        let behind: String = text[at..].chars().take(120).collect();
        assert!(is_number, "{file} holds {word}: {around} >>> {behind}");
    }
}

/// Counts in `verdict.json` are no less than nothing.
fn no_negative_count(value: &Value, path: &str) {
    const COUNTS: [&str; 12] = [
        "requests",
        "count",
        "bad",
        "good",
        "ok",
        "intended_4xx",
        "undeclared_4xx",
        "server_error",
        "timeout",
        "transport_error",
        "duration_seconds",
        "test_duration_seconds",
    ];
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                if COUNTS.contains(&key.as_str())
                    && let Some(number) = member.as_f64()
                {
                    assert!(number >= 0.0, "{path}.{key} is {number}");
                }
                no_negative_count(member, &format!("{path}.{key}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| no_negative_count(item, path)),
        _ => {}
    }
}
