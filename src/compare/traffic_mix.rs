//! Whether both sides asked the endpoints in the same proportions.

use super::matching::Matched;
use crate::model::endpoint::Traffic;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::stats::mix::{self, Chance};

/// Half the summed differences of traffic shares, beyond what sampling makes of them.
const MAX_DIFFERENCE: f64 = 0.05;
/// A difference within this many standard deviations of what sampling makes is chance.
const CHANCE_SDS: f64 = 3.0;

/// How far the traffic of both sides lies apart.
pub(super) struct MixDifference {
    /// ½ Σ |share difference|.
    pub(super) difference: f64,
    /// What sampling alone makes of it.
    pub(super) chance: Chance,
}

impl MixDifference {
    /// Tells whether the mix moved: certainly, and by enough to matter.
    pub(super) fn is_moved(&self) -> bool {
        self.difference - self.chance.mean > MAX_DIFFERENCE.max(CHANCE_SDS * self.chance.sd)
    }
}

/// Measures ½ Σ |share difference| over the endpoints of either side, base runs together; what has no counterpart
/// differs by all of its share.
pub(super) fn difference(base: &[Run], run: &Run, matched: &Matched<'_>) -> Known<MixDifference> {
    if run.endpoints.is_empty() || base.iter().any(|b| b.endpoints.is_empty()) {
        return Err(Missing::message("missing-no-endpoint"));
    }
    let sum = |traffic: &mut dyn Iterator<Item = &Traffic>| -> Known<f64> {
        traffic.map(|t| t.requests.clone().map(|n| n as f64)).sum()
    };
    let endpoints = |run| Run::judged_endpoints(run).map(|endpoint| &endpoint.traffic);
    let all_base = sum(&mut base.iter().flat_map(endpoints))?;
    let all_run = sum(&mut endpoints(run))?;
    if all_base == 0.0 || all_run == 0.0 {
        return Err(Missing::message("missing-no-requests"));
    }
    let named = || matched.pairs.iter().filter(|pair| !pair.is_whole());
    let (mut apart, mut matched_base, mut matched_run) = (0.0, 0.0, 0.0);
    let mut shares = Vec::new();
    for pair in named() {
        let (in_base, in_run) =
            (sum(&mut pair.base.iter().copied())?, sum(&mut pair.runs.iter().copied().take(1))?);
        let (of_base, of_run) = (in_base / all_base, in_run / all_run);
        shares.push((in_base + in_run) / (all_base + all_run));
        apart += (of_base - of_run).abs();
        matched_base += of_base;
        matched_run += of_run;
    }
    let repetitions = (0..base.len())
        .map(|number| named().map(|pair| pair.base[number].requests.clone().map(|n| n as f64)).collect())
        .collect::<Known<Vec<Vec<f64>>>>()?;
    Ok(MixDifference {
        difference: (apart + (1.0 - matched_base).max(0.0) + (1.0 - matched_run).max(0.0)) / 2.0,
        chance: mix::chance(&shares, all_base, all_run, mix::overdispersion(&repetitions)),
    })
}
