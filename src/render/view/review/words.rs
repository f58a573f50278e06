//! How a review writes endpoints, figures, changes and dates.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Serialize;

use crate::model::comparison::Change;
use crate::model::history::{HistoryMeasure, HistoryUnit};
use crate::model::quantity::{NBSP, PercentagePoints, Share};
use crate::model::review::{Period, Review, ReviewedRun, Tracked};
use crate::render::text::plain;
use crate::render::view::figure::{ChangeText, Spread, latency_pair, rate_pair, share_pair};
use crate::render::view::text::{ChangeMark, moment};
use crate::words::{Arg, Text, say, text};

/// Rows of a table that are shown; a longer one says how many it leaves out.
const MOST_ROWS: usize = 50;

/// The first rows of a table, and a sentence on the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Listed<T> {
    pub(crate) rows: Vec<T>,
    /// `12 more change points are not listed.`; empty where all are.
    pub(crate) rest: String,
}

impl<T> Listed<T> {
    /// Writes the first of the items; `what` they are is a word of the message on the rest.
    pub(crate) fn of<'a, I>(items: &'a [I], what: &str, write: impl FnMut(&'a I) -> T) -> Self {
        let rest = match items.len().saturating_sub(MOST_ROWS) {
            0 => String::new(),
            more => say!("review-rest", more = more, what = what),
        };
        Self { rows: items.iter().take(MOST_ROWS).map(write).collect(), rest }
    }
}

/// Names an endpoint, with its test where there are several: `POST /api/orders · checkout`.
pub(crate) fn subject(subject: &Tracked) -> String {
    let name = plain(subject.subject.text());
    if subject.test.is_empty() { name } else { format!("{name} · {}", plain(&subject.test)) }
}

/// Names a figure.
pub(crate) fn measure(measure: HistoryMeasure) -> Text {
    text!("review-measure", measure = measure.key())
}

/// Writes a figure with its unit.
pub(crate) fn value(measure: HistoryMeasure, value: f64) -> Arg {
    Arg::Quantity(measure.unit().figure(value))
}

/// Writes two figures with one unit: `83.1 → 111 ms`.
pub(crate) fn pair(measure: HistoryMeasure, before: f64, after: f64) -> String {
    match measure.unit() {
        HistoryUnit::Milliseconds => latency_pair(Spread::one(before), after),
        HistoryUnit::Share => share_pair(before, after),
        HistoryUnit::PerSecond => rate_pair(before, after),
        unit @ HistoryUnit::Count => format!("{} → {}", unit.figure(before), unit.figure(after)),
    }
}

/// Writes how much a figure changed, with its sign: `+34 %`, `+0.52 pp`.
pub(crate) fn size(measure: HistoryMeasure, change: f64) -> String {
    measure.unit().change(change)
}

/// Says how much a figure changed: `p95 rose by 34 %`.
pub(crate) fn moved(measure: HistoryMeasure, change: f64) -> Text {
    let (size, figure) = (size(measure, change), self::measure(measure));
    let size = Arg::Quantity(size.trim_start_matches(['+', '\u{2212}']).to_owned());
    if change < 0.0 {
        text!("review-fell", measure = figure, size = size)
    } else {
        text!("review-rose", measure = figure, size = size)
    }
}

/// Marks a change as for the better or for the worse.
pub(crate) fn mark(measure: HistoryMeasure, worse: bool) -> ChangeMark {
    let change = if worse { Change::Regression } else { Change::Improvement };
    match measure.unit() {
        HistoryUnit::Milliseconds => ChangeMark::latency(change),
        HistoryUnit::Share => ChangeMark::errors(change),
        HistoryUnit::PerSecond | HistoryUnit::Count => ChangeMark::throughput(change),
    }
}

/// Writes a change with its mark.
pub(crate) fn change(measure: HistoryMeasure, change: f64, worse: bool) -> ChangeText {
    ChangeText { mark: mark(measure, worse), size: size(measure, change), interval: String::new() }
}

/// Writes how much a figure differs from run to run: `±12 %`.
pub(crate) fn noise(measure: HistoryMeasure, noise: f64) -> String {
    match measure.unit() {
        HistoryUnit::Share => format!("±{}", PercentagePoints(noise).to_string().trim_start_matches('+')),
        HistoryUnit::Milliseconds | HistoryUnit::PerSecond | HistoryUnit::Count => {
            format!("±{}", Share(noise))
        }
    }
}

/// The run at a place of the review, by name; a dash where there is none.
pub(crate) fn run_name(review: &Review, run: usize) -> String {
    review.runs.get(run).map_or_else(|| "–".to_owned(), |run| plain(&run.name))
}

/// Writes a commit as people do.
pub(crate) fn commit(run: &ReviewedRun) -> Option<String> {
    run.short_commit().map(plain)
}

/// Writes a time: `Thu 12 Nov 10:02`, with its year where the review does not end in it.
pub(crate) fn time(review: &Review, at: DateTime<Utc>) -> String {
    format!("{} {}", day(review, at), at.format("%H:%M")).replace(' ', &NBSP.to_string())
}

/// Writes a day: `Thu 12 Nov`, with its year where the review does not end in it.
pub(crate) fn day(review: &Review, at: DateTime<Utc>) -> String {
    let last = review.period.until.checked_sub_signed(TimeDelta::seconds(1)).unwrap_or(review.period.until);
    let day = at.date_naive();
    if at.year() == last.year() { short(day) } else { full(day) }
}

/// Writes a day without its year: `Thu 12 Nov`.
fn short(day: NaiveDate) -> String {
    let part = |format| day.format(format).to_string();
    say!("review-day", weekday = part("%a"), day = day.day(), month = part("%b"))
}

/// Writes a day: `Thu 12 Nov 2026`.
fn full(day: NaiveDate) -> String {
    say!("review-day-of-year", day = short(day), year = day.year().to_string())
}

/// Writes a period; its last day is named where it ends at midnight.
pub(crate) fn period(period: Period) -> String {
    let midnight = |at: DateTime<Utc>| at.time() == NaiveTime::MIN;
    let last = period.until.date_naive().pred_opt();
    match last {
        Some(last) if midnight(period.since) && midnight(period.until) && period.since < period.until => {
            days(period.since.date_naive(), last)
        }
        _ => format!("{} – {}", moment(period.since), moment(period.until)),
    }
}

fn days(first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        format!("{} (UTC)", full(first))
    } else if first.year() == last.year() {
        let days = format!("{} – {}", short(first), short(last));
        format!("{} (UTC)", say!("review-day-of-year", day = days, year = last.year().to_string()))
    } else {
        format!("{} – {} (UTC)", full(first), full(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(since: &str, until: &str) -> String {
        period(Period { since: since.parse().unwrap(), until: until.parse().unwrap() })
    }

    #[test]
    fn a_period_names_its_last_day() {
        assert_eq!(
            written("2026-11-09T00:00:00Z", "2026-11-16T00:00:00Z"),
            "Mon 9 Nov – Sun 15 Nov 2026 (UTC)"
        );
        assert_eq!(written("2026-11-09T00:00:00Z", "2026-11-10T00:00:00Z"), "Mon 9 Nov 2026 (UTC)");
        assert_eq!(
            written("2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z"),
            "Mon 28 Dec 2026 – Sun 3 Jan 2027 (UTC)"
        );
        assert_eq!(
            written("2026-11-09T00:00:00Z", "2026-11-12T10:30:00Z"),
            "9 Nov 2026 00:00 UTC – 12 Nov 2026 10:30 UTC"
        );
    }

    #[test]
    fn figures_of_each_unit_read_as_elsewhere() {
        use HistoryMeasure::{ErrorShare, P95, Rate};
        assert_eq!(pair(P95, 83.1, 111.4), "83.1 → 111\u{a0}ms");
        assert_eq!(moved(P95, 0.34), "p95 rose by 34\u{a0}%");
        assert_eq!(moved(Rate, -0.2), "throughput fell by 20\u{a0}%");
        assert_eq!(moved(ErrorShare, 0.0052), "unintended errors rose by 0.52\u{a0}pp");
        assert_eq!(noise(P95, 0.123), "±12\u{a0}%");
        assert_eq!(mark(Rate, true).sign, "▼");
    }

    #[test]
    fn a_long_table_says_what_it_leaves_out() {
        let items: Vec<usize> = (0..1_051).collect();
        let listed = Listed::of(&items, "action", |item| *item);
        assert_eq!((listed.rows.len(), listed.rest.as_str()), (50, "1,001 more actions are not listed."));
        assert_eq!(Listed::of(&items[..51], "action", |item| *item).rest, "1 more action is not listed.");
        assert_eq!(Listed::of(&items[..50], "action", |item| *item).rest, "");
    }
}
