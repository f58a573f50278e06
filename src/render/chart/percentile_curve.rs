//! Latency over percentile: how much slower is the tail?
//!
//! The horizontal axis is 1/(1−q) on a log scale, so that p90, p99 and p99.9 lie at equal distances.

use super::axis::Axis;
use super::canvas::{Align, Canvas, Draw, Point, TextSize};
use super::theme::Ink;
use crate::model::latency::percent_of;
use crate::words::say;

/// Latency over percentile.
#[derive(Debug, Clone)]
pub(in crate::render) struct CurveChart {
    /// The base runs.
    pub base: Vec<Curve>,
    /// The candidate.
    pub run: Curve,
    /// Objectives: what they say, and their latency in milliseconds.
    pub limits: Vec<(String, f64)>,
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
const RIGHT: i32 = 340;
const TOP: i32 = 32;
const BOTTOM: i32 = 192;
/// Tick labels nearer than this touch.
const TICK_DISTANCE: i32 = 26;
/// A limit this many times higher than the curves would flatten them: it is named, not drawn to scale.
const LIMIT_REACH: f64 = 1.6;

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
        let top = self.curves().flatten().map(|point| point.1).fold(0.0, f64::max);
        let reached = self.limits.iter().map(|limit| limit.1).filter(|limit| *limit <= top * LIMIT_REACH);
        let vertical = Axis::from_zero(reached.fold(top, f64::max), 4, "", "");
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
        let y = |latency: f64| vertical.pixel(latency, BOTTOM, TOP);

        for tick in &vertical.ticks {
            let at = y(tick.value);
            canvas.line(Ink::Grid, 1, &[(LEFT, at), (RIGHT, at)]);
            canvas.text(&tick.text, (LEFT - 7, at), Align::End, Ink::Muted, TextSize::Small);
        }
        self.percentile_ticks(canvas, &x);
        self.legend(canvas);
        self.limit_lines(canvas, &vertical, &y);

        let place = |curve: &[(f64, f64)]| -> Vec<Point> {
            curve.iter().filter_map(|&(q, latency)| Some((x(position(q)?), y(latency)))).collect()
        };
        for curve in &self.base {
            let points = place(&curve.shown());
            canvas.line(Ink::BaseLine, 2, &points);
            for point in points.into_iter().filter(|_| curve.marked) {
                canvas.ring(Ink::Base, point, 4);
            }
        }
        let points = place(&self.run.shown());
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
        canvas.text(&say!("chart-latency"), (6, 11), Align::Start, Ink::Muted, TextSize::Small);
        canvas.line(Ink::Run, 2, &[(RIGHT - 46, 11), (RIGHT - 26, 11)]);
        if self.run.marked {
            canvas.dot(Ink::Run, (RIGHT - 36, 11), 4);
        }
        canvas.text(&say!("chart-run"), (RIGHT, 11), Align::End, Ink::Text, TextSize::Small);
        if !self.base.is_empty() {
            canvas.line(Ink::BaseLine, 2, &[(RIGHT - 112, 11), (RIGHT - 90, 11)]);
            if self.base.iter().any(|base| base.marked) {
                canvas.ring(Ink::Base, (RIGHT - 101, 11), 4);
            }
            canvas.text(&say!("chart-base"), (RIGHT - 60, 11), Align::End, Ink::Text, TextSize::Small);
        }
    }

    fn limit_lines(&self, canvas: &mut Canvas, vertical: &Axis, y: &impl Fn(f64) -> i32) {
        let mut beyond = 0;
        for (text, latency) in &self.limits {
            let at = if vertical.holds(*latency) {
                let at = y(*latency);
                canvas.line(Ink::LimitLine, 2, &[(LEFT, at), (RIGHT, at)]);
                (LEFT + 6, if at - TOP < 14 { at + 9 } else { at - 8 })
            } else {
                beyond += 1;
                (LEFT + 6, TOP - 6 + 13 * beyond)
            };
            let text = if vertical.holds(*latency) { text.clone() } else { format!("↑ {text}") };
            canvas.label(&text, 46, at, Align::Start, Ink::Limit, TextSize::Small);
        }
    }
}
