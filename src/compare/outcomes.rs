//! What the outcomes of both sides say of how they compare: notes, and no findings.

use super::mean;
use crate::model::latency::Population;
use crate::model::note::Note;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::quantity::Share;
use crate::model::run::Run;
use crate::words::text;

/// Intended 4xx whose share moved by more than this are worth a word.
const INTENDED_SHARE: f64 = 0.01;

/// Errors must rise by more than this, and p95 fall below this share, to say that requests failed fast.
const FAST_FAILURE_SHARE: f64 = 0.01;
const FAST_FAILURE_LATENCY: f64 = 0.95;

/// Says that latency fell because requests failed fast.
pub(super) fn fast_failures(base: &[Run], run: &Run) -> Option<Note> {
    let share = |r: &Run| r.whole.outcomes.as_ref().ok().and_then(Outcomes::bad_share);
    // The latency population proper holds no fast failure.
    let p95 = |r: &Run| {
        let latency = r.whole.latency.as_ref().ok()?;
        (latency.population() == Population::AllResponses).then(|| latency.quantile(0.95).ok())?
    };
    let before = (
        mean(&base.iter().filter_map(share).collect::<Vec<_>>()),
        mean(&base.iter().filter_map(p95).collect::<Vec<_>>()),
    );
    if let ((Some(share0), Some(p95_0)), (Some(share1), Some(p95_1))) = (before, (share(run), p95(run)))
        && share1 - share0 > FAST_FAILURE_SHARE
        && p95_1 < p95_0 * FAST_FAILURE_LATENCY
    {
        return Some(Note::new(text!("failed-fast", base = Share(share0), run = Share(share1))));
    }
    None
}

/// Intended 4xx are no errors, but many more of them mean that the service was asked something else.
pub(super) fn intended_4xx(base: &[Run], run: &Run) -> Option<Note> {
    let share = |r: &Run| {
        let outcomes = r.whole.outcomes.as_ref().ok()?;
        let intended = *outcomes.classes.get(&Outcome::Intended4xx)?;
        (outcomes.total() > 0).then(|| intended as f64 / outcomes.total() as f64)
    };
    let before: Vec<f64> = base.iter().filter_map(share).collect();
    if let (Some(before), Some(after)) = (mean(&before), share(run))
        && (after - before).abs() > INTENDED_SHARE
    {
        return Some(Note::new(text!("intended-moved", base = Share(before), run = Share(after))));
    }
    None
}
