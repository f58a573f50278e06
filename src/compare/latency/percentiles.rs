//! Latency from the few percentiles that summaries state: log percentiles and t statistics.
//!
//! There is no distribution and no slice, so standard errors come from the shape between
//! percentiles, doubled for the bursts that cannot be seen. The evidence is weaker than from raw
//! points: changes under 10 % can only warn, and tails of few requests are not seen at all.

use std::borrow::Cow;

use super::{LatencyComparison, decision, not_tested};
use crate::compare::matching::{Matched, Pair};
use crate::model::comparison::{Change, Evidence, Interval, LatencyCell, Measure, SharedShift};
use crate::model::endpoint::Traffic;
use crate::model::latency::{Latency, Population};
use crate::model::missing::{Known, Missing};
use crate::model::responses::of_population;
use crate::model::settings::CompareSettings;
use crate::stats::weighted_median::{Weighted, weighted_median};
use crate::stats::{log_shift, order_statistics, shared_shift, student};

/// Fewer requests than this say nothing about a percentile.
const MIN_REQUESTS: u64 = 30;
/// p99 of a summary rests on one request in a hundred; below this, on fewer than five.
const MIN_REQUESTS_P99: u64 = 500;
/// The percentiles of one endpoint in one run, as natural logs of milliseconds.
struct Sample {
    requests: u64,
    logs: [Known<f64>; 3],
    /// Squared standard errors of `logs`.
    errors: [Known<f64>; 3],
}

/// One endpoint at one quantile, before the others are looked at.
struct Shift {
    pair: usize,
    base: f64,
    run: f64,
    /// w_base, the mean over the base runs, and w_cand.
    error_base: f64,
    error_run: f64,
    /// ln Q of each base run less their mean.
    base_residuals: Vec<f64>,
    weight: f64,
}

impl Shift {
    fn log_change(&self) -> f64 {
        self.run - self.base
    }

    fn weighted(&self) -> Weighted {
        Weighted { value: self.log_change(), weight: self.weight }
    }
}

/// Compares the percentiles of every matched endpoint.
pub(super) fn compare(
    base_runs: usize,
    matched: &Matched<'_>,
    pooled: bool,
    settings: &CompareSettings,
) -> LatencyComparison {
    let mut result = LatencyComparison::default();
    let k = base_runs;
    let by_measure: Vec<Vec<Shift>> = Measure::ALL
        .into_iter()
        .map(|measure| {
            let mut shifts = Vec::new();
            for (index, pair) in matched.pairs.iter().enumerate() {
                if pair.pooled && !pooled {
                    result.not_tested.push(not_tested(pair, measure, "the traffic mix moved"));
                    continue;
                }
                match shift(index, pair, measure, settings) {
                    Ok(shift) => shifts.push(shift),
                    Err(missing) => result.not_tested.push(not_tested(pair, measure, missing.reason())),
                }
            }
            shifts
        })
        .collect();

    for (measure, shifts) in Measure::ALL.into_iter().zip(&by_measure) {
        // p95 is steadier than p99: both are held against what the others did at p95.
        let reference = &by_measure[usize::from(measure != Measure::P50)];
        for shift in shifts {
            result.cells.push(cell(shift, measure, reference, &matched.pairs, k, settings));
        }
    }
    decision::decide(&mut result.cells, matched, settings);
    detectable(&mut result.cells, settings);
    for (measure, shifts) in Measure::ALL.into_iter().zip(&by_measure).take(2) {
        if !shifts.is_empty() {
            result.shared.push(shared(shifts, measure, settings));
        }
    }
    result.not_tested.sort();
    result
}

/// Run-to-run noise of one endpoint against the rest: a prior, there is nothing to learn it from.
fn tau(measure: Measure, settings: &CompareSettings) -> f64 {
    if measure == Measure::P99 { settings.tau_endpoint_p99 } else { settings.tau_endpoint }
}

fn shift(index: usize, pair: &Pair<'_>, measure: Measure, settings: &CompareSettings) -> Known<Shift> {
    let population = stated_population(pair);
    let run = sample(pair.run, population)?;
    let base: Vec<Sample> =
        pair.base.iter().map(|traffic| sample(traffic, population)).collect::<Known<_>>()?;
    let fewest = base.iter().map(|s| s.requests).chain([run.requests]).min().unwrap_or(0);
    if fewest < MIN_REQUESTS {
        return Err(Missing::because(format!("{fewest} requests; {MIN_REQUESTS} are needed")));
    }
    if measure == Measure::P99 && run.requests < MIN_REQUESTS_P99 {
        return Err(Missing::because(format!(
            "{} requests; p99 from a summary needs {MIN_REQUESTS_P99}",
            run.requests
        )));
    }
    let slot = measure as usize;
    let logs: Vec<f64> = base.iter().map(|s| s.logs[slot].clone()).collect::<Known<_>>()?;
    let errors: Vec<f64> = base.iter().map(|s| s.errors[slot].clone()).collect::<Known<_>>()?;
    let k = base.len() as f64;
    let base_log = logs.iter().sum::<f64>() / k;
    let error_base = errors.iter().sum::<f64>() / k;
    let error_run = run.errors[slot].clone()?;
    Ok(Shift {
        pair: index,
        base: base_log,
        run: run.logs[slot].clone()?,
        error_base,
        error_run,
        base_residuals: logs.iter().map(|log| log - base_log).collect(),
        weight: log_shift::weight_of_summaries(error_base, error_run, tau(measure, settings), base.len()),
    })
}

/// The responses that the summaries of a pair speak of; raw points can follow them.
fn stated_population(pair: &Pair<'_>) -> Population {
    pair.base
        .iter()
        .chain([&pair.run])
        .find_map(|traffic| match &traffic.latency {
            Ok(Latency::Percentiles(percentiles)) => Some(percentiles.population),
            _ => None,
        })
        .unwrap_or(Population::AllResponses)
}

/// The latency of a summary as it is, and of raw points for the same responses.
fn latency_of(traffic: &Traffic, population: Population) -> Known<Cow<'_, Latency>> {
    match (&traffic.latency, &traffic.responses) {
        (Ok(latency @ Latency::Percentiles(_)), _) | (Ok(latency), Err(_)) => Ok(Cow::Borrowed(latency)),
        (_, Ok(responses)) => {
            Ok(Cow::Owned(Latency::Distribution(of_population(responses, population).distribution)))
        }
        (Err(missing), Err(_)) => Err(missing.clone()),
    }
}

fn sample(traffic: &Traffic, population: Population) -> Known<Sample> {
    let latency = latency_of(traffic, population)?;
    let requests = latency.count()?;
    let [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map(|q| latency.quantile(q));
    let (p50, p95) = (p50?, p95?);
    let errors = order_statistics::squared_errors_of_summary(order_statistics::Percentiles {
        p50,
        p90: p90?,
        p95,
        p99: p99.clone().ok(),
        n: requests as f64,
    })
    .ok_or_else(|| Missing::because("a percentile is 0 ms"))?;
    let w99 = p99.clone().and_then(|_| errors.w99.ok_or_else(|| Missing::because("p99 is 0 ms")));
    Ok(Sample {
        requests,
        logs: [Ok(p50.ln()), Ok(p95.ln()), p99.map(f64::ln)],
        errors: [Ok(errors.w50), Ok(errors.w95), w99],
    })
}

fn cell(
    shift: &Shift,
    measure: Measure,
    reference: &[Shift],
    pairs: &[Pair<'_>],
    base_runs: usize,
    settings: &CompareSettings,
) -> LatencyCell {
    let noise = tau(measure, settings).powi(2);
    let (g, v_g) = others(shift, reference, base_runs, settings);
    let d = shift.log_change();
    let test = |excess| {
        log_shift::LogShift::of_summaries(excess, noise, v_g, shift.error_base, shift.error_run, base_runs)
    };
    let slower = test(d - g.max(0.0));
    // The mirrored test takes off only what the others fell.
    let faster = test(d - g.min(0.0));
    let host = settings.tau_whole.powi(2);
    let reach = log_shift::rerun_half_width(shift.error_base, shift.error_run, noise, host, base_runs);
    LatencyCell {
        endpoint: pairs[shift.pair].name.clone(),
        measure,
        base: shift.base.exp(),
        run: shift.run.exp(),
        log_change: d,
        interval: Interval { low: d - reach, high: d + reach },
        others: g,
        excess: slower.excess,
        sd: slower.sd(),
        statistic: Some(slower.statistic()),
        df: Some(slower.df),
        counts: None,
        p: slower.p_slower(),
        q: 1.0,
        q_faster: faster.p_faster(),
        detectable: 0.0,
        change: Change::Unchanged,
    }
}

/// g₋e and v_g: what the other endpoints did at the reference quantile, and how well that is known.
fn others(shift: &Shift, reference: &[Shift], base_runs: usize, settings: &CompareSettings) -> (f64, f64) {
    let others: Vec<Weighted> =
        reference.iter().filter(|other| other.pair != shift.pair).map(Shift::weighted).collect();
    log_shift::others_of_summaries(&others, settings.tau_whole, base_runs)
}

/// Finds what each cell could have seen.
fn detectable(cells: &mut [LatencyCell], settings: &CompareSettings) {
    let level = decision::strictest_level(cells.len());
    let least = settings.fail_latency_change(Evidence::Percentiles).ln_1p();
    for cell in cells {
        let df = cell.df.unwrap_or(f64::INFINITY);
        cell.detectable = student::detectable(cell.sd, df, level).max(least).exp_m1();
    }
}

fn shared(shifts: &[Shift], measure: Measure, settings: &CompareSettings) -> SharedShift {
    let median = |values: &[f64]| {
        let points: Vec<Weighted> =
            values.iter().zip(shifts).map(|(&value, s)| Weighted { value, weight: s.weight }).collect();
        weighted_median(&points).unwrap_or(0.0)
    };
    let log_change = median(&shifts.iter().map(Shift::log_change).collect::<Vec<_>>());
    let runs = shifts.first().map_or(0, |s| s.base_residuals.len());
    let levels: Vec<f64> = (0..runs)
        .map(|run| median(&shifts.iter().map(|s| s.base_residuals[run]).collect::<Vec<_>>()))
        .collect();
    let errors: Vec<f64> = shifts.iter().map(|s| s.error_base).collect();
    let test = shared_shift::SharedShift::of_summaries(log_change, &levels, &errors, settings.tau_whole);
    decision::shared_shift(&test, measure, shifts.len(), None, Evidence::Percentiles, settings)
}
