//! Incidents that took more of the run than they may.

use super::loss::Loss;
use super::{Searched, clock};
use crate::judge::{Inputs, finding};
use crate::model::comparison::Change;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{Seconds, Share};
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// An endpoint fails a run for being slow by far only with at least one request in twenty; its errors count whatever its size.
const RELEVANT: f64 = 0.05;
/// A base that lost at least this share of what the run lost shows the same.
const SHOWS_THE_SAME: f64 = 0.5;
/// Windows that are named one by one.
const NAMED: usize = 3;

/// Compares what incidents took with what they may take.
pub(super) fn findings(evidence: &Inputs<'_>, run: &Searched<'_>) -> Vec<Finding> {
    let settings = &evidence.settings.incidents;
    let mut findings = Vec::new();
    findings.extend(failed(evidence, run, settings.max_failed));
    let whole = slow(evidence, run, None, settings.max_slow);
    // Where the whole run was slow by far, its endpoints were.
    let of_endpoints = || {
        let relevant = (0..run.endpoints.len()).filter(|index| is_relevant(run, *index));
        relevant.filter_map(|index| slow(evidence, run, Some(index), settings.max_slow)).collect()
    };
    findings.extend(whole.map_or_else(of_endpoints, |finding| vec![finding]));
    findings
}

fn is_relevant(run: &Searched<'_>, index: usize) -> bool {
    run.endpoints[index].as_ref().is_some_and(|own| own.requests() >= RELEVANT * run.whole.requests())
}

/// The base runs that can be searched, the one or other of which may be a summary.
fn base<'a>(evidence: &Inputs<'a>) -> Vec<Searched<'a>> {
    evidence.base.iter().filter_map(|run| Searched::of(run, &evidence.settings.outcomes)).collect()
}

fn failed(evidence: &Inputs<'_>, run: &Searched<'_>, ceiling: f64) -> Option<Finding> {
    let loss = run.failed();
    let (requests, seconds) = (run.whole.requests(), run.seconds());
    let share = (loss.requests / requests).max(loss.seconds / seconds);
    let exceeds = share > ceiling;
    if !exceeds {
        return None;
    }
    let base = base(evidence);
    let losses: Vec<Loss> = base.iter().map(Searched::failed).collect();
    let of_requests =
        pooled(losses.iter().map(|loss| loss.requests), base.iter().map(|b| b.whole.requests()));
    let of_time = pooled(losses.iter().map(|loss| loss.seconds), base.iter().map(Searched::seconds));
    let base_share = of_requests.into_iter().chain(of_time).reduce(f64::max);
    let told = Told {
        title: text!("lost-errors", share = Share(share)),
        text: text!(
            "lost-errors-text",
            requests = loss.requests.round() as u64,
            windows = windows(run, &loss),
            requests_share = Share(loss.requests / requests),
            total = requests as u64,
            seconds = Seconds(loss.seconds),
            length = Seconds(seconds),
            time_share = Share(loss.seconds / seconds),
            limit = Share(ceiling)
        ),
        advice: text!("lost-errors-advice"),
        judged: Indicator::FailedInIncidents.into(),
    };
    Some(told.finding(share, base_share))
}

fn slow(evidence: &Inputs<'_>, run: &Searched<'_>, endpoint: Option<usize>, ceiling: f64) -> Option<Finding> {
    let loss = run.slow(endpoint)?;
    let share = loss.seconds / run.seconds();
    let exceeds = share > ceiling;
    if !exceeds {
        return None;
    }
    let subject = endpoint.map_or(Subject::Whole, |index| Subject::from(&run.run.endpoints[index].id));
    let base = base(evidence);
    let same = |base: &Searched<'_>| match &subject {
        Subject::Whole => base.slow(None),
        named => {
            let index = base.run.endpoints.iter().position(|e| Subject::from(&e.id) == *named)?;
            base.slow(Some(index))
        }
    };
    let losses: Vec<(f64, f64)> =
        base.iter().filter_map(|base| Some((same(base)?.seconds, base.seconds()))).collect();
    let base_share = pooled(losses.iter().map(|loss| loss.0), losses.iter().map(|loss| loss.1));
    let (requests, windows) = (loss.requests.round() as u64, windows(run, &loss));
    let (seconds, length, limit) = (Seconds(loss.seconds), Seconds(run.seconds()), Share(ceiling));
    let (title, text) = match &subject {
        Subject::Whole => (
            text!("lost-slow", share = Share(share)),
            text!(
                "lost-slow-text",
                requests = requests,
                windows = windows,
                seconds = seconds,
                length = length,
                share = Share(share),
                limit = limit
            ),
        ),
        named => (
            text!("lost-slow-at", name = named.text(), share = Share(share)),
            text!(
                "lost-slow-at-text",
                requests = requests,
                name = named.text(),
                windows = windows,
                seconds = seconds,
                length = length,
                share = Share(share),
                limit = limit
            ),
        ),
    };
    let told = Told {
        title,
        text,
        advice: text!("lost-slow-advice"),
        judged: Judged::of(&subject, Indicator::TimeSlowByFar),
    };
    Some(told.finding(share, base_share))
}

/// The share of all base runs together; absent without any.
fn pooled(parts: impl Iterator<Item = f64>, wholes: impl Iterator<Item = f64>) -> Option<f64> {
    let (part, whole) =
        parts.zip(wholes).fold((0.0, 0.0), |sum, (part, whole)| (sum.0 + part, sum.1 + whole));
    (whole > 0.0).then(|| part / whole)
}

/// Names the windows: the first ones with their times, the others by number.
fn windows(run: &Searched<'_>, loss: &Loss) -> Text {
    let named = loss.windows.iter().take(NAMED).map(|(first, end)| {
        let (start, end) = (run.timeline.axis.start(*first), run.timeline.axis.end(end.saturating_sub(1)));
        text!("windows-time", start = clock(start), end = clock(end))
    });
    let windows = Text::joined(named, ", ");
    match loss.windows.len().saturating_sub(NAMED) {
        0 => text!("windows", windows = windows),
        more => text!("windows-more", windows = windows, more = more),
    }
}

/// The words of a finding.
struct Told {
    title: Text,
    text: Text,
    advice: Text,
    judged: Judged,
}

impl Told {
    /// Fails, unless the base shows the same.
    fn finding(self, share: f64, base: Option<f64>) -> Finding {
        let is_usual = base.is_some_and(|base| base >= SHOWS_THE_SAME * share);
        let of_base = base.map(|base| {
            if is_usual {
                text!("lost-base-usual", share = Share(base))
            } else {
                text!("lost-base", share = Share(base))
            }
        });
        Finding {
            change: if is_usual { Change::Unchanged } else { Change::Regression },
            base,
            run: Some(share),
            unit: Some(Unit::Share),
            title: self.title,
            text: Text::sentences([self.text].into_iter().chain(of_base)),
            advice: Some(self.advice),
            ..finding(if is_usual { Verdict::Warn } else { Verdict::Fail }, Rule::Incident, self.judged)
        }
    }
}
