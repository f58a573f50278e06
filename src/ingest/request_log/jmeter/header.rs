//! The header of a JMeter result, which says what its columns hold.

use super::sample::{Sample, thread_group};
use crate::ingest::request_log::rows::{Layout, Row};

/// Which column of a JMeter result holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest::request_log) struct Header {
    /// The header itself, to recognise it where it is repeated.
    pub line: Vec<u8>,
    pub delimiter: u8,
    pub width: usize,
    pub time: usize,
    pub elapsed: usize,
    pub label: usize,
    pub code: usize,
    pub success: usize,
    pub message: Option<usize>,
    pub thread: Option<usize>,
    pub url: Option<usize>,
    pub received: Option<usize>,
    pub sent: Option<usize>,
    pub users: Option<usize>,
    /// The columns, from one to another, that hold label, code, message and thread, and nothing else.
    repeating: Option<(usize, usize)>,
}

/// Tells whether a line is the header of a JMeter result.
pub(in crate::ingest::request_log) fn is_header(line: &str) -> bool {
    line.starts_with("timeStamp") && line.contains("elapsed") && line.contains("label")
}

impl Header {
    /// Reads the header.
    ///
    /// # Errors
    /// Names the first column that is missing.
    pub(in crate::ingest::request_log) fn read(line: &str) -> Result<Self, &'static str> {
        let line = line.trim_end();
        // `jmeter.save.saveservice.default_delimiter` chooses it; names of columns are letters.
        let delimiter = line.bytes().find(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(b',');
        let columns: Vec<&str> =
            line.split(char::from(delimiter)).map(|column| column.trim_matches('"')).collect();
        let place = |name: &str| columns.iter().position(|column| *column == name);
        let needed = |name: &'static str| place(name).ok_or(name);
        let (time, elapsed) = (needed("timeStamp")?, needed("elapsed")?);
        let (label, code, success) = (needed("label")?, needed("responseCode")?, needed("success")?);
        let (message, thread) = (place("responseMessage"), place("threadName"));
        // From the one to the other are label, code and message; the thread comes last, whose number is cut off.
        let (from, to) = (label.min(code), thread.unwrap_or(label.max(code)));
        let repeats = |column| [Some(label), Some(code), message, thread].contains(&Some(column));
        let are_together = label.max(code) <= to
            && (from..=to).all(repeats)
            && message.is_none_or(|message| (from..=to).contains(&message));
        Ok(Self {
            line: line.as_bytes().to_vec(),
            delimiter,
            width: columns.len(),
            time,
            elapsed,
            label,
            code,
            success,
            message,
            thread,
            repeating: are_together.then_some((from, to)),
            url: place("URL"),
            received: place("bytes"),
            sent: place("sentBytes"),
            users: place("allThreads"),
        })
    }

    /// How its rows are laid out.
    pub(super) fn layout(&self) -> Layout {
        Layout { header: self.line.clone(), delimiter: self.delimiter, widths: self.width..=self.width }
    }
}

/// A row of a JMeter result.
pub(super) struct OfRow<'h, 'r> {
    pub(super) header: &'h Header,
    pub(super) row: &'h Row<'r>,
}

impl OfRow<'_, '_> {
    fn optional(&self, column: Option<usize>) -> &[u8] {
        column.map_or(b"", |column| self.row.field(column))
    }

    fn whole(&self, column: Option<usize>) -> Option<u64> {
        self.row.whole(column?)
    }
}

impl Sample for OfRow<'_, '_> {
    fn start(&self) -> &[u8] {
        self.row.field(self.header.time)
    }
    fn elapsed(&self) -> Option<u64> {
        self.row.whole(self.header.elapsed)
    }
    fn label(&self) -> &[u8] {
        self.row.field(self.header.label)
    }
    fn code(&self) -> &[u8] {
        self.row.field(self.header.code)
    }
    fn success(&self) -> &[u8] {
        self.row.field(self.header.success)
    }
    fn message(&self) -> &[u8] {
        self.optional(self.header.message)
    }
    fn thread(&self) -> &[u8] {
        self.optional(self.header.thread)
    }
    fn url(&self) -> &[u8] {
        self.optional(self.header.url)
    }
    fn received(&self) -> Option<u64> {
        self.whole(self.header.received)
    }
    fn sent(&self) -> Option<u64> {
        self.whole(self.header.sent)
    }
    fn users(&self) -> Option<u64> {
        self.whole(self.header.users)
    }

    #[inline]
    fn written(&self) -> Option<&[u8]> {
        let (from, to) = self.header.repeating?;
        let written = self.row.raw(from, to)?;
        Some(if self.header.thread.is_some() { thread_group(written) } else { written })
    }
}

#[cfg(test)]
mod tests {
    use super::{Header, is_header};

    #[test]
    fn columns_are_found_in_any_order_and_behind_any_delimiter() {
        let usual = Header::read("timeStamp,elapsed,label,responseCode,success,allThreads\r").unwrap();
        assert_eq!((usual.delimiter, usual.width, usual.code, usual.users), (b',', 6, 3, Some(5)));
        let other = Header::read("timeStamp;elapsed;label;success;responseCode").unwrap();
        assert_eq!((other.delimiter, other.code, other.success, other.users), (b';', 4, 3, None));
        assert_eq!(Header::read("timeStamp\telapsed\tlabel\tresponseCode"), Err("success"));
        assert!(is_header("timeStamp\telapsed\tlabel") && !is_header("metric_name,timestamp,label"));
    }
}
