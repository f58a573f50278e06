//! Runs as columns: one row for each run, endpoint and measure, in order of time.

use polars_core::prelude::{
    BooleanChunked, Column, DataFrame, Float64Chunked, Int64Chunked, IntoColumn, NewChunkedArray, PlSmallStr,
    PolarsResult, StringChunked, TimeUnit, TimeZone,
};
use polars_io::parquet::write::{KeyValueMetadata, ParquetCompression, ParquetWriter};
use polars_parquet_format::FileMetaData;
use polars_parquet_format::thrift::protocol::{TCompactInputProtocol, TCompactOutputProtocol};

use super::{FEW_ROWS, TableError, seal};
use crate::model::history::{HistoryRow, HistoryRun, HistoryTraffic};
use crate::model::outcome::Outcome;

/// A row: a figure of a run.
struct Row<'a> {
    run: &'a HistoryRun,
    /// The tags of the run, as JSON.
    tags: &'a str,
    figure: HistoryRow<'a>,
}

/// Puts runs in order of time, and their figures into the columns that a reader of the files sees.
fn table(runs: &[HistoryRun]) -> PolarsResult<DataFrame> {
    let mut ordered: Vec<(&HistoryRun, String)> =
        runs.iter().map(|run| (run, serde_json::json!(run.tags).to_string())).collect();
    ordered.sort_by(|(a, _), (b, _)| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (run, tags) in &ordered {
        let figures = run.traffic.iter().flat_map(HistoryTraffic::rows);
        rows.extend(figures.map(|figure| Row { run, tags, figure }));
    }
    let named = PlSmallStr::from_static;
    let started = Int64Chunked::from_iter_values(
        named("started"),
        rows.iter().map(|row| row.run.at.timestamp_millis()),
    );
    let known =
        BooleanChunked::from_iter_values(named("started_known"), rows.iter().map(|row| row.run.dated));
    let value = Float64Chunked::from_iter_values(named("value"), rows.iter().map(|row| row.figure.value));
    let mut columns: Vec<Column> = vec![
        text("run", &rows, |row| &row.run.id),
        text("name", &rows, |row| &row.run.name),
        started.into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)).into_column(),
        known.into_column(),
        text("test", &rows, |row| &row.run.test),
        text("verdict", &rows, |row| row.run.verdict.word()),
        text_or_null("reason", &rows, |row| row.run.reason.as_deref()),
        text_or_null("base", &rows, |row| row.run.base.as_deref()),
        text_or_null("commit", &rows, |row| row.run.commit()),
        text("tags", &rows, |row| row.tags),
        number_or_null("duration_seconds", &rows, |row| row.run.duration),
        text_or_null("endpoint", &rows, |row| row.figure.endpoint),
        text("measure", &rows, |row| row.figure.measure),
        text("unit", &rows, |row| row.figure.unit),
        text_or_null("slo", &rows, |row| row.figure.slo),
        value.into_column(),
        number_or_null("objective", &rows, |row| row.figure.objective),
        count("requests", &rows, |row| row.figure.requests),
        text_or_null("branch", &rows, |row| row.run.branch()),
        text_or_null("environment", &rows, |row| row.run.environment()),
        text_or_null("report", &rows, |row| row.run.report.as_deref()),
        number_or_null("base_value", &rows, |row| row.figure.base_value),
        number_or_null("change", &rows, |row| row.figure.change),
        count("errors", &rows, |row| row.figure.errors),
    ];
    let outcomes = Outcome::ALL
        .map(|outcome| count(outcome.key(), &rows, |row| row.figure.outcomes.get(&outcome).copied()));
    columns.extend(outcomes);
    DataFrame::new(rows.len(), columns)
}

fn text<'a>(name: &'static str, rows: &'a [Row<'a>], value: impl Fn(&'a Row<'a>) -> &'a str) -> Column {
    StringChunked::from_iter_values(PlSmallStr::from_static(name), rows.iter().map(value)).into_column()
}

fn text_or_null<'a>(
    name: &'static str,
    rows: &'a [Row<'a>],
    value: impl Fn(&'a Row<'a>) -> Option<&'a str>,
) -> Column {
    StringChunked::from_iter_options(PlSmallStr::from_static(name), rows.iter().map(value)).into_column()
}

fn number_or_null<'a>(
    name: &'static str,
    rows: &'a [Row<'a>],
    value: impl Fn(&'a Row<'a>) -> Option<f64>,
) -> Column {
    Float64Chunked::from_iter_options(PlSmallStr::from_static(name), rows.iter().map(value)).into_column()
}

/// A count has a sign: engines without unsigned integers would make it a decimal number.
fn count<'a>(name: &'static str, rows: &'a [Row<'a>], value: impl Fn(&'a Row<'a>) -> Option<u64>) -> Column {
    let counts = rows.iter().map(|row| value(row).and_then(|count| i64::try_from(count).ok()));
    Int64Chunked::from_iter_options(PlSmallStr::from_static(name), counts).into_column()
}

/// Writes runs with a value for the footer.
pub(super) fn write(runs: &[HistoryRun], mark: String) -> Result<Vec<u8>, TableError> {
    let written = || -> PolarsResult<Vec<u8>> {
        let mut table = table(runs)?;
        let mut bytes = Vec::new();
        let mark = KeyValueMetadata::from_static(vec![(seal::KEY.to_owned(), mark)]);
        // Zstandard's preparations take longer than reading a run's few pages.
        let few = table.height() <= FEW_ROWS;
        let compression = if few { ParquetCompression::Snappy } else { ParquetCompression::Zstd(None) };
        ParquetWriter::new(&mut bytes)
            .with_compression(compression)
            .with_key_value_metadata(Some(mark))
            .finish(&mut table)?;
        Ok(bytes)
    };
    let bytes = written().map_err(|error| TableError::Write(error.to_string()))?;
    plain(bytes).map_err(TableError::Write)
}

/// Drops from the footer what polars says of its own types beside those of Parquet: that texts are `string_view`, which others
/// cannot filter. Without it every engine takes its usual type for each column.
fn plain(mut bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let (start, mut metadata) = footer(&bytes).ok_or("polars wrote a footer that cannot be read")?;
    if let Some(values) = &mut metadata.key_value_metadata {
        values.retain(|value| value.key != ARROW_TYPES);
    }
    bytes.truncate(start);
    let length = metadata.write_to_out_protocol(&mut TCompactOutputProtocol::new(&mut bytes));
    let length = length.map_err(|error| error.to_string())?;
    bytes.extend(u32::try_from(length).map_err(|error| error.to_string())?.to_le_bytes());
    bytes.extend(MAGIC);
    Ok(bytes)
}

/// Where the footer of a file begins, and what is in it.
fn footer(bytes: &[u8]) -> Option<(usize, FileMetaData)> {
    let end = bytes.strip_suffix(MAGIC)?;
    let (end, length) = end.split_last_chunk()?;
    let start = end.len().checked_sub(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let mut footer = TCompactInputProtocol::new(end.get(start..)?, usize::MAX);
    Some((start, FileMetaData::read_from_in_protocol(&mut footer).ok()?))
}

/// The key in the footer under which Arrow's types stand.
const ARROW_TYPES: &str = "ARROW:schema";
/// Begins and ends every Parquet file.
const MAGIC: &[u8] = b"PAR1";
