//! The vertical axes.

use crate::render::chart::axis::{Axis, Tick, tick_number};
use crate::words::say;

/// A vertical axis: linear from zero, or logarithmic where a spike would flatten everything else.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) enum Scale {
    /// Values as they are.
    Linear(Axis),
    /// Decimal logarithms of values; the ticks say the values.
    Log(Axis),
}

/// More labelled steps than this are thinned to powers of ten.
const MOST_LOG_TICKS: usize = 7;
/// Steps within a power of ten.
const LOG_STEPS: [f64; 3] = [1.0, 2.0, 5.0];

/// A spike this many times above the usual value would flatten a linear axis.
const SPIKE: f64 = 8.0;
/// An objective further away than this many times would flatten the lines: it is named, not drawn.
const LIMIT_REACH: f64 = 1.6;

/// What an axis can end at: steps far from these cannot be told apart, or pass every number.
const LEAST_DRAWN: f64 = 1e-300;
const MOST_DRAWN: f64 = 1e300;

impl Scale {
    /// Makes the axis that suits latencies and the objectives near them: logarithmic where a spike stands out of what is
    /// usual.
    pub(in crate::render) fn fitting(values: &[f64], usual: f64, limits: &[f64]) -> Self {
        let most = values.iter().copied().fold(0.0, f64::max);
        let least = values.iter().copied().filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
        let top = Self::reach(most, limits);
        if most > usual * SPIKE && least.is_finite() { Self::log(least, top) } else { Self::linear(top, 4) }
    }

    /// Adds to what the axis measures that it is logarithmic, where it is.
    pub(in crate::render) fn titled(&self, title: String) -> String {
        match self {
            Self::Linear(_) => title,
            Self::Log(_) => say!("chart-log-scale", title = title),
        }
    }

    /// How far an axis reaches that shows values up to `most` and the objectives near them.
    pub(in crate::render) fn reach(most: f64, limits: &[f64]) -> f64 {
        limits.iter().copied().filter(|limit| *limit <= most * LIMIT_REACH).fold(most, f64::max)
    }

    /// Makes an axis from zero to a round number at or above `most`, in at most `steps` steps.
    pub(in crate::render) fn linear(most: f64, steps: u32) -> Self {
        let most = if most.is_finite() && most > 0.0 { most.clamp(LEAST_DRAWN, MOST_DRAWN) } else { 1.0 };
        let decade = 10_f64.powf(most.log10().floor() - 1.0);
        let fits = |step: &f64| most / step <= f64::from(steps.max(1)) + 1e-9;
        let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0].map(|step| step * decade).into_iter().find(fits);
        Self::from_zero(most, step.unwrap_or(100.0 * decade))
    }

    /// The same for counts: no mark lies between two whole numbers.
    pub(in crate::render) fn counts(most: u64, steps: u32) -> Self {
        let most = most.max(1);
        let steps = u32::try_from(most).unwrap_or(steps).min(steps);
        Self::linear(most as f64, steps)
    }

    fn from_zero(most: f64, step: f64) -> Self {
        let count = (most / step - 1e-9).ceil().max(1.0);
        let tick = |tick: u32| {
            let value = f64::from(tick) * step;
            Tick { value, text: tick_number(value) }
        };
        let ticks = (0..=count as u32).map(tick).collect();
        Self::Linear(Axis { range: (0.0, count * step), ticks, title: String::new() })
    }

    /// Makes a logarithmic axis between round numbers around two positive values.
    pub(in crate::render) fn log(least: f64, most: f64) -> Self {
        let least = if least.is_finite() && least > 0.0 { least } else { 1.0 };
        let most = if most.is_finite() && most > least { most } else { least * 10.0 };
        let steps = steps(least, most);
        let low = steps.iter().copied().rfind(|step| *step <= least).unwrap_or(least);
        let high = steps.iter().copied().find(|step| *step >= most).unwrap_or(most);
        Self::log_between(low, high)
    }

    /// Makes a logarithmic axis that ends exactly at two positive values.
    pub(in crate::render) fn log_between(low: f64, high: f64) -> Self {
        let inside = |step: &f64| *step >= low * 0.999 && *step <= high * 1.001;
        let mut values: Vec<f64> = steps(low, high).into_iter().filter(inside).collect();
        if values.len() > MOST_LOG_TICKS {
            values.retain(|value| (value.log10() - value.log10().round()).abs() < 1e-9);
        }
        let tick = |value: f64| Tick { value: value.log10(), text: tick_number(value) };
        Self::Log(Axis {
            range: (low.log10(), high.log10()),
            ticks: values.into_iter().map(tick).collect(),
            title: String::new(),
        })
    }

    /// Its marks; a value is in the axis' own unit, for [`Self::tick_y`].
    pub(in crate::render::chart) fn ticks(&self) -> &[Tick] {
        &self.axis().ticks
    }

    /// The pixel of a mark.
    pub(in crate::render::chart) fn tick_y(&self, tick: &Tick, bottom: i32, top: i32) -> i32 {
        self.axis().pixel(tick.value, bottom, top)
    }

    /// The pixel of a value; what lies beyond is put on the rim.
    pub(in crate::render::chart) fn y(&self, value: f64, bottom: i32, top: i32) -> i32 {
        self.axis().pixel(self.own(value), bottom, top)
    }

    /// Tells whether a value lies on the axis.
    pub(in crate::render) fn holds(&self, value: f64) -> bool {
        self.axis().holds(self.own(value))
    }

    fn own(&self, value: f64) -> f64 {
        match self {
            Self::Linear(_) => value,
            Self::Log(_) => value.max(f64::MIN_POSITIVE).log10(),
        }
    }

    fn axis(&self) -> &Axis {
        match self {
            Self::Linear(axis) | Self::Log(axis) => axis,
        }
    }
}

/// What [`Scale::fitting`] takes for usual: the upper median of a line's values, 0 where it has none.
pub(in crate::render) fn usual(mut values: Vec<f64>) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// The numbers 1, 2, 5, 10, … from below `low` to above `high`.
fn steps(low: f64, high: f64) -> Vec<f64> {
    let ends = [low, high].map(|end| end.clamp(f64::MIN_POSITIVE, f64::MAX).log10());
    let decades = ends[0].floor() as i32..=ends[1].ceil() as i32;
    decades.flat_map(|decade| LOG_STEPS.map(|step| step * 10_f64.powi(decade))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(scale: &Scale) -> Vec<&str> {
        scale.ticks().iter().map(|tick| tick.text.as_str()).collect()
    }

    #[test]
    fn logarithmic_ends_are_round_and_ticks_few() {
        assert_eq!(texts(&Scale::log(7.0, 480.0)), ["5", "10", "20", "50", "100", "200", "500"]);
        assert_eq!(texts(&Scale::log(0.3, 4000.0)), ["1", "10", "100", "1000"]);
        let scale = Scale::log(10.0, 1000.0);
        assert_eq!([10.0, 100.0, 1000.0, 5.0].map(|value| scale.y(value, 200, 0)), [200, 100, 0, 200]);
        assert!(!scale.holds(5.0) && scale.holds(999.0));
    }

    #[test]
    fn no_value_is_too_small_or_too_large_for_an_axis() {
        for most in [5e-324, 1e-310, 1e-300, 1e300, f64::MAX] {
            let scale = Scale::linear(most, 2);
            assert!(scale.ticks().len() <= 4, "{most}: {} ticks", scale.ticks().len());
            assert!(scale.ticks().iter().all(|tick| tick.value.is_finite()), "{:?}", scale.ticks());
        }
    }

    #[test]
    fn an_axis_between_given_ends_keeps_them() {
        let scale = Scale::log_between(4.0, 400.0);
        assert_eq!(scale.y(4.0, 100, 0), 100);
        assert_eq!(texts(&scale), ["5", "10", "20", "50", "100", "200"]);
    }

    #[test]
    fn linear_ends_are_round_and_counts_whole() {
        assert_eq!(texts(&Scale::linear(184.0, 4)), ["0", "50", "100", "150", "200"]);
        assert_eq!(texts(&Scale::linear(12.0, 2)), ["0", "10", "20"]);
        assert_eq!(texts(&Scale::linear(0.07, 2)), ["0", "0.05", "0.1"]);
        assert_eq!(texts(&Scale::counts(7, 4)), ["0", "2", "4", "6", "8"]);
        assert_eq!(texts(&Scale::counts(1, 4)), ["0", "1"]);
        assert_eq!(texts(&Scale::counts(0, 4)), ["0", "1"]);
        assert_eq!(texts(&Scale::counts(1_000_000, 2)), ["0", "500000", "1000000"]);
    }

    #[test]
    fn nothing_to_show_is_survived() {
        for (least, most) in [(0.0, 0.0), (f64::NAN, f64::INFINITY), (5.0, 5.0), (-1.0, 3.0)] {
            assert!(Scale::log(least, most).ticks().len() >= 2);
        }
    }
}
