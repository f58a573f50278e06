//! What a latency cell says: significance and size asked apart, whatever the evidence.

use crate::compare::matching::Matched;
use crate::model::comparison::{Change, LATENCY_WARN_LEVEL, LatencyCell};
use crate::model::settings::CompareSettings;
use crate::stats::fdr;

/// The strictest cut-off of Benjamini–Hochberg over so many cells: that of a single changed one.
pub(super) fn strictest_level(cells: usize) -> f64 {
    LATENCY_WARN_LEVEL / cells.max(1) as f64
}

/// Corrects for the number of cells, says what each cell says, and puts them in the endpoints' order.
///
/// Expects the mirrored p-value in `q_faster`.
pub(super) fn decide(cells: &mut [LatencyCell], matched: &Matched<'_>, settings: &CompareSettings) {
    let slower = fdr::benjamini_hochberg(&cells.iter().map(|c| c.p).collect::<Vec<_>>());
    let faster = fdr::benjamini_hochberg(&cells.iter().map(|c| c.q_faster).collect::<Vec<_>>());
    for ((cell, q), q_faster) in cells.iter_mut().zip(slower).zip(faster) {
        cell.q = q;
        cell.q_faster = q_faster;
        let least = settings.least_change(&cell.endpoint, cell.base);
        let shortfall = cell.log_change - cell.others.min(0.0);
        cell.change = if q < LATENCY_WARN_LEVEL && cell.log_change >= least && cell.excess >= 0.5 * least {
            Change::Regression
        } else if q_faster < LATENCY_WARN_LEVEL && cell.log_change <= -least && shortfall <= -0.5 * least {
            Change::Improvement
        } else {
            Change::Unchanged
        };
    }
    cells
        .sort_by_key(|cell| (matched.pairs.iter().position(|pair| pair.name == cell.endpoint), cell.measure));
}
