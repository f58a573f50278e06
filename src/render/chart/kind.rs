//! The kinds of charts there are.

use super::canvas::{Canvas, Draw};
use super::intervals::IntervalChart;
use super::load_curve::LoadChart;
use super::outcomes::OutcomeChart;
use super::percentile_curve::CurveChart;
use super::slo_gauge::GaugeChart;
use super::svg::{self, Described};
use super::theme::Target;
use super::time::panel::TimeChart;
use super::time::sparkline::Sparkline;

/// A chart that can be drawn.
#[derive(Debug, Clone)]
pub(in crate::render) struct Chart {
    /// Unique within a report: a file's name without extension, and the stem of element ids.
    pub name: String,
    /// The question it answers.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// What is drawn.
    pub kind: ChartKind,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub(in crate::render) enum ChartKind {
    /// Changes with their intervals.
    Intervals(IntervalChart),
    /// Shares of requests by outcome.
    Outcomes(OutcomeChart),
    /// Latency over percentile.
    Curve(CurveChart),
    /// Latency over load.
    Load(LoadChart),
    /// Objectives and their budgets.
    Gauges(GaugeChart),
    /// Panels over time.
    Time(TimeChart),
    /// One measure over time, at a glance.
    Sparkline(Sparkline),
}

impl Chart {
    /// Draws the chart.
    pub(in crate::render) fn draw(&self, target: Target) -> String {
        let kind: &dyn Draw = match &self.kind {
            ChartKind::Intervals(chart) => chart,
            ChartKind::Outcomes(chart) => chart,
            ChartKind::Curve(chart) => chart,
            ChartKind::Load(chart) => chart,
            ChartKind::Gauges(chart) => chart,
            ChartKind::Time(chart) => chart,
            ChartKind::Sparkline(chart) => chart,
        };
        let mut canvas = Canvas::new(target);
        // A file stands alone: its question is drawn on top. In a page the question is the caption.
        let size = match target {
            Target::File => canvas.heading(&self.title, kind.size()),
            Target::Inline => kind.size(),
        };
        kind.draw(&mut canvas);
        let (name, title, description) = (&self.name, &self.title, &self.description);
        let described = Described { name, title, description, time: kind.time() };
        svg::document(&canvas.finish(), size, &described, target)
    }
}
