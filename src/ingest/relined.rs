//! Points of k6 that do not stand one on each line: what `jq .` made of them, or an array. Brought back into lines while they
//! are read, so that one reader reads them all.

use std::io::{self, Cursor, Read};

/// Bytes of one read.
const PIECE: usize = 64 << 10;

/// Takes white space out of JSON values, and the commas and brackets of an array around them, and ends each with a line end.
pub(super) struct Relined<R> {
    source: R,
    piece: Vec<u8>,
    /// What was made of the last piece.
    ready: Cursor<Vec<u8>>,
    /// Braces and brackets that are open, without that of the array.
    depth: usize,
    in_text: bool,
    /// Whether the next byte of a text is one that a backslash escapes.
    escaped: bool,
}

impl<R: Read> Relined<R> {
    pub(super) fn new(source: R) -> Self {
        let ready = Cursor::default();
        Self { source, piece: vec![0; PIECE], ready, depth: 0, in_text: false, escaped: false }
    }
}

impl<R> Relined<R> {
    fn take(&mut self, byte: u8) {
        let ready = self.ready.get_mut();
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = byte == b'\\' && !self.escaped;
            ready.push(byte);
            return;
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => return,
            b'[' | b']' | b',' if self.depth == 0 => return,
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        ready.push(byte);
        if self.depth == 0 && matches!(byte, b'}' | b']') {
            ready.push(b'\n');
        }
    }
}

impl<R: Read> Read for Relined<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.ready.position() == self.ready.get_ref().len() as u64 {
            let read = self.source.read(&mut self.piece)?;
            if read == 0 {
                return Ok(0);
            }
            self.ready.set_position(0);
            self.ready.get_mut().clear();
            let piece = std::mem::take(&mut self.piece);
            piece[..read].iter().for_each(|&byte| self.take(byte));
            self.piece = piece;
        }
        self.ready.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Relined;

    fn relined(text: &str) -> String {
        let mut lines = String::new();
        Relined::new(text.as_bytes()).read_to_string(&mut lines).unwrap();
        lines
    }

    #[test]
    fn values_become_lines() {
        let pretty = "{\n  \"a\": \"x, [\\\"} \\\\\",\n  \"b\": [1,\n 2]\n}\n{ }\n";
        assert_eq!(relined(pretty), "{\"a\":\"x, [\\\"} \\\\\",\"b\":[1,2]}\n{}\n");
        assert_eq!(relined("[\n {\"a\":1},\n {\"b\":{\"c\":2}}\n]\n"), "{\"a\":1}\n{\"b\":{\"c\":2}}\n");
        assert_eq!(relined("[{\"a\":1},{\"a\""), "{\"a\":1}\n{\"a\"");
        assert_eq!(relined(""), "");
    }

    #[test]
    fn small_buffers_give_the_same() {
        let text = "[{\"a\": \"}{\\\"\"}, {\"b\": [ {}, {} ]}]";
        for size in 1..9 {
            let (mut reader, mut buffer, mut lines) =
                (Relined::new(text.as_bytes()), vec![0; size], Vec::new());
            loop {
                let read = reader.read(&mut buffer).unwrap();
                if read == 0 {
                    break;
                }
                lines.extend_from_slice(&buffer[..read]);
            }
            assert_eq!(String::from_utf8(lines).unwrap(), "{\"a\":\"}{\\\"\"}\n{\"b\":[{},{}]}\n", "{size}");
        }
    }
}
