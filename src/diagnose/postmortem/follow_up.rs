//! What to do next: actions to discuss, and what to check before the postmortem is closed.

use super::{Case, NO_OBJECTIVE, questions, times, told};
use crate::model::judgement::SloResult;
use crate::model::postmortem::{Action, ActionKind};
use crate::model::review::Priority;
use crate::words::{Text, text};

/// Suggests what the figures speak for; owners, dates and tickets are for people.
pub(super) fn actions(case: &Case<'_>) -> Vec<Action> {
    let Some(first) = case.findings().next() else { return Vec::new() };
    let action = |priority, kind, text, evidence| Action { priority, kind, text, evidence };
    let mut actions = vec![action(
        Priority::P0,
        ActionKind::Prevent,
        text!("postmortem-action-prevent", subject = case.subject()),
        told(first),
    )];
    let objective = case.assessment.slos.first().map_or(NO_OBJECTIVE, SloResult::title);
    let alert = text!("postmortem-action-alert", subject = case.subject());
    actions.push(action(Priority::P0, ActionKind::Detect, alert, objective));
    for resource in case.pressed().take(2) {
        let text = text!("postmortem-action-watch", resource = &resource.title);
        actions.push(action(Priority::P1, ActionKind::Detect, text, resource.text.clone()));
    }
    let text = text!("postmortem-action-mitigate", subject = case.subject());
    let ended = questions::held_back(case).into_iter().next();
    let evidence =
        ended.or(times::to_recover(case).ok()).unwrap_or_else(|| text!("postmortem-evidence-no-action"));
    actions.push(action(Priority::P1, ActionKind::Mitigate, text, evidence));
    let text = text!("postmortem-action-ci");
    let evidence = text!("postmortem-evidence-verdict", verdict = case.assessment.verdict.word());
    actions.push(action(Priority::P1, ActionKind::Prevent, text, evidence));
    actions
}

/// Lists what shows that it is mended.
pub(super) fn checklist(case: &Case<'_>) -> Vec<Text> {
    let base = case.assessment.base_name.clone();
    let base = base.unwrap_or_else(|| text!("postmortem-good-run"));
    let mut checks =
        vec![text!("postmortem-check-same-load"), text!("postmortem-check-compare", base = base)];
    for endpoint in case.endpoints() {
        checks.push(text!("postmortem-check-objective", endpoint = endpoint.text()));
    }
    for resource in case.pressed() {
        checks.push(text!("postmortem-check-resource", resource = &resource.title));
    }
    checks.push(text!("postmortem-check-alert"));
    checks.push(text!("postmortem-check-actions"));
    checks
}
