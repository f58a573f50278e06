//! What a latency cell says: significance and size asked apart, whatever the evidence.

use std::collections::BTreeMap;

use crate::compare::matching::Matched;
use crate::model::comparison::{Change, LATENCY_WARN_LEVEL, LatencyCell};
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::stats::fdr;

/// The cut-off for one measure of one endpoint among so many, where nothing else changed.
pub(super) fn strictest_level(endpoints: usize, measures: usize) -> f64 {
    LATENCY_WARN_LEVEL / (endpoints.max(1) * measures.max(1)) as f64
}

/// Corrects for the number of endpoints, says what each cell says, and puts them in the endpoints' order.
///
/// The measures of an endpoint hang together: their probabilities are combined to one, which Benjamini and Hochberg's
/// procedure corrects. A measure is as sure as its endpoint, and never surer than it is by itself.
///
/// Expects the mirrored p-value in `q_faster`.
pub(super) fn decide(cells: &mut [LatencyCell], matched: &Matched<'_>, settings: &CompareSettings) {
    let slower = by_endpoint(cells, |cell| cell.p);
    let faster = by_endpoint(cells, |cell| cell.q_faster);
    let even = by_endpoint(cells, |cell| cell.buckets.map_or(cell.p, |buckets| buckets.p_even));
    for cell in cells.iter_mut() {
        let of = |q: &BTreeMap<Subject, f64>| q.get(&cell.subject).copied().unwrap_or(1.0);
        let (q, q_faster) = (of(&slower).max(cell.p), of(&faster).max(cell.q_faster));
        cell.q = q;
        cell.q_faster = q_faster;
        let least = settings.least_change_of(cell);
        let shortfall = cell.log_change - cell.others.min(0.0);
        let is_large = cell.log_change >= least && cell.excess >= 0.5 * least;
        cell.change = if q < LATENCY_WARN_LEVEL && is_large {
            Change::Regression
        } else if q_faster < LATENCY_WARN_LEVEL && cell.log_change <= -least && shortfall <= -0.5 * least {
            Change::Improvement
        } else {
            Change::Unchanged
        };
        if let Some(buckets) = &mut cell.buckets {
            let q_even = even.get(&cell.subject).copied().unwrap_or(1.0).max(buckets.p_even);
            buckets.undecided = cell.change == Change::Unchanged && q_even < LATENCY_WARN_LEVEL && is_large;
        }
    }
    cells.sort_by_key(|cell| {
        (matched.pairs.iter().position(|pair| pair.subject == cell.subject), cell.measure)
    });
}

/// The corrected probability of each endpoint.
fn by_endpoint(cells: &[LatencyCell], p: impl Fn(&LatencyCell) -> f64) -> BTreeMap<Subject, f64> {
    let mut of_endpoints: BTreeMap<&Subject, Vec<f64>> = BTreeMap::new();
    for cell in cells {
        of_endpoints.entry(&cell.subject).or_default().push(p(cell));
    }
    let combined: Vec<f64> = of_endpoints.values().map(|p| fdr::cauchy_combination(p)).collect();
    let corrected = fdr::benjamini_hochberg(&combined);
    of_endpoints.into_keys().cloned().zip(corrected).collect()
}
