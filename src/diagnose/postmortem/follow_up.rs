//! What to do next: actions to discuss, and what to check before the postmortem is closed.

use super::{Case, questions, times, told};
use crate::model::postmortem::{Action, ActionKind};
use crate::model::review::Priority;

/// Suggests what the figures speak for; owners, dates and tickets are for people.
pub(super) fn actions(case: &Case<'_>) -> Vec<Action> {
    let Some(first) = case.findings().next() else { return Vec::new() };
    let action = |priority, kind, text: String, evidence: String| Action { priority, kind, text, evidence };
    let mut actions = vec![action(
        Priority::P0,
        ActionKind::Prevent,
        format!("Keep {} from degrading like this again", case.subject()),
        told(first),
    )];
    let without = "no objective is defined".to_owned();
    let objective = case.assessment.slos.first().map_or(without, |slo| slo.text.clone());
    let alert = format!("Alert on the symptom at {}: errors or latency against an objective", case.subject());
    actions.push(action(Priority::P0, ActionKind::Detect, alert, objective));
    for resource in case.pressed().take(2) {
        let text = format!("Watch {}, and decide on its limit", resource.title);
        actions.push(action(Priority::P1, ActionKind::Detect, text, resource.text.english()));
    }
    let text = format!("Agree on how to mitigate it at {}: roll back, shed load, fall back", case.subject());
    let ended = questions::held_back(case).into_iter().next();
    let evidence =
        ended.or(times::to_recover(case).ok()).unwrap_or_else(|| "the data show no action".to_owned());
    actions.push(action(Priority::P1, ActionKind::Mitigate, text, evidence));
    let text = "Run this load test in CI, against a baseline".to_owned();
    let evidence = format!("its verdict on this run is {}", case.assessment.verdict);
    actions.push(action(Priority::P1, ActionKind::Prevent, text, evidence));
    actions
}

/// Lists what shows that it is mended.
pub(super) fn checklist(case: &Case<'_>) -> Vec<String> {
    let mut checks =
        vec!["The fixed version ran under the same load, and its report is linked here.".to_owned()];
    let base = case.assessment.base_name.as_deref().unwrap_or("a good run");
    checks.push(format!("perfreport compare of that run with {base} says PASS."));
    for endpoint in case.endpoints() {
        checks.push(format!("{endpoint} has an objective in perfreport.toml."));
    }
    for resource in case.pressed() {
        checks.push(format!("{} stays at the base's level in that run.", resource.title));
    }
    checks.push("An alert on the symptom fires in a drill.".to_owned());
    checks.push("Every action above has an owner and a date.".to_owned());
    checks
}
