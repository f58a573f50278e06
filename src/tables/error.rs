//! What can go wrong with tables.

use std::io;
use std::path::PathBuf;

/// Why a table could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The program was built without polars.
    #[error(
        "this perfreport was built without the history\nbuild it with `cargo install perfreport`, without `--no-default-features`"
    )]
    NotBuilt,
    /// A file could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("{}: {reason}", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file is whole, and of a version that only a newer program reads.
    #[error("{}: {reason}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Which version, and what to do.
        reason: String,
    },
    /// A table could not be written.
    #[error("the history's table could not be written: {0}")]
    Write(String),
}

impl TableError {
    /// Tells whether a file is not what it should be, and never will be: no permission is missing, and no newer program.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Shape { .. })
    }

    /// Tells whether a file is not there.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}
