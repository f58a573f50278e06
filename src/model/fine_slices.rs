//! The slices that incidents are looked for in: as fine as a run has them, the same for every endpoint, without gaps.

use std::collections::BTreeSet;

use super::bins::Bin;
use super::outcome::Outcome;
use super::responses::ByOutcome;
use super::run::Run;
use super::slice_axis::SliceAxis;
use super::slices::Slices;
use super::slicing::SliceCounts;

/// The finest slices of a run. Those in which nothing ended are there too: users may have waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FineSlices {
    /// Where they lie in time.
    pub axis: SliceAxis,
}

impl FineSlices {
    /// Finds the slices of a run; absent where a source holds no single responses.
    pub fn of(run: &Run) -> Option<Self> {
        let traffic = run.endpoints.iter().map(|endpoint| &endpoint.traffic).chain([&run.whole]);
        let responses: Vec<&ByOutcome> =
            traffic.map(|traffic| traffic.responses.as_ref().ok()).collect::<Option<_>>()?;
        let all = || responses.iter().flat_map(|by_outcome| by_outcome.values()).map(|r| &r.slices);
        let width_log2 = all().map(Slices::finest_log2).max().unwrap_or(0);
        let held: BTreeSet<i64> =
            all().flat_map(Slices::finest_starts).map(|start| start >> width_log2).collect();
        Some(Self { axis: SliceAxis::new(width_log2, without_gaps(&held)) })
    }

    /// Counts the requests of each slice, and those whose outcome `is_bad`.
    pub fn counts(&self, responses: &ByOutcome, is_bad: impl Fn(Outcome) -> bool) -> SliceCounts {
        let mut counts = SliceCounts { bad: vec![0.0; self.axis.len()], total: vec![0.0; self.axis.len()] };
        for (&outcome, responses) in responses {
            for (start, bins) in responses.slices.finest() {
                let Some(position) = self.axis.position(start) else { continue };
                let requests = bins.iter().map(|bin| bin.count).sum::<u64>() as f64;
                counts.total[position] += requests;
                if is_bad(outcome) {
                    counts.bad[position] += requests;
                }
            }
        }
        counts
    }

    /// Lays the latencies of some outcomes over the slices, in microseconds, ascending.
    pub fn latencies(&self, responses: &ByOutcome, is_wanted: impl Fn(Outcome) -> bool) -> Vec<Vec<Bin>> {
        let mut out = vec![Vec::new(); self.axis.len()];
        for (_, responses) in responses.iter().filter(|(outcome, _)| is_wanted(**outcome)) {
            for (start, bins) in responses.slices.finest() {
                if let Some(position) = self.axis.position(start) {
                    out[position].extend(bins);
                }
            }
        }
        out.iter_mut().for_each(|bins: &mut Vec<Bin>| bins.sort_by_key(|bin| bin.low));
        out
    }
}

/// Fills gaps that are no longer than all that is held together: a stray time must not make a million slices.
fn without_gaps(held: &BTreeSet<i64>) -> Vec<i64> {
    let mut indices: Vec<i64> = Vec::with_capacity(held.len());
    for &index in held {
        if let Some(&last) = indices.last()
            && index - last <= held.len() as i64
        {
            indices.extend(last + 1..index);
        }
        indices.push(index);
    }
    indices
}

#[cfg(test)]
mod tests {
    use super::{ByOutcome, FineSlices, Outcome, Slices};
    use crate::model::responses::Responses;
    use crate::model::sample;
    use crate::model::slices::Sketch;

    fn responses(seconds: impl IntoIterator<Item = i64>) -> Responses {
        let mut slices = Slices::default();
        for second in seconds {
            slices.absorb_at(second, &Sketch::from_indices(&mut [Sketch::index_of(70_000)]));
        }
        Responses { slices, ..Responses::default() }
    }

    fn of(by_outcome: ByOutcome) -> FineSlices {
        let mut run = sample::run("run");
        run.whole.responses = Ok(by_outcome);
        FineSlices::of(&run).unwrap()
    }

    #[test]
    fn short_gaps_are_filled_and_long_ones_are_not() {
        let by_outcome = ByOutcome::from([
            (Outcome::Ok, responses([10, 10, 12])),
            (Outcome::ServerError, responses([12, 15, 90])),
        ]);
        let slices = of(by_outcome.clone());
        assert_eq!((slices.axis.len(), slices.axis.width()), (7, 1), "10 to 15, and 90");
        assert_eq!(
            (slices.axis.start(5), slices.axis.end(5), slices.axis.start(6), slices.axis.start(7)),
            (15, 16, 90, 91)
        );
        let counts = slices.counts(&by_outcome, Outcome::is_bad);
        assert_eq!(counts.total, [2.0, 0.0, 2.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!(counts.bad, [0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0]);
        let latencies = slices.latencies(&by_outcome, |outcome| outcome == Outcome::Ok);
        assert_eq!(latencies.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn a_day_is_seen_in_half_minutes_and_two_in_minutes() {
        for (hours, slices, width) in [(12, 1350, 32), (24, 2700, 32), (48, 2700, 64)] {
            let of = of(ByOutcome::from([(Outcome::Ok, responses((0..hours * 3600).step_by(10)))]));
            assert_eq!((of.axis.len(), of.axis.width()), (slices, width));
        }
    }

    #[test]
    fn a_summary_has_no_slices() {
        assert_eq!(FineSlices::of(&sample::shop("run", 1.0)), None);
    }
}
