//! One run in one file: whole or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::model::run::Run;
use crate::wire::WireError;
use crate::wire::snapshot;

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
    let text = snapshot::to_json(run)?;
    let attempt = || -> io::Result<()> {
        let bytes = packed(text.as_bytes(), path)?;
        if path.as_os_str() == "-" {
            return io::stdout().write_all(&bytes);
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut temporary = tempfile::Builder::new().prefix(".perfreport-").tempfile_in(folder)?;
        temporary.write_all(&bytes)?;
        make_readable(temporary.as_file())?;
        temporary.as_file().sync_all()?;
        temporary.persist(path)?;
        Ok(())
    };
    attempt().map_err(|source| SnapshotError::Write { path: path.to_owned(), source })
}

fn packed(text: &[u8], path: &Path) -> io::Result<Vec<u8>> {
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

/// Temporary files are private to their owner; a snapshot is for everyone who may read the folder.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}
