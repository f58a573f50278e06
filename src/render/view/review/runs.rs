//! The runs of the period.

use chrono::NaiveTime;
use serde::Serialize;

use crate::model::judgement::Verdict;
use crate::model::quantity::{Count, Milliseconds, NBSP, Share};
use crate::model::review::{Review, ReviewedRun};
use crate::render::text::plain;
use crate::render::view::text::{DASH, VerdictMark};

use super::words;
use crate::words::{Text, say};

/// Rows of the table.
const MOST_ROWS: usize = 50;

/// As many runs of a test in a row that ended alike, for the same reason, are one row.
const STREAK: usize = 3;

/// Runs in the strip.
const MOST_MARKS: usize = 300;

/// The table of runs, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Runs {
    pub(crate) rows: Vec<RunLine>,
    /// The verdicts of all runs, the oldest first; of very many the newest.
    pub(crate) strip: Vec<StripMark>,
    /// Which runs are shown where not all are, and the command that lists all of them; empty otherwise.
    pub(crate) rest: String,
    /// Whether any run has a commit.
    pub(crate) commits: bool,
    /// Whether any run was compared with something.
    pub(crate) bases: bool,
}

/// A run in the strip of verdicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StripMark {
    pub(crate) verdict: VerdictMark,
    /// `orders-8, Fri 13 Nov 09:00`.
    pub(crate) run: String,
}

/// One run, or several in a row that ended alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RunLine {
    /// `Thu 12 Nov 10:02`; of several, from the first to the last. It says where that is when it was saved, not when it began.
    pub(crate) when: String,
    /// How many runs in a row: `7 runs in a row`; empty for one.
    pub(crate) streak: String,
    pub(crate) name: String,
    /// What was tested; empty where there is nothing to tell apart.
    pub(crate) test: String,
    pub(crate) verdict: VerdictMark,
    pub(crate) commit: String,
    pub(crate) base: String,
    pub(crate) requests: String,
    pub(crate) p95: String,
    pub(crate) p99: String,
    pub(crate) errors: String,
    pub(crate) why: String,
}

/// Builds the table.
pub(crate) fn runs(review: &Review) -> Runs {
    let reviewed = review.reviewed();
    let newest_first: Vec<&ReviewedRun> = reviewed.iter().rev().collect();
    let alike = |a: &&ReviewedRun, b: &&ReviewedRun| {
        (&a.test, a.verdict, &a.reason, a.dated) == (&b.test, b.verdict, &b.reason, b.dated)
    };
    let mut shown: Vec<&[&ReviewedRun]> = newest_first
        .chunk_by(alike)
        .flat_map(|runs| runs.chunks(if runs.len() < STREAK { 1 } else { runs.len() }))
        .collect();
    if shown.len() > MOST_ROWS {
        // Sorting keeps the newest first on both sides.
        shown.sort_by_key(|runs| matches!(runs[0].verdict, Verdict::Pass | Verdict::None));
        shown.truncate(MOST_ROWS);
    }
    let told: usize = shown.iter().map(|runs| runs.len()).sum();
    let since = review.period.since;
    let format = if since.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%SZ" };
    let rest = match reviewed.len() - told {
        0 => String::new(),
        more => say!(
            "review-runs-rest",
            shown = told,
            runs = reviewed.len(),
            more = more,
            command = format!("perfreport history --since {}", since.format(format)),
        ),
    };
    let newest = reviewed.get(reviewed.len().saturating_sub(MOST_MARKS)..).unwrap_or_default();
    let mark = |run: &ReviewedRun| StripMark {
        verdict: run.verdict.into(),
        run: format!("{}, {}", plain(&run.name), words::time(review, run.at)),
    };
    Runs {
        commits: reviewed.iter().any(|run| run.commit.is_some()),
        bases: reviewed.iter().any(|run| run.base.is_some()),
        strip: newest.iter().map(mark).collect(),
        rows: shown.into_iter().map(|runs| line(review, runs)).collect(),
        rest,
    }
}

/// Writes the row of runs that ended alike, the newest first; there is at least one.
fn line(review: &Review, runs: &[&ReviewedRun]) -> RunLine {
    let (last, first) = (runs[0], runs[runs.len() - 1]);
    let told = |text: &dyn Fn(&ReviewedRun) -> Option<String>| {
        from_to(text(first), text(last)).unwrap_or_else(|| DASH.to_owned())
    };
    let figures = |value: &dyn Fn(&ReviewedRun) -> Option<f64>, text: &dyn Fn(f64) -> String| {
        let values = || runs.iter().filter_map(|run| value(run));
        let ends = [values().reduce(f64::min), values().reduce(f64::max)];
        let [least, most] = ends.map(|end| end.map(text));
        least.zip(most).map_or_else(|| DASH.to_owned(), |(least, most)| range(&least, &most))
    };
    let milliseconds = |ms: f64| Milliseconds(ms).to_string();
    let same_day = first.at != last.at && first.at.date_naive() == last.at.date_naive();
    let end = if same_day { last.at.format("%H:%M").to_string() } else { words::time(review, last.at) };
    let when = from_to(Some(words::time(review, first.at)), Some(end)).unwrap_or_default();
    RunLine {
        when: if last.dated { when } else { say!("review-saved", when = when) },
        streak: if runs.len() > 1 { say!("review-streak", runs = runs.len()) } else { String::new() },
        name: told(&|run| Some(plain(&run.name))),
        test: plain(&last.test),
        verdict: last.verdict.into(),
        commit: told(&words::commit),
        base: told(&|run| run.base.as_deref().map(plain)),
        requests: figures(&|run| run.requests.map(|count| count as f64), &|count| {
            Count(count as u64).to_string()
        }),
        p95: figures(&|run| run.p95, &milliseconds),
        p99: figures(&|run| run.p99, &milliseconds),
        errors: figures(&|run| run.error_share, &|share| Share(share).to_string()),
        why: last.reason.clone().map(Text::read).map(plain).unwrap_or_default(),
    }
}

/// Writes the least and the most of several figures, with their unit once: `43.8–45.0 ms`.
fn range(least: &str, most: &str) -> String {
    if least == most {
        return most.to_owned();
    }
    match (least.split_once(NBSP), most.split_once(NBSP)) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number}–{most}"),
        _ => format!("{least}–{most}"),
    }
}

/// What the first and the last of several say, once where it is the same.
fn from_to(first: Option<String>, last: Option<String>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => {
            Some(say!("review-from-to", first = first, last = last))
        }
        (first, last) => last.or(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn of_many_runs_those_that_did_not_pass_come_first() {
        let mut review = sample::reviewed();
        let run = ReviewedRun { verdict: Verdict::Pass, ..review.runs[0].clone() };
        review.first = 0;
        review.runs = vec![run; 1_200];
        // Two tests in turns: nothing ends alike in a row.
        for (number, run) in review.runs.iter_mut().enumerate() {
            run.test = format!("test-{}", number % 2);
        }
        review.runs[3].verdict = Verdict::Fail;
        review.runs[1_199].verdict = Verdict::Warn;
        let marks = runs(&review).strip;
        let last = marks.last().map(|mark| mark.verdict.word);
        assert_eq!((marks.len(), last), (300, Some("WARN")));
        review.runs[1_199].verdict = Verdict::Pass;
        review.runs[7].verdict = Verdict::Inconclusive;
        let runs = runs(&review);
        let words: Vec<&str> = runs.rows.iter().map(|row| row.verdict.word).collect();
        assert_eq!((words.len(), &words[..3]), (50, &["INCONCLUSIVE", "FAIL", "PASS"][..]));
        assert!(runs.rest.starts_with("50 of 1,200 runs") && runs.rest.contains("The other 1,150"));
        assert!(runs.rest.ends_with("are listed by `perfreport history --since 2026-11-09`."));
    }

    #[test]
    fn runs_in_a_row_that_ended_alike_are_one_row() {
        let mut review = sample::reviewed();
        let run = ReviewedRun { verdict: Verdict::Pass, reason: None, ..review.runs[0].clone() };
        review.first = 0;
        review.runs = vec![run; 8];
        for (number, run) in review.runs.iter_mut().enumerate() {
            run.name = format!("run-{number}");
            run.p95 = Some(40.0 + number as f64);
            run.at += chrono::TimeDelta::days(number as i64);
        }
        review.runs[5].verdict = Verdict::Fail;
        let rows = runs(&review).rows;
        let told: Vec<(&str, &str)> =
            rows.iter().map(|row| (row.name.as_str(), row.streak.as_str())).collect();
        let expected = [("run-7", ""), ("run-6", ""), ("run-5", ""), ("run-0 to run-4", "5 runs in a row")];
        assert_eq!(told, expected, "two are no streak");
        assert_eq!(rows[3].p95, "40.0–44.0\u{a0}ms");
        assert!(rows[3].when.contains(" to "), "{}", rows[3].when);
    }
}
