//! The whole document.

use serde::{Deserialize, Serialize};

use super::comparison::Comparison;
use super::finding::{Finding, NotTested, Note, list};
use super::incident::Incident;
use super::method::Method;
use super::names::Verdict;
use super::run::Run;
use super::servers::Servers;
use super::slo::Slo;
use crate::model::judgement::Assessment;
use crate::wire::missing::Reasons;

use super::file::FORMAT;

/// The verdict of `perfreport` on a load test, with every number behind it.
///
/// Latencies are milliseconds, shares are ratios 0..1, durations are seconds. A number that a source
/// cannot tell is absent, and the sibling key `missing` says why. Readers should ignore keys they do
/// not know.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "perfreport verdict"))]
pub(super) struct Document {
    /// The format and its version.
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    format: String,
    /// The worst of the findings.
    verdict: Verdict,
    /// Whether run-to-run noise is a prior only, because there is one base run.
    provisional: bool,
    /// The title of the report.
    title: String,
    /// The verdict in a sentence.
    summary: String,
    /// Findings, worst first.
    findings: Vec<Finding>,
    /// Improvements, largest first. They never change the verdict.
    improvements: Vec<Finding>,
    /// What was not tested.
    not_tested: Vec<NotTested>,
    /// Objectives against the run.
    slos: Vec<Slo>,
    /// Windows in which the run left its own level, in the order of time; empty without raw points.
    #[serde(default)]
    incidents: Vec<Incident>,
    /// What the run was compared with.
    base: Base,
    /// The run that was judged.
    run: Run,
    /// The statistics; absent where there was nothing to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison>,
    /// What the servers' metrics say of the run; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    servers: Option<Servers>,
    /// Notes of the comparison, the runs and the configuration.
    notes: Vec<Note>,
    /// The constants that were in force.
    method: Method,
    /// The command that makes this report again.
    command: String,
    /// The program and its version.
    generator: String,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// The base runs.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Base {
    /// How many there are; 0 where the run was judged by itself.
    runs: u64,
    /// How reports call them together.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Their figures, newest first as given.
    figures: Vec<Run>,
}

impl From<Assessment> for Document {
    fn from(assessment: Assessment) -> Self {
        let Assessment {
            title,
            verdict,
            summary,
            provisional,
            findings,
            improvements,
            not_tested,
            slos,
            incidents,
            base,
            base_name,
            run,
            more_runs,
            comparison,
            servers,
            notes,
            settings,
            command,
            generator,
        } = assessment;
        let mut missing = Reasons::default();
        Self {
            format: FORMAT.to_owned(),
            verdict: verdict.into(),
            provisional,
            title,
            summary,
            findings: list(findings),
            improvements: list(improvements),
            not_tested: list(not_tested),
            slos: list(slos),
            incidents: list(incidents),
            base: Base { runs: base.len() as u64, name: base_name, figures: list(base) },
            run: Run::several(run, more_runs),
            comparison: missing.split("comparison", comparison),
            servers: missing.split("servers", servers),
            notes: list(notes),
            method: settings.into(),
            command,
            generator,
            missing,
        }
    }
}

impl From<Document> for Assessment {
    fn from(mut document: Document) -> Self {
        let mut missing = document.missing;
        Self {
            title: document.title,
            verdict: document.verdict.into(),
            summary: document.summary,
            provisional: document.provisional,
            findings: list(document.findings),
            improvements: list(document.improvements),
            not_tested: list(document.not_tested),
            slos: list(document.slos),
            incidents: list(document.incidents),
            base: list(document.base.figures),
            base_name: document.base.name,
            more_runs: document.run.others(),
            run: document.run.into(),
            comparison: missing.join("comparison", document.comparison),
            servers: missing.join("servers", document.servers),
            notes: list(document.notes),
            settings: document.method.into(),
            command: document.command,
            generator: document.generator,
        }
    }
}
