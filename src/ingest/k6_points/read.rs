//! The entry: points from a file or a stream.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use crate::model::labeller::Labeller;

use super::csv::CsvReader;
use super::csv_row::Layout;
use super::error::PointsError;
use super::ndjson::NdjsonReader;
use crate::ingest::points::accumulate::PointSettings;
use crate::ingest::points::chunks::{self, CHUNK, Reading};
use crate::ingest::points::collected::Collected;
use crate::ingest::points::control::Control;
use crate::ingest::points::lines::{LineReader, Splitter};
use crate::ingest::points::stream;

/// How points are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointFormat {
    /// `--out json`.
    Ndjson,
    /// `--out csv`.
    Csv,
}

/// The most bytes of a header.
const MAX_HEADER: u64 = 1 << 16;

/// Reads a plain, seekable file with as many workers as there are cores, four at most.
///
/// # Errors
/// Fails where the file cannot be read, is CSV without k6's header, or holds lines but no point.
pub fn read_file(
    path: &Path,
    format: PointFormat,
    labeller: &(dyn Labeller + Sync),
    settings: &PointSettings,
    control: &Arc<Control>,
) -> Result<Collected, PointsError> {
    let io = |source| PointsError::Io { path: path.to_owned(), source };
    let reading = match format {
        PointFormat::Ndjson => {
            chunks::read(path, 0, CHUNK, control, || NdjsonReader::new(labeller, settings)).map_err(io)?
        }
        PointFormat::Csv => {
            let mut header = Vec::new();
            let mut file = BufReader::new(File::open(path).map_err(io)?).take(MAX_HEADER);
            file.read_until(b'\n', &mut header).map_err(io)?;
            let layout = header_layout(&header, path, settings)?;
            let start = header.len() as u64;
            let make = || CsvReader::new(labeller, settings, layout.clone());
            let reading = chunks::read(path, start, CHUNK, control, make).map_err(io)?;
            if reading.needs_order {
                let file = File::open(path).map_err(io)?;
                return read_stream(Box::new(file), path, format, labeller, settings, control);
            }
            reading
        }
    };
    checked(reading, path)
}

/// Reads a stream: a pipe, standard input, or what a decoder inflates. `path` names it in errors.
///
/// # Errors
/// Fails where the stream does (unless the settings allow it to be truncated), is CSV without k6's header, or holds
/// lines but no point.
pub fn read_stream(
    source: Box<dyn Read + Send>,
    path: &Path,
    format: PointFormat,
    labeller: &(dyn Labeller + Sync),
    settings: &PointSettings,
    control: &Arc<Control>,
) -> Result<Collected, PointsError> {
    let reading = match format {
        PointFormat::Ndjson => {
            let mut splitter = Splitter::new(NdjsonReader::new(labeller, settings));
            let ended = stream::read(source, control, |bytes| splitter.feed(bytes));
            finished(splitter, ended, path, settings)?
        }
        PointFormat::Csv => {
            let mut header = Vec::new();
            let mut splitter: Option<Splitter<CsvReader<'_>>> = None;
            let mut wrong = None;
            let ended = stream::read(source, control, |bytes| {
                if let Some(splitter) = &mut splitter {
                    splitter.feed(bytes);
                } else if wrong.is_none() {
                    header.extend_from_slice(bytes);
                    if let Some(end) = memchr::memchr(b'\n', &header) {
                        match header_layout(&header[..=end], path, settings) {
                            Ok(layout) => {
                                let reader = CsvReader::new(labeller, settings, layout);
                                let rows = splitter.insert(Splitter::new(reader));
                                rows.seek(end as u64 + 1);
                                rows.feed(&header[end + 1..]);
                            }
                            Err(error) => wrong = Some(error),
                        }
                    } else if header.len() as u64 > MAX_HEADER {
                        wrong = header_layout(&header, path, settings).err();
                    }
                }
            });
            if let Some(error) = wrong {
                return Err(error);
            }
            let splitter = match splitter {
                Some(splitter) => splitter,
                None => {
                    let layout = header_layout(&header, path, settings)?;
                    Splitter::new(CsvReader::new(labeller, settings, layout))
                }
            };
            finished(splitter, ended, path, settings)?
        }
    };
    checked(reading, path)
}

fn header_layout(header: &[u8], path: &Path, settings: &PointSettings) -> Result<Layout, PointsError> {
    Layout::read(header.strip_suffix(b"\n").unwrap_or(header), &settings.endpoint_tag)
        .map_err(|missing| PointsError::Header { path: path.to_owned(), missing })
}

fn finished<R: LineReader>(
    mut splitter: Splitter<R>,
    ended: stream::Ended,
    path: &Path,
    settings: &PointSettings,
) -> Result<Reading, PointsError> {
    match ended.error {
        Some(source) if !settings.allow_truncated => {
            return Err(PointsError::Truncated { path: path.to_owned(), bytes: ended.bytes, source });
        }
        Some(_) => splitter.cut(),
        None => splitter.end(),
    }
    let lines = splitter.lines();
    Ok(Reading { collected: splitter.finish(), lines, needs_order: false })
}

/// Refuses a file that has lines but not one that k6 wrote.
fn checked(reading: Reading, path: &Path) -> Result<Collected, PointsError> {
    let Reading { collected, lines, .. } = reading;
    match collected.unreadable.first {
        Some(first) if collected.unreadable.lines == lines => {
            Err(PointsError::NoPoints { path: path.to_owned(), lines, first })
        }
        _ => Ok(collected),
    }
}
