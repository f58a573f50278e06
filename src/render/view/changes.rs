//! Changes by endpoint: base, run, change with interval, and a plot of the intervals.

use serde::Serialize;

use crate::model::comparison::{Change, Comparison, Interval, Measure, SharedShift};
use crate::model::figures::TrafficFigures;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Assessment, Rule};
use crate::model::outcome::Outcomes;
use crate::model::quantity::{Count, LatencyScale, NBSP, Share};
use crate::render::chart::intervals::{IntervalChart, IntervalMark, IntervalRow, change_axis};
use crate::render::chart::kind::ChartKind;
use crate::render::chart::rows::Portion;

use super::figure::{
    ChangeText, ChartRef, Charts, Figure, Footnotes, Spread, latency_pair, share_pair, written,
};
use super::over_time::{self, clock::Clock};
use super::population;
use super::subject::{Facts, MOST_DETAILED};
use super::text::{ChangeMark, VerdictMark};
use crate::words::say;

/// The table of changes; under `check` the table of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Changes {
    /// Whether there is a base.
    pub(crate) compared: bool,
    pub(crate) rows: Vec<ChangeRow>,
    pub(crate) notes: Footnotes,
    /// All intervals in one chart, and the axis alone; absent where nothing was tested.
    pub(crate) chart: Option<ChartRef>,
    pub(crate) axis: Option<ChartRef>,
    /// The ends of the axis in words, for screens on which the axis has no place.
    pub(crate) range: String,
}

/// One endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeRow {
    /// Where links find it.
    pub(crate) id: String,
    /// The id of its details; empty where it has none.
    pub(crate) details: String,
    /// Whether it stands folded below the others, without a plot: there are many, and nothing was found of it.
    pub(crate) folded: bool,
    pub(crate) name: String,
    /// What stands under the name where it is not a count of requests; empty otherwise.
    pub(crate) about: String,
    pub(crate) whole: bool,
    pub(crate) verdict: Option<VerdictMark>,
    pub(crate) requests: Figure,
    pub(crate) base_requests: String,
    /// p50, p95, p99 and other measures that say something, unintended error share.
    pub(crate) cells: Vec<ChangeCell>,
    pub(crate) plot: Option<ChartRef>,
    /// p95 over time; absent where the row is folded or the source does not tell.
    pub(crate) spark: Option<ChartRef>,
}

impl ChangeRow {
    /// Whether anything was found.
    pub(crate) fn is_news(&self) -> bool {
        self.verdict.is_some()
            || self.cells.iter().any(|c| c.change.as_ref().is_some_and(|change| change.mark.is_finding()))
    }
}

/// One measure of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeCell {
    pub(crate) label: String,
    pub(crate) figures: Figure,
    pub(crate) change: Option<ChangeText>,
    /// Why it was not tested.
    pub(crate) note: Option<usize>,
}

/// Endpoints above those that are folded, whether anything was found of them or not.
const MOST_OPEN: usize = 20;
/// A file of its own holds this many rows: more are not read.
const MOST_ROWS_IN_FILE: usize = 20;

/// Builds the table and its plots.
pub(crate) fn changes(
    assessment: &Assessment,
    subjects: &[Facts<'_>],
    clock: Option<&Clock>,
    charts: &mut Charts,
) -> Changes {
    let mut notes = Footnotes::default();
    let measures = shown_measures(assessment);
    let compared = !assessment.base.is_empty();
    let shared = shared_shifts(assessment);
    let ends = |change: f64, interval: Interval| [interval.low, interval.high, change];
    let cells = subjects.iter().flat_map(|subject| &subject.cells);
    let axis = change_axis(
        cells
            .flat_map(|cell| ends(cell.log_change, cell.interval))
            .chain(shared.iter().flat_map(|shift| ends(shift.log_change, shift.interval))),
    );
    let chart = |part, rows| IntervalChart {
        part,
        axis: axis.clone(),
        relevant: assessment.settings.min_latency_change.ln_1p(),
        rows,
    };
    let together = shared_plot_row(shared);
    let plotted: Vec<IntervalRow> =
        together.iter().cloned().chain(subjects.iter().filter_map(plot_row)).collect();
    let mut rows: Vec<ChangeRow> = subjects
        .iter()
        .enumerate()
        .map(|(index, subject)| {
            let folded = index > MOST_OPEN && !is_news(subject);
            let plot = plot_row(subject).filter(|_| !folded).map(|row| {
                charts.add(
                    format!("interval-{index}"),
                    say!("change-of", subject = &subject.name),
                    describe(&row),
                    ChartKind::Intervals(chart(Portion::Row, vec![row])),
                )
            });
            let details = (1..=MOST_DETAILED).contains(&index).then(|| subject.details_id());
            let spark = clock.filter(|_| !folded).and_then(|clock| {
                over_time::endpoint::sparkline(assessment, subject, clock, format!("spark-{index}"), charts)
            });
            ChangeRow {
                folded,
                spark,
                details: details.unwrap_or_default(),
                ..change_row(subject, plot, &measures, &mut notes)
            }
        })
        .collect();
    if let Some(row) = together {
        let plot = charts.add(
            "interval-shared".to_owned(),
            say!("change-of", subject = &row.label),
            describe(&row),
            ChartKind::Intervals(chart(Portion::Row, vec![row])),
        );
        // After all requests, before the first endpoint.
        rows.insert(rows.len().min(1), shared_row(assessment, shared, plot));
    }
    let some = !plotted.is_empty();
    let whole = some.then(|| {
        let description = plotted.iter().map(|row| format!("{}: {}", row.label, describe(row)));
        let description = description.collect::<Vec<_>>().join(" ");
        let shown = plotted.iter().take(MOST_ROWS_IN_FILE).cloned().collect();
        charts.add(
            "changes".to_owned(),
            say!("change-question"),
            description,
            ChartKind::Intervals(chart(Portion::Whole, shown)),
        )
    });
    let axis_chart = some.then(|| {
        charts.add(
            "changes-axis".to_owned(),
            axis.title.clone(),
            String::new(),
            ChartKind::Intervals(chart(Portion::Axis, Vec::new())),
        )
    });
    let range = match (axis.ticks.first(), axis.ticks.last()) {
        (Some(first), Some(last)) => say!("change-range", first = &first.text, last = &last.text),
        _ => String::new(),
    };
    Changes { compared, rows, notes, chart: whole, axis: axis_chart, range }
}

/// Whether anything was found of an endpoint itself, for better or worse.
fn is_news(subject: &Facts<'_>) -> bool {
    let moved = subject.cells.iter().any(|cell| cell.change != Change::Unchanged);
    moved || subject.verdict().is_some()
}

fn shown_measures(assessment: &Assessment) -> Vec<Measure> {
    assessment.comparison.as_ref().map_or_else(|_| Measure::ALL.to_vec(), Comparison::shown_measures)
}

/// The shift that the endpoints share; nothing where there are no endpoints to share one.
fn shared_shifts(assessment: &Assessment) -> &[SharedShift] {
    match &assessment.comparison {
        Ok(found) if found.shared.iter().any(|shift| shift.endpoints > 1) => &found.shared,
        _ => &[],
    }
}

fn shared_plot_row(shared: &[SharedShift]) -> Option<IntervalRow> {
    let marks: Vec<IntervalMark> = shared
        .iter()
        .map(|shift| IntervalMark {
            name: shift.measure.text().to_string(),
            change: shift.log_change,
            low: shift.interval.low,
            high: shift.interval.high,
            decided: shift.change,
            carried: false,
        })
        .collect();
    (!marks.is_empty()).then(|| IntervalRow { label: say!("change-all-endpoints"), marks })
}

/// The row of the shared shift. It has changes and no latencies: it is a median over endpoints.
fn shared_row(assessment: &Assessment, shared: &[SharedShift], plot: ChartRef) -> ChangeRow {
    let cell = |label: String| ChangeCell { label, figures: Figure::of(""), change: None, note: None };
    let mut cells: Vec<ChangeCell> = shown_measures(assessment)
        .into_iter()
        .map(|measure| {
            let shift = shared.iter().find(|shift| shift.measure == measure);
            let change = shift.map(|shift| {
                ChangeText::log(ChangeMark::latency(shift.change), shift.log_change, shift.interval)
            });
            ChangeCell { change, ..cell(measure.text().to_string()) }
        })
        .collect();
    cells.push(cell(say!("tile-errors")));
    let found = assessment.findings.iter().filter(|finding| finding.rule == Rule::SharedShift);
    let endpoints = shared.iter().map(|shift| shift.endpoints).max().unwrap_or(0);
    ChangeRow {
        id: "row-shared".to_owned(),
        name: say!("change-all-endpoints"),
        about: say!("change-shared-by", endpoints = endpoints),
        whole: true,
        verdict: found.map(|finding| finding.verdict).max().map(VerdictMark::from),
        requests: Figure::of(""),
        base_requests: String::new(),
        cells,
        plot: Some(plot),
        details: String::new(),
        folded: false,
        spark: None,
    }
}

fn plot_row(subject: &Facts<'_>) -> Option<IntervalRow> {
    let marks: Vec<IntervalMark> = subject
        .cells
        .iter()
        .filter(|cell| Measure::ALL.contains(&cell.measure) || cell.change != Change::Unchanged)
        .map(|cell| IntervalMark {
            name: cell.measure.text().to_string(),
            change: cell.log_change,
            low: cell.interval.low,
            high: cell.interval.high,
            decided: cell.change,
            carried: subject.carried(cell.measure).is_some(),
        })
        .collect();
    (!marks.is_empty()).then(|| IntervalRow { label: subject.name.clone(), marks })
}

/// Says in words what a row of the plot shows.
fn describe(row: &IntervalRow) -> String {
    let parts: Vec<String> = row
        .marks
        .iter()
        .map(|mark| {
            let interval = Interval { low: mark.low, high: mark.high };
            let text = ChangeText::log(ChangeMark::latency(mark.decided), mark.change, interval);
            let word = Some(text.mark.word).filter(|word| !word.is_empty());
            let word = word.unwrap_or_else(|| say!("change-no-finding"));
            format!("{} {} {}, {word}", mark.name, text.size, text.interval)
        })
        .collect();
    format!("{}.", parts.join("; "))
}

fn change_row(
    subject: &Facts<'_>,
    plot: Option<ChartRef>,
    measures: &[Measure],
    notes: &mut Footnotes,
) -> ChangeRow {
    let requests = match subject.run {
        Some(run) => notes.figure(&run.requests, |count| Count(*count).to_string()),
        None => notes.dash(say!("footnote-only-base")),
    };
    let base = Spread::of(subject.base.iter().map(|base| base.requests.clone().map(|count| count as f64)));
    let base_requests = match base {
        Some(Ok(spread)) => spread.text(|count| Count(count as u64).to_string()),
        _ => String::new(),
    };
    let mut cells: Vec<ChangeCell> =
        measures.iter().map(|measure| latency_cell(subject, *measure, notes)).collect();
    cells.push(error_cell(subject, notes));
    // An endpoint has one verdict everywhere; that of the run is another matter.
    let verdict = if subject.is_whole() { subject.change_verdict() } else { subject.verdict() };
    ChangeRow {
        id: subject.row_id(),
        name: subject.name.clone(),
        about: String::new(),
        whole: subject.is_whole(),
        verdict: verdict.map(VerdictMark::from),
        requests,
        base_requests,
        cells,
        plot,
        details: String::new(),
        folded: false,
        spark: None,
    }
}

fn latency_cell(subject: &Facts<'_>, measure: Measure, notes: &mut Footnotes) -> ChangeCell {
    let label = measure.text().to_string();
    if let Some(cell) = subject.cell(measure) {
        let mark =
            subject.carried(measure).map_or(ChangeMark::latency(cell.change), ChangeMark::with_the_rest);
        return ChangeCell {
            label,
            figures: Figure::of(match cell.buckets {
                Some(buckets) => latency_pair(Spread::within(buckets.base), Spread::within(buckets.run)),
                None => latency_pair(Spread::one(cell.base), cell.run),
            }),
            change: Some(ChangeText::log(mark, cell.log_change, cell.interval)),
            note: None,
        };
    }
    let run = subject.run_measure(measure);
    // Failures alone are not set against what was expected.
    let alone = |figures: &TrafficFigures| population::failures_only(figures).is_some();
    let apart = subject.run.is_some_and(alone) != subject.base.iter().any(|base| alone(base));
    let base = subject.base_measure(measure).filter(|_| !apart);
    let figures = match (&run, base) {
        (Ok(run), Some(Ok(base))) => Figure::of(latency_pair(base, *run)),
        (Ok(run), _) => {
            let scale = LatencyScale::of(&[run.end()]);
            Figure::of(format!("{}{NBSP}{}", run.text(|ms| scale.number(ms)), scale.unit()))
        }
        (Err(missing), _) => notes.dash(missing.reason()),
    };
    let whose = subject.run.and_then(population::label).filter(|_| figures.note.is_none());
    let note = match whose {
        Some(whose) => Some(notes.number(whose)),
        None => subject
            .reason(&Indicator::Latency(measure))
            .filter(|_| figures.note.is_none())
            .map(|reason| notes.number(say!("footnote-not-tested", reason = reason))),
    };
    ChangeCell { label, figures, change: None, note }
}

fn error_cell(subject: &Facts<'_>, notes: &mut Footnotes) -> ChangeCell {
    let label = say!("tile-errors");
    let run = subject.run_outcomes();
    let note = match run {
        Ok(outcomes) if outcomes.bad_may_hold_4xx => Some(notes.number(say!("footnote-may-hold-4xx"))),
        _ => None,
    };
    if let Some(cell) = subject.errors {
        let mark = ChangeMark::errors(cell.change);
        let change = (cell.run.bad > 0 || cell.base.bad > 0)
            .then(|| ChangeText::points(mark, cell.difference(), cell.interval));
        let figures = Figure::of(share_pair(cell.base.share(), cell.run.share()));
        return ChangeCell { label, figures, change, note };
    }
    let base = subject.base_outcomes().and_then(|outcomes| outcomes.bad_share());
    let figures = match (run.map(Outcomes::bad_share), base) {
        (Ok(Some(run)), Some(base)) => Figure::of(share_pair(base, run)),
        (Ok(Some(run)), None) => Figure::of(written(Share(run))),
        (Ok(None), _) => notes.dash(say!("missing-no-request")),
        (Err(missing), _) => notes.dash(missing.reason()),
    };
    let note = note.or_else(|| {
        subject
            .reason(&Indicator::ErrorShare)
            .filter(|_| figures.note.is_none())
            .map(|reason| notes.number(say!("footnote-not-tested", reason = reason)))
    });
    ChangeCell { label, figures, change: None, note }
}
