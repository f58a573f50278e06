//! Requests out of an input that was opened.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::jmeter::JmeterReader;
use super::jmeter_header::Header;
use super::tool::Tool;
use super::vegeta::VegetaReader;
use crate::ingest::error::{IngestError, Problem};
use crate::ingest::open::Opened;
use crate::ingest::points::chunks::{self, CHUNK, Reading};
use crate::ingest::points::collected::Collected;
use crate::ingest::points::control::Control;
use crate::ingest::points::lines::{LineReader, Splitter};
use crate::ingest::points::stream;
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;
use crate::model::source::Source;

/// Reads the requests of one file or stream.
pub(in crate::ingest) fn collect(
    opened: Opened,
    tool: Tool,
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<(Collected, Source), IngestError> {
    let (name, format) = (opened.name.clone(), tool.format());
    let (head, _) = opened.head()?;
    let first = head.trim_start().lines().next().unwrap_or_default();
    let read = match tool {
        Tool::Jmeter => {
            Header::read(first).map_err(|missing| Problem::JmeterHeader { missing }).and_then(|header| {
                read(opened, settings, control, || JmeterReader::new(labeller, settings, header.clone()))
            })
        }
        Tool::Vegeta => read(opened, settings, control, || VegetaReader::new(labeller, settings)),
    };
    let checked = read.and_then(|(Reading { collected, lines, .. }, bytes)| match collected.span() {
        None => Err(Problem::NoRequests { format, lines }),
        Some(_) => Ok((collected, Source { name: name.clone(), bytes, format })),
    });
    checked.map_err(|problem| IngestError::new(name, problem))
}

/// Reads a plain file with several workers, and everything else as a stream. Returns the bytes of the file as it lies there, too.
fn read<R: LineReader>(
    opened: Opened,
    settings: &Settings,
    control: &Arc<Control>,
    make: impl Fn() -> R + Sync,
) -> Result<(Reading, u64), Problem> {
    let size = opened.size();
    let Some(path) = opened.plain_file() else {
        let (source, taken) = opened.stream();
        let reading = read_stream(source, settings, control, make())?;
        return Ok((reading, size.unwrap_or_else(|| taken.load(Ordering::Relaxed))));
    };
    let reading = chunks::read(&path, 0, CHUNK, control, &make).map_err(Problem::Io)?;
    let reading = if reading.needs_order {
        let file = File::open(path).map_err(Problem::Io)?;
        read_stream(Box::new(file), settings, control, make())?
    } else {
        reading
    };
    Ok((reading, size.unwrap_or(0)))
}

fn read_stream<R: LineReader>(
    source: Box<dyn Read + Send>,
    settings: &Settings,
    control: &Arc<Control>,
    reader: R,
) -> Result<Reading, Problem> {
    let mut splitter = Splitter::new(reader);
    let ended = stream::read(source, control, |bytes| splitter.feed(bytes));
    stream::finished(splitter, ended, settings)
}
