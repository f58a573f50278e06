//! Lines over time without axes or words, as small as a line of text.

use super::lines::Segments;
use crate::render::chart::canvas::{Canvas, Draw, Point};
use crate::render::chart::theme::Ink;

/// A course over time at a glance: where it rose, not by how much.
#[derive(Debug, Clone)]
pub(in crate::render) struct Sparkline {
    /// Seconds from the beginning of the axis to its end.
    pub end: f64,
    /// The lines, those behind first, on one scale from zero to the highest of all.
    pub lines: Vec<(Ink, Segments)>,
}

const WIDTH: u32 = 144;
const HEIGHT: u32 = 24;
/// Pixels between the points of a line: of the slices between two the highest is drawn, or spikes would vanish.
const STEP: i32 = 2;

impl Draw for Sparkline {
    fn size(&self) -> (u32, u32) {
        (WIDTH, HEIGHT)
    }

    fn draw(&self, canvas: &mut Canvas) {
        let values =
            self.lines.iter().flat_map(|(_, segments)| segments.iter().flatten().map(|point| point.1));
        let most = values.fold(f64::MIN_POSITIVE, f64::max);
        let floor = HEIGHT.cast_signed() - 1;
        canvas.line(Ink::Grid, 1, &[(0, floor), (WIDTH.cast_signed(), floor)]);
        let place = |&(at, value): &(f64, f64)| {
            let x = (at / self.end * f64::from(WIDTH)) as i32 / STEP * STEP;
            (x, floor - (value / most * f64::from(HEIGHT - 3)).round() as i32)
        };
        for (ink, segments) in &self.lines {
            for segment in segments {
                let mut points: Vec<Point> = Vec::new();
                for (x, y) in segment.iter().map(place) {
                    match points.last_mut() {
                        Some(last) if last.0 == x => last.1 = last.1.min(y),
                        _ => points.push((x, y)),
                    }
                }
                // A slice by itself is a dash.
                if let [(x, y)] = points[..] {
                    points.push((x + STEP, y));
                }
                canvas.line(*ink, 1, &points);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::theme::Target;

    #[test]
    fn the_highest_of_what_shares_a_pixel_is_drawn_and_a_slice_by_itself_is_seen() {
        let segments = vec![vec![(0.0, 1.0), (0.5, 4.0), (0.9, 2.0), (50.0, 2.0)], vec![(72.0, 2.0)]];
        let chart = Sparkline { end: 144.0, lines: vec![(Ink::Run, segments)] };
        let mut canvas = Canvas::new(Target::Inline);
        chart.draw(&mut canvas);
        let drawn = canvas.finish();
        // The highest, 4, is 21 of 24 pixels high.
        assert!(
            drawn.contains(r#"points="0,2 50,12""#) && drawn.contains(r#"points="72,12 74,12""#),
            "{drawn}"
        );
    }
}
