//! The slices of both sides, from which is learned how requests come together.

use crate::model::note::Note;
use crate::model::run::Run;
use crate::model::slicing::VerdictSlices;
use crate::stats::hac::{ASSUMED_OVERDISPERSION, MIN_SLICES};

/// The slices of every run.
pub(super) struct Slicing {
    /// One for each base run.
    pub(super) base: Vec<VerdictSlices>,
    /// The candidate's.
    pub(super) run: VerdictSlices,
}

impl Slicing {
    /// Finds the slices; absent where a run, or one endpoint of it, comes from a summary.
    pub(super) fn of(base: &[Run], run: &Run) -> Option<Self> {
        if base.is_empty() {
            return None;
        }
        Some(Self {
            base: base.iter().map(VerdictSlices::of).collect::<Option<_>>()?,
            run: VerdictSlices::of(run)?,
        })
    }

    /// Tells whether every run has slices enough to learn from: what is done to one is done to all.
    pub(super) fn is_usable(&self) -> bool {
        self.base.iter().chain([&self.run]).all(|timeline| timeline.len() >= MIN_SLICES)
    }

    /// Tells what a reader should know of runs that are too short.
    pub(super) fn notes(&self, base: &[Run], run: &Run) -> Vec<Note> {
        let timelines = self.base.iter().zip(base).chain([(&self.run, run)]);
        let short: Vec<String> = timelines
            .filter(|(timeline, _)| timeline.len() < MIN_SLICES)
            .map(|(timeline, run)| format!("{} ({})", run.meta.name, timeline.len()))
            .collect();
        if short.is_empty() {
            return Vec::new();
        }
        vec![Note::new(format!(
            "Fewer than {MIN_SLICES} slices of time hold requests: {}. How requests come together cannot be learned \
             from so few: their variance is taken as {ASSUMED_OVERDISPERSION} times that of independent ones, and \
             no burst is set aside.",
            short.join(", ")
        ))]
    }
}
