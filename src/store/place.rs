//! Where a store is, and the few things that are done to files there: the rest of the store is the same for a folder and for a
//! bucket.

use std::io::{self, Read};
use std::path::Path;

#[cfg(feature = "remote")]
use super::bucket::Bucket;
use super::entry::{Entry, Version};
use super::file::{self, Durability};
use crate::model::whole_file;

/// Where a store is. Paths are those below the store's root in both.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A folder. Whoever changes it holds its lock, so that nothing has to be asked before a file is replaced.
    Folder,
    /// A prefix in a bucket. There are no locks: a write is refused where another process was first.
    #[cfg(feature = "remote")]
    Bucket(std::sync::Arc<Bucket>),
}

impl Place {
    /// Whether writers wait for each other.
    pub(super) fn has_locks(&self) -> bool {
        matches!(self, Self::Folder)
    }

    /// What is in a folder, by name; nothing where it does not exist.
    pub(super) fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = match self {
            Self::Folder => entries(folder)?,
            #[cfg(feature = "remote")]
            Self::Bucket(bucket) => bucket.list(folder)?,
        };
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The names of what is in a folder, sorted.
    pub(super) fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        Ok(self.list(folder)?.into_iter().map(|entry| entry.name).collect())
    }

    /// Reads a file of at most `most` bytes; `what` is what such a file is, for the error.
    pub(super) fn read(&self, path: &Path, most: u64, what: &str) -> io::Result<Vec<u8>> {
        match self {
            Self::Folder => {
                let mut bytes = Vec::new();
                whole_file::regular(path, most, what)?.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            #[cfg(feature = "remote")]
            Self::Bucket(bucket) => {
                let bytes = bucket.read(path)?;
                whole_file::within(bytes.len() as u64, path, most, what)?;
                Ok(bytes)
            }
        }
    }

    /// Tells whether there is such a file.
    pub(super) fn exists(&self, path: &Path) -> io::Result<bool> {
        match self {
            Self::Folder => Ok(path.is_file()),
            #[cfg(feature = "remote")]
            Self::Bucket(bucket) => Ok(bucket.version(path)?.is_some()),
        }
    }

    /// Which contents an object of a bucket has; nothing where there is none, and for a file of a folder.
    pub(super) fn version(&self, path: &Path) -> io::Result<Option<Version>> {
        match self {
            Self::Folder => {
                let _ = path;
                Ok(None)
            }
            #[cfg(feature = "remote")]
            Self::Bucket(bucket) => bucket.version(path),
        }
    }

    /// Writes a file that is not there: in a bucket `AlreadyExists` where there is one with other contents.
    pub(super) fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.replace(path, bytes, None)
    }

    /// Writes a file in the place of the version that was seen: in a bucket `AlreadyExists` where there is another by now.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8], seen: Option<&Version>) -> io::Result<()> {
        match self {
            Self::Folder => {
                let _ = seen;
                file::write(path, bytes, Durability::Synced)
            }
            #[cfg(feature = "remote")]
            Self::Bucket(bucket) => bucket.write(path, bytes, seen),
        }
    }

    /// Deletes a file, or a folder with all that is in it; in a bucket an object, which may be gone already.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        match self {
            Self::Folder if path.is_dir() => std::fs::remove_dir_all(path),
            Self::Folder => std::fs::remove_file(path),
            #[cfg(feature = "remote")]
            Self::Bucket(bucket) => bucket.remove(path),
        }
    }
}

fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let found = match std::fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let entry = |entry: io::Result<std::fs::DirEntry>| -> io::Result<Entry> {
        let entry = entry?;
        let kind = entry.file_type()?;
        Ok(Entry {
            name: entry.file_name().to_string_lossy().into_owned(),
            // A link may lead to a folder.
            is_folder: kind.is_dir() || (kind.is_symlink() && entry.path().is_dir()),
            version: Version::default(),
        })
    };
    found.map(entry).collect()
}
