//! The entry: points from a file or a stream.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

use super::csv::CsvReader;
use super::csv_row::CsvHeader;
use super::ndjson::NdjsonReader;
use crate::ingest::error::Problem;
use crate::ingest::points::chunks::{self, CHUNK, Reading};
use crate::ingest::points::collected::Collected;
use crate::ingest::points::control::Control;
use crate::ingest::points::lines::Splitter;
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
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<Collected, Problem> {
    let reading = match format {
        PointFormat::Ndjson => {
            chunks::read(path, 0, CHUNK, control, || NdjsonReader::new(labeller, settings))
                .map_err(Problem::Io)?
        }
        PointFormat::Csv => {
            let mut header = Vec::new();
            let mut file = BufReader::new(File::open(path).map_err(Problem::Io)?).take(MAX_HEADER);
            file.read_until(b'\n', &mut header).map_err(Problem::Io)?;
            let layout = header_layout(&header, settings)?;
            let start = header.len() as u64;
            let make = || CsvReader::new(labeller, settings, layout.clone());
            let reading = chunks::read(path, start, CHUNK, control, make).map_err(Problem::Io)?;
            if reading.needs_order {
                let file = File::open(path).map_err(Problem::Io)?;
                return read_stream(Box::new(file), format, labeller, settings, control);
            }
            reading
        }
    };
    checked(reading)
}

/// Reads a stream: a pipe, standard input, or what a decoder inflates.
///
/// # Errors
/// Fails where the stream does (unless the settings allow it to be truncated), is CSV without k6's header, or holds
/// lines but no point.
pub fn read_stream(
    source: Box<dyn Read + Send>,
    format: PointFormat,
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<Collected, Problem> {
    let reading = match format {
        PointFormat::Ndjson => {
            let mut splitter = Splitter::new(NdjsonReader::new(labeller, settings));
            let ended = stream::read(source, control, |bytes| splitter.feed(bytes));
            stream::finished(splitter, ended, settings)?
        }
        PointFormat::Csv => {
            let (mut source, mut header) = (BufReader::new(source), Vec::new());
            let read = source.by_ref().take(MAX_HEADER).read_until(b'\n', &mut header);
            let layout = header_layout(&header, settings)?;
            let mut splitter = Splitter::new(CsvReader::new(labeller, settings, layout));
            splitter.seek(header.len() as u64);
            let mut ended = match read {
                Ok(_) => stream::read(Box::new(source), control, |bytes| splitter.feed(bytes)),
                Err(error) => stream::Ended { bytes: 0, error: Some(error) },
            };
            ended.bytes += header.len() as u64;
            stream::finished(splitter, ended, settings)?
        }
    };
    checked(reading)
}

fn header_layout(header: &[u8], settings: &Settings) -> Result<CsvHeader, Problem> {
    CsvHeader::read(header.strip_suffix(b"\n").unwrap_or(header), &settings.asked_tags())
        .map_err(|missing| Problem::CsvHeader { missing })
}

/// Refuses a file that has lines but not one that k6 wrote.
fn checked(reading: Reading) -> Result<Collected, Problem> {
    let Reading { mut collected, lines, .. } = reading;
    collected.unreadable.of = lines;
    match collected.unreadable.first {
        Some(first) if collected.unreadable.lines == lines => Err(Problem::NoPoints { lines, first }),
        _ => Ok(collected),
    }
}
