//! What it cost: requests, endpoints, time, error budget.

use super::{Case, NOTHING_WORSE, objective, times};
use crate::model::incident::Incident;
use crate::model::judgement::SloResult;
use crate::model::missing::{Known, Missing};
use crate::model::postmortem::Fact;
use crate::model::quantity::{Days, Share, WholeSeconds, significant};
use crate::model::slo::{Objective, SloStatus};
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// Lists what is known of the impact, and what only people know.
pub(super) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let fact = |name, text| Fact { name, text };
    let mut facts = vec![
        fact(text!("postmortem-fact-duration"), duration(case)),
        fact(text!("postmortem-fact-detect"), times::to_detect(case)),
        fact(text!("postmortem-fact-mitigate"), times::to_mitigate(case)),
        fact(text!("postmortem-fact-recover"), times::to_recover(case)),
        fact(text!("postmortem-fact-requests"), requests(case)),
        fact(text!("endpoints-title"), endpoints(case)),
    ];
    facts.extend(budgets(case).into_iter().map(|text| fact(text!("postmortem-fact-budget"), text)));
    facts.push(fact(text!("postmortem-fact-users"), Err(NOT_IN_DATA)));
    facts
}

const NOT_IN_DATA: Missing = Missing::message("postmortem-no-users");
const NO_OBJECTIVE: Missing = Missing::message("postmortem-no-objective-for-budget");

fn duration(case: &Case<'_>) -> Known<Text> {
    Ok(match case.assessment.incidents.as_slice() {
        [] => {
            let window = case.run.meta.window_duration.clone()?;
            text!("postmortem-duration-of-window", window = WholeSeconds(window))
        }
        incidents => {
            let duration = WholeSeconds(seconds(case)?);
            text!("postmortem-duration", duration = duration, windows = incidents.len())
        }
    })
}

/// Seconds that incidents took; where none stands out, the run was so throughout.
pub(super) fn seconds(case: &Case<'_>) -> Known<f64> {
    match case.assessment.incidents.as_slice() {
        [] => case.run.meta.window_duration.clone(),
        incidents => Ok(incidents.iter().map(Incident::seconds).sum()),
    }
}

fn requests(case: &Case<'_>) -> Known<Text> {
    let incidents = &case.assessment.incidents;
    if incidents.is_empty() {
        let outcomes = case.assessment.run.whole.outcomes.clone()?;
        let total = case.assessment.run.whole.requests.clone()?;
        return Ok(text!("postmortem-requests-of-run", bad = outcomes.bad, requests = total));
    }
    let sum = |of: fn(&Incident) -> u64| incidents.iter().map(of).sum::<u64>();
    Ok(text!(
        "postmortem-requests-of-incident",
        requests = sum(|incident| incident.requests),
        bad = sum(|incident| incident.bad),
        slow = sum(|incident| incident.slow),
    ))
}

fn endpoints(case: &Case<'_>) -> Known<Text> {
    let endpoints = case.endpoints();
    if !endpoints.is_empty() {
        return Ok(Text::joined(endpoints.into_iter().map(Subject::text), ", "));
    }
    if case.findings().next().is_some() { Ok(text!("postmortem-all-of-them")) } else { Err(NOTHING_WORSE) }
}

/// What was spent of each error budget.
fn budgets(case: &Case<'_>) -> Vec<Known<Text>> {
    let slos = &case.assessment.slos;
    if slos.is_empty() {
        return vec![Err(NO_OBJECTIVE)];
    }
    let is_met = |slo: &&SloResult| slo.measured.as_ref().is_ok_and(|m| m.status == SloStatus::Met);
    let (met, others): (Vec<&SloResult>, Vec<&SloResult>) = slos.iter().partition(is_met);
    let mut budgets: Vec<Known<Text>> = others.iter().map(|slo| budget(slo, case)).collect();
    match (met.len(), others.is_empty()) {
        (0, _) => {}
        (met, true) => budgets.push(Ok(text!("postmortem-budgets-met", count = met))),
        (met, false) => budgets.push(Ok(text!("postmortem-budgets-others-met", count = met))),
    }
    budgets
}

fn budget(slo: &SloResult, case: &Case<'_>) -> Known<Text> {
    let measured = slo.measured.as_ref().map_err(Clone::clone)?;
    let budget = measured.budget;
    let mut parts = vec![text!(
        "postmortem-budget-spent",
        objective = objective(slo, ", "),
        good = Share(measured.good_share),
        rate = significant(budget.burn_rate),
    )];
    if let Some(days) = budget.lasts_days.filter(|_| budget.burn_rate > 1.0) {
        parts.push(text!("postmortem-budget-lasts", window = Days(budget.window_days), days = Days(days)));
    }
    if let Some(rate) = in_incident(slo, case) {
        parts.push(text!("postmortem-budget-in-incident", rate = significant(rate)));
    }
    Ok(Text::joined(parts, "; "))
}

/// The burn rate of an objective on errors inside the incidents that touch its requests.
fn in_incident(slo: &SloResult, case: &Case<'_>) -> Option<f64> {
    let Objective::Success { share } = slo.slo.objective else { return None };
    let touches = |incident: &&Incident| incident.endpoints == std::slice::from_ref(&slo.subject);
    let touching: Vec<&Incident> = case.assessment.incidents.iter().filter(touches).collect();
    let requests: u64 = touching.iter().map(|incident| incident.requests).sum();
    let bad: u64 = touching.iter().map(|incident| incident.bad).sum();
    (requests > 0 && share < 1.0).then(|| bad as f64 / requests as f64 / (1.0 - share))
}
