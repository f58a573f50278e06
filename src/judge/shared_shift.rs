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
use crate::words::{Text, text};

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
    let (p, direction) =
        if shift.change == Change::Regression { (shift.p, "slower") } else { (shift.p_faster, "faster") };
    let subject = cell_of(shift, comparison).map_or(&Subject::Whole, |only| &only.subject);
    let range = Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() };
    let (with_it, tested) = moved_with(shift, comparison, settings);
    let most = 2 * with_it.len() > tested;
    let size = text!(
        "shift-size",
        measure = shift.measure.text(),
        change = RelativeChange::from_log(shift.log_change),
        low = RelativeChange(range.low).bare(),
        high = RelativeChange(range.high).bare()
    );
    let moved = with_it.len();
    let (title, text, context) = if shift.endpoints > 1 && most {
        (
            text!("shift-everything", direction = direction),
            text!("shift-most", moved = moved, tested = tested, size = size),
            text!("shift-most-context", moved = moved, tested = tested),
        )
    } else if shift.endpoints > 1 {
        // Half of the traffic moved and the other half did not: those that did have a name.
        let names = listed(&with_it);
        (
            text!("shift-together", moved = moved, tested = tested, direction = direction),
            text!("shift-some", names = &names, size = size),
            text!("shift-some-context", names = names),
        )
    } else {
        let text = match subject {
            Subject::Whole => text!("shift-whole", size = size),
            only => text!("shift-only", name = only.text(), size = size),
        };
        (text!("moved-title", who = subject.title(), direction = direction), text, Text::empty())
    };
    Finding {
        change: shift.change,
        unit: Some(Unit::Milliseconds),
        size: Some(shift.log_change.exp_m1()),
        interval: Some(range),
        p: Some(p),
        title,
        text,
        context: Some(context),
        advice: (shift.change == Change::Regression)
            .then(|| advice(shift, subject.is_whole() && is_k6, verdict, comparison)),
        ..finding(verdict, Rule::SharedShift, Judged::latency(subject, shift.measure))
    }
}

/// What to do about a shift; `may_name`: whether a script of k6 could have told endpoints apart.
fn advice(shift: &SharedShift, may_name: bool, verdict: Verdict, comparison: &Comparison) -> Text {
    let look = if shift.endpoints > 1 {
        text!("shift-look-shared")
    } else if may_name {
        text!("shift-look-name")
    } else {
        Text::empty()
    };
    let is_unsure = verdict == Verdict::Warn && is_single(comparison);
    let unsure = if is_unsure { text!("shift-one-base") } else { Text::empty() };
    Text::sentences([unsure, text!("shift-rerun"), look])
}

/// Lists a few names and counts the rest.
fn listed(subjects: &[&Subject]) -> Text {
    const SHOWN: usize = 4;
    Text::few(subjects.iter().map(|subject| subject.text()), SHOWN)
}

/// INCONCLUSIVE where most endpoints may be slower, if their requests lie evenly in buckets that are too wide to tell.
fn undecided(shift: &SharedShift) -> Finding {
    Finding {
        size: Some(shift.log_change.exp_m1()),
        interval: Some(Interval { low: shift.interval.low.exp_m1(), high: shift.interval.high.exp_m1() }),
        p: Some(shift.p),
        title: text!("shift-undecided"),
        text: text!(
            "shift-undecided-text",
            endpoints = shift.endpoints,
            measure = shift.measure.text(),
            change = RelativeChange::from_log(shift.log_change)
        ),
        advice: Some(text!("shift-undecided-advice")),
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
        title: text!("coarse"),
        text: text!(
            "coarse-shift",
            measure = shift.measure.text(),
            change = RelativeChange::from_log(shift.log_change),
            seen = RelativeChange(shift.detectable),
            least = RelativeChange(settings.inconclusive_shift)
        ),
        advice: Some(remedy(shift.remedy)),
        ..finding(Verdict::Inconclusive, Rule::SharedShift, Indicator::Latency(shift.measure))
    })
}

/// Says what would make the comparison fine enough.
fn remedy(remedy: Option<Remedy>) -> Text {
    let Some(remedy) = remedy else { return text!("remedy-none") };
    let both = match (remedy.base_runs, remedy.candidate_runs) {
        (None, None) => remedy.runs_of_each,
        _ => None,
    };
    let ways = [
        remedy.requests.map(|times| text!("remedy-requests", times = times)),
        remedy.base_runs.map(|runs| text!("remedy-base-runs", runs = runs)),
        remedy.candidate_runs.map(|runs| text!("remedy-candidate-runs", runs = runs)),
        both.map(|runs| text!("remedy-both", runs = runs)),
    ];
    let mut ways: Vec<Text> = ways.into_iter().flatten().collect();
    match ways.len() {
        1 => text!("remedy-only", way = ways.remove(0)),
        _ => text!("remedy", ways = Text::joined(ways, "; ")),
    }
}
