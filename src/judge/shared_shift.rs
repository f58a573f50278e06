//! Rule `shared_shift`: all endpoints moved together. It may be the host; it may be the code that they share.

use std::cmp::Ordering;

use super::{Evidence, finding, latency};
use crate::model::comparison::{
    ALL_REQUESTS, Change, Comparison, Interval, LatencyCell, Measure, SHARED_FAIL_LEVEL, SharedShift,
    ValidityEffect,
};
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::RelativeChange;
use crate::model::settings::CompareSettings;

pub(super) fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let settings = &evidence.settings.compare;
    let least = settings.fail_latency_change(comparison.evidence).ln_1p();
    let mut found: Vec<Finding> = comparison
        .shared
        .iter()
        .filter(|shift| shift.change != Change::Unchanged)
        .filter(|shift| cell_of(shift, comparison).is_none_or(|cell| says(cell, comparison, settings)))
        .map(|shift| moved(shift, cell_of(shift, comparison), least))
        .collect();
    let withheld = comparison.validity.iter().any(|v| v.effect == ValidityEffect::WithholdLatency);
    if !withheld && comparison.shared.iter().all(|shift| shift.change != Change::Regression) {
        found.extend(not_excluded(comparison, settings));
    }
    found
}

/// Tells whether so much rose together that no endpoint should be named as the cause.
pub(super) fn names_no_endpoint(comparison: &Comparison, settings: &CompareSettings) -> bool {
    let least = settings.min_latency_change.ln_1p();
    let tested: Vec<_> = comparison.latency.iter().filter(|cell| cell.measure == Measure::P95).collect();
    let up = tested.iter().filter(|cell| cell.log_change >= least).count();
    2 * up > tested.len() && comparison.shared.iter().any(|shift| shift.change == Change::Regression)
}

/// The cell of the only endpoint, where it changed as the shift did: then both are the same thing.
fn cell_of<'a>(shift: &SharedShift, comparison: &'a Comparison) -> Option<&'a LatencyCell> {
    let is_it = |cell: &&LatencyCell| cell.measure == shift.measure && cell.change == shift.change;
    comparison.latency.iter().find(is_it).filter(|_| shift.endpoints == 1)
}

/// Tells whether the shared shift says what a cell says. It is said once, by the graver of both; where they are equal, by
/// the shift if the cell is all requests, else by the cell, which has a name.
pub(super) fn says(cell: &LatencyCell, comparison: &Comparison, settings: &CompareSettings) -> bool {
    let least = settings.fail_latency_change(comparison.evidence).ln_1p();
    let same = |shift: &&SharedShift| shift.measure == cell.measure;
    let Some(shift) = comparison.shared.iter().find(same).filter(|s| cell_of(s, comparison).is_some()) else {
        return false;
    };
    match verdict_of(shift, least).cmp(&latency::verdict_of(cell, comparison, settings)) {
        Ordering::Greater => true,
        Ordering::Equal => cell.endpoint == ALL_REQUESTS,
        Ordering::Less => false,
    }
}

fn verdict_of(shift: &SharedShift, least: f64) -> Verdict {
    match shift.change {
        Change::Regression if shift.p < SHARED_FAIL_LEVEL && shift.log_change >= least => Verdict::Fail,
        Change::Regression => Verdict::Warn,
        Change::Improvement | Change::Unchanged => Verdict::Pass,
    }
}

fn moved(shift: &SharedShift, only: Option<&LatencyCell>, least: f64) -> Finding {
    let verdict = verdict_of(shift, least);
    let (p, word) =
        if shift.change == Change::Regression { (shift.p, "slower") } else { (shift.p_faster, "faster") };
    let named = only.map(|cell| cell.endpoint.clone()).filter(|name| name != ALL_REQUESTS);
    let range = Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() };
    let (title, who) = match &named {
        _ if shift.endpoints > 1 => {
            (format!("Everything is {word}"), format!("The {} endpoints moved together:", shift.endpoints))
        }
        Some(name) => (format!("{name} is {word}"), format!("{name}, the only endpoint that compares:")),
        None => (format!("The run as a whole is {word}"), "All requests taken together:".to_owned()),
    };
    Finding {
        change: shift.change,
        endpoint: named.clone(),
        unit: Some(Unit::Milliseconds),
        size: Some(shift.log_change.exp_m1()),
        interval: Some(range),
        p: Some(p),
        title,
        text: format!(
            "{who} {} by {}; a rerun would land between {}\u{a0}% and {}\u{a0}%.",
            shift.measure,
            RelativeChange::from_log(shift.log_change),
            RelativeChange(range.low).bare(),
            RelativeChange(range.high).bare(),
        ),
        context: Some(if shift.endpoints > 1 {
            format!("The {} endpoints moved together.", shift.endpoints)
        } else {
            String::new()
        }),
        advice: (shift.change == Change::Regression).then(|| {
            let advice = if named.is_some() {
                "A rerun of the base on the same host tells the host from the code."
            } else if shift.endpoints > 1 {
                "Look at what they share: host, pool, database, GC, a library. A rerun of the base on the same host tells the host from the code."
            } else {
                "Name each endpoint in a threshold of the script: then the report can tell whether one endpoint is behind it, or all. A rerun of the base on the same host tells the host from the code."
            };
            advice.to_owned()
        }),
        ..finding(verdict, Rule::SharedShift, shift.measure.key())
    }
}

/// INCONCLUSIVE where the data would not have shown a shift that matters.
fn not_excluded(comparison: &Comparison, settings: &CompareSettings) -> Option<Finding> {
    let shift = comparison.shared.iter().find(|shift| shift.measure == Measure::P95)?;
    if shift.upper < settings.inconclusive_shift.ln_1p() {
        return None;
    }
    Some(Finding {
        change: Change::Unchanged,
        size: Some(shift.log_change.exp_m1()),
        interval: Some(Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() }),
        p: Some(shift.p),
        title: "Could not rule out that everything is slower".to_owned(),
        text: format!(
            "p95 of all endpoints moved by {}, and could be up by {}; less than {} must be shown.",
            RelativeChange::from_log(shift.log_change),
            RelativeChange::from_log(shift.upper),
            RelativeChange(settings.inconclusive_shift),
        ),
        advice: Some(if comparison.base_runs < MANY_BASE_RUNS {
            "Give more base runs (`--base FILE`, up to 10): each one shows how much runs differ when nothing changed."
                .to_owned()
        } else {
            "Run it again, on a quieter host if there is one.".to_owned()
        }),
        ..finding(Verdict::Inconclusive, Rule::SharedShift, shift.measure.key())
    })
}

/// From here on another base run narrows little.
const MANY_BASE_RUNS: usize = 5;
