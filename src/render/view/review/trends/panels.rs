//! The panels of one endpoint: latency, unintended errors, requests per second.

use crate::model::history::HistoryMeasure;
use crate::model::quantity::{Share, StatedLatency};
use crate::model::review::{ChangePoint, Review, Trend, TrendSeries};
use crate::render::chart::theme::Ink;
use crate::render::chart::time::lines::{LevelStep, Lines, Segments, TimeLine};
use crate::render::chart::time::panel::{Content, Panel};
use crate::render::chart::time::scale::{Scale, usual};
use crate::render::view::text::ChangeMark;

use super::calendar::Calendar;
use super::lines::{dotted, levels, objective, runs};
use crate::render::view::review::words;
use crate::words::say;

/// The height of the panel of latencies, and of those below it.
const TALL: i32 = 132;
const LOW: i32 = 46;

/// What all panels of a chart are made from.
pub(super) struct Source<'a> {
    pub(super) review: &'a Review,
    pub(super) trend: &'a Trend,
    pub(super) calendar: &'a Calendar,
}

/// A figure in a panel.
struct Drawn<'a> {
    series: &'a TrendSeries,
    name: &'static str,
    ink: Ink,
    /// From the figure's unit to that of the axis.
    scale: f64,
}

impl<'a> Source<'a> {
    /// Makes the panels for which there are figures.
    pub(super) fn panels(&self) -> Vec<Panel> {
        let percentiles: Vec<Drawn<'_>> = [
            self.drawn(HistoryMeasure::P99, "p99", Ink::Extreme, 1.0),
            self.drawn(HistoryMeasure::P95, "p95", Ink::Run, 1.0),
        ]
        .into_iter()
        .flatten()
        .collect();
        let errors = self.drawn(HistoryMeasure::ErrorShare, "", Ink::ServerError, 100.0);
        let rate = self.drawn(HistoryMeasure::Rate, "", Ink::Run, 1.0);
        [
            self.panel(&say!("chart-latency"), TALL, &percentiles),
            self.panel(&say!("review-chart-errors"), LOW, errors.as_slice()),
            self.panel(&say!("panel-requests"), LOW, rate.as_slice()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn drawn(&self, measure: HistoryMeasure, name: &'static str, ink: Ink, scale: f64) -> Option<Drawn<'a>> {
        let series = self.trend.series.iter().find(|series| series.measure == measure)?;
        (!series.values.is_empty()).then_some(Drawn { series, name, ink, scale })
    }

    fn panel(&self, title: &str, height: i32, drawn: &[Drawn<'_>]) -> Option<Panel> {
        let mut lines = Vec::new();
        let mut limits = Vec::new();
        for figure in drawn {
            let segments = levels(figure.series, self.calendar, figure.scale);
            lines.push(TimeLine { name: String::new(), ink: Ink::Base, width: 2, dots: false, segments });
        }
        for figure in drawn {
            let segments = runs(figure.series, self.calendar, figure.scale);
            let dots = dotted(&segments);
            lines.push(TimeLine { name: figure.name.to_owned(), ink: figure.ink, width: 1, dots, segments });
            limits.push((figure, objective(figure.series, self.calendar, figure.scale)));
        }
        let values: Vec<f64> = heights(lines.iter().map(|line| &line.segments)).collect();
        let asked: Vec<f64> = heights(limits.iter().map(|limit| &limit.1)).collect();
        let middle = |figure: &Drawn<'_>| usual(figure.series.values.iter().map(|value| value.1).collect());
        let usual = drawn.last().map_or(0.0, |figure| middle(figure) * figure.scale);
        let latency = drawn.first()?.series.measure.quantile().is_some();
        let scale = if latency {
            Scale::fitting(&values, usual, &asked)
        } else {
            Scale::linear(Scale::reach(values.iter().copied().fold(0.0, f64::max), &asked), 2)
        };
        let mut legend = Vec::new();
        for (figure, steps) in limits {
            legend.extend(legend_of(figure, &scale));
            // Behind the runs: an objective that cannot be drawn where it lies is not drawn.
            let segments = steps.into_iter().filter(|step| step.iter().all(|point| scale.holds(point.1)));
            let name = String::from(match figure.name {
                "p99" => "SLO p99",
                "p95" => "SLO p95",
                _ => "SLO",
            });
            let segments = segments.collect();
            lines.insert(0, TimeLine { name, ink: Ink::LimitLine, width: 2, dots: false, segments });
        }
        Some(Panel {
            title: scale.titled(title.to_owned()),
            height,
            legend,
            content: Content::Lines(Lines {
                scale,
                lines,
                limits: Vec::new(),
                steps: self.steps(drawn),
                full: Vec::new(),
            }),
        })
    }

    /// Where the figures of a panel changed their level; those that did so with the same run are one.
    fn steps(&self, drawn: &[Drawn<'_>]) -> Vec<LevelStep> {
        let mut points: Vec<&ChangePoint> = self
            .review
            .change_points
            .iter()
            .filter(|point| {
                point.subject == self.trend.subject
                    && drawn.iter().any(|figure| figure.series.measure == point.measure)
            })
            .collect();
        points.sort_by_key(|point| (point.run, !point.worse, point.measure));
        let together = points.chunk_by(|a, b| a.run == b.run && a.worse == b.worse);
        together.filter_map(|points| self.step(points)).collect()
    }

    fn step(&self, points: &[&ChangePoint]) -> Option<LevelStep> {
        let first = points.first()?;
        let ChangeMark { sign, word, .. } = words::mark(first.measure, first.worse);
        let size = |point: &&ChangePoint| {
            let size = words::size(point.measure, point.change);
            match point.measure.quantile() {
                Some(_) => format!("{} {size}", words::measure(point.measure)),
                None => size,
            }
        };
        let sizes: Vec<String> = points.iter().map(size).collect();
        Some(LevelStep {
            at: self.calendar.of_run(first.run)?,
            label: format!("{sign} {word}: {}", sizes.join(", ")),
            rises: first.change > 0.0,
            ink: if first.worse { Ink::Worse } else { Ink::Better },
        })
    }
}

/// What an objective asks for now.
fn legend_of(figure: &Drawn<'_>, scale: &Scale) -> Option<(Ink, String)> {
    let allowed = figure.series.objective.last()?.1?;
    let text = if figure.series.measure.quantile().is_some() {
        say!("review-chart-objective-latency", quantile = figure.name, most = StatedLatency(allowed))
    } else {
        say!("review-chart-objective-share", most = Share(allowed))
    };
    let is_drawn = scale.holds(allowed * figure.scale);
    Some((Ink::Limit, if is_drawn { text } else { say!("review-chart-beyond", objective = text) }))
}

fn heights<'a>(lines: impl IntoIterator<Item = &'a Segments>) -> impl Iterator<Item = f64> {
    lines.into_iter().flatten().flatten().map(|point| point.1)
}
