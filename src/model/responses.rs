//! Responses one by one, by outcome: what raw points tell and a summary does not.

use std::collections::BTreeMap;

use super::distribution::Distribution;
use super::latency::Population;
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

/// Returns the responses that a summary with this population speaks of. All responses keep their zeros, as
/// k6's own percentiles do.
pub fn of_population(responses: &ByOutcome, wanted: Population) -> Responses {
    let mut all = Responses::default();
    match wanted {
        Population::ExpectedAndTimeouts => return population(responses),
        Population::Expected => {
            for outcome in [Outcome::Ok, Outcome::Intended4xx] {
                responses.get(&outcome).into_iter().for_each(|responses| all.absorb(responses));
            }
        }
        Population::AllResponses => responses.values().for_each(|responses| all.absorb(responses)),
    }
    all
}

/// Returns the latency population: expected responses, and timeouts at the time they took.
///
/// k6 records 0 where a request was never written; such a timeout is bad, but has no latency. In the
/// slices those zeros are left in: they are counted, but fall into no tail.
pub fn population(responses: &ByOutcome) -> Responses {
    let mut all = Responses { distribution: latencies(responses), ..Responses::default() };
    for outcome in LATENCY_OUTCOMES {
        if let Some(responses) = responses.get(&outcome) {
            all.slices.merge(&responses.slices);
        }
    }
    all
}

/// The outcomes of the latency population.
pub const LATENCY_OUTCOMES: [Outcome; 3] = [Outcome::Ok, Outcome::Intended4xx, Outcome::Timeout];

/// Returns the latencies of the latency population, without those over time.
pub fn latencies(responses: &ByOutcome) -> Distribution {
    let mut all = Distribution::default();
    for outcome in LATENCY_OUTCOMES {
        match (responses.get(&outcome), outcome) {
            (Some(timeouts), Outcome::Timeout) => {
                all.merge(&timeouts.distribution.clone().without_zeros());
            }
            (Some(answered), _) => all.merge(&answered.distribution),
            (None, _) => {}
        }
    }
    all
}
