//! What is kept of values: latencies by distribution and slices, and the script's own metrics.

use crate::model::slices::Sketch;

pub use crate::model::measured::Measured;
pub use crate::model::responses::Responses;
pub use crate::model::users::Users;

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
