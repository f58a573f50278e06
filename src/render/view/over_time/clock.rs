//! The axis of time, and a run's slices on it.

use std::borrow::Cow;

use crate::model::figures::RunFigures;
use crate::model::incident::Incident;
use crate::model::judgement::Assessment;
use crate::model::subject::Subject;
use crate::model::timeline::{Moment, Timeline};
use crate::render::chart::time::frame::{Dial, TimeFrame};
use crate::render::chart::time::lines::Segments;

use super::shading::{shaded, width};

/// The axis of time of a report: the candidate's.
pub(crate) struct Clock {
    /// The axis, with what is shaded.
    pub(crate) frame: TimeFrame,
    /// Unix time in seconds at which the candidate's test began.
    pub(crate) origin: f64,
    /// Seconds on the axis at which the candidate's judged window begins.
    judged_from: f64,
    /// The same as `origin` for each base run, moved so that its judged window begins with the candidate's.
    base_origins: Vec<Option<f64>>,
}

/// More lines of base runs than these hide the run; the newest are drawn.
pub(crate) const MOST_BASE_RUNS: usize = 3;
/// A start this much before the first request, in seconds, is believed: `setup()` takes its time.
const LONGEST_SETUP: f64 = 600.0;

impl Clock {
    /// Makes the axis; absent where the candidate's run over time is not known.
    pub(crate) fn of(assessment: &Assessment) -> Option<Self> {
        let run = &assessment.run;
        let timeline = run.whole.timeline.as_ref().ok()?.finest();
        let (first, last) = (timeline.moments.first()?, timeline.moments.last()?);
        let width = width(&timeline);
        let origin = began(run, first.start as f64, width);
        // The last slice is cut where the test ended, if that is known.
        let ended = run.meta.ended.as_ref().map(|at| at.timestamp_millis() as f64 / 1000.0);
        let full = last.start as f64 + width;
        let end = ended.map_or(full, |ended| ended.clamp(last.start as f64, full)) - origin;
        let window = judged_from(&timeline)?;
        let base_origins = assessment
            .base
            .iter()
            .take(MOST_BASE_RUNS)
            .map(|base| {
                let base = judged_from(&base.whole.timeline.as_ref().ok()?.finest())?;
                Some(base - (window - origin))
            })
            .collect();
        let shaded = shaded(&timeline, assessment.incidents.iter(), origin);
        let frame = TimeFrame { dial: Dial::Elapsed, end: end.max(1.0), shaded, marks: Vec::new() };
        Some(Self { frame, origin, judged_from: window - origin, base_origins })
    }

    /// The axis of one endpoint: of the incidents, those that touched it or the whole run.
    pub(crate) fn frame_of(&self, assessment: &Assessment, endpoint: &Subject) -> TimeFrame {
        let Ok(timeline) = &assessment.run.whole.timeline else { return self.frame.clone() };
        let touches =
            |incident: &&Incident| incident.endpoints.is_empty() || incident.endpoints.contains(endpoint);
        let shaded = shaded(&timeline.finest(), assessment.incidents.iter().filter(touches), self.origin);
        TimeFrame { shaded, ..self.frame.clone() }
    }

    /// Where the figure of a slice is drawn that began so many seconds after the judged window, of whichever run: in its
    /// middle. Nothing where it lies beyond the axis.
    pub(crate) fn judged_at(&self, start: f64, width: f64) -> Option<f64> {
        let (from, to) = self.judged_span(start, start + width);
        (from < to).then(|| f64::midpoint(from, to))
    }

    /// Seconds on the axis between two times that count from the judged window, cut at the axis' ends.
    pub(crate) fn judged_span(&self, from: f64, to: f64) -> (f64, f64) {
        let on_axis = |at: f64| (self.judged_from + at).clamp(0.0, self.frame.end);
        (on_axis(from), on_axis(to))
    }

    /// Lays the candidate's finest slices, or those of one of its endpoints, on the axis.
    pub(crate) fn run<'a>(&self, timeline: &'a Timeline) -> Track<'a> {
        Track { timeline: timeline.finest(), ..self.wide(timeline) }
    }

    /// Lays the slices on the axis that tell how latencies were distributed, and may be wider.
    pub(crate) fn wide<'a>(&self, timeline: &'a Timeline) -> Track<'a> {
        Track { timeline: Cow::Borrowed(timeline), origin: self.origin, end: self.frame.end }
    }

    /// Lays the base runs' slices on the axis, as `pick` finds them in a run.
    pub(crate) fn bases<'a>(
        &self,
        assessment: &'a Assessment,
        pick: impl Fn(&'a RunFigures) -> Option<&'a Timeline>,
    ) -> Vec<Track<'a>> {
        let known = assessment.base.iter().zip(&self.base_origins);
        known
            .filter_map(|(base, origin)| {
                Some(Track { timeline: pick(base)?.finest(), origin: (*origin)?, end: self.frame.end })
            })
            .collect()
    }
}

/// When a test began: as its file says, where that fits its first slice.
fn began(run: &RunFigures, first: f64, width: f64) -> f64 {
    let stated = run.meta.started.as_ref().map(|at| at.timestamp_millis() as f64 / 1000.0);
    stated.ok().filter(|at| (-width..=LONGEST_SETUP).contains(&(first - at))).unwrap_or(first)
}

/// When the judged window began, to a slice; where nothing was judged, when the test did.
fn judged_from(timeline: &Timeline) -> Option<f64> {
    let judged = timeline.moments.iter().find(|moment| moment.judged).or(timeline.moments.first());
    judged.map(|moment| moment.start as f64)
}

/// Slices of one run on the axis.
pub(crate) struct Track<'a> {
    pub(crate) timeline: Cow<'a, Timeline>,
    origin: f64,
    end: f64,
}

impl Track<'_> {
    /// Seconds on the axis between which a slice lies, cut at the axis' ends.
    pub(crate) fn span(&self, moment: &Moment) -> (f64, f64) {
        let from = moment.start as f64 - self.origin;
        (from.clamp(0.0, self.end), (from + width(&self.timeline)).clamp(0.0, self.end))
    }

    /// Where a slice's figure is drawn: in its middle.
    pub(crate) fn middle(&self, moment: &Moment) -> f64 {
        let (from, to) = self.span(moment);
        f64::midpoint(from, to)
    }

    fn on_axis(&self, moment: &Moment) -> bool {
        let from = moment.start as f64 - self.origin;
        from < self.end && from + width(&self.timeline) > 0.0
    }

    /// Draws a line through a figure of each slice, broken where a slice has none.
    pub(crate) fn line(&self, figure: impl Fn(&Moment) -> Option<f64>) -> Segments {
        let mut segments = Segments::new();
        let mut before = None;
        for moment in self.timeline.moments.iter().filter(|moment| self.on_axis(moment)) {
            let Some(value) = figure(moment) else {
                before = None;
                continue;
            };
            let follows = before == Some(moment.start.saturating_sub(self.timeline.width));
            let point = (self.middle(moment), value);
            match segments.last_mut() {
                Some(segment) if follows => segment.push(point),
                _ => segments.push(vec![point]),
            }
            before = Some(moment.start);
        }
        segments
    }

    /// Draws the requests per second. A slice without requests counts as none; the first and the last
    /// slice are left out, because the run's start and end cut them and their rate would seem to drop.
    pub(crate) fn rates(&self) -> Segments {
        let width = width(&self.timeline);
        let moments = &self.timeline.moments;
        let inner = moments.get(1..moments.len().saturating_sub(1)).unwrap_or_default();
        let mut line = Vec::new();
        let mut before = moments.first().map(|moment| moment.start as f64);
        let none_between = |before: f64, from: f64| {
            if from - before > width * 1.5 {
                [before + width * 1.5, from - width * 0.5].map(|at| (at - self.origin, 0.0)).to_vec()
            } else {
                Vec::new()
            }
        };
        for moment in inner {
            let from = moment.start as f64;
            line.extend(before.map_or_else(Vec::new, |before| none_between(before, from)));
            line.push((from + width / 2.0 - self.origin, moment.requests as f64 / width));
            before = Some(from);
        }
        if let (Some(before), Some(last)) = (before, moments.last()) {
            line.extend(none_between(before, last.start as f64));
        }
        line.retain(|(at, _)| (0.0..=self.end).contains(at));
        if line.is_empty() { Segments::new() } else { vec![line] }
    }
}

/// The values of lines.
pub(crate) fn values<'a>(lines: impl IntoIterator<Item = &'a Segments>) -> impl Iterator<Item = f64> {
    lines.into_iter().flatten().flatten().map(|point| point.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn moment(start: i64, requests: u64, p95: Option<f64>) -> Moment {
        Moment {
            start,
            judged: true,
            requests,
            outcomes: std::collections::BTreeMap::new(),
            p50: None,
            p95,
            p99: None,
            users: None,
            bands: Vec::new(),
        }
    }

    #[test]
    fn a_line_breaks_and_a_rate_falls_to_zero_where_nothing_happened() {
        let moments = vec![
            moment(100, 1, Some(5.0)),
            moment(102, 8, Some(6.0)),
            moment(104, 8, None),
            moment(106, 8, Some(7.0)),
            moment(116, 10, Some(9.0)),
            moment(118, 1, Some(4.0)),
        ];
        let timeline = Timeline { width: 2, bands: Vec::new(), moments, fine: None };
        let track = Track { timeline: Cow::Borrowed(&timeline), origin: 100.0, end: 20.0 };
        assert_eq!(
            track.line(|moment| moment.p95),
            [vec![(1.0, 5.0), (3.0, 6.0)], vec![(7.0, 7.0)], vec![(17.0, 9.0), (19.0, 4.0)]]
        );
        // No rate at 1 s and 19 s: those slices are cut.
        assert_eq!(
            track.rates(),
            [vec![(3.0, 4.0), (5.0, 4.0), (7.0, 4.0), (9.0, 0.0), (15.0, 0.0), (17.0, 5.0)]]
        );
    }

    #[test]
    fn the_base_is_laid_so_that_both_windows_begin_together() {
        let timed = sample::timed();
        let clock = Clock::of(&timed).unwrap();
        let run = clock.run(timed.run.whole.timeline.as_ref().unwrap());
        let bases = clock.bases(&timed, |run| run.whole.timeline.as_ref().ok());
        let begins = |track: &Track<'_>| {
            let moment = track.timeline.moments.iter().find(|moment| moment.judged).unwrap();
            track.span(moment).0
        };
        assert_eq!(bases.len(), 1);
        assert_ne!(run.timeline.moments[0].start, bases[0].timeline.moments[0].start);
        assert!((begins(&run) - begins(&bases[0])).abs() < 1e-6);
    }

    #[test]
    fn an_incident_shades_the_run_and_the_endpoints_that_it_touched() {
        let timed = sample::timed();
        let clock = Clock::of(&timed).unwrap();
        let labels =
            |frame: &TimeFrame| frame.shaded.iter().map(|span| span.label.clone()).collect::<Vec<_>>();
        assert_eq!(labels(&clock.frame), ["warm-up, not judged", "incident: errors"]);
        assert_eq!(labels(&clock.frame_of(&timed, &Subject::endpoint("POST /api/orders"))).len(), 2);
        assert_eq!(
            labels(&clock.frame_of(&timed, &Subject::endpoint("GET /api/orders"))),
            ["warm-up, not judged"]
        );
        // The test began at 53.7 s: the slice 38 s after 53 s begins 37.3 s into it.
        assert!((clock.frame.shaded[1].from - 37.3).abs() < 1e-6);
    }

    #[test]
    fn a_start_that_does_not_fit_the_slices_is_not_believed() {
        let mut timed = sample::timed();
        let first = timed.run.whole.timeline.as_ref().unwrap().moments[0].start as f64;
        timed.run.meta.started = Ok("2001-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(Clock::of(&timed).unwrap().origin, first);
    }
}
