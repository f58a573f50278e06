//! Reviews of generated histories, and of small ones by hand.

mod generated;
mod rules;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Gathered, ReviewHead, review};
use crate::model::history::{HistoryFigure, HistoryMeasure, HistoryRun, HistorySlo, HistoryTraffic};
use crate::model::judgement::Verdict;
use crate::model::review::{Period, Promotion, Review};
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;

/// The end of the period; runs are placed by hours before it.
fn end() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

/// A period of this many hours.
fn hours(hours: i64) -> ReviewHead {
    ReviewHead {
        period: Period { since: end() - TimeDelta::hours(hours), until: end() },
        title: "Review".to_owned(),
        command: "perfreport trend".to_owned(),
        generator: "perfreport".to_owned(),
    }
}

fn run(hours_before: i64, traffic: Vec<HistoryTraffic>) -> HistoryRun {
    HistoryRun {
        id: format!("id{hours_before}"),
        name: format!("run-{hours_before}"),
        at: end() - TimeDelta::hours(hours_before),
        dated: true,
        test: "shop".to_owned(),
        verdict: Verdict::Pass,
        reason: None,
        base: None,
        tags: BTreeMap::from([("commit".to_owned(), format!("c{hours_before}"))]),
        report: None,
        duration: None,
        traffic,
    }
}

fn traffic(endpoint: Option<&str>, figures: &[(HistoryMeasure, f64)]) -> HistoryTraffic {
    let figure = |&(measure, value): &(HistoryMeasure, f64)| {
        (measure, HistoryFigure { value, ..HistoryFigure::default() })
    };
    HistoryTraffic {
        subject: Subject::of_key(endpoint),
        requests: figures
            .iter()
            .find(|(measure, _)| *measure == HistoryMeasure::Requests)
            .map(|(_, requests)| *requests as u64),
        figures: figures.iter().map(figure).collect(),
        ..HistoryTraffic::default()
    }
}

fn slo(text: &str, objective: f64, good_share: f64, requests: u64) -> HistorySlo {
    HistorySlo { text: Arc::from(text), objective, good_share, requests }
}

fn reviewed(runs: Vec<HistoryRun>, frame: ReviewHead) -> Review {
    reviewed_with(Vec::new(), runs, frame)
}

fn reviewed_with(
    promotions: Vec<Promotion>,
    runs: impl IntoIterator<Item = HistoryRun>,
    frame: ReviewHead,
) -> Review {
    let mut gathered = Gathered::new(frame.period);
    runs.into_iter().for_each(|run| gathered.add(&run));
    review(gathered, Vec::new(), promotions, frame, &CompareSettings::default())
}

/// Runs an hour apart whose p95 of `GET /a` takes these values, the last an hour before the end.
fn of_p95(values: &[f64]) -> Vec<HistoryRun> {
    let place = |index: usize| (values.len() - index) as i64;
    let figures = |p95: f64| vec![traffic(Some("GET /a"), &[(HistoryMeasure::P95, p95)])];
    values.iter().enumerate().map(|(index, &p95)| run(place(index), figures(p95))).collect()
}
