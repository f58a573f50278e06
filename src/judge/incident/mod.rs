//! Rule `incident`: windows inside a run in which errors or tail latency left the run's own level.
//!
//! A burst of errors warns: it is set aside where error shares are compared, and must not get lost.
//! Slow windows are shown, and judged by the latency rules and objectives alone.
//!
//! * `windows`: where one endpoint left its level

mod windows;

#[cfg(test)]
mod tests;

use chrono::DateTime;

use self::windows::{Burst, Series, Window};
use super::finding;
use crate::model::comparison::Change;
use crate::model::incident::{Incident, IncidentKind};
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::note::Note;
use crate::model::quantity::{Count, Seconds, Share, significant};
use crate::model::run::Run;
use crate::model::settings::OutcomeSettings;
use crate::model::slicing::VerdictSlices;
use crate::stats::hac::MIN_SLICES;

/// An incident, and the burst in it that is least likely.
pub(super) struct Seen {
    pub(super) incident: Incident,
    burst: Option<Burst>,
    /// Seconds in a slice.
    slice: i64,
}

/// A window and whose it is; nobody's where it is the whole run's.
struct Found {
    window: Window,
    endpoint: Option<usize>,
}

/// Looks for incidents in a run; none where it holds no single responses, or too few slices.
pub(super) fn find(run: &Run, settings: &OutcomeSettings) -> Vec<Seen> {
    let Some(timeline) = VerdictSlices::of(run).filter(|timeline| timeline.len() >= MIN_SLICES) else {
        return Vec::new();
    };
    let of =
        |traffic| Series::of(traffic, &timeline, |outcome| settings.undeclared_4xx.counts_as_bad(outcome));
    let endpoints: Vec<Option<Series>> = run.endpoints.iter().map(|e| of(&e.traffic)).collect();
    let Some(whole) = of(&run.whole) else { return Vec::new() };

    let mut found: Vec<Found> =
        whole.windows().into_iter().map(|window| Found { window, endpoint: None }).collect();
    for (index, series) in endpoints.iter().enumerate() {
        let windows = series.iter().flat_map(Series::windows);
        found.extend(windows.map(|window| Found { window, endpoint: Some(index) }));
    }
    let series_of = |endpoint: Option<usize>| match endpoint {
        Some(index) => endpoints[index].as_ref(),
        None => Some(&whole),
    };
    grouped(found).into_iter().map(|group| seen(&group, run, &timeline, &series_of)).collect()
}

/// Groups windows that overlap, in the order of time.
fn grouped(mut found: Vec<Found>) -> Vec<Vec<Found>> {
    found.sort_by_key(|f| (f.window.first, f.window.end, f.endpoint));
    let mut groups: Vec<Vec<Found>> = Vec::new();
    for one in found {
        match groups.last_mut().filter(|group| group.iter().any(|f| f.window.overlaps(&one.window))) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

fn seen<'a>(
    group: &[Found],
    run: &Run,
    timeline: &VerdictSlices,
    series_of: &dyn Fn(Option<usize>) -> Option<&'a Series>,
) -> Seen {
    let mut touched: Vec<usize> = group.iter().filter_map(|found| found.endpoint).collect();
    touched.sort_unstable();
    touched.dedup();
    // What endpoints show, the whole run only shows again, less sharply.
    let own: Vec<&Found> =
        group.iter().filter(|found| touched.is_empty() || found.endpoint.is_some()).collect();
    let first = own.iter().map(|found| found.window.first).min().unwrap_or(0);
    let end = own.iter().map(|found| found.window.end).max().unwrap_or(first);
    let kind = if group.iter().any(|found| found.window.is_errors) {
        IncidentKind::Errors
    } else {
        IncidentKind::TailLatency
    };
    let subjects: Vec<Option<usize>> =
        if touched.is_empty() { vec![None] } else { touched.iter().copied().map(Some).collect() };
    let all: Vec<&Series> = subjects.into_iter().filter_map(series_of).collect();
    let sum = |of: &dyn Fn(&Series) -> &[f64]| -> u64 {
        all.iter().map(|series| of(series)[first..end].iter().sum::<f64>()).sum::<f64>().round() as u64
    };
    let (requests, bad) = (sum(&|s| &s.errors.total), sum(&|s| &s.errors.bad));
    let slow = sum(&|s| &s.slow.bad);
    let outside = |of: &dyn Fn(&Series) -> &[f64]| -> f64 {
        all.iter().map(|series| of(series).iter().sum::<f64>()).sum::<f64>()
    };
    let share = |inside: u64, whole: f64, total: f64| {
        let rest = total - requests as f64;
        if rest > 0.0 { (whole - inside as f64).max(0.0) / rest } else { 0.0 }
    };
    let total = outside(&|s| &s.errors.total);
    let bad_outside = share(bad, outside(&|s| &s.errors.bad), total);
    let slow_outside = share(slow, outside(&|s| &s.slow.bad), total);

    let mut incident = Incident {
        start: timeline.start(first),
        end: timeline.end(end.saturating_sub(1)),
        endpoints: touched.iter().map(|&index| run.endpoints[index].id.to_string()).collect(),
        requests,
        bad,
        slow,
        kind,
        text: String::new(),
    };
    incident.text = worded(&incident, bad_outside, slow_outside);
    // An endpoint's own burst is the one to tell; the whole run's only where no endpoint has one.
    let worst = |found: &mut dyn Iterator<Item = &Found>| {
        found.filter_map(|found| found.window.burst).min_by(|a, b| a.p.total_cmp(&b.p))
    };
    let burst = worst(&mut own.iter().copied()).or_else(|| worst(&mut group.iter()));
    Seen { incident, burst, slice: timeline.width() }
}

fn worded(incident: &Incident, bad_outside: f64, slow_outside: f64) -> String {
    let who = match incident.endpoints.as_slice() {
        [] => "of the whole run".to_owned(),
        [only] => format!("of {only}"),
        many => format!("of {} endpoints", many.len()),
    };
    let of_all = |part: u64| Share(part as f64 / incident.requests.max(1) as f64);
    let mut parts = Vec::new();
    if incident.kind == IncidentKind::Errors {
        parts.push(format!(
            "{} ended in unintended errors ({}, otherwise {})",
            Count(incident.bad),
            of_all(incident.bad),
            Share(bad_outside)
        ));
    }
    if incident.kind == IncidentKind::TailLatency || incident.slow > 0 {
        parts.push(format!(
            "{} were slow ({}, otherwise {})",
            Count(incident.slow),
            of_all(incident.slow),
            Share(slow_outside)
        ));
    }
    format!(
        "From {} to {} UTC ({}), of {} requests {who} {}.",
        clock(incident.start),
        clock(incident.end),
        Seconds(incident.seconds()),
        Count(incident.requests),
        parts.join(" and "),
    )
}

/// Writes the time of day of a Unix time.
fn clock(second: i64) -> String {
    DateTime::from_timestamp(second, 0)
        .map_or_else(|| format!("second {second}"), |time| time.format("%H:%M:%S").to_string())
}

/// Proposes a warm-up where the run's first slices are an incident of slow requests: over a quarter of the run it is no
/// warm-up, and with errors it is no matter of warmth.
pub(super) fn warm_up_note(seen: &[Seen], run: &Run) -> Option<Note> {
    let timeline = VerdictSlices::of(run)?;
    let (first, end) = (timeline.start(0), timeline.end(timeline.len().checked_sub(1)?));
    let incident = seen.iter().map(|seen| &seen.incident).find(|incident| incident.start <= first)?;
    let is_warm_up = incident.kind == IncidentKind::TailLatency && (incident.end - first) * 4 <= end - first;
    // What is configured already counts from the start of the test, and so does what is proposed.
    let started = run.meta.started.as_ref().ok().map_or(first, DateTime::timestamp);
    is_warm_up.then(|| {
        Note::new(format!("The judged window begins slow, as a test does that warms up. {}", incident.text))
            .with_hint(format!(
                "To leave it out: `[window] warm_up = \"{}s\"` in perfreport.toml.",
                incident.end - started
            ))
    })
}

/// Turns bursts of errors into findings.
pub(super) fn findings(seen: &[Seen]) -> Vec<Finding> {
    seen.iter().filter_map(|seen| Some(burst(&seen.incident, &seen.burst?, seen.slice))).collect()
}

fn burst(incident: &Incident, burst: &Burst, slice: i64) -> Finding {
    let (title, endpoint) = match incident.endpoints.as_slice() {
        [] => ("A burst of errors".to_owned(), None),
        [only] => (format!("A burst of errors at {only}"), Some(only.clone())),
        [first, rest @ ..] => (format!("A burst of errors at {first} and {} more", rest.len()), None),
    };
    Finding {
        change: Change::Unchanged,
        endpoint,
        run: Some(incident.bad as f64 / incident.requests.max(1) as f64),
        unit: Some(Unit::Share),
        p: Some(burst.p),
        title,
        text: format!(
            "{} At the worst {} of them came within {}, where the rest of the run would have put {}.",
            incident.text,
            Count(burst.bad as u64),
            Seconds((burst.slices as i64 * slice) as f64),
            significant(burst.expected),
        ),
        advice: Some(
            "A burst is set aside where error shares are compared: see what happened at that time."
                .to_owned(),
        ),
        ..finding(Verdict::Warn, Rule::Incident, "burst")
    }
}
