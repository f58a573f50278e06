use super::*;
use crate::render::sample;
use crate::words::Language;

fn printed(assessment: &Assessment, options: TerminalOptions) -> String {
    let mut out = Vec::new();
    write(assessment, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const PLAIN: TerminalOptions = TerminalOptions { width: 120, color: false, quiet: false };

#[test]
fn a_comparison_reads_like_this() {
    insta::assert_snapshot!(printed(&sample::compared(), PLAIN));
}

#[test]
fn a_check_reads_like_this() {
    insta::assert_snapshot!(printed(&sample::checked(), TerminalOptions { width: 80, ..PLAIN }));
}

#[test]
fn lines_keep_within_the_width() {
    for width in [60, 80, 100, 160] {
        for assessment in [sample::compared(), sample::checked(), sample::timed()] {
            for line in printed(&assessment, TerminalOptions { width, ..PLAIN }).lines() {
                // A table's columns are as wide as their figures.
                assert!(length(line) <= width.max(80), "{line}");
            }
        }
    }
}

#[test]
fn the_course_of_p95_is_one_line() {
    let text = printed(&sample::timed(), PLAIN);
    let line = text.lines().find(|line| line.contains("p95 over time")).unwrap();
    insta::assert_snapshot!(line.trim(), @"p95 over time  ▂▂▂▂▂▂▂▂▂▂▂▂▂▂██████▇███▂▂▂▂▂▂▂▂▂  37.9 … 261 ms");
}

#[test]
fn quiet_is_the_verdict_alone() {
    let text = printed(&sample::compared(), TerminalOptions { quiet: true, width: 200, ..PLAIN });
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("FAIL   POST /api/orders is slower"));
    assert!(text.trim_end().ends_with("against base-1 (1 run)"));
}

#[test]
fn colours_are_written_only_when_asked_for_and_change_no_word() {
    let plain = printed(&sample::compared(), PLAIN);
    let colored = printed(&sample::compared(), TerminalOptions { color: true, ..PLAIN });
    assert!(!plain.contains('\u{1b}') && colored.contains("\u{1b}[31mFAIL"));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn one_finding_that_the_headline_names_is_not_named_twice() {
    let mut one = sample::compared();
    one.findings.truncate(1);
    one.summary = "POST /api/orders is slower.".into();
    let text = printed(&one, PLAIN);
    assert_eq!(text.matches("POST /api/orders is slower").count(), 1);
    assert!(text.contains("       p95  71.6 → 95.9"));
}

#[test]
fn no_second_verdict_stands_below_the_headline() {
    let mut failed = sample::compared();
    failed.findings.retain(|finding| finding.verdict == crate::model::judgement::Verdict::Fail);
    let text = printed(&failed, PLAIN);
    assert!(text.contains("       Also measured: ") && !text.contains("PASS"), "{text}");
}

#[test]
fn notes_take_three_lines_and_the_rest_is_counted() {
    let mut noted = sample::checked();
    let note = |text: String| crate::model::note::Note::new(text);
    noted.notes = (1..=5).map(|number| note(format!("Number {number}."))).collect();
    let text = printed(&noted, PLAIN);
    assert!(text.contains("note: Number 3.") && !text.contains("Number 4"), "{text}");
    assert!(text.ends_with("       … and 2 more notes in the report\n"), "{text}");

    noted.notes = vec![note("word ".repeat(200)), note("Another.".to_owned())];
    let text = printed(&noted, PLAIN);
    assert_eq!(text.lines().filter(|line| line.contains("word")).count(), 3);
    assert!(text.ends_with("…\n       … and 1 more note in the report\n"), "{text}");
}

#[test]
fn twelve_endpoints_are_shown_and_the_rest_is_counted() {
    let mut many = sample::checked();
    let of = |at: usize| crate::model::figures::TrafficFigures {
        subject: crate::model::subject::Subject::endpoint(&format!("GET /{at:02}")),
        ..many.run.whole.clone()
    };
    many.run.endpoints = (0..20).map(of).collect();
    let text = printed(&many, PLAIN);
    assert_eq!(text.lines().filter(|line| line.contains("GET /")).count(), 12, "{text}");
    assert!(text.contains("… and 8 more endpoints in the report"), "{text}");
}

#[test]
fn changes_have_the_colour_of_their_direction() {
    let text = printed(&sample::compared(), TerminalOptions { color: true, ..PLAIN });
    assert!(text.contains("\u{1b}[31m+30\u{a0}%") && text.contains("\u{1b}[32m−20\u{a0}%"), "{text}");
    assert!(!text.contains("\u{1b}[33m") && !text.contains("\u{1b}[37m"));
}

#[test]
fn korean_is_written_and_keeps_within_the_width() {
    for assessment in [sample::compared(), sample::checked(), sample::timed()] {
        let text = Language::Korean.speak(|| printed(&assessment, TerminalOptions { width: 80, ..PLAIN }));
        for line in text.lines() {
            assert!(length(line) <= 80, "{line}");
        }
    }
    let text = Language::Korean.speak(|| printed(&sample::compared(), PLAIN));
    assert!(text.contains(" · 기준 base-1 (실행 1개)") && text.contains("그 밖의 측정값: "), "{text}");
}
