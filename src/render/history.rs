//! The history as it is asked for on the command line: as a table, CSV or JSON.
//!
//! * [`csv`], [`json`]: a row for each run, endpoint and measure, as in the Parquet files
//! * `table`: a line for each run, with a spark line; `row`: what the first two write

mod row;
mod table;

use std::io::{self, Write};

use row::Row;
pub use table::table;

use crate::model::history::History;

/// Writes the history as CSV.
///
/// # Errors
///
/// Where it cannot be written.
pub fn csv(history: &History, out: &mut impl Write) -> io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().has_headers(false).from_writer(out);
    writer.write_record(Row::NAMES)?;
    for row in Row::all(history) {
        writer.serialize(row)?;
    }
    writer.flush()
}

/// Writes the history as an array of objects.
///
/// # Errors
///
/// Where it cannot be written.
pub fn json(history: &History, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, row) in Row::all(history).enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &row)?;
    }
    out.write_all(b"\n]\n")
}
