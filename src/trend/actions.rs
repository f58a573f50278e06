//! What should be done.

use std::collections::BTreeMap;

use crate::model::history::HistoryMeasure;
use crate::model::judgement::Verdict;
use crate::model::quantity::{Count, Share};
use crate::model::review::{Action, BudgetUse, InconclusiveReason, Noisy, Priority, ReviewedRun};

use super::change_points::{RankedChange, by_run};
use super::words;
use crate::words::{Text, text};

/// Rows that a meeting gets through.
const MOST: usize = 12;

/// Figures that one row names.
const NAMED: usize = 3;

/// What calls for actions.
pub(super) struct Observations<'a> {
    pub(super) runs: &'a [ReviewedRun],
    pub(super) first: usize,
    /// The largest first.
    pub(super) steps: &'a [RankedChange],
    pub(super) budgets: &'a [BudgetUse],
    pub(super) noisy: &'a [Noisy],
    pub(super) inconclusive: &'a [InconclusiveReason],
}

/// Proposes what to do, the most urgent first. Says what to look at and never what the cause is.
pub(super) fn propose(seen: &Observations) -> Vec<Action> {
    let mut actions = failing(seen);
    actions.extend(seen.budgets.iter().filter(|budget| budget.used >= 1.0).map(overdrawn));
    actions.extend(searches(seen, Priority::P0));
    actions.extend(searches(seen, Priority::P1));
    actions.extend(steadier(seen.noisy));
    actions.extend(seen.inconclusive.iter().map(|reason| settle(reason, seen)));
    actions.truncate(MOST);
    actions
}

/// A test whose latest run FAILs.
fn failing(seen: &Observations) -> Vec<Action> {
    let reviewed = seen.runs.get(seen.first..).unwrap_or_default();
    let latest: BTreeMap<&str, &ReviewedRun> = reviewed.iter().map(|run| (run.test.as_str(), run)).collect();
    latest
        .values()
        .filter(|run| run.verdict == Verdict::Fail)
        .map(|run| {
            let name = words::run(run);
            Action {
                priority: Priority::P0,
                text: if run.test.is_empty() {
                    text!("review-action-failing", run = name)
                } else {
                    text!("review-action-failing-test", run = name, test = &run.test)
                },
                evidence: words::reason(run.reason.as_ref()),
            }
        })
        .collect()
}

fn overdrawn(budget: &BudgetUse) -> Action {
    Action {
        priority: Priority::P0,
        text: text!(
            "review-action-budget",
            subject = words::subject(&budget.subject),
            objective = budget.title()
        ),
        evidence: text!(
            "review-evidence-budget",
            used = Share(budget.used),
            bad = Count(budget.bad.round() as u64),
            requests = budget.requests,
            missed = budget.missed,
            runs = budget.runs,
        ),
    }
}

/// One row for each run with which figures changed for the worse and stayed so; the largest change first.
fn searches(seen: &Observations, priority: Priority) -> Vec<Action> {
    let is_urgent = |step: &&RankedChange| step.change.measure == HistoryMeasure::ErrorShare;
    let wanted =
        seen.steps.iter().filter(|step| step.is_still_worse && is_urgent(step) == (priority == Priority::P0));
    let mut rows: Vec<(f64, Action)> = by_run(wanted)
        .into_iter()
        .filter_map(|(run, steps)| {
            let figures = steps.iter().map(|step| words::step(&step.change)).collect();
            let action = Action {
                priority,
                text: text!("review-action-search", run = words::run(seen.runs.get(run)?)),
                evidence: words::few(figures, NAMED),
            };
            Some((steps.first()?.weight, action))
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    rows.into_iter().map(|(_, action)| action).collect()
}

fn steadier(noisy: &[Noisy]) -> Option<Action> {
    let figure = |noisy: &Noisy| {
        text!(
            "review-evidence-noise",
            subject = words::subject(&noisy.subject),
            noise = Share(noisy.noise),
            runs = noisy.runs,
        )
    };
    (!noisy.is_empty()).then(|| Action {
        priority: Priority::P1,
        text: text!("review-action-noise"),
        evidence: text!(
            "review-evidence-noises",
            figures = words::few(noisy.iter().map(figure).collect(), NAMED)
        ),
    })
}

fn settle(reason: &InconclusiveReason, seen: &Observations) -> Action {
    let all = seen.runs.len().saturating_sub(seen.first);
    let named = reason.runs.iter().rev().filter_map(|run| seen.runs.get(*run));
    let named = named.map(|run| Text::written(run.name.clone())).collect();
    Action {
        priority: Priority::P1,
        text: text!("review-action-inconclusive", reason = &reason.reason),
        evidence: text!(
            "review-evidence-inconclusive",
            count = reason.runs.len(),
            all = all,
            runs = words::few(named, NAMED),
        ),
    }
}
