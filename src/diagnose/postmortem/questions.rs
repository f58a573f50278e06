//! The five whys: the questions, and what the data hint at. The answers are for people.

use super::Case;
use crate::model::diagnosis::{ConclusionKind, Movement};
use crate::model::outcome::Outcome;
use crate::model::postmortem::Why;
use crate::model::slo::SloStatus;
use crate::words::{Text, text};

/// Asks five times.
pub(super) fn whys(case: &Case<'_>) -> Vec<Why> {
    let why = |question, hints| Why { question, hints };
    vec![
        why(first_question(case), what_moved(case)),
        why(text!("postmortem-why-so"), ruled_out(case)),
        why(text!("postmortem-why-uncontained"), held_back(case)),
        why(text!("postmortem-why-unnoticed"), noticed(case)),
        why(text!("postmortem-why-released"), changed(case)),
    ]
}

/// Asks for what became worse; where the data show nothing, for what they miss.
fn first_question(case: &Case<'_>) -> Text {
    if case.findings().next().is_none() {
        return text!("postmortem-what-noticed");
    }
    text!("postmortem-why-worse", subject = case.subject())
}

/// What rose together with it, or that nothing did.
fn what_moved(case: &Case<'_>) -> Vec<Text> {
    match &case.assessment.servers {
        Err(missing) => vec![text!("postmortem-hint-unknown", reason = missing.reason())],
        Ok(diagnosis) => {
            let telling = diagnosis.conclusions.iter().filter(|c| c.kind != ConclusionKind::NothingToExplain);
            telling.map(|conclusion| conclusion.text.clone()).collect()
        }
    }
}

/// What stayed at its level, and so is no reason.
fn ruled_out(case: &Case<'_>) -> Vec<Text> {
    let Some(diagnosis) = case.diagnosis() else { return Vec::new() };
    let level = diagnosis.resources.iter().filter(|r| matches!(r.movement, Movement::Level | Movement::Fell));
    let level = Text::joined(level.map(|resource| resource.title.clone().into()), ", ");
    if level.is_empty() { Vec::new() } else { vec![text!("postmortem-hint-level", resources = level)] }
}

/// How requests ended that nothing held back.
pub(super) fn held_back(case: &Case<'_>) -> Vec<Text> {
    let Ok(outcomes) = &case.assessment.run.whole.outcomes else { return Vec::new() };
    let count = |outcome| outcomes.classes.get(&outcome).copied().unwrap_or(0);
    let mut hints = Vec::new();
    let timeouts = count(Outcome::Timeout);
    if timeouts > 0 {
        hints.push(text!("postmortem-hint-timeouts", requests = timeouts));
    }
    let server_errors = count(Outcome::ServerError);
    if server_errors > 0 {
        hints.push(text!("postmortem-hint-server-errors", requests = server_errors));
    }
    hints
}

/// Whether an objective would have told.
fn noticed(case: &Case<'_>) -> Vec<Text> {
    let slos = &case.assessment.slos;
    if slos.is_empty() {
        return vec![text!("postmortem-hint-no-objective")];
    }
    let measured = || slos.iter().filter_map(|slo| Some((slo, slo.measured.as_ref().ok()?)));
    let missed = measured().filter(|(_, measured)| measured.status != SloStatus::Met).count();
    vec![if missed == 0 {
        text!("postmortem-hint-met")
    } else {
        text!("postmortem-hint-missed", missed = missed, objectives = slos.len())
    }]
}

/// What the run is known to be a test of.
fn changed(case: &Case<'_>) -> Vec<Text> {
    let tags = case.run.meta.tags.iter().map(|(key, value)| format!("{key} {value}"));
    let tags: Vec<String> = tags.collect();
    let base = case.assessment.base_name.as_ref().map(|base| text!("postmortem-hint-base", base = base));
    let tags = (!tags.is_empty()).then(|| text!("postmortem-hint-tags", tags = tags.join(", ")));
    tags.into_iter().chain(base).collect()
}
