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
//! With the cargo feature `remote` it may be a prefix in a bucket, which a team shares. There are no locks there: names are
//! written once, and what has to be replaced is replaced only where it is still what was read.
//!
//! * [`file`]: a file, whole or not at all; [`snapshot`]: one run in one file
//! * [`Store`]: the folder and its lock; `runs`, `baselines`: what is in it
//! * `place`: what is done to files in a folder and in a bucket; `entry`: what is listed; `bucket`: how that is done there; `again`:
//!   where another was first
//! * `history`: where the files of the history are; what is in them is not known here
//! * [`health`]: what is wrong with it, and what nobody needs

mod again;
mod baselines;
#[cfg(feature = "remote")]
mod bucket;
mod entry;
mod error;
pub mod file;
pub mod health;
mod history;
mod names;
mod place;
mod runs;
pub mod snapshot;

#[cfg(test)]
mod tests;

pub use again::Attempts;
pub use baselines::Position;
use entry::Entry;
pub use error::StoreError;
use file::Durability;
pub use history::{Month, Seen, YearMonth};
use place::Place;
pub use runs::EncodedRun;

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

/// The folder's name.
pub const FOLDER: &str = ".perfreport";

/// What git should not see: the lock, and files that are not written yet.
const IGNORED: &str = "/lock\n.perfreport-*\n";

/// A folder with runs and baselines, or a prefix in a bucket; it need not exist before something is written.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    place: Place,
}

/// The right to change what is in the store, as long as it lives; it ends with the process, however that ends. In a bucket
/// everybody has it.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
}

/// Keeps those who would change the store waiting, as long as it lives.
#[derive(Debug)]
pub struct ReadLock {
    _file: Option<File>,
}

impl Store {
    /// Takes a folder as the store.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), place: Place::Folder }
    }

    /// Takes the address of a bucket, such as `s3://bucket/prefix`. Nothing is asked of it yet.
    ///
    /// # Errors
    ///
    /// Where it is no address of a bucket, or the environment says how to reach it in a way that cannot be.
    #[cfg(feature = "remote")]
    pub fn in_bucket(address: &str) -> Result<Self, StoreError> {
        let bucket = bucket::Bucket::open(address)
            .map_err(|source| StoreError::Io { path: address.into(), source })?;
        Ok(Self { root: bucket.root().to_owned(), place: Place::Bucket(bucket.into()) })
    }

    /// Tells what is wrong with the address of a bucket.
    ///
    /// # Errors
    ///
    /// What was expected.
    #[cfg(feature = "remote")]
    pub fn check_address(address: &str) -> Result<(), &'static str> {
        bucket::Address::parse(address).map(|_| ())
    }

    /// Takes the nearest store in `folder` or above, else the one that would be in `folder`.
    pub fn nearest(folder: &Path) -> Self {
        let found = folder.ancestors().map(|above| above.join(FOLDER)).find(|store| store.is_dir());
        Self::at(found.unwrap_or_else(|| folder.join(FOLDER)))
    }

    /// The folder, or the address.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether it is in a bucket.
    pub fn is_remote(&self) -> bool {
        !self.place.has_locks()
    }

    /// What is in a folder of it, by name.
    fn list(&self, folder: &Path) -> Result<Vec<Entry>, StoreError> {
        self.place.list(folder).map_err(|source| StoreError::Io { path: folder.to_owned(), source })
    }

    /// The names of what is in a folder of it, sorted.
    fn names_in(&self, folder: &Path) -> Result<Vec<String>, StoreError> {
        self.place.names(folder).map_err(|source| StoreError::Io { path: folder.to_owned(), source })
    }

    /// What went wrong with a file. Where there are no locks, a file that is there is the work of another process.
    fn failed(&self, path: PathBuf, source: std::io::Error) -> StoreError {
        match source.kind() {
            std::io::ErrorKind::AlreadyExists if self.is_remote() => StoreError::Changed { path },
            _ => StoreError::Io { path, source },
        }
    }

    /// Waits until no other process changes the store, and keeps it so: what is read meanwhile belongs together. A store that was
    /// never changed here, that nobody may write to, or whose file system knows no locks is read as it is.
    ///
    /// Whoever holds it must let it go before [`lock`](Self::lock), which would wait for it for ever.
    pub fn read_lock(&self) -> ReadLock {
        if self.is_remote() {
            return ReadLock { _file: None };
        }
        let path = self.root.join("lock");
        let file = if path.is_file() { File::open(path).ok() } else { None };
        ReadLock { _file: file.filter(|file| file.lock_shared().is_ok()) }
    }

    /// Waits until no other process reads or changes the store. In a bucket nobody waits.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be made or its lock cannot be had.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        if self.is_remote() {
            return Ok(Lock { _file: None });
        }
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
            Ok(file) => Ok(Lock { _file: Some(file) }),
            Err(source) => Err(StoreError::Io { path, source }),
        }
    }
}
