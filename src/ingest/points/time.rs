//! Time stamps of points, as microseconds since 1970: RFC 3339 with any offset and up to nanoseconds, and the
//! whole numbers of `K6_CSV_TIME_FORMAT`.

use super::number;

/// Microseconds in a second.
pub(in crate::ingest) const MICROS: i64 = 1_000_000;

/// What ten digits stand for that do not begin with two zeros: with three more they are milliseconds.
const LEAST_OF_TEN_DIGITS: i64 = 100_000_000 * MICROS;

/// Reads RFC 3339 times; remembers the last second, because thousands of points in a row share it.
#[derive(Debug)]
pub(in crate::ingest) struct TimeParser {
    /// `2026-11-22T13:34:07` of the last point.
    text: [u8; 19],
    /// Its seconds since 1970, as if the text were UTC.
    seconds: i64,
    /// The last whole number, and the time it stood for.
    number: ([u8; 10], i64),
}

impl Default for TimeParser {
    fn default() -> Self {
        Self { text: *b"1970-01-01T00:00:00", seconds: 0, number: (*b"0000000000", 0) }
    }
}

impl TimeParser {
    /// Reads an RFC 3339 time; absent where the text is none. Digits past the microsecond are cut off.
    #[inline]
    pub(in crate::ingest) fn read(&mut self, text: &[u8]) -> Option<i64> {
        let (head, tail) = text.split_first_chunk::<19>()?;
        if *head != self.text {
            self.seconds = civil_seconds(head)?;
            self.text = *head;
        }
        let (micros, zone) = fraction(tail)?;
        Some((self.seconds - offset(zone)?) * MICROS + micros)
    }

    /// Reads a time in any way a CSV file may spell it: RFC 3339, or seconds, milli-, micro- or nanoseconds
    /// since 1970, told apart by their size (each fits the years 1970 to 5138 in one way only, but for the first days
    /// of 1970).
    #[inline]
    pub(in crate::ingest) fn read_any(&mut self, text: &[u8]) -> Option<i64> {
        // Seconds, k6's default, or milliseconds, JMeter's: thousands of rows in a row share a second.
        if let Some((digits, rest @ ([] | [_, _, _]))) = text.split_first_chunk::<10>() {
            if *digits != self.number.0 {
                self.number = (*digits, self.read_number(digits)?);
            }
            let (seconds, (thousandths, end)) = (self.number.1, number::digits(rest, 0, 0));
            if rest.is_empty() {
                return Some(seconds);
            }
            if end == rest.len() && seconds >= LEAST_OF_TEN_DIGITS {
                return Some(seconds + thousandths as i64 * 1000);
            }
        }
        self.read_number(text)
    }

    fn read_number(&mut self, text: &[u8]) -> Option<i64> {
        if text.len() > 19 || text.contains(&b'-') {
            return self.read(text);
        }
        // Nineteen digits are less than 2^64.
        let (number, end) = number::digits(text, 0, 0);
        let number = i64::try_from(number).ok().filter(|_| end == text.len())?;
        match number {
            _ if text.is_empty() => None,
            0..100_000_000_000 => Some(number * MICROS),
            100_000_000_000..100_000_000_000_000 => Some(number * 1000),
            100_000_000_000_000..100_000_000_000_000_000 => Some(number),
            _ => Some(number / 1000),
        }
    }
}

/// Reads `N` digits; absent where there are others.
fn digits<const N: usize>(text: &[u8; 19], at: usize) -> Option<i64> {
    text.get(at..at + N)?.iter().try_fold(0, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + i64::from(digit))
    })
}

/// Seconds since 1970 of `2026-11-22T13:34:07`.
fn civil_seconds(text: &[u8; 19]) -> Option<i64> {
    let separators = [text[4], text[7], text[10], text[13], text[16]];
    if !matches!(separators, [b'-', b'-', b'T' | b't' | b' ', b':', b':']) {
        return None;
    }
    let (year, month, day) = (digits::<4>(text, 0)?, digits::<2>(text, 5)?, digits::<2>(text, 8)?);
    let (hour, minute, second) = (digits::<2>(text, 11)?, digits::<2>(text, 14)?, digits::<2>(text, 17)?);
    // A leap second counts as the second after.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let date = chrono::NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(day).ok()?,
    )?;
    let days = date.signed_duration_since(chrono::NaiveDate::default()).num_days();
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

/// Splits `.661055737Z` into microseconds and the zone.
fn fraction(tail: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.', tail)) = tail.split_first() else { return Some((0, tail)) };
    let (mut micros, mut at) = (0, 0);
    while let Some(&byte) = tail.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        if at < 6 {
            micros = micros * 10 + i64::from(digit);
        }
        at += 1;
    }
    for _ in at..6 {
        micros *= 10;
    }
    (at > 0).then(|| (micros, &tail[at..]))
}

/// Seconds east of UTC of `Z` or `+02:00`.
fn offset(zone: &[u8]) -> Option<i64> {
    match *zone {
        [b'Z' | b'z'] => Some(0),
        [
            sign @ (b'+' | b'-'),
            h1 @ b'0'..=b'9',
            h2 @ b'0'..=b'9',
            b':',
            m1 @ b'0'..=b'9',
            m2 @ b'0'..=b'9',
        ] => {
            let number = |tens, ones| i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
            let (hours, minutes) = (number(h1, h2), number(m1, m2));
            let seconds = hours * 3_600 + minutes * 60;
            (hours < 24 && minutes < 60).then_some(if sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::TimeParser;

    fn read(text: &str) -> Option<i64> {
        TimeParser::default().read(text.as_bytes())
    }

    #[test]
    fn rfc_3339_in_all_its_forms() {
        let whole = 1_795_354_447_000_000;
        assert_eq!(read("2026-11-22T13:34:07Z"), Some(whole));
        assert_eq!(read("2026-11-22T13:34:07.800741782Z"), Some(whole + 800_741));
        assert_eq!(read("2026-11-22T13:34:07.8Z"), Some(whole + 800_000));
        assert_eq!(read("2026-11-22T15:34:07+02:00"), Some(whole));
        assert_eq!(read("2026-11-22T08:04:07.5-05:30"), Some(whole + 500_000));
        assert_eq!(read("0001-01-01T00:00:00Z"), Some(-62_135_596_800_000_000));
        assert_eq!(read("1969-12-31T23:59:59.999999Z"), Some(-1));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22T13:34:07",
            "2026-13-22T13:34:07Z",
            "2026-02-30T13:34:07Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T13:34:07.Z",
            "2026-11-22T13:34:07.5",
            "2026-11-22T13:34:07+2:00",
            "2026-11-22T13:34:07+99:00",
            "2026-11-22T13:34:07ZZ",
            "x026-11-22T13:34:07Z",
            "1795354447",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_remembered_second_does_not_leak_into_others() {
        let mut times = TimeParser::default();
        assert_eq!(times.read(b"2026-11-22T13:34:07.1Z"), Some(1_795_354_447_100_000));
        assert_eq!(times.read(b"2026-11-22T13:34:07.2+01:00"), Some(1_795_350_847_200_000));
        assert_eq!(times.read(b"2026-11-22T13:34:99.1Z"), None);
        assert_eq!(times.read(b"2026-11-22T13:34:08.1Z"), Some(1_795_354_448_100_000));
    }

    #[test]
    fn csv_times_in_every_format() {
        let mut times = TimeParser::default();
        let mut read = |text: &str| times.read_any(text.as_bytes());
        assert_eq!(read("1795354447"), Some(1_795_354_447_000_000));
        assert_eq!(read("1795354447800"), Some(1_795_354_447_800_000));
        assert_eq!(read("1795354447801"), Some(1_795_354_447_801_000));
        assert_eq!(read("0000000447801"), Some(447_801_000_000));
        assert_eq!(read("17953544478x1"), None);
        assert_eq!(read("1795354447800741"), Some(1_795_354_447_800_741));
        assert_eq!(read("1795354447800741782"), Some(1_795_354_447_800_741));
        assert_eq!(read("2026-11-22T13:34:07Z"), Some(1_795_354_447_000_000));
        assert_eq!(read("2026-11-22T13:34:07.800741782Z"), Some(1_795_354_447_800_741));
        assert_eq!(read(""), None);
        assert_eq!(read("17953x4447"), None);
        assert_eq!(read("99999999999999999999"), None);
    }
}
