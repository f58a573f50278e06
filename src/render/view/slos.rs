//! Objectives: what was measured, and what it does to the error budget.

use serde::Serialize;

use crate::model::judgement::{Assessment, SloMeasurement, SloResult};
use crate::model::metric_objective::MetricObjectiveResult;
use crate::model::quantity::{Count, Days, NBSP, Share, significant};
use crate::model::slo::SloStatus;
use crate::render::chart::axis::Axis;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::rows::Portion;
use crate::render::chart::slo_gauge::{GaugeChart, GaugeRow};

use super::figure::{ChartRef, Charts, Figure, Footnotes, level_interval, relation, written};
use super::metric_objectives::{self, MetricObjectiveLine};
use super::text::{StatusMark, sentence};
use crate::render::text::plain;
use crate::words::say;

/// The section on objectives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SloSection {
    pub(crate) rows: Vec<SloLine>,
    /// Those on what servers measure.
    pub(crate) on_servers: Vec<MetricObjectiveLine>,
    /// `2 of 4 objectives met`.
    pub(crate) tally: String,
    pub(crate) chart: Option<ChartRef>,
    pub(crate) axis: Option<ChartRef>,
    pub(crate) notes: Footnotes,
}

/// One objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SloLine {
    pub(crate) name: String,
    pub(crate) objective: String,
    pub(crate) status: StatusMark,
    /// The share of good requests.
    pub(crate) measured: Figure,
    /// Its 95 % interval.
    pub(crate) interval: String,
    /// The base's share, empty without one.
    pub(crate) base: String,
    /// `26 of 1,490 requests were not good`.
    pub(crate) counts: String,
    /// `at this rate the 30-day budget lasts 9 days`.
    pub(crate) budget: String,
    /// What would settle an unsure miss.
    pub(crate) advice: String,
    pub(crate) plot: Option<ChartRef>,
}

/// Budgets spent more than this many times are drawn at the rim.
const FASTEST_DRAWN: f64 = 6.0;

/// Builds the section.
pub(crate) fn slos(assessment: &Assessment, charts: &mut Charts) -> SloSection {
    let mut notes = Footnotes::default();
    let measured = || assessment.slos.iter().filter_map(|slo| gauge(slo, slo.measured.as_ref().ok()?));
    let fastest = measured()
        .flat_map(|row| [row.burn, row.interval.map_or(0.0, |ends| ends.1), row.base.unwrap_or(0.0)])
        .filter(|burn| burn.is_finite())
        .fold(1.4, f64::max);
    let axis = Axis::from_zero(fastest.min(FASTEST_DRAWN), 3, &say!("objective-axis"), "×");
    let chart = |part, rows| ChartKind::Gauges(GaugeChart { part, axis: axis.clone(), rows });
    let rows: Vec<SloLine> = assessment
        .slos
        .iter()
        .enumerate()
        .map(|(index, slo)| {
            let plot = slo.measured.as_ref().ok().and_then(|found| gauge(slo, found)).map(|row| {
                let times = significant(row.burn);
                let description = match row.interval.map(|(low, high)| (significant(low), significant(high)))
                {
                    None => say!("objective-burn", times = times),
                    Some((low, high)) => {
                        say!("objective-burn-within", times = times, low = low, high = high)
                    }
                };
                charts.add(
                    format!("slo-{index}"),
                    say!("objective-spent", objective = &row.label),
                    description,
                    chart(Portion::Row, vec![row]),
                )
            });
            line(slo, plot, &mut notes)
        })
        .collect();
    let gauges: Vec<GaugeRow> = measured().collect();
    let some = !gauges.is_empty();
    let whole = some.then(|| {
        let description: Vec<String> =
            rows.iter().map(|row| format!("{}, {}: {}.", row.name, row.objective, row.status.word)).collect();
        charts.add(
            "slos".to_owned(),
            say!("objective-question"),
            description.join(" "),
            chart(Portion::Whole, gauges),
        )
    });
    let axis_chart = some.then(|| {
        charts.add(
            "slos-axis".to_owned(),
            axis.title.clone(),
            String::new(),
            chart(Portion::Axis, Vec::new()),
        )
    });
    let on_servers = metric_objectives::lines(&assessment.metric_objectives, &mut notes);
    let tally = tally(&assessment.slos, &assessment.metric_objectives);
    SloSection { tally, rows, on_servers, chart: whole, axis: axis_chart, notes }
}

/// Says how many objectives were met.
fn tally(slos: &[SloResult], on_servers: &[MetricObjectiveResult]) -> String {
    let status = |wanted: SloStatus| {
        let is_so = |slo: &&SloResult| slo.measured.as_ref().is_ok_and(|found| found.status == wanted);
        slos.iter().filter(is_so).count() + on_servers.iter().filter(|objective| objective.is(wanted)).count()
    };
    let all = slos.len() + on_servers.len();
    let unknown = slos.iter().filter(|slo| slo.measured.is_err()).count()
        + on_servers.iter().filter(|objective| objective.measured.is_err()).count();
    let (missed, unsure) = (status(SloStatus::Missed), status(SloStatus::MissedUnsure));
    let mut parts = vec![say!("objective-tally", met = status(SloStatus::Met), all = all)];
    if missed > 0 {
        parts.push(say!("objective-tally-missed", count = missed));
    }
    if unsure > 0 {
        parts.push(say!("objective-tally-unsure", count = unsure));
    }
    if unknown > 0 {
        parts.push(say!("objective-tally-not-measured", count = unknown));
    }
    parts.join(" · ")
}

/// Reads burn rates off shares; absent where the objective allows no error at all.
fn gauge(slo: &SloResult, found: &SloMeasurement) -> Option<GaugeRow> {
    let allowed = 1.0 - slo.slo.objective.share();
    let burn = |good: f64| ((1.0 - good) / allowed).max(0.0);
    (allowed > 0.0).then(|| GaugeRow {
        label: format!("{}: {}", name(slo), plain(slo.title())),
        burn: burn(found.good_share),
        interval: Some((burn(found.interval.high), burn(found.interval.low))),
        base: found.base_good_share.map(burn),
        status: found.status,
    })
}

fn name(slo: &SloResult) -> String {
    plain(slo.subject.text())
}

fn line(slo: &SloResult, plot: Option<ChartRef>, notes: &mut Footnotes) -> SloLine {
    let blank = SloLine {
        name: name(slo),
        objective: plain(slo.title()),
        status: StatusMark::not_measured(),
        measured: Figure::of(""),
        interval: String::new(),
        base: String::new(),
        counts: String::new(),
        budget: String::new(),
        advice: String::new(),
        plot,
    };
    let found = match &slo.measured {
        Ok(found) => found,
        Err(missing) => return SloLine { measured: notes.dash(missing.reason()), ..blank },
    };
    let bad = found.bad.max(0.0).round() as u64;
    let mut counts = if found.estimated {
        say!("objective-counts-estimated", bad = bad, total = found.total)
    } else {
        say!("objective-counts", bad = bad, total = found.total)
    };
    if found.status != SloStatus::Met {
        counts = format!("{counts}; p{}", relation(found.p));
    }
    let days = significant_days(found.budget.window_days);
    let budget = match found.budget.lasts_days {
        None => say!("objective-budget-untouched", days = days),
        Some(lasts) if lasts >= found.budget.window_days => {
            say!("objective-budget-share", share = Share(found.budget.burn_rate), days = days)
        }
        Some(lasts) => say!("objective-budget-lasts", days = days, time = Days(lasts)),
    };
    let settles = |count| say!("objective-settle", count = Count(count));
    SloLine {
        status: found.status.into(),
        measured: Figure::of(written(Share(found.good_share))),
        interval: level_interval(found.good_share, found.interval),
        base: found.base_good_share.map_or_else(String::new, |share| written(Share(share))),
        counts: sentence(&counts),
        budget: sentence(&budget),
        advice: found.requests_to_settle.map_or_else(String::new, |count| sentence(&settles(count))),
        ..blank
    }
}

fn significant_days(days: f64) -> String {
    Days(days).to_string().split(NBSP).next().unwrap_or_default().to_owned()
}
