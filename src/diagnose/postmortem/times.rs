//! How long it took to detect, to mitigate and to recover: as far as the data know.

use super::timeline::{self, NO_TIME_LINE};
use super::{Case, NOTHING_WORSE};
use crate::model::incident::Incident;
use crate::model::missing::{Known, Missing};
use crate::model::quantity::WholeSeconds;
use crate::words::{Text, text};

const NO_BEGINNING: Missing = Missing::message("postmortem-no-beginning");
const NO_OBJECTIVE: Missing = Missing::message("postmortem-no-objective-caught-it");
const NO_OBJECTIVE_MISSED: Missing = Missing::message("postmortem-no-objective-missed");
const NO_ACTION: Missing = Missing::message("postmortem-no-action");
const NOT_OVER: Missing = Missing::message("postmortem-not-over");

/// From the first deviation until an objective was missed.
pub(super) fn to_detect(case: &Case<'_>) -> Known<Text> {
    let began = began(case)?.start;
    if case.assessment.slos.is_empty() {
        return Err(NO_OBJECTIVE);
    }
    let missed = timeline::detections(case).map(|(at, ..)| at).min().ok_or(NO_OBJECTIVE_MISSED)?;
    if missed < began {
        return Ok(text!("postmortem-detected-before"));
    }
    Ok(text!("postmortem-detected-after", duration = WholeSeconds((missed - began) as f64)))
}

/// From the first deviation until something was done.
pub(super) fn to_mitigate(case: &Case<'_>) -> Known<Text> {
    if case.findings().next().is_none() { Err(NOTHING_WORSE) } else { Err(NO_ACTION) }
}

/// From the first deviation until figures were back at their level.
pub(super) fn to_recover(case: &Case<'_>) -> Known<Text> {
    let (began, over) = (began(case)?.start, recovered(case)?);
    Ok(text!("postmortem-recovered-after", duration = WholeSeconds((over - began) as f64)))
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
