//! Lines over time, each named at its right end.

use super::frame::Place;
use super::scale::Scale;
use crate::render::chart::canvas::{Align, Canvas, DrawError, Point, TextSize};
use crate::render::chart::theme::Ink;

/// Seconds since the test began, and a value; a line is broken where nothing is known.
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
}

/// One line.
#[derive(Debug, Clone)]
pub(in crate::render) struct TimeLine {
    /// What stands at its end; nothing where the panel's title says it.
    pub name: &'static str,
    /// Its colour.
    pub ink: Ink,
    /// Its width in pixels.
    pub width: u32,
    /// What is known.
    pub segments: Segments,
}

/// Names nearer than this touch.
const NAME_DISTANCE: i32 = 12;

impl Lines {
    pub(super) fn draw(
        &self,
        canvas: &Canvas<'_>,
        place: Place<'_>,
        top: i32,
        bottom: i32,
    ) -> Result<(), DrawError> {
        let (left, right) = place.width.span();
        let mut names: Vec<(i32, &str, Ink)> = Vec::new();
        for limit in self.limits.iter().filter(|limit| self.scale.holds(**limit)) {
            let y = self.scale.y(*limit, bottom, top);
            canvas.line(Ink::LimitLine, 2, &[(left, y), (right, y)])?;
            names.push((y, "SLO", Ink::Limit));
        }
        for line in &self.lines {
            let mut last = None;
            for segment in &line.segments {
                let point = |&(at, value): &(f64, f64)| (place.x(at), self.scale.y(value, bottom, top));
                let points: Vec<Point> = segment.iter().map(point).collect();
                match points.as_slice() {
                    [] => continue,
                    [alone] => canvas.dot(line.ink, *alone, 1)?,
                    points => canvas.line(line.ink, line.width, points)?,
                }
                last = points.last().copied();
            }
            if let (Some(end), false) = (last, line.name.is_empty()) {
                let ink = if line.ink == Ink::BaseLine { Ink::Muted } else { line.ink };
                names.push((end.1, line.name, ink));
            }
        }
        names.sort_by_key(|name| name.0);
        let wanted: Vec<i32> = names.iter().map(|name| name.0).collect();
        for (y, (_, name, ink)) in spread(&wanted, top, bottom).into_iter().zip(names) {
            canvas.text(name, (right + 7, y), Align::Start, ink, TextSize::Small)?;
        }
        Ok(())
    }
}

/// Moves ascending positions apart so that none touch, and keeps them between `top` and `bottom`.
fn spread(wanted: &[i32], top: i32, bottom: i32) -> Vec<i32> {
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
    fn names_do_not_touch() {
        assert_eq!(spread(&[50, 52, 53, 90], 0, 100), [50, 62, 74, 90]);
        assert_eq!(spread(&[96, 98, 99], 0, 100), [76, 88, 100]);
        assert_eq!(spread(&[], 0, 100), Vec::<i32>::new());
    }
}
