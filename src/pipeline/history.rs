//! The history: runs are remembered with their verdicts, looked up, and joined by month.

mod entry;
pub(super) mod reading;

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, SubsecRound, Utc};

use crate::model::history::{History, HistoryRun};
use crate::model::judgement::Assessment;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::parallel;
use crate::model::run::Run;
use crate::store::{EncodedRun, Month, Seen, Store, StoreError};
use crate::tables::{self, Collected, Selection, TableError};
use crate::words::text;
use reading::{once, steadily};

/// Why the history could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A table could not be read or written.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// What is kept of a run that was judged.
#[derive(Debug, Clone, Copy)]
pub struct SaveOptions {
    /// Whether the run itself is kept as well, so that it can be compared with later.
    pub keep_run: bool,
    /// When it is saved: what stands for the start of a run whose source does not tell it.
    pub now: DateTime<Utc>,
}

/// Remembers a run and its verdict. A run that is remembered already is replaced. Returns its content id.
///
/// # Errors
///
/// Where it cannot be written.
pub fn save(
    store: &Store,
    run: &Run,
    assessment: &Assessment,
    options: SaveOptions,
) -> Result<String, HistoryError> {
    tables::available()?;
    let encoded = EncodedRun::new(run)?;
    let entry = entry::of(assessment, encoded.id(), options.now);
    let bytes = tables::encode(std::slice::from_ref(&entry))?;
    let lock = store.lock()?;
    if options.keep_run {
        store.keep(&encoded)?;
    }
    store.keep_history(&lock, encoded.id(), entry.at, &bytes)?;
    Ok(entry.id)
}

/// Remembers every candidate run of an assessment, each with the verdict on all of them.
///
/// # Errors
///
/// As [`save`].
pub fn save_all(
    store: &Store,
    runs: &[Run],
    assessment: &Assessment,
    options: SaveOptions,
) -> Result<(), HistoryError> {
    for (place, run) in runs.iter().enumerate() {
        match place.checked_sub(1).and_then(|other| assessment.more_runs.get(other)) {
            None => save(store, run, assessment, options)?,
            Some(figures) => {
                let of_run = Assessment { run: figures.clone(), ..assessment.clone() };
                save(store, run, &of_run, options)?
            }
        };
    }
    Ok(())
}

/// Reads what is selected of the history.
///
/// # Errors
///
/// Where the folder cannot be listed; a file that cannot be read is left out with a note.
pub fn scan(store: &Store, selection: &Selection) -> Result<History, HistoryError> {
    let _reading = store.read_lock();
    steadily(store, |source| {
        let months = store.history(selection.since, selection.until)?;
        let files: Vec<_> = months.into_iter().flat_map(|month| month.files).collect();
        Ok(tables::scan(&files, selection, source)?)
    })
}

/// The remembered runs of the same test that began before a run, the oldest first.
///
/// # Errors
///
/// Where there is none, or the history or the run do not tell.
pub fn earlier(store: &Store, assessment: &Assessment) -> Known<Vec<HistoryRun>> {
    // What is remembered is to the millisecond.
    let began = assessment
        .run
        .meta
        .started
        .as_ref()
        .map_err(|missing| Missing::because(text!("history-no-date", reason = missing.reason())))?;
    let began = began.trunc_subsecs(3);
    let selection = Selection { until: Some(began), ..Selection::default() };
    let history = scan(store, &selection)
        .map_err(|error| Missing::because(text!("history-unreadable", error = error.to_string())))?;
    let test = entry::test_of(assessment);
    let runs: Vec<HistoryRun> =
        history.runs.into_iter().filter(|run| run.dated && run.test == test).collect();
    if runs.is_empty() { Err(NO_EARLIER_RUN) } else { Ok(runs) }
}

const NO_EARLIER_RUN: Missing = Missing::message("history-no-earlier-run");

/// What was joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Months that were joined.
    pub months: usize,
    /// Runs in them.
    pub runs: usize,
    /// Why files were left alone: a sentence each.
    pub problems: Vec<String>,
}

/// Months that are read at once: with more, a history of years takes the memory and not much less time.
pub(super) const MONTHS_AT_ONCE: usize = 2;

/// Joins the runs of each month before that of `now` into one file; what was joined by an older version is written again. A file
/// that cannot be read is left alone.
///
/// # Errors
///
/// Where the folder cannot be listed, or a file cannot be written or deleted.
pub fn compact(store: &Store, now: DateTime<Utc>) -> Result<Compacted, HistoryError> {
    tables::available()?;
    let lock = store.lock()?;
    let mut compacted = Compacted::default();
    let (months, _) = once(store, |source| {
        let mut months = store.history(None, None)?;
        months.retain(|month| {
            let is_done =
                || month.is_joined() && month.files.iter().all(|file| tables::is_current(file, source));
            month.of < (now.year(), now.month()) && !is_done()
        });
        Ok(months)
    })?;
    for some in months.chunks(MONTHS_AT_ONCE) {
        let joined = parallel::map(some, |month| joined(store, month));
        for (month, joined) in some.iter().zip(joined) {
            let (seen, Collected { runs, unreadable }, bytes) = joined?;
            let told = unreadable.iter().filter(|(_, error)| !(store.is_remote() && error.is_gone()));
            compacted.problems.extend(told.map(|(_, error)| error.to_string()));
            let mut files = month.files.clone();
            files.retain(|file| unreadable.iter().all(|(broken, _)| broken != file));
            // The joined file of before must not be replaced by one without its runs.
            if unreadable.iter().any(|(file, _)| Store::is_joined(file)) || files.is_empty() {
                continue;
            }
            match store.join_history(&lock, month.of, &files, &bytes, &seen) {
                // Another process joined the month: what is left of it is for the next time.
                Err(error @ StoreError::Changed { .. }) => {
                    compacted.problems.push(error.to_string());
                    continue;
                }
                joined => joined?,
            }
            compacted.months += 1;
            compacted.runs += runs.len();
        }
    }
    Ok(compacted)
}

/// Reads a month and makes one file of it.
fn joined(store: &Store, month: &Month) -> Result<(Seen, Collected, Vec<u8>), HistoryError> {
    let seen = store.seen(month)?;
    let (collected, _) =
        once(store, |source| Ok(tables::collect(&month.files, &Selection::default(), source)?))?;
    let bytes = tables::encode(&collected.runs)?;
    Ok((seen, collected, bytes))
}

/// How the files of the history are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryHealth {
    /// Runs that are remembered.
    pub runs: usize,
    /// What is wrong: a sentence each, with the file and what to do.
    pub problems: Vec<String>,
    /// Damaged files that were moved aside, and where to: a sentence each.
    pub moved: Vec<String>,
}

/// Reads every file of the history; those that are damaged are moved aside where that is wanted.
///
/// # Errors
///
/// Where the folder cannot be listed, a file cannot be moved, or the program was built without the history.
pub fn verify(store: &Store, quarantine: bool) -> Result<HistoryHealth, HistoryError> {
    tables::available()?;
    let lock = quarantine.then(|| store.lock()).transpose()?;
    let _reading = lock.is_none().then(|| store.read_lock());
    let mut health = HistoryHealth::default();
    let (ids, unreadable) = steadily(store, |source| {
        let (mut ids, mut unreadable) = (BTreeSet::new(), Vec::new());
        for month in store.history(None, None)? {
            let collected = tables::collect(&month.files, &Selection::default(), source)?;
            ids.extend(collected.runs.into_iter().map(|run| run.id));
            unreadable.extend(collected.unreadable);
        }
        Ok((ids, unreadable))
    })?;
    for (file, error) in unreadable {
        match &lock {
            Some(lock) if error.is_damage() => {
                let place = store.quarantine(lock, &file)?;
                health.moved.push(format!("{error}\nit was moved to {}", place.display()));
            }
            _ => {
                let Note { text, hint, .. } = tables::left_out(&error);
                health.problems.push(format!("{text}\n{}", hint.unwrap_or_default()));
            }
        }
    }
    health.runs = ids.len();
    Ok(health)
}
