//! Trigger, contributing factors, what went well and where luck was involved: what the data say of them.

use super::{Case, NOTHING_WORSE, questions, recurrence, times};
use crate::model::comparison::ValidityKind;
use crate::model::diagnosis::ConclusionKind;
use crate::model::history::HistoryRun;
use crate::model::incident::Incident;
use crate::model::judgement::SloStatus;
use crate::model::missing::{Known, Missing};
use crate::model::postmortem::{Remarks, Topic};
use crate::model::quantity::{Share, WholeSeconds, counted, listed};
use crate::model::subject::Subject;

const NOTHING_DIFFERS: Missing = Missing::constant(
    "the data do not show what triggered it: nothing that they record differs from the base",
);
const NO_BASE: Missing =
    Missing::constant("the data do not show what triggered it: there is no base run to compare with");
const NO_FACTORS: Missing = Missing::constant("the data show none");
const NOTHING_HELD: Missing = Missing::constant("the data show nothing that went well");
const NO_LUCK: Missing = Missing::constant("the data show none: it hit everything, for the whole test");

/// Says what the data know of each topic.
pub(super) fn remarks(case: &Case<'_>, earlier: &Known<Vec<HistoryRun>>) -> Vec<Remarks> {
    let known = |topic, texts: Vec<String>, none: Missing| {
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
fn differences(case: &Case<'_>) -> Vec<String> {
    let Some(base) = case.assessment.base.first() else { return Vec::new() };
    let (base, run) = (&base.meta, &case.run.meta);
    let mut texts = Vec::new();
    if let Ok(commits) = super::commits(case) {
        texts.push(format!("Base and run are of different commits: {commits}."));
    }
    let changed = run.tags.iter().filter_map(|(key, value)| {
        let before = base.tags.get(key).filter(|before| *before != value && key != "commit")?;
        Some(format!("{key} {before} → {value}"))
    });
    let changed: Vec<String> = changed.collect();
    if !changed.is_empty() {
        texts.push(format!("Tags that differ from the base: {}.", listed(&changed)));
    }
    if let (Ok(before), Ok(now)) = (&base.script_hash, &run.script_hash)
        && before != now
    {
        texts.push("The load script is not that of the base.".to_owned());
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
    texts.extend(validity.filter(|finding| load(finding.kind)).map(|finding| finding.text.english()));
    texts
}

/// What rose together with it, and how requests ended that nothing held back.
fn factors(case: &Case<'_>) -> Vec<String> {
    let pressed = case.pressed().map(|resource| match &resource.fullness {
        Ok(fullness) if fullness.seconds > 0.0 => {
            let seconds = WholeSeconds(fullness.seconds);
            format!("{} rose together with it, and was full for {seconds}.", resource.title)
        }
        _ => format!("{} rose together with it.", resource.title),
    });
    let elsewhere = |kind| matches!(kind, ConclusionKind::NothingMoved | ConclusionKind::OutsideServers);
    let conclusions = case.diagnosis().into_iter().flat_map(|diagnosis| &diagnosis.conclusions);
    let conclusions = conclusions.filter(|conclusion| elsewhere(conclusion.kind)).map(|c| c.text.english());
    pressed.chain(conclusions).chain(questions::held_back(case)).collect()
}

/// What held: endpoints that were not hit, objectives that stayed met, figures that came back.
fn held(case: &Case<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    let hit = case.endpoints();
    let all = &case.assessment.run.endpoints;
    let spared: Vec<String> = all
        .iter()
        .filter(|endpoint| !hit.contains(&&endpoint.subject))
        .map(|endpoint| endpoint.subject.to_string())
        .collect();
    if !hit.is_empty() && !spared.is_empty() {
        texts.push(format!(
            "{} of {} were not hit: no finding and no incident names {}.",
            spared.len(),
            counted(all.len(), "endpoint"),
            listed(&spared)
        ));
    }
    let measured = || case.assessment.slos.iter().filter_map(|slo| Some((slo, slo.measured.as_ref().ok()?)));
    let met: Vec<String> = measured()
        .filter(|(_, measured)| measured.status == SloStatus::Met)
        .map(|(slo, _)| match &slo.subject {
            Subject::Whole => slo.text.clone(),
            subject => format!("{subject} {}", slo.text),
        })
        .collect();
    if !met.is_empty() {
        let all = counted(measured().count(), "objective");
        texts.push(format!("{} of {all} stayed met: {}.", met.len(), listed(&met)));
    }
    if times::recovered(case).is_ok() {
        let text = "Errors and latency returned to the run's usual level while the test went on, without any action in the data.";
        texts.push(text.to_owned());
    }
    texts
}

/// How little of the traffic, and of the time, it hit.
fn luck(case: &Case<'_>) -> Vec<String> {
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
        texts.push(format!("It hit only {}, {share} of the requests.", case.subject()));
    }
    let seconds: f64 = case.assessment.incidents.iter().map(Incident::seconds).sum();
    if let Ok(window) = &case.run.meta.window_duration
        && seconds > 0.0
        && seconds < *window
    {
        texts.push(format!(
            "It lasted {} of the {} that were judged.",
            WholeSeconds(seconds),
            WholeSeconds(*window)
        ));
    }
    texts
}
