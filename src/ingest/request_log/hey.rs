//! Reads the rows of `hey -o csv`: seconds, and times since the start of a test that nothing dates.

use crate::model::labeller::{Labeller, Response};
use crate::model::settings::Settings;

use super::tags::Tags;
use crate::ingest::points::accumulate::Accumulator;
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::labels::TagTable;
use crate::ingest::points::lines::LineReader;
use crate::ingest::points::registry::RequestLabel;
use crate::ingest::points::time::MICROS;

/// The header, which is always the same.
const HEADER: &str =
    "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset";
/// What its requests are called: the file names neither method nor URL.
const NAME: &str = "every request";

/// Tells whether a line is the header of hey's rows.
pub(super) fn is_header(line: &str) -> bool {
    line.trim_end() == HEADER
}

/// Reads the rows that one worker is given.
pub(super) struct HeyReader<'l> {
    accumulator: Accumulator<'l>,
    /// What each status comes to.
    known: TagTable<RequestLabel>,
}

impl<'l> HeyReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        Self { accumulator: Accumulator::new(labeller, settings), known: TagTable::default() }
    }

    /// Counts a request; absent where it makes no sense.
    fn row(&mut self, line: &[u8]) -> Option<()> {
        let row = std::str::from_utf8(line).ok().filter(|row| row.matches(',').count() == 7)?;
        let mut fields = row.split(',');
        let (seconds, status, offset) = (fields.next()?, fields.nth(5)?, fields.next()?);
        let time = |text: &str| text.parse().ok().filter(|seconds: &f64| (0.0..1e9).contains(seconds));
        let (seconds, offset) = (time(seconds)?, time(offset)?);
        let label = match self.known.get(status.as_bytes()) {
            Some(label) => label,
            None => {
                let code = status.parse().ok().filter(|status| (100..600).contains(status))?;
                let response = Response { status: Some(code), ..Response::default() };
                let tags = Tags { name: NAME, response, ..Tags::default() };
                let label = self.accumulator.registry.request(&tags);
                self.known.learn(status.as_bytes(), label);
                label
            }
        };
        let end = ((offset + seconds) * MICROS as f64) as i64;
        self.accumulator.request(end, seconds * 1000.0, label).then_some(())
    }
}

impl LineReader for HeyReader<'_> {
    fn line(&mut self, line: &[u8]) -> bool {
        let line = line.trim_ascii();
        line.is_empty() || line == HEADER.as_bytes() || self.row(line).is_some()
    }

    fn finish(self, unreadable: Unreadable) -> Collected {
        self.accumulator.finish(unreadable)
    }
}
