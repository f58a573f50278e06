//! Responses one by one, by outcome: what raw points tell and a summary does not.

use std::collections::BTreeMap;

use super::distribution::Distribution;
use super::outcome::Outcome;
use super::slices::{Absorb, Slices};

/// Latencies of one endpoint and outcome.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responses {
    /// All of them, in microseconds.
    pub distribution: Distribution,
    /// The same over time.
    pub slices: Slices,
}

impl Absorb for Responses {
    fn absorb(&mut self, other: &Self) {
        self.distribution.merge(&other.distribution);
        self.slices.merge(&other.slices);
    }
}

/// The responses of one endpoint, or of a whole run, by outcome.
pub type ByOutcome = BTreeMap<Outcome, Responses>;

/// Returns the latency population: expected responses, and timeouts at the time they took.
///
/// k6 records 0 where a request was never written; such a timeout is bad, but has no latency. In the
/// slices those zeros are left in: they are counted, but fall into no tail.
pub fn population(responses: &ByOutcome) -> Responses {
    let mut all = Responses::default();
    for outcome in [Outcome::Ok, Outcome::Intended4xx] {
        if let Some(responses) = responses.get(&outcome) {
            all.absorb(responses);
        }
    }
    if let Some(timeouts) = responses.get(&Outcome::Timeout) {
        all.absorb(&Responses {
            distribution: timeouts.distribution.clone().without_zeros(),
            slices: timeouts.slices.clone(),
        });
    }
    all
}
