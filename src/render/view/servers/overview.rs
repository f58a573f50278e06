//! The chart that holds what may be full against latency and load.

use crate::model::diagnosis::{Diagnosis, ResourceUse, SaturationSignal};
use crate::model::judgement::Assessment;
use crate::model::quantity::WholeSeconds;
use crate::model::series::role::Part;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::theme::Ink;
use crate::render::chart::time::frame::Width;
use crate::render::chart::time::lines::{Lines, TimeLine};
use crate::render::chart::time::panel::{Content, Panel, TimeChart};
use crate::render::chart::time::scale::Scale;
use crate::render::text::plain;
use crate::render::view::figure::{ChartRef, Charts};
use crate::render::view::over_time::clock::{Clock, values};
use crate::render::view::over_time::{latency, load};
use crate::render::view::subject::Facts;

use super::amount::Amounts;
use super::course::line;
use super::words::part;
use crate::words::{say, text};

/// More panels are no overview: the others are in the table only.
pub(super) const MOST_PANELS: usize = 6;
/// The height of a panel that stands below the latency.
const HEIGHT: i32 = 64;
/// A limit further away than this many times would flatten the lines: it is named, not drawn.
const LIMIT_REACH: f64 = 4.0;

/// The question of the chart.
pub(super) fn question() -> String {
    say!("saturation-question")
}

/// Adds the chart; absent where the run has no time line or no resource has a course.
pub(super) fn chart(
    assessment: &Assessment,
    diagnosis: &Diagnosis,
    whole: &Facts<'_>,
    clock: &Clock,
    charts: &mut Charts,
) -> Option<ChartRef> {
    let run = clock.run(assessment.run.whole.timeline.as_ref().ok()?);
    let bases = clock.bases(assessment, |base| base.whole.timeline.as_ref().ok());
    let resources = || diagnosis.resources.iter().take(MOST_PANELS);
    let drawn: Vec<(Panel, String)> =
        resources().filter_map(|resource| panel(resource, diagnosis.window_seconds, clock)).collect();
    if drawn.is_empty() {
        return None;
    }
    let mut panels = vec![latency::p95(assessment, whole, &run, &bases), load::rates(&run, &bases, HEIGHT)];
    let mut described: Vec<String> = match panels.first().map(|panel| &panel.content) {
        Some(Content::Lines(lines)) => lines.lines.last(),
        _ => None,
    }
    .and_then(|line| latency::describe(&say!("line-p95-whole"), &line.segments))
    .into_iter()
    .collect();
    for panel in &mut panels {
        panel.title = say!("panel-load-generator", title = &panel.title);
    }
    for (panel, description) in drawn {
        panels.push(panel);
        described.push(description);
    }
    let chart = TimeChart { frame: clock.frame.clone(), width: Width::Full, panels };
    let description = format!("{}.", described.join("; "));
    Some(charts.add("servers-overview".to_owned(), question(), description, ChartKind::Time(chart)))
}

/// Makes the panel of a resource, and says in words what it shows; nothing where no course is known.
fn panel(resource: &ResourceUse, window_seconds: f64, clock: &Clock) -> Option<(Panel, String)> {
    let of = |part| resource.signals.iter().find(|signal| signal.part == part);
    let signal = of(Part::Used).or(resource.signals.first())?;
    let same = |other: &&SaturationSignal| other.unit == signal.unit && other.per_second == signal.per_second;
    let waiting = of(Part::Pending).filter(same).filter(|waiting| waiting.part != signal.part);
    let limit = of(Part::Limit).filter(same).filter(|limit| limit.part != signal.part);
    let full = resource.fullness.as_ref().ok();
    let most = full.map(|full| full.limit).or(limit.map(|limit| limit.run.highest));

    let raw = signal.course.points.iter().map(|point| point.1);
    let amounts = Amounts::of(&signal.unit, signal.per_second, raw);
    let draw = |signal: &SaturationSignal| line(clock, &signal.course, amounts.factor);
    let run = draw(signal);
    let base = signal.base_course.as_ref().map(|course| line(clock, course, amounts.factor));
    let waiting = waiting.map(draw);
    let highest = values([Some(&run), base.as_ref(), waiting.as_ref()].into_iter().flatten())
        .fold(f64::NEG_INFINITY, f64::max);
    let (least, greatest) =
        values([&run]).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    if !greatest.is_finite() {
        return None;
    }

    let limit_drawn =
        most.map(|most| most * amounts.factor).filter(|most| *most > 0.0 && *most <= highest * LIMIT_REACH);
    let mut lines = Vec::new();
    if let Some(base) = base {
        lines.push(TimeLine {
            name: say!("side-base"),
            ink: Ink::BaseLine,
            width: 1,
            dots: false,
            segments: base,
        });
    }
    if let Some(most) = limit_drawn {
        let level = limit.map_or_else(|| vec![vec![(0.0, most), (clock.frame.end, most)]], draw);
        lines.push(TimeLine {
            name: say!("part-limit"),
            ink: Ink::LimitLine,
            width: 2,
            dots: false,
            segments: level,
        });
    }
    let name = part(resource.resource, signal.part);
    let (mut what, mut own_name) = (name.clone(), say!("side-run"));
    if let Some(segments) = waiting {
        let waits = part(resource.resource, Part::Pending);
        what = say!("panel-parts", used = &name, waiting = &waits);
        own_name.clone_from(&name);
        lines.push(TimeLine { name: waits, ink: Ink::Extreme, width: 2, dots: false, segments });
    }
    lines.push(TimeLine { name: own_name, ink: Ink::Run, width: 2, dots: false, segments: run });

    let top = highest.max(limit_drawn.unwrap_or(0.0));
    let whole = values(lines.iter().map(|line| &line.segments)).all(|value| value.fract() == 0.0);
    let counts = whole && amounts.unit().is_empty();
    let scale = if counts { Scale::counts(top.ceil() as u64, 2) } else { Scale::linear(top, 2) };
    let legend = most.map(|most| {
        let mut key = if limit_drawn.is_some() {
            say!("panel-limit", limit = amounts.text(most))
        } else {
            // A limit that is not drawn need not be written in the unit of the axis.
            let own = Amounts::of(&signal.unit, signal.per_second, [most]);
            say!("limit-beyond", limit = text!("panel-limit", limit = own.text(most)))
        };
        if let Some(full) = full.filter(|full| full.seconds > 0.0) {
            let (spent, window) = (WholeSeconds(full.seconds), WholeSeconds(window_seconds));
            key = say!("panel-limit-full", limit = key, spent = spent, window = window);
        }
        (Ink::Limit, key)
    });
    let spans = full.iter().flat_map(|full| &full.spans);
    let full = spans.map(|&(from, to)| clock.judged_span(from as f64, to as f64)).collect();
    let title = plain(&resource.title);
    let unit = amounts.unit();
    let comma = if unit.is_empty() { "" } else { ", " };
    let least = amounts.number(least / amounts.factor);
    let most = amounts.text(greatest / amounts.factor);
    let description = say!("panel-described", what = format!("{title}: {name}"), least = least, most = most);
    Some((
        Panel {
            title: format!("{title}: {what}{comma}{unit}"),
            height: HEIGHT,
            legend: legend.into_iter().collect(),
            content: Content::Lines(Lines { scale, lines, limits: Vec::new(), steps: Vec::new(), full }),
        },
        description,
    ))
}
