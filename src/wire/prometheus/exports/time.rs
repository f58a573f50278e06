//! Times as exports write them; here microseconds since 1970.

use chrono::{DateTime, NaiveDateTime};

/// The year 10,000, in seconds.
const FARTHEST: f64 = 253_402_300_800.0;
/// Numbers from here on are milliseconds: as seconds they would be of the year 5138.
const MILLISECONDS: f64 = 1e11;

/// Reads Unix seconds.
pub(super) fn of_seconds(seconds: f64) -> Option<i64> {
    (seconds.abs() < FARTHEST).then(|| (seconds * 1e6).round() as i64)
}

/// Reads Unix seconds or milliseconds.
pub(super) fn of_number(number: f64) -> Option<i64> {
    of_seconds(if number.abs() >= MILLISECONDS { number / 1e3 } else { number })
}

/// Reads a date and a time, or a number; tells as well whether it has no zone.
pub(super) fn of_text(text: &str) -> Option<(i64, bool)> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return Some((of_number(number)?, false));
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some((time.timestamp_micros(), false));
    }
    let formats = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S%.f"];
    let local = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
    Some((local.and_utc().timestamp_micros(), true))
}
