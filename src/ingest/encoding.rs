//! Text out of bytes: a Windows shell that redirects a file writes UTF-16, or UTF-8 with a mark.

use std::io::{self, Read};

use super::error::Problem;

/// The mark of UTF-8.
const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// Tells UTF-16 by its byte order mark: how two bytes are one unit.
pub(super) fn utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => Some(u16::from_be_bytes),
        _ => None,
    }
}

/// Hands out UTF-16, of which a mark is left out, as UTF-8.
pub(super) struct Utf16<R> {
    inner: R,
    unit: fn([u8; 2]) -> u16,
    /// What was read and is no whole character yet.
    raw: Vec<u8>,
    text: io::Cursor<Vec<u8>>,
}

/// How much is read at once.
const PIECE: u64 = 64 * 1024;

impl<R: Read> Utf16<R> {
    pub(super) fn new(inner: R, unit: fn([u8; 2]) -> u16) -> Self {
        Self { inner, unit, raw: Vec::new(), text: io::Cursor::default() }
    }

    /// Turns the next piece into text, which is empty at the end alone.
    fn next(&mut self) -> io::Result<String> {
        let wrong = |what| io::Error::new(io::ErrorKind::InvalidData, what);
        while self.inner.by_ref().take(PIECE).read_to_end(&mut self.raw)? > 0 {
            let mut units: Vec<u16> =
                self.raw.chunks_exact(2).map(|pair| (self.unit)([pair[0], pair[1]])).collect();
            // The second half of a character is in the next piece.
            if units.last().is_some_and(|last| (0xD800..0xDC00).contains(last)) {
                units.pop();
            }
            self.raw.drain(..2 * units.len());
            let text = String::from_utf16(&units).map_err(|_| wrong("it is not valid UTF-16"))?;
            let text = text.replace('\u{FEFF}', "");
            if !text.is_empty() {
                return Ok(text);
            }
        }
        if self.raw.is_empty() { Ok(String::new()) } else { Err(wrong("it is UTF-16 that is cut short")) }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.text.position() == self.text.get_ref().len() as u64 {
            self.text = io::Cursor::new(self.next()?.into_bytes());
        }
        self.text.read(buffer)
    }
}

/// Turns a whole file into text.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Problem> {
    match bytes.strip_prefix(&BOM) {
        // The common case must not copy the file.
        None => String::from_utf8(bytes).map_err(|error| not_utf8(error.utf8_error().valid_up_to())),
        Some(rest) => {
            std::str::from_utf8(rest).map(str::to_owned).map_err(|error| not_utf8(error.valid_up_to()))
        }
    }
}

/// Turns the beginning of a file into text; a character that is cut at the end is left out.
pub(super) fn head(bytes: &[u8]) -> Result<String, Problem> {
    let rest = bytes.strip_prefix(&BOM).unwrap_or(bytes);
    let text = match std::str::from_utf8(rest) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => return Err(not_utf8(error.valid_up_to())),
    };
    if text.contains('\0') {
        return Err(Problem::NotText("it holds zero bytes".to_owned()));
    }
    Ok(text.to_owned())
}

fn not_utf8(valid_up_to: usize) -> Problem {
    Problem::NotText(format!("byte {} is neither UTF-8 nor UTF-16 with a byte order mark", valid_up_to + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, mark: [u8; 2], to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(to_bytes)).collect()
    }

    fn read(bytes: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        Utf16::new(bytes, utf16(bytes).unwrap()).read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let sample = "{\"é\":\"𝄞\"}\r\n";
        for bytes in [sample.as_bytes().to_vec(), [&BOM, sample.as_bytes()].concat()] {
            assert!(utf16(&bytes).is_none());
            assert_eq!(head(&bytes).unwrap(), sample);
            assert_eq!(text(bytes).unwrap(), sample);
        }
        assert_eq!(read(&utf16_bytes(sample, [0xFF, 0xFE], u16::to_le_bytes)).unwrap(), sample);
        assert_eq!(read(&utf16_bytes(sample, [0xFE, 0xFF], u16::to_be_bytes)).unwrap(), sample);
        // A character lies on the end of a piece.
        for ahead in [0, 1] {
            let long = "a".repeat(PIECE as usize / 2 - 2 + ahead) + &sample.repeat(9_000);
            assert!(read(&utf16_bytes(&long, [0xFF, 0xFE], u16::to_le_bytes)).unwrap() == long);
        }
    }

    #[test]
    fn a_head_may_cut_a_character_but_not_hold_a_wrong_one() {
        let clef = "a𝄞";
        assert_eq!(head(&clef.as_bytes()[..3]).unwrap(), "a");
        assert!(head(b"a\xFFb").is_err());
        assert!(head(b"\0\0\0\0").is_err());
        let wide = utf16_bytes(clef, [0xFF, 0xFE], u16::to_le_bytes);
        for wrong in [&wide[..6], &wide[..7], &wide[..3], &[0xFF, 0xFE, 0, 0xDC, b'a', 0]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
