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
