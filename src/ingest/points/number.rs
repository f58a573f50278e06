//! Numbers as load tools write them, without a detour: the same result as the general parser's, or none.

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Reads a plain decimal number such as `7.415101` off the front, and tells how many bytes it has.
///
/// Absent for everything else that may be a number (a sign, an exponent, over fifteen digits): the caller
/// then asks the general parser. With fifteen digits at most, digits and power of ten are exact doubles, so one
/// division rounds correctly (Clinger 1990) and the result equals the general parser's.
#[inline]
pub(in crate::ingest) fn plain_decimal(bytes: &[u8]) -> Option<(f64, usize)> {
    let (whole, at) = digits(bytes, 0, 0);
    // JSON knows no leading zeros, and an empty whole part is no number.
    if at == 0 || at > 15 || (at > 1 && bytes[0] == b'0') {
        return None;
    }
    let (mut number, mut end, mut decimals) = (whole, at, 0);
    if bytes.get(at) == Some(&b'.') {
        (number, end) = digits(bytes, at + 1, whole);
        decimals = end - at - 1;
        if decimals == 0 || end > 16 {
            return None;
        }
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        return None;
    }
    Some((number as f64 / POWERS[decimals], end))
}

/// Reads digits from `at` on behind those of `number`: the number, and where they end. More than nineteen wrap.
#[inline]
pub(in crate::ingest) fn digits(bytes: &[u8], mut at: usize, mut number: u64) -> (u64, usize) {
    while let Some(&byte) = bytes.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (number, at)
}

/// Reads a whole number of fifteen digits at most; absent for anything else.
#[inline]
pub(in crate::ingest) fn whole(text: &[u8]) -> Option<u64> {
    let (number, end) = digits(text, 0, 0);
    (end == text.len() && (1..=15).contains(&end)).then_some(number)
}

/// Reads the last `length` bytes of a text as a whole number, all at once: how long a number is cannot be foreseen, and a loop
/// over it costs a wrong guess. Absent where they are not all digits, or not one to eight, or the text is shorter than eight.
#[inline]
pub(in crate::ingest) fn last_digits(text: &[u8], length: usize) -> Option<u64> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let word = u64::from_le_bytes(*text.last_chunk()?);
    if !(1..=8).contains(&length) {
        return None;
    }
    // What stands before becomes zeros in front.
    let before = 8 * (8 - length as u32);
    let digits = (word ^ (ONES * u64::from(b'0'))) >> before << before;
    // Above nine the highest bit of the byte is set, or will be.
    if (digits | digits.wrapping_add(ONES * (0x7f - 9))) & (ONES * 0x80) != 0 {
        return None;
    }
    // Neighbours join: one digit with the next, two with two, four with four.
    let twos = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = twos.wrapping_mul(100).wrapping_add(twos >> 16) & 0x0000_ffff_0000_ffff;
    Some(fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff)
}

pub(in crate::ingest) use crate::model::distribution::thousandths;

#[cfg(test)]
mod tests {
    use super::{last_digits, plain_decimal, thousandths, whole};

    #[test]
    fn plain_numbers_are_read_to_their_end() {
        assert_eq!(plain_decimal(b"7.415101,\"tags\""), Some((7.415101, 8)));
        assert_eq!(plain_decimal(b"1,"), Some((1.0, 1)));
        assert_eq!(plain_decimal(b"0"), Some((0.0, 1)));
        assert_eq!(plain_decimal(b"0.001843,"), Some((0.001843, 8)));
        assert_eq!(plain_decimal(b"12345678.1234567,"), Some((12345678.1234567, 16)));
    }

    #[test]
    fn everything_else_is_left_to_the_general_parser() {
        let unusual: [&[u8]; 10] =
            [b"", b"-1", b"+1", b".5", b"1.", b"01", b"1e3", b"1.5E-3", b"1234567890123456", b"null"];
        for text in unusual {
            assert_eq!(plain_decimal(text), None, "{}", String::from_utf8_lossy(text));
        }
    }

    proptest::proptest! {
        #[test]
        fn equals_the_standard_parser(whole in 0_u64..1_000_000_000, decimals in "[0-9]{1,6}") {
            let text = format!("{whole}.{decimals}");
            let (value, length) = plain_decimal(text.as_bytes()).unwrap();
            proptest::prop_assert_eq!(value.to_bits(), text.parse::<f64>().unwrap().to_bits());
            proptest::prop_assert_eq!(length, text.len());
        }
    }

    #[test]
    fn whole_numbers_are_read_or_refused() {
        for (text, number) in
            [("0", Some(0)), ("120", Some(120)), ("", None), ("-1", None), ("1.5", None), ("null", None)]
        {
            assert_eq!(whole(text.as_bytes()), number, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn digits_at_the_end_are_the_same_all_at_once(text in "[ -~\u{80}\u{ff}]{0,12}[0-9]{0,9}", length in 0_usize..10) {
            let text = text.as_bytes();
            let length = length.min(text.len());
            let expected = whole(&text[text.len() - length..]).filter(|_| length <= 8 && text.len() >= 8);
            proptest::prop_assert_eq!(last_digits(text, length), expected);
        }
    }

    #[test]
    fn thousandths_are_rounded_and_never_negative() {
        assert_eq!(thousandths(7.4155), Some(7416));
        assert_eq!(thousandths(0.0004), Some(0));
        assert_eq!(thousandths(-0.1), None);
        assert_eq!(thousandths(f64::NAN), None);
        assert_eq!(thousandths(f64::INFINITY), None);
    }
}
