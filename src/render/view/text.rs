//! Words and signs.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::model::comparison::Change;
use crate::model::judgement::Verdict;
use crate::model::slo::SloStatus;
use crate::words::{Language, Text, say, text};

/// What stands for a figure that is missing.
pub(crate) const DASH: &str = "–";

/// Begins a fragment with a capital letter, as an English sentence does.
pub(crate) fn capital(text: &str) -> String {
    if Language::spoken() != Language::English {
        return text.to_owned();
    }
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
    at.format(&say!("moment-pattern")).to_string()
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeMark {
    pub(crate) sign: &'static str,
    pub(crate) word: String,
    pub(crate) class: &'static str,
}

impl ChangeMark {
    /// Marks a change of latency.
    pub(crate) fn latency(change: Change) -> Self {
        Self::new(change, ("▲", text!("mark-slower")), ("▼", text!("mark-faster")))
    }

    /// Marks a change of latency that is no finding by itself: all endpoints moved.
    pub(crate) fn with_the_rest(change: Change) -> Self {
        let sign = if change == Change::Improvement { "▽" } else { "△" };
        Self { sign, word: say!("mark-with-the-rest"), class: "shared" }
    }

    /// Tells whether it is that of a finding.
    pub(crate) fn is_finding(&self) -> bool {
        matches!(self.class, "worse" | "better")
    }

    /// Marks a change of an error share.
    pub(crate) fn errors(change: Change) -> Self {
        Self::new(change, ("▲", text!("mark-more")), ("▼", text!("mark-fewer")))
    }

    /// Marks a change of throughput.
    pub(crate) fn throughput(change: Change) -> Self {
        Self::new(change, ("▼", text!("mark-less")), ("▲", text!("mark-more")))
    }

    /// Marks a change of a metric, which says nothing of what is better; `size` has the sign of the change.
    pub(crate) fn metric(change: Change, size: f64) -> Self {
        let moved = if size > 0.0 { ("▲", text!("mark-higher")) } else { ("▼", text!("mark-lower")) };
        Self::new(change, moved.clone(), moved)
    }

    fn new(change: Change, worse: (&'static str, Text), better: (&'static str, Text)) -> Self {
        let ((sign, word), class) = match change {
            Change::Regression => (worse, "worse"),
            Change::Improvement => (better, "better"),
            Change::Unchanged => (("", Text::empty()), "same"),
        };
        Self { sign, word: word.to_string(), class }
    }
}

/// Met or missed, as word, sign and class of colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StatusMark {
    pub(crate) word: String,
    pub(crate) sign: &'static str,
    pub(crate) class: &'static str,
}

impl From<SloStatus> for StatusMark {
    fn from(status: SloStatus) -> Self {
        match status {
            SloStatus::Met => Self { word: say!("objective-met"), sign: "✓", class: "pass" },
            SloStatus::Missed => Self { word: say!("objective-missed"), sign: "✕", class: "fail" },
            SloStatus::MissedUnsure => {
                Self { word: say!("objective-missed-unsure"), sign: "!", class: "warn" }
            }
        }
    }
}

impl StatusMark {
    /// Says that nobody knows.
    pub(super) fn not_measured() -> Self {
        Self { word: say!("objective-not-measured"), sign: "–", class: "none" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_sentences_are_written_as_the_language_has_them() {
        let at = DateTime::from_timestamp(1_794_650_520, 0).unwrap();
        assert_eq!(moment(at), "14 Nov 2026 10:02 UTC");
        assert_eq!(sentence("p95 is missing"), "P95 is missing.");
        Language::Korean.speak(|| {
            assert_eq!(moment(at), "2026-11-14 10:02 UTC");
            assert_eq!(sentence("p95가 없습니다"), "p95가 없습니다.");
        });
    }
}
