//! What is done to baselines: the store, guarded by the judgement.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::{Given, objections};
use crate::model::baseline::{Baseline, BaselineAction, BaselineEvent, BaselineRun};
use crate::model::note::Note;
use crate::model::parallel;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::store::{Attempts, EncodedRun, Store, StoreError};
use crate::words::{Text, text};

/// Who changes a baseline, when and why.
#[derive(Debug, Clone)]
pub struct Author {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, where somebody says so.
    pub why: Option<String>,
}

/// How a run is added.
#[derive(Debug, Clone, Copy)]
pub struct AddOptions {
    /// Whether objections are noted and overruled.
    pub force: bool,
    /// Whether the baseline begins again with this run: its other runs are taken out, and nothing is compared with them.
    pub restart: bool,
    /// Runs that a baseline has at most; the oldest make place.
    pub keep: usize,
}

/// What became of a run that was to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct Added {
    /// Its content id.
    pub id: String,
    /// Whether the baseline had it already: then nothing was changed.
    pub known: bool,
    /// Runs of the baseline now.
    pub runs: usize,
    /// Runs that were taken out.
    pub retired: usize,
    /// What spoke against it and was overruled.
    pub objections: Vec<String>,
}

/// Why a baseline could not be used or changed.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// Something speaks against the run.
    #[error("`{name}` was not changed, because of the run:\n  {}\n`--force --why TEXT` adds it anyway", objections.join("\n  "))]
    Refused {
        /// The baseline.
        name: String,
        /// What speaks against it.
        objections: Vec<String>,
    },
    /// There is no such baseline.
    #[error("there is no baseline `{name}` in {}{}", store.display(), known_names(known))]
    Missing {
        /// What was asked for.
        name: String,
        /// Where it was looked for.
        store: PathBuf,
        /// What there is.
        known: Vec<String>,
    },
    /// A baseline has no such run.
    #[error("baseline `{name}` has no run {run}; `perfreport baseline show {name}` lists them")]
    NoRun {
        /// The baseline.
        name: String,
        /// What was asked for.
        run: String,
    },
    /// No run of a baseline can be read.
    #[error("no run of baseline `{name}` can be read:\n  {}", problems.join("\n  "))]
    Unreadable {
        /// The baseline.
        name: String,
        /// Why, for each.
        problems: Vec<String>,
    },
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn known_names(known: &[String]) -> String {
    if known.is_empty() {
        "\nadd a run with `perfreport baseline add NAME RUN`".to_owned()
    } else {
        format!("; there are {}", known.join(", "))
    }
}

/// Adds a run to a baseline, which begins to exist with its first.
///
/// # Errors
///
/// [`BaselineError::Refused`] where something speaks against the run and it is not forced; else what the store says.
pub fn add(
    store: &Store,
    name: &str,
    run: &Run,
    options: AddOptions,
    author: &Author,
    settings: &Settings,
) -> Result<Added, BaselineError> {
    while_changed(|| put(store, name, run, None, options, author, settings))
}

/// Adds a run of another baseline: the newest, or the one with this id.
///
/// # Errors
///
/// As [`add`], and where the other baseline or its run does not exist.
pub fn promote(
    store: &Store,
    (from, id): (&str, Option<&str>),
    to: &str,
    options: AddOptions,
    author: &Author,
    settings: &Settings,
) -> Result<Added, BaselineError> {
    let reading = store.read_lock();
    let source = existing(store, from)?;
    let chosen = source.runs.iter().find(|run| id.is_none_or(|id| run.id.starts_with(id)));
    let chosen = chosen.ok_or_else(|| no_run(from, id.unwrap_or("at all")))?;
    let run = store.run(&chosen.id)?;
    drop(reading);
    while_changed(|| put(store, to, &run, Some(from), options, author, settings))
}

/// Changes a baseline; where a store has no locks and another process was first, the change is made again, on the baseline as it
/// is then.
fn while_changed<T>(mut change: impl FnMut() -> Result<T, BaselineError>) -> Result<T, BaselineError> {
    let mut attempts = Attempts::default();
    loop {
        match change() {
            Err(BaselineError::Store(StoreError::Changed { .. })) if attempts.again() => {}
            done => return done,
        }
    }
}

fn put(
    store: &Store,
    name: &str,
    run: &Run,
    from: Option<&str>,
    options: AddOptions,
    author: &Author,
    settings: &Settings,
) -> Result<Added, BaselineError> {
    let encoded = EncodedRun::new(run)?;
    let id = encoded.id().to_owned();
    let lock = store.lock()?;
    let (baseline, position) = store.baseline_to_change(&lock, name)?;
    let baseline = baseline.unwrap_or_else(|| Baseline::new(name));
    // A run is its content: under another name, or from another folder, it is the same one.
    let mut known = None;
    for candidate in &baseline.runs {
        let may_be = || {
            candidate.requests == run.whole.requests.as_ref().ok().copied()
                && candidate.started == run.meta.started.as_ref().ok().copied()
        };
        if candidate.id == id
            || (may_be() && readable(store, candidate)?.is_some_and(|known| known.is_same_as(run)))
        {
            known = Some(candidate);
            break;
        }
    }
    if let Some(known) = known
        && (!options.restart || baseline.runs.len() == 1)
    {
        if known.id == id {
            // Its file may be missing.
            store.keep(&encoded)?;
        }
        let (id, runs) = (known.id.clone(), baseline.runs.len());
        return Ok(Added { id, known: true, runs, retired: 0, objections: Vec::new() });
    }
    let compared = if options.restart { 0 } else { settings.compare.max_base_runs.max(1) };
    let newest = baseline.runs.iter().take(compared);
    let there = newest.filter_map(|run| readable(store, run).transpose()).collect::<Result<Vec<Run>, _>>()?;
    let objections = objections::of(there, run.clone(), settings);
    if !objections.is_empty() && !options.force {
        return Err(BaselineError::Refused { name: name.to_owned(), objections });
    }
    let event = |action, run: &str| BaselineEvent {
        at: author.at,
        by: author.by.clone(),
        action,
        run: run.to_owned(),
        from: None,
        why: None,
        objections: Vec::new(),
    };
    store.keep(&encoded)?;
    let keep = if options.restart { 1 } else { options.keep.max(1) };
    let mut others: Vec<BaselineRun> = baseline.runs.into_iter().filter(|known| known.id != id).collect();
    let retired = others.split_off(others.len().min(keep - 1));
    let action = if from.is_some() { BaselineAction::Promoted } else { BaselineAction::Added };
    let added = BaselineEvent {
        from: from.map(str::to_owned),
        why: author.why.clone(),
        objections: objections.clone(),
        ..event(action, &id)
    };
    let gone = retired.iter().map(|run| event(BaselineAction::Retired, &run.id));
    let log = gone.chain([added]).collect();
    let change = Baseline { name: name.to_owned(), runs: vec![entry(&id, run, author.at)], log };
    store.change_baseline(&lock, &change, position)?;
    // Where there are no locks, `store prune` may have deleted a run that nobody referred to yet.
    store.keep(&encoded)?;
    Ok(Added { id, known: false, runs: others.len() + 1, retired: retired.len(), objections })
}

/// Reads a run of a baseline. One that cannot be read is no reason to keep the baseline from being mended.
fn readable(store: &Store, run: &BaselineRun) -> Result<Option<Run>, StoreError> {
    match store.run(&run.id) {
        Err(error) if error.is_of_place() => Err(error),
        run => Ok(run.ok()),
    }
}

fn entry(id: &str, run: &Run, added: DateTime<Utc>) -> BaselineRun {
    BaselineRun {
        id: id.to_owned(),
        name: run.meta.name.clone(),
        started: run.meta.started.as_ref().ok().copied(),
        requests: run.whole.requests.as_ref().ok().copied(),
        p95: run.whole.latency.as_ref().ok().and_then(|latency| latency.quantile(0.95).ok()),
        tags: run.meta.tags.clone(),
        added,
    }
}

/// Removes one run of a baseline, or the whole baseline. Returns how many runs are left.
///
/// # Errors
///
/// Where the baseline or its run does not exist.
pub fn remove(store: &Store, name: &str, id: Option<&str>, author: &Author) -> Result<usize, BaselineError> {
    while_changed(|| remove_once(store, name, id, author))
}

fn remove_once(store: &Store, name: &str, id: Option<&str>, author: &Author) -> Result<usize, BaselineError> {
    let lock = store.lock()?;
    let (baseline, position) = store.baseline_to_change(&lock, name)?;
    let baseline = match baseline {
        Some(baseline) => baseline,
        None => return Err(missing(store, name)?),
    };
    let without = |runs: &[BaselineRun]| {
        let event = |run: &BaselineRun| BaselineEvent {
            at: author.at,
            by: author.by.clone(),
            action: BaselineAction::Removed,
            run: run.id.clone(),
            from: None,
            why: author.why.clone(),
            objections: Vec::new(),
        };
        Baseline { log: runs.iter().map(event).collect(), ..Baseline::new(name) }
    };
    let Some(id) = id else {
        store.remove_baseline(&lock, &without(&baseline.runs), position)?;
        return Ok(0);
    };
    let removed = baseline.runs.iter().find(|run| run.id.starts_with(id)).ok_or_else(|| no_run(name, id))?;
    store.change_baseline(&lock, &without(std::slice::from_ref(removed)), position)?;
    Ok(baseline.runs.len() - 1)
}

/// Reads a baseline.
///
/// # Errors
///
/// Where there is none, or it cannot be read.
pub fn existing(store: &Store, name: &str) -> Result<Baseline, BaselineError> {
    match store.baseline(name)? {
        Some(baseline) => Ok(baseline),
        None => Err(missing(store, name)?),
    }
}

/// Says that there is no such baseline, and which there are.
fn missing(store: &Store, name: &str) -> Result<BaselineError, StoreError> {
    let known = store.baselines()?.0.into_iter().map(|baseline| baseline.name).collect();
    Ok(BaselineError::Missing { name: name.to_owned(), store: store.root().to_owned(), known })
}

/// The runs of a baseline that can be read, the newest first, each with its file; and a note for each that cannot.
///
/// # Errors
///
/// Where there is no such baseline, or none of its runs can be read.
pub fn usable(store: &Store, name: &str, most: usize) -> Result<(Vec<Given>, Vec<Note>), BaselineError> {
    let _reading = store.read_lock();
    let mut attempts = Attempts::few();
    loop {
        let mut is_gone = false;
        let found = usable_once(store, name, most, &mut is_gone);
        // Without locks, a run may have been taken out and pruned since the baseline was read.
        if !(store.is_remote() && is_gone && attempts.again()) {
            return found;
        }
    }
}

fn usable_once(
    store: &Store,
    name: &str,
    most: usize,
    is_gone: &mut bool,
) -> Result<(Vec<Given>, Vec<Note>), BaselineError> {
    let baseline = existing(store, name)?;
    let (mut runs, mut problems) = (Vec::new(), Vec::new());
    let used: Vec<&BaselineRun> = baseline.runs.iter().take(most.max(1)).collect();
    let read = parallel::map(&used, |run| store.run(&run.id));
    for (BaselineRun { id, .. }, run) in used.into_iter().zip(read) {
        match run {
            Ok(run) => runs.push(Given::Kept { path: store.run_path(id), run: Box::new(run) }),
            Err(error) if error.is_of_place() => return Err(error.into()),
            Err(error) => {
                *is_gone |= error.is_gone();
                problems.push(error.to_string());
            }
        }
    }
    if runs.is_empty() {
        return Err(BaselineError::Unreadable { name: name.to_owned(), problems });
    }
    let note = |problem: String| {
        Note::new(text!("baseline-run-left-out", name = name, problem = problem))
            .with_hint(Text::plain("store-verify-says"))
    };
    Ok((runs, problems.into_iter().map(note).collect()))
}

fn no_run(name: &str, run: &str) -> BaselineError {
    BaselineError::NoRun { name: name.to_owned(), run: run.to_owned() }
}
