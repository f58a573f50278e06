//! Trigger, contributing factors, what went well and where luck was involved: what the data say of them.

use super::{Case, NOTHING_WORSE, objective, questions, recurrence, times};
use crate::model::comparison::ValidityKind;
use crate::model::diagnosis::ConclusionKind;
use crate::model::history::HistoryRun;
use crate::model::incident::Incident;
use crate::model::missing::{Known, Missing};
use crate::model::postmortem::{Remarks, Topic};
use crate::model::quantity::{Share, WholeSeconds, listed};
use crate::model::slo::SloStatus;
use crate::words::{Text, text};

const NOTHING_DIFFERS: Missing = Missing::message("postmortem-nothing-differs");
const NO_BASE: Missing = Missing::message("postmortem-no-base-to-differ-from");
const NO_FACTORS: Missing = Missing::message("postmortem-no-factors");
const NOTHING_HELD: Missing = Missing::message("postmortem-nothing-held");
const NO_LUCK: Missing = Missing::message("postmortem-no-luck");

/// Says what the data know of each topic.
pub(super) fn remarks(case: &Case<'_>, earlier: &Known<Vec<HistoryRun>>) -> Vec<Remarks> {
    let known = |topic, texts: Vec<Text>, none: Missing| {
        let known = if case.findings().next().is_none() {
            Err(NOTHING_WORSE)
        } else if texts.is_empty() {
            Err(none)
        } else {
            Ok(texts)
        };
        Remarks { topic, known }
    };
    let no_trigger = if case.assessment.base.is_empty() { NO_BASE } else { NOTHING_DIFFERS };
    vec![
        known(Topic::Trigger, differences(case), no_trigger),
        known(Topic::Factors, factors(case), NO_FACTORS),
        known(Topic::WentWell, held(case), NOTHING_HELD),
        known(Topic::Luck, luck(case), NO_LUCK),
        Remarks { topic: Topic::Recurrence, known: recurrence::recurrence(case, earlier) },
    ]
}

/// What differs between the base and the run, as far as the two say.
fn differences(case: &Case<'_>) -> Vec<Text> {
    let Some(base) = case.assessment.base.first() else { return Vec::new() };
    let (base, run) = (&base.meta, &case.run.meta);
    let mut texts = Vec::new();
    if let Ok(commits) = super::commits(case) {
        texts.push(text!("postmortem-other-commits", commits = commits.to_string()));
    }
    let changed = run.tags.iter().filter_map(|(key, value)| {
        let before = base.tags.get(key).filter(|before| *before != value && key != "commit")?;
        Some(Text::written(format!("{key} {before} → {value}")))
    });
    let changed: Vec<Text> = changed.collect();
    if !changed.is_empty() {
        texts.push(text!("postmortem-other-tags", tags = listed(&changed)));
    }
    if let (Ok(before), Ok(now)) = (&base.script_hash, &run.script_hash)
        && before != now
    {
        texts.push(text!("postmortem-other-script"));
    }
    let load = |kind| {
        matches!(
            kind,
            ValidityKind::MoreLoad
                | ValidityKind::LessLoad
                | ValidityKind::LoadModel
                | ValidityKind::TrafficMix
        )
    };
    let validity = case.assessment.comparison.iter().flat_map(|comparison| &comparison.validity);
    texts.extend(validity.filter(|finding| load(finding.kind)).map(|finding| finding.text.clone()));
    texts
}

/// What rose together with it, and how requests ended that nothing held back.
fn factors(case: &Case<'_>) -> Vec<Text> {
    let pressed = case.pressed().map(|resource| match &resource.fullness {
        Ok(fullness) if fullness.seconds > 0.0 => {
            let duration = WholeSeconds(fullness.seconds);
            text!("postmortem-rose-and-full", resource = &resource.title, duration = duration)
        }
        _ => text!("postmortem-rose", resource = &resource.title),
    });
    let elsewhere = |kind| matches!(kind, ConclusionKind::NothingMoved | ConclusionKind::OutsideServers);
    let conclusions = case.diagnosis().into_iter().flat_map(|diagnosis| &diagnosis.conclusions);
    let conclusions = conclusions.filter(|conclusion| elsewhere(conclusion.kind)).map(|c| c.text.clone());
    pressed.chain(conclusions).chain(questions::held_back(case)).collect()
}

/// What held: endpoints that were not hit, objectives that stayed met, figures that came back.
fn held(case: &Case<'_>) -> Vec<Text> {
    let mut texts = Vec::new();
    let hit = case.endpoints();
    let all = &case.assessment.run.endpoints;
    let spared: Vec<Text> = all
        .iter()
        .filter(|endpoint| !hit.contains(&&endpoint.subject))
        .map(|endpoint| endpoint.subject.text())
        .collect();
    if !hit.is_empty() && !spared.is_empty() {
        let count = spared.len();
        texts.push(text!("postmortem-spared", count = count, all = all.len(), endpoints = listed(&spared)));
    }
    let measured = || case.assessment.slos.iter().filter_map(|slo| Some((slo, slo.measured.as_ref().ok()?)));
    let met: Vec<Text> = measured()
        .filter(|(_, measured)| measured.status == SloStatus::Met)
        .map(|(slo, _)| objective(slo, " "))
        .collect();
    if !met.is_empty() {
        let (count, all) = (met.len(), measured().count());
        texts.push(text!("postmortem-stayed-met", count = count, all = all, objectives = listed(&met)));
    }
    if times::recovered(case).is_ok() {
        texts.push(text!("postmortem-recovered-alone"));
    }
    texts
}

/// How little of the traffic, and of the time, it hit.
fn luck(case: &Case<'_>) -> Vec<Text> {
    let mut texts = Vec::new();
    let hit = case.endpoints();
    let whole = &case.assessment.run.whole.requests;
    let requests = case.assessment.run.endpoints.iter().filter(|endpoint| hit.contains(&&endpoint.subject));
    let requests: u64 = requests.filter_map(|endpoint| endpoint.requests.as_ref().ok()).sum();
    if let Ok(all) = whole
        && requests > 0
        && requests < *all
    {
        let share = Share(requests as f64 / *all as f64);
        texts.push(text!("postmortem-hit-only", subject = case.subject(), share = share));
    }
    let seconds: f64 = case.assessment.incidents.iter().map(Incident::seconds).sum();
    if let Ok(window) = &case.run.meta.window_duration
        && seconds > 0.0
        && seconds < *window
    {
        let (duration, window) = (WholeSeconds(seconds), WholeSeconds(*window));
        texts.push(text!("postmortem-lasted", duration = duration, window = window));
    }
    texts
}
