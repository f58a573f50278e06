//! The wiring: the only module that calls more than one stage.
//!
//! * here: from files to an assessment, and from there to reports
//! * `sides`: which runs are held against which, each once
//! * [`history`]: what is remembered of runs, [`review`]: what it shows
//! * [`fetch`]: what servers measured, from where they keep it to a bundle
//! * [`baseline`]: what is done to baselines, `objections`: what speaks against a run, [`calibrate`]: what a baseline can see

pub mod baseline;
pub mod calibrate;
pub mod fetch;
pub mod history;
mod objections;
pub mod review;
mod sides;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::classify::Classifier;
pub use crate::classify::scrub;
use crate::compare;
use crate::diagnose;
pub use crate::ingest::label;
use crate::ingest::{self, Control, IngestError, Input};
use crate::judge::{self, ReportHead};
use crate::model::judgement::Assessment;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::postmortem::{Postmortem, PostmortemHead};
use crate::model::review::Review;
use crate::model::run::Run;
use crate::model::series::ServerMetrics;
use crate::model::settings::Settings;
use crate::model::whole_file;
use crate::render::{self, DocumentFormat, JunitWarn, RenderError, ReportFile, ReportFormat};
use crate::store::{self, Store, file::Durability};
use crate::words::Text;
use sides::Sides;

/// A run that takes part in a comparison.
#[derive(Debug, Clone)]
pub enum Given {
    /// One that is still to be read.
    Input(Input),
    /// One that was read from the store.
    Kept {
        /// Its file.
        path: PathBuf,
        /// The run as it was recorded.
        run: Box<Run>,
    },
}

impl Given {
    /// Where it is read from, or was.
    fn input(&self) -> Input {
        match self {
            Self::Input(input) => input.clone(),
            Self::Kept { path, .. } => Input::Path(path.clone()),
        }
    }
}

impl From<Input> for Given {
    fn from(input: Input) -> Self {
        Self::Input(input)
    }
}

/// What to read, and what to call it.
#[derive(Debug, Clone)]
pub struct Request {
    /// Base runs, the newest first; empty under `check`.
    pub base: Vec<Given>,
    /// The run that is judged.
    pub run: Given,
    /// Further candidate runs, which are judged together with it.
    pub more_runs: Vec<Given>,
    /// Whether the base run and the candidate run of each place were made one after the other.
    pub paired: bool,
    /// What the servers measured during `run`; in place of what it has itself.
    pub servers: Vec<Input>,
    /// The same of the base runs, in their order.
    pub base_servers: Vec<Input>,
    /// What to call `run`; by default the name of its file, or what its tags say.
    pub name: Option<String>,
    /// Tags for the candidate runs.
    pub tags: BTreeMap<String, String>,
    /// What the reader should know of the base, such as runs of a baseline that could not be read.
    pub notes: Vec<Note>,
    /// What the report says about itself. The base is named after its first file unless this names it.
    pub frame: ReportHead,
}

impl Request {
    /// Asks for a comparison of `run` with `base`, or for a check where there is none; nothing is renamed.
    pub fn new(base: Vec<Input>, run: Input) -> Self {
        Self {
            base: base.into_iter().map(Given::from).collect(),
            run: run.into(),
            more_runs: Vec::new(),
            paired: false,
            servers: Vec::new(),
            base_servers: Vec::new(),
            name: None,
            tags: BTreeMap::new(),
            notes: Vec::new(),
            frame: ReportHead::default(),
        }
    }
}

/// Reads, compares with the base where there is one, and judges.
///
/// # Errors
///
/// Fails where an input cannot be read; the error names the file and the position.
pub fn assess(
    request: Request,
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<Assessment, IngestError> {
    judge(request, settings, control).map(|(_, assessment)| assessment)
}

/// Does the same and returns the candidate runs as well, which the history is to remember.
///
/// # Errors
///
/// As [`assess`].
pub fn judge(
    mut request: Request,
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<(Vec<Run>, Assessment), IngestError> {
    let labeller = Classifier::new(settings);
    let (told, frame) = (std::mem::take(&mut request.notes), std::mem::take(&mut request.frame));
    let sides = Sides::read(request, &labeller, settings, control)?;
    Ok(judge_sides(sides, told, frame, &labeller, settings))
}

/// Judges a run that was read already like [`assess`].
pub fn assess_runs(base: Vec<Run>, run: Run, settings: &Settings) -> Assessment {
    let sides = Sides::of(base, run, settings);
    judge_sides(sides, Vec::new(), ReportHead::default(), &Classifier::new(settings), settings).1
}

fn judge_sides(
    mut sides: Sides,
    told: Vec<Note>,
    mut frame: ReportHead,
    labeller: &Classifier,
    settings: &Settings,
) -> (Vec<Run>, Assessment) {
    let given = !sides.base.is_empty();
    sides.leave_out_same();
    let mut notes = sides.notes(labeller, settings);
    notes.extend(told);

    // What is folded for this comparison, and what was noted of it, is no part of the runs.
    let (read, folded) = sides.fold(settings.endpoints.max);
    notes.extend(folded);
    let Sides { base, mut runs, paired, .. } = sides;
    let own_notes = runs[0].notes.len();
    runs[0].notes.extend(notes);
    let comparison = if !base.is_empty() {
        frame.base_name = frame.base_name.or_else(|| Some(Run::names(&base)));
        Ok(compare::compare(&base, &runs, paired, settings))
    } else if given {
        frame.base_name = None;
        frame.lost_base = Some(Text::plain("base-none-but-candidate"));
        Err(Missing::message("base-none-left"))
    } else {
        Err(Missing::message("base-none-given"))
    };
    let on_servers = |run| diagnose::objectives::measure(&settings.metric_objectives, &base, run);
    frame.metric_objectives = runs.iter().map(on_servers).collect();
    let mut assessment = judge::assess(&base, &runs, comparison, settings, frame);
    assessment.servers = diagnose::diagnose(&base, &runs[0], &assessment, &settings.prometheus);
    assessment
        .notes
        .extend(assessment.servers.as_ref().ok().and_then(|servers| diagnose::clock::note(&servers.clock)));
    assessment.notes.extend(runs[0].servers.as_ref().and_then(diagnose::server_red::note));
    assessment.run.notes.truncate(own_notes);
    runs[0].notes.truncate(own_notes);
    (read.unwrap_or(runs), assessment)
}

/// Reads and judges a run like [`assess`], and writes down what the data say of what went wrong; `store` may remember earlier
/// runs of the same test.
///
/// # Errors
///
/// As [`assess`].
pub fn postmortem(
    request: Request,
    settings: &Settings,
    control: &Arc<Control>,
    head: PostmortemHead,
    store: Option<&Store>,
) -> Result<Postmortem, IngestError> {
    let (runs, assessment) = judge(request, settings, control)?;
    let earlier = store.ok_or(NO_STORE).and_then(|store| history::earlier(store, &assessment));
    Ok(diagnose::postmortem::postmortem(&runs[0], assessment, settings, head, &earlier))
}

/// Why nothing is known of earlier runs where nobody says where they are.
const NO_STORE: Missing = Missing::message("store-none-given");

/// Reads what the servers measured and makes it a part of a run, in place of what it has.
///
/// # Errors
///
/// Where a file cannot be read or is something else than an answer to a range query.
pub fn attach(run: &mut Run, servers: &[Input], settings: &Settings) -> Result<(), IngestError> {
    if servers.is_empty() {
        return Ok(());
    }
    let labeller = Classifier::new(settings);
    let mut metrics = ServerMetrics::default();
    for input in servers {
        let read = ingest::prometheus::read(input, &labeller, &settings.prometheus)?;
        metrics.signals.extend(read.signals);
        metrics.notes.extend(read.notes);
    }
    ingest::prometheus::attach(run, metrics, settings.prometheus.clock_offset);
    Ok(())
}

/// Reads one or several inputs as one run.
///
/// # Errors
///
/// Fails where an input cannot be read, or where a summary is to be merged.
pub fn record(inputs: &[Input], settings: &Settings, control: &Arc<Control>) -> Result<Run, IngestError> {
    ingest::read_all(inputs, &Classifier::new(settings), settings, control)
}

/// Reads exports of Prometheus as a run, without any file of a load tool.
///
/// # Errors
///
/// Fails where one cannot be read, and where no series counts requests by what they took.
pub fn record_prometheus(exports: &[Input], settings: &Settings) -> Result<Run, IngestError> {
    ingest::from_prometheus::read(exports, &Classifier::new(settings), settings)
}

/// Why reports could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A report could not be made.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Makes every report and writes it below `dir`; returns the main file of each format.
///
/// All of them are made before the first is written, and each appears whole or not at all.
///
/// # Errors
///
/// Fails where a report cannot be made or a file cannot be written.
pub fn write_reports(
    assessment: &Assessment,
    formats: &[ReportFormat],
    warn: JunitWarn,
    dir: &Path,
) -> Result<Vec<PathBuf>, ReportError> {
    let reports = formats.iter().map(|format| render::files(assessment, *format, warn));
    write_all(&reports.collect::<Result<Vec<_>, _>>()?, dir)
}

/// Does the same for a review.
///
/// # Errors
///
/// As [`write_reports`].
pub fn write_review(
    review: &Review,
    formats: &[DocumentFormat],
    dir: &Path,
) -> Result<Vec<PathBuf>, ReportError> {
    let reports = formats.iter().map(|format| render::review::files(review, *format));
    write_all(&reports.collect::<Result<Vec<_>, _>>()?, dir)
}

/// Does the same for a postmortem.
///
/// # Errors
///
/// As [`write_reports`].
pub fn write_postmortem(
    postmortem: &Postmortem,
    formats: &[DocumentFormat],
    dir: &Path,
) -> Result<Vec<PathBuf>, ReportError> {
    let reports = formats.iter().map(|format| render::postmortem::files(postmortem, *format));
    write_all(&reports.collect::<Result<Vec<_>, _>>()?, dir)
}

/// Writes the files of each report, the main one first, and returns the main ones.
fn write_all(reports: &[Vec<ReportFile>], dir: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let mut written = Vec::new();
    for files in reports {
        for file in files {
            write(dir, file)?;
        }
        written.extend(files.first().map(|main| dir.join(&main.path)));
    }
    Ok(written)
}

/// The most that is read of a verdict: 256 MB.
const MOST_VERDICT: u64 = 256 << 20;

/// Reads the text of a `verdict.json`.
///
/// # Errors
///
/// Where it cannot be read, or is larger than 256 MB.
pub fn verdict_text(path: &Path) -> std::io::Result<String> {
    whole_file::text(path, MOST_VERDICT, "a verdict")
}

/// Takes an assessment back from a `verdict.json`; `name` is the file, for errors.
///
/// # Errors
///
/// Fails where the text is no verdict, or one of a newer version.
pub fn reopen(text: &str, name: &str) -> Result<Assessment, RenderError> {
    Ok(render::json::read(text, name)?)
}

fn write(dir: &Path, file: &ReportFile) -> Result<(), ReportError> {
    let path = dir.join(&file.path);
    store::file::write_output(&path, &file.contents, Durability::Cached)
        .map_err(|source| ReportError::Write { path, source })
}
