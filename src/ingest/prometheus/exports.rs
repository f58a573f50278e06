//! Exports of other tools, as signals.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::names::Labels;
use super::stems;
use crate::ingest::error::IngestError;
use crate::ingest::open::Opened;
use crate::ingest::{error::Problem, input};
use crate::model::series::Remarks;
use crate::wire::prometheus::exports::{Export, ExportFormat, ExportedSeries};
use crate::wire::prometheus::{Answer, BundledSignal, NamedSeries};

/// The label that tells series apart whose columns or legends are not known by name.
const SERIES: &str = "series";

/// Reads an export.
pub(super) fn read(format: ExportFormat, opened: Opened) -> Result<Export, IngestError> {
    let name = opened.name.clone();
    let made = if format == ExportFormat::OpenMetrics { made(Path::new(&name)) } else { 0 };
    let (text, _) = opened.text()?;
    format.read(&text, made).map_err(|refusal| IngestError::new(name, Problem::Prometheus(refusal)))
}

/// When a scrape was made, in microseconds since 1970: as its name says in Unix time, else when the file was written.
fn made(path: &Path) -> i64 {
    let stem = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut numbers = stem.split(|c: char| !c.is_ascii_digit()).filter_map(|word| {
        let number: i64 = word.parse().ok()?;
        match word.len() {
            10 => number.checked_mul(1_000_000),
            13 => number.checked_mul(1_000),
            _ => None,
        }
    });
    let written = || {
        let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()?;
        i64::try_from(modified.duration_since(UNIX_EPOCH).ok()?.as_micros()).ok()
    };
    numbers.next().or_else(written).unwrap_or(0)
}

/// The series of several scrapes, in the order in which they were first seen.
#[derive(Default)]
pub(super) struct Scrapes {
    all: Export,
    places: BTreeMap<(Option<String>, Labels), usize>,
}

impl Scrapes {
    /// Adds the series of a scrape to those of earlier ones.
    pub(super) fn add(&mut self, scrape: Export) {
        self.all.not_a_number += scrape.not_a_number;
        for exported in scrape.series {
            let key = (exported.metric.clone(), exported.series.labels.clone());
            let place = *self.places.entry(key).or_insert(self.all.series.len());
            match self.all.series.get_mut(place) {
                Some(known) => known.series.samples.extend(exported.series.samples),
                None => self.all.series.push(exported),
            }
        }
    }

    /// All of them as one export.
    pub(super) fn into_export(self) -> Export {
        self.all
    }
}

/// The name of a file without the endings that text has.
fn stem(file: &str) -> String {
    let name = input::name_of(file);
    let endings = [".txt", ".prom", ".om", ".metrics"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name).to_owned()
}

/// Makes signals of an export: of columns that are named for what they hold each its own, of all others one.
pub(super) fn bundled(export: Export, file: &str) -> Vec<BundledSignal> {
    let stem = stem(file);
    let is_alone = export.series.len() == 1;
    let mut signals: Vec<BundledSignal> = Vec::new();
    let mut remarks = Some(Remarks { not_a_number: export.not_a_number, ..Remarks::default() });
    for exported in export.series {
        let ExportedSeries { metric, title, mut series, unit, kind } = exported;
        series.samples.sort_by_key(|sample| sample.at);
        series.samples.dedup_by_key(|sample| sample.at);
        let title = title.filter(|title| metric.is_none() && !title.is_empty());
        let says_it = title.as_ref().filter(|title| stems::meaning(title).is_some()).cloned();
        if let Some(title) = title.filter(|_| says_it.is_none() && !is_alone) {
            series.labels.entry(SERIES.to_owned()).or_insert(title);
        }
        let name = says_it.unwrap_or_else(|| stem.clone());
        let series = NamedSeries { metric, series };
        let same =
            |signal: &&mut BundledSignal| (&signal.name, signal.unit, signal.kind) == (&name, unit, kind);
        match signals.iter_mut().find(same) {
            Some(signal) => signal.answer.series.push(series),
            None => {
                let remarks = remarks.take().unwrap_or_default();
                let answer = Answer { series: vec![series], remarks };
                signals.push(BundledSignal { unit, kind, ..super::unbundled(name, answer) });
            }
        }
    }
    if signals.is_empty() {
        signals.push(super::unbundled(stem, Answer::default()));
    }
    signals
}
