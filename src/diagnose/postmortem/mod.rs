//! A postmortem out of an assessment: what the data can say of it, and blanks for the rest.
//!
//! * here: the summary and the parts
//! * `severity`: how bad it was by the criteria of the configuration; `impact`: what it cost; `times`: how long it took to
//!   see and to mend; `timeline`: what happened when
//! * `remarks`: trigger and contributing factors, what held, where luck was involved; `recurrence`: whether it happened before
//! * `questions`: the five whys with their hints; `follow_up`: actions and checklist

mod follow_up;
mod impact;
mod questions;
mod recurrence;
mod remarks;
mod severity;
mod timeline;
mod times;

use crate::model::commit::CommitRange;
use crate::model::comparison::Change;
use crate::model::diagnosis::{ConclusionKind, Diagnosis, Movement, ResourceUse};
use crate::model::history::HistoryRun;
use crate::model::judgement::{Assessment, Finding, Rule, SloResult, Verdict};
use crate::model::missing::{Known, Missing};
use crate::model::postmortem::{Postmortem, PostmortemHead};
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// Writes down what the data say of a run that went wrong. `earlier` are the remembered runs of the same test, the oldest first.
pub fn postmortem(
    run: &Run,
    assessment: Assessment,
    settings: &Settings,
    head: PostmortemHead,
    earlier: &Known<Vec<HistoryRun>>,
) -> Postmortem {
    let case = Case { run, assessment: &assessment, settings };
    Postmortem {
        title: head
            .title
            .map_or_else(|| text!("postmortem-title-of-run", run = &run.meta.name), Text::written),
        status: head.status.map_or_else(|| text!("postmortem-draft"), Text::written),
        owner: head.owner.map(Text::written).ok_or(NO_OWNER),
        severity: severity::severity(&case),
        commits: commits(&case),
        summary: summary(&case),
        impact: impact::facts(&case),
        timeline: timeline::events(&case),
        remarks: remarks::remarks(&case, earlier),
        whys: questions::whys(&case),
        actions: follow_up::actions(&case),
        checklist: follow_up::checklist(&case),
        assessment,
    }
}

const NO_OWNER: Missing = Missing::message("postmortem-no-owner");
const NO_BASE: Missing = Missing::message("postmortem-no-base");
const NOTHING_WORSE: Missing = Missing::message("postmortem-nothing-worse");
const NO_OBJECTIVE: Text = Text::plain("postmortem-no-objective");

/// The commits between the newest base run and the run.
fn commits(case: &Case<'_>) -> Known<CommitRange> {
    let base = case.assessment.base.first().ok_or(NO_BASE)?;
    CommitRange::between(&base.meta, &case.run.meta)
}

/// What everything is read from.
struct Case<'a> {
    run: &'a Run,
    assessment: &'a Assessment,
    settings: &'a Settings,
}

impl Case<'_> {
    /// What the servers' metrics say, where there are some.
    fn diagnosis(&self) -> Option<&Diagnosis> {
        self.assessment.servers.as_ref().ok()
    }

    /// What rose together with latency and errors.
    fn pressed(&self) -> impl Iterator<Item = &ResourceUse> {
        let resources = self.diagnosis().map_or(&[][..], |diagnosis| &diagnosis.resources);
        resources.iter().filter(|resource| resource.movement == Movement::RoseTogether)
    }

    /// What was found that warns or fails, worst first.
    fn findings(&self) -> impl Iterator<Item = &Finding> {
        let counts =
            |finding: &&Finding| finding.verdict >= Verdict::Warn && finding.change == Change::Regression;
        self.assessment.findings.iter().filter(counts)
    }

    /// The endpoints that it touched, the worst first; empty where it was all of them.
    fn endpoints(&self) -> Vec<&Subject> {
        if self.findings().any(|finding| finding.rule == Rule::SharedShift) {
            return Vec::new();
        }
        let of_incidents = self.assessment.incidents.iter().flat_map(|incident| &incident.endpoints);
        let of_findings =
            self.findings().map(|finding| &finding.judged.subject).filter(|s| s.key().is_some());
        let mut endpoints: Vec<&Subject> = Vec::new();
        for endpoint in of_incidents.chain(of_findings) {
            if !endpoints.contains(&endpoint) {
                endpoints.push(endpoint);
            }
        }
        endpoints
    }

    /// What became worse, in a few words.
    fn subject(&self) -> Text {
        match self.endpoints().as_slice() {
            [] => text!("subject-endpoints"),
            named => Text::few(named.iter().map(|subject| subject.text()), 1),
        }
    }
}

/// The findings, one for each headline.
fn distinct<'a>(case: &'a Case<'_>) -> impl Iterator<Item = &'a Finding> {
    let mut titles = std::collections::BTreeSet::new();
    case.findings().filter(move |finding| titles.insert(&finding.title))
}

/// A finding with its headline, which names the endpoint.
fn told(finding: &Finding) -> Text {
    Text::joined([finding.title.clone(), finding.text.clone()], ": ")
}

/// An objective, with the endpoint where it is not on all requests.
fn objective(slo: &SloResult, between: &'static str) -> Text {
    let whose = if slo.subject.is_whole() { Text::empty() } else { slo.subject.text() };
    Text::joined([whose, slo.title()], between)
}

/// What happened, as the findings, the incidents and the servers' metrics have it.
fn summary(case: &Case<'_>) -> Vec<Text> {
    /// More findings are a list, which the report has.
    const FINDINGS: usize = 3;
    let assessment = case.assessment;
    let verdict = Text::written(assessment.verdict.word());
    let mut lines = vec![Text::joined([verdict, assessment.summary.clone()], ": ")];
    lines.extend(assessment.incidents.iter().map(|incident| incident.text.clone()));
    lines.extend(distinct(case).take(FINDINGS).map(told));
    let is_telling = |kind| kind != ConclusionKind::NothingToExplain;
    let conclusions = case.diagnosis().into_iter().flat_map(|diagnosis| &diagnosis.conclusions);
    lines.extend(conclusions.filter(|conclusion| is_telling(conclusion.kind)).map(|c| c.text.clone()));
    lines
}
