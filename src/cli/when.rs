//! Times on the command line: `7d` ago, a day, or a moment; and durations.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// A time on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// So long before another time.
    Ago(TimeDelta),
    /// A day, in UTC.
    Day(NaiveDate),
    /// A moment.
    At(DateTime<Utc>),
}

impl When {
    /// Takes `36h`, `7d`, `2w`, a day such as 2026-11-22, or a time such as 2026-11-22T10:00:00Z.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if let Ok(day) = text.parse::<NaiveDate>() {
            return Ok(Self::Day(day));
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::At(at.to_utc()));
        }
        let ago = text.strip_suffix(['h', 'd', 'w']).and_then(|number| number.parse::<i64>().ok());
        let delta =
            ago.filter(|number| (1..=100_000).contains(number)).map(|number| match text.as_bytes().last() {
                Some(b'h') => TimeDelta::hours(number),
                Some(b'd') => TimeDelta::days(number),
                _ => TimeDelta::weeks(number),
            });
        delta.map(Self::Ago).ok_or_else(|| {
            "expected 36h, 7d or 2w, a day such as 2026-11-22, or a time such as 2026-11-22T10:00:00Z"
                .to_owned()
        })
    }

    /// The beginning that is meant, where `until` is the end.
    pub(super) fn since(self, until: DateTime<Utc>) -> DateTime<Utc> {
        let since = match self {
            Self::Ago(delta) => until - delta,
            Self::Day(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
            Self::At(at) => at,
        };
        // No run is older, and what is as long before it can still be told.
        since.max(DateTime::UNIX_EPOCH)
    }

    /// The end that is meant: a day is meant to its end.
    pub(super) fn until(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Day(day) => Self::Day(day + Days::new(1)).since(now),
            other => other.since(now),
        }
    }
}

/// The time on this machine's clock.
pub(super) fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// Units of durations, in milliseconds.
const UNITS: [(&str, u64); 7] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("w", 604_800_000),
    ("y", 31_536_000_000),
];

/// Takes `300ms`, `30s`, `5m`, `1h` or `15d`, above 0.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| factor);
    let milliseconds = || number.parse::<u64>().ok()?.checked_mul(*factor?);
    match milliseconds() {
        Some(milliseconds) if (1..=LONGEST_MS).contains(&milliseconds) => {
            Ok(Duration::from_millis(milliseconds))
        }
        _ => Err("expected a duration such as 300ms, 30s, 5m or 1h".to_owned()),
    }
}

/// A century.
const LONGEST_MS: u64 = 100 * 31_536_000_000;

/// Takes a duration of whole seconds.
pub(super) fn whole_seconds(text: &str) -> Result<u64, String> {
    let duration = duration(text)?;
    if duration.subsec_millis() == 0 {
        Ok(duration.as_secs())
    } else {
        Err("expected whole seconds, such as 5s".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, When, duration, whole_seconds};

    #[test]
    fn durations_have_a_unit() {
        assert_eq!(duration("300ms"), Ok(Duration::from_millis(300)));
        assert_eq!(duration("15d"), Ok(Duration::from_secs(15 * 86_400)));
        assert_eq!((whole_seconds("2m"), whole_seconds("1h")), (Ok(120), Ok(3600)));
        for text in ["", "5", "0s", "-5s", "1.5s", "5 s", "ms", "99999999999999999999h", "400000000h", "5é"]
        {
            assert!(duration(text).unwrap_err().starts_with("expected a duration"), "{text}");
        }
        assert_eq!(whole_seconds("1500ms").unwrap_err(), "expected whole seconds, such as 5s");
    }

    #[test]
    fn times_are_read_as_they_are_meant() {
        let now = "2026-11-22T10:30:00Z".parse().unwrap();
        let since = |text: &str| When::parse(text).unwrap().since(now).to_rfc3339();
        let until = |text: &str| When::parse(text).unwrap().until(now).to_rfc3339();
        assert_eq!(since("7d"), "2026-11-15T10:30:00+00:00");
        assert_eq!(since("2w"), "2026-11-08T10:30:00+00:00");
        assert_eq!(since("36h"), "2026-11-20T22:30:00+00:00");
        assert_eq!(since("2026-11-01"), "2026-11-01T00:00:00+00:00");
        assert_eq!(until("2026-11-01"), "2026-11-02T00:00:00+00:00");
        assert_eq!(until("2026-11-01T12:00:00+02:00"), "2026-11-01T10:00:00+00:00");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "7", "d", "-7d", "0d", "7m", "7dd", "2026-13-01", "yesterday", "99999999999999d"] {
            assert!(When::parse(text).unwrap_err().starts_with("expected 36h"), "{text}");
        }
    }
}
