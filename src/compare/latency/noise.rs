//! What differs from run to run when nothing changed: the whole run, and one endpoint against the rest.

use super::shift::{Replication, Shift, squares, weighted};
use super::side::{QUARTERS, Quarters, Side, Sides};
use crate::model::comparison::Measure;
use crate::model::settings::CompareSettings;
use crate::stats::noise::{Noise, Spread};
use crate::stats::weighted_median::{MEDIAN_VARIANCE, medians_of_others, weighted_median};

/// How unsure the noise of a whole run is before any is seen: within a factor of e^0.6 in two cases of three.
const WHOLE_SPREAD: f64 = 0.6;
/// How much endpoints of one service differ in their noise.
const ENDPOINT_SPREAD: f64 = 0.4;
/// How much services differ in that of their endpoints.
const SERVICE_SPREAD: f64 = 0.4;
/// Shares of what the others did that an endpoint may go along with: one that waits for a timer or a disk does not slow
/// down with the processor.
const SYMPATHY: [f64; 2] = [0.0, 0.5];
/// Degrees of freedom from which on that is told from chance: the least of several spreads of few runs is small by itself.
const SYMPATHY_DF: f64 = 4.0;
/// If the quarters of a run were independent, its mean would wander half as far as they do.
const WANDER_OF_MEAN: f64 = 0.5;
/// How much that is worth, in runs: it is a guess from within runs, and no difference between them.
const WANDER_RUNS: f64 = 4.0;
/// The levels of a run at p50 and at p95 tell of one host, though not in the same words: together they count for half as
/// many runs again.
const BOTH_MEASURES: f64 = 1.5;

/// The prior centre of an endpoint's noise at a measure: linear in −ln(1 − q) from p50 to p99. The mean is as unsteady
/// as half its weight in the tail.
pub(super) fn prior_of(measure: Measure, settings: &CompareSettings) -> f64 {
    let (p50, p99) = (settings.tau_endpoint, settings.tau_endpoint_p99);
    let Some(q) = measure.quantile() else { return 2.0 * p99 };
    let way = ((0.5 / (1.0 - q)).ln() / 50.0_f64.ln()).clamp(0.0, 1.0);
    p50 + way * (p99 - p50)
}

/// The noise of each endpoint against the rest at `measure`, in the order of `shifts`.
///
/// `reference` are the shifts at the measure whose others it is held against.
pub(super) fn of_endpoints(
    shifts: &[Shift<'_>],
    reference: &[Shift<'_>],
    measure: Measure,
    replication: Replication,
    settings: &CompareSettings,
) -> Vec<Noise> {
    let (population, spreads) = population(shifts, reference, measure, replication, settings);
    let centre = prior_of(measure, settings);
    let learned = spreads.iter().zip(shifts).map(|(spread, shift)| {
        let own = population.learn(spread);
        if shift.wander <= centre * centre {
            return own;
        }
        own.learn(&Spread { squares: WANDER_RUNS * shift.wander, df: WANDER_RUNS, error: 0.0 })
    });
    learned.collect()
}

/// What the noise of such endpoints is like, and how each of them spreads over the runs.
fn population(
    shifts: &[Shift<'_>],
    reference: &[Shift<'_>],
    measure: Measure,
    replication: Replication,
    settings: &CompareSettings,
) -> (Noise, Vec<Spread>) {
    let centre = prior_of(measure, settings);
    let others = others_by_run(reference, replication, centre);
    let spreads: Vec<Spread> =
        shifts.iter().map(|shift| spread(shift, reference, others.as_deref(), replication)).collect();
    let usable: Vec<Spread> = spreads.iter().zip(shifts).filter(|(_, s)| !s.split).map(|(s, _)| *s).collect();
    (Noise::of_population(centre, ENDPOINT_SPREAD, SERVICE_SPREAD, &usable), spreads)
}

/// In each run, base runs first, what the others of each reference endpoint did.
fn others_by_run(reference: &[Shift<'_>], replication: Replication, noise: f64) -> Option<Vec<Vec<f64>>> {
    if reference.len() < 2 {
        return None;
    }
    let weights: Vec<f64> = reference.iter().map(|shift| shift.weight(replication, noise)).collect();
    let base =
        (0..replication.base).map(|run| weighted(reference.iter().map(|s| s.base_levels[run]), &weights));
    let runs =
        (0..replication.runs).map(|run| weighted(reference.iter().map(|s| s.run_levels[run]), &weights));
    Some(base.chain(runs).map(|levels| medians_of_others(&levels)).collect())
}

/// How an endpoint spreads over the runs once what the others did is taken off, all of it, half or nothing: whichever
/// explains most.
fn spread(
    shift: &Shift<'_>,
    reference: &[Shift<'_>],
    others: Option<&[Vec<f64>]>,
    replication: Replication,
) -> Spread {
    let levels: Vec<f64> = shift.base_levels.iter().chain(&shift.run_levels).copied().collect();
    let own = reference.iter().position(|other| other.pair == shift.pair);
    let of = |sympathy: f64| {
        let rest: Vec<f64> = match (others, own) {
            (Some(others), Some(own)) => {
                levels.iter().zip(others).map(|(level, others)| level - sympathy * others[own]).collect()
            }
            _ => levels.clone(),
        };
        let (base, runs) = rest.split_at(replication.base);
        let spread = replication.spread(base, runs, shift.base_error, shift.run_error);
        // The median of the others varies as well.
        let own_share = 1.0 + sympathy * sympathy * MEDIAN_VARIANCE / reference.len().max(1) as f64;
        Spread { squares: spread.squares / own_share, ..spread }
    };
    let all = of(1.0);
    if all.df < SYMPATHY_DF {
        return all;
    }
    SYMPATHY
        .into_iter()
        .map(of)
        .fold(all, |least, with| if with.squares < least.squares { with } else { least })
}

/// What is known of the shift that all endpoints share.
pub(super) struct Whole {
    /// σ_G.
    pub(super) noise: Noise,
    /// G.
    pub(super) log_change: f64,
    /// What there is of it at least, where buckets leave it open; else the same.
    pub(super) sure: f64,
    /// b_i of each base run.
    pub(super) base_levels: Vec<f64>,
    /// w_G, and the candidate's.
    pub(super) errors: (f64, f64),
}

/// What is known of the shift that all endpoints share, at the measure of the body and at that of the tail.
///
/// How far whole runs differ is learned from the levels of single runs at both measures, since the host is one, and from
/// how a run's own level wanders, where that says that the host is less steady than was believed.
pub(super) fn of_whole(
    measures: [(Measure, &[Shift<'_>], (f64, f64)); 2],
    wander: [Option<f64>; 2],
    replication: Replication,
    settings: &CompareSettings,
) -> [Whole; 2] {
    let found = measures.map(|(measure, shifts, errors)| {
        let own = prior_of(measure, settings);
        let weights: Vec<f64> = shifts.iter().map(|shift| shift.weight(replication, own)).collect();
        // A service of one endpoint, or only of those that jump between modes, has nothing steadier.
        let even = vec![1.0; shifts.len()];
        let weights = if weights.iter().any(|weight| *weight > 0.0) { weights } else { even };
        let median = |values: &dyn Fn(&Shift<'_>) -> f64| {
            // Where every endpoint stands between two modes, nothing tells what they share.
            let steady = shifts.iter().map(|shift| if shift.split { 0.0 } else { values(shift) });
            weighted_median(&weighted(steady, &weights)).unwrap_or(0.0)
        };
        let base: Vec<f64> = (0..replication.base).map(|run| median(&|s| s.base_levels[run])).collect();
        let runs: Vec<f64> = (0..replication.runs).map(|run| median(&|s| s.run_levels[run])).collect();
        let spread = replication.spread(&base, &runs, errors.0, errors.1);
        let changes = (median(&|shift| shift.log_change), median(&|shift| shift.sure));
        (changes, base, errors, spread, own)
    });
    let alone = measures.iter().all(|(_, shifts, _)| shifts.len() == 1);
    // Where endpoints differ more from run to run than was believed, the host is likely to be less steady too.
    let restless = measures.iter().zip(&found).map(|((measure, shifts, _), (.., own))| {
        let learned = population(shifts, shifts, *measure, replication, settings).0;
        learned.sd() / Noise::of_population(*own, ENDPOINT_SPREAD, SERVICE_SPREAD, &[]).sd()
    });
    let whole = settings.tau_whole * restless.fold(1.0, f64::max);
    let centre = if alone { settings.tau_whole.hypot(found[1].4) } else { whole };
    let [body, tail] = [&found[0].3, &found[1].3];
    let both = Spread {
        squares: BOTH_MEASURES * f64::midpoint(body.squares, tail.squares),
        df: BOTH_MEASURES * f64::midpoint(body.df, tail.df),
        error: f64::midpoint(body.error, tail.error),
    };
    let learned = |wander: Option<f64>| {
        let prior = Noise::prior(centre, WHOLE_SPREAD);
        let of_wander = WANDER_OF_MEAN * wander.unwrap_or(0.0);
        let squares = WANDER_RUNS * of_wander * of_wander;
        let is_restless = of_wander > centre;
        let prior =
            if is_restless { prior.learn(&Spread { squares, df: WANDER_RUNS, error: 0.0 }) } else { prior };
        prior.learn(&both)
    };
    let [of_body, of_tail] = wander.map(learned);
    let whole = |((log_change, sure), base_levels, errors, _, _), noise| Whole {
        noise,
        log_change,
        sure,
        base_levels,
        errors,
    };
    let [body, tail] = found;
    [whole(body, of_body), whole(tail, of_tail)]
}

/// How far the level that endpoints share wanders between the quarters of a run, at the median: a standard deviation of
/// log latency, the root of the mean square over all runs. Absent without slices.
pub(super) fn wander(populations: &[Sides]) -> Option<f64> {
    let first = populations.first()?;
    let of_runs: Vec<f64> = first.base.iter().chain(&first.runs).filter_map(Side::wander).collect();
    if of_runs.is_empty() { None } else { Some((of_runs.iter().sum::<f64>() / of_runs.len() as f64).sqrt()) }
}

/// The same of the endpoints' quantile `q`, apart from counting error and from what it does in all runs, such as a warm-up:
/// slow seconds that leave the median where it was move the tail of one run and not of the next. Absent without slices.
pub(super) fn wander_of_tail(populations: &[Sides], q: f64) -> Option<f64> {
    let first = populations.first()?;
    let count = first.base.len() + first.runs.len();
    let runs: Vec<Quarters> = (0..count)
        .map(|run| shared_quarters(populations.iter().filter_map(|sides| sides.run(run)), q))
        .collect::<Option<_>>()?;
    let over = |levels: &[f64]| levels.iter().sum::<f64>() / levels.len().max(1) as f64;
    let moved: Vec<[f64; QUARTERS]> =
        runs.iter().map(|run| run.levels.map(|level| level - over(&run.levels))).collect();
    let squares: f64 =
        (0..QUARTERS).map(|at| squares(&moved.iter().map(|levels| levels[at]).collect::<Vec<_>>()).0).sum();
    let df = (QUARTERS - 1) as f64 * (count as f64 - 1.0);
    let error = over(&runs.iter().map(|run| run.error).collect::<Vec<_>>());
    (df > 0.0).then(|| (squares / df - error).max(0.0).sqrt())
}

/// What the endpoints of one run share in each quarter: their weighted median.
fn shared_quarters<'s>(sides: impl Iterator<Item = &'s Side>, q: f64) -> Option<Quarters> {
    let of: Vec<Quarters> = sides.filter_map(|side| side.quarters(q)).filter(|own| own.error > 0.0).collect();
    let weights: Vec<f64> = of.iter().map(|own| 1.0 / own.error).collect();
    let certainty: f64 = weights.iter().sum();
    let mut levels = [0.0; QUARTERS];
    for (at, level) in levels.iter_mut().enumerate() {
        *level = weighted_median(&weighted(of.iter().map(|own| own.levels[at]), &weights))?;
    }
    let error = if let [alone] = of[..] { alone.error } else { MEDIAN_VARIANCE / certainty };
    Some(Quarters { levels, error })
}
