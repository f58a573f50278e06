//! One run in one file, or what servers measured meanwhile: whole or not at all.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::file::{self, Durability};
use crate::model::run::Run;
use crate::model::series::ServerMetrics;
use crate::wire::WireError;
use crate::wire::{prometheus, snapshot};

/// Compression of snapshots: histograms are compressed already, so more effort gains little.
const ZSTD_LEVEL: i32 = 3;

/// Why a snapshot could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The run could not be encoded.
    #[error(transparent)]
    Encode(#[from] WireError),
    /// The file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Writes a run, compressed where the name ends in `.gz` or `.zst`; `-` is standard output.
///
/// The file appears whole or not at all: it is written beside its place, synced, and moved there.
///
/// # Errors
///
/// Where the run cannot be encoded or the file cannot be written.
pub fn write(run: &Run, path: &Path) -> Result<(), SnapshotError> {
    write_packed(snapshot::to_json(run)?.as_bytes(), path)
}

/// Writes what servers measured as a bundle, in the same way.
///
/// # Errors
///
/// Where the metrics cannot be encoded or the file cannot be written.
pub fn write_servers(metrics: &ServerMetrics, path: &Path) -> Result<(), SnapshotError> {
    let mut text = Vec::new();
    prometheus::write(metrics, &mut text)?;
    write_packed(&text, path)
}

fn write_packed(text: &[u8], path: &Path) -> Result<(), SnapshotError> {
    let attempt = || -> io::Result<()> {
        let bytes = packed(text, path)?;
        if path.as_os_str() == "-" {
            return io::stdout().write_all(&bytes);
        }
        file::write_output(path, &bytes, Durability::Synced)
    };
    attempt().map_err(|source| SnapshotError::Write { path: path.to_owned(), source })
}

/// Compresses a text as the name of its file says.
pub(super) fn packed(text: &[u8], path: &Path) -> io::Result<Vec<u8>> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(text)?;
            encoder.finish()
        }
        Some("zst") => zstd::stream::encode_all(text, ZSTD_LEVEL),
        _ => Ok(text.to_vec()),
    }
}

/// The most that is read of a snapshot, inflated: one of 200 endpoints over a day has some 10 MB.
pub(super) const MAX_TEXT: u64 = 64 << 20;

/// Reads the text of a `.json.gz`.
pub(super) fn unpacked(bytes: &[u8]) -> io::Result<String> {
    let mut text = String::new();
    MultiGzDecoder::new(bytes).take(MAX_TEXT).read_to_string(&mut text)?;
    Ok(text)
}
