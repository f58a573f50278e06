//! Latency by endpoint and measure, and the shift that endpoints share.
//!
//! * `levels`: the latency of each endpoint in each run, from every request (`side`) or from summaries (`stated`)
//! * `shift`: one endpoint at one measure, before the others are looked at
//! * `noise`: what differs from run to run
//! * `grid`: the bound that requests are counted beyond, where latencies are known to buckets alone; `bucketed`: the test there
//! * `cell`: the test of one endpoint (`tail`: what its tests have in common), `shared` of all together; `decision`: what a cell says

mod bucketed;
mod cell;
mod decision;
mod grid;
mod levels;
mod noise;
mod shared;
mod shift;
mod side;
mod stated;
mod tail;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub(in crate::compare) use self::shared::level as level_of_whole;
pub(in crate::compare) use self::shift::Replication;
use self::shift::Shift;
pub(in crate::compare) use self::side::{Side, Sides};
use self::tail::Surroundings;
use super::matching::Matched;
use super::slicing::Slicing;
use crate::model::comparison::{LatencyCell, Measure, NotTested, SharedShift};
use crate::model::judged::Judged;
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::stats::noise::Noise;
use crate::stats::weighted_median::{ByValue, MEDIAN_VARIANCE, Weighted};
use crate::words::{Text, text};

/// What the comparison of latencies yields.
#[derive(Default)]
pub(super) struct LatencyComparison {
    pub(super) cells: Vec<LatencyCell>,
    pub(super) shared: Vec<SharedShift>,
    pub(super) not_tested: Vec<NotTested>,
    /// The latency populations, where every request is known.
    pub(super) populations: Vec<Sides>,
}

/// Compares the latencies of every matched endpoint: in full where there are slices, that is, where
/// every run holds its single responses.
pub(super) fn compare(
    matched: &Matched<'_>,
    slicing: Option<&Slicing>,
    pooled: bool,
    replication: Replication,
    settings: &CompareSettings,
) -> LatencyComparison {
    let mut latency = undecided(matched, slicing, pooled, replication, settings, None);
    decision::decide(&mut latency.cells, matched, settings);
    latency
}

/// The same before anything is corrected for the number of endpoints and decided: `p`, and its mirror in `q_faster`.
///
/// `level` is the cut-off for what could be seen; by default that of one measure of one endpoint among all.
pub(super) fn undecided(
    matched: &Matched<'_>,
    slicing: Option<&Slicing>,
    pooled: bool,
    replication: Replication,
    settings: &CompareSettings,
    level: Option<f64>,
) -> LatencyComparison {
    let mut left_out = Vec::new();
    let mut populations = match slicing {
        Some(slicing) => levels::populations(matched, slicing, pooled, &mut left_out),
        None => Vec::new(),
    };
    side::find_levels(&mut populations);
    let measures = if slicing.is_some() { Measure::ALL.to_vec() } else { stated::measures(matched) };
    if slicing.is_none() && !matched.pairs.is_empty() {
        let unstated = Measure::ALL.into_iter().filter(|measure| !measures.contains(measure));
        left_out.extend(
            unstated.map(|measure| not_tested(&Subject::Endpoints, measure, text!("missing-everywhere"))),
        );
    }
    left_out.extend(unjudged(matched, &measures, settings));
    let by_measure: Vec<(Measure, Vec<Shift<'_>>)> = measures
        .into_iter()
        .map(|measure| {
            let shifts = match slicing {
                Some(_) => levels::of_populations(&populations, matched, measure, replication, &mut left_out),
                None => levels::of_summaries(matched, measure, pooled, &mut left_out),
            };
            (measure, shifts)
        })
        .collect();
    let tested = Tested { matched, populations: &populations, replication, settings, level };
    let (cells, shared) = tested.of(&by_measure, &mut left_out);
    drop(by_measure);
    NotTested::sort(&mut left_out);
    LatencyComparison { cells, shared, not_tested: left_out, populations }
}

/// What all tests of a comparison have in common.
struct Tested<'a> {
    matched: &'a Matched<'a>,
    populations: &'a [Sides],
    replication: Replication,
    settings: &'a CompareSettings,
    level: Option<f64>,
}

impl Tested<'_> {
    fn of(
        &self,
        by_measure: &[(Measure, Vec<Shift<'_>>)],
        left_out: &mut Vec<NotTested>,
    ) -> (Vec<LatencyCell>, Vec<SharedShift>) {
        let Some((body, tail)) = references(by_measure) else { return (Vec::new(), Vec::new()) };
        let (mut cells, mut around_cells) = (Vec::new(), Vec::new());
        let mut shared = Vec::new();
        let wander = self.wander(by_measure[tail].0);
        let wholes = noise::of_whole(
            [body, tail].map(|at| {
                let (measure, shifts) = &by_measure[at];
                (*measure, shifts.as_slice(), self.errors_of_whole(*measure, shifts))
            }),
            wander,
            self.replication,
            self.settings,
        );
        let is_tail = |measure: Measure| measure > Measure::of_quantile(0.75);
        // p95 is steadier than p99: both are held against what the others did at p95.
        let reference_of = |measure: Measure| if is_tail(measure) { tail } else { body };
        let noises: Vec<Vec<Noise>> = by_measure
            .iter()
            .map(|(measure, shifts)| {
                let reference = &by_measure[reference_of(*measure)].1;
                noise::of_endpoints(shifts, reference, *measure, self.replication, self.settings)
            })
            .collect();
        let weights = [body, tail].map(|at| -> Vec<f64> {
            let endpoints = by_measure[at].1.iter().zip(&noises[at]);
            endpoints.map(|(shift, noise)| shift.weight(self.replication, noise.sd())).collect()
        });
        let host = &wholes[0].noise;
        let alone = Surroundings {
            noise: host.clone(),
            host_reach: cell::host_reach(host, self.replication),
            others: 0.0,
            others_variance: 0.0,
            alone: true,
            replication: self.replication,
        };
        for (at, (measure, shifts)) in by_measure.iter().enumerate() {
            let reference = &by_measure[reference_of(*measure)].1;
            let weights = &weights[usize::from(is_tail(*measure))];
            let moved = ByValue::of(
                reference
                    .iter()
                    .zip(weights)
                    .map(|(other, &weight)| (other.pair, Weighted { value: other.log_change, weight })),
            );
            for (shift, noise) in shifts.iter().zip(&noises[at]) {
                let subject = &self.matched.pairs[shift.pair].subject;
                if !self.settings.judges(subject, *measure) {
                    continue;
                }
                let around = beside_others(shift, noise, (&moved, reference, weights), &alone);
                let most = self.settings.inconclusive_shift;
                let fits = shift.grid.map_or(Ok(()), |grid| grid.is_narrower_than(most));
                match fits.and_then(|()| cell::test(subject, *measure, shift, &around)) {
                    Ok(cell) => {
                        cells.push(cell);
                        around_cells.push((shift, around));
                    }
                    Err(missing) => left_out.push(not_tested(subject, *measure, missing.reason())),
                }
            }
            if at == body || at == tail {
                let floor = self.floor(shifts);
                let which = usize::from(at == tail);
                shared.push(shared::test(
                    &wholes[which],
                    *measure,
                    shifts.len(),
                    wander[which],
                    floor,
                    self.replication,
                    self.settings,
                ));
            }
        }
        let endpoints: BTreeSet<&Subject> = cells.iter().map(|cell: &LatencyCell| &cell.subject).collect();
        let measures = cells.len().div_ceil(endpoints.len().max(1));
        let level = self.level.unwrap_or_else(|| decision::strictest_level(endpoints.len(), measures));
        for (cell, (shift, around)) in cells.iter_mut().zip(&around_cells) {
            cell.detectable = cell::detectable(shift, around, level, self.settings.least_change_of(cell));
        }
        (cells, shared)
    }

    /// How far what endpoints share wanders over a run, at the median and at the measure of the tail: there as far at least.
    fn wander(&self, tail: Measure) -> [Option<f64>; 2] {
        let body = noise::wander(self.populations);
        let own = tail.quantile().and_then(|q| noise::wander_of_tail(self.populations, q));
        [body, body.map(|body| own.map_or(body, |own| own.max(body)))]
    }

    /// w_G: the squared standard error of what endpoints share, of one base run and of one candidate run: that of a median
    /// of endpoints or, where slow requests come in bursts that hit all of them, that of their requests together.
    fn errors_of_whole(&self, measure: Measure, shifts: &[Shift<'_>]) -> (f64, f64) {
        let (base, runs) = errors_of_median(shifts);
        match measure.quantile() {
            Some(q) if !self.populations.is_empty() => {
                let pooled = self.pooled_errors(q);
                (base.max(pooled.0), runs.max(pooled.1))
            }
            _ => (base, runs),
        }
    }

    /// The squared standard error of the quantile of all endpoints' requests together, the mean over the base runs,
    /// and over the candidate runs.
    fn pooled_errors(&self, q: f64) -> (f64, f64) {
        // The whole run alone where it is compared as one endpoint.
        let whole = self.populations.iter().find(|sides| self.matched.pairs[sides.pair].is_whole());
        let mean = |sides_of: &dyn Fn(&Sides) -> &[Side], runs: usize| {
            let error = |run: usize| {
                let together = match whole {
                    Some(whole) => Side::pooled(sides_of(whole).get(run).into_iter()),
                    None => {
                        Side::pooled(self.populations.iter().filter_map(|sides| sides_of(sides).get(run)))
                    }
                };
                together.latencies.quantile(q).and_then(|own| together.squared_error(q, own)).unwrap_or(0.0)
            };
            (0..runs).map(error).sum::<f64>() / runs.max(1) as f64
        };
        (mean(&|sides| &sides.base, self.replication.base), mean(&|sides| &sides.runs, self.replication.runs))
    }

    /// The least log change that is a finding for all endpoints together: that of the one whose latency makes it least.
    fn floor(&self, shifts: &[Shift<'_>]) -> f64 {
        let floors = shifts
            .iter()
            .map(|shift| self.settings.least_change(&self.matched.pairs[shift.pair].subject, shift.base));
        floors.reduce(f64::min).unwrap_or_else(|| self.settings.min_latency_change.ln_1p())
    }
}

/// g₋e and v_g: what the other endpoints did at the reference, and how well that is known. `alone` is what holds where
/// there are none.
fn beside_others(
    shift: &Shift<'_>,
    noise: &Noise,
    (moved, reference, weights): (&ByValue<usize>, &[Shift<'_>], &[f64]),
    alone: &Surroundings,
) -> Surroundings {
    let others = reference.iter().zip(weights).filter(|(other, _)| other.pair != shift.pair);
    let certainty: f64 = others.map(|(_, weight)| *weight).sum();
    match moved.median(|pair| pair != shift.pair) {
        Some(median) if certainty > 0.0 => Surroundings {
            noise: noise.clone(),
            others: median,
            others_variance: MEDIAN_VARIANCE / certainty,
            alone: false,
            ..alone.clone()
        },
        _ => alone.clone(),
    }
}

/// The measures that the others are looked at: the one nearest the median, and the one nearest p95, of those that any
/// endpoint has. Where most of them stand between two modes it tells nothing of the host, and the next one is taken.
fn references(by_measure: &[(Measure, Vec<Shift<'_>>)]) -> Option<(usize, usize)> {
    let is_steady = |shifts: &[Shift<'_>]| 2 * shifts.iter().filter(|s| s.split).count() < shifts.len();
    let nearest = |q: f64| {
        let distance = |measure: Measure| measure.quantile().map_or(1.0, |own| (own - q).abs());
        let candidates = by_measure.iter().enumerate().filter(|(_, (_, shifts))| !shifts.is_empty());
        candidates
            .min_by(|(_, (a, in_a)), (_, (b, in_b))| {
                is_steady(in_b).cmp(&is_steady(in_a)).then(distance(*a).total_cmp(&distance(*b)))
            })
            .map(|(index, _)| index)
    };
    Some((nearest(0.5)?, nearest(0.95)?))
}

/// The squared standard error of the weighted median of the endpoints.
fn errors_of_median(shifts: &[Shift<'_>]) -> (f64, f64) {
    let of = |error: &dyn Fn(&Shift<'_>) -> f64| {
        let certainty: f64 = shifts.iter().map(error).filter(|w| *w > 0.0).map(|w| 1.0 / w).sum();
        if certainty > 0.0 { MEDIAN_VARIANCE / certainty } else { 0.0 }
    };
    (of(&|shift| shift.base_error), of(&|shift| shift.run_error))
}

/// What is not judged of endpoints whose percentiles were chosen: the others, and those chosen that cannot be compared.
fn unjudged(matched: &Matched<'_>, measures: &[Measure], settings: &CompareSettings) -> Vec<NotTested> {
    let of_pair = |subject: &Subject| -> Vec<NotTested> {
        let Some(chosen) = settings.chosen_percentiles(subject) else { return Vec::new() };
        let others = measures.iter().filter(|measure| !chosen.contains(measure));
        let absent = chosen.iter().filter(|measure| !measures.contains(measure));
        others
            .map(|measure| not_tested(subject, *measure, text!("missing-by-choice")))
            .chain(absent.map(|measure| not_tested(subject, *measure, text!("missing-chosen"))))
            .collect()
    };
    matched.pairs.iter().flat_map(|pair| of_pair(&pair.subject)).collect()
}

fn not_tested(subject: &Subject, measure: Measure, reason: impl Into<Text>) -> NotTested {
    NotTested::new(Judged::latency(subject, measure), reason)
}
