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

/// What is looked at of a run that is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Look {
    /// Everything that is written, each written three times: that takes tens of milliseconds.
    All,
    /// One of the things that are written, and one of two ways to write it again, which this number picks.
    One(u64),
}

impl Look {
    /// What a fuzzer looks at, which the bytes alone decide: at one thing, and once in 256 inputs at everything.
    pub(crate) fn at(bytes: &[u8]) -> Self {
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        // The upper bits: the lowest of this hash hardly mix.
        match hash >> 32 {
            number if number % 256 == 0 => Self::All,
            number => Self::One(number / 256),
        }
    }

    /// Tells whether a part is looked at.
    pub(crate) fn takes(self, part: usize) -> bool {
        match self {
            Self::All => true,
            Self::One(number) => number % PARTS as u64 == part as u64,
        }
    }

    /// Tells which of two checks are made that ask for the same effort; there are several such choices.
    pub(crate) fn either(self, choice: u32) -> (bool, bool) {
        match self {
            Self::All => (true, true),
            Self::One(number) => {
                let first = ((number / PARTS as u64) >> choice).is_multiple_of(2);
                (first, !first)
            }
        }
    }
}

/// What is written of an assessment: each report, the screen, the postmortem in each format, and the snapshot of the run.
pub(crate) const PARTS: usize = POSTMORTEM + DocumentFormat::ALL.len() + 1;
const SCREEN: usize = ReportFormat::ALL.len();
const POSTMORTEM: usize = SCREEN + 1;

/// Judges, writes what is looked at, and fails where something cannot be. Returns `verdict.json`.
///
/// # Panics
///
/// Where something does not hold.
pub(crate) fn judged(base: &[Run], run: &Run, settings: &Settings, look: Look) -> String {
    let assessment = perfreport::assess(base.to_vec(), run.clone(), settings);
    consistent(&assessment);
    let written = everything(&assessment, look);
    let (again, reopened) = look.either(0);
    if again && !written.is_empty() {
        let again = everything(&perfreport::assess(base.to_vec(), run.clone(), settings), look);
        assert!(written == again, "the same runs gave other bytes");
    }
    for file in &written {
        finite(&file.path.display().to_string(), &String::from_utf8_lossy(&file.contents));
    }
    for (number, format) in DocumentFormat::ALL.into_iter().enumerate() {
        if look.takes(POSTMORTEM + number) {
            let (head, earlier) = (PostmortemHead::default(), Err(Missing::because("none")));
            let told = diagnose::postmortem::postmortem(run, assessment.clone(), settings, head, &earlier);
            for file in postmortem::files(&told, format).unwrap() {
                finite("postmortem", &String::from_utf8_lossy(&file.contents));
            }
        }
    }

    let verdict = files(&assessment, ReportFormat::Json, JunitWarn::Failure).unwrap().remove(0);
    let verdict = String::from_utf8(verdict.contents).unwrap();
    finite("verdict.json", &verdict);
    no_negative_count(&serde_json::from_str(&verdict).unwrap(), "");
    if reopened {
        let reopened = pipeline::reopen(&verdict, "verdict.json").unwrap_or_else(|error| {
            let huge = verdict.find(&"0".repeat(30)).or_else(|| verdict.find("308")).unwrap_or_default();
            panic!("{error}, perhaps after {}", end(&verdict[..huge], 300))
        });
        assert!(everything(&reopened, look) == written, "a verdict that was read again gave other bytes");
    }
    if look.takes(PARTS - 1) {
        kept(run);
    }
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

/// The reports and the screen, as far as they are looked at.
///
/// # Panics
///
/// Where one cannot be written.
pub(crate) fn everything(assessment: &Assessment, look: Look) -> Vec<ReportFile> {
    let mut all = Vec::new();
    for (number, format) in ReportFormat::ALL.into_iter().enumerate() {
        if look.takes(number) {
            all.extend(files(assessment, format, JunitWarn::Failure).unwrap());
        }
    }
    if look.takes(SCREEN) {
        let mut screen = Vec::new();
        terminal::write(assessment, &TerminalOptions { width: 80, color: false, quiet: false }, &mut screen)
            .unwrap();
        all.push(ReportFile { path: "screen".into(), contents: screen });
    }
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
    const NONE: [&str; 3] = ["nan", "inf", "infinity"];
    let is_none = |word: &str| NONE.iter().any(|none| word.eq_ignore_ascii_case(none));
    if !text.split(|c: char| !c.is_alphanumeric()).any(is_none) {
        return;
    }
    // A note about samples that are none, on however many lines, and perhaps cut short.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.replace("all its samples are NaN", "");
    // A word is a part of the text: where it stands in it.
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    // A histogram in base64 holds any letters.
    let is_packed = |word: &str| {
        let (before, behind) = (&text[..place(word)], &text[place(word) + word.len()..]);
        before.ends_with(['/', '+']) && behind.starts_with(['/', '+'])
    };
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    if let Some(word) = words.find(|word| is_none(word) && !is_packed(word)) {
        let at = place(word);
        let behind: String = text[at..].chars().take(120).collect();
        panic!("{file} holds {word}: {} >>> {behind}", end(&text[..at], 200));
    }
}

/// The last characters of a text.
fn end(text: &str, most: usize) -> &str {
    text.char_indices().rev().nth(most).map_or(text, |(at, _)| &text[at..])
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
