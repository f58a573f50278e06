//! What changed its level, and what differs most from before.

use serde::Serialize;

use crate::model::quantity::Probability;
use crate::model::review::{ChangePoint, Mover, Review};
use crate::render::view::figure::ChangeText;
use crate::render::view::text::DASH;

use super::words::{self, Listed};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeLine {
    pub(crate) subject: String,
    pub(crate) measure: String,
    /// `83.1 → 111 ms`.
    pub(crate) figures: String,
    pub(crate) change: ChangeText,
    /// When it began; empty for a mover.
    pub(crate) when: String,
    /// The run it began with; empty for a mover.
    pub(crate) run: String,
    /// That run's commit.
    pub(crate) commit: String,
    /// How probable it is by chance; empty for a mover.
    pub(crate) q: String,
    /// How much single runs differ; empty for a change point.
    pub(crate) noise: String,
}

/// Lists the change points.
pub(crate) fn change_points(review: &Review) -> Listed<ChangeLine> {
    Listed::of(&review.change_points, "change-point", |point: &ChangePoint| {
        let run = review.runs.get(point.run);
        ChangeLine {
            subject: words::subject(&point.subject),
            measure: words::measure(point.measure).to_string(),
            figures: words::pair(point.measure, point.before, point.after),
            change: words::change(point.measure, point.change, point.worse),
            when: run.map_or_else(|| DASH.to_owned(), |run| words::time(review, run.at)),
            run: words::run_name(review, point.run),
            commit: run.and_then(words::commit).unwrap_or_else(|| DASH.to_owned()),
            q: Probability(point.q).to_string(),
            noise: String::new(),
        }
    })
}

/// Lists the movers.
pub(crate) fn movers(review: &Review) -> Listed<ChangeLine> {
    Listed::of(&review.movers, "mover", |mover: &Mover| ChangeLine {
        subject: words::subject(&mover.subject),
        measure: words::measure(mover.measure).to_string(),
        figures: words::pair(mover.measure, mover.before, mover.after),
        change: words::change(mover.measure, mover.change, mover.worse),
        when: String::new(),
        run: String::new(),
        commit: String::new(),
        q: String::new(),
        noise: mover.noise.map_or_else(|| DASH.to_owned(), |noise| words::noise(mover.measure, noise)),
    })
}
