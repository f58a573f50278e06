//! A file, whole or not at all: it is written beside its place and moved there.

use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

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
    let folder = folder_of(path);
    let temporary = beside(folder, contents)?;
    if durability == Durability::Synced {
        temporary.as_file().sync_all()?;
    }
    temporary.persist(path)?;
    if durability == Durability::Synced {
        sync_folder(folder)?;
    }
    Ok(())
}

/// Writes what goes where a user said, in the same way. A link is followed; a device or a pipe, such as `/dev/null`, takes
/// the contents as they are and stays.
///
/// # Errors
///
/// What the system says.
pub fn write_output(path: &Path, contents: &[u8], durability: Durability) -> io::Result<()> {
    if is_stream(path) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(contents);
    }
    let followed = if path.is_symlink() { path.canonicalize().ok() } else { None };
    write(followed.as_deref().unwrap_or(path), contents, durability)
}

/// Tells whether a path leads to a device, a pipe or a socket.
pub fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// Writes a file that was not there, and the folders above it, in the same way.
///
/// # Errors
///
/// What the system says; `AlreadyExists` where there is such a file.
pub fn write_new(path: &Path, contents: &[u8]) -> io::Result<()> {
    beside(folder_of(path), contents)?.persist_noclobber(path)?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file without a name of its own yet. Errors do not speak of that name: nobody asked for it.
fn beside(folder: &Path, contents: &[u8]) -> io::Result<NamedTempFile> {
    if folder.exists() && !folder.is_dir() {
        let reason = format!("{} is a file, and a folder is needed", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotADirectory, reason));
    }
    std::fs::create_dir_all(folder)?;
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(folder)
        .map_err(|error| io::Error::from(error.kind()))?;
    temporary.as_file_mut().write_all(contents)?;
    make_readable(temporary.as_file())?;
    Ok(temporary)
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
