//! The history as it is asked for on the command line: as a table, CSV or JSON.
//!
//! * [`csv`], [`json`]: a row for each run, endpoint and measure, as in the Parquet files
//! * `table`: a line for each run, with a spark line; `row`: what the first two write

mod row;
mod table;

use std::io::{self, Write};

use row::Row;
use serde_json::Value;
pub use table::table;

use super::text::plain;
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
        let row = serde_json::to_value(row)?;
        writer.write_record(Row::NAMES.map(|name| cell(&row[name])))?;
    }
    writer.flush()
}

/// Writes a value as a cell, harmless in a terminal. Text that a spreadsheet would take for a formula has an apostrophe before
/// it; a number stays one.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => {
            let is_formula = text.trim_start().starts_with(FORMULA) && text.parse::<f64>().is_err();
            format!("{}{}", if is_formula { "'" } else { "" }, plain(text))
        }
        other => other.to_string(),
    }
}

/// What a formula begins with; spreadsheets leave blanks before it out.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        let table = [
            (json!("=1+1"), "'=1+1"),
            (json!("+cmd|' /C calc'!A0"), "'+cmd|' /C calc'!A0"),
            (json!("-1+1"), "'-1+1"),
            (json!("@SUM(A1)"), "'@SUM(A1)"),
            (json!("\t=1"), "'\\t=1"),
            (json!(" =1"), "' =1"),
            (json!("a\u{1b}[2J\n"), "a\\u{1b}[2J\\n"),
            (json!("-5"), "-5"),
            (json!(-5.5), "-5.5"),
            (json!(1.0), "1.0"),
            (json!(12), "12"),
            (json!(true), "true"),
            (json!(null), ""),
            (json!("GET /a=b"), "GET /a=b"),
        ];
        for (value, wanted) in table {
            assert_eq!(cell(&value), wanted, "{value}");
        }
    }
}
