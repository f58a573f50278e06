//! The axis of time: seconds since it begins, what is shaded on it, and the times that are marked.

use chrono::{DateTime, Utc};

use super::calendar;
use super::scale::Scale;
use crate::render::chart::axis::Tick;
use crate::render::chart::canvas::{Align, Canvas, Point, TextSize, room};
use crate::render::chart::theme::Ink;
use crate::words::say;

/// How wide a chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Width {
    /// A page's width: the whole run.
    Full,
    /// Beside something else: one endpoint.
    Half,
}

/// How times are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Dial {
    /// As on a stopwatch: since the test began.
    Elapsed,
    /// As in a calendar, of an axis that begins here.
    Calendar(DateTime<Utc>),
}

/// A time that is marked through all panels.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct TimeMark {
    /// Seconds since the axis begins.
    pub at: f64,
    /// What happened then, in a word or two.
    pub label: String,
    /// Its colour.
    pub ink: Ink,
}

/// A span of time that is shaded, in seconds since the axis begins.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Shade {
    /// Its beginning.
    pub from: f64,
    /// Its end.
    pub to: f64,
    /// What it is: `warm-up`.
    pub label: String,
    /// The colour behind the figures.
    pub ink: Ink,
}

/// What the axis spans, and what is shaded.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct TimeFrame {
    /// How its times are written.
    pub dial: Dial,
    /// Seconds from its beginning to its end.
    pub end: f64,
    /// Shaded spans, in order of time.
    pub shaded: Vec<Shade>,
    /// Marked times, ascending.
    pub marks: Vec<TimeMark>,
}

/// Steps between ticks, in seconds.
const STEPS: [f64; 17] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0,
    28800.0, 86400.0,
];
/// Ticks nearer than this touch.
const TICK_DISTANCE: f64 = 62.0;
/// Longer names of spans and marks are shortened.
const NAME_FITS: usize = 24;

/// Writes a time since the test began: `05:30`, from an hour on `1:05:30`.
pub(in crate::render) fn clock(seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes:02}:{rest:02}") }
}

impl Width {
    /// The width of the chart in pixels.
    pub(super) fn pixels(self) -> u32 {
        match self {
            Self::Full => 960,
            Self::Half => 560,
        }
    }

    /// The pixels between which the axis lies; to its right there is room for the names of lines.
    pub(super) fn span(self) -> (i32, i32) {
        (52, self.pixels().cast_signed() - 66)
    }
}

/// A frame at a width: turns times into pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeAxis<'a> {
    pub frame: &'a TimeFrame,
    pub width: Width,
}

impl TimeAxis<'_> {
    /// The pixel of a time; what lies beyond the axis is put on its end.
    pub(super) fn x(&self, seconds: f64) -> i32 {
        let (from, to) = self.width.span();
        let share = (seconds / self.frame.end.max(1e-9)).clamp(0.0, 1.0);
        from + (share * f64::from(to - from)).round() as i32
    }

    /// Names the shaded spans and the marks in the line around `y`; a name that would touch the one before is left out.
    pub(super) fn names(&self, canvas: &mut Canvas, y: i32) {
        let spans = self.frame.shaded.iter().map(|span| (self.x(span.from), 1, span.label.as_str()));
        let marks = self.frame.marks.iter().map(|mark| (self.x(mark.at), -3, mark.label.as_str()));
        let mut names: Vec<(i32, i32, &str)> = spans.chain(marks).collect();
        names.sort_by_key(|name| name.0 + name.1);
        let mut free = i32::MIN;
        canvas.begin_group("plot", "");
        for (x, distance, label) in names {
            let from = (x + distance).min(self.width.pixels().cast_signed() - room(label, NAME_FITS));
            if from >= free {
                canvas.label_beside(label, NAME_FITS, ((x, y), from - x), Align::Start, Ink::Muted);
                free = from + room(label, NAME_FITS) + 8;
            }
        }
        canvas.end_group();
    }

    /// Writes the ticks and the title of the axis below the panels.
    pub(super) fn draw(&self, canvas: &mut Canvas, bottom: i32) {
        let ticks = self.ticks();
        // Those of a stopwatch are equally far from each other.
        let step = match (self.frame.dial, ticks.as_slice()) {
            (Dial::Elapsed, [first, second, ..]) => (second.value - first.value).to_string(),
            _ => String::new(),
        };
        canvas.begin_group("axis", &step);
        for tick in ticks {
            let x = self.x(tick.value);
            canvas.line(Ink::Base, 1, &[(x, bottom), (x, bottom + 4)]);
            canvas.text(&tick.text, (x, bottom + 13), Align::Middle, Ink::Muted, TextSize::Small);
        }
        let (from, to) = self.width.span();
        let title = match self.frame.dial {
            Dial::Elapsed if self.frame.end >= 3600.0 => say!("chart-time-hours"),
            Dial::Elapsed => say!("chart-time"),
            Dial::Calendar(origin) => calendar::title(origin, self.frame.end),
        };
        let middle = i32::midpoint(from, to);
        canvas.text(&title, (middle, bottom + 29), Align::Middle, Ink::Muted, TextSize::Small);
        canvas.end_group();
    }

    fn ticks(&self) -> Vec<Tick> {
        let (from, to) = self.width.span();
        match self.frame.dial {
            Dial::Elapsed => elapsed(self.frame.end, (f64::from(to - from) / TICK_DISTANCE).floor()),
            Dial::Calendar(origin) => calendar::ticks(origin, self.frame.end, f64::from(to - from)),
        }
    }
}

/// Where a panel draws: on the axis of time, between two heights.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plot<'a> {
    pub axis: TimeAxis<'a>,
    pub top: i32,
    pub bottom: i32,
}

impl Plot<'_> {
    /// The pixel of a time.
    pub(super) fn x(&self, seconds: f64) -> i32 {
        self.axis.x(seconds)
    }

    /// The pixel of a value.
    pub(super) fn y(&self, scale: &Scale, value: f64) -> i32 {
        scale.y(value, self.bottom, self.top)
    }

    /// The ends of a line from top to bottom.
    pub(super) fn upright(&self, x: i32) -> [Point; 2] {
        [(x, self.top), (x, self.bottom)]
    }

    /// Shades the spans and draws the grid and the marks behind a panel.
    pub(super) fn behind(&self, canvas: &mut Canvas) {
        for span in &self.axis.frame.shaded {
            canvas.rectangle(span.ink, (self.x(span.from), self.top), (self.x(span.to), self.bottom));
        }
        for tick in self.axis.ticks() {
            let x = self.x(tick.value);
            canvas.line(Ink::Grid, 1, &self.upright(x));
        }
        for mark in &self.axis.frame.marks {
            let x = self.x(mark.at);
            canvas.line(mark.ink, 1, &self.upright(x));
        }
    }

    /// Marks where the shaded spans begin and end, in front of a panel that may cover the shade.
    pub(super) fn edges(&self, canvas: &mut Canvas) {
        let (first, last) = self.axis.width.span();
        for at in self.axis.frame.shaded.iter().flat_map(|span| [span.from, span.to]) {
            let x = self.x(at);
            if x > first && x < last {
                canvas.line(Ink::Base, 1, &self.upright(x));
            }
        }
    }
}

/// Marks since the start in round steps, at most `most` of them.
fn elapsed(end: f64, most: f64) -> Vec<Tick> {
    let day = STEPS.last().copied().unwrap_or(86400.0);
    let step = STEPS.into_iter().find(|step| end / step <= most);
    let step = step.unwrap_or_else(|| (end / day / most).ceil() * day);
    let count = (end / step).floor() as u32;
    let at = |tick: u32| f64::from(tick) * step;
    (0..=count).map(|tick| Tick { value: at(tick), text: clock(at(tick)) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stopwatch(end: f64) -> TimeFrame {
        TimeFrame { dial: Dial::Elapsed, end, shaded: Vec::new(), marks: Vec::new() }
    }

    #[test]
    fn times_read_as_on_a_clock() {
        assert_eq!([0.0, 75.4, 3599.0, 3661.0].map(clock), ["00:00", "01:15", "59:59", "1:01:01"]);
    }

    #[test]
    fn ticks_are_round_and_keep_their_distance_at_any_length() {
        for end in [1.0, 75.0, 3600.0, 90_000.0, 3e7] {
            let frame = stopwatch(end);
            for width in [Width::Full, Width::Half] {
                let axis = TimeAxis { frame: &frame, width };
                let ticks = axis.ticks();
                let at: Vec<f64> = ticks.iter().map(|tick| tick.value).collect();
                assert!(at.len() >= 2 && at[0] == 0.0 && at[at.len() - 1] <= end, "{end}");
                assert!(at.windows(2).all(|pair| axis.x(pair[1]) - axis.x(pair[0]) >= 50), "{end}");
            }
        }
        let frame = stopwatch(75.0);
        assert_eq!(TimeAxis { frame: &frame, width: Width::Full }.ticks()[1].value, 10.0);
    }
}
