//! Why points could not be read.

use std::path::PathBuf;

/// Why points could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PointsError {
    /// The file cannot be opened or read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A compressed stream ends too early or is corrupt.
    #[error(
        "{} is cut short or corrupt after {bytes} bytes of inflated points\n--allow-truncated takes what can be read",
        path.display()
    )]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Bytes that were read, after inflating.
        bytes: u64,
        /// What the decoder says.
        source: std::io::Error,
    },
    /// A CSV file does not begin with a header.
    #[error("{}: the first line is not the header of k6's CSV points: no column `{missing}`", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// The first column that is missing.
        missing: &'static str,
    },
    /// Not one line of the file is a point.
    #[error("{}: none of its {lines} lines is a k6 point (first at byte {first})", path.display())]
    NoPoints {
        /// The file.
        path: PathBuf,
        /// How many lines it has.
        lines: u64,
        /// Where the first line that could not be read begins.
        first: u64,
    },
}
