//! Keeps runs and baselines on disk, where git or a CI cache can carry them.
//!
//! ```text
//! .perfreport/
//!   runs/<id>.json.gz        snapshots by content id
//!   baselines/<name>/<number>-<id>.json   a change of a baseline: which runs, who added or removed them, when and why
//!   history/year=…/month=…/<id>.parquet   what is remembered of each run; `month.parquet` where a month was joined
//!   quarantine/              damaged files of the history, where `store verify --quarantine` put them
//!   lock                     held while something is changed
//!   .gitignore               keeps the lock and temporary files out of git
//! ```
//!
//! Every file appears whole or not at all, and a run is there before a baseline refers to it: a process that dies leaves
//! nothing worse than a run that nobody refers to. Files that cannot be read are named and never deleted.
//!
//! * [`file`]: a file, whole or not at all; [`snapshot`]: one run in one file
//! * [`Store`]: the folder and its lock; `runs`, `baselines`: what is in it
//! * `history`: where the files of the history are; what is in them is not known here
//! * [`health`]: what is wrong with it, and what nobody needs

mod baselines;
mod error;
pub mod file;
pub mod health;
mod history;
mod names;
mod runs;
pub mod snapshot;

#[cfg(test)]
mod tests;

pub use error::StoreError;
use file::Durability;
pub use history::{Month, YearMonth};
pub use runs::EncodedRun;

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

/// The folder's name.
pub const FOLDER: &str = ".perfreport";

/// What git should not see: the lock, and files that are not written yet.
const IGNORED: &str = "/lock\n.perfreport-*\n";

/// A folder with runs and baselines; it need not exist before something is written.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

/// The right to change what is in the store, as long as it lives; it ends with the process, however that ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Keeps those who would change the store waiting, as long as it lives.
#[derive(Debug)]
pub struct ReadLock {
    _file: Option<File>,
}

impl Store {
    /// Takes a folder as the store.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Takes the nearest store in `folder` or above, else the one that would be in `folder`.
    pub fn nearest(folder: &Path) -> Self {
        let found = folder.ancestors().map(|above| above.join(FOLDER)).find(|store| store.is_dir());
        Self::at(found.unwrap_or_else(|| folder.join(FOLDER)))
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Waits until no other process changes the store, and keeps it so: what is read meanwhile belongs together. A store that was
    /// never changed here, that nobody may write to, or whose file system knows no locks is read as it is.
    ///
    /// Whoever holds it must let it go before [`lock`](Self::lock), which would wait for it for ever.
    pub fn read_lock(&self) -> ReadLock {
        let path = self.root.join("lock");
        let file = if path.is_file() { File::open(path).ok() } else { None };
        ReadLock { _file: file.filter(|file| file.lock_shared().is_ok()) }
    }

    /// Waits until no other process reads or changes the store.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be made or its lock cannot be had.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        let path = self.root.join("lock");
        let locked = || -> std::io::Result<File> {
            std::fs::create_dir_all(&self.root)?;
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            let ignored = self.root.join(".gitignore");
            if !ignored.exists() {
                file::write(&ignored, IGNORED.as_bytes(), Durability::Cached)?;
            }
            Ok(file)
        };
        match locked() {
            Ok(file) => Ok(Lock { _file: file }),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }
}
