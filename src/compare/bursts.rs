//! One burst, set apart: it is an incident and no regression.

use crate::model::slicing::SliceCounts;
use crate::stats::burst::worst_slices;
use crate::stats::count_test::count_tail;

/// Slices with most bad requests that are left out of a run where they are a burst: one burst, which may lie across a
/// border, is an incident and no regression.
const TRIMMED_SLICES: usize = 2;
/// Bad requests that make a burst, and how improbable it must be under the rest of the run, for all pairs of slices
/// together. Errors that are spread over a run are no burst, however the worst slices look.
const MIN_BURST: f64 = 5.0;
const BURST_LEVEL: f64 = 0.01;

/// Leaves the worst slices out where they are a burst.
pub(super) fn trim(slices: &SliceCounts) -> SliceCounts {
    let worst = worst_slices(&slices.bad, TRIMMED_SLICES);
    let keep = |values: &[f64]| -> Vec<f64> {
        let kept = values.iter().enumerate().filter(|(position, _)| !worst.contains(position));
        kept.map(|(_, value)| *value).collect()
    };
    let rest = SliceCounts { bad: keep(&slices.bad), total: keep(&slices.total) };
    let of_worst = |values: &[f64]| worst.iter().map(|position| values[*position]).sum::<f64>();
    let share = (rest.bad.iter().sum::<f64>() + 0.5) / (rest.total.iter().sum::<f64>() + 1.0);
    let (bad, expected) = (of_worst(&slices.bad), share * of_worst(&slices.total));
    let pairs = (slices.bad.len() as f64).powi(2) / 2.0;
    let is_burst = bad >= MIN_BURST && count_tail(bad, expected, expected) * pairs < BURST_LEVEL;
    if is_burst { rest } else { slices.clone() }
}
