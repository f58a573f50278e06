//! Range exports of Prometheus: one file for each query, a directory of them, or a bundle.
//!
//! * here: files into signals
//! * `names`: what a signal means, from what is known of its names: `families` of request histograms, the vocabulary,
//!   `stems` of file names; `kinds`: counter, rate or level; each finds a `meaning`
//! * `k6`: its metrics whatever stands before their names
//! * `shares`: counters that say something as a share of others only
//! * `impossible`: numbers that stand for something else, or that cannot be
//! * `exports`: what other tools save of the same series
//! * `notes`: what a reader should know
//! * `attach`: metrics as a part of a run, on its clock

mod attach;
mod exports;
mod families;
mod impossible;
mod k6;
mod kinds;
mod meaning;
mod names;
mod notes;
mod shares;
mod stems;

use std::collections::BTreeMap;
use std::path::Path;

use super::directory;
use super::error::{IngestError, Problem};
use super::input::{self, Input};
use super::open::{self, Opened};
use crate::model::labeller::Labeller;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::series::role::Role;
use crate::model::series::vocabulary::fulfilled;
use crate::model::series::{LE, Series, ServerMetrics, Signal};
use crate::model::settings::PrometheusSettings;
use crate::wire::prometheus::exports::ExportFormat;
use crate::wire::prometheus::{Answer, BundledSignal, Contents, Refusal, read as parse};
use exports::Scrapes;
use k6::Prefixes;
use names::{Labels, Names};

pub use attach::attach;

/// Reads the first range of a query, `[1m30s]`, in microseconds.
pub(super) fn range(query: &str) -> Option<i64> {
    kinds::range(query)
}

/// Endings of the files of a directory that are exports, packed or not.
const ENDINGS: [&str; 1] = [".json"];
/// Endings of files that may be exports.
const PERHAPS: [&str; 7] = [".csv", ".txt", ".prom", ".om", ".metrics", ".jsonl", ".ndjson"];

/// Reads what servers measured: an export, a bundle, or a directory of them, one file for each signal.
///
/// `labeller` takes tokens and addresses of people out of labels and texts; `settings` says what signals mean whose
/// names do not.
///
/// # Errors
///
/// Where a file cannot be read or is something else than an answer to a range query. An answer without series is a note.
pub fn read(
    input: &Input,
    labeller: &dyn Labeller,
    settings: &PrometheusSettings,
) -> Result<ServerMetrics, IngestError> {
    let mut reading = Reading { metrics: ServerMetrics::default(), local: Vec::new(), labeller, settings };
    let mut left = Vec::new();
    match input {
        Input::Path(path) if path.is_dir() => left = reading.directory(path)?,
        Input::Path(path) => reading.add(open::file(path)?)?,
        Input::Stdin => reading.add(open::stdin()?)?,
    }
    let Reading { mut metrics, local, .. } = reading;
    metrics.notes = meant(&mut metrics.signals, settings);
    metrics.notes.extend(notes::local(&local));
    metrics.notes.extend(notes::left(&left));
    Ok(metrics)
}

/// What was read so far.
struct Reading<'a> {
    metrics: ServerMetrics,
    /// Files whose times have no zone.
    local: Vec<String>,
    labeller: &'a dyn Labeller,
    settings: &'a PrometheusSettings,
}

impl Reading<'_> {
    /// Reads all exports of a directory; returns the names of the files that are none.
    fn directory(&mut self, directory: &Path) -> Result<Vec<String>, IngestError> {
        let sure = directory::files(directory, &ENDINGS)?;
        let mut left = Vec::new();
        let mut scrapes: Option<Scrapes> = None;
        let mut read = 0;
        for file in directory::files(directory, &[""])? {
            let opened = open::file(&file)?;
            let format = opened.head().ok().and_then(|(head, _)| ExportFormat::of(&head));
            let is_export = sure.contains(&file) || (format.is_some() && directory::ends(&file, &PERHAPS));
            match format {
                _ if !is_export => {
                    left.push(directory::file_name(&file));
                    continue;
                }
                Some(ExportFormat::OpenMetrics) => {
                    let scrape = exports::read(ExportFormat::OpenMetrics, opened)
                        .map_err(|error| error.scrubbed(self.labeller))?;
                    scrapes.get_or_insert_default().add(scrape);
                }
                _ => self.add(opened)?,
            }
            read += 1;
        }
        if read == 0 {
            return Err(IngestError::new(directory.display().to_string(), Problem::NoExports));
        }
        if let Some(scrapes) = scrapes {
            let name = directory.display().to_string();
            self.understand(exports::bundled(scrapes.into_export(), &name), &name);
        }
        Ok(left)
    }

    fn add(&mut self, opened: Opened) -> Result<(), IngestError> {
        let file = opened.name.clone();
        let format = opened.head().ok().and_then(|(head, _)| ExportFormat::of(&head));
        let bundled = if let Some(format) = format {
            let export = exports::read(format, opened).map_err(|error| error.scrubbed(self.labeller))?;
            if export.is_local {
                self.local.push(directory::file_name(Path::new(&file)));
            }
            exports::bundled(export, &file)
        } else {
            match contents(opened).map_err(|error| error.scrubbed(self.labeller))? {
                Contents::Bundle(signals) => signals,
                Contents::Answer(answer) => vec![unbundled(input::name_of(&file), answer)],
            }
        };
        self.understand(bundled, &file);
        Ok(())
    }

    fn understand(&mut self, bundled: Vec<BundledSignal>, file: &str) {
        let made = bundled.into_iter().flat_map(|signal| signals(signal, file, self.labeller, self.settings));
        self.metrics.signals.extend(made);
    }
}

/// Says what the signals of a bundle mean that was not read from a file but is about to be written as `source`.
pub fn understand(
    bundled: Vec<BundledSignal>,
    source: &str,
    labeller: &dyn Labeller,
    settings: &PrometheusSettings,
) -> ServerMetrics {
    let mut signals: Vec<Signal> =
        bundled.into_iter().flat_map(|signal| signals(signal, source, labeller, settings)).collect();
    ServerMetrics { notes: meant(&mut signals, settings), signals }
}

/// Says what signals mean only together, and returns what a reader should know of them.
fn meant(signals: &mut Vec<Signal>, settings: &PrometheusSettings) -> Vec<Note> {
    let k6 = Prefixes::of(signals);
    k6.understand(signals, settings);
    shares::make(signals, settings);
    notes::of(signals, &k6, settings)
}

fn contents(opened: Opened) -> Result<Contents, IngestError> {
    // Text in no known encoding is refused before anything is read of it.
    let (head, whole) = opened.head()?;
    if head.trim_start().is_empty() && whole {
        return Err(opened.error(Problem::Prometheus(Refusal::Empty)));
    }
    let name = opened.name.clone();
    parse(opened.stream().0).map_err(|refusal| IngestError::new(name, Problem::Prometheus(refusal)))
}

fn unbundled(name: String, answer: Answer) -> BundledSignal {
    let (query, role, unit, kind) = (None, None, None, None);
    let (quantile, vantage, worse) = (None, None, None);
    BundledSignal { name, query, role, unit, kind, quantile, vantage, worse, answer }
}

/// Makes a signal of each metric that an answer has, and says what it means.
fn signals(
    bundled: BundledSignal,
    file: &str,
    labeller: &dyn Labeller,
    settings: &PrometheusSettings,
) -> Vec<Signal> {
    let BundledSignal { name, query, role, unit, kind, quantile, vantage, worse, mut answer } = bundled;
    let name = labeller.scrub(&name);
    let query = query.map(|query| labeller.scrub(&query));
    let texts = answer.remarks.warnings.iter_mut().chain(&mut answer.remarks.infos);
    texts.for_each(|text| *text = labeller.scrub(text));
    let mut by_metric: BTreeMap<Option<String>, Vec<Series>> = BTreeMap::new();
    for named in answer.series {
        by_metric
            .entry(named.metric.map(|metric| labeller.scrub(&metric)))
            .or_default()
            .push(scrubbed(named.series, labeller));
    }
    if by_metric.is_empty() {
        by_metric.insert(None, Vec::new());
    }
    let is_alone = by_metric.len() == 1;
    // Which of several metrics a remark speaks of is not known; it is told once.
    let mut remarks = Some(answer.remarks);
    let asked = query.as_deref().map(kinds::asked).unwrap_or_default();
    let mut made = Vec::new();
    for (metric, series) in by_metric {
        let names = Names { signal: &name, metric: metric.as_deref(), query: query.as_deref(), is_alone };
        for mut series in apart(series, &names.conditions(settings)) {
            let labels = series.first().map(|series| series.labels.clone()).unwrap_or_default();
            let meaning = names::of(&names, &labels, settings);
            let is_known = meaning.role != Role::Other;
            let has_buckets = || series.iter().any(|s| s.labels.contains_key(LE) || !s.histograms.is_empty());
            let role = role.unwrap_or(match meaning.role {
                // Who sums up buckets of anything but latency is expected to say so.
                Role::Other if metric.is_none() && has_buckets() => Role::Latency,
                role => role,
            });
            let unit = unit.or(meaning.unit);
            let kind = kind.or(asked.kind).or(meaning.kind);
            let kind =
                kind.unwrap_or_else(|| kinds::by_name_or_samples(metric.as_deref(), is_known, &series));
            let asked_quantile = quantile.or(asked.quantile);
            let named_quantile = || metric.is_none().then(|| stems::quantile(&name)).flatten();
            let mut remarks = remarks.take().unwrap_or_default();
            remarks.impossible = impossible::left_out(&mut series, role, kind);
            made.push(Signal {
                role,
                vantage: vantage.unwrap_or(meaning.vantage),
                worse: worse.or(meaning.worse).unwrap_or(role.worse()),
                unit: unit.ok_or(UNIT_UNKNOWN),
                kind,
                quantile: asked_quantile.or_else(named_quantile),
                name: name.clone(),
                query: query.clone(),
                remarks,
                source: file.to_owned(),
                metric: metric.clone(),
                series,
            });
        }
    }
    made
}

/// Parts series by the first of some conditions on their labels that they fulfil; all of them together where there is none.
fn apart(series: Vec<Series>, conditions: &[&Labels]) -> Vec<Vec<Series>> {
    if conditions.is_empty() {
        return vec![series];
    }
    let mut parts: BTreeMap<usize, Vec<Series>> = BTreeMap::new();
    for series in series {
        let fulfilled = fulfilled(conditions, &series.labels);
        parts.entry(fulfilled.unwrap_or(conditions.len())).or_default().push(series);
    }
    parts.into_values().collect()
}

const UNIT_UNKNOWN: Missing = Missing::message("untold-unit");

fn scrubbed(mut series: Series, labeller: &dyn Labeller) -> Series {
    if series.labels.keys().any(|name| name.contains('.')) {
        // OpenTelemetry's, as Prometheus spells them.
        series.labels =
            series.labels.into_iter().map(|(name, value)| (name.replace('.', "_"), value)).collect();
    }
    for value in series.labels.values_mut() {
        *value = labeller.scrub(&parameters(value));
    }
    series
}

/// Writes `#id` in a route, which is a parameter and no fragment, as `{id}`: fragments are taken out.
fn parameters(value: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix('#') {
        Some(name) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_') => {
            format!("{{{name}}}")
        }
        _ => segment.to_owned(),
    };
    if !value.contains("/#") {
        return value.to_owned();
    }
    value.split('/').map(segment).collect::<Vec<_>>().join("/")
}
