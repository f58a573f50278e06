//! What a latency cell and a shared shift say: significance and size asked apart, whatever the evidence.

use crate::compare::matching::Matched;
use crate::model::comparison::{
    Change, Evidence, Interval, LATENCY_FAIL_LEVEL, LatencyCell, Measure, SHARED_FAIL_LEVEL, SharedShift,
};
use crate::model::evidence::ShiftNoise;
use crate::model::settings::CompareSettings;
use crate::stats::{fdr, shared_shift};

/// The level at which one endpoint's change is a warning, after correction.
const WARN_LEVEL: f64 = 0.20;
/// The level at which the shared shift is a warning.
const SHARED_WARN_LEVEL: f64 = 0.05;

/// The strictest cut-off of Benjamini–Hochberg over so many cells: that of a single changed one.
pub(super) fn strictest_level(cells: usize) -> f64 {
    LATENCY_FAIL_LEVEL / cells.max(1) as f64
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

/// Puts what was tested of a shared shift together with what it says.
pub(super) fn shared_shift(
    test: &shared_shift::SharedShift,
    measure: Measure,
    endpoints: usize,
    noise: Option<ShiftNoise>,
    evidence: Evidence,
    settings: &CompareSettings,
) -> SharedShift {
    let (p, p_faster) = (test.p_slower(), test.p_faster());
    let least = settings.fail_latency_change(evidence).ln_1p();
    SharedShift {
        measure,
        endpoints,
        log_change: test.shift,
        interval: Interval { low: test.shift - test.half_width(), high: test.shift + test.half_width() },
        upper: test.upper_bound(0.95),
        sd: test.sd(),
        statistic: test.statistic(),
        df: test.df,
        p,
        p_faster,
        detectable: test.detectable(SHARED_FAIL_LEVEL).max(least).exp_m1(),
        noise,
        change: of_shared_shift(test.shift, p, p_faster, settings),
    }
}

/// Says what a shared shift says.
fn of_shared_shift(log_change: f64, p_slower: f64, p_faster: f64, settings: &CompareSettings) -> Change {
    let least = settings.min_latency_change.ln_1p();
    if p_slower < SHARED_WARN_LEVEL && log_change >= least {
        Change::Regression
    } else if p_faster < SHARED_WARN_LEVEL && log_change <= -least {
        Change::Improvement
    } else {
        Change::Unchanged
    }
}
