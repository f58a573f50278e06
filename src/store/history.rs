//! Where the history is: one file for each run, or one for a whole month, below folders that query engines understand.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};

use super::again::Attempts;
use super::entry::Version;
use super::{Lock, Store, StoreError};
use crate::model::parallel;

/// Ends every file of the history.
const EXTENSION: &str = ".parquet";
/// Holds a month whose runs were joined. No run is called so: ids are hexadecimal.
const JOINED: &str = "month.parquet";

/// Where damaged files are put, beside the history: its queries read every file below their folder.
const QUARANTINE: &str = "quarantine";

/// The most that is read of a file of the history: 256 MB.
const MOST_BYTES: u64 = 256 << 20;

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

/// The contents that the files of a month had before they were read; nothing where the lock keeps them.
#[derive(Debug, Clone, Default)]
pub struct Seen(BTreeMap<PathBuf, Version>);

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

    /// Reads a file of the history.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is too large.
    pub fn history_file(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.place.read(path, MOST_BYTES, "the history")
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
        let folder = self.month_folder((at.year(), at.month()));
        if self.is_remote() {
            return self.keep_beside(&folder, id, bytes);
        }
        let path = folder.join(format!("{id}{EXTENSION}"));
        match self.place.replace(&path, bytes, None) {
            Ok(()) => Ok(path),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }

    /// Keeps the file of a run where others write meanwhile. No name is written twice, so that whoever joins the month deletes
    /// what was read and nothing newer: what was kept of the run before stays until the new file is there. Of two files of a run
    /// the later by name counts.
    fn keep_beside(&self, folder: &Path, id: &str, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        let mut attempts = Attempts::default();
        loop {
            let mut known = self.names_in(folder)?;
            known.retain(|name| number_of(name, id).is_some());
            known.sort_by_key(|name| number_of(name, id));
            let path = match known.last().and_then(|name| number_of(name, id)) {
                None => folder.join(format!("{id}{EXTENSION}")),
                Some(number) => folder.join(format!("{id}_{:05}{EXTENSION}", number + 1)),
            };
            if let Some(newest) = known.last().map(|name| folder.join(name))
                && self.history_file(&newest).is_ok_and(|there| there == bytes)
            {
                return Ok(newest);
            }
            match self.place.create(&path, bytes) {
                Ok(()) => {
                    for name in known {
                        let path = folder.join(name);
                        self.place.remove(&path).map_err(|source| StoreError::Io { path, source })?;
                    }
                    return Ok(path);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempts.again() => {}
                Err(source) => return Err(self.failed(path, source)),
            }
        }
    }

    /// Tells what the files of a month hold, before they are read to be joined.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be listed.
    pub fn seen(&self, month: &Month) -> Result<Seen, StoreError> {
        if !self.is_remote() {
            return Ok(Seen::default());
        }
        let folder = self.month_folder(month.of);
        let entries = self.list(&folder)?.into_iter();
        let mut seen = Seen(entries.map(|entry| (folder.join(entry.name), entry.version)).collect());
        // A joined file that was not listed with the month is not read, and so must not be replaced.
        let joined = folder.join(JOINED);
        seen.0.remove(&joined);
        if month.files.contains(&joined) {
            // What a list tells of an object is not enough everywhere to replace it.
            let version = self.place.version(&joined);
            let version = version.map_err(|source| StoreError::Io { path: joined.clone(), source })?;
            seen.0.extend(version.map(|version| (joined, version)));
        }
        Ok(seen)
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
            let mut files = self.names_in(&folder)?;
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
        for (year, folder) in self.partitions(&self.history_folder(), "year=")? {
            for (month, folder) in self.partitions(&folder, "month=")? {
                folders.extend(u32::try_from(month).map(|month| ((year, month), folder)));
            }
        }
        folders.sort();
        Ok(folders)
    }

    /// Puts one joined file in the place of some files of a month. The joined file is there before the first of them is
    /// deleted: whoever reads meanwhile, or after a crash, finds every run at least once. Where there are no locks, a file that is
    /// not as it was seen stays.
    ///
    /// # Errors
    ///
    /// Where a file cannot be written or deleted; [`StoreError::Changed`] where another process joined the month meanwhile.
    pub fn join_history(
        &self,
        _lock: &Lock,
        month: YearMonth,
        files: &[PathBuf],
        bytes: &[u8],
        seen: &Seen,
    ) -> Result<(), StoreError> {
        let folder = self.month_folder(month);
        let path = folder.join(JOINED);
        self.place
            .replace(&path, bytes, seen.0.get(&path))
            .map_err(|source| self.failed(path.clone(), source))?;
        let mut old: Vec<&PathBuf> = files.iter().filter(|file| **file != path).collect();
        if self.is_remote() {
            let entries = self.list(&folder)?.into_iter();
            let now: BTreeMap<PathBuf, Version> =
                entries.map(|entry| (folder.join(entry.name), entry.version)).collect();
            old.retain(|file| now.contains_key(*file) && now.get(*file) == seen.0.get(*file));
        }
        let removed = parallel::map_with(self.at_once(), &old, |file| self.place.remove(file));
        for (file, removed) in old.into_iter().zip(removed) {
            removed.map_err(|source| StoreError::Io { path: file.clone(), source })?;
        }
        Ok(())
    }

    /// How many files of the history are best read at the same time: those in a bucket are waited for.
    pub fn at_once(&self) -> usize {
        if self.is_remote() { 8 } else { 1 }
    }

    /// Moves a file of the history aside, where no query of the history looks, and returns its new place. What was moved
    /// there before stays.
    ///
    /// # Errors
    ///
    /// Where the file cannot be moved.
    pub fn quarantine(&self, _lock: &Lock, file: &Path) -> Result<PathBuf, StoreError> {
        let place = self.root().join(QUARANTINE).join(file.strip_prefix(self.root()).unwrap_or(file));
        if self.is_remote() {
            return self.quarantine_copy(file, &place);
        }
        let moved = || -> io::Result<PathBuf> {
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

    /// Does so in a bucket, where nothing is moved: the copy is there before the file is deleted.
    fn quarantine_copy(&self, file: &Path, place: &Path) -> Result<PathBuf, StoreError> {
        let copied = || -> io::Result<PathBuf> {
            let bytes = self.history_file(file)?;
            let mut free = place.to_owned();
            let mut number = 1;
            loop {
                match self.place.create(&free, &bytes) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        number += 1;
                        free = place.with_extension(format!("{number}{EXTENSION}"));
                    }
                    written => break written?,
                }
            }
            self.place.remove(file)?;
            Ok(free)
        };
        copied().map_err(|source| StoreError::Io { path: file.to_owned(), source })
    }

    fn month_folder(&self, (year, month): YearMonth) -> PathBuf {
        self.history_folder().join(format!("year={year:04}")).join(format!("month={month:02}"))
    }

    /// Folders called `key` and a number, with the number.
    fn partitions(&self, folder: &Path, key: &str) -> Result<Vec<(i32, PathBuf)>, StoreError> {
        let names = self.names_in(folder)?;
        let partition = |name: &String| {
            let number = name.strip_prefix(key)?.parse().ok()?;
            Some((number, folder.join(name)))
        };
        Ok(names.iter().filter_map(partition).collect())
    }
}

/// Which of the files of a run a name is: `ID.parquet` is the first, and `ID_00002.parquet` the second. Nothing where it is
/// another run's.
fn number_of(name: &str, id: &str) -> Option<u32> {
    match name.strip_suffix(EXTENSION)?.strip_prefix(id)? {
        "" => Some(1),
        rest => rest.strip_prefix('_')?.parse().ok(),
    }
}
