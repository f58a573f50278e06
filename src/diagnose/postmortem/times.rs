//! How long it took to detect, to mitigate and to recover: as far as the data know.

use super::timeline::{self, NO_TIME_LINE};
use super::{Case, NOTHING_WORSE};
use crate::model::incident::Incident;
use crate::model::missing::{Known, Missing};
use crate::model::quantity::WholeSeconds;

const NO_BEGINNING: Missing = Missing::constant("no moment stands out as its beginning");
const NO_OBJECTIVE: Missing = Missing::constant(
    "no objective is defined that would have caught it; only people know when it was noticed",
);
const NO_OBJECTIVE_MISSED: Missing =
    Missing::constant("no objective was missed from then on; only people know when it was noticed");
const NO_ACTION: Missing =
    Missing::constant("the data show no action: only people know what was done, and when");
const NOT_OVER: Missing =
    Missing::constant("the test ended before the figures returned to their usual level");

/// From the first deviation until an objective was missed.
pub(super) fn to_detect(case: &Case<'_>) -> Known<String> {
    let began = began(case)?.start;
    if case.assessment.slos.is_empty() {
        return Err(NO_OBJECTIVE);
    }
    let missed = timeline::detections(case).map(|(at, ..)| at).min().ok_or(NO_OBJECTIVE_MISSED)?;
    if missed < began {
        return Ok("0 s: an objective was missed before the first deviation".to_owned());
    }
    let seconds = WholeSeconds((missed - began) as f64);
    Ok(format!(
        "{seconds} from the first deviation until an objective was missed; only people know when it was noticed"
    ))
}

/// From the first deviation until something was done.
pub(super) fn to_mitigate(case: &Case<'_>) -> Known<String> {
    if case.findings().next().is_none() { Err(NOTHING_WORSE) } else { Err(NO_ACTION) }
}

/// From the first deviation until figures were back at their level.
pub(super) fn to_recover(case: &Case<'_>) -> Known<String> {
    let (began, over) = (began(case)?.start, recovered(case)?);
    let seconds = WholeSeconds((over - began) as f64);
    Ok(format!(
        "{seconds} from the first deviation until errors and latency were back at the run's usual level"
    ))
}

/// When the last incident was over.
pub(super) fn recovered(case: &Case<'_>) -> Known<i64> {
    let last = case.assessment.incidents.iter().max_by_key(|incident| incident.end).ok_or(NO_BEGINNING)?;
    match timeline::is_over(case, last) {
        Some(true) => Ok(last.end),
        Some(false) => Err(NOT_OVER),
        None => Err(NO_TIME_LINE),
    }
}

/// The first incident.
fn began<'a>(case: &Case<'a>) -> Known<&'a Incident> {
    let first = case.assessment.incidents.iter().min_by_key(|incident| incident.start);
    first.ok_or_else(|| {
        if case.findings().next().is_none() {
            NOTHING_WORSE
        } else if case.run.judged_span.is_err() {
            NO_TIME_LINE
        } else {
            NO_BEGINNING
        }
    })
}
