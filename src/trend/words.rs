//! Words for what actions speak of.

use crate::model::history::HistoryMeasure;
use crate::model::review::{ChangePoint, ReviewedRun, Tracked};

/// The endpoint, and the test where there are several.
pub(super) fn subject(Tracked { test, subject }: &Tracked) -> String {
    if test.is_empty() { subject.to_string() } else { format!("{subject} ({test})") }
}

/// The run, and the commit where it is known.
pub(super) fn run(run: &ReviewedRun) -> String {
    match run.short_commit() {
        Some(commit) => format!("run {} (commit {commit})", run.name),
        None => format!("run {}", run.name),
    }
}

/// `p95 of GET /a: 83 ms → 111 ms, +34 %`.
pub(super) fn step(change: &ChangePoint) -> String {
    let unit = change.measure.unit();
    format!(
        "{} of {}: {} → {}, {}",
        measure(change.measure),
        subject(&change.subject),
        unit.figure(change.before),
        unit.figure(change.after),
        unit.change(change.change)
    )
}

fn measure(measure: HistoryMeasure) -> &'static str {
    match measure {
        HistoryMeasure::ErrorShare => "error share",
        HistoryMeasure::Undeclared4xxShare => "undeclared 4xx share",
        other => other.key(),
    }
}

/// The first few of many: `a; b; c; 5 more`.
pub(super) fn few(all: &[String], most: usize) -> String {
    let mut parts: Vec<String> = all.iter().take(most).cloned().collect();
    if all.len() > most {
        parts.push(format!("{} more", all.len() - most));
    }
    parts.join("; ")
}
