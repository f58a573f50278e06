//! Reviews the runs of a period: how figures went, where they changed their level, and what should be done.
//!
//! The run is the unit: one figure of one endpoint in one run is one value of a series, and runs of different tests never
//! share a series. What is too small to care about is what `compare` takes for it.
//!
//! * `series`: the figures of each endpoint, run by run; `scale`: where their noise does not depend on their size
//! * `change_points`: where a level changed; `noise`: what differs from run to run
//! * `movers`: the period against the one before
//! * `budget`: objectives over many runs; `inconclusive`: why runs could not be judged
//! * `actions`: what to do about all that; `words` puts it into words

mod actions;
mod budget;
mod change_points;
mod inconclusive;
mod movers;
mod noise;
mod scale;
mod series;
#[cfg(test)]
mod tests;
mod words;

use crate::model::history::{History, HistoryMeasure, HistoryRun};
use crate::model::note::Note;
use crate::model::review::{Period, Promotion, Review, ReviewedRun};
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::words::text;

use change_points::MIN_RUNS;

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

/// Reviews the runs of a period; those of the period before are what it is compared with, all others are left out.
pub fn review(
    history: &History,
    promotions: Vec<Promotion>,
    frame: ReviewHead,
    settings: &CompareSettings,
) -> Review {
    let (period, before) = (frame.period, frame.period.before());
    let runs: Vec<&HistoryRun> =
        history.runs.iter().filter(|run| period.holds(run.at) || before.holds(run.at)).collect();
    let first = runs.iter().filter(|run| !period.holds(run.at)).count();
    let tests = series::tests(&runs);

    let analyses = change_points::analyse(series::collect(&runs, &tests), settings);
    let steps = change_points::list(&analyses, first);
    let movers = movers::find(&analyses, first, period, settings);
    let (budgets, budget_notes) = budget::sum(&runs, first, &tests);
    let noisy = noise::noisy(&analyses, settings);
    let inconclusive = inconclusive::group(&runs, first);
    let reviewed: Vec<ReviewedRun> =
        runs.iter().zip(&tests).map(|(run, test)| reviewed_run(run, test)).collect();
    let actions = actions::propose(&actions::Observations {
        runs: &reviewed,
        first,
        steps: &steps,
        budgets: &budgets,
        noisy: &noisy,
        inconclusive: &inconclusive,
    });

    let mut notes = history.notes.clone();
    notes.extend(budget_notes);
    notes.extend(too_few(&analyses));
    let mut promotions = promotions;
    promotions.retain(|promotion| period.holds(promotion.event.at) || before.holds(promotion.event.at));
    promotions.sort_by_key(|promotion| promotion.event.at);

    Review {
        title: frame.title,
        period,
        runs: reviewed,
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

/// A run with what a review shows of it.
fn reviewed_run(run: &HistoryRun, test: &str) -> ReviewedRun {
    let whole = run.traffic_of(&Subject::Whole);
    let value = |measure| whole.and_then(|traffic| traffic.value(measure));
    ReviewedRun {
        id: run.id.clone(),
        name: run.name.clone(),
        at: run.at,
        dated: run.dated,
        test: test.to_owned(),
        verdict: run.verdict,
        reason: run.reason.clone(),
        base: run.base.clone(),
        commit: run.commit().map(str::to_owned),
        requests: whole.and_then(|traffic| traffic.requests),
        p95: value(HistoryMeasure::P95),
        p99: value(HistoryMeasure::P99),
        error_share: value(HistoryMeasure::ErrorShare),
        rate: value(HistoryMeasure::Rate),
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
