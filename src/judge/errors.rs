//! Rules `errors` and `undeclared_4xx`: more bad requests, or more failed checks, than the base explains.

use super::{Inputs, finding};
use crate::model::comparison::{Change, Counts, ERROR_FAIL_LEVEL, ERROR_WARN_LEVEL, ErrorCell, ErrorFamily};
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{Count, Milliseconds, PercentagePoints, Share, significant};

/// Fewer excess requests than this are an anecdote.
const MIN_EXCESS: f64 = 5.0;

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let mut found: Vec<&ErrorCell> =
        comparison.errors.iter().filter(|cell| cell.change != Change::Unchanged).collect();
    found.sort_by(|a, b| a.q.total_cmp(&b.q));
    // Where the run as a whole fails, the question is only at which endpoint.
    let whole_fails = comparison
        .errors
        .iter()
        .any(|cell| cell.family == ErrorFamily::Whole && verdict_of(cell, ERROR_FAIL_LEVEL) == Verdict::Fail);
    let level = |cell: &ErrorCell| match cell.family {
        ErrorFamily::Endpoint if whole_fails => ERROR_WARN_LEVEL,
        _ => ERROR_FAIL_LEVEL,
    };
    found.into_iter().map(|cell| in_words(cell, verdict_of(cell, level(cell)))).collect()
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

fn in_words(cell: &ErrorCell, verdict: Verdict) -> Finding {
    let (base, run) = shown(cell);
    let difference = run.share() - base.share();
    let worse = cell.change == Change::Regression;
    let (rule, what) = match cell.family {
        ErrorFamily::Endpoint | ErrorFamily::Whole => (Rule::Errors, "unintended errors"),
        ErrorFamily::Undeclared4xx => (Rule::Undeclared4xx, "undeclared 4xx"),
        ErrorFamily::Checks => (Rule::Errors, "failures"),
        ErrorFamily::VerySlow => (Rule::Latency, "very slow requests"),
    };
    let subject = cell.subject.as_deref();
    let more = if worse { "more" } else { "fewer" };
    let title = match (cell.family, subject) {
        (ErrorFamily::Checks, Some(check)) => {
            format!("Check “{check}” fails {} often", if worse { "more" } else { "less" })
        }
        (_, Some(endpoint)) => format!(
            "{endpoint} {} {more} {what}",
            if endpoint.ends_with('s') && endpoint.starts_with("the ") { "have" } else { "has" }
        ),
        (_, None) => format!("The run as a whole has {more} {what}"),
    };
    Finding {
        change: cell.change,
        endpoint: cell.endpoint().map(str::to_owned),
        base: Some(base.share()),
        run: Some(run.share()),
        unit: Some(Unit::Share),
        size: Some(difference),
        interval: Some(cell.interval),
        // The mirrored test has its q alone.
        p: worse.then_some(cell.p),
        q: Some(if worse { cell.q } else { cell.q_better }),
        title,
        text: format!(
            "{}{} of {} ({}) against {} of {} in the base ({}): {}; {}.",
            cell.threshold.map_or_else(String::new, |ms| format!("Slower than {}: ", Milliseconds(ms))),
            Count(run.bad),
            Count(run.total),
            Share(run.share()),
            Count(base.bad),
            Count(base.total),
            Share(base.share()),
            PercentagePoints(difference),
            expectation(cell),
        ),
        context: Some(format!(
            "{} of {} against {} of {} in the base; {}.",
            Count(run.bad),
            Count(run.total),
            Count(base.bad),
            Count(base.total),
            expectation(cell),
        )),
        advice: (cell.family == ErrorFamily::Undeclared4xx && worse).then(|| {
            "If these answers are intended, declare them: `[[outcomes.intended]]` in perfreport.toml, or `expectedStatuses` in the script."
                .to_owned()
        }),
        ..finding(verdict, rule, cell.measure())
    }
}

/// Says how many bad ones there should have been, and among what where that was not everything.
fn expectation(cell: &ErrorCell) -> String {
    let expected = format!("{} ± {}", significant(cell.expected), significant(cell.sd));
    match cell.trimmed {
        Some(trimmed) => format!(
            "without the two worst slices of each run there were {}, and {expected} were expected",
            Count(trimmed.run.bad)
        ),
        None => format!("{expected} were expected"),
    }
}
