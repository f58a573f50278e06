//! Replicas of a workload, put together: what waits is summed up, of what may be full the fullest speaks.

use std::collections::BTreeMap;

use super::measured::{Measured, Measurement};
use crate::model::series::Sample;
use crate::model::series::role::{Part, Resource};
use crate::model::series::unit::SeriesUnit;

/// How the samples of several become one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    Sum,
    Highest,
    Lowest,
}

/// Puts replicas together; nothing where there are none.
pub(super) fn together(mut units: Vec<Measured<'_>>) -> Option<Measured<'_>> {
    let mut whole = units.first()?.of_workload();
    if units.len() == 1 {
        whole.measurements = units.swap_remove(0).measurements;
        return Some(whole);
    }
    let all = units.iter().flat_map(|unit| unit.measurements.iter().cloned()).collect();
    whole.measurements = combined(all, |measurement| how(measurement, whole.resource));
    whole.replicas = units;
    Some(whole)
}

/// Sums up what was measured of the parts of one resource.
pub(super) fn summed(measurements: Vec<Measurement<'_>>) -> Vec<Measurement<'_>> {
    combined(measurements, |_| How::Sum)
}

/// What waits, waits for all of them; what is full is full alone.
fn how(measurement: &Measurement<'_>, resource: Resource) -> How {
    let counts = matches!(measurement.signal.unit, Ok(SeriesUnit::Count | SeriesUnit::Bytes));
    let waits = matches!(measurement.part, Part::Pending | Part::Timeouts)
        && !matches!(resource, Resource::Cpu | Resource::Memory);
    match measurement.part {
        _ if counts && (waits || resource == Resource::Queue) => How::Sum,
        Part::Idle => How::Lowest,
        _ => How::Highest,
    }
}

/// Makes one of those of the same signal and part, in the order of the first.
fn combined<'a>(
    measurements: Vec<Measurement<'a>>,
    how: impl Fn(&Measurement<'a>) -> How,
) -> Vec<Measurement<'a>> {
    let mut groups: Vec<Vec<Measurement<'a>>> = Vec::new();
    for measurement in measurements {
        let same = |group: &&mut Vec<Measurement<'_>>| {
            group
                .first()
                .is_some_and(|first| (first.name(), first.part) == (measurement.name(), measurement.part))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(measurement),
            None => groups.push(vec![measurement]),
        }
    }
    let one = |mut group: Vec<Measurement<'a>>| {
        let how = how(group.first()?);
        let samples = if group.len() == 1 { None } else { Some(samples(&group, how)) };
        let first = group.swap_remove(0);
        Some(Measurement { samples: samples.unwrap_or_else(|| first.samples.clone()), ..first })
    };
    groups.into_iter().filter_map(one).collect()
}

/// Combines samples at the times of all: each speaks until the next one of its series, but not across a gap.
fn samples(group: &[Measurement<'_>], how: How) -> Vec<Sample> {
    let mut steps: Vec<i64> = group
        .iter()
        .flat_map(|measurement| measurement.samples.windows(2).map(|pair| pair[1].at - pair[0].at))
        .collect();
    steps.sort_unstable();
    let step = steps.get(steps.len() / 2).copied().unwrap_or(1).max(1);
    // The last sample of each in every step of time, and the latest moment in it.
    let mut slots: BTreeMap<i64, (i64, BTreeMap<usize, f64>)> = BTreeMap::new();
    for (index, measurement) in group.iter().enumerate() {
        for sample in &measurement.samples {
            let (at, values) =
                slots.entry(sample.at.div_euclid(step)).or_insert((sample.at, BTreeMap::new()));
            *at = sample.at.max(*at);
            values.insert(index, sample.value);
        }
    }
    let mut made = Vec::with_capacity(slots.len());
    let mut before: Option<(i64, BTreeMap<usize, f64>)> = None;
    for (slot, (at, values)) in slots {
        let mut all = values.clone();
        if let Some((_, earlier)) = before.filter(|(earlier, _)| earlier + 1 == slot) {
            for (index, value) in earlier {
                all.entry(index).or_insert(value);
            }
        }
        let value = match how {
            How::Sum => all.values().sum(),
            How::Highest => all.values().copied().fold(f64::NEG_INFINITY, f64::max),
            How::Lowest => all.values().copied().fold(f64::INFINITY, f64::min),
        };
        made.push(Sample { at, value });
        before = Some((slot, values));
    }
    made
}
