//! Metrics of the script's own.

use super::distribution::{Distribution, thousandths};
use super::slices::Absorb;

/// A metric of the script's own, or one of k6's that is no request: everything a counter, gauge, rate or trend may ask.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    /// Samples.
    pub count: u64,
    /// Samples that were not 0: what a rate passes.
    pub non_zero: u64,
    /// Sum of the samples in millionths, exact so that merging is.
    pub sum_millionths: i128,
    /// Smallest and largest sample, absent where there is none.
    pub extremes: Option<(f64, f64)>,
    /// The samples that are not negative, in thousandths (microseconds, where the metric is a time).
    pub distribution: Distribution,
}

impl Measured {
    /// Counts a sample; it must be finite.
    pub fn record(&mut self, value: f64) {
        self.count += 1;
        self.non_zero += u64::from(value != 0.0);
        self.sum_millionths = self.sum_millionths.saturating_add(millionths(value));
        self.extremes = joined(self.extremes, Some((value, value)));
        if let Some(thousandths) = thousandths(value) {
            self.distribution.record(thousandths);
        }
    }

    /// The sum of the samples.
    pub fn sum(&self) -> f64 {
        self.sum_millionths as f64 / 1e6
    }
}

impl Absorb for Measured {
    fn absorb(&mut self, other: &Self) {
        self.count += other.count;
        self.non_zero += other.non_zero;
        self.sum_millionths = self.sum_millionths.saturating_add(other.sum_millionths);
        self.extremes = joined(self.extremes, other.extremes);
        self.distribution.merge(&other.distribution);
    }
}

/// No script measures as much: nanoseconds since 1970 are 2e18. Sums of what is below can be written down and read again.
const MOST: f64 = 1e19;

/// Tells whether a number can have been measured.
pub fn can_be(value: f64) -> bool {
    value.abs() < MOST
}

/// Turns a sample into whole millionths.
fn millionths(value: f64) -> i128 {
    // Adding a half and cutting off is rounding; casting to 64 bits takes one instruction, to 128 a call.
    let millionths = value * 1e6 + 0.5_f64.copysign(value);
    if millionths.abs() < 9e18 { i128::from(millionths as i64) } else { millionths as i128 }
}

fn joined(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<(f64, f64)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}
