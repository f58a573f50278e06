//! What summaries state of one endpoint: log percentiles and their standard errors.
//!
//! There is no distribution and no slice, so standard errors come from the shape between percentiles, larger for the
//! bursts that cannot be seen. The evidence is weaker than from raw points.

use std::borrow::Cow;

use crate::compare::matching::{Matched, Pair};
use crate::model::comparison::Measure;
use crate::model::endpoint::Traffic;
use crate::model::latency::{Latency, Percentiles, Population};
use crate::model::missing::{Known, Missing};
use crate::model::responses::of_population;
use crate::model::subject::Subject;
use crate::stats::order_statistics::{self, Stated};
use crate::words::text;

/// Fewer requests than this say nothing about a percentile.
const MIN_REQUESTS: u64 = 30;
/// Fewer requests than this beyond a percentile say nothing about it.
const MIN_BEYOND: f64 = 1.5;

/// One side's figures at one measure, run by run.
pub(super) struct StatedSide {
    /// Natural logs of milliseconds.
    pub(super) logs: Vec<f64>,
    /// Their squared standard errors.
    pub(super) errors: Vec<f64>,
    /// h of each.
    pub(super) ranks: Vec<f64>,
    /// Whether any may stand between two kinds of requests.
    pub(super) split: bool,
}

/// The measures that every run of some endpoint states, ascending; the mean only where no percentile is stated.
pub(super) fn measures(matched: &Matched<'_>) -> Vec<Measure> {
    let mut found: Vec<Measure> = matched.pairs.iter().flat_map(of_pair).collect();
    found.sort();
    found.dedup();
    if found.is_empty() { vec![Measure::Mean] } else { found }
}

fn of_pair(pair: &Pair<'_>) -> Vec<Measure> {
    let mut all: Option<Vec<Measure>> = None;
    for traffic in pair.base.iter().chain(&pair.runs) {
        let Ok(Latency::Percentiles(percentiles)) = &traffic.latency else { continue };
        let own: Vec<Measure> = percentiles
            .points
            .iter()
            .filter(|(q, _)| *q >= 0.5 && *q < 1.0)
            .map(|(q, _)| Measure::of_quantile(*q))
            .collect();
        all = Some(match all {
            Some(before) => before.into_iter().filter(|measure| own.contains(measure)).collect(),
            None => own,
        });
    }
    all.unwrap_or_default()
}

/// Takes both sides of a pair at one measure: base and candidate.
pub(super) fn sides(pair: &Pair<'_>, measure: Measure) -> Known<[StatedSide; 2]> {
    let population = stated_population(pair);
    let is_metric = matches!(pair.subject, Subject::Metric(_));
    let common: Vec<f64> = of_pair(pair).into_iter().filter_map(Measure::quantile).collect();
    let side = |all: &[&Traffic], least: &[u64]| -> Known<StatedSide> {
        let mut side = StatedSide { logs: Vec::new(), errors: Vec::new(), ranks: Vec::new(), split: false };
        for (traffic, least) in all.iter().zip(least) {
            let figure = figure(traffic, *least, population, measure, (&common, is_metric))?;
            side.logs.push(figure.log);
            side.errors.push(figure.error);
            side.ranks.push(figure.ranks);
            side.split |= figure.split;
        }
        Ok(side)
    };
    Ok([side(&pair.base, &pair.base_least)?, side(&pair.runs, &pair.runs_least)?])
}

/// The responses that the summaries of a pair speak of; raw points can follow them.
fn stated_population(pair: &Pair<'_>) -> Population {
    pair.base
        .iter()
        .chain(&pair.runs)
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

/// One run's figure.
struct Figure {
    log: f64,
    error: f64,
    ranks: f64,
    split: bool,
}

fn figure(
    traffic: &Traffic,
    least: u64,
    population: Population,
    measure: Measure,
    (common, is_metric): (&[f64], bool),
) -> Known<Figure> {
    let what = if is_metric { "samples" } else { "requests" };
    let latency = latency_of(traffic, population)?;
    let requests = latency.count().or_else(|missing| if least > 0 { Ok(least) } else { Err(missing) })?;
    if requests < MIN_REQUESTS {
        return Err(Missing::because(text!(
            "missing-few",
            count = requests,
            what = what,
            least = MIN_REQUESTS
        )));
    }
    let n = requests as f64;
    let zero =
        || if is_metric { Missing::message("missing-zero-sample") } else { Missing::message("missing-zero") };
    let (value, error, ranks, split) = match measure {
        Measure::Quantile(_) => {
            let q = measure.quantile().ok_or_else(zero)?;
            let beyond = n * (1.0 - q);
            if beyond < MIN_BEYOND {
                return Err(Missing::because(text!(
                    "missing-few-stated",
                    count = requests,
                    what = what,
                    measure = measure.text(),
                    least = (MIN_BEYOND / (1.0 - q)).round_ties_even() as u64
                )));
            }
            let points: Vec<(f64, f64)> =
                common.iter().filter_map(|&q| Some((q, latency.quantile(q).ok()?))).collect();
            let stated = Stated { points: &points, max: latency.max().ok(), n };
            (
                latency.quantile(q)?,
                stated.squared_error(q),
                stated.rank_error(q),
                stated.may_be_between_modes(q),
            )
        }
        Measure::Mean => {
            (mean_of(&latency)?, Some(order_statistics::squared_error_of_mean(n)), f64::INFINITY, false)
        }
    };
    if value <= 0.0 {
        return Err(zero());
    }
    Ok(Figure { log: value.ln(), error: error.ok_or_else(zero)?, ranks, split })
}

fn mean_of(latency: &Latency) -> Known<f64> {
    match latency {
        Latency::Percentiles(Percentiles { mean, .. }) => mean.clone(),
        Latency::Distribution(distribution) => {
            distribution.mean().ok_or_else(|| Missing::message("missing-no-latency"))
        }
    }
}
