//! What can go wrong with the store.

use std::io;
use std::path::PathBuf;

use super::snapshot::SnapshotError;
use crate::wire::WireError;

/// Why something could not be read from the store or written to it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process wrote first, again and again.
    #[error("{}: other processes changed it at the same time, again and again; nothing was written here\nrun the command again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A baseline's file could not be understood.
    #[error(transparent)]
    Baseline(#[from] WireError),
    /// A run could not be kept.
    #[error(transparent)]
    Run(#[from] SnapshotError),
    /// A baseline's name cannot be one.
    #[error("`{name}` cannot name a baseline: {reason}")]
    Name {
        /// What was given.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl StoreError {
    /// Tells whether a file is not there.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// Tells whether the place of the store is what failed, such as a connection or a right: that says nothing of the file.
    pub fn is_of_place(&self) -> bool {
        match self {
            #[cfg(feature = "remote")]
            Self::Io { source, .. } => super::bucket::is_failure(source),
            _ => false,
        }
    }
}
