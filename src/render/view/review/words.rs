//! How a review writes endpoints, figures, changes and dates.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Serialize;

use crate::model::comparison::Change;
use crate::model::history::{HistoryMeasure, HistoryUnit};
use crate::model::quantity::{Count, NBSP, PercentagePoints, Share};
use crate::model::review::{Period, Review, ReviewedRun, Tracked};
use crate::render::text::plain;
use crate::render::view::figure::{ChangeText, Spread, latency_pair, rate_pair, share_pair};
use crate::render::view::text::{ChangeMark, moment};

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
    /// Writes the first of the items.
    pub(crate) fn of<'a, I>(items: &'a [I], noun: &str, write: impl FnMut(&'a I) -> T) -> Self {
        let rest = match items.len().saturating_sub(MOST_ROWS) {
            0 => String::new(),
            1 => format!("1 more {noun} is not listed."),
            more => format!("{} more {noun}s are not listed.", Count(more as u64)),
        };
        Self { rows: items.iter().take(MOST_ROWS).map(write).collect(), rest }
    }
}

/// Names an endpoint, with its test where there are several: `POST /api/orders · checkout`.
pub(crate) fn subject(subject: &Tracked) -> String {
    let name = plain(&subject.subject.to_string());
    if subject.test.is_empty() { name } else { format!("{name} · {}", plain(&subject.test)) }
}

/// Names a figure.
pub(crate) fn measure(measure: HistoryMeasure) -> &'static str {
    match measure {
        HistoryMeasure::Requests => "requests",
        HistoryMeasure::Rate => "throughput",
        HistoryMeasure::ErrorShare => "unintended errors",
        HistoryMeasure::Undeclared4xxShare => "undeclared 4xx",
        HistoryMeasure::P50 => "p50",
        HistoryMeasure::P90 => "p90",
        HistoryMeasure::P95 => "p95",
        HistoryMeasure::P99 => "p99",
        HistoryMeasure::Max => "maximum",
    }
}

/// Writes a figure with its unit.
pub(crate) fn value(measure: HistoryMeasure, value: f64) -> String {
    measure.unit().figure(value)
}

/// Writes two figures with one unit: `83.1 → 111 ms`.
pub(crate) fn pair(measure: HistoryMeasure, before: f64, after: f64) -> String {
    match measure.unit() {
        HistoryUnit::Milliseconds => latency_pair(Spread::one(before), after),
        HistoryUnit::Share => share_pair(before, after),
        HistoryUnit::PerSecond => rate_pair(before, after),
        HistoryUnit::Count => format!("{} → {}", value(measure, before), value(measure, after)),
    }
}

/// Writes how much a figure changed, with its sign: `+34 %`, `+0.52 pp`.
pub(crate) fn size(measure: HistoryMeasure, change: f64) -> String {
    measure.unit().change(change)
}

/// Says how much a figure changed: `rose by 34 %`.
pub(crate) fn moved(measure: HistoryMeasure, change: f64) -> String {
    let size = size(measure, change);
    let size = size.trim_start_matches(['+', '\u{2212}']);
    format!("{} by {size}", if change < 0.0 { "fell" } else { "rose" })
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
    let format = if at.year() == last.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    at.format(format).to_string()
}

/// Writes a number of runs: `5,000 runs`.
pub(crate) fn runs(count: usize) -> String {
    format!("{} run{}", Count(count as u64), if count == 1 { "" } else { "s" })
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
    let full = |day: NaiveDate| day.format("%a %-d %b %Y").to_string();
    if first == last {
        format!("{} (UTC)", full(first))
    } else if first.year() == last.year() {
        format!("{} – {} (UTC)", first.format("%a %-d %b"), full(last))
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
        assert_eq!(moved(P95, 0.34), "rose by 34\u{a0}%");
        assert_eq!(moved(Rate, -0.2), "fell by 20\u{a0}%");
        assert_eq!(moved(ErrorShare, 0.0052), "rose by 0.52\u{a0}pp");
        assert_eq!(noise(P95, 0.123), "±12\u{a0}%");
        assert_eq!(mark(Rate, true).sign, "▼");
    }

    #[test]
    fn a_long_table_says_what_it_leaves_out() {
        let items: Vec<usize> = (0..1_051).collect();
        let listed = Listed::of(&items, "run", |item| *item);
        assert_eq!((listed.rows.len(), listed.rest.as_str()), (50, "1,001 more runs are not listed."));
        assert_eq!(Listed::of(&items[..51], "run", |item| *item).rest, "1 more run is not listed.");
        assert_eq!(Listed::of(&items[..50], "run", |item| *item).rest, "");
    }
}
