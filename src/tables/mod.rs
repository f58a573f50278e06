//! Columns: the history as Parquet files, which any engine reads in place. The only module that names polars.
//!
//! polars comes with the cargo feature `history`; without it everything here answers [`TableError::NotBuilt`].
//!
//! * [`encode`], [`collect`] and [`scan`]: runs to a file, files to runs, files to a [`History`]
//! * `encode`: runs as columns; `decode`: columns as runs; `seal`: how a file tells whose it is and that it is whole; `guard`: what keeps a
//!   hostile file from the reader

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
use std::io::Read;
use std::path::{Path, PathBuf};

pub use error::TableError;
use seal::Fault;
pub use selection::Selection;

use crate::model::history::{History, HistoryRun};
use crate::model::note::Note;
use crate::model::whole_file;
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

/// The most that is read of a file of the history: 256 MB.
const MOST_BYTES: u64 = 256 << 20;

fn contents(path: &Path) -> Result<Vec<u8>, TableError> {
    let io = |source| TableError::Io { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let mut file = whole_file::regular(path, MOST_BYTES, "the history").map_err(io)?;
    file.read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

/// Tells whether a file is of the version that is written.
pub fn is_current(path: &Path) -> bool {
    contents(path).is_ok_and(|bytes| seal::is_current(&bytes))
}

/// Reads the runs of one file, as far as they are selected.
///
/// # Errors
///
/// Where the file cannot be read, is not whole, or was written by a newer version; where polars is not there.
pub fn read(path: &Path, selection: &Selection) -> Result<Vec<HistoryRun>, TableError> {
    available()?;
    let bytes = contents(path)?;
    seal::check(&bytes).map_err(|fault| match fault {
        Fault::Damaged(reason) => TableError::Shape { path: path.to_owned(), reason: reason.to_owned() },
        Fault::Newer(reason) => TableError::Newer { path: path.to_owned(), reason },
    })?;
    #[cfg(feature = "history")]
    return guard::caught(|| decode::read(bytes, selection))
        .map_err(|reason| TableError::Shape { path: path.to_owned(), reason });
    #[cfg(not(feature = "history"))]
    {
        let _ = selection;
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
pub fn collect(files: &[PathBuf], selection: &Selection) -> Result<Collected, TableError> {
    available()?;
    let mut collected = Collected::default();
    let mut by_id: HashMap<String, HistoryRun> = HashMap::new();
    for file in files {
        match read(file, selection) {
            Ok(runs) => by_id.extend(runs.into_iter().map(|run| (run.id.clone(), run))),
            Err(error) => collected.unreadable.push((file.clone(), error)),
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
pub fn scan(files: &[PathBuf], selection: &Selection) -> Result<History, TableError> {
    let Collected { runs, unreadable } = collect(files, selection)?;
    Ok(History { runs, notes: unreadable.iter().map(|(_, error)| left_out(error)).collect() })
}

/// Says that a file was left out, and what to do.
pub fn left_out(error: &TableError) -> Note {
    Note::new(text!("history-file-left-out", error = error.to_string()))
        .with_hint(Text::plain("history-file-left-out-hint"))
}
