//! What it cost: requests, endpoints, time, error budget.

use super::{Case, NOTHING_WORSE, times};
use crate::model::incident::Incident;
use crate::model::judgement::{SloResult, SloStatus};
use crate::model::missing::{Known, Missing};
use crate::model::postmortem::Fact;
use crate::model::quantity::{Count, Days, Share, WholeSeconds, counted, significant};
use crate::model::slo::Objective;

/// Lists what is known of the impact, and what only people know.
pub(super) fn facts(case: &Case<'_>) -> Vec<Fact> {
    let mut facts = vec![
        Fact { name: "Duration", text: duration(case) },
        Fact { name: "Time to detect", text: times::to_detect(case) },
        Fact { name: "Time to mitigate", text: times::to_mitigate(case) },
        Fact { name: "Time to recover", text: times::to_recover(case) },
        Fact { name: "Requests", text: requests(case) },
        Fact { name: "Endpoints", text: endpoints(case) },
    ];
    facts.extend(budgets(case));
    facts.push(Fact { name: "Users and business", text: Err(NOT_IN_DATA) });
    facts
}

const NOT_IN_DATA: Missing =
    Missing::constant("a load test has no users: the team has to say what this would have meant for them");
const NO_OBJECTIVE: Missing =
    Missing::constant("no objective is defined: see [[slo]] in docs/configuration.md");

fn duration(case: &Case<'_>) -> Known<String> {
    match case.assessment.incidents.as_slice() {
        [] => {
            let window = case.run.meta.window_duration.clone()?;
            Ok(format!("no part of the judged window stands out; it was {} long", WholeSeconds(window)))
        }
        [_] => Ok(WholeSeconds(seconds(case)?).to_string()),
        several => Ok(format!("{} in {} windows", WholeSeconds(seconds(case)?), several.len())),
    }
}

/// Seconds that incidents took; where none stands out, the run was so throughout.
pub(super) fn seconds(case: &Case<'_>) -> Known<f64> {
    match case.assessment.incidents.as_slice() {
        [] => case.run.meta.window_duration.clone(),
        incidents => Ok(incidents.iter().map(Incident::seconds).sum()),
    }
}

fn requests(case: &Case<'_>) -> Known<String> {
    let incidents = &case.assessment.incidents;
    if incidents.is_empty() {
        let outcomes = case.assessment.run.whole.outcomes.clone()?;
        let total = case.assessment.run.whole.requests.clone()?;
        return Ok(format!("{} of {} failed unintentionally", Count(outcomes.bad), Count(total)));
    }
    let sum = |of: fn(&Incident) -> u64| Count(incidents.iter().map(of).sum());
    Ok(format!(
        "{} in the incident: {} failed, {} were slow",
        sum(|incident| incident.requests),
        sum(|incident| incident.bad),
        sum(|incident| incident.slow)
    ))
}

fn endpoints(case: &Case<'_>) -> Known<String> {
    let endpoints = case.endpoints();
    if !endpoints.is_empty() {
        return Ok(endpoints.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    }
    if case.findings().next().is_some() { Ok("all of them".to_owned()) } else { Err(NOTHING_WORSE) }
}

/// What was spent of each error budget.
fn budgets(case: &Case<'_>) -> Vec<Fact> {
    let slos = &case.assessment.slos;
    if slos.is_empty() {
        return vec![Fact { name: "Error budget", text: Err(NO_OBJECTIVE) }];
    }
    let is_met = |slo: &&SloResult| slo.measured.as_ref().is_ok_and(|m| m.status == SloStatus::Met);
    let (met, others): (Vec<&SloResult>, Vec<&SloResult>) = slos.iter().partition(is_met);
    let mut facts: Vec<Fact> =
        others.iter().map(|slo| Fact { name: "Error budget", text: budget(slo, case) }).collect();
    if !met.is_empty() {
        let text = format!(
            "{} met",
            counted(met.len(), if others.is_empty() { "objective" } else { "other objective" })
        );
        facts.push(Fact { name: "Error budget", text: Ok(text) });
    }
    facts
}

fn budget(slo: &SloResult, case: &Case<'_>) -> Known<String> {
    let measured = slo.measured.as_ref().map_err(Clone::clone)?;
    let whose = slo.subject.key().map_or(String::new(), |endpoint| format!("{endpoint}, "));
    let budget = measured.budget;
    let mut text = format!(
        "{whose}{}: {} were good, which spends {} times the budget of that many requests",
        slo.text,
        Share(measured.good_share),
        significant(budget.burn_rate)
    );
    if let Some(days) = budget.lasts_days.filter(|_| budget.burn_rate > 1.0) {
        let window = Days(budget.window_days);
        text.push_str(&format!("; at this rate the budget of {window} lasts {}", Days(days)));
    }
    if let Some(rate) = in_incident(slo, case) {
        text.push_str(&format!("; in the incident {} times", significant(rate)));
    }
    Ok(text)
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
