//! What is asked of a reader of requests, and how lines are brought to it.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::ingest::error::Problem;
use crate::ingest::open::Opened;
use crate::ingest::points::chunks::{self, CHUNK, Reading};
use crate::ingest::points::control::Control;
use crate::ingest::points::lines::{LineReader, Splitter};
use crate::ingest::points::stream;
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

/// What was read, and how many bytes the file has as it lies there.
pub(super) type Taken = Result<(Reading, u64), Problem>;

/// What every reader is given.
pub(super) struct Asked<'a> {
    /// The first line of the file.
    pub first: &'a str,
    pub labeller: &'a (dyn Labeller + Sync),
    pub settings: &'a Settings,
    pub control: &'a Arc<Control>,
}

impl Asked<'_> {
    /// Reads a plain file with several workers, and everything else as a stream.
    pub(super) fn lines<R: LineReader>(&self, opened: Opened, make: impl Fn() -> R + Sync) -> Taken {
        let size = opened.size();
        let Some(path) = opened.plain_file() else {
            let (source, taken) = opened.stream();
            let reading = self.stream(source, make())?;
            return Ok((reading, size.unwrap_or_else(|| taken.load(Ordering::Relaxed))));
        };
        let reading = chunks::read(&path, 0, CHUNK, self.control, &make).map_err(Problem::Io)?;
        let reading = if reading.needs_order {
            let file = File::open(path).map_err(Problem::Io)?;
            self.stream(Box::new(file), make())?
        } else {
            reading
        };
        Ok((reading, size.unwrap_or(0)))
    }

    fn stream<R: LineReader>(&self, source: Box<dyn Read + Send>, reader: R) -> Result<Reading, Problem> {
        let mut splitter = Splitter::new(reader);
        let ended = stream::read(source, self.control, |bytes| splitter.feed(bytes));
        stream::finished(splitter, ended, self.settings)
    }
}
