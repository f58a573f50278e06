//! Reads the rows of a JMeter result (JTL, CSV).

use memchr::memchr_iter;

use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

use super::header::Header;
use super::sample::{Sample, Samples};
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::fields::delimiters;
use crate::ingest::points::lines::LineReader;

/// A row with a line break in it that is longer than this is given up: a stray quote must not swallow the file.
const MAX_OPEN: usize = 1 << 16;

/// Reads the rows that one worker is given.
pub(in crate::ingest::request_log) struct JmeterReader<'l> {
    samples: Samples<'l>,
    header: Header,
    /// Whether rows without quotes are split without a reader of CSV; only tests do without.
    fast: bool,
    /// Where the fields of the row end, as far as they are needed.
    ends: Vec<u32>,
    /// A row whose quotes are open at the end of its line: a field holds a line break.
    open: Vec<u8>,
    needs_order: bool,
}

impl<'l> JmeterReader<'l> {
    pub(in crate::ingest::request_log) fn new(
        labeller: &'l (dyn Labeller + Sync),
        settings: &Settings,
        header: Header,
    ) -> Self {
        Self {
            samples: Samples::new(labeller, settings),
            ends: vec![0; header.needed()],
            header,
            fast: true,
            open: Vec::new(),
            needs_order: false,
        }
    }

    /// Reads every row as CSV: the reference that the fast path is tested against.
    #[cfg(test)]
    fn without_fast_path(mut self) -> Self {
        self.fast = false;
        self
    }

    /// Counts a row without quotes; false for any other, and for one that makes no sense.
    #[inline]
    fn plain(&mut self, line: &[u8]) -> bool {
        let mut ends = std::mem::take(&mut self.ends);
        let counted = delimiters(line, self.header.delimiter, &mut ends) == Some(self.header.width - 1)
            && self.row(|column| {
                let begin = column.checked_sub(1).map_or(0, |before| ends[before] as usize + 1);
                let end = ends.get(column).map_or(line.len(), |&end| end as usize);
                &line[begin..end]
            });
        self.ends = ends;
        counted
    }

    /// Counts a row as CSV has it.
    fn csv(&mut self, line: &[u8]) -> bool {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.header.delimiter)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(line);
        let mut record = csv::ByteRecord::new();
        matches!(reader.read_byte_record(&mut record), Ok(true))
            && record.len() == self.header.width
            && self.row(|column| record.get(column).unwrap_or_default())
    }

    /// Counts a row. Returns whether it makes sense.
    #[inline]
    fn row<'f>(&mut self, field: impl Fn(usize) -> &'f [u8]) -> bool {
        let header = &self.header;
        let optional = |column: Option<usize>| column.map(&field).unwrap_or_default();
        let sample = Sample {
            start: field(header.time),
            elapsed: field(header.elapsed),
            label: field(header.label),
            code: field(header.code),
            success: field(header.success),
            message: optional(header.message),
            thread: optional(header.thread),
            url: optional(header.url),
            received: optional(header.received),
            sent: optional(header.sent),
            users: optional(header.users),
        };
        self.samples.count(&sample)
    }

    #[inline]
    fn any(&mut self, line: &[u8]) -> bool {
        (self.fast && self.plain(line)) || self.unusual(line)
    }

    /// Reads a line that is no row without quotes.
    #[cold]
    fn unusual(&mut self, line: &[u8]) -> bool {
        if line.is_empty() || line == self.header.line {
            true
        } else if memchr_iter(b'"', line).count().is_multiple_of(2) {
            self.csv(line)
        } else {
            self.needs_order = true;
            let fits = line.len() <= MAX_OPEN;
            if fits {
                self.open = line.to_vec();
            }
            fits
        }
    }
}

impl LineReader for JmeterReader<'_> {
    #[inline]
    fn line(&mut self, line: &[u8]) -> bool {
        if self.open.is_empty() {
            return self.any(line.strip_suffix(b"\r").unwrap_or(line));
        }
        let mut row = std::mem::take(&mut self.open);
        row.push(b'\n');
        row.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        self.any(&row)
    }

    fn last_line(&mut self, line: &[u8]) -> bool {
        self.line(line) && self.open.is_empty()
    }

    fn needs_order(&self) -> bool {
        self.needs_order
    }

    fn finish(self, mut unreadable: Unreadable) -> Collected {
        if !self.open.is_empty() {
            unreadable.cut += 1;
        }
        self.samples.finish(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{Header, JmeterReader};
    use crate::ingest::points::collected::Collected;
    use crate::ingest::points::lines::Splitter;
    use crate::model::endpoint::EndpointId;
    use crate::model::labeller::{Labeller, Response};
    use crate::model::outcome::Outcome;
    use crate::model::settings::Settings;

    /// Takes everything as it is.
    struct Plain;

    impl Labeller for Plain {
        fn judges_scenario(&self, scenario: &str) -> bool {
            scenario != "warmup"
        }
        fn endpoint(&self, _: Option<&str>, name: &str) -> EndpointId {
            EndpointId::named(name)
        }
        fn declares_intended(&self, _: &EndpointId, _: u16) -> bool {
            false
        }
        fn host<'n>(&self, _: &'n str) -> Option<&'n str> {
            None
        }
        fn scrub(&self, text: &str) -> String {
            text.to_owned()
        }
        fn outcome(&self, _: &EndpointId, response: Response) -> Outcome {
            if response.expected == Some(true) { Outcome::Ok } else { Outcome::ServerError }
        }
    }

    fn read(text: &str, is_fast: bool) -> Collected {
        let header =
            Header::read("timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes");
        let reader = JmeterReader::new(&Plain, &Settings::default(), header.unwrap());
        let mut splitter = Splitter::new(if is_fast { reader } else { reader.without_fast_path() });
        splitter.feed(text.as_bytes());
        splitter.end();
        splitter.finish()
    }

    proptest! {
        #[test]
        fn the_fast_path_is_what_a_reader_of_csv_says(rows in proptest::collection::vec(
            "179535444[0-9]{4},[0-9]{1,3},(a|GET /b|\"q,\"\"r\"),(200|404|),(OK|\"a\nb\"|Number of samples in transaction : 2),(tg 1-[12]|warmup 1-1|x),(true|false|TRUE),(5|x|)\r?",
            0..30,
        ), dirt in "[,\"\r\nx5]{0,4}", at in 0_usize..600) {
            let mut text = rows.join("\n");
            let at = at.min(text.len());
            text.insert_str(at, &dirt);
            prop_assert_eq!(read(&text, true), read(&text, false));
        }
    }

    #[test]
    fn usual_rows_need_no_reader_of_csv() {
        let header = Header::read("timeStamp,elapsed,label,responseCode,success").unwrap();
        let mut reader = JmeterReader::new(&Plain, &Settings::default(), header);
        assert!(reader.plain(b"1795354447000,12,GET /b,200,true"));
        for other in
            ["1795354447000,12,\"GET /b\",200,true", "1795354447000,12,GET /b,200", "x,12,a,200,true"]
        {
            assert!(!reader.plain(other.as_bytes()), "{other}");
        }
    }
}
