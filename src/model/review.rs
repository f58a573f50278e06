//! What a review of many runs shows.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::baseline::BaselineEvent;
use super::commit;
use super::history::{HistoryMeasure, HistoryUnit};
use super::indicator::objective;
use super::judgement::Verdict;
use super::note::Note;
use super::subject::Subject;
use crate::words::Text;

/// A span of time: from `since` on, up to but without `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its beginning.
    pub since: DateTime<Utc>,
    /// Its end, which is no longer part of it.
    pub until: DateTime<Utc>,
}

impl Period {
    /// Tells whether a time lies in it.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.since <= at && at < self.until
    }

    /// The span of the same length that ends where this one begins.
    pub fn before(&self) -> Self {
        Self { since: self.since - (self.until - self.since), until: self.since }
    }
}

/// A review of the runs of a period. All renderers of reviews read only this.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The title of the document.
    pub title: String,
    /// What is reviewed.
    pub period: Period,
    /// Runs of the period before and of the period itself, the oldest first.
    pub runs: Vec<ReviewedRun>,
    /// The first of `runs` that belongs to the period; those before it are shown for comparison.
    pub first: usize,
    /// Runs that became part of a baseline, in the order of time.
    pub promotions: Vec<Promotion>,
    /// How figures went, all requests of each test first, then the endpoints by name.
    pub trends: Vec<Trend>,
    /// Where a figure changed its level within the period: for the worse first, the largest first.
    pub change_points: Vec<ChangePoint>,
    /// What differs most from the period before, or, without one, from the first half: the largest first.
    pub movers: Vec<Mover>,
    /// What the movers are compared with, in words: `the 7 days before`.
    pub movers_base: Text,
    /// What the runs of the period did to the error budgets, the most used first.
    pub budgets: Vec<BudgetUse>,
    /// Endpoints that differ much from run to run, the noisiest first.
    pub noisy: Vec<Noisy>,
    /// Why runs of the period were INCONCLUSIVE, the most frequent reason first.
    pub inconclusive: Vec<InconclusiveReason>,
    /// What should be done, the most urgent first.
    pub actions: Vec<Action>,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// The command that makes this review again.
    pub command: String,
    /// `perfreport` and its version.
    pub generator: String,
}

impl Review {
    /// The runs of the period.
    pub fn reviewed(&self) -> &[ReviewedRun] {
        self.runs.get(self.first..).unwrap_or_default()
    }

    /// How many runs of the period have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.reviewed().iter().filter(|run| run.verdict == verdict).count()
    }
}

/// A run in a review.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewedRun {
    /// Its content id.
    pub id: String,
    /// How reports call it.
    pub name: String,
    /// When the test began, or when it was saved.
    pub at: DateTime<Utc>,
    /// Whether `at` is when the test began.
    pub dated: bool,
    /// What was tested; empty where there is nothing to tell apart.
    pub test: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<String>,
    /// What it was compared with.
    pub base: Option<String>,
    /// Its `commit` tag.
    pub commit: Option<String>,
    /// Requests, where the source counts them.
    pub requests: Option<u64>,
    /// p95 of all requests in milliseconds.
    pub p95: Option<f64>,
    /// p99 of all requests in milliseconds.
    pub p99: Option<f64>,
    /// Unintended errors among all requests (0..1).
    pub error_share: Option<f64>,
    /// Requests per second.
    pub rate: Option<f64>,
}

impl ReviewedRun {
    /// Its commit as people write it: a long hash by its beginning.
    pub fn short_commit(&self) -> Option<&str> {
        self.commit.as_deref().map(commit::short)
    }
}

/// Whom a figure speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tracked {
    /// What was tested; empty where the review has one test only.
    pub test: Arc<str>,
    /// The endpoint, or all requests.
    pub subject: Subject,
}

/// How the figures of one endpoint went.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// The endpoint.
    pub subject: Tracked,
    /// By measure: p95, p99, error share, rate, as far as they are known.
    pub series: Vec<TrendSeries>,
}

/// How one figure went.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendSeries {
    /// The figure.
    pub measure: HistoryMeasure,
    /// The run (its place in [`Review::runs`]) and the value, ascending; runs that do not have it are left out.
    pub values: Vec<(usize, f64)>,
    /// The run from which on an objective allowed at most this much, ascending; `None` where it allowed anything.
    pub objective: Vec<(usize, Option<f64>)>,
    /// The levels between change points; one where there is none.
    pub levels: Vec<Level>,
    /// How much it differs from run to run on one level: standard deviation, of logarithms for latency and rates (so that 0.05
    /// is 5 %), of shares for shares. Absent with too few runs.
    pub noise: Option<f64>,
}

/// A stretch of runs on one level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Its first run.
    pub from: usize,
    /// Its last run.
    pub to: usize,
    /// The median of its values.
    pub value: f64,
}

/// Where a figure changed its level.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangePoint {
    /// Whom it speaks of.
    pub subject: Tracked,
    /// The figure.
    pub measure: HistoryMeasure,
    /// The first run on the new level.
    pub run: usize,
    /// The level before.
    pub before: f64,
    /// The level from there on.
    pub after: f64,
    /// Relative change for latency and rates, difference for shares.
    pub change: f64,
    /// Whether it is for the worse.
    pub worse: bool,
    /// Probability of such a difference if nothing changed, corrected for where it could have been and for the number of series.
    pub q: f64,
}

/// What differs between two spans.
#[derive(Debug, Clone, PartialEq)]
pub struct Mover {
    /// Whom it speaks of.
    pub subject: Tracked,
    /// The figure.
    pub measure: HistoryMeasure,
    /// The median before.
    pub before: f64,
    /// The median of the period.
    pub after: f64,
    /// Relative change for latency and rates, difference for shares.
    pub change: f64,
    /// Whether it is for the worse.
    pub worse: bool,
    /// Run-to-run noise, as in [`TrendSeries::noise`].
    pub noise: Option<f64>,
}

/// A move of less than this many times the run-to-run noise is no news: a single run differs by as much.
const NEWS_NOISE: f64 = 2.0;
/// Nor is a move of latency or rates below this, however quiet the runs.
const NEWS_RELATIVE: f64 = 0.05;
/// Nor a difference of shares below this.
const NEWS_SHARE: f64 = 0.001;

impl Mover {
    /// Tells whether it is worth a sentence of its own: beyond what single runs differ by, and large enough to matter.
    pub fn is_news(&self) -> bool {
        let (size, least) = match self.measure.unit() {
            HistoryUnit::Share => (self.change.abs(), NEWS_SHARE),
            HistoryUnit::Count | HistoryUnit::PerSecond | HistoryUnit::Milliseconds => {
                (self.change.ln_1p().abs(), NEWS_RELATIVE)
            }
        };
        size >= least && self.noise.is_some_and(|noise| size > NEWS_NOISE * noise)
    }
}

/// What the runs of the period did to an error budget.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetUse {
    /// Whom it speaks of.
    pub subject: Tracked,
    /// The objective as files have it.
    pub text: Arc<str>,
    /// The share of requests that must be good (0..1).
    pub objective: f64,
    /// Requests that were not good.
    pub bad: f64,
    /// All requests.
    pub requests: u64,
    /// The part of the budget that is used; 1 is all of it, and it is always finite.
    pub used: f64,
    /// Runs that were measured.
    pub runs: usize,
    /// Runs that missed the objective.
    pub missed: usize,
}

impl BudgetUse {
    /// The objective for people.
    pub fn title(&self) -> Text {
        objective(&self.text)
    }
}

/// An endpoint that differs much from run to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Noisy {
    /// Whom it speaks of.
    pub subject: Tracked,
    /// The figure.
    pub measure: HistoryMeasure,
    /// Standard deviation of its logarithm from run to run: 0.12 is 12 %.
    pub noise: f64,
    /// Runs behind it.
    pub runs: usize,
}

/// Why runs could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InconclusiveReason {
    /// The reason in words.
    pub reason: Text,
    /// The runs, their places in [`Review::runs`].
    pub runs: Vec<usize>,
}

/// How urgent an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Now: users are hurt, or would be.
    P0,
    /// Next: it will hurt, or keeps us from seeing.
    P1,
}

impl Priority {
    /// The word that is shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::P0 => "P0",
            Self::P1 => "P1",
        }
    }
}

/// Something to do; owner and date are for the meeting to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// How urgent it is.
    pub priority: Priority,
    /// What to do.
    pub text: Text,
    /// Why: the figure behind it.
    pub evidence: Text,
}

/// A run that became part of a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Promotion {
    /// The baseline's name.
    pub baseline: String,
    /// What was done.
    pub event: BaselineEvent,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_news_beyond_the_noise_and_where_it_matters() {
        let news = |measure, change: f64, noise| {
            let subject = Tracked { test: Arc::from(""), subject: Subject::Whole };
            Mover { subject, measure, before: 1.0, after: 1.0, change, worse: true, noise }.is_news()
        };
        assert!(news(HistoryMeasure::P95, 0.34, Some(0.1)));
        assert!(news(HistoryMeasure::Rate, -0.2, Some(0.1)));
        assert!(!news(HistoryMeasure::P95, 0.34, Some(0.2)));
        assert!(!news(HistoryMeasure::P95, 0.04, Some(0.001)));
        assert!(!news(HistoryMeasure::P95, 0.34, None));
        assert!(news(HistoryMeasure::ErrorShare, 0.005, Some(0.001)));
        assert!(!news(HistoryMeasure::ErrorShare, 0.0005, Some(0.0001)));
    }
}
