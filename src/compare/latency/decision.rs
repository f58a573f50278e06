//! What a latency cell and a shared shift say: significance and size asked apart, whatever the evidence.

use crate::compare::matching::Matched;
use crate::model::comparison::{Change, LatencyCell};
use crate::model::settings::CompareSettings;
use crate::stats::fdr;

/// The level at which one endpoint's change is a warning, after correction.
const WARN_LEVEL: f64 = 0.20;
/// The level at which one endpoint's change fails a run: what "could have seen" speaks of.
const FAIL_LEVEL: f64 = 0.05;
/// The level at which the shared shift is a warning.
const SHARED_WARN_LEVEL: f64 = 0.05;
/// The level at which the shared shift fails a run.
pub(super) const SHARED_FAIL_LEVEL: f64 = 0.005;

/// The strictest cut-off of Benjamini–Hochberg over so many cells: that of a single changed one.
pub(super) fn strictest_level(cells: usize) -> f64 {
    FAIL_LEVEL / cells.max(1) as f64
}

/// Corrects for the number of cells, says what each cell says, and puts them in the endpoints' order.
///
/// Expects the mirrored p-value in `q_faster`.
pub(super) fn decide(cells: &mut [LatencyCell], matched: &Matched<'_>, settings: &CompareSettings) {
    let slower = fdr::benjamini_hochberg(&cells.iter().map(|c| c.p).collect::<Vec<_>>());
    let faster = fdr::benjamini_hochberg(&cells.iter().map(|c| c.q_faster).collect::<Vec<_>>());
    let least = settings.min_latency_change.ln_1p();
    for ((cell, q), q_faster) in cells.iter_mut().zip(slower).zip(faster) {
        cell.q = q;
        cell.q_faster = q_faster;
        let shortfall = cell.log_change - cell.others.min(0.0);
        cell.change = if q < WARN_LEVEL && cell.log_change >= least && cell.excess >= 0.5 * least {
            Change::Regression
        } else if q_faster < WARN_LEVEL && cell.log_change <= -least && shortfall <= -0.5 * least {
            Change::Improvement
        } else {
            Change::Unchanged
        };
    }
    cells
        .sort_by_key(|cell| (matched.pairs.iter().position(|pair| pair.name == cell.endpoint), cell.measure));
}

/// Says what a shared shift says.
pub(super) fn of_shared_shift(
    log_change: f64,
    p_slower: f64,
    p_faster: f64,
    settings: &CompareSettings,
) -> Change {
    let least = settings.min_latency_change.ln_1p();
    if p_slower < SHARED_WARN_LEVEL && log_change >= least {
        Change::Regression
    } else if p_faster < SHARED_WARN_LEVEL && log_change <= -least {
        Change::Improvement
    } else {
        Change::Unchanged
    }
}
