//! The figures of each endpoint, run by run.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::history::{HistoryMeasure, HistoryRun, HistoryTraffic, TEST_SEPARATOR};
use crate::model::review::Tracked;
use crate::model::subject::Subject;

/// The figures that are followed.
pub(super) const MEASURES: [HistoryMeasure; 4] =
    [HistoryMeasure::P95, HistoryMeasure::P99, HistoryMeasure::ErrorShare, HistoryMeasure::Rate];

/// One figure over the runs that have it.
#[derive(Debug, Default)]
pub(super) struct MeasureSeries {
    /// The run and the value, ascending.
    pub(super) values: Vec<(usize, f64)>,
    /// The requests behind each value, where they are known.
    pub(super) requests: Vec<f64>,
    /// The run from which on an objective allowed at most this much.
    pub(super) objective: Vec<(usize, Option<f64>)>,
}

/// All figures of one endpoint, in the order of [`MEASURES`].
pub(super) struct SubjectSeries {
    pub(super) subject: Tracked,
    pub(super) series: [MeasureSeries; MEASURES.len()],
}

/// Names the test of each run by what tells it from the others; nothing where all runs are of one.
pub(super) fn tests(runs: &[&HistoryRun]) -> Vec<Arc<str>> {
    let distinct: BTreeSet<&str> = runs.iter().map(|run| run.test.as_str()).collect();
    let shared =
        |part: &str| distinct.iter().all(|test| test.split(TEST_SEPARATOR).any(|other| other == part));
    let names: HashMap<&str, Arc<str>> = distinct
        .iter()
        .map(|test| {
            let own: Vec<&str> = test.split(TEST_SEPARATOR).filter(|part| !shared(part)).collect();
            (*test, Arc::from(own.join(TEST_SEPARATOR)))
        })
        .collect();
    runs.iter().map(|run| names.get(run.test.as_str()).cloned().unwrap_or_default()).collect()
}

/// Collects the series: by test, all requests first, then the endpoints by name.
pub(super) fn collect(runs: &[&HistoryRun], tests: &[Arc<str>]) -> Vec<SubjectSeries> {
    let mut places: HashMap<(&str, &Subject), usize> = HashMap::new();
    let mut subjects: Vec<SubjectSeries> = Vec::new();
    for (index, (run, test)) in runs.iter().zip(tests).enumerate() {
        for traffic in &run.traffic {
            let place = *places.entry((test, &traffic.subject)).or_insert_with(|| {
                let subject = Tracked { test: Arc::clone(test), subject: traffic.subject.clone() };
                subjects.push(SubjectSeries { subject, series: Default::default() });
                subjects.len() - 1
            });
            subjects[place].add(index, traffic);
        }
    }
    subjects.sort_by(|one, other| one.subject.cmp(&other.subject));
    subjects
}

impl SubjectSeries {
    fn add(&mut self, run: usize, traffic: &HistoryTraffic) {
        for (series, measure) in self.series.iter_mut().zip(MEASURES) {
            let Some(figure) = traffic.figures.get(&measure).filter(|figure| figure.value.is_finite()) else {
                continue;
            };
            // An endpoint that a run lists twice counts once.
            if series.values.last().is_some_and(|(last, _)| *last == run) {
                continue;
            }
            series.values.push((run, figure.value));
            series.requests.extend(traffic.requests.map(|requests| requests as f64));
            if series.objective.last().and_then(|(_, allowed)| *allowed) != figure.objective {
                series.objective.push((run, figure.objective));
            }
        }
    }
}
