//! What is kept of values: latencies by distribution and slices, and the script's own metrics.

use crate::model::distribution::Distribution;
use crate::model::slices::{Absorb, Sketch};

pub use crate::model::responses::Responses;
pub use crate::model::users::Users;

use super::number::thousandths;

/// Latencies that wait for their slice to be over are sorted and packed at this number.
const MAX_PENDING: usize = 4096;

/// Collects [`Responses`].
#[derive(Debug, Default)]
pub(super) struct Recorder {
    responses: Responses,
    /// Sketch bins of the slice that is being filled, unsorted: adding one is a push.
    pending: Vec<u16>,
    /// Any second of that slice.
    second: i64,
    /// That slice.
    slot: i64,
}

impl Recorder {
    /// Counts a latency in microseconds that ended in a given second since 1970.
    #[inline]
    pub(super) fn record(&mut self, second: i64, micros: u64) {
        self.responses.distribution.record(micros);
        if self.responses.slices.index_of(second) != self.slot || self.pending.len() == MAX_PENDING {
            self.flush();
            self.slot = self.responses.slices.index_of(second);
            self.second = second;
        }
        self.pending.push(Sketch::index_of(micros));
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.responses.slices.absorb_at(self.second, &Sketch::from_indices(&mut self.pending));
            self.pending.clear();
        }
    }

    pub(super) fn finish(mut self) -> Responses {
        self.flush();
        self.responses
    }
}

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
    pub(super) fn record(&mut self, value: f64) {
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

#[cfg(test)]
mod tests {
    use super::{Measured, Recorder, Users};
    use crate::model::slices::Absorb;

    #[test]
    fn slices_sum_to_the_whole_whatever_the_order() {
        let mut recorder = Recorder::default();
        for n in 0..20_000_i64 {
            recorder.record(1_795_354_447 + n * 7919 % 600, (n * n % 50_000) as u64);
        }
        let responses = recorder.finish();
        assert_eq!(responses.distribution.count(), 20_000);
        assert_eq!(responses.slices.iter().map(|(_, sketch)| sketch.count()).sum::<u64>(), 20_000);
        assert_eq!(responses.slices.width(), 4);
    }

    #[test]
    fn a_metric_serves_counter_gauge_rate_and_trend() {
        let mut measured = Measured::default();
        for value in [0.0, 2.5, -1.0, 40.0] {
            measured.record(value);
        }
        assert_eq!((measured.count, measured.non_zero, measured.sum()), (4, 3, 41.5));
        assert_eq!(measured.extremes, Some((-1.0, 40.0)));
        assert_eq!(measured.distribution.count(), 3);
        assert_eq!(measured.distribution.max(), Some(40.0));
    }

    #[test]
    fn users_add_up() {
        let mut users = Users::one(10, 3);
        users.absorb(&Users::one(12, 5));
        users.absorb(&Users::default());
        assert_eq!(users, Users { samples: 2, sum: 8, max: 5, seconds: Some((10, 12)) });
    }
}
