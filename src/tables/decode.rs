//! Columns as runs.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use polars_core::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int64Chunked, PolarsResult, StringChunked,
};
use polars_io::SerReader;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};

use super::{FEW_ROWS, Selection, guard};
use crate::model::history::{
    HistoryFigure, HistoryMeasure, HistoryRow, HistoryRun, HistorySlo, HistoryTraffic,
};
use crate::model::judgement::Verdict;
use crate::model::outcome::Outcome;
use crate::model::subject::Subject;

/// Reads the selected runs of a file; says what is wrong with it otherwise.
pub(super) fn read(bytes: Vec<u8>, selection: &Selection) -> Result<Vec<HistoryRun>, String> {
    let bytes: Arc<[u8]> = bytes.into();
    let mut reader = ParquetReader::new(Cursor::new(Arc::clone(&bytes)));
    let metadata = Arc::clone(reader.get_metadata().map_err(|error| error.to_string())?);
    guard::check(&bytes, &metadata)?;
    let read = || -> PolarsResult<Vec<HistoryRun>> {
        let schema = reader.schema()?;
        let names = schema.iter_names().filter(|name| is_read(name, selection));
        let columns: Vec<String> = names.map(ToString::to_string).collect();
        let table = if metadata.num_rows <= FEW_ROWS {
            reader.with_columns(Some(columns)).read_parallel(ParallelStrategy::None).finish()?
        } else {
            // Times first: rows are in their order, and only those of the selected runs are read in full.
            let times = reader.with_columns(Some(vec!["started".to_owned()])).finish()?;
            let mut reader = ParquetReader::new(Cursor::new(bytes));
            reader.set_metadata(metadata);
            let rows = selected_rows(&times, selection)?;
            reader.with_columns(Some(columns)).with_slice(Some(rows)).finish()?
        };
        let mut runs = runs_of(&table, selection)?;
        runs.retain(|run| selection.holds(run.at));
        Ok(runs)
    };
    read().map_err(|error| error.to_string())
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

/// The first row of the selected runs, and how many rows they have.
fn selected_rows(times: &DataFrame, selection: &Selection) -> PolarsResult<(usize, usize)> {
    let times = times.column("started")?.cast(&DataType::Int64)?;
    let times = times.i64()?;
    let wanted =
        |at: Option<i64>| at.and_then(DateTime::from_timestamp_millis).is_some_and(|at| selection.holds(at));
    let first = times.iter().take_while(|at| !wanted(*at)).count();
    Ok((first, times.iter().skip(first).take_while(|at| wanted(*at)).count()))
}

/// Turns rows into runs. Rows of a run stand together, and in it those of an endpoint.
fn runs_of(table: &DataFrame, selection: &Selection) -> PolarsResult<Vec<HistoryRun>> {
    let table = Rows::of(table)?;
    let mut runs: Vec<HistoryRun> = Vec::new();
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
    for row in 0..table.run.len() {
        let (Some(id), Some(measure), Some(value)) =
            (table.run.get(row), table.measure.get(row), table.value.get(row))
        else {
            continue;
        };
        if runs.last().is_none_or(|run| run.id != id) {
            runs.push(table.run_at(row, id));
        }
        let endpoint = table.endpoint.get(row);
        let Some(run) = runs.last_mut().filter(|_| selection.wants(endpoint)) else { continue };
        if run.traffic.last().is_none_or(|traffic| traffic.subject.key() != endpoint) {
            let subject = endpoint.map_or(Subject::Whole, |name| Subject::Endpoint(shared(name)));
            run.traffic.push(HistoryTraffic { subject, ..table.outcomes_at(row) });
        }
        let Some(traffic) = run.traffic.last_mut() else { continue };
        let objective = table.objective.get(row);
        match HistoryMeasure::of_key(measure) {
            Some(measure) => {
                traffic.requests = count(&table.requests, row);
                if selection.measure.is_none_or(|wanted| wanted == measure) {
                    let of = |column: &Option<Float64Chunked>| column.as_ref()?.get(row);
                    let (base, change) = (of(&table.base_value), of(&table.change));
                    traffic.figures.insert(measure, HistoryFigure { value, objective, base, change });
                }
            }
            // What a later version of the same format may add is passed over.
            None if measure != HistoryRow::SLO => {}
            None => {
                let (text, requests) = (table.slo.get(row), count(&table.requests, row));
                if let (Some(text), Some(objective), Some(requests)) = (text, objective, requests) {
                    let text = shared(text);
                    traffic.slos.push(HistorySlo { text, objective, good_share: value, requests });
                }
            }
        }
    }
    Ok(runs)
}

/// A count, which files hold as a number with a sign.
fn count(column: &Int64Chunked, row: usize) -> Option<u64> {
    column.get(row).and_then(|count| u64::try_from(count).ok())
}

/// The columns of a table that is read. Files of the first version lack the last.
struct Rows {
    run: StringChunked,
    name: StringChunked,
    started: Int64Chunked,
    started_known: BooleanChunked,
    test: StringChunked,
    verdict: StringChunked,
    reason: StringChunked,
    base: StringChunked,
    tags: StringChunked,
    duration_seconds: Float64Chunked,
    endpoint: StringChunked,
    measure: StringChunked,
    slo: StringChunked,
    value: Float64Chunked,
    objective: Float64Chunked,
    requests: Int64Chunked,
    report: Option<StringChunked>,
    base_value: Option<Float64Chunked>,
    change: Option<Float64Chunked>,
    errors: Option<Int64Chunked>,
    outcomes: Vec<(Outcome, Int64Chunked)>,
}

impl Rows {
    fn of(table: &DataFrame) -> PolarsResult<Self> {
        // One chunk each: a row is then found without a search.
        let column = |name: &str| table.column(name).map(Column::rechunk);
        let text = |name: &str| column(name)?.str().cloned();
        let number = |name: &str| column(name)?.f64().cloned();
        // The first version had counts without a sign.
        let count = |name: &str| column(name)?.cast(&DataType::Int64)?.i64().cloned();
        let outcomes = Outcome::ALL.into_iter();
        Ok(Self {
            run: text("run")?,
            name: text("name")?,
            started: count("started")?,
            started_known: column("started_known")?.bool()?.clone(),
            test: text("test")?,
            verdict: text("verdict")?,
            reason: text("reason")?,
            base: text("base")?,
            tags: text("tags")?,
            duration_seconds: number("duration_seconds")?,
            endpoint: text("endpoint")?,
            measure: text("measure")?,
            slo: text("slo")?,
            value: number("value")?,
            objective: number("objective")?,
            requests: count("requests")?,
            report: text("report").ok(),
            base_value: number("base_value").ok(),
            change: number("change").ok(),
            errors: count("errors").ok(),
            outcomes: outcomes.filter_map(|outcome| Some((outcome, count(outcome.key()).ok()?))).collect(),
        })
    }

    /// What all rows of a run say of it.
    fn run_at(&self, row: usize, id: &str) -> HistoryRun {
        let text = |column: &StringChunked| column.get(row).map(str::to_owned);
        let at: Option<DateTime<Utc>> = self.started.get(row).and_then(DateTime::from_timestamp_millis);
        let verdict = self.verdict.get(row).and_then(Verdict::of_word);
        HistoryRun {
            id: id.to_owned(),
            name: text(&self.name).unwrap_or_default(),
            at: at.unwrap_or_default(),
            dated: self.started_known.get(row).unwrap_or_default(),
            test: text(&self.test).unwrap_or_default(),
            verdict: verdict.unwrap_or(Verdict::None),
            reason: text(&self.reason),
            base: text(&self.base),
            tags: self.tags.get(row).and_then(|tags| serde_json::from_str(tags).ok()).unwrap_or_default(),
            report: self.report.as_ref().and_then(text),
            duration: self.duration_seconds.get(row),
            traffic: Vec::new(),
        }
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
