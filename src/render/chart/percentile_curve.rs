//! Latency over percentile: how much slower is the tail?
//!
//! The horizontal axis is 1/(1−q) on a log scale, so that p90, p99 and p99.9 lie at equal distances. Latency is on a log scale
//! as well: a change by some per cent has the same height at p50 and at p99.9.

use super::axis::Axis;
use super::canvas::{Align, Canvas, Draw, Point, TextSize, room};
use super::theme::Ink;
use super::time::lines::spread;
use super::time::scale::Scale;
use crate::model::latency::percent_of;
use crate::words::say;

/// Latency over percentile.
#[derive(Debug, Clone)]
pub(in crate::render) struct CurveChart {
    /// The base runs: one is a line, several are the band between the lowest and the highest.
    pub base: Vec<Curve>,
    /// The candidate.
    pub run: Curve,
    /// Objectives: what they say, and their latency in milliseconds.
    pub limits: Vec<(String, f64)>,
    /// Whether the page says once, for several charts, what base and run look like.
    pub explained: bool,
}

/// The percentile curve of one run.
#[derive(Debug, Clone)]
pub(in crate::render) struct Curve {
    /// Quantile (0..1, ascending) and latency in milliseconds.
    pub points: Vec<(f64, f64)>,
    /// Whether these points alone are known, and are marked; else they follow a distribution.
    pub marked: bool,
}

/// The percentiles that are named below a curve whose points mean nothing.
const ROUND: [f64; 6] = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];
/// A curve that follows a distribution begins at this quantile: what is below is no tail.
const LEAST_QUANTILE: f64 = 0.25;
const SIZE: (u32, u32) = (360, 236);
const LEFT: i32 = 46;
const RIGHT: i32 = 336;
const TOP: i32 = 32;
const BOTTOM: i32 = 192;
/// Tick labels nearer than this touch.
const TICK_DISTANCE: i32 = 26;
/// Longer names of limits are shortened.
const NAME_FITS: usize = 46;
/// A name lies so far from the end of its limit: the left, or the right one.
const INSET: i32 = 6;
const SIDES: [usize; 2] = [0, 1];
/// A limit this many times beyond the curves would flatten them: it is named, not drawn to scale.
const LIMIT_REACH: f64 = 3.0;

/// Where a quantile lies: log₁₀ of 1/(1−q).
fn position(q: f64) -> Option<f64> {
    (0.0..1.0).contains(&q).then(|| -(1.0 - q).log10())
}

impl Curve {
    /// The points that are drawn.
    fn shown(&self) -> Vec<(f64, f64)> {
        let tail = |point: &&(f64, f64)| self.marked || point.0 >= LEAST_QUANTILE;
        self.points.iter().filter(tail).copied().collect()
    }
}

impl Draw for CurveChart {
    fn size(&self) -> (u32, u32) {
        SIZE
    }

    fn draw(&self, canvas: &mut Canvas) {
        let vertical = self.scale();
        let shown: Vec<(f64, f64)> = self.curves().flatten().collect();
        let positions = || shown.iter().filter_map(|point| position(point.0));
        let horizontal = Axis {
            range: (
                positions().fold(f64::INFINITY, f64::min).min(0.3),
                positions().fold(0.0, f64::max).max(1.0),
            ),
            ticks: Vec::new(),
            title: String::new(),
        };
        let x = |at: f64| horizontal.pixel(at, LEFT, RIGHT);
        let y = |latency: f64| vertical.y(latency, BOTTOM, TOP);

        for tick in vertical.ticks() {
            let at = vertical.tick_y(tick, BOTTOM, TOP);
            canvas.line(Ink::Grid, 1, &[(LEFT, at), (RIGHT, at)]);
            canvas.text(&tick.text, (LEFT - 7, at), Align::End, Ink::Muted, TextSize::Small);
        }
        self.percentile_ticks(canvas, &x);
        self.legend(canvas);

        let place = |curve: &[(f64, f64)]| -> Vec<Point> {
            curve.iter().filter_map(|&(q, latency)| Some((x(position(q)?), y(latency)))).collect()
        };
        match self.base.as_slice() {
            [] => {}
            [alone] => {
                let points = place(&alone.shown());
                canvas.line(Ink::BaseLine, 2, &points);
                for point in points.into_iter().filter(|_| alone.marked) {
                    canvas.ring(Ink::Base, point, 4);
                }
            }
            several => {
                let curves: Vec<_> = several.iter().map(|curve| place(&curve.shown())).collect();
                let [mut above, below] = band(&curves);
                // The edges are seen where the runs are so alike that the band is thinner than a line.
                canvas.line(Ink::Base, 1, &above);
                canvas.line(Ink::Base, 1, &below);
                above.extend(below.into_iter().rev());
                canvas.polygon(Ink::BaseBand, &above);
            }
        }
        let points = place(&self.run.shown());
        let lines: Vec<_> =
            self.base.iter().map(|base| place(&base.shown())).chain([points.clone()]).collect();
        self.limit_lines(canvas, &vertical, &lines);
        canvas.line(Ink::Run, 2, &points);
        for point in points.into_iter().filter(|_| self.run.marked) {
            canvas.dot(Ink::Run, point, 4);
        }
    }
}

impl CurveChart {
    fn curves(&self) -> impl Iterator<Item = Vec<(f64, f64)>> {
        self.base.iter().chain([&self.run]).map(Curve::shown)
    }

    /// Holds all curves and the limits near them.
    fn scale(&self) -> Scale {
        let latencies = || self.curves().flatten().map(|point| point.1).filter(|latency| *latency > 0.0);
        let (least, most) = (latencies().fold(f64::INFINITY, f64::min), latencies().fold(0.0, f64::max));
        let near = |limit: &f64| (least / LIMIT_REACH..=most * LIMIT_REACH).contains(limit);
        let limits = || self.limits.iter().map(|limit| limit.1).filter(near);
        Scale::log(limits().fold(least, f64::min), limits().fold(most, f64::max))
    }

    fn percentile_ticks(&self, canvas: &mut Canvas, x: &impl Fn(f64) -> i32) {
        let all = || self.base.iter().chain([&self.run]);
        let mut quantiles: Vec<f64> = if all().any(|curve| curve.marked) {
            all().filter(|curve| curve.marked).flat_map(Curve::shown).map(|point| point.0).collect()
        } else {
            let highest = self.curves().flatten().map(|point| point.0).fold(0.0, f64::max);
            ROUND.into_iter().filter(|q| *q <= highest + 1e-9).collect()
        };
        quantiles.sort_by(f64::total_cmp);
        quantiles.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
        let mut last = LEFT - TICK_DISTANCE;
        for q in quantiles {
            let Some(at) = position(q) else { continue };
            let at = x(at);
            canvas.line(Ink::Base, 1, &[(at, BOTTOM), (at, BOTTOM + 4)]);
            if at - last >= TICK_DISTANCE {
                let text = format!("p{}", percent_of(q));
                canvas.text(&text, (at, BOTTOM + 14), Align::Middle, Ink::Muted, TextSize::Small);
                last = at;
            }
        }
        let middle = i32::midpoint(LEFT, RIGHT);
        let title = say!("chart-percentile");
        canvas.text(&title, (middle, BOTTOM + 33), Align::Middle, Ink::Muted, TextSize::Small);
    }

    fn legend(&self, canvas: &mut Canvas) {
        let title = say!("chart-log-scale", title = say!("chart-latency"));
        canvas.text(&title, (6, 11), Align::Start, Ink::Muted, TextSize::Small);
        if self.explained && !canvas.is_alone() {
            return;
        }
        canvas.line(Ink::Run, 2, &[(RIGHT - 46, 11), (RIGHT - 26, 11)]);
        if self.run.marked {
            canvas.dot(Ink::Run, (RIGHT - 36, 11), 4);
        }
        canvas.text(&say!("side-run"), (RIGHT, 11), Align::End, Ink::Text, TextSize::Small);
        if !self.base.is_empty() {
            match self.base.as_slice() {
                [alone] => {
                    canvas.line(Ink::BaseLine, 2, &[(RIGHT - 124, 11), (RIGHT - 102, 11)]);
                    if alone.marked {
                        canvas.ring(Ink::Base, (RIGHT - 113, 11), 4);
                    }
                }
                _ => canvas.rectangle(Ink::BaseBand, (RIGHT - 124, 6), (RIGHT - 102, 16)),
            }
            canvas.text(&say!("side-base"), (RIGHT - 60, 11), Align::End, Ink::Text, TextSize::Small);
        }
    }

    /// Draws the limits that lie on the axis, and names all of them: on the side where the fewest curves are, without names
    /// that touch.
    fn limit_lines(&self, canvas: &mut Canvas, vertical: &Scale, lines: &[Vec<Point>]) {
        let mut names: [Vec<(i32, String)>; 2] = [Vec::new(), Vec::new()];
        for (text, latency) in &self.limits {
            let at = vertical.y(*latency, BOTTOM, TOP);
            let (name, heights) = if vertical.holds(*latency) {
                canvas.line(Ink::LimitLine, 2, &[(LEFT, at), (RIGHT, at)]);
                let is_high = at - TOP < 14;
                (text.clone(), if is_high { vec![at + 9] } else { vec![at - 8, at + 9] })
            } else {
                // It lies beyond the rim on which the axis puts it.
                let sign = if at == TOP { '↑' } else { '↓' };
                (format!("{sign} {text}"), vec![at.clamp(TOP + 7, BOTTOM - 8)])
            };
            let length = room(&name, NAME_FITS);
            let places = SIDES.into_iter().flat_map(|side| heights.iter().map(move |y| (side, *y)));
            let crossed = |&(side, y): &(usize, i32)| {
                let from = if side == 0 { LEFT + INSET } else { RIGHT - INSET - length };
                let heights = lines.iter().flat_map(|line| (from..from + length).map(|x| height(line, x)));
                heights.flatten().filter(|height| (height - y).abs() < 8).count()
            };
            if let Some((side, y)) = places.min_by_key(crossed) {
                names[side].push((y, name));
            }
        }
        let ends = [(LEFT + INSET, Align::Start), (RIGHT - INSET, Align::End)];
        let mut columns: Vec<Vec<_>> = names
            .into_iter()
            .zip(ends)
            .map(|(names, end)| names.into_iter().map(|(y, name)| (y, name, end)).collect())
            .collect();
        // Names that reach beyond the middle have no room beside each other.
        if columns.iter().flatten().any(|(_, name, _)| room(name, NAME_FITS) > (RIGHT - LEFT) / 2 - INSET) {
            columns = vec![columns.concat()];
        }
        for mut names in columns {
            names.sort_by_key(|name| name.0);
            let wanted: Vec<i32> = names.iter().map(|name| name.0).collect();
            for (y, (_, name, (x, align))) in spread(&wanted, TOP + 7, BOTTOM - 8).into_iter().zip(names) {
                canvas.label(&name, NAME_FITS, (x, y), align, Ink::Limit, TextSize::Small);
            }
        }
    }
}

/// The upper and the lower edge of what lies between curves of ascending points.
fn band(curves: &[Vec<Point>]) -> [Vec<Point>; 2] {
    let mut places: Vec<i32> = curves.iter().flatten().map(|point| point.0).collect();
    places.sort_unstable();
    places.dedup();
    let mut edges = [Vec::new(), Vec::new()];
    for x in places {
        let heights = || curves.iter().filter_map(|curve| height(curve, x));
        if let (Some(above), Some(below)) = (heights().min(), heights().max()) {
            edges[0].push((x, above));
            edges[1].push((x, below));
        }
    }
    edges
}

/// The height of a curve at a place that it reaches.
fn height(curve: &[Point], x: i32) -> Option<i32> {
    let from = curve.iter().rfind(|point| point.0 <= x)?;
    let to = curve.iter().find(|point| point.0 >= x)?;
    Some(if from.0 == to.0 { from.1 } else { from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::theme::Target;

    #[test]
    fn a_band_lies_between_the_lowest_and_the_highest_curve() {
        let curves = [vec![(0, 100), (10, 80), (20, 40)], vec![(0, 90), (20, 50), (30, 20)]];
        // At 10 the second curve is half way from 90 to 50; beyond 20 it is alone.
        let above = vec![(0, 90), (10, 70), (20, 40), (30, 20)];
        let below = vec![(0, 100), (10, 80), (20, 50), (30, 20)];
        assert_eq!(band(&curves), [above, below]);
        assert_eq!(band(&[Vec::new(), Vec::new()]), [Vec::new(), Vec::new()]);
    }

    fn chart(limits: &[f64]) -> CurveChart {
        let curve =
            |factor: f64| Curve { points: vec![(0.5, 10.0 * factor), (0.99, 40.0 * factor)], marked: false };
        CurveChart {
            base: vec![curve(1.0), curve(1.2)],
            run: curve(1.1),
            limits: limits.iter().map(|limit| (format!("SLO: {limit}"), *limit)).collect(),
            explained: true,
        }
    }

    #[test]
    fn the_scale_holds_the_limits_near_the_curves() {
        let scale = chart(&[100.0, 4.0, 500.0, 1.0]).scale();
        assert_eq!(
            [100.0, 4.0, 48.0, 500.0, 1.0].map(|at| scale.holds(at)),
            [true, true, true, false, false]
        );
        assert!(chart(&[]).scale().holds(10.0));
        let nothing = CurveChart {
            base: Vec::new(),
            run: Curve { points: Vec::new(), marked: true },
            limits: vec![("SLO".to_owned(), 5.0)],
            explained: false,
        };
        assert!(nothing.scale().ticks().len() >= 2);
    }

    #[test]
    fn the_name_of_a_limit_stands_where_the_curve_is_not() {
        // The curve passes from below to above both places at the left end.
        let mut canvas = Canvas::new(Target::Inline);
        let steep = Curve { points: vec![(0.5, 9.2), (0.758, 15.8), (0.99, 200.0)], marked: false };
        CurveChart { base: Vec::new(), run: steep, ..chart(&[12.0]) }.draw(&mut canvas);
        let drawn = canvas.finish();
        let name = drawn.split("<text ").find(|text| text.contains("SLO: ")).unwrap();
        assert!(name.contains(&format!("x=\"{}\"", RIGHT - INSET)) && name.contains("\"end\""), "{name}");
    }

    #[test]
    fn the_names_of_limits_do_not_touch() {
        let mut canvas = Canvas::new(Target::Inline);
        chart(&[40.0, 41.0, 42.0, 900.0, 950.0]).draw(&mut canvas);
        let drawn = canvas.finish();
        let heights: Vec<i32> = drawn
            .split("<text ")
            .filter(|text| text.contains("SLO: "))
            .map(|text| text.split('"').nth(3).unwrap().parse().unwrap())
            .collect();
        assert_eq!(heights.len(), 5);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 12), "{heights:?}");
        assert_eq!(drawn.matches("↑").count(), 2);
    }

    #[test]
    fn what_a_page_explains_a_file_says_itself() {
        let says_base = |target| {
            let mut canvas = Canvas::new(target);
            chart(&[]).draw(&mut canvas);
            canvas.finish().contains("\nbase\n")
        };
        assert_eq!([Target::Inline, Target::File].map(says_base), [false, true]);
    }
}
