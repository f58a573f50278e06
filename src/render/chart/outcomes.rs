//! What did not end in `ok`: stacked bars by class, base above run.

use super::axis::Axis;
use super::canvas::{Align, Canvas, Draw, TextSize};
use super::rows::{Frame, Portion};
use super::theme::Ink;

/// Shares of requests by outcome.
#[derive(Debug, Clone)]
pub(in crate::render) struct OutcomeChart {
    /// What is drawn of it.
    pub part: Portion,
    /// Share of requests, in percent.
    pub axis: Axis,
    /// The classes that occur, with their names.
    pub classes: Vec<(Ink, String)>,
    /// One per endpoint.
    pub rows: Vec<OutcomeRow>,
}

/// The outcomes of one endpoint.
#[derive(Debug, Clone)]
pub(in crate::render) struct OutcomeRow {
    /// The endpoint.
    pub label: String,
    /// Side by side: `base` and `run`, or the run alone.
    pub bars: Vec<OutcomeBar>,
}

/// One bar: shares of requests in percent, in the order of the classes.
#[derive(Debug, Clone)]
pub(in crate::render) struct OutcomeBar {
    /// `base` or `run`.
    pub name: String,
    /// The class' ink and its share in percent.
    pub shares: Vec<(Ink, f64)>,
}

const BAR_HEIGHT: i32 = 10;
const BAR_STEP: i32 = 17;
const PADDING: i32 = 5;

impl OutcomeChart {
    fn frame(&self) -> Frame<'_> {
        let bars = self.rows.iter().map(|row| row.bars.len()).max().unwrap_or(1);
        Frame {
            part: self.part,
            axis: &self.axis,
            labels: self.rows.iter().map(|row| row.label.as_str()).collect(),
            row_height: u32::try_from(bars).unwrap_or(1) * BAR_STEP.unsigned_abs()
                + 2 * PADDING.unsigned_abs(),
            legend: self.classes.clone(),
        }
    }
}

impl Draw for OutcomeChart {
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
            for (line, bar) in row.bars.iter().enumerate() {
                let top = frame.y(index) + PADDING + i32::try_from(line).unwrap_or(0) * BAR_STEP + 3;
                let mut sum = 0.0;
                for &(ink, share) in &bar.shares {
                    let from = frame.x(sum);
                    sum += share;
                    // A class that occurs is never too thin to be seen.
                    let to = if share > 0.0 { frame.x(sum).max(from + 2) } else { from };
                    if to > from {
                        canvas.rectangle(ink, (from, top), (to, top + BAR_HEIGHT));
                    }
                }
                let at = (frame.x(0.0) - 7, top + BAR_HEIGHT / 2);
                canvas.text(&bar.name, at, Align::End, Ink::Muted, TextSize::Small);
            }
        }
    }
}
