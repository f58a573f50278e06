//! How much load a ramp bore.

use serde::Serialize;

use crate::model::capacity::{Capacity, LoadUnit, Ramp};
use crate::model::judgement::Assessment;
use crate::model::quantity::{Milliseconds, PerSecond};
use crate::render::chart::kind::ChartKind;
use crate::render::chart::load_curve::{KneeMark, LoadChart};

use super::figure::{ChangeText, ChartRef, Charts};
use super::over_time::clock::MOST_BASE_RUNS;
use super::text::ChangeMark;
use crate::render::text::plain;
use crate::words::say;

/// The section on capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CapacitySection {
    /// What the run bore.
    pub(crate) run: String,
    /// What the base did; empty where no base run has a ramp.
    pub(crate) base: String,
    /// How far the knee moved; absent where both have to have one and do not.
    pub(crate) change: Option<ChangeText>,
    /// Whether the run has a knee, which is shaded.
    pub(crate) knee: bool,
    pub(crate) chart: ChartRef,
}

/// Builds the section; absent where the load did not grow.
pub(crate) fn capacity(assessment: &Assessment, charts: &mut Charts) -> Option<CapacitySection> {
    let capacity = assessment.capacity.as_ref()?;
    let change = capacity.change.filter(|change| change.bound.is_none()).map(|change| {
        ChangeText::log(ChangeMark::throughput(change.change), change.log_change, change.interval)
    });
    let run = of_run(capacity);
    let chart = charts.add(
        "capacity".to_owned(),
        say!("capacity-question"),
        run.clone(),
        ChartKind::Load(drawn(capacity)),
    );
    Some(CapacitySection { run, base: of_base(capacity), change, knee: capacity.run.knee.is_some(), chart })
}

fn of_run(capacity: &Capacity) -> String {
    let load = |load: f64| plain(capacity.unit.text(load));
    let highest = load(capacity.run.highest());
    let (level, knee) = match (capacity.run.level, &capacity.run.knee) {
        (None, _) => return say!("capacity-gradual", load = highest),
        (Some(level), None) => return say!("capacity-level", level = Milliseconds(level), load = highest),
        (Some(level), Some(knee)) => (Milliseconds(level), knee),
    };
    let (low, high) = (capacity.unit.number(knee.interval.low), capacity.unit.number(knee.interval.high));
    let bent = say!("capacity-knee", level = level, load = load(knee.load), low = low, high = high);
    match capacity.unit {
        LoadUnit::Users => {
            format!("{bent} {}", say!("capacity-knee-rate", rate = PerSecond(knee.requests_per_second)))
        }
        LoadUnit::RequestsPerSecond => bent,
    }
}

fn of_base(capacity: &Capacity) -> String {
    let load = |load: f64| plain(capacity.unit.text(load));
    let knees: Vec<f64> = capacity.base.iter().filter_map(|ramp| ramp.knee).map(|knee| knee.load).collect();
    let levels = || capacity.base.iter().filter(|ramp| ramp.is_level());
    let least = knees.iter().copied().fold(f64::INFINITY, f64::min);
    let most = knees.iter().copied().fold(0.0, f64::max);
    let spread = plain(capacity.unit.range(least, most));
    let beyond = levels().map(Ramp::highest).fold(0.0, f64::max);
    match (knees.is_empty(), levels().count()) {
        (true, 0) => String::new(),
        (true, _) => say!("capacity-base-level", load = load(beyond)),
        (false, 0) => say!("capacity-base-knee", load = spread),
        (false, _) => say!("capacity-base-both", load = spread, highest = load(beyond)),
    }
}

fn drawn(capacity: &Capacity) -> LoadChart {
    let points =
        |ramp: &Ramp| ramp.points.iter().map(|point| (point.load, point.p95)).collect::<Vec<(f64, f64)>>();
    let knees = || capacity.base.iter().filter_map(|ramp| ramp.knee).map(|knee| knee.load.ln());
    let count = knees().count();
    LoadChart {
        title: match capacity.unit {
            LoadUnit::Users => say!("capacity-axis-users"),
            LoadUnit::RequestsPerSecond => say!("capacity-axis-rate"),
        },
        base: capacity.base.iter().take(MOST_BASE_RUNS).map(points).collect(),
        run: points(&capacity.run),
        base_knee: (count > 0).then(|| (knees().sum::<f64>() / count as f64).exp()),
        knee: capacity.run.level.zip(capacity.run.knee).map(|(level, knee)| KneeMark {
            at: knee.load,
            interval: (knee.interval.low, knee.interval.high),
            label: plain(capacity.unit.text(knee.load)),
            level,
            slope: knee.slope,
        }),
    }
}
