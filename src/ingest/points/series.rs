//! What is kept of values: latencies by distribution and slices, and the script's own metrics.

use crate::model::slices::Sketch;

pub use crate::model::measured::Measured;
pub use crate::model::responses::Responses;
pub use crate::model::users::Users;

/// Values that wait are packed at this number. Counting them in a row lets the processor fetch the next bins while it waits
/// for the last: one by one, between two lines, the waiting took three quarters of the counting.
const MAX_PENDING: usize = 1024;

/// Collects [`Responses`].
#[derive(Debug, Default)]
pub(in crate::ingest) struct Recorder {
    responses: Responses,
    /// Microseconds of the slice that is being filled: adding one is a push.
    pending: Vec<u64>,
    /// Room for their bins.
    indices: Vec<u16>,
    /// Where among them each of the finest slices begins, and any second of it.
    marks: Vec<(usize, i64)>,
    /// That slice.
    slot: i64,
    /// The last of the finest slices in it; absent before the first request.
    finest: Option<i64>,
}

impl Recorder {
    /// Counts a latency in microseconds that ended in a given second since 1970.
    #[inline]
    pub(in crate::ingest) fn record(&mut self, second: i64, micros: u64) {
        if Some(self.responses.slices.index_of(second)) != self.finest || self.pending.len() == MAX_PENDING {
            self.turn_to(second);
        }
        self.pending.push(micros);
    }

    /// Begins another of the finest slices; what waits is packed only where it is another slice, too.
    fn turn_to(&mut self, second: i64) {
        if self.responses.slices.slots().index_of(second) != self.slot || self.pending.len() == MAX_PENDING {
            self.flush();
            self.slot = self.responses.slices.slots().index_of(second);
        }
        self.finest = Some(self.responses.slices.index_of(second));
        self.marks.push((self.pending.len(), second));
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.pending.iter().for_each(|&micros| self.responses.distribution.record(micros));
            self.indices.clear();
            self.indices.extend(self.pending.drain(..).map(Sketch::index_of));
            self.responses.slices.absorb_marked(&self.marks, &mut self.indices);
        }
        self.marks.clear();
    }

    pub(in crate::ingest) fn finish(mut self) -> Responses {
        self.flush();
        Responses { distribution: self.responses.distribution.packed(), slices: self.responses.slices }
    }
}

/// Collects [`Measured`].
#[derive(Debug, Default)]
pub(in crate::ingest) struct Sampler {
    measured: Measured,
    pending: Vec<f64>,
}

impl Sampler {
    /// Counts a sample, which must be finite.
    #[inline]
    pub(in crate::ingest) fn record(&mut self, value: f64) {
        if self.pending.len() == MAX_PENDING {
            self.flush();
        }
        self.pending.push(value);
    }

    fn flush(&mut self) {
        self.pending.drain(..).for_each(|value| self.measured.record(value));
    }

    pub(in crate::ingest) fn finish(mut self) -> Measured {
        self.flush();
        Measured { distribution: self.measured.distribution.packed(), ..self.measured }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_PENDING, Measured, Recorder, Sampler, Users};
    use crate::model::slices::{Absorb, Sketch, Slices};

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
    fn a_long_test_is_as_if_slices_had_been_added_one_by_one() {
        // From the first second of 1970 on, six hours, some requests out of order.
        let (mut recorder, mut one_by_one) = (Recorder::default(), Slices::default());
        for n in 0..20_000_i64 {
            let (second, micros) = (n + n % 7 * (n % 3), (n * n % 50_000) as u64);
            recorder.record(second, micros);
            one_by_one.absorb_at(second, &Sketch::from_indices(&mut [Sketch::index_of(micros)]));
        }
        assert!(one_by_one.fine().is_some());
        assert_eq!(recorder.finish().slices, one_by_one);
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
    fn samples_that_wait_are_counted() {
        let (mut sampler, mut one_by_one) = (Sampler::default(), Measured::default());
        for sample in 0..2 * MAX_PENDING + 7 {
            sampler.record(sample as f64);
            one_by_one.record(sample as f64);
        }
        assert_eq!(sampler.finish(), one_by_one);
    }

    #[test]
    fn users_add_up() {
        let mut users = Users::one(10, 3);
        users.absorb(&Users::one(12, 5));
        users.absorb(&Users::default());
        assert_eq!(users, Users { samples: 2, sum: 8, max: 5, seconds: Some((10, 12)) });
    }
}
