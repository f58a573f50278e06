//! Changes with their intervals, one row per endpoint, one line per measure.

use super::axis::{Axis, Tick};
use super::canvas::{Align, Canvas, Draw, TextSize};
use super::rows::{Frame, Portion};
use super::theme::Ink;
use crate::model::comparison::Change;
use crate::model::quantity::RelativeChange;
use crate::words::say;

/// How endpoints changed.
#[derive(Debug, Clone)]
pub(in crate::render) struct IntervalChart {
    /// What is drawn of it.
    pub part: Portion,
    /// Log change.
    pub axis: Axis,
    /// Changes within this many log units of 0 are no finding.
    pub relevant: f64,
    /// One per endpoint.
    pub rows: Vec<IntervalRow>,
}

/// The changes of one endpoint.
#[derive(Debug, Clone)]
pub(in crate::render) struct IntervalRow {
    /// The endpoint.
    pub label: String,
    /// One per measure.
    pub marks: Vec<IntervalMark>,
}

/// One change.
#[derive(Debug, Clone)]
pub(in crate::render) struct IntervalMark {
    /// The measure: `p95`.
    pub name: String,
    /// Log change.
    pub change: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// What was decided.
    pub decided: Change,
    /// Whether it moved with all endpoints, and is no finding by itself.
    pub carried: bool,
}

/// Room for one measure's line, and above and below all of a row's lines.
const LINE_HEIGHT: i32 = 16;
const PADDING: i32 = 3;
/// From the left end of the axis to the names of the measures.
const NAME_DISTANCE: i32 = 12;
/// Changes beyond a factor of 8 are drawn at the rim: the figures beside them tell the size.
const WIDEST: f64 = 2.08;
/// Changes an axis may name, in the order in which they are tried.
const ROUND_CHANGES: [f64; 17] =
    [0.0, 0.2, -0.2, 0.5, -0.5, 0.1, -0.1, 1.0, 2.0, 4.0, -0.75, 0.05, -0.05, 7.0, -0.3, 0.3, -0.85];
/// Ticks nearer than this share of the axis would touch.
const TICK_DISTANCE: f64 = 0.25;

/// Makes an axis of log change that holds 0 and all `ends`.
pub(in crate::render) fn change_axis(ends: impl Iterator<Item = f64>) -> Axis {
    let (mut low, mut high) = (-0.12_f64, 0.12_f64);
    for end in ends.filter(|end| end.is_finite()) {
        low = low.min(end * 1.05);
        high = high.max(end * 1.05);
    }
    let (low, high) = (low.max(-WIDEST), high.min(WIDEST));
    let mut ticks: Vec<Tick> = Vec::new();
    for change in ROUND_CHANGES {
        let value = change.ln_1p();
        let free = ticks.iter().all(|tick| (tick.value - value).abs() >= TICK_DISTANCE * (high - low));
        if free && (low..=high).contains(&value) {
            ticks.push(Tick { value, text: RelativeChange(change).to_string() });
        }
    }
    ticks.sort_by(|a, b| a.value.total_cmp(&b.value));
    Axis { range: (low, high), ticks, title: say!("chart-change") }
}

impl IntervalChart {
    fn frame(&self) -> Frame<'_> {
        let lines = self.rows.iter().map(|row| row.marks.len()).max().unwrap_or(0);
        Frame {
            part: self.part,
            axis: &self.axis,
            labels: self.rows.iter().map(|row| row.label.as_str()).collect(),
            row_height: u32::try_from(lines).unwrap_or(0) * LINE_HEIGHT.unsigned_abs()
                + 2 * PADDING.unsigned_abs(),
            legend: vec![
                (Ink::Worse, say!("key-slower")),
                (Ink::Better, say!("mark-faster")),
                (Ink::Base, say!("change-no-finding")),
                (Ink::Band, say!("key-too-small")),
            ],
        }
    }
}

impl Draw for IntervalChart {
    fn size(&self) -> (u32, u32) {
        self.frame().size()
    }

    fn draw(&self, canvas: &mut Canvas) {
        let frame = self.frame();
        if self.part != Portion::Axis {
            let (left, right) = (frame.x(-self.relevant), frame.x(self.relevant));
            canvas.rectangle(Ink::Band, (left, frame.y(0)), (right, frame.y(self.rows.len())));
        }
        frame.draw(canvas);
        if self.part == Portion::Axis {
            return;
        }
        let zero = frame.x(0.0);
        canvas.line(Ink::Base, 1, &[(zero, frame.y(0)), (zero, frame.y(self.rows.len()))]);
        for (index, row) in self.rows.iter().enumerate() {
            if index > 0 {
                let y = frame.y(index);
                canvas.line(
                    Ink::Grid,
                    1,
                    &[(frame.x(self.axis.range.0), y), (frame.x(self.axis.range.1), y)],
                );
            }
            for (line, mark) in row.marks.iter().enumerate() {
                let y = frame.y(index)
                    + PADDING
                    + LINE_HEIGHT / 2
                    + i32::try_from(line).unwrap_or(0) * LINE_HEIGHT;
                self.mark(canvas, &frame, mark, y);
            }
        }
    }
}

impl IntervalChart {
    fn mark(&self, canvas: &mut Canvas, frame: &Frame<'_>, mark: &IntervalMark, y: i32) {
        let (ink, width) = match mark.decided {
            Change::Regression => (Ink::Worse, 3),
            Change::Improvement => (Ink::Better, 3),
            Change::Unchanged if mark.carried => {
                (if mark.change > 0.0 { Ink::Worse } else { Ink::Better }, 1)
            }
            Change::Unchanged => (Ink::Base, 2),
        };
        let (low, x, high) = (frame.x(mark.low), frame.x(mark.change), frame.x(mark.high));
        canvas.line(ink, width, &[(low, y), (high, y)]);
        match mark.decided {
            // Form follows direction, for those to whom the colours are alike.
            Change::Regression => canvas.polygon(ink, &[(x - 4, y - 6), (x - 4, y + 6), (x + 7, y)]),
            Change::Improvement => canvas.polygon(ink, &[(x + 4, y - 6), (x + 4, y + 6), (x - 7, y)]),
            Change::Unchanged => canvas.ring(ink, (x, y), 4),
        }
        if mark.high > self.axis.range.1 {
            canvas.text("›", (high + 8, y), Align::Middle, ink, TextSize::Normal);
        }
        if mark.low < self.axis.range.0 {
            canvas.text("‹", (low - 8, y), Align::Middle, ink, TextSize::Normal);
        }
        let at = (frame.x(self.axis.range.0) - NAME_DISTANCE, y);
        canvas.text(&mark.name, at, Align::End, Ink::Muted, TextSize::Small);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_holds_what_it_must_and_names_zero() {
        let axis = change_axis([0.45, -0.05, f64::NAN, 40.0].into_iter());
        assert!(axis.holds(0.45) && axis.holds(-0.05));
        assert_eq!(axis.range.1, WIDEST);
        assert!(axis.ticks.iter().any(|tick| tick.text == "0\u{a0}%"));
        assert!(axis.ticks.is_sorted_by(|a, b| a.value < b.value));
    }

    #[test]
    fn without_any_change_the_axis_still_spans_something() {
        let axis = change_axis(std::iter::empty());
        assert_eq!(axis.range, (-0.12, 0.12));
    }
}
