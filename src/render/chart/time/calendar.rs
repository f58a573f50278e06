//! The marks of an axis of calendar time, in UTC: hours, days, weeks, months or years, as they fit.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use crate::render::chart::axis::Tick;
use crate::words::{say, text};

/// A step between marks, and the room that one mark takes, in pixels.
#[derive(Debug, Clone, Copy)]
struct Step {
    unit: Unit,
    room: f64,
}

#[derive(Debug, Clone, Copy)]
enum Unit {
    /// A divisor of a day.
    Minutes(u32),
    /// Days from the beginning, or Mondays where it is a multiple of seven.
    Days(u32),
    /// Months of a year, from January.
    Months(u32),
    /// Years divisible by this.
    Years(u32),
}

const fn step(unit: Unit, room: f64) -> Step {
    Step { unit, room }
}

/// From fine to coarse; the first that fits is taken.
const STEPS: [Step; 21] = [
    step(Unit::Minutes(1), 50.0),
    step(Unit::Minutes(5), 50.0),
    step(Unit::Minutes(15), 50.0),
    step(Unit::Minutes(30), 50.0),
    step(Unit::Minutes(60), 50.0),
    step(Unit::Minutes(120), 50.0),
    step(Unit::Minutes(180), 50.0),
    step(Unit::Minutes(360), 80.0),
    step(Unit::Minutes(720), 80.0),
    step(Unit::Days(1), 80.0),
    step(Unit::Days(2), 80.0),
    step(Unit::Days(7), 80.0),
    step(Unit::Days(14), 80.0),
    step(Unit::Months(1), 70.0),
    step(Unit::Months(2), 70.0),
    step(Unit::Months(3), 70.0),
    step(Unit::Months(6), 70.0),
    step(Unit::Years(1), 50.0),
    step(Unit::Years(2), 50.0),
    step(Unit::Years(5), 50.0),
    step(Unit::Years(10), 50.0),
];

/// Marks of an axis from `origin` on, `end` seconds long and `pixels` wide.
pub(super) fn ticks(origin: DateTime<Utc>, end: f64, pixels: f64) -> Vec<Tick> {
    let fits = |step: &Step| end / seconds(step.unit) * step.room <= pixels;
    let unit = STEPS.into_iter().find(fits).map_or(Unit::Years(100), |step| step.unit);
    let mut found = Vec::new();
    let mut at = first(origin, unit);
    while let Some(time) = at {
        let value = (time - origin).num_milliseconds() as f64 / 1000.0;
        if value > end {
            break;
        }
        if value >= 0.0 {
            found.push(Tick { value, text: text(time, unit) });
        }
        at = next(time, unit);
    }
    found
}

/// What the axis measures; the years stand here, because the marks leave them out.
pub(super) fn title(origin: DateTime<Utc>, end: f64) -> String {
    let last =
        TimeDelta::try_milliseconds((end * 1000.0) as i64).and_then(|span| origin.checked_add_signed(span));
    let (from, to) = (origin.year(), last.unwrap_or(origin).year());
    let years = if from == to { from.to_string() } else { format!("{from}–{to}") };
    say!("calendar-title", years = years)
}

fn seconds(unit: Unit) -> f64 {
    match unit {
        Unit::Minutes(count) => f64::from(count) * 60.0,
        Unit::Days(count) => f64::from(count) * 86_400.0,
        Unit::Months(count) => f64::from(count) * 30.4 * 86_400.0,
        Unit::Years(count) => f64::from(count) * 365.2 * 86_400.0,
    }
}

/// A round time at or before another.
fn first(origin: DateTime<Utc>, unit: Unit) -> Option<DateTime<Utc>> {
    let day = origin.date_naive();
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    match unit {
        Unit::Minutes(count) => {
            let minutes = (origin.hour() * 60 + origin.minute()) / count * count;
            midnight(day).checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
        }
        Unit::Days(count) if count % 7 == 0 => {
            let since_monday = TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
            midnight(day).checked_sub_signed(since_monday)
        }
        Unit::Days(_) => Some(midnight(day)),
        Unit::Months(count) => {
            let month = day.month0() / count * count;
            Some(midnight(day.with_day(1)?.with_month0(month)?))
        }
        Unit::Years(count) => {
            let year = day.year().div_euclid(i32::try_from(count).ok()?) * i32::try_from(count).ok()?;
            Some(midnight(NaiveDate::from_ymd_opt(year, 1, 1)?))
        }
    }
}

fn next(time: DateTime<Utc>, unit: Unit) -> Option<DateTime<Utc>> {
    match unit {
        Unit::Minutes(count) => time.checked_add_signed(TimeDelta::minutes(i64::from(count))),
        Unit::Days(count) => time.checked_add_signed(TimeDelta::days(i64::from(count))),
        Unit::Months(count) => time.checked_add_months(Months::new(count)),
        Unit::Years(count) => time.checked_add_months(Months::new(count * 12)),
    }
}

fn text(time: DateTime<Utc>, unit: Unit) -> String {
    let part = |format: &str| time.format(format).to_string();
    let (day, year) = (time.day(), part("%Y"));
    let month = text!("calendar-month", month = part("%b"));
    match unit {
        Unit::Minutes(_) if time.time() != NaiveTime::MIN => part("%H:%M"),
        Unit::Minutes(_) => say!("calendar-day", day = day, month = month),
        Unit::Days(_) => {
            let weekday = text!("calendar-weekday", weekday = part("%a"));
            say!("calendar-weekday-day", weekday = weekday, day = day, month = month)
        }
        Unit::Months(_) if time.month0() > 0 => month.to_string(),
        Unit::Months(_) => say!("calendar-month-of", month = month, year = year),
        Unit::Years(_) => year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(origin: &str, days: f64) -> Vec<String> {
        let ticks = ticks(origin.parse().unwrap(), days * 86_400.0, 842.0);
        ticks.into_iter().map(|tick| tick.text).collect()
    }

    #[test]
    fn marks_are_round_in_the_calendar() {
        assert_eq!(
            texts("2026-11-09T00:00:00Z", 7.0),
            [
                "Mon 9 Nov",
                "Tue 10 Nov",
                "Wed 11 Nov",
                "Thu 12 Nov",
                "Fri 13 Nov",
                "Sat 14 Nov",
                "Sun 15 Nov",
                "Mon 16 Nov"
            ]
        );
        assert_eq!(texts("2026-11-09T07:10:00Z", 0.25)[..3], ["07:30", "08:00", "08:30"]);
        assert_eq!(texts("2026-11-09T20:10:00Z", 1.0)[..3], ["22:00", "10 Nov", "02:00"]);
        assert_eq!(texts("2026-11-11T00:00:00Z", 60.0)[..2], ["Mon 16 Nov", "Mon 23 Nov"]);
        assert_eq!(texts("2026-11-11T00:00:00Z", 300.0)[..3], ["Dec", "Jan 2027", "Feb"]);
        assert_eq!(texts("2020-05-11T00:00:00Z", 365.0 * 9.0)[..2], ["2021", "2022"]);
    }

    #[test]
    fn marks_keep_their_distance_at_any_length() {
        let origin = "2026-11-09T07:13:20Z".parse().unwrap();
        for days in [0.001, 0.04, 0.5, 1.0, 6.0, 13.0, 29.0, 90.0, 800.0, 4_000.0, 90_000.0] {
            let end = days * 86_400.0;
            for pixels in [442.0, 842.0] {
                let ticks = ticks(origin, end, pixels);
                assert!(!ticks.is_empty() && ticks.len() <= 17, "{days}: {}", ticks.len());
                let near = |pair: &[Tick]| (pair[1].value - pair[0].value) / end * pixels < 44.0;
                assert!(!ticks.windows(2).any(near), "{days}");
            }
        }
    }

    #[test]
    fn the_title_names_the_years() {
        let origin = "2026-12-28T00:00:00Z".parse().unwrap();
        assert_eq!(title(origin, 86_400.0), "time in UTC, 2026");
        assert_eq!(title(origin, 7.0 * 86_400.0), "time in UTC, 2026–2027");
    }
}
