//! How far a signal moved from the base, and how closely it follows what became worse.

use super::axis::Axis;
use super::client::Symptom;
use super::measured::Measurement;
use crate::model::diagnosis::{Course, Follows, Level};
use crate::model::missing::{Known, Missing};
use crate::model::series::Sample;
use crate::model::series::role::{Part, Resource};
use crate::model::series::unit::SeriesUnit;
use crate::stats::correlation::{differences, spearman};
use crate::stats::level;

/// A signal that moved by so many spreads of the base left its level.
pub(super) const MOVED: f64 = 3.0;
/// Ranks that agree so well follow each other.
pub(super) const CLOSE: f64 = 0.5;
/// Correlations of fewer slices say nothing.
const FEWEST_SLICES: usize = 10;
/// How many slices a signal may come earlier or later than what it follows.
const MAX_LAG: i64 = 5;

/// A signal in the judged window.
pub(super) struct Values {
    pub(super) level: Level,
    /// By slice.
    pub(super) slices: Vec<f64>,
}

/// Reads the level of samples in the judged window; nothing where there are none.
pub(super) fn values(samples: &[Sample], axis: Axis) -> Option<Values> {
    let slices = axis.judged_values(&axis.course(samples));
    let (median, p90) = (level::quantile(&slices, 0.5)?, level::quantile(&slices, 0.9)?);
    let judged = samples.iter().filter(|sample| (axis.judged.0..=axis.judged.1).contains(&sample.at));
    let highest = judged.map(|sample| sample.value).fold(p90, f64::max);
    Some(Values { level: Level { median, p90, highest }, slices })
}

/// Tells how far a signal moved, in spreads of the base: by its median or by its upper tenth, whichever moved further,
/// so that what happened in a part of the run is seen as well.
///
/// Many signals of a base are constantly 0; a floor for what is measured keeps one waiting request from being many spreads.
pub(super) fn moved(
    run: &Values,
    base: &Values,
    measurement: &Measurement<'_>,
    resource: Resource,
    limit: Option<f64>,
) -> Known<f64> {
    let spread = level::spread(&base.slices).unwrap_or(0.0);
    let spread = spread.max(floor(measurement, resource, base, limit));
    if spread <= 0.0 {
        return Err(Missing::message("movement-constant-zero"));
    }
    let by_median = (run.level.median - base.level.median) / spread;
    let by_tenth = (run.level.p90 - base.level.p90) / spread;
    Ok(if by_tenth.abs() > by_median.abs() { by_tenth } else { by_median })
}

/// The least spread that is believed.
pub(super) fn floor(
    measurement: &Measurement<'_>,
    resource: Resource,
    base: &Values,
    limit: Option<f64>,
) -> f64 {
    // A tenth of what the base had, or a twentieth of what there can be.
    let relative = (base.level.p90.abs() / 10.0).max(limit.unwrap_or(0.0) / 20.0);
    let unit = measurement.signal.unit.as_ref().ok();
    let of_unit = match (unit, measurement.part) {
        // A wait that was given up is news at any rate.
        (Some(SeriesUnit::Count), Part::Timeouts) => 0.1,
        // One more connection, or one more waiting request.
        (Some(SeriesUnit::Count), _) => 1.0,
        (Some(SeriesUnit::Ratio), _) => 0.05,
        (Some(SeriesUnit::Percent), _) => 5.0,
        (Some(SeriesUnit::Cores), _) => 0.1,
        (Some(SeriesUnit::Seconds), Part::Used | Part::Idle) if resource == Resource::Cpu => 0.1,
        // A hundredth of the time in pauses; pauses 50 ms longer.
        (Some(SeriesUnit::Seconds), _) if measurement.per_second() => 0.01,
        (Some(SeriesUnit::Seconds), _) => 0.05,
        (Some(SeriesUnit::Milliseconds), _) => 50.0,
        // A megabyte.
        (Some(SeriesUnit::Bytes), _) => 1e6,
        (None, _) => 0.0,
    };
    relative.max(of_unit)
}

/// Tells how closely a signal follows each symptom, the closest first. `sign` is −1 for what becomes less as it fills.
pub(super) fn follows(course: &Course, symptoms: &[Symptom], axis: Axis, sign: f64) -> Vec<Follows> {
    let mut found: Vec<Follows> =
        symptoms.iter().filter_map(|symptom| closest(course, symptom, axis, sign)).collect();
    found.sort_by(|a, b| b.correlation.total_cmp(&a.correlation));
    found
}

fn closest(course: &Course, symptom: &Symptom, axis: Axis, sign: f64) -> Option<Follows> {
    let lags = (0..=MAX_LAG).flat_map(|lag| if lag == 0 { vec![0] } else { vec![lag, -lag] });
    let mut best: Option<Follows> = None;
    for lag in lags {
        let (signal, symptoms) = paired(course, &symptom.course, axis, lag * axis.width());
        if signal.len() < FEWEST_SLICES.max(4 * lag.unsigned_abs() as usize) {
            continue;
        }
        let Some(correlation) = spearman(&signal, &symptoms).map(|found| found * sign) else { continue };
        // A longer lag must be clearly better: of eleven, one always is a little.
        let is_better = best.as_ref().is_none_or(|best| correlation > best.correlation + 0.05);
        if is_better {
            let on_differences = spearman(&differences(&signal), &differences(&symptoms));
            best = Some(Follows {
                what: symptom.what.clone(),
                correlation,
                on_differences: on_differences.map(|found| found * sign),
                lag_seconds: lag * axis.width(),
                slices: signal.len(),
            });
        }
    }
    best
}

/// The judged slices that both have, the signal's `lag` seconds later.
fn paired(signal: &Course, symptom: &Course, axis: Axis, lag: i64) -> (Vec<f64>, Vec<f64>) {
    let judged = symptom.points.iter().filter(|(start, _)| axis.is_judged(*start));
    judged
        .filter_map(|&(start, symptom)| {
            let at = signal.points.binary_search_by_key(&(start + lag), |point| point.0).ok()?;
            axis.is_judged(start + lag).then_some(())?;
            Some((signal.points.get(at)?.1, symptom))
        })
        .unzip()
}
