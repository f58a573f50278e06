//! A file, whole or not at all: it is written beside its place and moved there.

use std::io::{self, Write};
use std::path::Path;

/// How files begin that are not written yet.
pub(super) const TEMPORARY: &str = ".perfreport-";

/// When a file that was written counts as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// When the system has it: a report can be made again.
    Cached,
    /// When the disk has it: what cannot be made again must survive a power cut.
    Synced,
}

/// Writes a file and the folders above it. Whoever reads it sees the old contents or the new, never a part.
///
/// # Errors
///
/// What the system says.
pub fn write(path: &Path, contents: &[u8], durability: Durability) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut temporary = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    temporary.write_all(contents)?;
    make_readable(temporary.as_file())?;
    if durability == Durability::Synced {
        temporary.as_file().sync_all()?;
    }
    temporary.persist(path)?;
    if durability == Durability::Synced {
        sync_folder(folder)?;
    }
    Ok(())
}

/// Makes the disk remember the new name as well.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Temporary files are private to their owner; what we write is for everyone who may read the folder.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}
