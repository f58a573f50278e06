//! **A run straight from Prometheus**: out of the histograms in which k6, or the servers, counted requests.
//!
//! * here: which series a run is made of, and the run
//! * `choose`: the signals that count requests, the most telling first
//! * `steps`: what series counted from sample to sample; `width`: how wide slices have to be for it
//! * `labels`: what the labels of a series say of its requests; `outcomes`: how requests ended, where the histograms do not say
//! * `rates`: what k6's rates count
//! * `collect`: requests into distributions and slices, within their buckets; `load`: users, iterations, bytes
//! * `stated`: k6's trend stats, which are percentiles and no histograms
//! * `remarks`: what a reader should know

mod choose;
mod collect;
mod labels;
mod load;
mod outcomes;
mod rates;
mod remarks;
mod stated;
mod steps;
mod width;

use std::collections::BTreeSet;

use self::choose::Chosen;
use super::error::{IngestError, Problem};
use super::foreign::Foreign;
use super::input::{self, Input};
use super::k6_points;
use super::prometheus;
use crate::model::labeller::Labeller;
use crate::model::missing::Missing;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::run::Run;
use crate::model::series::{ServerMetrics, Signal};
use crate::model::settings::Settings;
use crate::model::source::{Format, Source};

/// Who counted the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counter {
    /// k6, which wrote its metrics to Prometheus.
    K6,
    /// The servers that answered them.
    Servers,
}

impl Counter {
    /// How reports call the tool that a run is from.
    fn tool(self) -> &'static str {
        match self {
            Self::K6 => "k6",
            Self::Servers => "servers",
        }
    }
}

/// Reads exports of Prometheus (files, folders of them, or bundles) as one run.
///
/// # Errors
///
/// Where a file cannot be read, and where no series counts requests by latency.
pub fn read(inputs: &[Input], labeller: &dyn Labeller, settings: &Settings) -> Result<Run, IngestError> {
    let mut metrics = ServerMetrics::default();
    for input in inputs {
        let read = prometheus::read(input, labeller, &settings.prometheus)?;
        metrics.signals.extend(read.signals);
        metrics.notes.extend(read.notes);
    }
    let first = inputs.first().map_or_else(|| "-".to_owned(), shown);
    let name = inputs.first().map_or_else(String::new, |input| name(input, &first));
    of(metrics, name, labeller, settings)
        .map_err(|problem| IngestError::new(first, problem).scrubbed(labeller))
}

/// Reads as a run what is none of a load tool's files, but exports of Prometheus.
///
/// # Errors
///
/// `error`, where it is no such thing either.
pub(super) fn instead(
    input: &Input,
    error: IngestError,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, IngestError> {
    let Input::Path(path) = input else { return Err(error) };
    let export = Foreign::Prometheus.to_string();
    let (may_be, is_sure) = match &error.problem {
        Problem::Foreign(foreign) => (matches!(foreign, Foreign::Prometheus | Foreign::Own), false),
        Problem::NothingInDirectory { seen } => (true, seen.iter().any(|file| file.ends_with(&export))),
        _ => (false, false),
    };
    if !may_be {
        return Err(error);
    }
    let beside = path.join(super::SERVERS);
    let exports = if beside.is_dir() { beside } else { path.clone() };
    match read(&[Input::Path(exports)], labeller, settings) {
        Err(IngestError { problem: Problem::NoRequestSeries { found }, .. }) if found.is_empty() => {
            Err(error)
        }
        // Of a folder of exports it is the one that is broken.
        Err(IngestError {
            problem: Problem::Prometheus(_) | Problem::NoExports | Problem::Io(_), ..
        }) if !is_sure => Err(error),
        read => read,
    }
}

fn shown(input: &Input) -> String {
    match input {
        Input::Stdin => "-".to_owned(),
        Input::Path(path) => path.display().to_string(),
    }
}

/// A run's folder names it, and not the folder `prometheus` in it.
fn name(input: &Input, file: &str) -> String {
    match input {
        Input::Path(path) if path.ends_with("prometheus") => {
            let folder = path.parent().and_then(input::last_component);
            folder.unwrap_or_else(|| input::run_name(input, file))
        }
        _ => input::run_name(input, file),
    }
}

/// Makes a run of what was measured, and keeps that beside it.
fn of(
    metrics: ServerMetrics,
    name: String,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, Problem> {
    let chosen = choose::of(&metrics.signals);
    let mut run = match &chosen {
        Some(Chosen::Histograms(counter, signal)) => {
            let (collected, told) = collect::of(*counter, signal, &metrics.signals, labeller, settings)?;
            let mut run = k6_points::assemble(collected, name, sources(&[signal]), labeller, settings);
            adopt(&mut run, *counter);
            outcomes::adopt(&mut run, told);
            run
        }
        Some(Chosen::Stats(signals)) => stated::run(signals, &metrics.signals, name, labeller, settings)?,
        None => return Err(Problem::NoRequestSeries { found: choose::found(&metrics.signals) }),
    };
    if let Some(chosen) = &chosen {
        run.notes.extend(remarks::of(chosen, &metrics.signals, &run));
    }
    prometheus::attach(&mut run, metrics, 0.0);
    Ok(run)
}

/// The files that signals are from.
fn sources(signals: &[&Signal]) -> Vec<Source> {
    let files: BTreeSet<&String> = signals.iter().map(|signal| &signal.source).collect();
    let source = |file: &String| {
        let bytes = std::fs::metadata(file).map_or(0, |metadata| metadata.len());
        Source { name: file.clone(), bytes, format: Format::Prometheus }
    };
    files.into_iter().map(source).collect()
}

/// Gives a run the reasons for what these series do not tell.
fn adopt(run: &mut Run, counter: Counter) {
    run.meta.tool = counter.tool().to_owned();
    run.meta.tool_version = Err(Missing::message("untold-version-by-series"));
    run.meta.script_hash = Err(Missing::message("untold-script-by-series"));
    load::explain(run, counter);
    if counter == Counter::Servers {
        let traffic = run.endpoints.iter_mut().map(|endpoint| &mut endpoint.traffic).chain([&mut run.whole]);
        traffic.filter_map(|traffic| traffic.outcomes.as_mut().ok()).for_each(only_seen_by_servers);
    }
}

/// A server does not see who gave up waiting, and what never reached it.
fn only_seen_by_servers(outcomes: &mut Outcomes) {
    outcomes.classes.retain(|outcome, _| !matches!(outcome, Outcome::Timeout | Outcome::TransportError));
}
