//! Files that are read whole: within a limit, and in a store only regular ones.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads a text of at most `most` bytes; `what` is what such a file is, for the error.
///
/// # Errors
///
/// Where the file cannot be read, is no UTF-8, or is longer: a device never ends.
pub fn text(path: &Path, most: u64, what: &str) -> io::Result<String> {
    let mut text = String::new();
    fs_err::File::open(path)?.take(most + 1).read_to_string(&mut text)?;
    within(text.len() as u64, path, most, what)?;
    Ok(text)
}

/// Opens a file of a store of at most `most` bytes: nothing but a regular file, since a pipe would never answer.
///
/// # Errors
///
/// Where it cannot be opened, is no regular file, or is longer.
pub fn regular(path: &Path, most: u64, what: &str) -> io::Result<File> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        let text = format!("`{}` is no regular file: {what} is expected here; remove it", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
    }
    within(about.len(), path, most, what)?;
    File::open(path)
}

/// Refuses what is longer than `most` bytes.
///
/// # Errors
///
/// Where it is longer.
pub fn within(length: u64, path: &Path, most: u64, what: &str) -> io::Result<()> {
    if length <= most {
        return Ok(());
    }
    let text = format!(
        "`{}` is larger than {} MB, the most that is read of {what}: give the right file",
        path.display(),
        most >> 20
    );
    Err(io::Error::new(io::ErrorKind::FileTooLarge, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_or_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(text(&path, 5, "a verdict").unwrap(), "12345");
        assert_eq!(text(&path, 4, "a verdict").unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(regular(&path, 5, "a run").is_ok());
        assert_eq!(regular(&path, 4, "a run").unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        let error = regular(folder.path(), 5, "a run").unwrap_err();
        assert!(error.to_string().contains("no regular file"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_ends_at_the_limit() {
        let error = text(Path::new("/dev/zero"), 1 << 20, "a configuration").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`/dev/zero` is larger than 1 MB, the most that is read of a configuration: give the right file"
        );
    }
}
