//! Latency from every request of both sides: cells by the count test, and the shift that all share.

use super::cell::{self, Surroundings};
use super::noise::{self, Pooled};
use super::shift::{Shift, Sides};
use super::side::Side;
use super::{LatencyComparison, decision, not_tested};
use crate::compare::matching::Matched;
use crate::compare::slicing::Slicing;
use crate::model::comparison::Measure;
use crate::model::settings::CompareSettings;
use crate::stats::log_shift;
use crate::stats::weighted_median::Weighted;

/// Compares the latency populations of every matched endpoint.
pub(super) fn compare(
    matched: &Matched<'_>,
    slicing: &Slicing,
    pooled: bool,
    settings: &CompareSettings,
) -> LatencyComparison {
    let base_runs = slicing.base.len();
    let mut result = LatencyComparison::default();
    let mut endpoints = Vec::new();
    for (index, pair) in matched.pairs.iter().enumerate() {
        let sides = if pair.pooled && !pooled {
            Err("the traffic mix moved".to_owned())
        } else {
            Sides::of(index, pair, slicing).map_err(|missing| missing.reason().to_owned())
        };
        match sides {
            Ok(sides) => endpoints.push(sides),
            Err(reason) => {
                result.not_tested.extend(Measure::ALL.map(|measure| not_tested(pair, measure, &reason)));
            }
        }
    }

    let shifts = Measure::ALL.map(|measure| {
        let mut shifts = Vec::new();
        for sides in &endpoints {
            match Shift::of(sides, measure, settings) {
                Ok(shift) => shifts.push(shift),
                Err(missing) => {
                    result.not_tested.push(not_tested(&matched.pairs[sides.pair], measure, missing.reason()));
                }
            }
        }
        shifts
    });
    let of_all = pool(&endpoints, matched, base_runs);
    let [p50, p95, p99] = &shifts;
    for (measure, shifts, reference) in
        [(Measure::P50, p50, p50), (Measure::P95, p95, p95), (Measure::P99, p99, p95)]
    {
        // p95 is steadier than p99: both are held against what the others did at p95.
        if reference.is_empty() {
            continue;
        }
        let learned = noise::of_endpoints(reference, base_runs, settings);
        let is_p99 = measure == Measure::P99;
        let noise_squared = if is_p99 { noise::at_p99(learned, settings) } else { learned };
        let shared =
            noise::of_whole(reference, if is_p99 { Measure::P95 } else { measure }, &of_all, settings);
        for shift in shifts {
            let (others, others_variance) = others(shift, reference, base_runs, settings);
            let around = Surroundings {
                noise_squared,
                others,
                others_variance,
                host_variance: shared.host_variance,
                base_runs,
            };
            let pair = &matched.pairs[shift.sides.pair];
            match cell::test(&pair.name, measure, shift, &around) {
                Ok(cell) => result.cells.push(cell),
                Err(missing) => result.not_tested.push(not_tested(pair, measure, missing.reason())),
            }
        }
        if !is_p99 {
            result.shared.push(shared.shift);
        }
    }

    decision::decide(&mut result.cells, matched, settings);
    let level = decision::strictest_level(result.cells.len());
    for cell in &mut result.cells {
        if let Some(counts) = &cell.counts {
            cell.detectable = cell::detectable(counts, cell.others, base_runs, level, settings);
        }
    }
    result
}

/// g₋e and v_g: what the other endpoints did at the reference quantile, and how well that is known.
fn others(
    shift: &Shift<'_>,
    reference: &[Shift<'_>],
    base_runs: usize,
    settings: &CompareSettings,
) -> (f64, f64) {
    let others: Vec<Weighted> =
        reference.iter().filter(|other| other.sides.pair != shift.sides.pair).map(Shift::weighted).collect();
    log_shift::others_of_distributions(&others, settings.tau_whole, base_runs)
}

/// Puts the endpoints' requests together, run by run; the whole run where it is compared as one endpoint.
fn pool(endpoints: &[Sides], matched: &Matched<'_>, base_runs: usize) -> Pooled {
    let whole = endpoints.iter().find(|sides| matched.pairs[sides.pair].pooled);
    let of = |side: &dyn Fn(&Sides) -> Option<&Side>| match whole {
        Some(whole) => Side::pooled(side(whole).into_iter()),
        None => Side::pooled(endpoints.iter().filter_map(side)),
    };
    Pooled {
        base: (0..base_runs).map(|run| of(&|sides: &Sides| sides.base.get(run))).collect(),
        run: of(&|sides: &Sides| Some(&sides.run)),
    }
}
