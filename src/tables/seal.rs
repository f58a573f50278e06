//! How a file tells that it is ours, of which version, and that it is whole.
//!
//! A value in the footer of a Parquet file says `perfreport/history@1 sha256=…`. The digest is that of the whole file with
//! zeros in its place. A file that is damaged is never given to the Parquet reader, which trusts lengths and offsets.

use std::ops::Range;

use sha2::{Digest, Sha256};

/// The key of the value in the footer.
#[cfg(feature = "history")]
pub(super) const KEY: &str = "perfreport";
/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;
/// What stands before the version.
const FORMAT: &str = "perfreport/history@";
/// What stands between version and digest.
const DIGEST: &str = " sha256=";
/// Hex digits of a digest.
const DIGITS: usize = 64;

/// Writes a file with `write`, which is given the value for the footer, and seals it.
#[cfg(feature = "history")]
pub(super) fn sealed(
    write: impl FnOnce(String) -> Result<Vec<u8>, super::TableError>,
) -> Result<Vec<u8>, super::TableError> {
    let mut bytes = write(format!("{FORMAT}{VERSION}{DIGEST}{}", "0".repeat(DIGITS)))?;
    let place = place(&bytes).map_err(super::TableError::Write)?;
    let digest = digest(&bytes, &place);
    if let Some(zeros) = bytes.get_mut(place) {
        zeros.copy_from_slice(digest.as_bytes());
    }
    Ok(bytes)
}

/// Checks that a file is ours, of a version that is known, and whole; says what is wrong otherwise.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let place = place(bytes)?;
    if bytes.get(place.clone()) == Some(digest(bytes, &place).as_bytes()) {
        Ok(())
    } else {
        Err("it is not as it was written: it was changed, or cut short".to_owned())
    }
}

/// Finds where the digest stands.
fn place(bytes: &[u8]) -> Result<Range<usize>, String> {
    // The last one: names in the columns come before the footer and may hold anything.
    let start = memchr::memmem::rfind(bytes, FORMAT.as_bytes())
        .ok_or("it is no history of perfreport, or was cut short")?
        + FORMAT.len();
    let rest = bytes.get(start..).unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let version = rest.get(..digits).and_then(|digits| std::str::from_utf8(digits).ok());
    match version.and_then(|version| version.parse::<u32>().ok()) {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(format!(
                "a newer perfreport wrote it (version {newer} of the format, this one reads {VERSION}); update perfreport to read it"
            ));
        }
        _ => return Err("its version cannot be read".to_owned()),
    }
    let start = start + digits + DIGEST.len();
    if rest.get(digits..digits + DIGEST.len()) == Some(DIGEST.as_bytes()) && start + DIGITS <= bytes.len() {
        Ok(start..start + DIGITS)
    } else {
        Err("its checksum is missing".to_owned())
    }
}

/// The digest of a file, zeros standing for the digest itself.
fn digest(bytes: &[u8], place: &Range<usize>) -> String {
    let mut hash = Sha256::new();
    hash.update(bytes.get(..place.start).unwrap_or_default());
    hash.update([b'0'; DIGITS]);
    hash.update(bytes.get(place.end..).unwrap_or_default());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
