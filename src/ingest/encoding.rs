//! Text out of bytes: a Windows shell that redirects a file writes UTF-16, or UTF-8 with a mark.

use super::error::Problem;

/// Tells how the bytes of a text are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    /// Reads the byte order mark, and returns the bytes behind it.
    fn of(bytes: &[u8]) -> (Self, &[u8]) {
        match bytes {
            [0xEF, 0xBB, 0xBF, rest @ ..] => (Self::Utf8, rest),
            [0xFF, 0xFE, rest @ ..] => (Self::Utf16Le, rest),
            [0xFE, 0xFF, rest @ ..] => (Self::Utf16Be, rest),
            _ => (Self::Utf8, bytes),
        }
    }
}

/// Tells UTF-16 by its byte order mark.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    Encoding::of(bytes).0 != Encoding::Utf8
}

/// Turns a whole file into text.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Problem> {
    match Encoding::of(&bytes) {
        // The common case must not copy the file.
        (Encoding::Utf8, rest) if rest.len() == bytes.len() => {
            String::from_utf8(bytes).map_err(|error| not_utf8(error.utf8_error().valid_up_to()))
        }
        (Encoding::Utf8, rest) => {
            std::str::from_utf8(rest).map(str::to_owned).map_err(|error| not_utf8(error.valid_up_to()))
        }
        (Encoding::Utf16Le, rest) => utf16(rest, u16::from_le_bytes, true),
        (Encoding::Utf16Be, rest) => utf16(rest, u16::from_be_bytes, true),
    }
}

/// Turns the beginning of a file into text; a character that is cut at the end is left out.
pub(super) fn head(bytes: &[u8]) -> Result<String, Problem> {
    let text = match Encoding::of(bytes) {
        (Encoding::Utf8, rest) => match std::str::from_utf8(rest) {
            Ok(text) => text.to_owned(),
            Err(error) if error.error_len().is_none() => {
                String::from_utf8_lossy(&rest[..error.valid_up_to()]).into_owned()
            }
            Err(error) => return Err(not_utf8(error.valid_up_to())),
        },
        (Encoding::Utf16Le, rest) => utf16(rest, u16::from_le_bytes, false)?,
        (Encoding::Utf16Be, rest) => utf16(rest, u16::from_be_bytes, false)?,
    };
    if text.contains('\0') {
        return Err(Problem::NotText("it holds zero bytes".to_owned()));
    }
    Ok(text)
}

fn not_utf8(valid_up_to: usize) -> Problem {
    Problem::NotText(format!("byte {} is neither UTF-8 nor UTF-16 with a byte order mark", valid_up_to + 1))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, whole: bool) -> Result<String, Problem> {
    let mut pairs = bytes.chunks_exact(2);
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len() / 2);
    for pair in &mut pairs {
        if let [first, second] = *pair {
            units.push(unit([first, second]));
        }
    }
    if whole && !pairs.remainder().is_empty() {
        return Err(Problem::NotText("UTF-16 with an odd number of bytes".to_owned()));
    }
    if !whole && units.last().is_some_and(|last| (0xD800..0xDC00).contains(last)) {
        units.pop();
    }
    String::from_utf16(&units).map_err(|_| Problem::NotText("invalid UTF-16".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, mark: [u8; 2], to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(to_bytes)).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let sample = "{\"é\":\"𝄞\"}\r\n";
        let encodings = [
            sample.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF".as_slice(), sample.as_bytes()].concat(),
            utf16_bytes(sample, [0xFF, 0xFE], u16::to_le_bytes),
            utf16_bytes(sample, [0xFE, 0xFF], u16::to_be_bytes),
        ];
        for bytes in encodings {
            assert_eq!(head(&bytes).unwrap(), sample);
            assert_eq!(text(bytes).unwrap(), sample);
        }
    }

    #[test]
    fn a_head_may_cut_a_character_but_not_hold_a_wrong_one() {
        let clef = "a𝄞";
        assert_eq!(head(&clef.as_bytes()[..3]).unwrap(), "a");
        let wide = utf16_bytes(clef, [0xFF, 0xFE], u16::to_le_bytes);
        assert_eq!(head(&wide[..6]).unwrap(), "a");
        assert!(head(b"a\xFFb").is_err());
        assert!(text(b"\xFF\xFEa".to_vec()).is_err());
        assert!(head(b"\0\0\0\0").is_err());
    }
}
