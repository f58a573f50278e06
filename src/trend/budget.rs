//! What the runs of the period did to the error budgets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::history::{HistoryRun, HistorySlo};
use crate::model::note::Note;
use crate::model::review::{BudgetUse, Tracked};

use super::words;
use crate::words::text;

/// Sums each objective over the runs from `first` on, the most used budget first; with notes on what has no budget.
///
/// The part that is used is Σ bad ÷ ((1 − objective)·Σ requests): runs count by their requests.
pub(super) fn sum(runs: &[&HistoryRun], first: usize, tests: &[Arc<str>]) -> (Vec<BudgetUse>, Vec<Note>) {
    let mut sums: BTreeMap<(Tracked, Arc<str>, u64), BudgetUse> = BTreeMap::new();
    for (run, test) in runs.iter().zip(tests).skip(first) {
        for traffic in &run.traffic {
            let subject = Tracked { test: Arc::clone(test), subject: traffic.subject.clone() };
            for slo in traffic.slos.iter().filter(|slo| is_sound(slo)) {
                let key = (subject.clone(), Arc::clone(&slo.text), slo.objective.to_bits());
                sums.entry(key).or_insert_with(|| unused(&subject, slo)).add(slo);
            }
        }
    }
    let (mut budgets, mut without) = (Vec::new(), BTreeSet::new());
    for mut budget in sums.into_values() {
        let allowed = (1.0 - budget.objective) * budget.requests as f64;
        budget.used = budget.bad / allowed;
        if allowed > 0.0 && budget.used.is_finite() {
            budgets.push(budget);
        } else {
            without.insert(no_budget(&budget));
        }
    }
    // A stable sort: by subject and objective where uses tie.
    budgets.sort_by(|one: &BudgetUse, other| other.used.total_cmp(&one.used));
    (budgets, without.into_iter().collect())
}

fn is_sound(slo: &HistorySlo) -> bool {
    slo.objective.is_finite() && (0.0..=1.0).contains(&slo.good_share)
}

fn no_budget(budget: &BudgetUse) -> Note {
    let (objective, subject) = (budget.title(), words::subject(&budget.subject));
    Note::new(if budget.requests == 0 {
        text!("review-note-unmeasured", objective = objective, subject = subject)
    } else {
        text!("review-note-no-budget", objective = objective, subject = subject)
    })
}

fn unused(subject: &Tracked, slo: &HistorySlo) -> BudgetUse {
    BudgetUse {
        subject: subject.clone(),
        text: Arc::clone(&slo.text),
        objective: slo.objective,
        bad: 0.0,
        requests: 0,
        used: 0.0,
        runs: 0,
        missed: 0,
    }
}

impl BudgetUse {
    fn add(&mut self, slo: &HistorySlo) {
        self.bad += (1.0 - slo.good_share) * slo.requests as f64;
        self.requests = self.requests.saturating_add(slo.requests);
        self.runs += 1;
        self.missed += usize::from(slo.good_share < slo.objective);
    }
}
