//! Columns: the history as Parquet files, which any engine reads in place. The only module that names polars.
//!
//! polars comes with the cargo feature `history`; without it everything here answers [`TableError::NotBuilt`].
//!
//! * [`encode`], [`collect`] and [`scan`]: runs to a file, files to runs, files to a [`History`]; where files are is not known here, a
//!   [`Source`] reads them
//! * `encode`: runs as columns; `columns`: the columns of a file, `decode`: columns as runs; `seal`: how a file tells whose it is and that it is whole; `guard`: what keeps a
//!   hostile file from the reader

#[cfg(feature = "history")]
mod columns;
#[cfg(feature = "history")]
mod decode;
#[cfg(feature = "history")]
mod encode;
mod error;
#[cfg(feature = "history")]
mod guard;
mod seal;
mod selection;

#[cfg(feature = "history")]
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

pub use error::TableError;
use seal::Fault;
pub use selection::Selection;

use crate::model::history::{History, HistoryRun};
use crate::model::note::Note;
use crate::model::parallel;
use crate::words::{Text, text};

#[cfg(feature = "history")]
/// A file of as many rows is read at once, in one thread: to look at it twice, or to share the work, takes longer.
const FEW_ROWS: usize = 10_000;

/// Tells whether this program can read and write the history.
///
/// # Errors
///
/// [`TableError::NotBuilt`] without the feature `history`.
pub fn available() -> Result<(), TableError> {
    if cfg!(feature = "history") { Ok(()) } else { Err(TableError::NotBuilt) }
}

/// Makes a Parquet file of runs: one row for each run, endpoint and measure.
///
/// # Errors
///
/// Where polars cannot write it, or is not there.
pub fn encode(runs: &[HistoryRun]) -> Result<Vec<u8>, TableError> {
    #[cfg(feature = "history")]
    return seal::sealed(|mark| encode::write(runs, mark));
    #[cfg(not(feature = "history"))]
    {
        let _ = runs;
        Err(TableError::NotBuilt)
    }
}

/// Reads the files of the history, wherever they are.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Reads one of them whole.
    pub read: &'a (dyn Fn(&Path) -> io::Result<Vec<u8>> + Sync),
    /// How many are best read at the same time.
    pub at_once: usize,
}

/// Tells whether a file is of the version that is written.
pub fn is_current(path: &Path, source: Source<'_>) -> bool {
    (source.read)(path).is_ok_and(|bytes| seal::is_current(&bytes))
}

/// Makes runs of the bytes of one file, as far as they are selected.
///
/// # Errors
///
/// Where the file is not whole, or was written by a newer version; where polars is not there.
pub fn decode(path: &Path, bytes: Vec<u8>, selection: &Selection) -> Result<Vec<HistoryRun>, TableError> {
    available()?;
    seal::check(&bytes).map_err(|fault| match fault {
        Fault::Damaged(reason) => TableError::Shape { path: path.to_owned(), reason: reason.to_owned() },
        Fault::Newer(reason) => TableError::Newer { path: path.to_owned(), reason },
    })?;
    #[cfg(feature = "history")]
    return guard::caught(|| decode::read(bytes, selection))
        .map_err(|reason| TableError::Shape { path: path.to_owned(), reason });
    #[cfg(not(feature = "history"))]
    {
        let _ = (bytes, selection);
        Err(TableError::NotBuilt)
    }
}

/// What many files hold.
#[derive(Debug, Default)]
pub struct Collected {
    /// The runs by time, and by id where times are equal; where two files hold a run, the later file counts.
    pub runs: Vec<HistoryRun>,
    /// The files that could not be read, and why.
    pub unreadable: Vec<(PathBuf, TableError)>,
}

/// Reads the runs of many files, as far as they are selected.
///
/// # Errors
///
/// Where polars is not there; a file that cannot be read is reported.
pub fn collect(
    files: &[PathBuf],
    selection: &Selection,
    source: Source<'_>,
) -> Result<Collected, TableError> {
    available()?;
    let mut collected = Collected::default();
    let mut by_id: HashMap<String, HistoryRun> = HashMap::new();
    for some in files.chunks(source.at_once.max(1)) {
        let read = parallel::map_with(source.at_once, some, |file| (source.read)(file));
        for (file, bytes) in some.iter().zip(read) {
            let bytes = bytes.map_err(|source| TableError::Io { path: file.clone(), source });
            match bytes.and_then(|bytes| decode(file, bytes, selection)) {
                Ok(runs) => by_id.extend(runs.into_iter().map(|run| (run.id.clone(), run))),
                Err(error) => collected.unreadable.push((file.clone(), error)),
            }
        }
    }
    collected.runs.extend(by_id.into_values());
    collected.runs.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    Ok(collected)
}

/// Does the same, with a note for each file that could not be read.
///
/// # Errors
///
/// As [`collect`].
pub fn scan(files: &[PathBuf], selection: &Selection, source: Source<'_>) -> Result<History, TableError> {
    let Collected { runs, unreadable } = collect(files, selection, source)?;
    Ok(History { runs, notes: unreadable.iter().map(|(_, error)| left_out(error)).collect() })
}

/// Says that a file was left out, and what to do.
pub fn left_out(error: &TableError) -> Note {
    Note::new(text!("history-file-left-out", error = error.to_string()))
        .with_hint(Text::plain("history-file-left-out-hint"))
}
