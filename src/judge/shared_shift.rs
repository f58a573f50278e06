//! Rule `shared_shift`: all endpoints moved together. It may be the host; it may be the code that they share.

use super::slowdown::{cell_of, is_single, of_shift, says};
use super::{Inputs, finding};
use crate::model::comparison::{Change, Comparison, Interval, Remedy, SharedShift, ValidityEffect};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::RelativeChange;
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::words::Text;

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let settings = &evidence.settings.compare;
    let mut found: Vec<Finding> = comparison
        .shared
        .iter()
        .filter(|shift| shift.change != Change::Unchanged)
        .filter(|shift| cell_of(shift, comparison).is_none_or(|cell| says(cell, comparison, settings)))
        .map(|shift| moved(shift, comparison, settings, evidence.run.meta.is_k6()))
        .collect();
    let withheld = comparison.validity.iter().any(|v| v.effect == ValidityEffect::WithholdLatency);
    if !withheld && comparison.shared.iter().all(|shift| shift.change != Change::Regression) {
        found.extend(not_seen(comparison, settings));
        found.extend(comparison.shared.iter().find(|shift| shift.undecided).map(undecided));
    }
    found
}

/// Tells whether so much rose together that no endpoint should be named as the cause.
pub(super) fn names_no_endpoint(comparison: &Comparison, settings: &CompareSettings) -> bool {
    comparison.shared.iter().any(|shift| {
        shift.change == Change::Regression && {
            let (moved, all) = moved_with(shift, comparison, settings);
            2 * moved.len() > all
        }
    })
}

/// The endpoints that moved the way the shift did and enough to care, and how many were tested.
fn moved_with<'a>(
    shift: &SharedShift,
    comparison: &'a Comparison,
    settings: &CompareSettings,
) -> (Vec<&'a Subject>, usize) {
    let cells = || comparison.latency.iter().filter(|cell| cell.measure == shift.measure);
    let moved = cells().filter(|cell| shift.carries(cell, settings.min_latency_change));
    (moved.map(|cell| &cell.subject).collect(), cells().count())
}

fn moved(shift: &SharedShift, comparison: &Comparison, settings: &CompareSettings, is_k6: bool) -> Finding {
    let verdict = of_shift(shift, comparison, settings);
    let (p, word) =
        if shift.change == Change::Regression { (shift.p, "slower") } else { (shift.p_faster, "faster") };
    let subject = cell_of(shift, comparison).map_or(&Subject::Whole, |only| &only.subject);
    let range = Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() };
    let (with_it, tested) = moved_with(shift, comparison, settings);
    let most = 2 * with_it.len() > tested;
    let (title, who) = match subject {
        _ if shift.endpoints > 1 && most => (
            format!("Everything is {word}"),
            format!("{} of {tested} endpoints moved together; their typical change:", with_it.len()),
        ),
        // Half of the traffic moved and the other half did not: those that did have a name.
        _ if shift.endpoints > 1 => (
            format!("{} of {tested} endpoints are {word} together", with_it.len()),
            format!("{} moved, the others did not; the typical change of all:", listed(&with_it)),
        ),
        Subject::Whole => {
            (format!("{} is {word}", subject.title()), "All requests taken together:".to_owned())
        }
        only => (
            format!("{} is {word}", only.title()),
            format!("{only}, the only endpoint that can be compared:"),
        ),
    };
    let context = match (shift.endpoints > 1, most) {
        (true, true) => format!("{} of {tested} endpoints moved together.", with_it.len()),
        (true, false) => format!("{} moved, the others did not.", listed(&with_it)),
        _ => String::new(),
    };
    Finding {
        change: shift.change,
        unit: Some(Unit::Milliseconds),
        size: Some(shift.log_change.exp_m1()),
        interval: Some(range),
        p: Some(p),
        title: Text::from(title),
        text: Text::from(format!(
            "{who} {} by {} (95\u{a0}% interval {}\u{a0}% to {}\u{a0}%, including the differences between runs).",
            shift.measure,
            RelativeChange::from_log(shift.log_change),
            RelativeChange(range.low).bare(),
            RelativeChange(range.high).bare(),
        )),
        context: Some(context).map(Text::from),
        advice: ((shift.change == Change::Regression)
            .then(|| advice(shift, subject.is_whole() && is_k6, verdict, comparison)))
        .map(Text::from),
        ..finding(verdict, Rule::SharedShift, Judged::latency(subject, shift.measure))
    }
}

/// What to do about a shift; `may_name`: whether a script of k6 could have told endpoints apart.
fn advice(shift: &SharedShift, may_name: bool, verdict: Verdict, comparison: &Comparison) -> String {
    let rerun = "Run the base again on the same host: if it is as slow, it was the host and not the code.";
    let look = if shift.endpoints > 1 {
        "Look at what they share: host, pool, database, GC, a library. "
    } else if may_name {
        "Name each endpoint in a threshold of the script: then the report can tell whether one endpoint is behind it, or all. "
    } else {
        ""
    };
    if verdict == Verdict::Warn && is_single(comparison) {
        format!("{look}One base run cannot tell the host from the code. {rerun}")
    } else {
        format!("{look}{rerun}")
    }
}

/// Lists a few names and counts the rest.
fn listed(subjects: &[&Subject]) -> String {
    const SHOWN: usize = 4;
    let shown = subjects.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match subjects.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// INCONCLUSIVE where most endpoints may be slower, if their requests lie evenly in buckets that are too wide to tell.
fn undecided(shift: &SharedShift) -> Finding {
    Finding {
        size: Some(shift.log_change.exp_m1()),
        interval: Some(Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() }),
        p: Some(shift.p),
        title: Text::from("Everything may be slower: the buckets are too wide to tell".to_owned()),
        text: Text::from(format!(
            "The typical change of {} endpoints at {} is {} if requests lie evenly in their buckets; noise that moves latencies within them could make as much.",
            shift.endpoints,
            shift.measure,
            RelativeChange::from_log(shift.log_change),
        )),
        advice: Some("Narrower buckets would tell, native histograms best.".to_owned()).map(Text::from),
        ..finding(Verdict::Inconclusive, Rule::SharedShift, Indicator::Latency(shift.measure))
    }
}

/// INCONCLUSIVE where the comparison would have missed a shift that matters: whether it would does not depend on what it
/// happened to find.
fn not_seen(comparison: &Comparison, settings: &CompareSettings) -> Option<Finding> {
    let shift = comparison.shared.last()?;
    if shift.detectable <= settings.inconclusive_shift {
        return None;
    }
    Some(Finding {
        change: Change::Unchanged,
        size: Some(shift.log_change.exp_m1()),
        interval: Some(Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() }),
        p: Some(shift.p),
        title: Text::from("The comparison is too coarse to pass".to_owned()),
        text: Text::from(format!(
            "{} moved by {}. A slowdown of everything by less than {} may go unnoticed between these runs; a PASS must be able to see {} (`[compare] inconclusive_shift`).",
            shift.measure,
            RelativeChange::from_log(shift.log_change),
            RelativeChange(shift.detectable),
            RelativeChange(settings.inconclusive_shift),
        )),
        advice: Some(remedy(shift.remedy)).map(Text::from),
        ..finding(Verdict::Inconclusive, Rule::SharedShift, Indicator::Latency(shift.measure))
    })
}

/// Says what would make the comparison fine enough.
fn remedy(remedy: Option<Remedy>) -> String {
    let Some(remedy) = remedy else {
        return "More runs alone would not settle it: measure on a quieter host, or run base and candidate in pairs (`--pair BASE RUN`).".to_owned();
    };
    let mut ways = Vec::new();
    if let Some(times) = remedy.requests {
        ways.push(format!("{times} times as many requests in every run"));
    }
    if let Some(runs) = remedy.base_runs {
        ways.push(format!("{runs} base runs"));
    }
    if let Some(runs) = remedy.candidate_runs {
        ways.push(format!("{runs} candidate runs (`--run`)"));
    }
    if let (None, None, Some(runs)) = (remedy.base_runs, remedy.candidate_runs, remedy.runs_of_each) {
        ways.push(format!("{runs} base runs and {runs} candidate runs (`--base`, `--run`)"));
    }
    format!("Any one of these would do: {}.", ways.join("; "))
}
