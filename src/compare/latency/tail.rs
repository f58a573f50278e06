//! What the tests of a cell have in common: what it is held against, and slow requests without bursts.

use super::grid::MIN_EXPECTED;
use super::shift::Replication;
use super::side::Sides;
use crate::compare::bursts::trim;
use crate::model::missing::Missing;
use crate::model::slicing::SliceCounts;
use crate::stats::noise::Noise;
use crate::words::text;

/// What is known about run-to-run noise and the other endpoints, for one cell. All in natural logs.
#[derive(Clone)]
pub(super) struct Surroundings {
    /// τ of this endpoint; of whole runs where there is no other one.
    pub(super) noise: Noise,
    /// How far the host moves a rerun beside this run, in 19 of 20 cases.
    pub(super) host_reach: f64,
    /// g₋e.
    pub(super) others: f64,
    /// v_g.
    pub(super) others_variance: f64,
    /// Whether there are others to hold it against.
    pub(super) alone: bool,
    pub(super) replication: Replication,
}

/// The requests slower than `threshold` milliseconds and all requests of the candidate runs without a burst of each;
/// absent where none has one.
pub(super) fn without_bursts(sides: &Sides, threshold: f64) -> Option<(f64, f64)> {
    let (mut slower, mut all, mut is_burst) = (0.0, 0.0, false);
    for side in &sides.runs {
        let (bad, total) = side.slower_by_slice(threshold);
        let counts = SliceCounts { bad, total };
        let rest = trim(&counts);
        is_burst |= rest.total.len() < counts.total.len();
        slower += rest.bad.iter().sum::<f64>();
        all += rest.total.iter().sum::<f64>();
    }
    (is_burst && all > 0.0).then_some((slower, all))
}

/// Says how many slow requests there would be, and how long a run would give enough.
pub(super) fn too_few(expected: f64) -> Missing {
    let samples = expected.floor() as u64;
    Missing::because(if expected > 0.0 {
        // Up to the next half: nobody plans a run in tenths.
        let seen = if samples > 0 { samples as f64 } else { expected };
        let times = ((2.0 * MIN_EXPECTED / seen).ceil() / 2.0).to_string();
        text!("missing-few-tail-longer", count = samples, least = MIN_EXPECTED as u64, times = times)
    } else {
        text!("missing-few-tail", count = samples, least = MIN_EXPECTED as u64)
    })
}
