//! The five whys: the questions, and what the data hint at. The answers are for people.

use super::Case;
use crate::model::diagnosis::{ConclusionKind, Movement};
use crate::model::judgement::SloStatus;
use crate::model::outcome::Outcome;
use crate::model::postmortem::Why;
use crate::model::quantity::Count;

/// Asks five times.
pub(super) fn whys(case: &Case<'_>) -> Vec<Why> {
    let why = |question: String, hints: Vec<String>| Why { question, hints };
    vec![
        why(first_question(case), what_moved(case)),
        why("Why was that so?".to_owned(), ruled_out(case)),
        why("Why did nothing contain it: a limit, a timeout, a fallback?".to_owned(), held_back(case)),
        why("Why was it not noticed earlier?".to_owned(), noticed(case)),
        why("Why did the change that brought it get this far?".to_owned(), changed(case)),
    ]
}

/// Asks for what became worse; where the data show nothing, for what they miss.
fn first_question(case: &Case<'_>) -> String {
    if case.findings().next().is_none() {
        return "What was noticed, and why do the data of this run not show it?".to_owned();
    }
    format!("Why did {} get worse?", case.subject())
}

/// What rose together with it, or that nothing did.
fn what_moved(case: &Case<'_>) -> Vec<String> {
    match &case.assessment.servers {
        Err(missing) => vec![format!("The data do not tell: {missing}.")],
        Ok(diagnosis) => {
            let telling = diagnosis.conclusions.iter().filter(|c| c.kind != ConclusionKind::NothingToExplain);
            telling.map(|conclusion| conclusion.text.english()).collect()
        }
    }
}

/// What stayed at its level, and so is no reason.
fn ruled_out(case: &Case<'_>) -> Vec<String> {
    let Some(diagnosis) = case.diagnosis() else { return Vec::new() };
    let level = diagnosis.resources.iter().filter(|r| matches!(r.movement, Movement::Level | Movement::Fell));
    let level: Vec<&str> = level.map(|resource| resource.title.as_str()).collect();
    if level.is_empty() {
        Vec::new()
    } else {
        vec![format!("Not above the base's level: {}.", level.join(", "))]
    }
}

/// How requests ended that nothing held back.
pub(super) fn held_back(case: &Case<'_>) -> Vec<String> {
    let Ok(outcomes) = &case.assessment.run.whole.outcomes else { return Vec::new() };
    let count = |outcome| outcomes.classes.get(&outcome).copied().unwrap_or(0);
    let mut hints = Vec::new();
    let timeouts = count(Outcome::Timeout);
    if timeouts > 0 {
        hints.push(format!(
            "{} requests ran into the client's timeout, not into one of the service.",
            Count(timeouts)
        ));
    }
    let server_errors = count(Outcome::ServerError);
    if server_errors > 0 {
        hints.push(format!("{} requests were answered with 5xx.", Count(server_errors)));
    }
    hints
}

/// Whether an objective would have told.
fn noticed(case: &Case<'_>) -> Vec<String> {
    let slos = &case.assessment.slos;
    if slos.is_empty() {
        return vec!["No objective is defined that an alert could be built on.".to_owned()];
    }
    let measured = || slos.iter().filter_map(|slo| Some((slo, slo.measured.as_ref().ok()?)));
    let missed = measured().filter(|(_, measured)| measured.status != SloStatus::Met).count();
    if missed == 0 {
        vec!["Every objective was met: none of them sees this.".to_owned()]
    } else {
        vec![format!("{missed} of {} objectives were missed: the timeline says since when.", slos.len())]
    }
}

/// What the run is known to be a test of.
fn changed(case: &Case<'_>) -> Vec<String> {
    let tags = case.run.meta.tags.iter().map(|(key, value)| format!("{key} {value}"));
    let tags: Vec<String> = tags.collect();
    let base = case.assessment.base_name.as_ref().map(|base| format!("Compared with {base}."));
    let tags = (!tags.is_empty()).then(|| format!("Tested was {}.", tags.join(", ")));
    tags.into_iter().chain(base).collect()
}
