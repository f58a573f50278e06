use super::*;
use crate::render::sample;

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
    "POST /api/orders is slower.".clone_into(&mut one.summary);
    let text = printed(&one, PLAIN);
    assert_eq!(text.matches("POST /api/orders is slower").count(), 1);
    assert!(text.contains("       p95  71.6 → 95.9"));
}
