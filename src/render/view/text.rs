//! Words and signs.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::model::comparison::Change;
use crate::model::judgement::Verdict;

/// What stands for a figure that is missing.
pub(crate) const DASH: &str = "–";

/// Begins a fragment with a capital letter, as a sentence does.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Makes a sentence of a fragment; nothing of nothing.
pub(crate) fn sentence(fragment: &str) -> String {
    let fragment = fragment.trim_end_matches('.');
    if fragment.is_empty() { String::new() } else { format!("{}.", capital(fragment)) }
}

/// Writes a moment: `14 Nov 2026 10:02 UTC`.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y %H:%M UTC").to_string()
}

/// A verdict as word, sign and class of colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct VerdictMark {
    pub(crate) word: &'static str,
    pub(crate) sign: &'static str,
    pub(crate) class: &'static str,
}

impl From<Verdict> for VerdictMark {
    fn from(verdict: Verdict) -> Self {
        let (sign, class) = match verdict {
            Verdict::Fail => ("✕", "fail"),
            Verdict::Warn => ("!", "warn"),
            Verdict::Inconclusive => ("?", "inconclusive"),
            Verdict::Pass => ("✓", "pass"),
            Verdict::None => ("–", "none"),
        };
        Self { word: verdict.word(), sign, class }
    }
}

/// A direction as sign, word and class of colour; all empty where nothing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeMark {
    pub(crate) sign: &'static str,
    pub(crate) word: &'static str,
    pub(crate) class: &'static str,
}

impl ChangeMark {
    /// Marks a change of latency.
    pub(crate) fn latency(change: Change) -> Self {
        Self::new(change, "▲", "slower", "▼", "faster")
    }

    /// Marks a change of latency that is no finding by itself: all endpoints moved.
    pub(crate) fn with_the_rest(change: Change) -> Self {
        let sign = if change == Change::Improvement { "▽" } else { "△" };
        Self { sign, word: "with the rest", class: "shared" }
    }

    /// Tells whether it is that of a finding.
    pub(crate) fn is_finding(&self) -> bool {
        matches!(self.class, "worse" | "better")
    }

    /// Marks a change of an error share.
    pub(crate) fn errors(change: Change) -> Self {
        Self::new(change, "▲", "more", "▼", "fewer")
    }

    /// Marks a change of throughput.
    pub(crate) fn throughput(change: Change) -> Self {
        Self::new(change, "▼", "less", "▲", "more")
    }

    /// Marks a change of a metric, which says nothing of what is better; `size` has the sign of the change.
    pub(crate) fn metric(change: Change, size: f64) -> Self {
        let (sign, word) = if size > 0.0 { ("▲", "higher") } else { ("▼", "lower") };
        Self::new(change, sign, word, sign, word)
    }

    fn new(
        change: Change,
        sign: &'static str,
        word: &'static str,
        better_sign: &'static str,
        better_word: &'static str,
    ) -> Self {
        match change {
            Change::Regression => Self { sign, word, class: "worse" },
            Change::Improvement => Self { sign: better_sign, word: better_word, class: "better" },
            Change::Unchanged => Self { sign: "", word: "", class: "same" },
        }
    }
}
