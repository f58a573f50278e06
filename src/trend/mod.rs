//! Reviews the runs of a period: how figures went, where they changed their level, and what should be done.
//!
//! The run is the unit: one figure of one endpoint in one run is one value of a series, and runs of different tests never
//! share a series. What is too small to care about is what `compare` takes for it.
//!
//! * [`Gathered`]: the runs, as they are read
//! * `series`: the figures of each endpoint, run by run; `scale`: where their noise does not depend on their size
//! * `change_points`: where a level changed; `noise`: what differs from run to run
//! * `movers`: the period against the one before
//! * `budget`: objectives over many runs; `inconclusive`: why runs could not be judged
//! * `actions`: what to do about all that; `words` puts it into words

mod actions;
mod budget;
mod change_points;
mod gather;
mod inconclusive;
mod movers;
mod noise;
mod scale;
mod series;
#[cfg(test)]
mod tests;
mod words;

use crate::model::note::Note;
use crate::model::review::{Period, Promotion, Review};
use crate::model::settings::CompareSettings;
use crate::words::text;

use change_points::MIN_RUNS;
pub use gather::Gathered;
use gather::Parts;

/// What a review says about itself.
#[derive(Debug, Clone)]
pub struct ReviewHead {
    /// What is reviewed.
    pub period: Period,
    /// The title of the document.
    pub title: String,
    /// The command that makes this review again.
    pub command: String,
    /// The program and its version.
    pub generator: String,
}

/// Reviews the runs of a period; those of the period before are what it is compared with.
pub fn review(
    gathered: Gathered,
    mut notes: Vec<Note>,
    promotions: Vec<Promotion>,
    frame: ReviewHead,
    settings: &CompareSettings,
) -> Review {
    let (period, before) = (frame.period, frame.period.before());
    let Parts { runs, first, subjects, sums } = gathered.into_parts();

    let analyses = change_points::analyse(subjects, settings);
    let steps = change_points::list(&analyses, first);
    let movers = movers::find(&analyses, first, period, settings);
    let (budgets, budget_notes) = budget::list(sums);
    let noisy = noise::noisy(&analyses, settings);
    let inconclusive = inconclusive::group(&runs, first);
    let actions = actions::propose(&actions::Observations {
        runs: &runs,
        first,
        steps: &steps,
        budgets: &budgets,
        noisy: &noisy,
        inconclusive: &inconclusive,
    });

    notes.extend(budget_notes);
    notes.extend(too_few(&analyses));
    let mut promotions = promotions;
    promotions.retain(|promotion| period.holds(promotion.event.at) || before.holds(promotion.event.at));
    promotions.sort_by_key(|promotion| promotion.event.at);

    Review {
        title: frame.title,
        period,
        runs,
        first,
        promotions,
        change_points: steps.into_iter().map(|step| step.change).collect(),
        trends: change_points::trends(analyses),
        movers: movers.list,
        movers_base: movers.base,
        budgets,
        noisy,
        inconclusive,
        actions,
        notes,
        command: frame.command,
        generator: frame.generator,
    }
}

/// Says that no change of level could be seen, where that is so.
fn too_few(analyses: &[change_points::SubjectAnalysis]) -> Option<Note> {
    let most =
        analyses.iter().flat_map(|analysis| &analysis.series).map(|series| series.trend.values.len()).max();
    most.filter(|runs| *runs < MIN_RUNS).map(|runs| {
        Note::new(text!("review-note-too-few", runs = runs, least = MIN_RUNS))
            .with_hint(text!("review-note-too-few-hint"))
    })
}
