//! The verdicts of the rules `latency` and `shared_shift`, and which of the two tells a change that both saw.

use std::cmp::Ordering;

use crate::model::comparison::{
    Change, Comparison, LATENCY_FAIL_LEVEL, LatencyCell, Measure, SHARED_FAIL_LEVEL, SharedShift,
};
use crate::model::judgement::Verdict;
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;

/// The verdict of a cell that changed.
pub(super) fn of_cell(cell: &LatencyCell, comparison: &Comparison, settings: &CompareSettings) -> Verdict {
    let least =
        settings.least_failing_change(&cell.subject, cell.base, comparison.evidence).max(cell.least_seen());
    // A mean is weak evidence, and a host that differs may look like an endpoint that is alone.
    let least = if cell.alone || cell.measure == Measure::Mean {
        least.max(settings.host_shift.ln_1p())
    } else {
        least
    };
    // What has no other endpoint beside it is as unsure as a whole run.
    let level = if others_of(cell, comparison) == 0 { SHARED_FAIL_LEVEL } else { LATENCY_FAIL_LEVEL };
    let fails = cell.q < level && cell.log_change >= least && cell.excess >= 0.5 * least;
    match cell.change {
        Change::Regression if fails => Verdict::Fail,
        Change::Regression => Verdict::Warn,
        Change::Improvement | Change::Unchanged => Verdict::Pass,
    }
}

/// The measure at which the others are looked at: p99 is held against what they did at p95.
pub(super) fn reference(measure: Measure, comparison: &Comparison) -> Measure {
    let shared = if measure > Measure::of_quantile(0.75) {
        comparison.shared.last()
    } else {
        comparison.shared.first()
    };
    shared.map_or(measure, |shift| shift.measure)
}

/// Other endpoints that the cell is held against. A cell at p99 may be one of few that are tested.
pub(super) fn others_of(cell: &LatencyCell, comparison: &Comparison) -> usize {
    let is_other = |c: &&LatencyCell| {
        let is_endpoint = !c.subject.is_whole() && c.subject != cell.subject;
        is_endpoint && c.measure == reference(cell.measure, comparison)
    };
    comparison.latency.iter().filter(is_other).count()
}

/// The cell of the only endpoint, where it changed as the shift did: then both are the same thing.
pub(super) fn cell_of<'a>(shift: &SharedShift, comparison: &'a Comparison) -> Option<&'a LatencyCell> {
    let is_it = |cell: &&LatencyCell| cell.measure == shift.measure && cell.change == shift.change;
    comparison.latency.iter().find(is_it).filter(|_| shift.endpoints == 1)
}

/// Tells whether the shared shift says what a cell says. It is said once, by the one with the worse verdict; where they are equal, by
/// the shift if the cell is all requests, else by the cell, which has a name.
pub(super) fn says(cell: &LatencyCell, comparison: &Comparison, settings: &CompareSettings) -> bool {
    let same = |shift: &&SharedShift| shift.measure == cell.measure;
    let Some(shift) = comparison.shared.iter().find(same).filter(|s| cell_of(s, comparison).is_some()) else {
        return false;
    };
    match of_shift(shift, comparison, settings).cmp(&of_cell(cell, comparison, settings)) {
        Ordering::Greater => true,
        Ordering::Equal => cell.subject.is_whole(),
        Ordering::Less => false,
    }
}

/// Whether there is one run a side: then a host that differs looks like code that is slower.
pub(super) fn is_single(comparison: &Comparison) -> bool {
    comparison.base_runs == 1 && comparison.candidate_runs == 1
}

/// The least log shift that fails a run.
fn least_failing(comparison: &Comparison, settings: &CompareSettings) -> f64 {
    let least = settings.least_failing_change(&Subject::Whole, f64::INFINITY, comparison.evidence);
    if is_single(comparison) { least.max(settings.host_shift.ln_1p()) } else { least }
}

pub(super) fn of_shift(shift: &SharedShift, comparison: &Comparison, settings: &CompareSettings) -> Verdict {
    let fails = shift.p < SHARED_FAIL_LEVEL && shift.log_change >= least_failing(comparison, settings);
    match shift.change {
        Change::Regression if fails => Verdict::Fail,
        Change::Regression => Verdict::Warn,
        Change::Improvement | Change::Unchanged => Verdict::Pass,
    }
}
