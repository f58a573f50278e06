//! How much of its error budget each objective spends, against the line where all is spent.

use super::axis::Axis;
use super::canvas::{Align, Canvas, Draw, TextSize};
use super::rows::{Frame, Portion};
use super::theme::Ink;
use crate::model::slo::SloStatus;
use crate::words::say;

/// Objectives and their budgets.
#[derive(Debug, Clone)]
pub(in crate::render) struct GaugeChart {
    /// What is drawn of it.
    pub part: Portion,
    /// Burn rate: bad requests as a multiple of those the objective allows.
    pub axis: Axis,
    /// One per objective.
    pub rows: Vec<GaugeRow>,
}

/// One objective.
#[derive(Debug, Clone)]
pub(in crate::render) struct GaugeRow {
    /// The objective and its endpoint.
    pub label: String,
    /// The run's burn rate.
    pub burn: f64,
    /// Its 95 % interval, where one is known.
    pub interval: Option<(f64, f64)>,
    /// The base's burn rate.
    pub base: Option<f64>,
    /// Met or missed.
    pub status: SloStatus,
}

const ROW_HEIGHT: i32 = 34;
const BAR_HALF: i32 = 5;

impl GaugeChart {
    fn frame(&self) -> Frame<'_> {
        Frame {
            part: self.part,
            axis: &self.axis,
            labels: self.rows.iter().map(|row| row.label.as_str()).collect(),
            row_height: ROW_HEIGHT.unsigned_abs(),
            legend: vec![
                (Ink::Better, say!("objective-met")),
                (Ink::Unsure, say!("chart-missed-unsure")),
                (Ink::Worse, say!("objective-missed")),
                (Ink::Limit, say!("chart-objective")),
                (Ink::Base, say!("side-base")),
            ],
        }
    }
}

impl Draw for GaugeChart {
    fn size(&self) -> (u32, u32) {
        self.frame().size()
    }

    fn draw(&self, canvas: &mut Canvas) {
        let frame = self.frame();
        frame.draw(canvas);
        if self.part == Portion::Axis {
            return;
        }
        for (index, row) in self.rows.iter().enumerate() {
            let y = frame.y(index) + ROW_HEIGHT / 2;
            let ink = match row.status {
                SloStatus::Met => Ink::Better,
                SloStatus::MissedUnsure => Ink::Unsure,
                SloStatus::Missed => Ink::Worse,
            };
            let zero = frame.x(0.0);
            canvas.rectangle(Ink::Band, (zero, y - BAR_HALF), (frame.x(self.axis.range.1), y + BAR_HALF));
            let end = frame.x(row.burn).max(zero + 2);
            canvas.rectangle(ink, (zero, y - BAR_HALF), (end, y + BAR_HALF));
            if let Some((low, high)) = row.interval {
                let (low, high) = (frame.x(low), frame.x(high));
                canvas.line(Ink::Run, 1, &[(low, y), (high, y)]);
                for x in [low, high] {
                    canvas.line(Ink::Run, 1, &[(x, y - 3), (x, y + 3)]);
                }
            }
            if !self.axis.holds(row.burn) {
                canvas.text("›", (end + 8, y), Align::Middle, ink, TextSize::Normal);
            }
            if let Some(base) = row.base {
                let x = frame.x(base);
                canvas.polygon(Ink::Base, &[(x - 5, y - 14), (x + 5, y - 14), (x, y - 7)]);
            }
            let limit = frame.x(1.0);
            canvas.line(Ink::Limit, 2, &[(limit, y - 12), (limit, y + 12)]);
        }
    }
}
