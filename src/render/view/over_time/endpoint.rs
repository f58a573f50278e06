//! One endpoint over time: p95, and requests per second below; p95 alone as a sparkline.

use crate::model::judgement::Assessment;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::theme::Ink;
use crate::render::chart::time::frame::Width;
use crate::render::chart::time::lines::Lines;
use crate::render::chart::time::panel::{Content, TimeChart};
use crate::render::chart::time::sparkline::Sparkline;
use crate::render::view::figure::{ChartRef, Charts};
use crate::render::view::subject::Facts;
use crate::render::view::text::sentence;
use crate::words::say;

use super::clock::{Clock, Track, values};
use super::{latency, load};

/// Fewer values over time than these are no course.
const LEAST_COURSE: usize = 8;

/// Adds the chart; absent where the endpoint's time line is not known.
pub(crate) fn chart(
    assessment: &Assessment,
    subject: &Facts<'_>,
    clock: &Clock,
    name: String,
    charts: &mut Charts,
) -> Option<ChartRef> {
    let figures = subject.run?;
    let run = clock.run(figures.timeline.as_ref().ok()?);
    let bases = clock.bases(assessment, |base| base.of(subject.subject)?.timeline.as_ref().ok());
    let panels = vec![latency::p95(assessment, subject, &run, &bases), load::rates(&run, &bases, 44)];
    let p95 = match panels.first().map(|panel| &panel.content) {
        Some(Content::Lines(Lines { lines, .. })) => lines.last(),
        _ => None,
    };
    let description = p95.and_then(|line| latency::describe("p95", &line.segments)).unwrap_or_default();
    let chart = TimeChart { frame: clock.frame_of(assessment, subject.subject), width: Width::Half, panels };
    Some(charts.add(
        name,
        say!("time-endpoint", endpoint = &subject.name),
        sentence(&description),
        ChartKind::Time(chart),
    ))
}

/// Adds p95 over time as a sparkline, the run's over the newest base run's; absent where the time line is not known, or too
/// short to be a course.
pub(crate) fn sparkline(
    assessment: &Assessment,
    subject: &Facts<'_>,
    clock: &Clock,
    name: String,
    charts: &mut Charts,
) -> Option<ChartRef> {
    let p95 = |track: &Track<'_>| track.line(|moment| moment.p95.filter(|_| moment.judged));
    let track = clock.run(subject.run?.timeline.as_ref().ok()?);
    let run = p95(&track);
    let judged: Vec<i64> = track.timeline.moments.iter().filter(|m| m.judged).map(|m| m.start).collect();
    let slices = judged.last()?.saturating_sub(*judged.first()?) / track.timeline.width.max(1);
    let known = values([&run]).count();
    // Specks are no course.
    if known < LEAST_COURSE || (known as i64) < slices / 2 {
        return None;
    }
    let bases = clock.bases(assessment, |base| base.of(subject.subject)?.timeline.as_ref().ok());
    let description = latency::describe("p95", &run).unwrap_or_default();
    let base = bases.first().map(|base| (Ink::Base, p95(base)));
    let lines = base.into_iter().chain([(Ink::Run, run)]).collect();
    let chart = Sparkline { end: clock.frame.end, lines };
    Some(charts.add(name, description, String::new(), ChartKind::Sparkline(chart)))
}
