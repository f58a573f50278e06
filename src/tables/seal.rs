//! How a file tells that it is ours, of which version, and that it is whole.
//!
//! A value in the footer of a Parquet file says `perfreport/history@2 sha256=…`. The digest is that of the whole file with
//! zeros in its place. A file that is damaged is never given to the Parquet reader, which trusts lengths and offsets.

use std::ops::Range;

use sha2::{Digest, Sha256};

/// Why a file is not read.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is none of ours, or not as it was written.
    Damaged(&'static str),
    /// Only a newer program reads it.
    Newer(String),
}

/// The key of the value in the footer.
#[cfg(feature = "history")]
pub(super) const KEY: &str = "perfreport";
/// The version that is written, and the newest that is read. The first had counts without a sign, Arrow's own types, and no column
/// after `requests`.
const VERSION: u32 = 2;
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
    let (_, place) = place(&bytes).map_err(|fault| super::TableError::Write(format!("{fault:?}")))?;
    let digest = digest(&bytes, &place);
    if let Some(zeros) = bytes.get_mut(place) {
        zeros.copy_from_slice(digest.as_bytes());
    }
    Ok(bytes)
}

/// Checks that a file is ours, of a version that is known, and whole; says what is wrong otherwise.
pub(super) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let (_, place) = place(bytes)?;
    if bytes.get(place.clone()) == Some(digest(bytes, &place).as_bytes()) {
        Ok(())
    } else {
        Err(Fault::Damaged("it is not as it was written: it was changed, or cut short"))
    }
}

/// Tells whether a file is of the version that is written, as far as it says so.
pub(super) fn is_current(bytes: &[u8]) -> bool {
    place(bytes).is_ok_and(|(version, _)| version == VERSION)
}

/// Finds the version, and where the digest stands.
fn place(bytes: &[u8]) -> Result<(u32, Range<usize>), Fault> {
    // The last one: names in the columns come before the footer and may hold anything.
    let start = memchr::memmem::rfind(bytes, FORMAT.as_bytes())
        .ok_or(Fault::Damaged("it is no history of perfreport, or was cut short"))?
        + FORMAT.len();
    let rest = bytes.get(start..).unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let version = rest.get(..digits).and_then(|digits| std::str::from_utf8(digits).ok());
    let version = match version.and_then(|version| version.parse::<u32>().ok()) {
        Some(version @ 1..=VERSION) => version,
        Some(newer) if newer > VERSION => {
            return Err(Fault::Newer(format!(
                "a newer perfreport wrote it (version {newer} of the format, this one reads {VERSION}); update perfreport to read it"
            )));
        }
        _ => return Err(Fault::Damaged("its version cannot be read")),
    };
    let start = start + digits + DIGEST.len();
    if rest.get(digits..digits + DIGEST.len()) == Some(DIGEST.as_bytes()) && start + DIGITS <= bytes.len() {
        Ok((version, start..start + DIGITS))
    } else {
        Err(Fault::Damaged("its checksum is missing"))
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
