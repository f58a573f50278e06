//! Rules `errors` and `undeclared_4xx`: more bad requests, or more failed checks, than the base explains.

use super::{Inputs, finding};
use crate::model::comparison::{Change, Counts, ERROR_FAIL_LEVEL, ERROR_WARN_LEVEL, ErrorCell};
use crate::model::error_code::cause;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{Milliseconds, PercentagePoints, PlusMinus, Share};
use crate::model::run::Run;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// Fewer excess requests than this are an anecdote.
pub(super) const MIN_EXCESS: f64 = 5.0;

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let mut found: Vec<&ErrorCell> =
        comparison.errors.iter().filter(|cell| cell.change != Change::Unchanged).collect();
    found.sort_by(|a, b| a.q.total_cmp(&b.q));
    // Where the run as a whole fails, the question is only at which endpoint.
    let whole_fails = comparison
        .errors
        .iter()
        .any(|cell| cell.is_of_errors(true) && verdict_of(cell, ERROR_FAIL_LEVEL) == Verdict::Fail);
    let level = |cell: &ErrorCell| {
        if whole_fails && cell.is_of_errors(false) { ERROR_WARN_LEVEL } else { ERROR_FAIL_LEVEL }
    };
    found.into_iter().map(|cell| in_words(cell, verdict_of(cell, level(cell)), evidence.run)).collect()
}

/// What a cell says that fails below the q of `level`.
fn verdict_of(cell: &ErrorCell, level: f64) -> Verdict {
    match cell.change {
        Change::Regression if cell.q < level && cell.excess() >= MIN_EXCESS => Verdict::Fail,
        Change::Regression => Verdict::Warn,
        _ => Verdict::Pass,
    }
}

/// The counts to show: all of them, unless a burst that was set aside makes them say the opposite of what was found.
fn shown(cell: &ErrorCell) -> (Counts, Counts) {
    if cell.difference() * cell.tested_difference() < 0.0 { cell.tested() } else { (cell.base, cell.run) }
}

fn in_words(cell: &ErrorCell, verdict: Verdict, of: &Run) -> Finding {
    let (base, run) = shown(cell);
    let difference = run.share() - base.share();
    let worse = cell.change == Change::Regression;
    let Judged { subject, indicator } = &cell.judged;
    let what = match indicator {
        Indicator::UndeclaredShare => "undeclared",
        Indicator::VerySlowShare => "slow",
        _ => "errors",
    };
    let (who, more) = (subject.title(), if worse { "more" } else { "fewer" });
    let title = match subject {
        _ if worse && *indicator == Indicator::ErrorShare && every_failed(run) => all_failed(subject, of),
        Subject::Check(_) => text!("errors-check-title", who = who, change = more),
        _ => {
            let number = if *subject == Subject::SmallEndpoints { "many" } else { "one" };
            text!("errors-title", who = who, number = number, change = more, what = what)
        }
    };
    let counts = text!(
        "errors-counts",
        bad = run.bad,
        total = run.total,
        share = Share(run.share()),
        base_bad = base.bad,
        base_total = base.total,
        base_share = Share(base.share()),
        difference = PercentagePoints(difference)
    );
    let counts = match cell.threshold {
        Some(ms) => text!("errors-counts-slower", threshold = Milliseconds(ms), counts = counts),
        None => counts,
    };
    let alone = text!(
        "errors-counts-alone",
        bad = run.bad,
        total = run.total,
        base_bad = base.bad,
        base_total = base.total
    );
    Finding {
        change: cell.change,
        base: Some(base.share()),
        run: Some(run.share()),
        unit: Some(Unit::Share),
        size: Some(difference),
        interval: Some(cell.interval),
        // The mirrored test has its q alone.
        p: worse.then_some(cell.p),
        q: Some(if worse { cell.q } else { cell.q_better }),
        title,
        text: text!("errors-text", counts = counts, expectation = expectation(cell)),
        context: Some(text!("errors-text", counts = alone, expectation = expectation(cell))),
        advice: (*indicator == Indicator::UndeclaredShare && worse).then(|| text!("errors-declare")),
        ..finding(verdict, Rule::of(cell), cell.judged.clone())
    }
}

/// Whether no request succeeded.
fn every_failed(counts: Counts) -> bool {
    counts.total > 0 && counts.bad == counts.total
}

/// Says that every request failed, and with what where the error codes agree: `Every request failed: TCP: connection refused`.
pub(super) fn all_failed(subject: &Subject, run: &Run) -> Text {
    let traffic = match subject {
        Subject::Whole => Some(&run.whole),
        named => {
            let own = run.endpoints.iter().find(|endpoint| Subject::from(&endpoint.id) == *named);
            own.map(|endpoint| &endpoint.traffic)
        }
    };
    let told = traffic.and_then(|traffic| {
        let (code, count) = traffic.error_codes.iter().max_by_key(|(_, count)| **count)?;
        let all = traffic.outcomes.as_ref().ok()?.total();
        match *count {
            count if count >= all => Some(("all", cause(*code))),
            count if 2 * count > all => Some(("most", cause(*code))),
            _ => None,
        }
    });
    let (with, cause) = told.unwrap_or(("unknown", Text::empty()));
    if subject.is_whole() {
        text!("all-failed", with = with, cause = cause)
    } else {
        text!("all-failed-to", name = subject.text(), with = with, cause = cause)
    }
}

/// Says how many bad ones there should have been, and among what where that was not everything.
fn expectation(cell: &ErrorCell) -> Text {
    let expected = PlusMinus(cell.expected, cell.sd);
    match cell.trimmed {
        Some(trimmed) => text!("errors-expected-trimmed", bad = trimmed.run.bad, expected = expected),
        None => text!("errors-expected", expected = expected),
    }
}

#[cfg(test)]
mod tests {
    use super::all_failed;
    use crate::model::sample;
    use crate::model::subject::Subject;

    #[test]
    fn every_failed_request_is_told_with_its_cause() {
        let mut run = sample::shop("run", 1.0);
        let total = run.whole.outcomes.as_ref().unwrap().total();
        for (codes, expected) in [
            (vec![], "Every request failed"),
            (vec![(1212, total)], "Every request failed: TCP: connection refused"),
            (vec![(1401, total)], "Every request failed: HTTP 401"),
            (vec![(1050, total - 1), (1212, 1)], "Every request failed, most of them with: request timeout"),
            (vec![(1050, total / 2), (1212, total / 2)], "Every request failed"),
        ] {
            run.whole.error_codes = codes.into_iter().collect();
            assert_eq!(all_failed(&Subject::Whole, &run), expected);
        }
        assert_eq!(all_failed(&Subject::endpoint("GET /b"), &run), "Every request to GET /b failed");
    }
}
