//! What keeps a hostile file from the Parquet reader, which trusts what a file says of itself, and what happens if one
//! gets through. A checksum does not help: whoever wrote the file wrote it as well.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use polars_io::parquet::metadata::FileMetadata;
use polars_parquet_format::PageHeader;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;

/// How many times as long as its file what is packed in it may be. What is written here comes to five times.
const MOST_PACKED: usize = 64;
/// A file may be so small that this is said of nothing.
const LEAST_ROOM: usize = 1 << 20;
/// A row takes some twenty bytes of a file; a file that has so many for each byte is none of ours.
const ROWS_PER_BYTE: usize = 2;

/// Checks what a file says of its size, before anything is laid out for it; says what is wrong otherwise.
pub(super) fn check(bytes: &[u8], metadata: &FileMetadata) -> Result<(), String> {
    let all = metadata.num_rows;
    if all > ROWS_PER_BYTE.saturating_mul(bytes.len()) {
        return Err(format!("it says that it has {all} rows, in {} bytes", bytes.len()));
    }
    let mut room = bytes.len().saturating_mul(MOST_PACKED).saturating_add(LEAST_ROOM);
    let mut rows = 0_usize;
    for group in &metadata.row_groups {
        rows = rows.saturating_add(group.num_rows());
        for column in group.parquet_columns() {
            if usize::try_from(column.num_values()) != Ok(group.num_rows()) {
                return Err("its columns are not of one length".to_owned());
            }
            let place = column.byte_range();
            let pages = usize::try_from(place.start).ok().zip(usize::try_from(place.end).ok());
            let pages = pages.and_then(|(start, end)| bytes.get(start..end)).ok_or(OUTSIDE)?;
            room = room
                .checked_sub(unpacked(pages)?)
                .ok_or("what is packed in it is far larger than the file")?;
        }
    }
    if rows == all { Ok(()) } else { Err("it does not have as many rows as it says".to_owned()) }
}

const OUTSIDE: &str = "a page of it lies outside of the file";

/// Adds up the sizes that pages say they have when they are unpacked.
fn unpacked(mut pages: &[u8]) -> Result<usize, &'static str> {
    let mut all = 0_usize;
    while !pages.is_empty() {
        let most = pages.len();
        let header = PageHeader::read_from_in_protocol(&mut TCompactInputProtocol::new(&mut pages, most))
            .map_err(|_| "the header of a page cannot be read")?;
        let size = |size: i32| usize::try_from(size).map_err(|_| "a page of it has a negative size");
        all = all.saturating_add(size(header.uncompressed_page_size)?);
        pages = pages.get(size(header.compressed_page_size)?..).ok_or(OUTSIDE)?;
    }
    Ok(all)
}

/// How many readers are at work whose panics are told as an error.
static AT_WORK: AtomicUsize = AtomicUsize::new(0);
static HOOK: Once = Once::new();

/// Runs a reader and turns a panic of it into an error; nothing of it is printed.
pub(super) fn caught<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if AT_WORK.load(Ordering::Relaxed) == 0 {
                usual(info);
            }
        }));
    });
    AT_WORK.fetch_add(1, Ordering::Relaxed);
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    AT_WORK.fetch_sub(1, Ordering::Relaxed);
    result.unwrap_or_else(|_| Err("it is damaged: its columns cannot be read".to_owned()))
}
