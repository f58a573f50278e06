//! Columns as runs.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use polars_core::prelude::{Float64Chunked, Int64Chunked, PolarsResult, StringChunked};

use super::Selection;
use super::columns::Columns;
use crate::model::history::{
    HistoryFigure, HistoryMeasure, HistoryRow, HistoryRun, HistorySlo, HistoryTraffic,
};
use crate::model::judgement::Verdict;
use crate::model::outcome::Outcome;
use crate::model::subject::Subject;

/// Reads the selected runs of a file; says what is wrong with it otherwise.
pub(super) fn read(bytes: Vec<u8>, selection: &Selection) -> Result<Vec<HistoryRun>, String> {
    let columns = Columns::of(bytes, selection, |name| is_read(name, selection))?;
    let mut runs = runs_of(&columns, selection).map_err(|error| error.to_string())?;
    runs.retain(|run| selection.holds(run.at));
    Ok(runs)
}

/// Tells whether a column is read: some say what others say as well, and some speak of no figure.
fn is_read(name: &str, selection: &Selection) -> bool {
    let is_outcome = || Outcome::ALL.iter().any(|outcome| outcome.key() == name);
    match name {
        "commit" | "branch" | "environment" | "unit" => false,
        "report" | "base_value" | "change" | "errors" => !selection.only_figures,
        _ => !(selection.only_figures && is_outcome()),
    }
}

/// Turns rows into runs. Rows of a run stand together, and in it those of an endpoint.
fn runs_of(columns: &Columns, selection: &Selection) -> PolarsResult<Vec<HistoryRun>> {
    let parts = parts(&columns.text("run")?);
    let mut runs = without_traffic(columns, &parts)?;
    let rows = Rows::of(columns)?;
    // Names repeat from run to run: each is kept once.
    let mut names: BTreeMap<String, Arc<str>> = BTreeMap::new();
    let mut shared = |text: &str| match names.get(text) {
        Some(name) => Arc::clone(name),
        None => {
            let name: Arc<str> = text.into();
            names.insert(text.to_owned(), Arc::clone(&name));
            name
        }
    };
    let places = parts.iter().enumerate().flat_map(|(place, part)| part.clone().map(move |row| (place, row)));
    for (place, row) in places {
        let run = &mut runs[place];
        let (Some(measure), Some(value)) = (rows.measure.get(row), rows.value.get(row)) else { continue };
        let endpoint = rows.endpoint.get(row);
        if !selection.wants(endpoint) {
            continue;
        }
        if run.traffic.last().is_none_or(|traffic| traffic.subject.key() != endpoint) {
            let subject = endpoint.map_or(Subject::Whole, |name| Subject::Endpoint(shared(name)));
            run.traffic.push(HistoryTraffic { subject, ..rows.outcomes_at(row) });
        }
        let Some(traffic) = run.traffic.last_mut() else { continue };
        let objective = rows.objective.get(row);
        match HistoryMeasure::of_key(measure) {
            Some(measure) => {
                traffic.requests = count(&rows.requests, row);
                if selection.measure.is_none_or(|wanted| wanted == measure) {
                    let of = |column: &Option<Float64Chunked>| column.as_ref()?.get(row);
                    let (base, change) = (of(&rows.base_value), of(&rows.change));
                    traffic.figures.insert(measure, HistoryFigure { value, objective, base, change });
                }
            }
            // What a later version of the same format may add is passed over.
            None if measure != HistoryRow::SLO => {}
            None => {
                let (text, requests) = (rows.slo.get(row), count(&rows.requests, row));
                if let (Some(text), Some(objective), Some(requests)) = (text, objective, requests) {
                    let text = shared(text);
                    traffic.slos.push(HistorySlo { text, objective, good_share: value, requests });
                }
            }
        }
    }
    Ok(runs)
}

/// The rows of each run, by its id.
fn parts(ids: &StringChunked) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (row, id) in ids.iter().enumerate().filter_map(|(row, id)| Some((row, id?))) {
        match parts.last_mut().filter(|_| last == Some(id)) {
            Some(part) => part.end = row + 1,
            None => parts.push(row..row + 1),
        }
        last = Some(id);
    }
    parts
}

/// What the first row of each run says of it. Columns are read one after the other, and none is kept.
fn without_traffic(columns: &Columns, parts: &[Range<usize>]) -> PolarsResult<Vec<HistoryRun>> {
    let firsts = || parts.iter().map(|part| part.start);
    let texts = |name: &str| -> PolarsResult<Vec<Option<String>>> {
        let column = columns.text(name)?;
        Ok(firsts().map(|row| column.get(row).map(str::to_owned)).collect())
    };
    let started = columns.count("started")?;
    let known = columns.flag("started_known")?;
    let durations = columns.number("duration_seconds")?;
    let (mut ids, mut names, mut tests) = (texts("run")?, texts("name")?, texts("test")?);
    let (mut reasons, mut bases) = (texts("reason")?, texts("base")?);
    let (verdicts, tags) = (texts("verdict")?, texts("tags")?);
    let mut reports = texts("report").unwrap_or_else(|_| vec![None; parts.len()]);
    let run = |(place, row): (usize, usize)| {
        let at: Option<DateTime<Utc>> = started.get(row).and_then(DateTime::from_timestamp_millis);
        let tags = tags[place].as_deref().and_then(|tags| serde_json::from_str(tags).ok());
        HistoryRun {
            id: ids[place].take().unwrap_or_default(),
            name: names[place].take().unwrap_or_default(),
            at: at.unwrap_or_default(),
            dated: known.get(row).unwrap_or_default(),
            test: tests[place].take().unwrap_or_default(),
            verdict: verdicts[place].as_deref().and_then(Verdict::of_word).unwrap_or(Verdict::None),
            reason: reasons[place].take(),
            base: bases[place].take(),
            tags: tags.unwrap_or_default(),
            report: reports[place].take(),
            duration: durations.get(row),
            traffic: Vec::new(),
        }
    };
    Ok(firsts().enumerate().map(run).collect())
}

/// A count, which files hold as a number with a sign.
fn count(column: &Int64Chunked, row: usize) -> Option<u64> {
    column.get(row).and_then(|count| u64::try_from(count).ok())
}

/// What each row says. Files of the first version lack the last columns.
struct Rows {
    endpoint: StringChunked,
    measure: StringChunked,
    slo: StringChunked,
    value: Float64Chunked,
    objective: Float64Chunked,
    requests: Int64Chunked,
    base_value: Option<Float64Chunked>,
    change: Option<Float64Chunked>,
    errors: Option<Int64Chunked>,
    outcomes: Vec<(Outcome, Int64Chunked)>,
}

impl Rows {
    fn of(columns: &Columns) -> PolarsResult<Self> {
        let outcomes = Outcome::ALL.into_iter();
        Ok(Self {
            endpoint: columns.text("endpoint")?,
            measure: columns.text("measure")?,
            slo: columns.text("slo")?,
            value: columns.number("value")?,
            objective: columns.number("objective")?,
            requests: columns.count("requests")?,
            base_value: columns.number("base_value").ok(),
            change: columns.number("change").ok(),
            errors: columns.count("errors").ok(),
            outcomes: outcomes
                .filter_map(|outcome| Some((outcome, columns.count(outcome.key()).ok()?)))
                .collect(),
        })
    }

    /// What all rows of an endpoint of a run say of how its requests ended.
    fn outcomes_at(&self, row: usize) -> HistoryTraffic {
        let outcomes = self.outcomes.iter();
        HistoryTraffic {
            errors: self.errors.as_ref().and_then(|errors| count(errors, row)),
            outcomes: outcomes
                .filter_map(|(outcome, counts)| Some((*outcome, count(counts, row)?)))
                .collect(),
            ..HistoryTraffic::default()
        }
    }
}
