//! Rule `shared_shift`: all endpoints moved together. It may be the host; it may be the code that they share.

use super::{Evidence, finding};
use crate::model::comparison::{Change, Comparison, Interval, Measure, SharedShift, ValidityEffect};
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::RelativeChange;
use crate::model::settings::CompareSettings;

/// The level of a failure. Stricter than one endpoint's: a busy host moves everything.
const FAIL_LEVEL: f64 = 0.005;

pub(super) fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let settings = &evidence.settings.compare;
    let least = settings.fail_latency_change(comparison.evidence).ln_1p();
    let mut found: Vec<Finding> = comparison
        .shared
        .iter()
        .filter(|shift| shift.change != Change::Unchanged)
        .map(|shift| moved(shift, least))
        .collect();
    let withheld = comparison.validity.iter().any(|v| v.effect == ValidityEffect::WithholdLatency);
    if found.is_empty() && !withheld {
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

fn moved(shift: &SharedShift, least: f64) -> Finding {
    let fails = shift.p < FAIL_LEVEL && shift.log_change >= least;
    let (verdict, p, word) = match shift.change {
        Change::Regression if fails => (Verdict::Fail, shift.p, "slower"),
        Change::Regression => (Verdict::Warn, shift.p, "slower"),
        _ => (Verdict::Pass, shift.p_faster, "faster"),
    };
    let range = Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() };
    let (title, who) = if shift.endpoints > 1 {
        (format!("Everything is {word}"), format!("The {} endpoints moved together:", shift.endpoints))
    } else {
        (format!("The run as a whole is {word}"), "All requests taken together:".to_owned())
    };
    Finding {
        change: shift.change,
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
            let advice = if shift.endpoints > 1 {
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
