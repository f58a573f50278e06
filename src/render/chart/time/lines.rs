//! Lines over time, each named at its right end.

use super::frame::{Plot, Width};
use super::scale::Scale;
use crate::render::chart::canvas::{Align, Canvas, Point, TextSize, room};
use crate::render::chart::theme::Ink;

/// Seconds since the axis begins, and a value; a line is broken where nothing is known.
pub(in crate::render) type Segments = Vec<Vec<(f64, f64)>>;

/// Lines on one vertical axis.
#[derive(Debug, Clone)]
pub(in crate::render) struct Lines {
    /// The vertical axis.
    pub scale: Scale,
    /// The lines, those behind first.
    pub lines: Vec<TimeLine>,
    /// Where objectives lie; the panel's legend says what they ask for.
    pub limits: Vec<f64>,
    /// Where a line changed its level.
    pub steps: Vec<LevelStep>,
    /// From when to when everything was in use, in seconds since the axis begins: a bar above the plot. The panel's
    /// legend says for how long.
    pub full: Vec<(f64, f64)>,
}

/// Where a line changed its level.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct LevelStep {
    /// Seconds since the axis begins.
    pub at: f64,
    /// Sign, word and size: `▲ slower: p95 +34 %`.
    pub label: String,
    /// Whether the line lies higher from there on: the label stands where the line is not.
    pub rises: bool,
    /// For the worse or for the better.
    pub ink: Ink,
}

/// One line.
#[derive(Debug, Clone)]
pub(in crate::render) struct TimeLine {
    /// What stands at its end; nothing where the panel's title says it.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// Its width in pixels.
    pub width: u32,
    /// Whether each point is marked.
    pub dots: bool,
    /// What is known.
    pub segments: Segments,
}

/// The height of a bar above the plot, with a pixel of paper below it.
const BAR: i32 = 5;
/// Names nearer than this touch.
const NAME_DISTANCE: i32 = 14;

impl Lines {
    pub(super) fn draw(&self, canvas: &mut Canvas, plot: Plot<'_>) {
        let (left, right) = plot.axis.width.span();
        for &(from, to) in &self.full {
            let (from, to) = (plot.x(from), plot.x(to));
            canvas.rectangle(Ink::Limit, (from, plot.top - BAR), (to.max(from + 1), plot.top - 1));
        }
        for y in self.limits(plot) {
            canvas.line(Ink::LimitLine, 2, &[(left, y), (right, y)]);
        }
        for line in &self.lines {
            for segment in &line.segments {
                let point = |&(at, value): &(f64, f64)| (plot.x(at), plot.y(&self.scale, value));
                let points: Vec<Point> = segment.iter().map(point).collect();
                match points.as_slice() {
                    [] => continue,
                    [alone] => canvas.dot(line.ink, *alone, 1),
                    points if plot.axis.width == Width::Full => {
                        let values = segment.iter().map(|&(_, value)| value);
                        canvas.readable_line(line.ink, line.width, points, &line.name, values);
                    }
                    points => canvas.line(line.ink, line.width, &without_level(points)),
                }
                if line.dots {
                    points.iter().for_each(|point| canvas.dot(line.ink, *point, 3));
                }
            }
        }
        self.draw_steps(canvas, plot);
    }

    /// The heights of the objectives that the scale holds.
    fn limits(&self, plot: Plot<'_>) -> impl Iterator<Item = i32> {
        let held = self.limits.iter().filter(|limit| self.scale.holds(**limit));
        held.map(move |limit| plot.y(&self.scale, *limit))
    }

    /// Names objectives and lines at their right end.
    pub(super) fn name(&self, canvas: &mut Canvas, plot: Plot<'_>) {
        let (_, right) = plot.axis.width.span();
        let named = self.lines.iter().filter(|line| !line.name.is_empty());
        let ends = named.filter_map(|line| {
            let (_, value) = line.segments.iter().filter_map(|segment| segment.last()).next_back()?;
            Some((plot.y(&self.scale, *value), line.name.as_str(), line.ink))
        });
        let mut names: Vec<(i32, &str, Ink)> =
            self.limits(plot).map(|y| (y, "SLO", Ink::Limit)).chain(ends).collect();
        names.sort_by_key(|name| name.0);
        let wanted: Vec<i32> = names.iter().map(|name| name.0).collect();
        for (y, (_, name, ink)) in spread(&wanted, plot.top, plot.bottom).into_iter().zip(names) {
            canvas.text(name, (right + 7, y), Align::Start, ink, TextSize::Small);
        }
    }

    /// Marks the steps, each with its label on the side that has room; a label that would touch the one before it at the
    /// same edge is left out.
    fn draw_steps(&self, canvas: &mut Canvas, plot: Plot<'_>) {
        let (_, right) = plot.axis.width.span();
        let mut free = [i32::MIN; 2];
        for step in &self.steps {
            canvas.line(step.ink, 1, &plot.upright(plot.x(step.at)));
        }
        for step in &self.steps {
            let free = &mut free[usize::from(step.rises)];
            let x = plot.x(step.at);
            let length = room(&step.label, usize::MAX);
            let (align, from, to) = if x + length + 6 <= right {
                (Align::Start, x + 4, x + 4 + length)
            } else {
                (Align::End, x - 4 - length, x - 4)
            };
            if from >= *free {
                let distance = if align == Align::Start { 4 } else { -4 };
                let y = if step.rises { plot.bottom - 8 } else { plot.top + 8 };
                // What lies behind must not make it hard to read; a page's style sheet sees to that.
                if canvas.is_alone() {
                    canvas.rectangle(Ink::Paper, (from - 2, y - 6), (to + 2, y + 6));
                }
                canvas.label_beside(&step.label, usize::MAX, ((x, y), distance), align, step.ink);
                *free = to + 6;
            }
        }
    }
}

/// Leaves out points inside of a level stretch that lie two pixels apart or less.
fn without_level(points: &[Point]) -> Vec<Point> {
    let is_needed = |index: usize| {
        let neighbours = index.checked_sub(1).and_then(|before| points.get(before..=index + 1));
        !neighbours
            .is_some_and(|near| near.iter().all(|point| point.1 == near[0].1) && near[2].0 - near[0].0 <= 4)
    };
    points.iter().enumerate().filter(|(index, _)| is_needed(*index)).map(|(_, point)| *point).collect()
}

/// Moves ascending positions apart so that names there do not touch, and keeps them between `top` and `bottom`.
pub(in crate::render::chart) fn spread(wanted: &[i32], top: i32, bottom: i32) -> Vec<i32> {
    let mut places: Vec<i32> = Vec::with_capacity(wanted.len());
    for &y in wanted {
        let free = places.last().map_or(top, |last| last + NAME_DISTANCE);
        places.push(y.max(free));
    }
    let mut room = bottom;
    for y in places.iter_mut().rev() {
        *y = (*y).min(room);
        room = *y - NAME_DISTANCE;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_a_dense_level_stretch_are_left_out() {
        let dense = [(0, 5), (1, 5), (2, 5), (4, 5), (5, 7), (6, 5), (7, 5)];
        assert_eq!(without_level(&dense), [(0, 5), (4, 5), (5, 7), (6, 5), (7, 5)]);
        let apart = [(0, 5), (7, 5), (14, 5)];
        assert_eq!(without_level(&apart), apart);
    }

    #[test]
    fn names_do_not_touch() {
        assert_eq!(spread(&[50, 52, 53, 90], 0, 100), [50, 64, 78, 92]);
        assert_eq!(spread(&[96, 98, 99], 0, 100), [72, 86, 100]);
        assert_eq!(spread(&[], 0, 100), Vec::<i32>::new());
    }
}
