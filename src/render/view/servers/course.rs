//! A course on the axis of the run.

use crate::model::diagnosis::Course;
use crate::render::chart::time::lines::Segments;
use crate::render::view::over_time::clock::Clock;

/// Draws a line through a course, each figure multiplied with `factor`, broken where a slice has none.
pub(super) fn line(clock: &Clock, course: &Course, factor: f64) -> Segments {
    let mut segments = Segments::new();
    let mut before = None;
    for &(start, value) in &course.points {
        let Some(at) = clock.judged_at(start as f64, course.width.max(1) as f64) else { continue };
        let follows = before == Some(start.saturating_sub(course.width));
        match segments.last_mut() {
            Some(segment) if follows => segment.push((at, value * factor)),
            _ => segments.push(vec![(at, value * factor)]),
        }
        before = Some(start);
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn a_course_begins_with_the_judged_window_and_breaks_where_it_says_nothing() {
        let timed = sample::timed();
        let clock = Clock::of(&timed).unwrap();
        // The sample begins 0.7 s into a slice, and its window ten slices later.
        let points = vec![(-20, 1.0), (-2, 2.0), (0, 3.0), (4, 4.0), (900, 5.0)];
        let drawn = line(&clock, &Course { width: 2, points }, 10.0);
        let rounded: Vec<Vec<(f64, f64)>> = drawn
            .iter()
            .map(|segment| segment.iter().map(|point| ((point.0 * 10.0).round() / 10.0, point.1)).collect())
            .collect();
        assert_eq!(rounded, [vec![(8.3, 20.0), (10.3, 30.0)], vec![(14.3, 40.0)]]);
    }
}
