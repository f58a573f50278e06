//! The slices of both sides, from which is learned how requests come together.

use crate::model::note::Note;
use crate::model::run::Run;
use crate::model::slicing::VerdictSlices;
use crate::stats::hac::{ASSUMED_OVERDISPERSION, MIN_SLICES};
use crate::words::text;

/// The slices of every run.
pub(super) struct Slicing {
    /// One for each base run.
    pub(super) base: Vec<VerdictSlices>,
    /// One for each candidate run.
    pub(super) runs: Vec<VerdictSlices>,
}

impl Slicing {
    /// Finds the slices; absent where a run, or one endpoint of it, comes from a summary.
    pub(super) fn of(base: &[Run], runs: &[Run]) -> Option<Self> {
        if base.is_empty() {
            return None;
        }
        Some(Self {
            base: base.iter().map(VerdictSlices::of).collect::<Option<_>>()?,
            runs: runs.iter().map(VerdictSlices::of).collect::<Option<_>>()?,
        })
    }

    /// Takes runs of which nothing is known over time.
    pub(super) fn without_time(base: usize, runs: usize) -> Self {
        let none = |count| vec![VerdictSlices::none(); count];
        Self { base: none(base), runs: none(runs) }
    }

    /// Tells whether every run has slices enough to learn from: what is done to one is done to all.
    pub(super) fn is_usable(&self) -> bool {
        self.base.iter().chain(&self.runs).all(|timeline| timeline.axis.len() >= MIN_SLICES)
    }

    /// Tells what a reader should know of runs that are too short.
    pub(super) fn notes(&self, base: &[Run], runs: &[Run]) -> Vec<Note> {
        if !base.iter().chain(runs).any(Run::has_requests) {
            return Vec::new();
        }
        let timelines = self.base.iter().zip(base).chain(self.runs.iter().zip(runs));
        let short: Vec<String> = timelines
            .filter(|(timeline, _)| timeline.axis.len() < MIN_SLICES)
            .map(|(timeline, run)| format!("{} ({})", run.meta.name, timeline.axis.len()))
            .collect();
        if short.is_empty() {
            return Vec::new();
        }
        vec![Note::new(text!(
            "few-slices",
            least = MIN_SLICES,
            runs = short.join(", "),
            times = ASSUMED_OVERDISPERSION.to_string()
        ))]
    }
}
