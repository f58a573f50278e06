//! Words for what actions speak of.

use crate::model::review::{ChangePoint, ReviewedRun, Tracked};
use crate::words::{Arg, Text, text};

/// The endpoint, and the test where there are several.
pub(super) fn subject(Tracked { test, subject }: &Tracked) -> Text {
    let test = if test.is_empty() { String::new() } else { format!("({test})") };
    Text::joined([subject.text(), Text::written(test)], " ")
}

/// Why a run ended as it did.
pub(super) fn reason(recorded: Option<&String>) -> Text {
    recorded.map_or_else(|| text!("review-no-reason"), |reason| Text::read(reason.clone()))
}

/// The run, and the commit where it is known.
pub(super) fn run(run: &ReviewedRun) -> Text {
    match run.short_commit() {
        Some(commit) => text!("review-run-of-commit", run = &run.name, commit = commit),
        None => text!("review-run", run = &run.name),
    }
}

/// `p95 of GET /a: 83 ms → 111 ms, +34 %`.
pub(super) fn step(change: &ChangePoint) -> Text {
    let unit = change.measure.unit();
    text!(
        "review-evidence-step",
        measure = change.measure.key(),
        subject = subject(&change.subject),
        before = Arg::Quantity(unit.figure(change.before)),
        after = Arg::Quantity(unit.figure(change.after)),
        change = Arg::Quantity(unit.change(change.change)),
    )
}

/// The first few of many: `a; b; c; 5 more`.
pub(super) fn few(mut all: Vec<Text>, most: usize) -> Text {
    if let Some(more @ 1..) = all.len().checked_sub(most) {
        all.truncate(most);
        all.push(text!("review-more", more = more));
    }
    Text::joined(all, "; ")
}
