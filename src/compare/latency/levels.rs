//! The latency of each endpoint in each run, by measure: from every request, or from what summaries state.

use super::grid::Grid;
use super::shift::{Replication, Shift};
use super::side::{Side, Sides};
use super::{not_tested, stated};
use crate::compare::matching::{Matched, Pair};
use crate::compare::slicing::Slicing;
use crate::model::comparison::{Measure, NotTested};
use crate::model::missing::{Known, Missing};
use crate::model::parallel;
use crate::model::ranked::Ranked;
use crate::stats::order_statistics::is_between_modes;

/// Why a measure has no logarithm.
const ZERO: Missing = Missing::message("missing-zero");

/// The latency populations of every endpoint that has one on both sides.
pub(super) fn populations(
    matched: &Matched<'_>,
    slicing: &Slicing,
    pooled: bool,
    left_out: &mut Vec<NotTested>,
) -> Vec<Sides> {
    let indices: Vec<usize> = (0..matched.pairs.len()).collect();
    let each = parallel::map(&indices, |&index| match &matched.pairs[index] {
        pair if pair.is_whole() && !pooled => Err(Missing::message("missing-mix-moved")),
        pair => Sides::of(index, pair, slicing),
    });
    let mut populations = Vec::new();
    for (pair, sides) in matched.pairs.iter().zip(each) {
        match sides {
            Ok(sides) => populations.push(sides),
            Err(missing) => {
                left_out
                    .extend(Measure::ALL.map(|measure| not_tested(&pair.subject, measure, missing.reason())));
            }
        }
    }
    populations
}

/// The shifts at one measure of every endpoint that has it.
pub(super) fn of_populations<'a>(
    populations: &'a [Sides],
    matched: &Matched<'_>,
    measure: Measure,
    replication: Replication,
    left_out: &mut Vec<NotTested>,
) -> Vec<Shift<'a>> {
    let mut shifts = Vec::new();
    let each = parallel::map(populations, |sides| of_population(sides, measure, replication));
    for (sides, shift) in populations.iter().zip(each) {
        match shift {
            Ok(shift) => shifts.push(shift),
            Err(missing) => {
                left_out.push(not_tested(&matched.pairs[sides.pair].subject, measure, missing.reason()));
            }
        }
    }
    shifts
}

fn of_population(sides: &Sides, measure: Measure, replication: Replication) -> Known<Shift<'_>> {
    let q = measure.quantile().ok_or(ZERO)?;
    let of = |latencies: &Ranked| latencies.quantile(q).filter(|ms| *ms > 0.0).ok_or(ZERO);
    let (base, run) = (of(&sides.base_together)?, of(&sides.runs_together)?);
    let side = |sides: &[Side]| -> Known<(Vec<f64>, f64, f64)> {
        let mut levels = Vec::new();
        let (mut error, mut ranks) = (0.0, 0.0);
        for side in sides {
            let own = of(&side.latencies)?;
            levels.push((own / base).ln());
            error += side.squared_error(q, own).ok_or(ZERO)? / sides_count(sides);
            ranks += side.rank_error(q, own) / sides_count(sides);
        }
        Ok((levels, error, ranks))
    };
    let (base_levels, base_error, base_ranks) = side(&sides.base)?;
    let (run_levels, run_error, run_ranks) = side(&sides.runs)?;
    let log_change =
        if replication.paired { mean(&run_levels) - mean(&base_levels) } else { (run / base).ln() };
    let grid = match &sides.bounds {
        Some(bounds) => Some(Grid::at(bounds, &sides.base_together, q, base)?),
        None => None,
    };
    Ok(Shift {
        pair: sides.pair,
        grid,
        sure: grid.map_or(log_change, |grid| grid.sure_change(sides, log_change)),
        sides: Some(sides),
        base,
        run,
        log_change,
        base_levels,
        run_levels,
        base_error,
        run_error,
        base_ranks,
        run_ranks,
        wander: wander(sides, q),
        split: is_between_modes(q, sides.base_together.count() as f64, |q| sides.base_together.quantile(q)),
    })
}

/// How far runs are likely to stray by themselves at a quantile, the mean over all of them.
fn wander(sides: &Sides, q: f64) -> f64 {
    let all = || sides.base.iter().chain(&sides.runs);
    all().map(|side| side.own_wander(q)).sum::<f64>() / all().count().max(1) as f64
}

/// The shifts at one measure that summaries state.
pub(super) fn of_summaries<'a>(
    matched: &Matched<'_>,
    measure: Measure,
    pooled: bool,
    left_out: &mut Vec<NotTested>,
) -> Vec<Shift<'a>> {
    let mut shifts = Vec::new();
    for (index, pair) in matched.pairs.iter().enumerate() {
        let shift = if pair.is_whole() && !pooled {
            Err(Missing::message("missing-mix-moved"))
        } else {
            of_summary(index, pair, measure)
        };
        match shift {
            Ok(shift) => shifts.push(shift),
            Err(missing) => left_out.push(not_tested(&pair.subject, measure, missing.reason())),
        }
    }
    shifts
}

fn of_summary<'a>(index: usize, pair: &Pair<'_>, measure: Measure) -> Known<Shift<'a>> {
    let [base, runs] = stated::sides(pair, measure)?;
    let base_log = mean(&base.logs);
    let of_base = |logs: &[f64]| logs.iter().map(|log| log - base_log).collect::<Vec<f64>>();
    let run_levels = of_base(&runs.logs);
    let log_change = mean(&run_levels);
    Ok(Shift {
        pair: index,
        sides: None,
        base: base_log.exp(),
        run: (base_log + log_change).exp(),
        log_change,
        base_levels: of_base(&base.logs),
        run_levels,
        base_error: mean(&base.errors),
        run_error: mean(&runs.errors),
        split: base.split || runs.split,
        base_ranks: mean(&base.ranks),
        run_ranks: mean(&runs.ranks),
        wander: 0.0,
        grid: None,
        sure: log_change,
    })
}

fn sides_count(sides: &[Side]) -> f64 {
    sides.len().max(1) as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
