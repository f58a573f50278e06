//! What people save of other tools that show or copy Prometheus' series, each format in a file of its own.
//!
//! A file is told by its beginning; what is none of these is left to the reader of Prometheus' own answers.

mod amount;
mod frames;
mod grafana_csv;
mod openmetrics;
mod promtool;
mod time;
mod victoria;

use std::collections::BTreeMap;

use super::refusal::Refusal;
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{Sample, Series};

/// A series of an export.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExportedSeries {
    /// The metric, where it says so.
    pub metric: Option<String>,
    /// What a legend or the head of a column calls it.
    pub title: Option<String>,
    /// Labels and samples.
    pub series: Series,
    /// What formatted values count.
    pub unit: Option<SeriesUnit>,
    /// How its numbers follow each other, where the file says it.
    pub kind: Option<SampleKind>,
}

/// What an export holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Export {
    /// Its series.
    pub series: Vec<ExportedSeries>,
    /// Cells or samples that are no number.
    pub not_a_number: u64,
    /// Whether times have no zone, and were taken for UTC.
    pub is_local: bool,
}

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Grafana's CSV of a panel.
    GrafanaCsv,
    /// Grafana's frames: `/api/ds/query`, or the JSON of a panel.
    GrafanaFrames,
    /// What `promtool query range` prints.
    Promtool,
    /// Lines of `/api/v1/export`.
    Victoria,
    /// A scrape, or several, as text.
    OpenMetrics,
}

impl ExportFormat {
    /// Tells a format by the beginning of a file.
    pub fn of(head: &str) -> Option<Self> {
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let first = head.lines().next().unwrap_or_default();
        let packed: String = head.chars().filter(|c| !c.is_whitespace()).take(4_000).collect();
        if packed.starts_with("{\"metric\":{")
            && (packed.contains("\"timestamps\":[") || packed.contains("\"values\":["))
        {
            return Some(Self::Victoria);
        }
        if promtool::is_head(first) {
            return Some(Self::Promtool);
        }
        let is_json = packed.starts_with(['{', '[']);
        if is_json && frames::is_head(&packed) {
            return Some(Self::GrafanaFrames);
        }
        if is_json || packed.starts_with('<') {
            return None;
        }
        if openmetrics::is_head(head) {
            return Some(Self::OpenMetrics);
        }
        grafana_csv::is_head(head).then_some(Self::GrafanaCsv)
    }

    /// Reads a whole file. `at` is when it was made, in microseconds since 1970, for scrapes that do not say it.
    ///
    /// # Errors
    ///
    /// Says in which line it stops to be what it should.
    pub fn read(self, text: &str, at: i64) -> Result<Export, Refusal> {
        let text = text.trim_start_matches('\u{feff}');
        let mut export = match self {
            Self::GrafanaCsv => grafana_csv::read(text),
            Self::GrafanaFrames => frames::read(text),
            Self::Promtool => promtool::read(text),
            Self::Victoria => victoria::read(text),
            Self::OpenMetrics => openmetrics::read(text, at),
        }?;
        for exported in &mut export.series {
            super::samples::in_order(&mut exported.series.samples, |sample| sample.at);
        }
        Ok(export)
    }
}

/// Series that grow line by line, in the order in which they were first seen.
#[derive(Debug, Default)]
struct Growing {
    index: BTreeMap<(Option<String>, BTreeMap<String, String>), usize>,
    export: Export,
}

impl Growing {
    /// Finds a series, or begins it.
    fn series(&mut self, metric: Option<String>, labels: BTreeMap<String, String>) -> &mut ExportedSeries {
        let all = &mut self.export.series;
        let at = *self.index.entry((metric, labels)).or_insert_with_key(|(metric, labels)| {
            let series = Series { labels: labels.clone(), ..Series::default() };
            all.push(ExportedSeries { metric: metric.clone(), series, ..ExportedSeries::default() });
            all.len() - 1
        });
        &mut self.export.series[at]
    }

    /// Adds a sample; what is no number is counted.
    fn add(&mut self, metric: Option<String>, labels: BTreeMap<String, String>, at: i64, value: f64) {
        if value.is_finite() {
            self.series(metric, labels).series.samples.push(Sample { at, value });
        } else {
            self.export.not_a_number += 1;
        }
    }
}

/// A mistake in a line, which counts from 1.
fn wrong(line: usize, reason: impl Into<String>) -> Refusal {
    Refusal::Syntax { line, column: 1, reason: reason.into() }
}

/// Reads `name{label="value",…}`; returns what follows it.
fn selector(text: &str) -> Option<(Option<String>, BTreeMap<String, String>, &str)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "_:.".contains(c))).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut metric = Some(name.to_owned()).filter(|name| !name.is_empty());
    let Some(mut rest) = rest.strip_prefix('{') else { return Some((metric, BTreeMap::new(), rest)) };
    let mut labels = BTreeMap::new();
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        if let Some(rest) = rest.strip_prefix('}') {
            metric = metric.or_else(|| labels.remove(super::answer::NAME));
            return Some((metric, labels, rest));
        }
        let (quoted, after) = if rest.starts_with('"') { quoted(rest)? } else { (String::new(), rest) };
        if !quoted.is_empty() && after.trim_start().starts_with([',', '}']) {
            // A name that needs quotes: `{"http.requests", …}`.
            metric = Some(quoted);
            rest = after.trim_start();
            continue;
        }
        let (name, after) = if quoted.is_empty() {
            after.split_once('=')?
        } else {
            (quoted.as_str(), after.trim_start().strip_prefix('=')?)
        };
        let (value, after) = self::quoted(after.trim_start())?;
        labels.insert(name.trim().to_owned(), value);
        rest = after;
    }
}

/// Reads a text in quotes with `\` before quotes, line ends and itself.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut characters = text.strip_prefix('"')?.char_indices();
    let mut value = String::new();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 2..])),
            '\\' => match characters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests;
