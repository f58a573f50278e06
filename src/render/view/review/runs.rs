//! The runs of the period.

use chrono::NaiveTime;
use serde::Serialize;

use crate::model::judgement::Verdict;
use crate::model::quantity::{Count, Milliseconds, Share};
use crate::model::review::{Review, ReviewedRun};
use crate::render::text::plain;
use crate::render::view::text::{DASH, VerdictMark};

use super::words;

/// Runs in the table.
const MOST_RUNS: usize = 50;

/// Runs in the strip.
const MOST_MARKS: usize = 300;

/// The table of runs, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Runs {
    pub(crate) rows: Vec<RunLine>,
    /// The verdicts of all runs, the oldest first; of very many the newest.
    pub(crate) strip: Vec<StripMark>,
    /// Which runs are shown where not all are; empty otherwise.
    pub(crate) rest: String,
    /// The command that lists all of them.
    pub(crate) command: String,
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

/// One run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RunLine {
    /// `Thu 12 Nov 10:02`.
    pub(crate) when: String,
    /// Whether that is when it was saved, not when it began.
    pub(crate) saved: bool,
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
    let mut shown: Vec<&ReviewedRun> = reviewed.iter().rev().collect();
    let more = shown.len().saturating_sub(MOST_RUNS);
    if more > 0 {
        // Sorting keeps the newest first on both sides.
        shown.sort_by_key(|run| matches!(run.verdict, Verdict::Pass | Verdict::None));
        shown.truncate(MOST_RUNS);
    }
    let rest = match more {
        0 => String::new(),
        more => format!(
            "{} of {} runs are shown: those that did not pass first, then the newest. The other {} are listed by",
            MOST_RUNS,
            Count(reviewed.len() as u64),
            Count(more as u64)
        ),
    };
    let newest = reviewed.get(reviewed.len().saturating_sub(MOST_MARKS)..).unwrap_or_default();
    let mark = |run: &ReviewedRun| StripMark {
        verdict: run.verdict.into(),
        run: format!("{}, {}", plain(&run.name), words::time(review, run.at)),
    };
    let since = review.period.since;
    let format = if since.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%dT%H:%M:%SZ" };
    Runs {
        commits: shown.iter().any(|run| run.commit.is_some()),
        bases: shown.iter().any(|run| run.base.is_some()),
        strip: newest.iter().map(mark).collect(),
        rows: shown.into_iter().map(|run| line(review, run)).collect(),
        rest,
        command: format!("perfreport history --since {}", since.format(format)),
    }
}

fn line(review: &Review, run: &ReviewedRun) -> RunLine {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| DASH.to_owned());
    RunLine {
        when: words::time(review, run.at),
        saved: !run.dated,
        name: plain(&run.name),
        test: plain(&run.test),
        verdict: run.verdict.into(),
        commit: or_dash(words::commit(run)),
        base: or_dash(run.base.as_deref().map(plain)),
        requests: or_dash(run.requests.map(|count| Count(count).to_string())),
        p95: or_dash(run.p95.map(|ms| Milliseconds(ms).to_string())),
        p99: or_dash(run.p99.map(|ms| Milliseconds(ms).to_string())),
        errors: or_dash(run.error_share.map(|share| Share(share).to_string())),
        why: run.reason.as_deref().map(plain).unwrap_or_default(),
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
        assert_eq!(runs.command, "perfreport history --since 2026-11-09");
    }
}
