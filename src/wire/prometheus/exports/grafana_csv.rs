//! Grafana's CSV of a panel: series joined by time in columns, one series alone, or a row for each sample with its series.

use super::time;
use super::{Export, ExportedSeries, amount, selector, wrong};
use crate::model::series::Sample;
use crate::wire::prometheus::refusal::Refusal;

/// Tells by the head: a column of times, and others.
pub(super) fn is_head(head: &str) -> bool {
    table(head).is_some_and(|(delimiter, _, line)| time_column(&cells(line, delimiter)).is_some())
}

/// The delimiter, the number of the head's line, and the head: `sep=;` may stand before it.
fn table(text: &str) -> Option<(char, usize, &str)> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (mut index, mut line) = lines.next()?;
    let mut stated = None;
    if let Some(delimiter) = line.trim().trim_matches('"').strip_prefix("sep=") {
        stated = delimiter.chars().next();
        (index, line) = lines.next()?;
    }
    let found = stated
        .or_else(|| [',', ';', '\t'].into_iter().find(|delimiter| cells(line, *delimiter).len() > 1))?;
    Some((found, index, line))
}

fn time_column(head: &[String]) -> Option<usize> {
    let is_time =
        |cell: &String| ["time", "timestamp", "date"].contains(&cell.trim().to_ascii_lowercase().as_str());
    (head.len() > 1).then(|| head.iter().position(is_time)).flatten()
}

pub(super) fn read(text: &str) -> Result<Export, Refusal> {
    let (delimiter, first, line) = table(text).ok_or_else(|| wrong(1, "expected a column of times"))?;
    let head = cells(line, delimiter);
    let at = time_column(&head).ok_or_else(|| wrong(first + 1, "expected a column `Time`"))?;
    let named = |wanted: &str| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(wanted));
    let long = named("series").or_else(|| named("metric")).zip(named("value"));
    let mut export = Export::default();
    let mut columns: Vec<(String, ExportedSeries)> = Vec::new();
    for (index, line) in text.lines().enumerate().skip(first + 1).filter(|(_, line)| !line.trim().is_empty())
    {
        let row = cells(line, delimiter);
        if row.len() != head.len() {
            return Err(wrong(index + 1, format!("{} cells below {} heads", row.len(), head.len())));
        }
        let (moment, is_local) = time::of_text(&row[at]).ok_or_else(|| {
            wrong(index + 1, "expected a time such as `2026-04-06 04:23:00`, or a Unix time")
        })?;
        export.is_local |= is_local;
        let values: Vec<(&str, &str)> = match long {
            Some((series, value)) => vec![(&row[series], &row[value])],
            None => (0..head.len())
                .filter(|column| *column != at)
                .map(|column| (head[column].as_str(), row[column].as_str()))
                .collect(),
        };
        for (title, cell) in values {
            let (value, unit) = amount::read(cell)
                .ok_or_else(|| wrong(index + 1, format!("no number, and no amount: {cell:?}")))?;
            let found = columns.iter().position(|(known, _)| known == title);
            let column = found.unwrap_or_else(|| {
                columns.push((title.to_owned(), begun(title)));
                columns.len() - 1
            });
            let series = &mut columns[column].1;
            if value.is_finite() {
                series.unit = series.unit.or(unit);
                series.series.samples.push(Sample { at: moment, value });
            } else {
                export.not_a_number += 1;
            }
        }
    }
    export.series = columns.into_iter().map(|(_, series)| series).collect();
    Ok(export)
}

/// Begins a series. A legend may be the whole selector: `up{job="shop"}`.
fn begun(title: &str) -> ExportedSeries {
    let mut begun = ExportedSeries::default();
    match selector(title) {
        Some((metric, labels, "")) if !labels.is_empty() => {
            (begun.metric, begun.series.labels) = (metric, labels);
        }
        _ => begun.title = Some(title.trim().to_owned()),
    }
    begun
}

/// Splits a line; a cell in quotes may hold the delimiter, and quotes twice.
fn cells(line: &str, delimiter: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut characters = line.trim_end_matches('\r').chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cells.last_mut().into_iter().for_each(|cell| cell.push('"'));
            }
            '"' => is_quoted = !is_quoted,
            other if other == delimiter && !is_quoted => cells.push(String::new()),
            other => cells.last_mut().into_iter().for_each(|cell| cell.push(other)),
        }
    }
    cells
}
