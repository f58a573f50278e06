//! When all of a resource was in use.

use super::axis::Axis;
use super::measured::{Measured, Measurement};
use crate::model::missing::{Known, Missing};
use crate::model::series::Sample;
use crate::model::series::role::{Part, Resource};
use crate::model::series::unit::SeriesUnit;

/// When a resource was full in one run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Full {
    pub(super) limit: f64,
    pub(super) seconds: f64,
    /// In seconds since the judged window began.
    pub(super) spans: Vec<(i64, i64)>,
}

/// The most there can be of a resource, where it is measured or known by its unit.
pub(super) fn limit(measured: &Measured<'_>, axis: Axis) -> Option<f64> {
    if !measured.replicas.is_empty() {
        return measured.replicas.iter().filter_map(|replica| limit(replica, axis)).reduce(f64::max);
    }
    limit_of(measured, used(measured)?, axis)
}

/// The most that one measurement of a resource can be.
pub(super) fn limit_of(measured: &Measured<'_>, of: &Measurement<'_>, axis: Axis) -> Option<f64> {
    let unit = unit(of);
    let same_unit = |m: &&Measurement<'_>| m.part == Part::Limit && self::unit(m) == unit;
    let stated = measured.measurements.iter().find(same_unit).and_then(|limit| {
        let judged = limit.samples.iter().rev().find(|sample| sample.at <= axis.judged.1);
        judged.or(limit.samples.first()).map(|sample| sample.value)
    });
    // Micrometer says −1 where there is no limit.
    stated.filter(|limit| *limit > 0.0).or(match (measured.resource, unit) {
        (Resource::Cpu, Some(SeriesUnit::Ratio)) => Some(1.0),
        (Resource::Cpu, Some(SeriesUnit::Percent)) => Some(100.0),
        _ => None,
    })
}

/// Seconds of processors per second are processors.
fn unit(measurement: &Measurement<'_>) -> Option<SeriesUnit> {
    match measurement.signal.unit {
        Ok(SeriesUnit::Seconds) if measurement.per_second() => Some(SeriesUnit::Cores),
        Ok(unit) => Some(unit),
        Err(_) => None,
    }
}

/// Tells when all of it was in use in the judged window; of replicas, of the one that was full for longest.
pub(super) fn fullness(measured: &Measured<'_>, axis: Axis) -> Known<Full> {
    if !measured.replicas.is_empty() {
        let all = measured.replicas.iter().map(|replica| fullness(replica, axis));
        let longer = |a: Full, b: Full| if b.seconds > a.seconds { b } else { a };
        return all
            .reduce(|a, b| match (a, b) {
                (Ok(a), Ok(b)) => Ok(longer(a, b)),
                (Ok(known), Err(_)) | (Err(_), Ok(known)) => Ok(known),
                (missing, _) => missing,
            })
            .unwrap_or(Err(Missing::message("fullness-no-use")));
    }
    let used = used(measured).ok_or_else(|| Missing::message("fullness-no-use"))?;
    let limit = limit(measured, axis).ok_or_else(|| Missing::message("fullness-no-limit"))?;
    let enough = limit * share(measured.resource);
    let mut full = Full { limit, seconds: 0.0, spans: Vec::new() };
    for (from, to) in held(&used.samples, axis, |value| value >= enough) {
        full.seconds += (to - from) as f64 / 1e6;
        let (from, to) = (axis.seconds(from), axis.seconds(to));
        match full.spans.last_mut() {
            Some(last) if last.1 >= from => last.1 = to,
            _ => full.spans.push((from, to)),
        }
    }
    Ok(full)
}

/// The share of its limit at which a resource is full: of connections all, of what must never run out a little less.
fn share(resource: Resource) -> f64 {
    match resource {
        Resource::Cpu | Resource::Memory | Resource::Files | Resource::Disk => 0.95,
        _ => 1.0,
    }
}

fn used<'m, 'a>(measured: &'m Measured<'a>) -> Option<&'m Measurement<'a>> {
    measured.measurements.iter().find(|measurement| measurement.part == Part::Used)
}

/// The spans of the judged window in which samples hold; each speaks for the time until the next, as a graph draws it.
pub(super) fn held(samples: &[Sample], axis: Axis, holds: impl Fn(f64) -> bool) -> Vec<(i64, i64)> {
    let steps: Vec<i64> = samples.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    let mut sorted = steps.clone();
    sorted.sort_unstable();
    // Across a gap a sample speaks for no longer than usual.
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    let mut spans = Vec::new();
    for (index, sample) in samples.iter().enumerate().filter(|(_, sample)| holds(sample.value)) {
        let step = steps.get(index).copied().unwrap_or(usual).min(usual);
        let (from, to) = (sample.at.max(axis.judged.0), (sample.at + step).min(axis.judged.1));
        if from < to {
            spans.push((from, to));
        }
    }
    spans
}
