//! Where the fields of a line end, found eight bytes at a time: fields are too short for a search of each to pay.

const ONES: u64 = u64::from_ne_bytes([1; 8]);
const LOW_BITS: u64 = ONES * 0x7f;

/// Finds the first delimiters of a line, as many as `places` has room for, and returns how many there are in all. Absent
/// where the line holds a quote: it is then for a reader of CSV. No delimiter may be a letter.
#[inline]
pub(in crate::ingest) fn delimiters(line: &[u8], delimiter: u8, places: &mut [u32]) -> Option<usize> {
    let (words, rest) = line.as_chunks::<8>();
    let mut last = [b'x'; 8];
    last[..rest.len()].copy_from_slice(rest);
    let (wanted, quote) = (ONES * u64::from(delimiter), ONES * u64::from(b'"'));
    let (mut count, mut quotes) = (0, 0);
    let mut look = |at: usize, word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        // Whether a byte is zero, without saying which.
        let unlike = word ^ quote;
        quotes |= unlike.wrapping_sub(ONES) & !unlike;
        let mut found = zero_bytes(word ^ wanted);
        if count >= places.len() {
            // One bit for each that was found, added up in the highest byte.
            count += ((found >> 7).wrapping_mul(ONES) >> 56) as usize;
            return;
        }
        while found != 0 {
            if let Some(place) = places.get_mut(count) {
                *place = (8 * at) as u32 + found.trailing_zeros() / 8;
            }
            count += 1;
            found &= found - 1;
        }
    };
    words.iter().enumerate().for_each(|(at, word)| look(at, word));
    look(words.len(), &last);
    (quotes & !LOW_BITS == 0).then_some(count)
}

/// Sets the highest bit of each byte that is zero, and no other.
#[inline]
fn zero_bytes(word: u64) -> u64 {
    !(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS)
}

#[cfg(test)]
mod tests {
    use super::delimiters;

    #[test]
    fn a_line_with_a_quote_is_left_to_others() {
        let mut places = [0; 2];
        assert_eq!(delimiters(b"12345678,9,abc", b',', &mut places), Some(2));
        assert_eq!(places, [8, 10]);
        assert_eq!(delimiters(b"", b',', &mut places), Some(0));
        assert_eq!(delimiters(b"a,b,c,d,,,,,,,,,,,,,,,,", b',', &mut places), Some(19));
        assert_eq!(places, [1, 3]);
        assert_eq!(delimiters(b"abcdefghi,\"j", b',', &mut places), None);
    }

    proptest::proptest! {
        #[test]
        fn every_delimiter_is_found(line in "[a,;\u{80}\u{100}\0+-]{0,70}") {
            for delimiter in [b',', b';'] {
                let mut places = [0; 300];
                let count = delimiters(line.as_bytes(), delimiter, &mut places).unwrap();
                proptest::prop_assert_eq!(delimiters(line.as_bytes(), delimiter, &mut [0; 3]), Some(count));
                let expected: Vec<u32> =
                    memchr::memchr_iter(delimiter, line.as_bytes()).map(|at| at as u32).collect();
                proptest::prop_assert_eq!(&places[..count], &expected[..]);
            }
        }
    }
}
