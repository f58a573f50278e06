//! **Ingest**: turns the files a load test leaves behind into a [`Run`].
//!
//! Detection comes first, by what a file holds and never by its name; then one parser reads it, and
//! its error is the one that is shown. A file that is none of ours is named for what it is.
//!
//! * [`input`]: what the user pointed at, and what the run is called after it; `label`: or after its tags
//! * `open`, `encoding`: bytes, decompressed and bounded, and text out of them
//! * `detect`, `foreign`: which format a text begins like
//! * `relined`: points of k6 that do not stand one on each line
//! * `directory`: which file of a directory is read
//! * [`points`]: what any stream of points needs; [`k6_points`]: raw points of k6, request by request
//! * `request_log`: what other tools log of every request
//! * `tool_summary`: the summaries of other tools
//! * `k6_summary`: the three end-of-test summaries of k6
//! * `snapshot`: a run out of a snapshot; `merge`: out of several runs
//! * `shards`: which inputs belong together; `follow`: what a snapshot can follow when the configuration changes
//! * [`prometheus`]: what the servers measured; [`from_prometheus`]: a run out of that alone
//! * `timeout`: which errors are timeouts
//! * `locate`: the key path at a position, for errors
//! * [`error`]: everything that stops the reading

mod detect;
mod directory;
mod encoding;
pub mod error;
mod follow;
mod foreign;
pub mod from_prometheus;
pub mod input;
pub mod k6_points;
mod k6_summary;
mod label;
mod locate;
mod merge;
mod open;
pub mod points;
pub mod prometheus;
mod relined;
mod request_log;
mod shards;
mod snapshot;
mod timeout;
mod tool_summary;

pub use error::IngestError;
pub use follow::{follow, not_followed};
pub use foreign::Foreign;
pub use input::Input;
pub use label::label;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use detect::Detected;
use error::Problem;
use k6_points::Collected;
pub use k6_points::Control;
use k6_summary::SummaryFile;
use merge::Merger;
use shards::{Shard, Shards};

use crate::model::labeller::Labeller;
use crate::model::plausible;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::source::Source;
use crate::model::tag_filter::TagFilter;

/// Reads one load test.
///
/// `labeller` names endpoints, tells which scenarios are judged and which statuses are intended;
/// `settings` holds the window and the endpoint tag. Warnings are in the run's notes.
///
/// # Errors
///
/// Where the input cannot be read, is none of the known formats, or holds a value that cannot be:
/// with the file and, where there is one, the key and the position.
pub fn read(
    input: &Input,
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<Run, IngestError> {
    let run = read_as_told(input, labeller, settings, control)?;
    // What is read is what a snapshot of it would be read as.
    plausible::check(&run).map_err(|impossible| {
        let file = run.meta.sources.first().map_or(&run.meta.name, |source| &source.name);
        IngestError::new(file.clone(), Problem::Impossible(impossible.to_string())).scrubbed(labeller)
    })?;
    Ok(run)
}

/// Reads it whatever its figures say of one another.
fn read_as_told(
    input: &Input,
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<Run, IngestError> {
    let scrubbed = |error: IngestError| error.scrubbed(labeller);
    let (detected, beside) = match open_input(input) {
        Ok(opened) => opened,
        Err(error) => return from_prometheus::instead(input, error, labeller, settings).map_err(scrubbed),
    };
    let name = input::run_name(input, detected.name());
    let file = detected.name().to_owned();
    let mut run = match detected {
        Detected::Summary(document) => summary(&document, name, labeller, settings),
        Detected::Points(opened, format) => {
            let (collected, source) = k6_points::collect(opened, format, labeller, settings, control)?;
            of_points(collected, name, vec![source], labeller, settings)
        }
        Detected::Requests(opened, tool) => {
            let (collected, source) = request_log::collect(opened, tool, labeller, settings, control)?;
            of_points(collected, name, vec![source], labeller, settings)
        }
        Detected::ToolSummary(opened, tool) => tool_summary::read(opened, tool, name, labeller, settings),
        Detected::Snapshot(opened) => snapshot::read(opened, name, labeller, settings),
    }
    .map_err(scrubbed)?;
    is_filtered(&run, &file, settings).map_err(scrubbed)?;
    if let Some(folder) = servers_of(input) {
        let metrics = prometheus::read(&Input::Path(folder), labeller, &settings.prometheus)?;
        prometheus::attach(&mut run, metrics, settings.prometheus.clock_offset);
    }
    if let Some(document) = beside {
        // Thresholds and checks are those of the whole test, whatever part of it is judged.
        let mut whole = settings.clone();
        whole.window.tags = TagFilter::default();
        let summary = summary(&document, String::new(), labeller, &whole).map_err(scrubbed)?;
        k6_summary::add_summary(&mut run, summary);
    }
    Ok(run)
}

/// Makes a run that was decoded from the snapshot at `path` what [`read`] would have made of that file.
///
/// # Errors
///
/// Where the settings ask for tags that it was not recorded with.
pub fn adopt(
    run: &mut Run,
    path: &Path,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<(), IngestError> {
    let name = input::run_name(&Input::Path(path.to_owned()), &path.display().to_string());
    snapshot::adopt(run, name, labeller, settings);
    is_filtered(run, &path.display().to_string(), settings)
}

/// Refuses a run whose source no longer tells which requests have the tags that are asked for.
fn is_filtered(run: &Run, file: &str, settings: &Settings) -> Result<(), IngestError> {
    let (asked, window) = (&settings.window.tags, &run.meta.window);
    if asked.is_empty() || *asked == window.tags {
        return Ok(());
    }
    let problem = Problem::NoTags { asked: asked.to_string(), holds: format!("it holds {}", window.text) };
    Err(IngestError::new(file, problem))
}

/// Reads several inputs as one load test: the shards of many load generators, in whatever order they are given.
///
/// An input that was read already, by whatever name, is left out with a note.
///
/// # Errors
///
/// As [`read`]; and where an input is a summary, since percentiles cannot be merged.
pub fn read_all(
    inputs: &[Input],
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<Run, IngestError> {
    let [first, ..] = inputs else { return Err(IngestError::new("-", Problem::Empty)) };
    if inputs.len() == 1 {
        return read(first, labeller, settings, control);
    }
    let mut shards = Shards::default();
    let mut name = None;
    let mut points: Option<(Collected, Vec<Source>)> = None;
    let mut merger = Merger::default();
    for input in shards::in_order(inputs) {
        let (detected, _) = open_input(input).map_err(|error| error.scrubbed(labeller))?;
        let shard = input::run_name(input, detected.name());
        let mut add = |(collected, source): (Collected, Source)| {
            if shards.is_new(Shard::of_points(&collected, &source.name)) {
                let (all, sources) = points.get_or_insert_with(Default::default);
                all.merge(&collected);
                sources.push(source);
            }
        };
        match detected {
            Detected::Summary(document) => {
                return Err(IngestError::new(document.name, Problem::SummaryAmongShards));
            }
            Detected::ToolSummary(opened, _) => {
                return Err(opened.error(Problem::SummaryAmongShards));
            }
            Detected::Points(opened, format) => {
                add(k6_points::collect(opened, format, labeller, settings, control)?);
            }
            Detected::Requests(opened, tool) => {
                add(request_log::collect(opened, tool, labeller, settings, control)?);
            }
            Detected::Snapshot(opened) => {
                let file = opened.name.clone();
                let run = snapshot::read(opened, shard.clone(), labeller, settings)?;
                is_filtered(&run, &file, settings)?;
                if shards.is_new(Shard::of_run(&run, &file)) {
                    merger.add(run)?;
                }
            }
        }
        name.get_or_insert(shard);
    }
    let name = name.unwrap_or_default();
    if let Some((collected, sources)) = points {
        merger.add_first(of_points(collected, name, sources, labeller, settings)?)?;
    }
    let mut run = merger.finish(settings)?;
    shards.mark(&mut run);
    Ok(run)
}

fn of_points(
    collected: Collected,
    name: String,
    sources: Vec<Source>,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, IngestError> {
    let other = sources.first().map(|source| source.format).filter(|format| format.tool() != "k6");
    let asked = &settings.window.tags;
    let is_judged = |part: &points::collected::Tally| part.cells.keys().any(|cell| cell.judged);
    if !asked.is_empty() && collected.span().is_some() && !collected.parts().any(is_judged) {
        let file = sources.first().map_or_else(String::new, |source| source.name.clone());
        let found = collected.tags_seen.words();
        return Err(IngestError::new(file, Problem::NoneTagged { asked: asked.to_string(), found }));
    }
    if collected.span().is_none() {
        let file = sources.first().map_or_else(String::new, |source| source.name.clone());
        return Err(IngestError::new(file, Problem::NoHttp));
    }
    let mut run = k6_points::assemble(collected, name, sources, labeller, settings);
    if let Some(format) = other {
        request_log::adopt(&mut run, format);
    }
    Ok(run)
}

/// Where a folder holds what the servers measured beside its run.
fn servers_of(input: &Input) -> Option<PathBuf> {
    let Input::Path(path) = input else { return None };
    let folder = path.join(SERVERS);
    folder.is_dir().then_some(folder)
}

/// The folder inside a run's folder with what the servers measured.
const SERVERS: &str = "prometheus";

fn summary(
    file: &SummaryFile,
    name: String,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, IngestError> {
    let mut summary = k6_summary::parse(file)?;
    summary.keep(&settings.window.tags).map_err(|problem| IngestError::new(file.name.clone(), problem))?;
    let source = Source { name: file.name.clone(), bytes: file.bytes, format: file.shape.format() };
    summary.take_calls_for_requests(settings);
    Ok(k6_summary::assemble(&summary, name, source, labeller, settings))
}

fn open_input(input: &Input) -> Result<(Detected, Option<SummaryFile>), IngestError> {
    match input {
        Input::Path(path) if path.is_dir() => {
            directory::choose(path).map(|chosen| (chosen.main, chosen.summary))
        }
        Input::Path(path) => Ok((detect::detect(open::file(path)?)?, None)),
        Input::Stdin => Ok((detect::detect(open::stdin()?)?, None)),
    }
}
