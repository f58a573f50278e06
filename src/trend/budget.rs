//! What the runs of the period did to the error budgets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::history::{HistorySlo, HistoryTraffic};
use crate::model::note::Note;
use crate::model::review::{BudgetUse, Tracked};

use super::words;
use crate::words::text;

/// Each objective over the runs of the period.
#[derive(Debug, Default)]
pub(super) struct Sums(BTreeMap<(Tracked, Arc<str>, u64), BudgetUse>);

impl Sums {
    /// Takes the objectives of an endpoint in a run.
    pub(super) fn add(&mut self, subject: &Tracked, traffic: &HistoryTraffic) {
        for slo in traffic.slos.iter().filter(|slo| is_sound(slo)) {
            let key = (subject.clone(), Arc::clone(&slo.text), slo.objective.to_bits());
            self.0.entry(key).or_insert_with(|| unused(subject, slo)).add(slo);
        }
    }

    /// Calls each test by another name.
    pub(super) fn renamed(self, name: impl Fn(&str) -> Arc<str>) -> Self {
        let renamed = self.0.into_iter().map(|((mut subject, text, objective), mut sum)| {
            subject.test = name(&subject.test);
            sum.subject = subject.clone();
            ((subject, text, objective), sum)
        });
        Self(renamed.collect())
    }
}

/// The budgets, the most used first; with notes on what has none.
///
/// The part that is used is Σ bad ÷ ((1 − objective)·Σ requests): runs count by their requests.
pub(super) fn list(sums: Sums) -> (Vec<BudgetUse>, Vec<Note>) {
    let (mut budgets, mut without) = (Vec::new(), BTreeSet::new());
    for mut budget in sums.0.into_values() {
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
