//! What is remembered of an assessment.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};

use crate::model::figures::{TrafficFigures, middle};
use crate::model::history::{
    HistoryFigure, HistoryMeasure, HistoryRun, HistorySlo, HistoryTraffic, TEST_SEPARATOR,
};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, SloResult, Verdict};
use crate::model::load::Workload;
use crate::model::measure::Measure;
use crate::model::missing::Known;
use crate::model::outcome::Outcome;
use crate::model::run::Meta;
use crate::model::slo::Objective;
use crate::model::subject::Subject;
use crate::words::Text;

/// What k6 calls a scenario that the script does not name.
const UNNAMED_SCENARIO: &str = "default";

/// Makes the entry of a run; `now` stands for its start where the source does not tell.
pub(super) fn of(assessment: &Assessment, id: &str, now: DateTime<Utc>) -> HistoryRun {
    let run = &assessment.run;
    let seconds = seconds_of(&run.meta);
    let started = known(&run.meta.started);
    let whole = traffic(&run.whole, seconds, assessment);
    let endpoints = run.endpoints.iter();
    let endpoints = endpoints.map(|endpoint| traffic(endpoint, seconds, assessment));
    HistoryRun {
        id: id.to_owned(),
        name: run.meta.name.clone(),
        // What is written is what is read back: to the millisecond.
        at: started.unwrap_or(now).trunc_subsecs(3),
        dated: started.is_some(),
        test: test_of(assessment),
        verdict: assessment.verdict,
        reason: assessment
            .findings
            .first()
            .filter(|finding| finding.verdict > Verdict::Pass)
            .map(|finding| finding.title.english()),
        base: assessment
            .base_name
            .as_ref()
            .map(Text::english)
            .or_else(|| assessment.base.first().map(|base| base.meta.name.clone())),
        tags: run.meta.tags.clone(),
        report: assessment.report_url.clone(),
        duration: seconds,
        traffic: std::iter::once(whole).chain(endpoints).collect(),
    }
}

/// How long the judged window took.
fn seconds_of(meta: &Meta) -> Option<f64> {
    known(&meta.window_duration).filter(|seconds| *seconds > 0.0)
}

/// Tells what was tested.
pub(super) fn test_of(assessment: &Assessment) -> String {
    test(&assessment.run.meta, workload(assessment))
}

/// Tells open from closed, as the comparison did where there was one.
fn workload(assessment: &Assessment) -> Option<Workload> {
    match &assessment.comparison {
        Ok(comparison) => known(&comparison.load.run),
        Err(_) => known(&assessment.run.load.workload(None)),
    }
}

/// Tells what was tested: the service, where a tag says it, the judged scenarios, and whether users arrived as they liked.
fn test(meta: &Meta, workload: Option<Workload>) -> String {
    let mut scenarios: Vec<&str> = meta.window.scenarios.iter().map(String::as_str).collect();
    scenarios.retain(|scenario| *scenario != UNNAMED_SCENARIO);
    scenarios.sort_unstable();
    let service = meta.tags.get("service").map(String::as_str);
    let scenarios = scenarios.join(" + ");
    let open = if workload == Some(Workload::Open) { "open model" } else { "" };
    let parts = service.into_iter().chain([scenarios.as_str(), open]).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(TEST_SEPARATOR)
}

fn traffic(figures: &TrafficFigures, seconds: Option<f64>, assessment: &Assessment) -> HistoryTraffic {
    let slos: Vec<&SloResult> = assessment.slos.iter().filter(|slo| slo.subject == figures.subject).collect();
    let mut remembered = BTreeMap::new();
    for measure in HistoryMeasure::ALL {
        let value = value(figures, measure, seconds).filter(|value| value.is_finite());
        if let Some(value) = value {
            let (base, change) = compared(assessment, &figures.subject, measure);
            let objective = allowed(&slos, measure);
            remembered.insert(measure, HistoryFigure { value, objective, base, change });
        }
    }
    let measured = slos.iter().filter_map(|slo| {
        let measured = known(&slo.measured)?;
        Some(HistorySlo {
            text: slo.text.as_str().into(),
            objective: slo.slo.objective.share(),
            good_share: measured.good_share,
            requests: measured.total,
        })
    });
    HistoryTraffic {
        subject: figures.subject.clone(),
        requests: known(&figures.requests),
        errors: figures.outcomes.as_ref().ok().map(|outcomes| outcomes.bad),
        outcomes: figures.outcomes.as_ref().map(|outcomes| outcomes.classes.clone()).unwrap_or_default(),
        figures: remembered,
        slos: measured.collect(),
    }
}

fn value(figures: &TrafficFigures, measure: HistoryMeasure, seconds: Option<f64>) -> Option<f64> {
    let requests = known(&figures.requests);
    let latency = figures.latency.as_ref().ok();
    match measure {
        HistoryMeasure::Requests => requests.map(|requests| requests as f64),
        HistoryMeasure::Rate => Some(requests? as f64 / seconds?),
        HistoryMeasure::ErrorShare => figures.outcomes.as_ref().ok()?.bad_share(),
        HistoryMeasure::Undeclared4xxShare => {
            let outcomes = figures.outcomes.as_ref().ok()?;
            let undeclared = *outcomes.classes.get(&Outcome::Undeclared4xx)?;
            (outcomes.total() > 0).then(|| undeclared as f64 / outcomes.total() as f64)
        }
        HistoryMeasure::Max => known(&latency?.max),
        HistoryMeasure::P50 | HistoryMeasure::P90 | HistoryMeasure::P95 | HistoryMeasure::P99 => {
            latency?.quantile(measure.quantile()?).ok()
        }
    }
}

/// The figure of the base and the change from it, as the comparison found them. What it did not test has no change, and the middle
/// figure of the base runs.
fn compared(
    assessment: &Assessment,
    subject: &Subject,
    measure: HistoryMeasure,
) -> (Option<f64>, Option<f64>) {
    match tested(assessment, subject, measure) {
        Some((base, change)) if base.is_finite() && change.is_finite() => (Some(base), Some(change)),
        _ => {
            let bases = assessment.base.iter().filter_map(|base| {
                let mut parts = std::iter::once(&base.whole).chain(&base.endpoints);
                let figures = parts.find(|figures| figures.subject == *subject)?;
                value(figures, measure, seconds_of(&base.meta))
            });
            (middle(bases.filter(|value| value.is_finite()).collect()), None)
        }
    }
}

fn tested(assessment: &Assessment, subject: &Subject, measure: HistoryMeasure) -> Option<(f64, f64)> {
    let comparison = assessment.comparison.as_ref().ok()?;
    let share = |indicator: Indicator| {
        let judged = Judged::of(subject, indicator);
        let cell = comparison.errors.iter().find(|cell| cell.judged == judged)?;
        (cell.base.total > 0).then(|| (cell.base.share(), cell.difference()))
    };
    match measure {
        HistoryMeasure::ErrorShare => share(Indicator::ErrorShare),
        HistoryMeasure::Undeclared4xxShare => share(Indicator::UndeclaredShare),
        HistoryMeasure::Rate => {
            let cell = comparison.throughput.as_ref().ok().filter(|_| subject.is_whole())?;
            Some((cell.base, cell.log_change.exp_m1()))
        }
        _ => {
            let measure = Measure::of_quantile(measure.quantile()?);
            let mut cells = comparison.latency.iter();
            let cell = cells.find(|cell| cell.subject == *subject && cell.measure == measure)?;
            Some((cell.base, cell.log_change.exp_m1()))
        }
    }
}

/// The most that the objectives allow of a measure: the strictest of those that speak of it.
fn allowed(slos: &[&SloResult], measure: HistoryMeasure) -> Option<f64> {
    let limits = slos.iter().filter_map(|slo| match (&slo.slo.objective, measure.quantile()) {
        (Objective::Latency { within, share }, Some(quantile)) if (share - quantile).abs() < 1e-9 => {
            Some(*within)
        }
        (Objective::Success { share }, None) if measure == HistoryMeasure::ErrorShare => Some(1.0 - share),
        _ => None,
    });
    limits.min_by(f64::total_cmp)
}

fn known<T: Clone>(value: &Known<T>) -> Option<T> {
    value.as_ref().ok().cloned()
}
