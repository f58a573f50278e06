//! The small chart of one endpoint as the servers saw it: p95, and rate and errors below.

use crate::model::diagnosis::{Course, EndpointRed, RedCourse};
use crate::model::judgement::Assessment;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::theme::Ink;
use crate::render::chart::time::frame::Width;
use crate::render::chart::time::lines::{Lines, TimeLine};
use crate::render::chart::time::panel::{Content, Panel, TimeChart};
use crate::render::chart::time::scale::{Scale, usual};
use crate::render::text::plain;
use crate::render::view::figure::{ChartRef, Charts};
use crate::render::view::over_time::clock::{Clock, values};
use crate::render::view::over_time::latency;
use crate::render::view::text::sentence;

use super::course::line;
use crate::words::say;

/// Adds the chart; absent where no figure over time is known.
pub(super) fn chart(
    assessment: &Assessment,
    red: &EndpointRed,
    clock: &Clock,
    name: String,
    charts: &mut Charts,
) -> Option<ChartRef> {
    let lines = |pick: fn(&RedCourse) -> &Course, factor: f64| {
        let base = red.base_course.as_ref().map(|course| TimeLine {
            name: say!("side-base"),
            ink: Ink::BaseLine,
            width: 1,
            dots: false,
            segments: line(clock, pick(course), factor),
        });
        let segments = line(clock, pick(&red.course), factor);
        let run = TimeLine { name: say!("side-run"), ink: Ink::Run, width: 2, dots: false, segments };
        base.into_iter().chain([run]).collect::<Vec<TimeLine>>()
    };
    let p95 = lines(|course| &course.p95, 1.0);
    let description = p95.last().and_then(|line| latency::describe(&say!("servers-p95"), &line.segments));
    let panels: Vec<Panel> = [
        latencies(p95),
        low(say!("panel-requests"), lines(|course| &course.rate, 1.0)),
        low(say!("panel-error-share"), lines(|course| &course.errors, 100.0)).filter(rises),
    ]
    .into_iter()
    .flatten()
    .collect();
    if panels.is_empty() {
        return None;
    }
    let frame = match &red.client {
        Some(client) => clock.frame_of(assessment, client),
        None => clock.frame.clone(),
    };
    let chart = TimeChart { frame, width: Width::Half, panels };
    let endpoint = plain(&red.run.endpoint);
    Some(charts.add(
        name,
        say!("servers-chart", endpoint = endpoint),
        sentence(&description.unwrap_or_default()),
        ChartKind::Time(chart),
    ))
}

fn latencies(lines: Vec<TimeLine>) -> Option<Panel> {
    let all: Vec<f64> = values(lines.iter().map(|line| &line.segments)).collect();
    if all.is_empty() {
        return None;
    }
    let usual = lines.last().map_or(0.0, |line| usual(values([&line.segments]).collect()));
    let scale = Scale::fitting(&all, usual, &[]);
    Some(panel(scale.titled(say!("panel-server-p95")), 96, scale, lines))
}

/// A low panel from zero.
fn low(title: String, lines: Vec<TimeLine>) -> Option<Panel> {
    let most = values(lines.iter().map(|line| &line.segments)).reduce(f64::max)?;
    Some(panel(title, 44, Scale::linear(most, 2), lines))
}

fn panel(title: String, height: i32, scale: Scale, lines: Vec<TimeLine>) -> Panel {
    let lines = Lines { scale, lines, limits: Vec::new(), steps: Vec::new(), full: Vec::new() };
    Panel { title, height, legend: Vec::new(), content: Content::Lines(lines) }
}

/// Tells whether anything in a panel is above zero.
fn rises(panel: &Panel) -> bool {
    match &panel.content {
        Content::Lines(lines) => {
            values(lines.lines.iter().map(|line| &line.segments)).any(|value| value > 0.0)
        }
        Content::Columns(_) | Content::Heat(_) => true,
    }
}
