//! Positions and ticks.

use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Tick {
    /// Where, in the axis' own unit.
    pub value: f64,
    /// What is written there.
    pub text: String,
}

/// What an axis spans and says; where it lies is decided when it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Axis {
    /// Lower and upper end.
    pub range: (f64, f64),
    /// Its marks, ascending.
    pub ticks: Vec<Tick>,
    /// What it measures, with the unit.
    pub title: String,
}

impl Axis {
    /// Makes an axis from 0 to a round number at or above `most`, with about `count` ticks.
    pub(in crate::render) fn from_zero(most: f64, count: usize, title: &str, unit: &str) -> Self {
        let top = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let values = nice(top, count);
        let step = values.get(1).copied().unwrap_or(top);
        let end = (top / step).ceil() * step;
        let ticks = nice(end, count)
            .into_iter()
            .map(|value| Tick { value, text: format!("{}{unit}", tick_number(value)) })
            .collect();
        Self { range: (0.0, end), ticks, title: title.to_owned() }
    }

    /// Returns the pixel of a value between the pixels `from` and `to`; what lies beyond is put on the rim.
    pub(in crate::render) fn pixel(&self, value: f64, from: i32, to: i32) -> i32 {
        let coordinate: RangedCoordf64 = (self.range.0..self.range.1).into();
        let value = value.clamp(self.range.0, self.range.1);
        coordinate.map(&value, (from, to))
    }

    /// Tells whether a value lies on the axis.
    pub(in crate::render) fn holds(&self, value: f64) -> bool {
        (self.range.0..=self.range.1).contains(&value)
    }
}

/// Round numbers from 0 to `top`.
fn nice(top: f64, count: usize) -> Vec<f64> {
    let coordinate: RangedCoordf64 = (0.0..top).into();
    coordinate.key_points(BoldPoints(count + 1))
}

/// Writes a round number without trailing zeros.
pub(in crate::render) fn tick_number(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_on_a_round_number() {
        let axis = Axis::from_zero(184.2, 4, "latency, ms", "");
        let texts: Vec<&str> = axis.ticks.iter().map(|tick| tick.text.as_str()).collect();
        assert_eq!(texts, ["0", "50", "100", "150", "200"]);
        assert_eq!(axis.range, (0.0, 200.0));
        assert_eq!(axis.pixel(100.0, 0, 300), 150);
        assert_eq!(axis.pixel(900.0, 0, 300), 300);
    }

    #[test]
    fn survives_nothing_to_show() {
        for most in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let axis = Axis::from_zero(most, 4, "", " %");
            assert!(axis.range.1 > 0.0 && axis.range.1.is_finite());
        }
    }
}
