//! Words for what actions speak of.

use crate::model::history::{HistoryMeasure, HistoryUnit};
use crate::model::quantity::{Milliseconds, PerSecond, PercentagePoints, RelativeChange, Share, significant};
use crate::model::review::{ChangePoint, ReviewedRun, Subject};

/// Characters of a commit's hash that are shown: as many as make it the only one, in any repository of note.
const HASH: usize = 10;

/// The endpoint, and the test where there are several.
pub(super) fn subject(subject: &Subject) -> String {
    let endpoint = subject.endpoint.as_deref().unwrap_or("all requests");
    if subject.test.is_empty() { endpoint.to_owned() } else { format!("{endpoint} ({})", subject.test) }
}

/// The run, and the commit where it is known.
pub(super) fn run(run: &ReviewedRun) -> String {
    match &run.commit {
        Some(commit) => format!("run {} (commit {})", run.name, short(commit)),
        None => format!("run {}", run.name),
    }
}

/// A hash as people write it; a commit that is no hash stays.
fn short(commit: &str) -> &str {
    let is_hash = commit.chars().all(|character| character.is_ascii_hexdigit());
    commit.get(..HASH).filter(|_| is_hash).unwrap_or(commit)
}

/// `p95 of GET /a: 83 ms → 111 ms, +34 %`.
pub(super) fn step(change: &ChangePoint) -> String {
    format!(
        "{} of {}: {} → {}, {}",
        measure(change.measure),
        subject(&change.subject),
        value(change.measure, change.before),
        value(change.measure, change.after),
        difference(change)
    )
}

fn measure(measure: HistoryMeasure) -> &'static str {
    match measure {
        HistoryMeasure::ErrorShare => "error share",
        HistoryMeasure::Undeclared4xxShare => "undeclared 4xx share",
        other => other.key(),
    }
}

fn value(measure: HistoryMeasure, value: f64) -> String {
    match measure.unit() {
        HistoryUnit::Count => significant(value),
        HistoryUnit::PerSecond => PerSecond(value).to_string(),
        HistoryUnit::Share => Share(value).to_string(),
        HistoryUnit::Milliseconds => Milliseconds(value).to_string(),
    }
}

fn difference(change: &ChangePoint) -> String {
    match change.measure.unit() {
        HistoryUnit::Share => PercentagePoints(change.change).to_string(),
        _ => RelativeChange(change.change).to_string(),
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

/// `1 run`, `3 runs`.
pub(super) fn runs(count: usize) -> String {
    if count == 1 { "1 run".to_owned() } else { format!("{count} runs") }
}
