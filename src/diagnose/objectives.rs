//! Objectives on what servers measure: a figure of each series in the judged window, held against its bound.

use std::collections::BTreeMap;

use super::axis::Axis;
use super::fullness::{held, limit_of};
use super::resources::units;
use super::{NO_SAMPLES, NOT_GIVEN, OTHER_TIME};
use crate::model::metric_objective::{
    MetricLimit, MetricMeasurement, MetricObjective, MetricObjectiveResult, Statistic,
};
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::series::role::{Part, Role};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::workload::readable;
use crate::model::series::{LE, Sample, Series, ServerMetrics, Signal};
use crate::model::slo::SloStatus;
use crate::stats::level;
use crate::words::text;

/// What samples that speak for less of the judged window than this say is not enough to meet an objective.
const ENOUGH: f64 = 0.5;

/// Measures every objective in a run, and beside it in the newest base run that has its metric.
pub fn measure(objectives: &[MetricObjective], base: &[Run], run: &Run) -> Vec<MetricObjectiveResult> {
    let one = |objective: &MetricObjective| {
        let measured = of_run(objective, run).map(|measured| MetricMeasurement {
            base: base.iter().find_map(|base| of_run(objective, base).ok()).map(|base| base.value),
            ..measured
        });
        MetricObjectiveResult { text: objective.text(), measured }
    };
    objectives.iter().map(one).collect()
}

/// A series as its objective sees it.
struct Level {
    labels: BTreeMap<String, String>,
    samples: Vec<Sample>,
    limit: f64,
    unit: Option<SeriesUnit>,
    per_second: bool,
}

/// A level in the judged window.
struct Judged {
    level: Level,
    value: f64,
    /// How far it is on the wrong side; negative on the right one.
    excess: f64,
    seconds_missed: f64,
    seconds_measured: f64,
}

fn of_run(objective: &MetricObjective, run: &Run) -> Known<MetricMeasurement> {
    let metrics = run.servers.as_ref().ok_or(NOT_GIVEN)?;
    let axis = Axis::of(run, metrics).ok_or(NO_SAMPLES)?;
    let levels = levels(objective, metrics, axis)?;
    let all: Vec<Judged> = levels.into_iter().filter_map(|level| judged(objective, level, axis)).collect();
    let enough = ENOUGH * axis.judged_seconds();
    let longest = all.iter().map(|judged| judged.seconds_measured).fold(0.0, f64::max);
    let is_sure = |judged: &Judged| judged.excess > 0.0 && judged.seconds_measured >= enough;
    let (series_count, series_missed) = (all.len(), all.iter().filter(|judged| judged.excess > 0.0).count());
    // The first of those that are equally bad: series come in the order of their labels.
    let worse = |a: Judged, b: Judged| {
        let is_worse = (is_sure(&b), b.excess) > (is_sure(&a), a.excess);
        if is_worse { b } else { a }
    };
    let worst = all.into_iter().reduce(worse).ok_or(OTHER_TIME)?;
    let status = match (is_sure(&worst), worst.excess > 0.0) {
        (true, _) => SloStatus::Missed,
        (false, true) => SloStatus::MissedUnsure,
        (false, false) if longest >= enough => SloStatus::Met,
        (false, false) => return Err(Missing::message("metric-objective-few-samples")),
    };
    let Judged { level, value, seconds_missed, seconds_measured, .. } = worst;
    let label = |(name, value): (&String, &String)| format!("{name}={value:?}");
    Ok(MetricMeasurement {
        value,
        limit: level.limit,
        unit: level.unit,
        per_second: level.per_second,
        series: readable(&level.labels).iter().map(label).collect::<Vec<_>>().join(","),
        series_count,
        series_missed,
        seconds_missed,
        seconds_measured,
        window_seconds: axis.judged_seconds(),
        status,
        base: None,
    })
}

/// Holds a level against its bound; nothing where it has no sample in the judged window.
fn judged(objective: &MetricObjective, level: Level, axis: Axis) -> Option<Judged> {
    let is_judged = |sample: &&Sample| (axis.judged.0..=axis.judged.1).contains(&sample.at);
    let values: Vec<f64> = level.samples.iter().filter(is_judged).map(|sample| sample.value).collect();
    let value = match objective.statistic {
        Statistic::Max => level::quantile(&values, 1.0),
        Statistic::Min => level::quantile(&values, 0.0),
        Statistic::Quantile(q) => level::quantile(&values, q),
        Statistic::Mean => (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64),
    }?;
    let beyond = |value: f64| if objective.bound.is_most { value - level.limit } else { level.limit - value };
    let seconds = |holds: &dyn Fn(f64) -> bool| {
        held(&level.samples, axis, holds).iter().map(|(from, to)| (to - from) as f64 / 1e6).sum()
    };
    Some(Judged {
        value,
        excess: beyond(value),
        seconds_missed: seconds(&|value| beyond(value) > 0.0),
        seconds_measured: seconds(&|_| true),
        level,
    })
}

fn levels(objective: &MetricObjective, metrics: &ServerMetrics, axis: Axis) -> Known<Vec<Level>> {
    let selector = &objective.selector;
    let named: Vec<&Signal> = metrics.signals.iter().filter(|signal| selector.names(signal)).collect();
    let there = |signal: &Signal| signal.series.iter().any(|series| series.span().is_some());
    if !named.iter().any(|signal| there(signal)) {
        return Err(Missing::because(text!("metric-objective-no-metric", name = &selector.name)));
    }
    let chosen: Vec<(&Signal, &Series)> = named
        .iter()
        .flat_map(|signal| signal.series.iter().map(move |series| (*signal, series)))
        .filter(|(_, series)| selector.takes(&series.labels))
        .collect();
    if chosen.is_empty() {
        return Err(Missing::because(text!("metric-objective-no-series", name = &selector.name)));
    }
    let is_level =
        |(_, series): &(&Signal, &Series)| !series.labels.contains_key(LE) && !series.samples.is_empty();
    if !chosen.iter().any(is_level) {
        return Err(Missing::message("metric-objective-histogram"));
    }
    let chosen = || chosen.iter().copied().filter(is_level);
    let level = |(signal, series): (&Signal, &Series), limit: f64| Level {
        labels: series.labels.clone(),
        samples: series.rates(signal.kind),
        limit,
        unit: signal.unit.clone().ok(),
        per_second: signal.kind != SampleKind::Gauge,
    };
    match objective.bound.limit {
        MetricLimit::Own(limit) => Ok(chosen().map(|found| level(found, limit)).collect()),
        MetricLimit::Time(limit) => chosen()
            .map(|found| {
                let of_unit = found.0.unit.as_ref().ok().and_then(|unit| unit.milliseconds());
                let of_unit = of_unit.filter(|_| found.0.kind == SampleKind::Gauge);
                Ok(level(found, limit / of_unit.ok_or(Missing::message("metric-objective-no-time"))?))
            })
            .collect(),
        MetricLimit::Share(share) => {
            let whole = |signal: &Signal| match (signal.kind, &signal.unit) {
                (SampleKind::Gauge, Ok(SeriesUnit::Ratio)) => Some(1.0),
                (SampleKind::Gauge, Ok(SeriesUnit::Percent)) => Some(100.0),
                _ => None,
            };
            let shares: Option<Vec<Level>> =
                chosen().map(|found| Some(level(found, share * whole(found.0)?))).collect();
            shares.map_or_else(|| of_limits(objective, metrics, share, axis), Ok)
        }
    }
}

/// The shares that resources have of their limits, of the series that an objective is about.
fn of_limits(
    objective: &MetricObjective,
    metrics: &ServerMetrics,
    share: f64,
    axis: Axis,
) -> Known<Vec<Level>> {
    let selector = &objective.selector;
    let is_limit = |signal: &Signal| matches!(signal.role, Role::Saturation { part: Part::Limit, .. });
    let about = metrics.signals.iter().filter(|signal| selector.names(signal) || is_limit(signal));
    let signals = about.cloned().map(|mut signal| {
        if !is_limit(&signal) {
            signal.series.retain(|series| selector.takes(&series.labels));
        }
        signal
    });
    let part = ServerMetrics { signals: signals.collect(), notes: Vec::new() };
    let mut levels = Vec::new();
    for resource in units(&part) {
        for measured in resource.measurements.iter().filter(|measured| selector.names(measured.signal)) {
            let Some(limit) = limit_of(&resource, measured, axis) else { continue };
            let part = |sample: &Sample| Sample { at: sample.at, value: sample.value / limit };
            levels.push(Level {
                labels: resource.labels.clone(),
                samples: measured.samples.iter().map(part).collect(),
                limit: share,
                unit: Some(SeriesUnit::Ratio),
                per_second: false,
            });
        }
    }
    if levels.is_empty() { Err(Missing::message("metric-objective-no-limit")) } else { Ok(levels) }
}
