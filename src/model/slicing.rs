//! The slices that a verdict looks at: few enough to be full, and the same for every endpoint of a run.

use std::collections::BTreeSet;

use super::outcome::Outcome;
use super::ranked::Ranked;
use super::responses::ByOutcome;
use super::run::Run;
use super::sketch::{Adder, Sketch};
use super::slice_axis::SliceAxis;
use super::slices::Slices;
use super::slo::Objective;

/// The most slices of a run that a verdict looks at: enough to see requests that come together, few
/// enough that most slices of most endpoints hold requests.
pub const MAX_VERDICT_SLICES: usize = 64;

/// The slices of a run in which something ended, as narrow as [`MAX_VERDICT_SLICES`] allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictSlices {
    /// Where they lie in time.
    pub axis: SliceAxis,
}

/// Bad requests and all requests of each slice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SliceCounts {
    /// Bad ones.
    pub bad: Vec<f64>,
    /// All.
    pub total: Vec<f64>,
}

impl VerdictSlices {
    /// Makes those of a source of which nothing is known over time.
    pub fn none() -> Self {
        Self { axis: SliceAxis::new(0, Vec::new()) }
    }

    /// Finds the slices of a run; absent where a source holds no single responses.
    pub fn of(run: &Run) -> Option<Self> {
        let traffic = run.endpoints.iter().map(|endpoint| &endpoint.traffic).chain([&run.whole]);
        let responses: Vec<&ByOutcome> =
            traffic.map(|traffic| traffic.responses.as_ref().ok()).collect::<Option<_>>()?;
        let slices = || responses.iter().flat_map(|by_outcome| by_outcome.values()).map(|r| &r.slices);
        let mut width_log2 = slices().map(Slices::width_log2).max().unwrap_or(0);
        let mut indices: BTreeSet<i64> =
            slices().flat_map(Slices::iter).map(|(start, _)| start >> width_log2).collect();
        while indices.len() > MAX_VERDICT_SLICES {
            width_log2 += 1;
            indices = indices.into_iter().map(|index| index >> 1).collect();
        }
        Some(Self { axis: SliceAxis::new(width_log2, indices.into_iter().collect()) })
    }

    /// Lays the latencies of some outcomes over the slices.
    pub fn latencies(&self, responses: &ByOutcome, outcomes: &[Outcome]) -> Vec<Ranked> {
        let mut sketches: Vec<Vec<&Sketch>> = vec![Vec::new(); self.axis.len()];
        for responses in outcomes.iter().filter_map(|outcome| responses.get(outcome)) {
            for (start, sketch) in responses.slices.iter() {
                if let Some(position) = self.axis.position(start) {
                    sketches[position].push(sketch);
                }
            }
        }
        let mut adder = Adder::default();
        let mut ranked = |sketches: Vec<&Sketch>| {
            sketches.into_iter().for_each(|sketch| adder.add(sketch.indices()));
            Ranked::from(&adder.take::<7>())
        };
        sketches.into_iter().map(&mut ranked).collect()
    }

    /// Counts the requests of each slice, and those that miss an objective: an outcome that `is_bad`, or a slow answer.
    pub fn misses(
        &self,
        objective: &Objective,
        responses: &ByOutcome,
        is_bad: impl Fn(Outcome) -> bool,
    ) -> SliceCounts {
        let mut counts = self.counts(responses, &is_bad);
        if let Objective::Latency { within, .. } = objective {
            let answered: Vec<Outcome> =
                Outcome::ALL.into_iter().filter(|outcome| !is_bad(*outcome)).collect();
            for (bad, slice) in counts.bad.iter_mut().zip(self.latencies(responses, &answered)) {
                *bad += slice.count_above(*within);
            }
        }
        counts
    }

    /// Counts the requests of each slice, and those whose outcome `is_bad`.
    pub fn counts(&self, responses: &ByOutcome, is_bad: impl Fn(Outcome) -> bool) -> SliceCounts {
        let mut counts = SliceCounts { bad: vec![0.0; self.axis.len()], total: vec![0.0; self.axis.len()] };
        for (&outcome, responses) in responses {
            for (start, sketch) in responses.slices.iter() {
                if let Some(position) = self.axis.position(start) {
                    let requests = sketch.count() as f64;
                    counts.total[position] += requests;
                    if is_bad(outcome) {
                        counts.bad[position] += requests;
                    }
                }
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::{ByOutcome, Outcome, Slices, VerdictSlices};
    use crate::model::responses::Responses;
    use crate::model::run::Run;
    use crate::model::sample;
    use crate::model::slices::Sketch;

    fn responses(seconds: impl IntoIterator<Item = i64>) -> Responses {
        let mut slices = Slices::default();
        for second in seconds {
            slices.absorb_at(second, &Sketch::from_indices(&mut [Sketch::index_of(70_000)]));
        }
        Responses { slices, ..Responses::default() }
    }

    fn run(by_outcome: ByOutcome) -> Run {
        let mut run = sample::run("run");
        run.whole.responses = Ok(by_outcome);
        run
    }

    #[test]
    fn slices_are_as_narrow_as_sixty_four_of_them_allow() {
        for (seconds, width, slices) in [(64, 1, 64), (65, 2, 33), (129, 4, 33), (300, 8, 38)] {
            // From a second that 8 divides.
            let by_outcome = ByOutcome::from([(Outcome::Ok, responses(800..800 + seconds))]);
            let timeline = VerdictSlices::of(&run(by_outcome)).unwrap();
            assert_eq!((timeline.axis.width(), timeline.axis.len()), (width, slices), "{seconds} s");
            assert_eq!((timeline.axis.start(0), timeline.axis.end(0)), (800, 800 + width));
        }
    }

    #[test]
    fn counts_stand_in_the_slice_of_their_time() {
        let by_outcome = ByOutcome::from([
            (Outcome::Ok, responses([10, 10, 12])),
            (Outcome::ServerError, responses([12, 20])),
        ]);
        let timeline = VerdictSlices::of(&run(by_outcome.clone())).unwrap();
        assert_eq!((timeline.axis.start(2), timeline.axis.end(2), timeline.axis.start(3)), (20, 21, 21));
        let counts = timeline.counts(&by_outcome, Outcome::is_bad);
        assert_eq!((counts.bad, counts.total), (vec![0.0, 1.0, 1.0], vec![2.0, 2.0, 1.0]));
        let latencies = timeline.latencies(&by_outcome, &[Outcome::Ok]);
        assert_eq!(latencies.iter().map(super::super::ranked::Ranked::count).collect::<Vec<_>>(), [2, 1, 0]);
        assert_eq!((latencies[0].count_above(60.0), latencies[0].count_above(80.0)), (2.0, 0.0));
        assert!((latencies[0].quantile(0.5).unwrap() / 70.0 - 1.0).abs() < 0.01);
        assert_eq!(latencies[2].quantile(0.5), None);
    }

    #[test]
    fn a_summary_has_no_slices() {
        assert_eq!(VerdictSlices::of(&sample::shop("run", 1.0)), None);
        let mut partly = run(ByOutcome::new());
        assert!(VerdictSlices::of(&partly).unwrap().axis.is_empty());
        partly.endpoints = sample::shop("run", 1.0).endpoints;
        assert_eq!(VerdictSlices::of(&partly), None);
    }
}
