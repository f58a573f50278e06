//! Runs, one after the other, as what a review follows of them: a run itself is not kept.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::budget::Sums;
use super::series::SubjectSeries;
use crate::model::history::{HistoryMeasure, HistoryRun, TEST_SEPARATOR};
use crate::model::review::{Period, ReviewedRun, Tracked};
use crate::model::subject::Subject;

/// The runs of a period and of the one before, as what a review follows of them.
#[derive(Debug)]
pub struct Gathered {
    period: Period,
    /// Each with its whole test.
    runs: Vec<ReviewedRun>,
    subjects: Vec<SubjectSeries>,
    /// Where the series of a subject are, by whole test and subject.
    places: HashMap<Arc<str>, HashMap<Subject, usize>>,
    sums: Sums,
}

/// All of it, once every run is there. Tests are named by what tells them from each other.
pub(super) struct Parts {
    pub(super) runs: Vec<ReviewedRun>,
    /// The first run of the period.
    pub(super) first: usize,
    /// By test, all requests first, then the endpoints by name.
    pub(super) subjects: Vec<SubjectSeries>,
    pub(super) sums: Sums,
}

impl Gathered {
    /// Begins with nothing.
    pub fn new(period: Period) -> Self {
        Self { period, runs: Vec::new(), subjects: Vec::new(), places: HashMap::new(), sums: Sums::default() }
    }

    /// Takes a run, the oldest first; those that are of neither period are left out.
    pub fn add(&mut self, run: &HistoryRun) {
        let is_reviewed = self.period.holds(run.at);
        if !is_reviewed && !self.period.before().holds(run.at) {
            return;
        }
        let index = self.runs.len();
        let test = match self.places.get_key_value(run.test.as_str()) {
            Some((test, _)) => Arc::clone(test),
            None => Arc::from(run.test.as_str()),
        };
        let places = self.places.entry(Arc::clone(&test)).or_default();
        for traffic in &run.traffic {
            let place = places.get(&traffic.subject).copied().unwrap_or_else(|| {
                let subject = Tracked { test: Arc::clone(&test), subject: traffic.subject.clone() };
                self.subjects.push(SubjectSeries { subject, series: Default::default() });
                places.insert(traffic.subject.clone(), self.subjects.len() - 1);
                self.subjects.len() - 1
            });
            self.subjects[place].add(index, traffic);
            if is_reviewed {
                self.sums.add(&self.subjects[place].subject, traffic);
            }
        }
        self.runs.push(reviewed_run(run));
    }

    /// Whether every run came once, and none before an older one.
    pub fn is_in_order(&self) -> bool {
        let ids: HashSet<&str> = self.runs.iter().map(|run| run.id.as_str()).collect();
        ids.len() == self.runs.len() && self.runs.is_sorted_by(|a, b| (a.at, &a.id) <= (b.at, &b.id))
    }

    pub(super) fn into_parts(self) -> Parts {
        let Self { period, mut runs, mut subjects, sums, .. } = self;
        let names = names(&runs);
        let name = |test: &str| names.get(test).cloned().unwrap_or_default();
        for subject in &mut subjects {
            subject.subject.test = name(&subject.subject.test);
        }
        subjects.sort_by(|one, other| one.subject.cmp(&other.subject));
        let sums = sums.renamed(name);
        for run in &mut runs {
            run.test = names.get(run.test.as_str()).map(ToString::to_string).unwrap_or_default();
        }
        let first = runs.iter().filter(|run| !period.holds(run.at)).count();
        Parts { runs, first, subjects, sums }
    }
}

/// Names each test by what tells it from the others; nothing where all runs are of one.
fn names(runs: &[ReviewedRun]) -> HashMap<String, Arc<str>> {
    let distinct: BTreeSet<&str> = runs.iter().map(|run| run.test.as_str()).collect();
    let shared =
        |part: &str| distinct.iter().all(|test| test.split(TEST_SEPARATOR).any(|other| other == part));
    let own = |test: &str| {
        let own: Vec<&str> = test.split(TEST_SEPARATOR).filter(|part| !shared(part)).collect();
        Arc::from(own.join(TEST_SEPARATOR))
    };
    distinct.iter().map(|test| ((*test).to_owned(), own(test))).collect()
}

/// A run with what a review shows of it.
fn reviewed_run(run: &HistoryRun) -> ReviewedRun {
    let whole = run.traffic_of(&Subject::Whole);
    let value = |measure| whole.and_then(|traffic| traffic.value(measure));
    ReviewedRun {
        id: run.id.clone(),
        name: run.name.clone(),
        at: run.at,
        dated: run.dated,
        test: run.test.clone(),
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
