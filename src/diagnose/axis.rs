//! The axis of time that both sides share: slices of a run, counted from the start of its judged window.

use std::collections::BTreeMap;

use crate::model::diagnosis::Course;
use crate::model::run::Run;
use crate::model::series::{Sample, ServerMetrics};
use crate::stats::level;

/// The most slices of a test: enough to see an incident, few enough to draw.
const MAX_SLICES: i64 = 120;
/// Microseconds in a second.
const MICROS: i64 = 1_000_000;

/// The slices of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// A slice has 2^this seconds and begins at a multiple of them in Unix time.
    pub(super) width_log2: u32,
    /// Unix second at which the judged window began.
    origin: i64,
    /// First and last moment of the test, in microseconds since 1970.
    test: (i64, i64),
    /// First and last moment of the judged window, likewise.
    pub(super) judged: (i64, i64),
}

impl Axis {
    /// Makes the axis of a run: as fine as the samples of its servers and its own slices allow.
    ///
    /// A summary that does not tell when it was made has the time that its servers' samples span. Nothing where there
    /// is neither.
    pub(super) fn of(run: &Run, metrics: &ServerMetrics) -> Option<Self> {
        let micros = |at: &chrono::DateTime<chrono::Utc>| at.timestamp_micros();
        let stated = run.meta.started.as_ref().ok().zip(run.meta.ended.as_ref().ok());
        let stated = stated.map(|(started, ended)| (micros(started), micros(ended)));
        let judged = run.judged_span.as_ref().ok().copied();
        let test = stated.or(judged).or_else(|| metrics.span())?;
        let judged = judged.unwrap_or(test);
        let test = (test.0.min(judged.0), test.1.max(judged.1));

        let seconds = (test.1 - test.0) / MICROS;
        let mut width_log2 = step(metrics).max(1.0).log2().ceil() as u32;
        if let Ok(responses) = &run.whole.responses {
            let own = responses.values().map(|responses| responses.slices.width_log2()).max();
            width_log2 = width_log2.max(own.unwrap_or(0));
        }
        while seconds >> width_log2 > MAX_SLICES {
            width_log2 += 1;
        }
        Some(Self { width_log2, origin: judged.0.div_euclid(MICROS), test, judged })
    }

    /// The same axis with slices at least as wide.
    pub(super) fn no_finer(self, width_log2: u32) -> Self {
        Self { width_log2: self.width_log2.max(width_log2), ..self }
    }

    /// The same axis with so many seconds more on both sides.
    pub(super) fn around(self, seconds: i64) -> Self {
        let more = seconds * MICROS;
        Self { test: (self.test.0 - more, self.test.1 + more), ..self }
    }

    /// Seconds in a slice.
    pub(super) fn width(self) -> i64 {
        1 << self.width_log2
    }

    /// How long the judged window is, in seconds.
    pub(super) fn judged_seconds(self) -> f64 {
        (self.judged.1 - self.judged.0) as f64 / MICROS as f64
    }

    /// Turns a Unix second into one since the judged window began.
    pub(super) fn since_window(self, unix: i64) -> i64 {
        unix - self.origin
    }

    /// Turns a moment in microseconds since 1970 into seconds since the judged window began.
    pub(super) fn seconds(self, at: i64) -> i64 {
        at.div_euclid(MICROS) - self.origin
    }

    /// Whether most of a slice is judged; `start` is in seconds since the judged window began.
    pub(super) fn is_judged(self, start: i64) -> bool {
        let middle = (start + self.origin) * MICROS + self.width() * MICROS / 2;
        (self.judged.0..=self.judged.1).contains(&middle)
    }

    /// The slices of the test: their start since the judged window began, and their span in microseconds since 1970.
    pub(super) fn slices(self) -> impl Iterator<Item = (i64, (i64, i64))> {
        let first = self.test.0.div_euclid(MICROS) >> self.width_log2;
        let last = self.test.1.div_euclid(MICROS) >> self.width_log2;
        (first..=last).map(move |index| {
            let start = index << self.width_log2;
            (self.since_window(start), (start * MICROS, (start + self.width()) * MICROS))
        })
    }

    /// The mean of the samples in each slice of the test.
    pub(super) fn course(self, samples: &[Sample]) -> Course {
        let mut sums: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
        for sample in samples.iter().filter(|sample| (self.test.0..=self.test.1).contains(&sample.at)) {
            let index = sample.at.div_euclid(MICROS) >> self.width_log2;
            let (sum, count) = sums.entry(index).or_default();
            *sum += sample.value;
            *count += 1.0;
        }
        let point = |(index, (sum, count)): (i64, (f64, f64))| {
            let mean: f64 = sum / count;
            mean.is_finite().then(|| (self.since_window(index << self.width_log2), mean))
        };
        Course { width: self.width(), points: sums.into_iter().filter_map(point).collect() }
    }

    /// The figures of a course in the judged window.
    pub(super) fn judged_values(self, course: &Course) -> Vec<f64> {
        course.points.iter().filter(|(start, _)| self.is_judged(*start)).map(|(_, value)| *value).collect()
    }
}

/// The usual time between two samples in seconds: the median over the series.
fn step(metrics: &ServerMetrics) -> f64 {
    /// So many series and samples tell it.
    const ENOUGH: usize = 64;
    let series = metrics.signals.iter().filter_map(|signal| signal.series.first()).take(ENOUGH);
    let steps = series.flat_map(|series| {
        series.samples.windows(2).take(ENOUGH).map(|pair| (pair[1].at - pair[0].at) as f64 / MICROS as f64)
    });
    level::quantile(&steps.collect::<Vec<_>>(), 0.5).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::{Axis, MICROS};
    use crate::model::series::Sample;

    fn samples(values: &[(i64, f64)]) -> Vec<Sample> {
        values.iter().map(|&(second, value)| Sample { at: second * MICROS, value }).collect()
    }

    #[test]
    fn samples_fall_into_slices_that_are_counted_from_the_window() {
        // The test runs from 100 s to 120 s, and is judged from 106 s on; slices of 4 s begin at 100 s.
        let span = |from: i64, to: i64| (from * MICROS, to * MICROS);
        let axis = Axis { width_log2: 2, origin: 106, test: span(100, 120), judged: span(106, 120) };
        let course = axis.course(&samples(&[(96, 9.0), (101, 1.0), (103, 3.0), (108, 5.0), (119, 7.0)]));
        assert_eq!(course.width, 4);
        assert_eq!(course.points, [(-6, 2.0), (2, 5.0), (10, 7.0)]);
        assert_eq!(axis.judged_values(&course), [5.0, 7.0]);
        assert_eq!(axis.slices().map(|(start, _)| start).collect::<Vec<_>>(), [-6, -2, 2, 6, 10, 14]);
    }
}
