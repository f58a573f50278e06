//! Rows of CSV: one without quotes is split where it stands, any other by a reader of CSV.

use std::ops::RangeInclusive;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use memchr::memchr_iter;

use crate::ingest::points::fields::Marks;
use crate::ingest::points::number::{last_digits, whole};

/// A row with a line break in it that is longer than this is given up: a stray quote must not swallow the file.
const MAX_OPEN: usize = 1 << 16;

/// How the rows of a file are laid out.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The header, which may be repeated; empty where there is none.
    pub header: Vec<u8>,
    pub delimiter: u8,
    /// How many fields a row may have.
    pub widths: RangeInclusive<usize>,
}

/// Puts lines together to rows, and splits them.
pub(super) struct Rows {
    layout: Layout,
    /// Whether rows without quotes are split where they stand; only tests do without.
    fast: bool,
    marks: Marks,
    /// A line that came by itself, with its end.
    line: Vec<u8>,
    /// A row whose quotes are open at the end of its line: a field holds a line break.
    open: Vec<u8>,
    needs_order: bool,
    quoted: Quoted,
}

/// A row that was split.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'r> {
    /// What the row is a part of.
    text: &'r [u8],
    /// Where the fields end, after a first place from which the first of them begins like all others.
    ends: &'r [u32],
    /// What stands between two of them: a delimiter, or nothing where quotes were taken off.
    gap: u32,
}

impl<'r> Row<'r> {
    #[inline]
    fn begin(&self, column: usize) -> usize {
        self.ends[column].wrapping_add(self.gap) as usize
    }

    /// A field; empty where the row has none so far to the right.
    #[inline]
    pub(super) fn field(&self, column: usize) -> &'r [u8] {
        self.ends.get(column + 1).map_or(b"", |&end| &self.text[self.begin(column)..end as usize])
    }

    /// A field that holds a whole number of fifteen digits at most; absent where it holds anything else.
    #[inline]
    pub(super) fn whole(&self, column: usize) -> Option<u64> {
        let field = self.field(column);
        let before = self.ends.get(column + 1).map_or(&b""[..], |&end| &self.text[..end as usize]);
        last_digits(before, field.len()).or_else(|| whole(field))
    }

    /// What stands from the beginning of one field to the end of another as it is written; absent where quotes were taken off.
    #[inline]
    pub(super) fn raw(&self, from: usize, to: usize) -> Option<&'r [u8]> {
        (self.gap > 0).then(|| &self.text[self.begin(from)..self.ends[to + 1] as usize])
    }
}

impl Rows {
    pub(super) fn new(layout: Layout) -> Self {
        let quoted = Quoted::new(layout.delimiter, *layout.widths.end());
        let (line, open) = (Vec::new(), Vec::new());
        Self { layout, fast: true, marks: Marks::default(), line, open, needs_order: false, quoted }
    }

    /// Splits every row as CSV: the reference that the fast path is tested against.
    #[cfg(test)]
    pub(super) fn without_fast_path(mut self) -> Self {
        self.fast = false;
        self
    }

    /// Takes whole lines, each with its end, has `count` count the rows that they end, and tells `refuse` where a line begins
    /// that makes no sense. Returns how many lines there are.
    #[inline]
    pub(super) fn lines(
        &mut self,
        text: &[u8],
        mut count: impl FnMut(&Row<'_>) -> bool,
        mut refuse: impl FnMut(usize),
    ) -> u64 {
        let mut marks = std::mem::take(&mut self.marks);
        marks.find(text, self.layout.delimiter);
        let (ends, mut quotes) = marks.parts();
        let (mut lines, mut begin) = (0, 0);
        // What ends before the row, and what ends it.
        let mut before = 0;
        for end in memchr_iter(b'\n', text) {
            let is_last = |width: &usize| ends.get(before + width) == Some(&(end as u32));
            let width = self.layout.widths.clone().find(is_last);
            let last = before
                + width.unwrap_or_else(|| {
                    ends[before..].iter().position(|&place| place == end as u32).unwrap_or_default()
                });
            let is_quoted = quotes.first().is_some_and(|&quote| (quote as usize) < end);
            let is_plain = self.fast && width.is_some() && !is_quoted && self.open.is_empty();
            let is_counted = is_plain && {
                // A carriage return ends lines on Windows, and by RFC 4180; the next row begins behind the line break all the same.
                ends[last] -= u32::from(text[begin..end].ends_with(b"\r"));
                let is_counted = count(&Row { text, ends: &ends[before..=last], gap: 1 });
                ends[last] = end as u32;
                is_counted
            };
            if !is_counted && !self.unusual(&text[begin..end], &mut count) {
                refuse(begin);
            }
            if is_quoted {
                quotes = &quotes[quotes.partition_point(|&quote| (quote as usize) < end)..];
            }
            (lines, begin, before) = (lines + 1, end + 1, last);
        }
        self.marks = marks;
        lines
    }

    /// Takes a line without its end, and has `count` count the row that it ends. Returns whether the row makes sense.
    pub(super) fn line(&mut self, line: &[u8], count: impl FnMut(&Row<'_>) -> bool) -> bool {
        let mut with_end = std::mem::take(&mut self.line);
        with_end.clear();
        with_end.extend_from_slice(line);
        with_end.push(b'\n');
        let mut makes_sense = true;
        self.lines(&with_end, count, |_| makes_sense = false);
        self.line = with_end;
        makes_sense
    }

    /// Reads a line that is no row without quotes.
    #[cold]
    fn unusual(&mut self, line: &[u8], count: &mut dyn FnMut(&Row<'_>) -> bool) -> bool {
        let mut row = std::mem::take(&mut self.open);
        if !row.is_empty() {
            row.push(b'\n');
        }
        row.extend_from_slice(line);
        if memchr_iter(b'"', &row).count().is_multiple_of(2) {
            let row = row.strip_suffix(b"\r").unwrap_or(&row);
            if row.is_empty() || row == self.layout.header {
                return true;
            }
            let split = self.quoted.split(row);
            split.is_some_and(|row| self.layout.widths.contains(&(row.ends.len() - 1)) && count(&row))
        } else {
            self.needs_order = true;
            let fits = row.len() <= MAX_OPEN;
            if fits {
                self.open = row;
            }
            fits
        }
    }

    /// Whether a row has begun that did not end yet.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether a field holds a line break, so that the file cannot be read in chunks.
    pub(super) fn needs_order(&self) -> bool {
        self.needs_order
    }
}

/// Splits rows as CSV has them.
struct Quoted {
    reader: Reader,
    text: Vec<u8>,
    places: Vec<usize>,
    ends: Vec<u32>,
}

impl Quoted {
    fn new(delimiter: u8, width: usize) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build();
        // One more than there may be, so that there being too many is seen.
        Self { reader, text: Vec::new(), places: vec![0; width + 1], ends: Vec::new() }
    }

    /// Splits the first row of a text; absent where it has too many fields.
    fn split(&mut self, row: &[u8]) -> Option<Row<'_>> {
        self.reader.reset();
        // With room for one more, so that its end is never taken for a lack of room.
        self.text.resize(row.len() + 1, 0);
        let (mut result, _, mut length, mut width) =
            self.reader.read_record(row, &mut self.text, &mut self.places);
        if result == ReadRecordResult::InputEmpty {
            // Nothing follows.
            let (text, places) = (&mut self.text[length..], &mut self.places[width..]);
            let more = self.reader.read_record(b"", text, places);
            (result, length, width) = (more.0, length + more.2, width + more.3);
        }
        self.ends.clear();
        self.ends.push(0);
        self.ends.extend(self.places[..width].iter().map(|&end| end as u32));
        let row = Row { text: &self.text[..length], ends: &self.ends, gap: 0 };
        (result == ReadRecordResult::Record).then_some(row)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prop_assert_eq, proptest};

    use super::{Layout, Row, Rows};
    use crate::ingest::points::collected::{Collected, Unreadable};
    use crate::ingest::points::lines::{LineReader, Splitter};

    type Fields = Vec<Vec<u8>>;

    fn layout(widths: std::ops::RangeInclusive<usize>) -> Layout {
        Layout { header: b"a,b,c".to_vec(), delimiter: b',', widths }
    }

    /// Keeps the fields of each row.
    struct Kept(Rows, Vec<Fields>);

    fn kept_of(row: &Row<'_>, kept: &mut Vec<Fields>) -> bool {
        kept.push((0..row.ends.len() - 1).map(|column| row.field(column).to_vec()).collect());
        true
    }

    impl LineReader for Kept {
        fn line(&mut self, line: &[u8]) -> bool {
            let Self(rows, kept) = self;
            rows.line(line, |row| kept_of(row, kept))
        }
        fn lines(&mut self, text: &[u8], refuse: impl FnMut(usize)) -> u64 {
            let Self(rows, kept) = self;
            rows.lines(text, |row| kept_of(row, kept), refuse)
        }
        fn finish(self, unreadable: Unreadable) -> Collected {
            Collected { unreadable, ..Collected::default() }
        }
    }

    /// The rows of a text that comes in pieces of some size.
    fn read(rows: Rows, text: &[u8], size: usize) -> Vec<Fields> {
        let mut splitter = Splitter::new(Kept(rows, Vec::new()));
        text.chunks(size.max(1)).for_each(|piece| splitter.feed(piece));
        splitter.end();
        splitter.reader.1
    }

    /// The same as the crate `csv` has it.
    fn by_csv(text: &[u8]) -> Vec<Fields> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        let records = reader.byte_records().map(|record| record.unwrap());
        let rows = records.map(|record| record.iter().map(<[u8]>::to_vec).collect::<Fields>());
        rows.filter(|row| (2..=4).contains(&row.len())).collect()
    }

    proptest! {
        #[test]
        fn rows_are_those_of_a_reader_of_csv_wherever_they_are_cut(
            rows in vec((vec("([a-z0-9 \u{e9}]{0,9}|\"([a-z,\r\n ]|\"\"){0,9}\")", 2..6), "\r?\n"), 0..12),
        ) {
            let text: String =
                rows.iter().map(|(fields, end)| format!("{}{end}", fields.join(","))).collect();
            let expected = by_csv(text.as_bytes());
            for size in 1..=text.len() {
                let fast = Rows::new(layout(2..=4));
                prop_assert_eq!(&read(fast, text.as_bytes(), size), &expected, "pieces of {}", size);
            }
            let slow = Rows::new(layout(2..=4)).without_fast_path();
            prop_assert_eq!(read(slow, text.as_bytes(), text.len()), expected);
        }
    }

    fn split<T>(rows: &mut Rows, line: &str, look: impl Fn(&Row<'_>) -> T) -> Option<T> {
        let mut found = None;
        rows.line(line.as_bytes(), |row| {
            found = Some(look(row));
            true
        });
        found
    }

    #[test]
    fn a_field_that_a_row_does_not_have_is_empty() {
        let mut rows = Rows::new(layout(3..=5));
        let fields =
            |row: &Row<'_>| [0, 1, 4].map(|column| String::from_utf8_lossy(row.field(column)).into_owned());
        assert_eq!(split(&mut rows, "1,2,3,4", fields), Some(["1", "2", ""].map(str::to_owned)));
        assert_eq!(split(&mut rows, "1,\"2\",3,4,5", fields), Some(["1", "2", "5"].map(str::to_owned)));
        assert_eq!(split(&mut rows, "1,2", fields), None);
        assert_eq!(split(&mut rows, "1,2,3,4,5,6", fields), None);
        assert_eq!(split(&mut rows, "\"1\",2,3,4,5,6", fields), None);
    }

    #[test]
    fn what_was_written_is_known_where_no_quote_was_taken_off() {
        let mut rows = Rows::new(layout(3..=3));
        let raw = |row: &Row<'_>| row.raw(0, 1).map(<[u8]>::to_vec);
        assert_eq!(split(&mut rows, "a,b2,3\r", raw), Some(Some(b"a,b2".to_vec())));
        assert_eq!(split(&mut rows, "\"a\",b2,3", raw), Some(None));
    }

    #[test]
    fn headers_and_empty_lines_are_no_rows_and_a_stray_quote_ends() {
        let mut rows = Rows::new(layout(3..=3));
        let mut count = |line: &str| rows.line(line.as_bytes(), |row| row.field(0) == b"1");
        assert!(count("a,b,c") && count("a,b,c\r") && count("") && count("\r") && count("1,2,3"));
        assert!(!count("2,2,3") && !count("1,2"));
        assert!(count("1,\"2,3"));
        assert!(!count(&"x".repeat(super::MAX_OPEN)), "it is given up");
        assert!(count("1,2,3"), "and what follows is read");
        assert!(rows.needs_order() && !rows.is_open());
    }
}
