//! Latency over load: where does it leave its level?

use super::axis::Axis;
use super::canvas::{Align, Canvas, Draw, Point, TextSize, room};
use super::theme::Ink;
use super::time::scale::Scale;
use crate::words::say;

/// Latency over load.
#[derive(Debug, Clone)]
pub(in crate::render) struct LoadChart {
    /// What the load is measured in.
    pub title: String,
    /// Ramps of the base, each in the order of load: load and latency in milliseconds.
    pub base: Vec<Vec<(f64, f64)>>,
    /// The candidate's.
    pub run: Vec<(f64, f64)>,
    /// Where the base's latency left its level.
    pub base_knee: Option<f64>,
    /// Where the candidate's did.
    pub knee: Option<KneeMark>,
}

/// A knee, as it is drawn.
#[derive(Debug, Clone)]
pub(in crate::render) struct KneeMark {
    /// The load.
    pub at: f64,
    /// The ends of its interval.
    pub interval: (f64, f64),
    /// What is written beside it.
    pub label: String,
    /// Latency below it.
    pub level: f64,
    /// The power of the load with which latency rises beyond.
    pub slope: f64,
}

const SIZE: (u32, u32) = (640, 262);
const LEFT: i32 = 52;
const RIGHT: i32 = 622;
const TOP: i32 = 30;
const BOTTOM: i32 = 216;
/// Steps of the line beyond the knee.
const STEPS: u32 = 24;

impl LoadChart {
    fn points(&self) -> impl Iterator<Item = &(f64, f64)> {
        self.base.iter().chain([&self.run]).flatten()
    }
}

impl Draw for LoadChart {
    fn size(&self) -> (u32, u32) {
        SIZE
    }

    fn draw(&self, canvas: &mut Canvas) {
        let latencies = || self.points().map(|point| point.1).filter(|latency| *latency > 0.0);
        let vertical = Scale::log(latencies().fold(f64::INFINITY, f64::min), latencies().fold(0.0, f64::max));
        let most = self.points().map(|point| point.0).fold(0.0, f64::max);
        let horizontal = Axis::from_zero(most, 8, &self.title, "");
        let x = |load: f64| horizontal.pixel(load, LEFT, RIGHT);
        let y = |latency: f64| vertical.y(latency, BOTTOM, TOP);
        let place = |points: &[(f64, f64)]| -> Vec<Point> {
            points.iter().map(|&(load, latency)| (x(load), y(latency))).collect()
        };

        if let Some(knee) = &self.knee {
            canvas.rectangle(Ink::Band, (x(knee.interval.0), TOP), (x(knee.interval.1), BOTTOM));
        }
        for tick in vertical.ticks() {
            let at = vertical.tick_y(tick, BOTTOM, TOP);
            canvas.line(Ink::Grid, 1, &[(LEFT, at), (RIGHT, at)]);
            canvas.text(&tick.text, (LEFT - 7, at), Align::End, Ink::Muted, TextSize::Small);
        }
        for tick in &horizontal.ticks {
            let at = x(tick.value);
            canvas.line(Ink::Base, 1, &[(at, BOTTOM), (at, BOTTOM + 4)]);
            canvas.text(&tick.text, (at, BOTTOM + 14), Align::Middle, Ink::Muted, TextSize::Small);
        }
        let middle = (i32::midpoint(LEFT, RIGHT), BOTTOM + 34);
        canvas.text(&self.title, middle, Align::Middle, Ink::Muted, TextSize::Small);
        self.legend(canvas);

        for base in &self.base {
            canvas.line(Ink::BaseLine, 1, &place(base));
        }
        if let Some(knee) = self.base_knee {
            canvas.line(Ink::BaseLine, 2, &[(x(knee), TOP), (x(knee), BOTTOM)]);
        }
        for point in place(&self.run) {
            canvas.dot(Ink::Run, point, 2);
        }
        if let Some(knee) = &self.knee {
            let beyond =
                (0..=STEPS).map(|step| knee.at + (most - knee.at) * f64::from(step) / f64::from(STEPS));
            let risen = |load: f64| knee.level * (load / knee.at).powf(knee.slope);
            let line: Vec<(f64, f64)> = [(0.0, knee.level)]
                .into_iter()
                .chain(beyond.map(|load| (load, risen(load))))
                .take_while(|point| vertical.holds(point.1))
                .collect();
            canvas.line(Ink::Run, 1, &place(&line));
            let at = x(knee.at);
            canvas.line(Ink::Run, 2, &[(at, TOP), (at, BOTTOM)]);
            let (align, aside) = if at - LEFT > room(&knee.label, usize::MAX) + 12 {
                (Align::End, at - 6)
            } else {
                (Align::Start, at + 6)
            };
            canvas.text(&knee.label, (aside, TOP + 9), align, Ink::Text, TextSize::Small);
        }
    }
}

impl LoadChart {
    fn legend(&self, canvas: &mut Canvas) {
        let title = say!("chart-log-scale", title = say!("panel-p95"));
        canvas.text(&title, (6, 11), Align::Start, Ink::Muted, TextSize::Small);
        let name = say!("side-run");
        canvas.text(&name, (RIGHT, 11), Align::End, Ink::Text, TextSize::Small);
        let left = RIGHT - room(&name, usize::MAX) - 10;
        canvas.dot(Ink::Run, (left, 11), 2);
        if !self.base.is_empty() {
            let (name, right) = (say!("side-base"), left - 18);
            canvas.text(&name, (right, 11), Align::End, Ink::Text, TextSize::Small);
            let left = right - room(&name, usize::MAX) - 6;
            canvas.line(Ink::BaseLine, 2, &[(left - 22, 11), (left, 11)]);
        }
    }
}
