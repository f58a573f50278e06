//! A line for each run, with the spark line of one measure below.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use comfy_table::{CellAlignment, Table, presets};

use crate::model::history::{History, HistoryMeasure, HistoryRun, HistoryUnit};
use crate::model::quantity::{Count, LatencyScale, NBSP, Share, significant};
use crate::model::subject::Subject;
use crate::render::text::{plain, shorten};

/// What is shown of each run unless one measure is asked for.
const COLUMNS: [HistoryMeasure; 6] = [
    HistoryMeasure::Requests,
    HistoryMeasure::Rate,
    HistoryMeasure::ErrorShare,
    HistoryMeasure::P50,
    HistoryMeasure::P95,
    HistoryMeasure::P99,
];
/// The measure of the spark line unless one is asked for.
const SPARK: HistoryMeasure = HistoryMeasure::P95;
/// From low to high.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A spark line is at most this long: more runs share a bar, which shows the highest of them.
const SPARK_LENGTH: usize = 80;
/// Longer names of runs are shortened.
const NAME_FITS: usize = 32;
/// Longer names of commits are shortened.
const COMMIT_FITS: usize = 12;

/// Writes a table of the runs for all requests, or for each endpoint that was asked for.
pub fn table(history: &History, endpoints: bool, measure: Option<HistoryMeasure>) -> String {
    let mut subjects: BTreeMap<&Subject, Vec<&HistoryRun>> = BTreeMap::new();
    for run in &history.runs {
        for traffic in run.traffic.iter().filter(|traffic| traffic.subject.is_whole() != endpoints) {
            subjects.entry(&traffic.subject).or_default().push(run);
        }
    }
    let blocks = subjects.iter().map(|(subject, runs)| block(subject, runs, measure));
    blocks.collect::<Vec<_>>().join("\n")
}

fn block(subject: &Subject, runs: &[&HistoryRun], measure: Option<HistoryMeasure>) -> String {
    let columns = measure.map_or_else(|| COLUMNS.to_vec(), |measure| vec![measure]);
    let scales: Vec<LatencyScale> =
        columns.iter().map(|column| LatencyScale::of(&values(runs, subject, *column))).collect();
    let mut table = Table::new();
    let fixed = ["time", "run", "verdict", "commit"].map(str::to_owned);
    let headed = columns.iter().zip(&scales).map(|(column, scale)| header(*column, *scale));
    table.load_style(presets::NOTHING).set_header(fixed.into_iter().chain(headed));
    for run in runs {
        let traffic = run.traffic_of(subject);
        let figures = columns.iter().zip(&scales).map(|(column, scale)| {
            let value = traffic.and_then(|traffic| traffic.value(*column));
            value.map_or_else(|| "–".to_owned(), |value| number(*column, *scale, value))
        });
        // A time that is not the run's own is marked.
        let time = run.at.format(if run.dated { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M*" });
        let named = [
            time.to_string(),
            shorten(&plain(&run.name), NAME_FITS),
            run.verdict.to_string(),
            run.commit().map_or_else(|| "–".to_owned(), |commit| shorten(&plain(commit), COMMIT_FITS)),
        ];
        table.add_row(named.into_iter().chain(figures));
    }
    for column in table.column_iter_mut().skip(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut out = format!("{}\n{}\n", plain(subject), table.trim_fmt());
    if runs.iter().any(|run| !run.dated) {
        out.push_str("* when it was saved: the file does not tell when the test began\n");
    }
    let sparked = measure.unwrap_or(SPARK);
    let values = values(runs, subject, sparked);
    if let Some((low, high)) = extremes(&values) {
        let scale = LatencyScale::of(&[high]);
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{sparked} {}  {} to {}",
            spark(&values, low, high),
            with_unit(sparked, scale, low),
            with_unit(sparked, scale, high)
        );
    }
    out
}

fn values(runs: &[&HistoryRun], subject: &Subject, measure: HistoryMeasure) -> Vec<f64> {
    let value = |run: &&HistoryRun| run.traffic_of(subject).and_then(|traffic| traffic.value(measure));
    runs.iter().filter_map(value).collect()
}

fn extremes(values: &[f64]) -> Option<(f64, f64)> {
    let low = values.iter().copied().min_by(f64::total_cmp)?;
    Some((low, values.iter().copied().max_by(f64::total_cmp)?))
}

/// Draws values with bars of eight heights.
fn spark(values: &[f64], low: f64, high: f64) -> String {
    let bar = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.0 };
        BARS[((share * 7.0).round() as usize).min(7)]
    };
    let per_bar = values.len().div_ceil(SPARK_LENGTH).max(1);
    values.chunks(per_bar).filter_map(|chunk| extremes(chunk).map(|(_, highest)| bar(highest))).collect()
}

fn header(measure: HistoryMeasure, scale: LatencyScale) -> String {
    match measure.unit() {
        HistoryUnit::Count => measure.key().to_owned(),
        HistoryUnit::PerSecond => "req/s".to_owned(),
        HistoryUnit::Share if measure == HistoryMeasure::ErrorShare => "errors".to_owned(),
        HistoryUnit::Share => "undeclared 4xx".to_owned(),
        HistoryUnit::Milliseconds => format!("{measure} {}", scale.unit()),
    }
}

fn number(measure: HistoryMeasure, scale: LatencyScale, value: f64) -> String {
    match measure.unit() {
        HistoryUnit::Count => Count(value as u64).to_string(),
        HistoryUnit::PerSecond => significant(value),
        HistoryUnit::Share => Share(value).to_string(),
        HistoryUnit::Milliseconds => scale.number(value),
    }
}

fn with_unit(measure: HistoryMeasure, scale: LatencyScale, value: f64) -> String {
    let number = number(measure, scale, value);
    match measure.unit() {
        HistoryUnit::Count | HistoryUnit::Share => number,
        HistoryUnit::PerSecond => format!("{number}/s"),
        HistoryUnit::Milliseconds => format!("{number}{NBSP}{}", scale.unit()),
    }
}

#[cfg(test)]
mod tests {
    use super::spark;

    #[test]
    fn spark_lines_show_the_highest_of_what_shares_a_bar() {
        assert_eq!(spark(&[1.0, 8.0, 4.0], 1.0, 8.0), "▁█▄");
        assert_eq!(spark(&[5.0, 5.0], 5.0, 5.0), "▁▁");
        let mut many = vec![0.0; 160];
        many[81] = 1.0;
        let drawn = spark(&many, 0.0, 1.0);
        assert_eq!(drawn.chars().position(|bar| bar == '█'), Some(40));
        assert_eq!(drawn.chars().count(), 80);
    }
}
