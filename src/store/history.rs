//! Where the history is: one file for each run, or one for a whole month, below folders that query engines understand.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};

use super::baselines::files_in;
use super::file::{self, Durability};
use super::{Lock, Store, StoreError};

/// Ends every file of the history.
const EXTENSION: &str = ".parquet";
/// Holds a month whose runs were joined. No run is called so: ids are hexadecimal.
const JOINED: &str = "month.parquet";

/// Where damaged files are put, beside the history: its queries read every file below their folder.
const QUARANTINE: &str = "quarantine";

/// The year and the month (1 to 12), in UTC.
pub type YearMonth = (i32, u32);

/// A month of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Which month.
    pub of: YearMonth,
    /// Its files: the joined one first, then those of single runs by name.
    pub files: Vec<PathBuf>,
}

impl Month {
    /// Whether it consists of one joined file.
    pub fn is_joined(&self) -> bool {
        self.files.iter().all(|file| Store::is_joined(file))
    }
}

impl Store {
    /// Tells whether a file of the history holds a joined month.
    pub fn is_joined(file: &Path) -> bool {
        file.ends_with(JOINED)
    }

    /// Where the history is.
    pub fn history_folder(&self) -> PathBuf {
        self.root().join("history")
    }

    /// Keeps the file of a run that began, or was saved, at `at`. What was kept of the run before is replaced.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn keep_history(
        &self,
        _lock: &Lock,
        id: &str,
        at: DateTime<Utc>,
        bytes: &[u8],
    ) -> Result<PathBuf, StoreError> {
        let path = self.month_folder((at.year(), at.month())).join(format!("{id}{EXTENSION}"));
        match file::write(&path, bytes, Durability::Synced) {
            Ok(()) => Ok(path),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }

    /// Lists the months that may hold runs from `since` on and before `until`, in order of time.
    ///
    /// # Errors
    ///
    /// Where a folder cannot be listed.
    pub fn history(
        &self,
        since: Option<DateTime<Utc>>,
        until: Option<DateTime<Utc>>,
    ) -> Result<Vec<Month>, StoreError> {
        let month_of = |at: DateTime<Utc>| (at.year(), at.month());
        let mut months = Vec::new();
        for (of, folder) in self.month_folders()? {
            if since.is_some_and(|since| of < month_of(since))
                || until.is_some_and(|until| of > month_of(until))
            {
                continue;
            }
            let mut files = files_in(&folder)?;
            files.retain(|file| file.ends_with(EXTENSION) && !file.starts_with('.'));
            files.sort_by_key(|file| (file != JOINED, file.clone()));
            if !files.is_empty() {
                months.push(Month { of, files: files.iter().map(|file| folder.join(file)).collect() });
            }
        }
        Ok(months)
    }

    /// The folders that hold a month each, in order of time.
    pub(super) fn month_folders(&self) -> Result<Vec<(YearMonth, PathBuf)>, StoreError> {
        let mut folders = Vec::new();
        for (year, folder) in partitions(&self.history_folder(), "year=")? {
            for (month, folder) in partitions(&folder, "month=")? {
                folders.extend(u32::try_from(month).map(|month| ((year, month), folder)));
            }
        }
        folders.sort();
        Ok(folders)
    }

    /// Puts one joined file in the place of some files of a month. The joined file is there before the first of them is
    /// deleted: whoever reads meanwhile, or after a crash, finds every run at least once.
    ///
    /// # Errors
    ///
    /// Where a file cannot be written or deleted.
    pub fn join_history(
        &self,
        _lock: &Lock,
        month: YearMonth,
        files: &[PathBuf],
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let path = self.month_folder(month).join(JOINED);
        file::write(&path, bytes, Durability::Synced)
            .map_err(|source| StoreError::Io { path: path.clone(), source })?;
        for file in files.iter().filter(|file| **file != path) {
            std::fs::remove_file(file).map_err(|source| StoreError::Io { path: file.clone(), source })?;
        }
        Ok(())
    }

    /// Moves a file of the history aside, where no query of the history looks, and returns its new place. What was moved
    /// there before stays.
    ///
    /// # Errors
    ///
    /// Where the file cannot be moved.
    pub fn quarantine(&self, _lock: &Lock, file: &Path) -> Result<PathBuf, StoreError> {
        let place = self.root().join(QUARANTINE).join(file.strip_prefix(self.root()).unwrap_or(file));
        let moved = || -> std::io::Result<PathBuf> {
            std::fs::create_dir_all(place.parent().unwrap_or(&place))?;
            let mut free = place.clone();
            let mut number = 1;
            while free.try_exists()? {
                number += 1;
                free = place.with_extension(format!("{number}{EXTENSION}"));
            }
            std::fs::rename(file, &free)?;
            Ok(free)
        };
        moved().map_err(|source| StoreError::Io { path: file.to_owned(), source })
    }

    fn month_folder(&self, (year, month): YearMonth) -> PathBuf {
        self.history_folder().join(format!("year={year:04}")).join(format!("month={month:02}"))
    }
}

/// Folders called `key` and a number, with the number.
fn partitions(folder: &Path, key: &str) -> Result<Vec<(i32, PathBuf)>, StoreError> {
    let names = files_in(folder)?;
    let partition = |name: &String| {
        let number = name.strip_prefix(key)?.parse().ok()?;
        Some((number, folder.join(name)))
    };
    Ok(names.iter().filter_map(partition).collect())
}
