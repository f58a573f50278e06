//! The kinds of charts there are.

use super::canvas::Canvas;
use super::intervals::IntervalChart;
use super::outcomes::OutcomeChart;
use super::percentile_curve::CurveChart;
use super::slo_gauge::GaugeChart;
use super::svg::{self, Described};
use super::theme::Target;
use super::time::panel::TimeChart;
use crate::render::RenderError;

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
    pub kind: Kind,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub(in crate::render) enum Kind {
    /// Changes with their intervals.
    Intervals(IntervalChart),
    /// Shares of requests by outcome.
    Outcomes(OutcomeChart),
    /// Latency over percentile.
    Curve(CurveChart),
    /// Objectives and their budgets.
    Gauges(GaugeChart),
    /// Panels over time.
    Time(TimeChart),
}

impl Chart {
    /// Draws the chart.
    ///
    /// # Errors
    /// Fails where the drawing library does.
    pub(in crate::render) fn draw(&self, target: Target) -> Result<String, RenderError> {
        // A file stands alone: its question is drawn on top. In a page the question is the caption.
        let heading = match target {
            Target::File => Some(self.title.as_str()),
            Target::Inline => None,
        };
        let size = match &self.kind {
            Kind::Intervals(chart) => chart.size(),
            Kind::Outcomes(chart) => chart.size(),
            Kind::Curve(chart) => chart.size(),
            Kind::Gauges(chart) => chart.size(),
            Kind::Time(chart) => chart.size(),
        };
        let drawing = Canvas::paint(size, heading, |canvas| match &self.kind {
            Kind::Intervals(chart) => chart.draw(canvas),
            Kind::Outcomes(chart) => chart.draw(canvas),
            Kind::Curve(chart) => chart.draw(canvas),
            Kind::Gauges(chart) => chart.draw(canvas),
            Kind::Time(chart) => chart.draw(canvas),
        })
        .map_err(|error| RenderError::Chart { chart: self.name.clone(), reason: error.to_string() })?;
        let described = Described { name: &self.name, title: &self.title, description: &self.description };
        Ok(svg::finish(&drawing, &described, target))
    }
}
