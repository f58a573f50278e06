//! Splits bytes into lines and hands them on, wherever the bytes come from.

use memchr::{memchr, memchr_iter, memrchr};

use super::collected::{Collected, Unreadable};

/// A line longer than this is not kept; k6 writes nothing near it.
const MAX_LINE: usize = 16 << 20;

/// Takes lines, without their end.
pub(in crate::ingest) trait LineReader: Sized {
    /// Reads a line. Returns whether it is something that k6 writes.
    fn line(&mut self, line: &[u8]) -> bool;

    /// Reads whole lines, each with its end, and tells `refuse` where one begins that is nothing k6 writes. Returns how many
    /// lines there are.
    #[inline]
    fn lines(&mut self, text: &[u8], mut refuse: impl FnMut(usize)) -> u64 {
        let (mut count, mut begin) = (0, 0);
        for end in memchr_iter(b'\n', text) {
            if !self.line(&text[begin..end]) {
                refuse(begin);
            }
            count += 1;
            begin = end + 1;
        }
        count
    }

    /// Reads the last line of a file, if nothing ends it. Returns whether it is whole.
    fn last_line(&mut self, line: &[u8]) -> bool {
        self.line(line)
    }

    /// Whether lines depend on those before them, so that the file cannot be read in chunks.
    fn needs_order(&self) -> bool {
        false
    }

    /// Hands out what was read.
    fn finish(self, unreadable: Unreadable) -> Collected;
}

/// Feeds a [`LineReader`] with bytes in pieces of any size.
pub(in crate::ingest) struct Splitter<R> {
    pub(in crate::ingest) reader: R,
    /// The beginning of a line that a piece ended in.
    carry: Vec<u8>,
    /// Whether that line is too long to be kept.
    too_long: bool,
    /// Where the next piece begins in the file.
    offset: u64,
    unreadable: Unreadable,
    lines: u64,
}

impl<R: LineReader> Splitter<R> {
    pub(in crate::ingest) fn new(reader: R) -> Self {
        Self {
            reader,
            carry: Vec::new(),
            too_long: false,
            offset: 0,
            unreadable: Unreadable::default(),
            lines: 0,
        }
    }

    /// Goes to another place in the file, where a line begins.
    pub(in crate::ingest) fn seek(&mut self, offset: u64) {
        self.offset = offset;
    }

    /// Takes the next bytes.
    pub(in crate::ingest) fn feed(&mut self, bytes: &[u8]) {
        let mut begin = 0;
        if !self.carry.is_empty() || self.too_long {
            let Some(end) = memchr(b'\n', bytes) else {
                self.keep(bytes);
                self.offset += bytes.len() as u64;
                return;
            };
            self.keep(&bytes[..end]);
            let carry = std::mem::take(&mut self.carry);
            let known = !std::mem::take(&mut self.too_long) && self.reader.line(&carry);
            self.lines += 1;
            if !known {
                refuse(&mut self.unreadable, (self.offset + end as u64).saturating_sub(carry.len() as u64));
            }
            self.carry = carry;
            self.carry.clear();
            begin = end + 1;
        }
        let end = memrchr(b'\n', bytes).map_or(begin, |last| last + 1);
        let offset = self.offset + begin as u64;
        let unreadable = &mut self.unreadable;
        self.lines += self.reader.lines(&bytes[begin..end], |at| refuse(unreadable, offset + at as u64));
        self.keep(&bytes[end..]);
        self.offset += bytes.len() as u64;
    }

    /// Whether a line has begun that did not end yet.
    pub(in crate::ingest) fn is_inside_line(&self) -> bool {
        !self.carry.is_empty() || self.too_long
    }

    /// Takes note of the end of the file.
    pub(in crate::ingest) fn end(&mut self) {
        let carry = std::mem::take(&mut self.carry);
        if std::mem::take(&mut self.too_long) || !(carry.is_empty() || self.reader.last_line(&carry)) {
            self.unreadable.cut += 1;
        } else if !carry.is_empty() {
            self.lines += 1;
        }
    }

    /// Takes note that the file ends here though it should not: its last line is not looked at.
    pub(in crate::ingest) fn cut(&mut self) {
        self.carry.clear();
        self.too_long = false;
        self.unreadable.cut += 1;
    }

    /// Lines that were handed on.
    pub(in crate::ingest) fn lines(&self) -> u64 {
        self.lines
    }

    /// Hands out what was read.
    pub(in crate::ingest) fn finish(self) -> Collected {
        self.reader.finish(self.unreadable)
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.carry.len() + bytes.len() > MAX_LINE {
            self.too_long = true;
            self.carry = Vec::new();
        } else if !self.too_long {
            self.carry.extend_from_slice(bytes);
        }
    }
}

#[cold]
fn refuse(unreadable: &mut Unreadable, offset: u64) {
    unreadable.lines += 1;
    unreadable.first = Some(unreadable.first.map_or(offset, |first| first.min(offset)));
}

#[cfg(test)]
mod tests {
    use super::{Collected, LineReader, MAX_LINE, Splitter, Unreadable};

    /// Keeps the lines; knows those that do not begin with `x`.
    #[derive(Default)]
    struct Lines(Vec<String>);

    impl LineReader for Lines {
        fn line(&mut self, line: &[u8]) -> bool {
            self.0.push(String::from_utf8_lossy(line).into_owned());
            !line.starts_with(b"x")
        }
        fn finish(self, unreadable: Unreadable) -> Collected {
            Collected { unreadable, ..Collected::default() }
        }
    }

    #[test]
    fn pieces_of_any_size_give_the_same_lines() {
        let text = b"one\n\nthree\nxfour\nfive";
        for size in 1..=text.len() {
            let mut splitter = Splitter::new(Lines::default());
            text.chunks(size).for_each(|piece| splitter.feed(piece));
            assert!(splitter.is_inside_line());
            splitter.end();
            assert_eq!(splitter.reader.0, ["one", "", "three", "xfour", "five"], "{size}");
            assert_eq!(splitter.lines(), 5);
            assert_eq!(
                splitter.finish().unreadable,
                Unreadable { lines: 1, first: Some(11), cut: 0, ..Unreadable::default() }
            );
        }
    }

    #[test]
    fn a_last_line_that_is_cut_is_told_apart() {
        let mut splitter = Splitter::new(Lines::default());
        splitter.feed(b"one\nxtw");
        splitter.end();
        assert_eq!(
            splitter.finish().unreadable,
            Unreadable { lines: 0, first: None, cut: 1, ..Unreadable::default() }
        );
    }

    #[test]
    fn a_line_past_all_bounds_is_not_kept() {
        let mut splitter = Splitter::new(Lines::default());
        splitter.feed(b"one\n");
        for _ in 0..3 {
            splitter.feed(&vec![b'y'; MAX_LINE / 2]);
        }
        splitter.feed(b"y\ntwo\n");
        assert_eq!(splitter.reader.0, ["one", "two"]);
        assert_eq!(splitter.finish().unreadable.lines, 1);
    }
}
