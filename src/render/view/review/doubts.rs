//! What could not be judged, and where single runs tell little.

use serde::Serialize;

use crate::model::quantity::{Count, RelativeChange};
use crate::model::review::{InconclusiveReason, Noisy, Review};
use crate::render::text::plain;

use super::words::{self, Listed};
use crate::words::Text;

/// A change below this many times the noise is not seen by one run against one: the difference of two runs varies √2 times as
/// much as one, and 19 of 20 differences lie within 1.96 of that.
const SEEN_FROM: f64 = 1.96 * std::f64::consts::SQRT_2;
/// Runs that are named before the others are counted.
const MOST_NAMES: usize = 8;

/// A figure that differs much from run to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct NoisyLine {
    pub(crate) subject: String,
    pub(crate) measure: String,
    pub(crate) noise: String,
    /// The smallest change that one run against one shows.
    pub(crate) seen: String,
    pub(crate) runs: String,
}

/// Why runs could not be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ReasonLine {
    pub(crate) reason: String,
    pub(crate) count: String,
    /// Their names, the newest first.
    pub(crate) runs: String,
}

/// Lists the noisy endpoints.
pub(crate) fn noisy(review: &Review) -> Listed<NoisyLine> {
    Listed::of(&review.noisy, "figure", |noisy: &Noisy| NoisyLine {
        subject: words::subject(&noisy.subject),
        measure: words::measure(noisy.measure).to_string(),
        noise: words::noise(noisy.measure, noisy.noise),
        seen: RelativeChange::from_log(SEEN_FROM * noisy.noise).to_string(),
        runs: Count(noisy.runs as u64).to_string(),
    })
}

/// Lists why runs were inconclusive.
pub(crate) fn inconclusive(review: &Review) -> Listed<ReasonLine> {
    Listed::of(&review.inconclusive, "reason", |reason: &InconclusiveReason| {
        let names = reason.runs.iter().rev().map(|run| words::run_name(review, *run));
        ReasonLine {
            reason: plain(&reason.reason),
            count: Count(reason.runs.len() as u64).to_string(),
            runs: Text::few(names, MOST_NAMES).to_string(),
        }
    })
}
