//! Rule `metric`: a metric of the script's own moved. WARN, or FAIL where `[[metric]]` says so.

use super::errors::MIN_EXCESS;
use super::{Inputs, finding};
use crate::model::comparison::{Change, Comparison, ERROR_FAIL_LEVEL, Interval, SHARED_FAIL_LEVEL};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::metric::Worse;
use crate::model::metric_cell::MetricCell;
use crate::model::metric_rule::MetricRule;
use crate::model::quantity::{PerSecond, PercentagePoints, RelativeChange, Share, in_unit};
use crate::model::settings::Settings;
use crate::words::{Arg, Text, text};

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let mut moved: Vec<&MetricCell> =
        comparison.metrics.iter().filter(|cell| cell.is_judged && cell.change != Change::Unchanged).collect();
    moved.sort_by(|a, b| surest(comparison, a).total_cmp(&surest(comparison, b)));
    moved.into_iter().map(|cell| in_words(cell, verdict_of(cell, comparison, evidence.settings))).collect()
}

/// The least q of a metric: its measures stay together.
fn surest(comparison: &Comparison, cell: &MetricCell) -> f64 {
    let own = comparison.metrics.iter().filter(|other| other.judged.subject == cell.judged.subject);
    own.map(|cell| cell.q.min(cell.q_better)).fold(f64::INFINITY, f64::min)
}

/// The verdict of a cell that changed: as sure and as large a change fails as with latencies and errors.
fn verdict_of(cell: &MetricCell, comparison: &Comparison, settings: &Settings) -> Verdict {
    if cell.change == Change::Improvement {
        return Verdict::Pass;
    }
    let may_fail = MetricRule::first(&settings.metrics, &cell.name(), |rule| rule.fail).unwrap_or(false);
    let is_sure = match cell.log_change() {
        Some(change) => {
            let compare = &settings.compare;
            let least =
                compare.least_failing_change(&cell.judged.subject, f64::INFINITY, comparison.evidence);
            // One run a side: the host may be another.
            let least = if cell.alone { least.max(compare.host_shift.ln_1p()) } else { least };
            cell.q < SHARED_FAIL_LEVEL && change.abs() >= least
        }
        None => cell.q < ERROR_FAIL_LEVEL && cell.excess.is_none_or(|excess| excess.abs() >= MIN_EXCESS),
    };
    if may_fail && is_sure { Verdict::Fail } else { Verdict::Warn }
}

fn in_words(cell: &MetricCell, verdict: Verdict) -> Finding {
    let improved = cell.change == Change::Improvement;
    let direction = if cell.size > 0.0 { "rose" } else { "fell" };
    let size = if cell.judged.indicator == Indicator::NonZeroShare {
        Arg::from(PercentagePoints(cell.size))
    } else {
        Arg::from(RelativeChange(cell.size))
    };
    let name = cell.name();
    let (title, context) = match cell.worse {
        Worse::Either => (text!("metric-moved", name = &name, direction = direction), text!("metric-either")),
        _ if improved => (text!("metric-better", name = &name, direction = direction), Text::empty()),
        _ => (text!("metric-worse", name = &name, direction = direction), Text::empty()),
    };
    let advice = match cell.worse {
        _ if improved => None,
        Worse::Either => Some(text!("metric-say-worse", name = name)),
        _ if cell.alone && verdict == Verdict::Warn => Some(text!("metric-run-again")),
        _ => None,
    };
    let written = |value: f64| Arg::Quantity(figure(value, &cell.judged.indicator, cell.unit.as_deref()));
    let went = text!(
        "metric-went",
        measure = cell.judged.indicator.text(),
        base = written(cell.base),
        run = written(cell.run),
        change = size
    );
    Finding {
        change: cell.change,
        base: Some(cell.base),
        run: Some(cell.run),
        unit: Some(unit(cell)),
        size: Some(cell.size),
        interval: Some(Interval { ..cell.interval }),
        // The mirrored test has its q alone.
        p: (!improved).then_some(cell.p),
        q: Some(if improved { cell.q_better } else { cell.q }),
        title,
        text: Text::sentences([went, context.clone()]),
        context: Some(context),
        advice,
        ..finding(verdict, Rule::Metric, cell.judged.clone())
    }
}

fn unit(cell: &MetricCell) -> Unit {
    match (&cell.judged.indicator, cell.unit.as_deref()) {
        (Indicator::NonZeroShare, _) => Unit::Share,
        (Indicator::PerSecond, _) => Unit::PerSecond,
        (_, Some("ms")) => Unit::Milliseconds,
        _ => Unit::Own,
    }
}

/// Writes a figure of a metric.
fn figure(value: f64, indicator: &Indicator, unit: Option<&str>) -> String {
    match (indicator, unit) {
        (Indicator::NonZeroShare, _) => Share(value).to_string(),
        (Indicator::PerSecond, _) => PerSecond(value).to_string(),
        (_, unit) => in_unit(value, unit),
    }
}
