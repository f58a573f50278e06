//! What keeps a hostile file from the Parquet reader, which trusts what a file says of itself, and what happens if one
//! gets through. A checksum does not help: whoever wrote the file wrote it as well.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use polars_io::parquet::metadata::FileMetadata;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{FileMetaData, PageHeader};

/// How many times as long as its file what is packed in it may be. What is written here comes to five times.
const MOST_PACKED: usize = 64;
/// A file may be so small that this is said of nothing.
const LEAST_ROOM: usize = 1 << 20;
/// A row takes some twenty bytes of a file; a file that has so many for each byte is none of ours.
const ROWS_PER_BYTE: usize = 2;

/// What follows the footer of a file: its length, and four letters.
const BEHIND_FOOTER: usize = 8;
/// Bytes that are set aside for each entry of a list while the footer is looked at.
const ENTRY: usize = 8;

/// Checks that the footer of a file holds as many entries as it says, before room is laid out for them.
pub(super) fn check_footer(bytes: &[u8]) -> Result<(), &'static str> {
    let footer = bytes.len().checked_sub(BEHIND_FOOTER).and_then(|end| {
        let length = u32::from_le_bytes(*bytes.get(end..)?.first_chunk()?);
        bytes.get(end.checked_sub(usize::try_from(length).ok()?)?..end)
    });
    let mut footer = footer.ok_or("its footer lies outside of the file")?;
    // An entry takes a byte at least.
    let room = ENTRY * footer.len();
    FileMetaData::read_from_in_protocol(&mut TCompactInputProtocol::new(&mut footer, room))
        .map(drop)
        .map_err(|_| "its footer cannot be read")
}

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
                .checked_sub(unpacked(pages, group.num_rows())?)
                .ok_or("what is packed in it is far larger than the file")?;
        }
    }
    if rows == all { Ok(()) } else { Err("it does not have as many rows as it says".to_owned()) }
}

const OUTSIDE: &str = "a page of it lies outside of the file";

/// Adds up the sizes that the pages of a column of `rows` values say they have when they are unpacked.
fn unpacked(mut pages: &[u8], rows: usize) -> Result<usize, &'static str> {
    let mut all = 0_usize;
    while !pages.is_empty() {
        let most = pages.len();
        let header = PageHeader::read_from_in_protocol(&mut TCompactInputProtocol::new(&mut pages, most))
            .map_err(|_| "the header of a page cannot be read")?;
        if !is_countable(&header, rows) {
            return Err("a page of it counts fewer than none, or more than there are");
        }
        let size = |size: i32| usize::try_from(size).map_err(|_| "a page of it has a negative size");
        all = all.saturating_add(size(header.uncompressed_page_size)?);
        pages = pages.get(size(header.compressed_page_size)?..).ok_or(OUTSIDE)?;
    }
    Ok(all)
}

/// Tells whether a page has as many values as a column of `rows` can have, and lengths that a page can have. The reader lays
/// out room for as many as it is told, and a count below zero is more than any memory.
fn is_countable(header: &PageHeader, rows: usize) -> bool {
    let within = |count: i32, most: usize| usize::try_from(count).is_ok_and(|count| count <= most);
    let bytes = usize::try_from(header.uncompressed_page_size).unwrap_or_default();
    header.data_page_header.as_ref().is_none_or(|page| within(page.num_values, rows))
        && header.dictionary_page_header.as_ref().is_none_or(|page| within(page.num_values, bytes))
        && header.data_page_header_v2.as_ref().is_none_or(|page| {
            let counts = [page.num_values, page.num_nulls, page.num_rows];
            let levels = [page.definition_levels_byte_length, page.repetition_levels_byte_length];
            counts.into_iter().all(|count| within(count, rows))
                && levels.into_iter().all(|length| within(length, bytes))
        })
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
