//! Baselines by name.

use std::io;
use std::path::{Path, PathBuf};

use super::file::{self, Durability};
use super::names::{self, file_of};
use super::{Lock, Store, StoreError};
use crate::model::baseline::Baseline;
use crate::wire::WireError;
use crate::wire::baseline as wire;

impl Store {
    pub(super) fn baselines_folder(&self) -> PathBuf {
        self.root().join("baselines")
    }

    /// Reads a baseline; absent where there is none of that name.
    ///
    /// # Errors
    ///
    /// Where the name cannot be one, or the file cannot be read or understood.
    pub fn baseline(&self, name: &str) -> Result<Option<Baseline>, StoreError> {
        let path = self.baselines_folder().join(file_of(name)?);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some(named(&text, name, &path.display().to_string())?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }

    /// Reads every baseline, sorted by name, and says which files could not be understood.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be listed.
    pub fn baselines(&self) -> Result<(Vec<Baseline>, Vec<StoreError>), StoreError> {
        let folder = self.baselines_folder();
        let (mut baselines, mut broken) = (Vec::new(), Vec::new());
        for file in files_in(&folder)? {
            if !names::is_baseline(&file) {
                continue;
            }
            let path = folder.join(&file);
            match std::fs::read_to_string(&path) {
                Ok(text) => match wire::from_json(&text, &path.display().to_string()) {
                    Ok(baseline) => baselines.push(baseline),
                    Err(error) => broken.push(error.into()),
                },
                Err(source) => broken.push(StoreError::Io { path, source }),
            }
        }
        baselines.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((baselines, broken))
    }

    /// Writes a baseline in place of the one of that name.
    ///
    /// # Errors
    ///
    /// Where it cannot be encoded or written.
    pub fn write_baseline(&self, _lock: &Lock, baseline: &Baseline) -> Result<(), StoreError> {
        let path = self.baselines_folder().join(file_of(&baseline.name)?);
        let text = wire::to_json(baseline)?;
        file::write(&path, text.as_bytes(), Durability::Synced)
            .map_err(|source| StoreError::Io { path, source })
    }

    /// Forgets a baseline; its runs stay until the store is pruned. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Where the file cannot be removed.
    pub fn remove_baseline(&self, _lock: &Lock, name: &str) -> Result<bool, StoreError> {
        let path = self.baselines_folder().join(file_of(name)?);
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }
}

/// Reads a baseline that must have this name: on some disks `Main` and `main` are one file.
fn named(text: &str, name: &str, file: &str) -> Result<Baseline, WireError> {
    let baseline = wire::from_json(text, file)?;
    if baseline.name == name {
        Ok(baseline)
    } else {
        let reason = format!("it is the baseline `{}`, not `{name}`", baseline.name);
        Err(WireError::Shape { name: file.to_owned(), format: wire::FORMAT, line: 1, column: 1, reason })
    }
}

/// The files of a folder, sorted; none where it does not exist.
pub(super) fn files_in(folder: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |source| StoreError::Io { path: folder.to_owned(), source };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        files.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    files.sort();
    Ok(files)
}
