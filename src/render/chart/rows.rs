//! The frame of the charts that have one row per endpoint: labels, grid, one axis for all rows.
//!
//! In a page each row is drawn by itself, beside the figures it belongs to, and the axis stands in
//! the table's head. In a file all rows stand under each other, with labels.

use super::axis::Axis;
use super::canvas::{Align, Canvas, TextSize, room};
use super::theme::Ink;

/// Which part of a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Portion {
    /// Labels, rows and axis.
    Whole,
    /// A row for a table's cell.
    Row,
    /// The axis for a table's head.
    Axis,
}

/// Sizes of a chart of rows, in pixels.
pub(super) struct Frame<'a> {
    pub part: Portion,
    pub axis: &'a Axis,
    pub labels: Vec<&'a str>,
    pub row_height: u32,
    /// What is written in the legend, with its colour.
    pub legend: Vec<(Ink, String)>,
}

/// Width of a row in a table, and of the plot in a file.
const ROW_WIDTH: u32 = 300;
const WHOLE_WIDTH: u32 = 760;
/// Room for the labels of a file, and how many characters that is.
const LABEL_WIDTH: i32 = 262;
const LABEL_FITS: usize = 40;
const LEGEND_HEIGHT: i32 = 24;
const AXIS_HEIGHT: i32 = 40;
const HEAD_HEIGHT: i32 = 18;
/// Room for half a tick's text at both ends, so that none is cut off.
const RIM: i32 = 27;
/// Room to the left of the axis for what names a line of a row.
const NAMES: i32 = 36;

impl Frame<'_> {
    pub(super) fn size(&self) -> (u32, u32) {
        let rows = self.row_height * u32::try_from(self.labels.len()).unwrap_or(0);
        match self.part {
            Portion::Whole => (WHOLE_WIDTH, rows + (LEGEND_HEIGHT + AXIS_HEIGHT).unsigned_abs()),
            Portion::Row => (ROW_WIDTH, self.row_height),
            Portion::Axis => (ROW_WIDTH, HEAD_HEIGHT.unsigned_abs()),
        }
    }

    /// The pixels between which the axis lies.
    fn span(&self) -> (i32, i32) {
        match self.part {
            Portion::Whole => (LABEL_WIDTH + NAMES, WHOLE_WIDTH.cast_signed() - RIM),
            Portion::Row | Portion::Axis => (NAMES, ROW_WIDTH.cast_signed() - RIM),
        }
    }

    /// The pixel of a value.
    pub(super) fn x(&self, value: f64) -> i32 {
        let (from, to) = self.span();
        self.axis.pixel(value, from, to)
    }

    /// The upper edge of a row.
    pub(super) fn y(&self, row: usize) -> i32 {
        let top = if self.part == Portion::Whole { LEGEND_HEIGHT } else { 0 };
        top + i32::try_from(row).unwrap_or(0) * self.row_height.cast_signed()
    }

    /// Draws everything that lies behind the rows.
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let (top, bottom) = (self.y(0), self.y(self.labels.len()));
        match self.part {
            Portion::Axis => self.ticks(canvas, HEAD_HEIGHT / 2),
            Portion::Row => self.grid(canvas, 0, self.row_height.cast_signed()),
            Portion::Whole => {
                self.grid(canvas, top, bottom);
                self.ticks(canvas, bottom + 12);
                let middle = i32::midpoint(self.span().0, self.span().1);
                canvas.text(
                    &self.axis.title,
                    (middle, bottom + 29),
                    Align::Middle,
                    Ink::Muted,
                    TextSize::Small,
                );
                self.keys(canvas);
                for (row, label) in self.labels.iter().enumerate() {
                    let y = i32::midpoint(self.y(row), self.y(row + 1));
                    let at = (LABEL_WIDTH, y);
                    canvas.label(label, LABEL_FITS, at, Align::End, Ink::Text, TextSize::Normal);
                }
            }
        }
    }

    fn grid(&self, canvas: &mut Canvas, top: i32, bottom: i32) {
        for tick in &self.axis.ticks {
            let x = self.x(tick.value);
            canvas.line(Ink::Grid, 1, &[(x, top), (x, bottom)]);
        }
    }

    fn ticks(&self, canvas: &mut Canvas, y: i32) {
        let mut free = i32::MIN;
        for tick in &self.axis.ticks {
            // A narrow page scales the drawing down, but not its words.
            let (x, half) = (self.x(tick.value), room(&tick.text, usize::MAX) * 5 / 8);
            if x - half >= free {
                canvas.text(&tick.text, (x, y), Align::Middle, Ink::Muted, TextSize::Small);
                free = x + half;
            }
        }
    }

    fn keys(&self, canvas: &mut Canvas) {
        let mut x = 14;
        for (ink, text) in &self.legend {
            canvas.rectangle(*ink, (x, 7), (x + 10, 17));
            canvas.text(text, (x + 15, 12), Align::Start, Ink::Muted, TextSize::Small);
            x += 32 + room(text, usize::MAX);
        }
    }
}
