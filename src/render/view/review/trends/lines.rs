//! Runs, levels and objectives as lines.

use crate::model::review::TrendSeries;
use crate::render::chart::time::lines::Segments;

use super::calendar::Calendar;

/// More points than these are not told apart.
const MOST_POINTS: usize = 200;
/// More points than these are a line without dots.
const MOST_DOTS: usize = 80;
/// A line is broken where two of its points are this many times further apart than usual …
const GAP_USUAL: f64 = 8.0;
/// … and at least this part of the axis.
const GAP_PART: f64 = 0.05;

/// The runs of a figure as a line; `scale` turns its unit into that of the axis.
pub(super) fn runs(series: &TrendSeries, calendar: &Calendar, scale: f64) -> Segments {
    let points =
        series.values.iter().filter_map(|(run, value)| Some((calendar.of_run(*run)?, value * scale)));
    let points: Vec<(f64, f64)> = points.filter(|point| point.1.is_finite()).collect();
    broken(&thinned(points, calendar.stretch), calendar.end())
}

/// Whether the points of a line are marked.
pub(super) fn dotted(segments: &Segments) -> bool {
    segments.iter().map(Vec::len).sum::<usize>() <= MOST_DOTS
}

/// Whether so many runs are told apart.
pub(super) fn are_told_apart(runs: usize) -> bool {
    runs <= MOST_POINTS
}

/// The levels of a figure, each a line of its own.
pub(super) fn levels(series: &TrendSeries, calendar: &Calendar, scale: f64) -> Segments {
    let line = |level: &crate::model::review::Level| {
        let (from, to) = (calendar.of_run(level.from)?, calendar.of_run(level.to)?);
        Some(vec![(from, level.value * scale), (to, level.value * scale)])
    };
    series.levels.iter().filter_map(line).collect()
}

/// The objective of a figure as steps, each from its first run to the next, the last to the end of the axis.
pub(super) fn objective(series: &TrendSeries, calendar: &Calendar, scale: f64) -> Segments {
    let mut segments = Segments::new();
    let mut open = false;
    for (index, (run, allowed)) in series.objective.iter().enumerate() {
        let Some(from) = calendar.of_run(*run) else { continue };
        let next = series.objective.get(index + 1).and_then(|next| calendar.of_run(next.0));
        let Some(allowed) = allowed.map(|allowed| allowed * scale) else {
            open = false;
            continue;
        };
        let line = [(from, allowed), (next.unwrap_or(calendar.end()), allowed)];
        match segments.last_mut() {
            Some(segment) if open => segment.extend(line),
            _ => segments.push(line.to_vec()),
        }
        open = true;
    }
    segments
}

/// Leaves the lowest and the highest of each stretch, where there are more points than can be told apart: spikes stay, and a
/// level lies among its points.
fn thinned(points: Vec<(f64, f64)>, stretch: f64) -> Vec<(f64, f64)> {
    if are_told_apart(points.len()) {
        return points;
    }
    let bucket = |at: f64| (at / stretch) as usize;
    let mut out = Vec::with_capacity(2 * MOST_POINTS);
    for stretch in points.chunk_by(|a, b| bucket(a.0) == bucket(b.0)) {
        let highest = stretch.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
        let lowest = stretch.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
        match (lowest, highest) {
            (Some(lowest), Some(highest)) if lowest != highest => {
                let (first, second) =
                    if lowest.0 <= highest.0 { (lowest, highest) } else { (highest, lowest) };
                out.extend([first, second]);
            }
            (_, highest) => out.extend(highest),
        }
    }
    out
}

/// Breaks a line where nothing was measured for unusually long.
fn broken(points: &[(f64, f64)], end: f64) -> Segments {
    let mut gaps: Vec<f64> = points.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    gaps.sort_by(f64::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let most = (usual * GAP_USUAL).max(end * GAP_PART);
    points.chunk_by(|a, b| b.0 - a.0 <= most).map(<[_]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spikes_and_dips_survive() {
        let mut points: Vec<(f64, f64)> = (0..5_000).map(|run| (f64::from(run), 100.0)).collect();
        points[1_234].1 = 900.0;
        points[1_235].1 = 3.0;
        let both = thinned(points, 25.0);
        assert!(both.len() <= 2 * MOST_POINTS);
        assert!(both.contains(&(1_234.0, 900.0)) && both.contains(&(1_235.0, 3.0)));
        assert!(both.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    }

    #[test]
    fn a_line_is_broken_at_an_unusual_gap_only() {
        let points = [0.0, 1.0, 2.0, 3.0, 30.0, 31.0, 34.0].map(|at| (at, 1.0));
        let lengths: Vec<usize> = broken(&points, 40.0).iter().map(Vec::len).collect();
        assert_eq!(lengths, [4, 3]);
    }
}
