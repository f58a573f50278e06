//! The columns of a file, as far as its rows are selected.

use std::io::Cursor;
use std::sync::Arc;

use chrono::DateTime;
use polars_core::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int64Chunked, PolarsResult, StringChunked,
    polars_bail,
};
use polars_io::SerReader;
use polars_io::parquet::metadata::FileMetadataRef;
use polars_io::parquet::read::{ParallelStrategy, ParquetReader};

use super::{FEW_ROWS, Selection, guard};

/// A file whose columns can be read.
pub(super) struct Columns {
    bytes: Arc<[u8]>,
    metadata: FileMetadataRef,
    /// Those that are read.
    names: Vec<String>,
    rows: Rows,
}

/// What is read of the rows.
enum Rows {
    /// All of them, and all columns at once: there are few.
    All(DataFrame),
    /// The first, and how many: each column is read when it is asked for, so that never all of them are in memory.
    Some(usize, usize),
}

impl Columns {
    /// Opens a file. Of many rows, which are in order of time, only those of the selected runs are read.
    pub(super) fn of(
        bytes: Vec<u8>,
        selection: &Selection,
        is_read: impl Fn(&str) -> bool,
    ) -> Result<Self, String> {
        guard::check_footer(&bytes)?;
        let bytes: Arc<[u8]> = bytes.into();
        let mut reader = ParquetReader::new(Cursor::new(Arc::clone(&bytes)));
        let metadata = Arc::clone(reader.get_metadata().map_err(|error| error.to_string())?);
        guard::check(&bytes, &metadata)?;
        let opened = || -> PolarsResult<Self> {
            let schema = reader.schema()?;
            let names = schema.iter_names().map(ToString::to_string).filter(|name| is_read(name));
            let names: Vec<String> = names.collect();
            if metadata.num_rows <= FEW_ROWS {
                let reader = reader.with_columns(Some(names.clone()));
                let all = reader.read_parallel(ParallelStrategy::None).finish()?;
                return Ok(Self { bytes, metadata, names, rows: Rows::All(all) });
            }
            let mut columns = Self { rows: Rows::Some(0, metadata.num_rows), bytes, metadata, names };
            let times = columns.count("started")?;
            let wanted = |at: Option<i64>| {
                at.and_then(DateTime::from_timestamp_millis).is_some_and(|at| selection.holds(at))
            };
            let first = times.iter().take_while(|at| !wanted(*at)).count();
            columns.rows = Rows::Some(first, times.iter().skip(first).take_while(|at| wanted(*at)).count());
            Ok(columns)
        };
        opened().map_err(|error| error.to_string())
    }

    /// Text; an error where the file has no such column.
    pub(super) fn text(&self, name: &str) -> PolarsResult<StringChunked> {
        self.column(name)?.str().cloned()
    }

    /// Numbers.
    pub(super) fn number(&self, name: &str) -> PolarsResult<Float64Chunked> {
        self.column(name)?.f64().cloned()
    }

    /// Counts and times. The first version had counts without a sign.
    pub(super) fn count(&self, name: &str) -> PolarsResult<Int64Chunked> {
        self.column(name)?.cast(&DataType::Int64)?.i64().cloned()
    }

    /// What is so or is not.
    pub(super) fn flag(&self, name: &str) -> PolarsResult<BooleanChunked> {
        self.column(name)?.bool().cloned()
    }

    /// A column in one chunk: a row is then found without a search.
    fn column(&self, name: &str) -> PolarsResult<Column> {
        match &self.rows {
            Rows::All(table) => Ok(table.column(name)?.rechunk()),
            Rows::Some(..) if !self.names.iter().any(|there| there == name) => {
                polars_bail!(ColumnNotFound: "{}", name)
            }
            Rows::Some(first, rows) => {
                let mut reader = ParquetReader::new(Cursor::new(Arc::clone(&self.bytes)));
                reader.set_metadata(Arc::clone(&self.metadata));
                let reader =
                    reader.with_columns(Some(vec![name.to_owned()])).with_slice(Some((*first, *rows)));
                Ok(reader.finish()?.column(name)?.rechunk())
            }
        }
    }
}
