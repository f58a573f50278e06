//! The header of a JMeter result, which says what its columns hold.

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
        Ok(Self {
            line: line.as_bytes().to_vec(),
            delimiter,
            width: columns.len(),
            time: needed("timeStamp")?,
            elapsed: needed("elapsed")?,
            label: needed("label")?,
            code: needed("responseCode")?,
            success: needed("success")?,
            message: place("responseMessage"),
            thread: place("threadName"),
            url: place("URL"),
            received: place("bytes"),
            sent: place("sentBytes"),
            users: place("allThreads"),
        })
    }

    /// How many delimiters there are up to the end of the last column that is read.
    pub(super) fn needed(&self) -> usize {
        let columns = [self.time, self.elapsed, self.label, self.code, self.success];
        let optional = [self.message, self.thread, self.url, self.received, self.sent, self.users];
        let last = columns.into_iter().chain(optional.into_iter().flatten()).max().unwrap_or(0);
        (last + 1).min(self.width - 1)
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
