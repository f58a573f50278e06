//! How much load a ramp bore before p95 left its level. WARN at most: what load must be borne is for an objective to say.

use super::finding;
use crate::model::capacity::{Bound, Capacity, CapacityChange, Knee, LoadUnit, Ramp, RampPoint};
use crate::model::comparison::{Change, Interval};
use crate::model::figures;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::load::Workload;
use crate::model::quantity::RelativeChange;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::timeline::Moment;
use crate::stats::correlation::spearman;
use crate::stats::knee::{self, LEAST_POINTS};
use crate::stats::noise::{Noise, Spread};
use crate::words::text;

/// A ramp is where the load grows to this many times the least,
const LEAST_GROWTH: f64 = 3.0;
/// hardly ever falls (Spearman's rank correlation with time),
const LEAST_ORDER: f64 = 0.9;
/// and does so for this share of the judged window: what warms up is none.
const LEAST_SHARE: f64 = 1.0 / 3.0;
/// Of what follows at the highest load, this share of the ramp's slices belongs to it.
const HELD: usize = 4;
/// Loads within this share of the highest and of the lowest are that load.
const SAME: f64 = 0.03;
/// A p95 of fewer requests tells nothing.
const LEAST_REQUESTS: u64 = 20;
/// Run-to-run noise of the log knee before any is seen, and how unsure that is: a simulated queue alone makes 2 to 4 %.
const NOISE: f64 = 0.05;
const NOISE_SPREAD: f64 = 0.6;
/// The level of a warning.
const WARN_LEVEL: f64 = 0.01;

/// Finds what load the candidate bore, and what the base runs did; nothing where the candidate is no ramp.
pub(super) fn capacity(base: &[Run], run: &Run, settings: &Settings) -> Option<Capacity> {
    let (unit, ramp) = units(run, settings).iter().find_map(|unit| Some((*unit, ramp(run, *unit)?)))?;
    let base: Vec<Ramp> = base.iter().filter_map(|base| self::ramp(base, unit)).collect();
    let change = change(&base, &ramp, settings);
    Some(Capacity { unit, run: ramp, base, change })
}

/// What may grow: users of a closed model, arrivals of an open one.
fn units(run: &Run, settings: &Settings) -> &'static [LoadUnit] {
    match run.load.workload(settings.load.model) {
        Ok(Workload::Closed) => &[LoadUnit::Users],
        Ok(Workload::Open) => &[LoadUnit::RequestsPerSecond],
        Err(_) => &[LoadUnit::Users, LoadUnit::RequestsPerSecond],
    }
}

/// Reads the rising part of a run off its slices.
fn ramp(run: &Run, unit: LoadUnit) -> Option<Ramp> {
    let timeline = figures::over_time(run).ok()?;
    let judged: Vec<&Moment> = timeline.moments.iter().filter(|moment| moment.judged).collect();
    // The first and the last slice are cut where the window is.
    let judged = judged.get(1..judged.len().checked_sub(1)?)?;
    let rate = |moment: &Moment| moment.requests as f64 / timeline.width as f64;
    let loads: Vec<f64> = match unit {
        LoadUnit::Users => judged.iter().map(|moment| moment.users).collect::<Option<_>>()?,
        LoadUnit::RequestsPerSecond => calmed(&judged.iter().map(|moment| rate(moment)).collect::<Vec<_>>()),
    };
    let (from, peak, to) = rise(&loads)?;
    if ((peak + 1 - from) as f64) < judged.len() as f64 * LEAST_SHARE {
        return None;
    }
    let times: Vec<f64> = (from..=to).map(|at| at as f64).collect();
    if spearman(&times, &loads[from..=to])? < LEAST_ORDER {
        return None;
    }
    let mut highest = 0.0_f64;
    let rising = loads[from..=to].iter().map(|load| {
        highest = highest.max(*load);
        highest
    });
    let known = rising.zip(&judged[from..=to]).filter(|(_, moment)| moment.requests >= LEAST_REQUESTS);
    let points: Vec<(RampPoint, f64)> = known
        .filter_map(|(load, moment)| Some((RampPoint { load, p95: moment.p95? }, rate(moment))))
        .collect();
    let pairs: Vec<(f64, f64)> = points.iter().map(|(point, _)| (point.load, point.p95)).collect();
    let (level, knee) = match knee::find(&pairs)? {
        knee::Course::Level { level } => (Some(level), None),
        knee::Course::Gradual => (None, None),
        knee::Course::Knee(knee) => {
            let interval = Interval { low: knee.low, high: knee.high };
            let requests_per_second = rate_at(&points, knee.at);
            let found = Knee { load: knee.at, interval, slope: knee.slope, requests_per_second };
            (Some(knee.level), Some(found))
        }
    };
    Some(Ramp { points: points.into_iter().map(|(point, _)| point).collect(), level, knee })
}

/// Where a load begins to rise, where it first is at its highest, and where the ramp ends.
fn rise(loads: &[f64]) -> Option<(usize, usize, usize)> {
    let most = loads.iter().copied().fold(0.0, f64::max);
    let peak = loads.iter().position(|load| *load >= most * (1.0 - SAME))?;
    let least = loads[..=peak].iter().copied().fold(most, f64::min);
    let from = loads[..=peak].iter().rposition(|load| *load <= least * (1.0 + SAME))?;
    let held = loads[peak..].iter().take_while(|load| **load >= most * (1.0 - 3.0 * SAME)).count();
    let to = peak + held.saturating_sub(1).min((peak - from) / HELD);
    (most >= least * LEAST_GROWTH && to + 1 - from >= LEAST_POINTS).then_some((from, peak, to))
}

/// The median of each value and its neighbours: a rate of few seconds varies.
fn calmed(values: &[f64]) -> Vec<f64> {
    let around = |at: usize| values.get(at.saturating_sub(1)..(at + 2).min(values.len())).unwrap_or_default();
    (0..values.len()).filter_map(|at| figures::middle(around(at).to_vec())).collect()
}

/// The completed rate at a load: the middle one of the five slices nearest to it.
fn rate_at(points: &[(RampPoint, f64)], load: f64) -> f64 {
    let mut near: Vec<&(RampPoint, f64)> = points.iter().collect();
    near.sort_by(|a, b| (a.0.load - load).abs().total_cmp(&(b.0.load - load).abs()));
    figures::middle(near.into_iter().take(5).map(|point| point.1).collect()).unwrap_or(0.0)
}

/// Compares the knees; a side that did not reach its own bore at least its highest load.
fn change(base: &[Ramp], run: &Ramp, settings: &Settings) -> Option<CapacityChange> {
    let told = |ramp: &Ramp| match ramp.knee {
        // The interval in logarithms is 3.92 standard errors wide.
        Some(knee) => {
            let error = (knee.interval.high / knee.interval.low).ln() / 3.92;
            Some((knee.load.ln(), error * error, false))
        }
        None => ramp.is_level().then(|| (ramp.highest().ln(), 0.0, true)),
    };
    let (after, after_error, after_bound) = told(run)?;
    let before: Vec<(f64, f64, bool)> = base.iter().filter_map(told).collect();
    let count = before.len() as f64;
    let before_bound = before.iter().any(|knee| knee.2);
    let bound = match (before.is_empty() || (before_bound && after_bound), before_bound, after_bound) {
        (true, ..) => return None,
        (_, false, false) => None,
        (_, true, _) => Some(Bound::Base),
        (_, _, true) => Some(Bound::Run),
    };
    let mean = |pick: fn(&(f64, f64, bool)) -> f64| before.iter().map(pick).sum::<f64>() / count;
    let (middle, error) = (mean(|knee| knee.0), mean(|knee| knee.1));
    let log_change = after - middle;
    let squares = before.iter().map(|knee| (knee.0 - middle).powi(2)).sum();
    let noise = Noise::prior(NOISE, NOISE_SPREAD).learn(&Spread { squares, df: count - 1.0, error });
    let (scale, error) = (1.0 + 1.0 / count, after_error + error / count);
    let p = noise.upper_tail(-log_change, scale, error);
    let least = -(-settings.compare.min_throughput_drop).ln_1p();
    // A bound tells of one direction alone.
    let change = if p < WARN_LEVEL && log_change <= -least && bound != Some(Bound::Run) {
        Change::Regression
    } else if 1.0 - p < WARN_LEVEL && log_change >= least && bound != Some(Bound::Base) {
        Change::Improvement
    } else {
        Change::Unchanged
    };
    if bound.is_some() && change == Change::Unchanged {
        return None;
    }
    let reach = noise.quantile(0.025, scale, error);
    Some(CapacityChange {
        base: middle.exp(),
        run: after.exp(),
        bound,
        log_change,
        interval: Interval { low: log_change - reach, high: log_change + reach },
        p,
        change,
    })
}

/// Says that the knee moved.
pub(super) fn finding_of(capacity: &Capacity) -> Option<Finding> {
    let moved = capacity.change?;
    let (verdict, title) = match moved.change {
        Change::Regression => (Verdict::Warn, text!("capacity-less")),
        Change::Improvement => (Verdict::Pass, text!("capacity-more")),
        Change::Unchanged => return None,
    };
    let (base, run) = (capacity.unit.text(moved.base), capacity.unit.text(moved.run));
    let text = match moved.bound {
        None => {
            text!(
                "capacity-moved",
                run = run,
                base = base,
                change = RelativeChange::from_log(moved.log_change)
            )
        }
        Some(Bound::Base) => text!("capacity-moved-base-beyond", run = run, base = base),
        Some(Bound::Run) => text!("capacity-moved-run-beyond", run = run, base = base),
    };
    Some(Finding {
        change: moved.change,
        base: Some(moved.base),
        run: Some(moved.run),
        unit: Some(match capacity.unit {
            LoadUnit::Users => Unit::Own,
            LoadUnit::RequestsPerSecond => Unit::PerSecond,
        }),
        size: Some(moved.log_change.exp_m1()),
        interval: Some(Interval { low: moved.interval.low.exp_m1(), high: moved.interval.high.exp_m1() }),
        p: Some(if moved.change == Change::Improvement { 1.0 - moved.p } else { moved.p }),
        title,
        text,
        ..finding(verdict, Rule::Throughput, Indicator::Capacity)
    })
}
