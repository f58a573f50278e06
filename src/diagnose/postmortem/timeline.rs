//! What happened when, as far as slices and samples tell it.

use super::{Case, NO_OBJECTIVE};
use crate::model::diagnosis::{ResourceUse, SaturationSignal};
use crate::model::incident::{Incident, IncidentKind};
use crate::model::judgement::SloResult;
use crate::model::missing::{Known, Missing};
use crate::model::postmortem::{Event, EventKind, Shown};
use crate::model::quantity::{Milliseconds, Share};
use crate::model::series::figure::SeriesFigure;
use crate::model::series::role::Part;
use crate::model::slicing::{SliceCounts, VerdictSlices};
use crate::model::slo::{Objective, SloStatus};
use crate::model::subject::Subject;
use crate::model::timeline::{MAX_MOMENTS, Moment, Sources, Timeline};
use crate::words::{Arg, Text, text};

/// More resources than these are not followed in time.
const RESOURCES: usize = 3;

/// When something happened, of what kind it is, what it was, and which figures show it.
type Timed = (i64, EventKind, Text, Shown);

/// Lists what happened, in the order of time; what only people know stands between peak and recovery.
pub(super) fn events(case: &Case<'_>) -> Vec<Event> {
    let mut timed: Vec<Timed> = Vec::new();
    let meta = &case.run.meta;
    let began = meta.started.as_ref().ok().map(chrono::DateTime::timestamp);
    timed.extend(began.map(|at| (at, EventKind::Start, text!("postmortem-test-began"), Shown::Load)));
    if let Ok((from, _)) = case.run.judged_span {
        let text = text!("postmortem-window-began", window = &meta.window.text);
        timed.push((from.div_euclid(1_000_000), EventKind::Start, text, Shown::Load));
    }
    for incident in &case.assessment.incidents {
        timed.push((incident.start, EventKind::Deviation, incident.text.clone(), shown(incident)));
        timed.extend(peak(case, incident));
        timed.extend(recovery(case, incident));
    }
    timed.extend(case.pressed().take(RESOURCES).flat_map(|resource| resource_events(case, resource)));
    timed.extend(detections(case));
    let ended = meta.ended.as_ref().ok().map(chrono::DateTime::timestamp);
    timed.extend(ended.map(|at| (at, EventKind::End, text!("postmortem-test-ended"), Shown::Load)));
    timed.sort();

    let elapsed = |at: i64| began.map(|began| at - began);
    let event =
        |(at, kind, text, shown)| Event { kind, at: Ok(at), elapsed: elapsed(at), text, shown: Some(shown) };
    let mut events: Vec<Event> = timed.into_iter().map(event).collect();
    // Where a deviation has no time, it began with the window; people come after the worst, or at the end.
    let (deviations, others): (Vec<Event>, Vec<Event>) =
        blanks(case).into_iter().partition(|event| event.kind == EventKind::Deviation);
    let begun = events.iter().rposition(|event| event.kind == EventKind::Start).map_or(0, |start| start + 1);
    events.splice(begun..begun, deviations);
    let peak = events.iter().rposition(|event| event.kind == EventKind::Peak).map(|peak| peak + 1);
    let ended = || events.iter().position(|event| event.kind == EventKind::End).unwrap_or(events.len());
    let place = peak.unwrap_or_else(ended);
    events.splice(place..place, others);
    events
}

/// What belongs into a timeline and is not in the data.
fn blanks(case: &Case<'_>) -> Vec<Event> {
    let blank = |kind, reason, text| Event {
        kind,
        at: Err(reason),
        elapsed: None,
        text,
        shown: match kind {
            EventKind::People => None,
            EventKind::Detection => Some(Shown::Errors),
            _ => Some(Shown::Latency),
        },
    };
    let mut blanks = Vec::new();
    if case.run.judged_span.is_err() {
        blanks.push(blank(EventKind::Deviation, NO_TIME_LINE, Text::empty()));
        blanks.push(blank(EventKind::Peak, NO_TIME_LINE, Text::empty()));
    } else if case.assessment.incidents.is_empty() && case.findings().next().is_some() {
        blanks.push(blank(EventKind::Deviation, NO_MOMENT, text!("postmortem-from-the-start")));
    }
    if case.assessment.slos.is_empty() {
        blanks.push(blank(EventKind::Detection, Missing::because(NO_OBJECTIVE), Text::empty()));
    }
    blanks.push(blank(EventKind::People, ONLY_PEOPLE, text!("postmortem-noticed")));
    blanks.push(blank(EventKind::People, ONLY_PEOPLE, text!("postmortem-acted")));
    blanks
}

pub(super) const NO_TIME_LINE: Missing = Missing::message("postmortem-no-time-line");
const NO_MOMENT: Missing = Missing::message("postmortem-no-moment");
const ONLY_PEOPLE: Missing = Missing::message("postmortem-only-people");

/// When an incident was worst: the slice with most errors, or with the slowest p95.
fn peak(case: &Case<'_>, incident: &Incident) -> Option<Timed> {
    // The first that it touched, in the run's order.
    let subject = incident.endpoints.first().unwrap_or(&Subject::Whole);
    let (subject, traffic) = (who(subject), case.run.traffic_of(subject)?);
    let responses = traffic.responses.as_ref().ok()?;
    let sources = Sources { responses, left_out: &traffic.left_out, users: None };
    let timeline = Timeline::of(&sources, MAX_MOMENTS)?;
    let inside =
        timeline.moments.iter().filter(|moment| (incident.start..incident.end).contains(&moment.start));
    let moment = inside.max_by(|a, b| badness(incident, a).total_cmp(&badness(incident, b)))?;
    let width = Arg::Quantity(format!("{} s", timeline.width));
    let text = match incident.kind {
        IncidentKind::Errors => {
            let share = Share(moment.error_share().unwrap_or(0.0));
            text!("postmortem-peak-errors", subject = subject, share = share, width = width)
        }
        IncidentKind::TailLatency => {
            let p95 = Milliseconds(moment.p95?);
            text!("postmortem-peak-latency", subject = subject, latency = p95, width = width)
        }
    };
    Some((moment.start, EventKind::Peak, text, shown(incident)))
}

/// Which figures show an incident.
fn shown(incident: &Incident) -> Shown {
    match incident.kind {
        IncidentKind::Errors => Shown::Errors,
        IncidentKind::TailLatency => Shown::Latency,
    }
}

fn badness(incident: &Incident, moment: &Moment) -> f64 {
    match incident.kind {
        IncidentKind::Errors => moment.error_share().unwrap_or(0.0),
        IncidentKind::TailLatency => moment.p95.unwrap_or(0.0),
    }
}

/// Names the endpoint, or the whole run, at the beginning of a sentence.
fn who(subject: &Subject) -> Text {
    if subject.key().is_some() { subject.text() } else { text!("postmortem-all-requests") }
}

/// When an incident was over, if the test still ran.
fn recovery(case: &Case<'_>, incident: &Incident) -> Option<Timed> {
    let text =
        if is_over(case, incident)? { text!("postmortem-back") } else { text!("postmortem-ended-before") };
    let at = incident.end.min(last_second(case)?);
    Some((at, EventKind::Recovery, text, shown(incident)))
}

/// Whether figures came back to their level while the test still ran.
pub(super) fn is_over(case: &Case<'_>, incident: &Incident) -> Option<bool> {
    Some(incident.end <= last_second(case)?)
}

fn last_second(case: &Case<'_>) -> Option<i64> {
    let (_, until) = case.run.judged_span.as_ref().ok()?;
    Some(until.div_euclid(1_000_000))
}

/// When a resource left the base's level, and when it was full first.
fn resource_events(case: &Case<'_>, resource: &ResourceUse) -> Vec<Timed> {
    let Ok((from, _)) = case.run.judged_span else { return Vec::new() };
    let unix = |second: i64| from.div_euclid(1_000_000) + second;
    let mut events = Vec::new();
    if let Some((first, _)) = resource.fullness.as_ref().ok().and_then(|fullness| fullness.spans.first()) {
        let text = text!("postmortem-full-first", resource = &resource.title);
        events.push((unix(*first), EventKind::Resource, text, Shown::Servers));
    }
    if let Some((second, signal, value)) = resource.signals.iter().find_map(left_level) {
        let figure =
            |value| SeriesFigure { value, unit: signal.unit.clone().ok(), per_second: signal.per_second };
        let base = signal.base.as_ref().map_or(0.0, |base| base.highest);
        let text = text!(
            "postmortem-left-level",
            resource = &resource.title,
            signal = &signal.name,
            value = figure(value),
            base = figure(base),
        );
        events.push((unix(second), EventKind::Resource, text, Shown::Servers));
    }
    events
}

/// The first judged slice in which a signal was halfway between the base's upper level and its own.
fn left_level(signal: &SaturationSignal) -> Option<(i64, &SaturationSignal, f64)> {
    let base = signal.base.as_ref().ok()?;
    if matches!(signal.part, Part::Limit | Part::Idle) || signal.run.p90 <= base.p90 {
        return None;
    }
    let halfway = f64::midpoint(base.p90, signal.run.p90);
    let (second, value) = signal.course.points.iter().find(|(at, value)| *at >= 0 && *value > halfway)?;
    Some((*second, signal, *value))
}

/// When each objective was missed.
pub(super) fn detections(case: &Case<'_>) -> impl Iterator<Item = Timed> {
    case.assessment.slos.iter().filter_map(|slo| detection(case, slo))
}

/// When an objective was missed for good: from here on its share of good requests since the window began was too small.
fn detection(case: &Case<'_>, slo: &SloResult) -> Option<Timed> {
    let measured = slo.measured.as_ref().ok()?;
    if measured.status == SloStatus::Met {
        return None;
    }
    let at = missed_from(case, slo).ok()?;
    let text = text!("postmortem-missed", subject = who(&slo.subject), objective = slo.title());
    let shown = match slo.slo.objective {
        Objective::Success { .. } => Shown::Errors,
        Objective::Latency { .. } => Shown::Latency,
    };
    Some((at, EventKind::Detection, text, shown))
}

fn missed_from(case: &Case<'_>, slo: &SloResult) -> Known<i64> {
    let timeline = VerdictSlices::of(case.run).ok_or(NO_TIME_LINE)?;
    let traffic = case.run.traffic_of(&slo.subject).ok_or(NO_TIME_LINE)?;
    let responses = traffic.responses.as_ref().map_err(Clone::clone)?;
    let undeclared = case.settings.outcomes.undeclared_4xx;
    let counts = timeline.misses(&slo.slo.objective, responses, |outcome| undeclared.counts_as_bad(outcome));
    let first = first_for_good(&counts, 1.0 - slo.slo.objective.share()).ok_or(NO_MOMENT)?;
    Ok(timeline.axis.end(first))
}

/// The first slice from which on the cumulated share of misses stays above what is allowed.
fn first_for_good(counts: &SliceCounts, allowed: f64) -> Option<usize> {
    let (mut bad, mut total, mut first) = (0.0, 0.0, None);
    for (index, (of_slice, all)) in counts.bad.iter().zip(&counts.total).enumerate() {
        bad += of_slice;
        total += all;
        let is_missed = bad > total * allowed;
        first = if is_missed { first.or(Some(index)) } else { None };
    }
    first
}

#[cfg(test)]
mod tests {
    use super::{SliceCounts, first_for_good};

    #[test]
    fn an_objective_is_missed_from_the_slice_after_which_it_is_never_met_again() {
        let counts = |bad: &[f64]| SliceCounts { bad: bad.to_vec(), total: vec![100.0; bad.len()] };
        // 2 % are allowed: 3, 3, 5, 11 of 100, 200, 300, 400.
        assert_eq!(first_for_good(&counts(&[3.0, 0.0, 2.0, 6.0]), 0.02), Some(3));
        assert_eq!(first_for_good(&counts(&[3.0, 3.0, 2.0]), 0.02), Some(0));
        assert_eq!(first_for_good(&counts(&[1.0, 1.0]), 0.02), None);
    }
}
