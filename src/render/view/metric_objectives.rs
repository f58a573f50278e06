//! Objectives on what servers measure, a row each.

use serde::Serialize;

use crate::model::metric_objective::{MetricMeasurement, MetricObjectiveResult};
use crate::model::quantity::WholeSeconds;
use crate::model::slo::SloStatus;
use crate::render::text::plain;
use crate::words::say;

use super::figure::{Figure, Footnotes, written};
use super::text::{StatusMark, sentence};

/// One objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MetricObjectiveLine {
    pub(crate) objective: String,
    pub(crate) status: StatusMark,
    pub(crate) measured: Figure,
    /// The bound, in the same unit; empty where nothing was measured.
    pub(crate) limit: String,
    /// The base's figure, empty without one.
    pub(crate) base: String,
    /// `2 of 3 series missed it, for 30 s of 65 s`.
    pub(crate) meaning: String,
    /// The labels of the series whose figures they are.
    pub(crate) series: String,
}

/// Builds the rows.
pub(super) fn lines(results: &[MetricObjectiveResult], notes: &mut Footnotes) -> Vec<MetricObjectiveLine> {
    results.iter().map(|result| line(result, notes)).collect()
}

fn line(result: &MetricObjectiveResult, notes: &mut Footnotes) -> MetricObjectiveLine {
    let blank = MetricObjectiveLine {
        objective: plain(result.title()),
        status: StatusMark::not_measured(),
        measured: Figure::of(""),
        limit: String::new(),
        base: String::new(),
        meaning: String::new(),
        series: String::new(),
    };
    let found = match &result.measured {
        Ok(found) => found,
        Err(missing) => return MetricObjectiveLine { measured: notes.dash(missing.reason()), ..blank },
    };
    let figure = |value| written(found.figure(value));
    MetricObjectiveLine {
        status: status(found),
        measured: Figure::of(figure(found.value)),
        limit: figure(found.limit),
        base: found.base.map_or_else(String::new, figure),
        meaning: sentence(&meaning(found)),
        series: found.series.clone(),
        ..blank
    }
}

fn status(found: &MetricMeasurement) -> StatusMark {
    match found.status {
        // Chance has no part in it: there is too little of it.
        SloStatus::MissedUnsure => {
            StatusMark { word: say!("objective-missed-hardly-measured"), sign: "!", class: "warn" }
        }
        status => status.into(),
    }
}

fn meaning(found: &MetricMeasurement) -> String {
    let (seconds, window) = (WholeSeconds(found.seconds_missed), WholeSeconds(found.window_seconds));
    match (found.series_missed, found.series_count) {
        (0, 1) => say!("objective-series-met-one", window = window),
        (0, all) => say!("objective-series-met", all = all, window = window),
        (_, 1) => say!("objective-series-missed-one", seconds = seconds, window = window),
        (missed, all) => {
            say!("objective-series-missed", missed = missed, all = all, seconds = seconds, window = window)
        }
    }
}
