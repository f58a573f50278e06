//! The first screen: what happened in the period, in sentences.

use serde::Serialize;

use crate::model::judgement::Verdict;
use crate::model::quantity::{Count, Share};
use crate::model::review::{BudgetUse, ChangePoint, Mover, Review, Tracked};
use crate::render::text::plain;
use crate::render::view::text::VerdictMark;

use super::words;
use crate::words::{Text, say, text};

/// Headlines of a first screen: more are a list.
const MOST_HEADLINES: usize = 5;
/// Of these, as many may be about the same kind of thing before others had their turn.
const MOST_OF_A_KIND: usize = 3;

/// The first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) period: String,
    /// `9 runs`.
    pub(crate) runs: String,
    /// The verdicts that occur, with how many.
    pub(crate) verdicts: Vec<VerdictCount>,
    /// What is shown for comparison; empty where nothing is.
    pub(crate) before: String,
    pub(crate) headlines: Vec<Headline>,
}

/// How often a verdict occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct VerdictCount {
    pub(crate) mark: VerdictMark,
    pub(crate) count: String,
}

/// One sentence on what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Headline {
    /// Class of colour: `fail`, `warn` or `none`.
    pub(crate) class: &'static str,
    /// Its sign, empty where nothing happened.
    pub(crate) sign: &'static str,
    /// `POST /api/orders p95 rose by 34 %`.
    pub(crate) lead: String,
    /// What follows, with its full stop.
    pub(crate) rest: String,
}

/// Builds the first screen.
pub(crate) fn head(review: &Review) -> Head {
    let order = [Verdict::Pass, Verdict::Warn, Verdict::Fail, Verdict::Inconclusive, Verdict::None];
    let verdicts = order.into_iter().map(|verdict| (verdict, review.count(verdict)));
    let before = match review.runs.first().filter(|_| review.first > 0) {
        Some(run) => {
            let runs = review.first.min(review.runs.len());
            say!("review-before", runs = runs, day = words::day(review, run.at))
        }
        None => String::new(),
    };
    Head {
        title: plain(&review.title),
        period: words::period(review.period),
        runs: say!("review-runs", runs = review.reviewed().len()),
        verdicts: verdicts
            .filter(|(_, count)| *count > 0)
            .map(|(verdict, count)| VerdictCount {
                mark: verdict.into(),
                count: Count(count as u64).to_string(),
            })
            .collect(),
        before,
        headlines: headlines(review),
    }
}

fn headlines(review: &Review) -> Vec<Headline> {
    let steps = steps(review);
    let budgets: Vec<&BudgetUse> = review.budgets.iter().filter(|budget| budget.used >= 1.0).collect();
    let told = |mover: &&Mover| {
        let same = |point: &ChangePoint| point.subject == mover.subject && point.measure == mover.measure;
        mover.worse && mover.is_news() && !review.change_points.iter().any(same)
    };
    let movers: Vec<&Mover> = review.movers.iter().filter(told).collect();

    let mut found = Vec::new();
    if review.reviewed().is_empty() {
        found.push(quiet(say!("review-no-run")));
    } else if review.change_points.is_empty() {
        found.push(quiet(say!("review-no-change")));
    } else if steps.is_empty() {
        found.push(quiet(say!("review-only-better", levels = review.change_points.len())));
    }
    let steps: Vec<Headline> = steps.iter().filter_map(|points| step(review, points)).collect();
    let budgets = budgets.into_iter().map(budget);
    let movers = movers.into_iter().map(|mover| moved(review, mover));
    let (first, later) = steps.split_at(steps.len().min(MOST_OF_A_KIND));
    found.extend(first.iter().cloned());
    found.extend(budgets.take(MOST_OF_A_KIND - 1));
    found.extend(later.iter().cloned().chain(movers));
    found.truncate(MOST_HEADLINES);
    found
}

fn quiet(lead: String) -> Headline {
    Headline { class: "none", sign: "", lead, rest: String::new() }
}

/// Changes for the worse; those of one endpoint with the same run are one.
fn steps(review: &Review) -> Vec<Vec<&ChangePoint>> {
    let mut groups: Vec<Vec<&ChangePoint>> = Vec::new();
    for point in review.change_points.iter().filter(|point| point.worse) {
        let same = |group: &&mut Vec<&ChangePoint>| {
            group.first().is_some_and(|first| first.subject == point.subject && first.run == point.run)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(point),
            None => groups.push(vec![point]),
        }
    }
    groups
}

fn step(review: &Review, points: &[&ChangePoint]) -> Option<Headline> {
    let (point, others) = points.split_first()?;
    let run = review.runs.get(point.run)?;
    let measure = point.measure;
    let (before, after) = (words::value(measure, point.before), words::value(measure, point.after));
    let day = words::day(review, run.at);
    let name = match words::commit(run) {
        Some(commit) => text!("review-run-of-commit", run = plain(&run.name), commit = commit),
        None => text!("review-run", run = plain(&run.name)),
    };
    let others = Text::joined(others.iter().map(|other| words::moved(other.measure, other.change)), ", ");
    Some(Headline {
        class: "fail",
        sign: words::mark(measure, true).sign,
        lead: lead(&point.subject, words::moved(measure, point.change)),
        rest: if others.is_empty() {
            say!("review-step", before = before, after = after, run = name, day = day)
        } else {
            say!("review-steps", before = before, after = after, run = name, day = day, others = others)
        },
    })
}

fn lead(subject: &Tracked, what: Text) -> String {
    Text::joined([Text::written(words::subject(subject)), what], ": ").to_string()
}

fn budget(budget: &BudgetUse) -> Headline {
    Headline {
        class: "fail",
        sign: "✕",
        lead: lead(&budget.subject, text!("review-budget-up")),
        rest: say!(
            "review-budget-up-by",
            objective = plain(budget.title()),
            used = Share(budget.used),
            missed = budget.missed,
            runs = budget.runs,
        ),
    }
}

fn moved(review: &Review, mover: &Mover) -> Headline {
    let measure = mover.measure;
    Headline {
        class: "warn",
        sign: words::mark(measure, true).sign,
        lead: lead(&mover.subject, words::moved(measure, mover.change)),
        rest: say!(
            "review-moved",
            base = &review.movers_base,
            before = words::value(measure, mover.before),
            after = words::value(measure, mover.after),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn said(review: &Review) -> Vec<String> {
        headlines(review).iter().map(|line| format!("{}{}", line.lead, line.rest)).collect()
    }

    #[test]
    fn what_got_worse_is_said_in_sentences() {
        assert_eq!(
            said(&sample::reviewed()),
            [
                "POST /api/orders: p95 rose by 34\u{a0}%, from 83.1\u{a0}ms to 111\u{a0}ms, with run orders-7 \
                 (commit f1bbcdcbfa) on Thu 12 Nov; p99 rose by 34\u{a0}%.",
                "POST /api/orders: the error budget is used up (95 % within 100 ms): 180\u{a0}% of what the \
                 objective allows; 4 of 8 runs missed it.",
                "GET /api/cart: throughput fell by 16\u{a0}% against the 7 days before, from 121/s to 102/s, \
                 without a clear step.",
            ]
        );
    }

    #[test]
    fn a_quiet_period_says_so() {
        let mut review = sample::reviewed();
        review.movers.clear();
        review.budgets.clear();
        for point in &mut review.change_points {
            point.worse = false;
        }
        assert_eq!(said(&review), ["Nothing got worse; 2 levels improved."]);
        review.change_points.clear();
        assert_eq!(said(&review), ["No figure changed its level in this period."]);
    }

    #[test]
    fn there_are_never_more_than_five() {
        let mut review = sample::reviewed();
        let point = review.change_points[0].clone();
        review.change_points = (0..9).map(|run| ChangePoint { run, ..point.clone() }).collect();
        assert_eq!(said(&review).len(), MOST_HEADLINES);
        assert!(said(&review).iter().any(|line| line.contains("error budget is used up")));
    }
}
