//! The figures of each endpoint, run by run.

use crate::model::history::{HistoryMeasure, HistoryTraffic};
use crate::model::review::Tracked;

use super::scale;

/// The figures that are followed.
pub(super) const MEASURES: [HistoryMeasure; 4] =
    [HistoryMeasure::P95, HistoryMeasure::P99, HistoryMeasure::ErrorShare, HistoryMeasure::Rate];

/// One figure over the runs that have it.
#[derive(Debug, Default)]
pub(super) struct MeasureSeries {
    /// The run and the value, ascending.
    pub(super) values: Vec<(usize, f64)>,
    /// The requests behind each value of a share, where they are known: the noise of other figures has another floor.
    pub(super) requests: Vec<f64>,
    /// The run from which on an objective allowed at most this much.
    pub(super) objective: Vec<(usize, Option<f64>)>,
}

/// All figures of one endpoint, in the order of [`MEASURES`].
#[derive(Debug)]
pub(super) struct SubjectSeries {
    pub(super) subject: Tracked,
    pub(super) series: [MeasureSeries; MEASURES.len()],
}

impl SubjectSeries {
    /// Takes what a run remembers of the endpoint.
    pub(super) fn add(&mut self, run: usize, traffic: &HistoryTraffic) {
        for (series, measure) in self.series.iter_mut().zip(MEASURES) {
            let Some(figure) = traffic.figures.get(&measure).filter(|figure| figure.value.is_finite()) else {
                continue;
            };
            // An endpoint that a run lists twice counts once.
            if series.values.last().is_some_and(|(last, _)| *last == run) {
                continue;
            }
            series.values.push((run, figure.value));
            if scale::is_share(measure) {
                series.requests.extend(traffic.requests.map(|requests| requests as f64));
            }
            if series.objective.last().and_then(|(_, allowed)| *allowed) != figure.objective {
                series.objective.push((run, figure.objective));
            }
        }
    }
}
