//! How the requests that miss an objective come together: φ of the candidate, from its slices.

use crate::model::endpoint::Traffic;
use crate::model::settings::OutcomeSettings;
use crate::model::slicing::{SliceCounts, VerdictSlices};
use crate::model::slo::Objective;
use crate::stats::hac::{self, Dispersion};

/// The slices of the candidate.
pub(super) struct Slices<'a> {
    /// Absent where a source holds no single responses.
    pub(super) timeline: Option<VerdictSlices>,
    pub(super) outcomes: &'a OutcomeSettings,
}

impl Slices<'_> {
    /// Learns φ; assumed where there are no slices, or too few. Nothing is trimmed: an objective
    /// counts every request.
    pub(super) fn overdispersion(&self, objective: &Objective, traffic: &Traffic) -> f64 {
        let dispersion = self
            .counts(objective, traffic)
            .and_then(|counts| Dispersion::of_slices(&counts.bad, &counts.total));
        hac::overdispersion(dispersion.as_slice())
    }

    fn counts(&self, objective: &Objective, traffic: &Traffic) -> Option<SliceCounts> {
        let (timeline, responses) = (self.timeline.as_ref()?, traffic.responses.as_ref().ok()?);
        let is_bad = |outcome| self.outcomes.undeclared_4xx.counts_as_bad(outcome);
        Some(timeline.misses(objective, responses, is_bad))
    }
}
