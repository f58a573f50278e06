//! Rule `incident`: windows inside a run in which errors or tail latency left the run's own level.
//!
//! A burst of errors warns: it is set aside where error shares are compared, and must not get lost. What took more of the
//! run than it may fails. Slow windows below that are shown, and judged by the latency rules and objectives alone.
//!
//! * `series`, `windows`: where one endpoint left its level; `searched`: all of a run
//! * `loss`: how much of the run that took; `ceiling`: whether it is too much

mod ceiling;
mod loss;
mod searched;
mod series;
mod windows;

#[cfg(test)]
mod ceiling_tests;
#[cfg(test)]
mod chance_tests;
#[cfg(test)]
mod tests;

use chrono::DateTime;

pub(super) use self::searched::Searched;
use self::series::Series;
use self::windows::{Kind, MOST_SHOWN, Window};
use super::{Inputs, finding};
use crate::model::comparison::Change;
use crate::model::fine_slices::FineSlices;
use crate::model::incident::{Incident, IncidentKind};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::note::Note;
use crate::model::quantity::{Seconds, Share, significant};
use crate::model::run::Run;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// A run that begins slow warms up for a quarter of it at most: longer is no warm-up.
const WARM_UP: usize = 4;

/// An incident, and how unlikely its errors are; absent where it has none that stand out.
pub(super) struct Seen {
    pub(super) incident: Incident,
    burst: Option<Burst>,
}

/// Errors that came together.
#[derive(Debug, Clone, Copy)]
struct Burst {
    expected: f64,
    p: f64,
}

/// A window and whose it is; nobody's where it is the whole run's.
struct Found {
    window: Window,
    endpoint: Option<usize>,
}

impl Searched<'_> {
    /// Lists the incidents in the order of time.
    pub(super) fn incidents(&self) -> Vec<Seen> {
        let of = |series: &Series, endpoint| {
            let of_errors = self.errors_of(endpoint).iter().take(MOST_SHOWN).cloned();
            let windows = of_errors.chain(self.search.slow(series));
            windows.map(|window| Found { window, endpoint }).collect::<Vec<_>>()
        };
        let mut found = of(&self.whole, None);
        for window in self.far_of_whole() {
            found.push(Found { window, endpoint: None });
        }
        for (index, series) in self.endpoints.iter().enumerate() {
            found.extend(series.iter().flat_map(|series| of(series, Some(index))));
        }
        grouped(found).into_iter().map(|group| self.seen(&group)).collect()
    }

    fn seen(&self, group: &[Found]) -> Seen {
        let mut touched: Vec<usize> = group.iter().filter_map(|found| found.endpoint).collect();
        touched.sort_unstable();
        touched.dedup();
        // What endpoints show, the whole run only shows again, less sharply.
        let own: Vec<&Found> =
            group.iter().filter(|found| touched.is_empty() || found.endpoint.is_some()).collect();
        let first = own.iter().map(|found| found.window.first).min().unwrap_or(0);
        let end = own.iter().map(|found| found.window.end).max().unwrap_or(first);
        let kind = if group.iter().any(|found| found.window.kind == Kind::Errors) {
            IncidentKind::Errors
        } else {
            IncidentKind::TailLatency
        };
        let subjects: Vec<Option<usize>> =
            if touched.is_empty() { vec![None] } else { touched.iter().copied().map(Some).collect() };
        let all: Vec<&Series> =
            subjects.into_iter().filter_map(|endpoint| self.series_of(endpoint)).collect();
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
            start: self.timeline.axis.start(first),
            end: self.timeline.axis.end(end.saturating_sub(1)),
            endpoints: touched.iter().map(|&index| (&self.run.endpoints[index].id).into()).collect(),
            requests,
            bad,
            slow,
            kind,
            text: Text::empty(),
        };
        incident.text = described(&incident, bad_outside, slow_outside);
        // An endpoint's own burst is the one to tell; the whole run's only where no endpoint has one.
        let worst = |found: &mut dyn Iterator<Item = &Found>| {
            let of_errors = found.map(|found| &found.window).filter(|window| window.kind == Kind::Errors);
            of_errors.min_by(|a, b| a.p.total_cmp(&b.p)).map(|w| Burst { expected: w.expected, p: w.p })
        };
        let burst = worst(&mut own.iter().copied()).or_else(|| worst(&mut group.iter()));
        Seen { incident, burst }
    }
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

/// Turns incidents into findings: bursts of errors, and what took more of the run than it may.
pub(super) fn findings(
    evidence: &Inputs<'_>,
    searched: Option<&Searched<'_>>,
    seen: &[Seen],
) -> Vec<Finding> {
    let mut findings = searched.map_or_else(Vec::new, |searched| ceiling::findings(evidence, searched));
    findings.extend(seen.iter().filter_map(|seen| Some(burst(&seen.incident, &seen.burst?))));
    findings
}

fn described(incident: &Incident, bad_outside: f64, slow_outside: f64) -> Text {
    let (place, endpoint) = match incident.endpoints.as_slice() {
        [] => ("whole", Text::empty()),
        [only] => ("one", only.text()),
        _ => ("several", Text::empty()),
    };
    let kind = match incident.kind {
        IncidentKind::TailLatency => "slow",
        IncidentKind::Errors if incident.slow == 0 => "errors",
        IncidentKind::Errors => "both",
    };
    let of_all = |part: u64| Share(part as f64 / incident.requests.max(1) as f64);
    text!(
        "incident-text",
        start = clock(incident.start),
        end = clock(incident.end),
        length = Seconds(incident.seconds()),
        requests = incident.requests,
        place = place,
        endpoint = endpoint,
        endpoints = incident.endpoints.len(),
        kind = kind,
        bad = incident.bad,
        bad_share = of_all(incident.bad),
        bad_rest = Share(bad_outside),
        slow = incident.slow,
        slow_share = of_all(incident.slow),
        slow_rest = Share(slow_outside)
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
    let timeline = FineSlices::of(run)?;
    let (first, end) = (timeline.axis.start(0), timeline.axis.end(timeline.axis.len().checked_sub(1)?));
    let incident = seen.iter().map(|seen| &seen.incident).find(|incident| incident.start <= first)?;
    let is_warm_up =
        incident.kind == IncidentKind::TailLatency && (incident.end - first) * WARM_UP as i64 <= end - first;
    // What is configured already counts from the start of the test, and so does what is proposed.
    let started = run.meta.started.as_ref().ok().map_or(first, DateTime::timestamp);
    is_warm_up.then(|| {
        Note::new(Text::sentences([text!("warm-up-slow"), incident.text.clone()]))
            .with_hint(text!("warm-up-hint", seconds = (incident.end - started).to_string()))
    })
}

fn burst(incident: &Incident, burst: &Burst) -> Finding {
    let (title, subject) = match incident.endpoints.as_slice() {
        [] => (text!("burst-whole"), &Subject::Whole),
        [only] => (text!("burst-one", name = only.text()), only),
        [first, rest @ ..] => {
            (text!("burst-several", name = first.text(), more = rest.len()), &Subject::Whole)
        }
    };
    let rest = text!("burst-rest", expected = significant(burst.expected));
    Finding {
        change: Change::Unchanged,
        run: Some(incident.bad as f64 / incident.requests.max(1) as f64),
        unit: Some(Unit::Share),
        p: Some(burst.p),
        title,
        text: Text::sentences([incident.text.clone(), rest]),
        advice: Some(text!("burst-advice")),
        ..finding(Verdict::Warn, Rule::Incident, Judged::of(subject, Indicator::Burst))
    }
}
