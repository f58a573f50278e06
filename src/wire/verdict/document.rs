//! The whole document: the base runs, and the candidate runs, are one object each here.

use serde::{Deserialize, Serialize};

use super::FORMAT;
use super::run::Run;
use crate::model::absent::{Absent, with_reasons};
use crate::model::capacity::Capacity;
use crate::model::comparison::{Comparison, NotTested};
use crate::model::diagnosis::Diagnosis;
use crate::model::figures::RunFigures;
use crate::model::incident::Incident;
use crate::model::judgement::{Assessment, Finding, SloResult, Verdict};
use crate::model::link::Link;
use crate::model::metric_objective::MetricObjectiveResult;
use crate::model::missing::Known;
use crate::model::note::Note;
use crate::model::settings::CompareSettings;
use crate::words::Text;

/// The verdict of `perfreport` on a load test, with every number behind it.
///
/// Latencies are milliseconds, shares are ratios 0..1, durations are seconds. A number that a source
/// cannot tell is absent, and the sibling key `missing` says why. Readers should ignore keys they do
/// not know.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "perfreport verdict"))]
#[serde(remote = "Self")]
pub(super) struct VerdictFile {
    /// The format and its version.
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    format: String,
    /// The worst of the findings.
    verdict: Verdict,
    /// Whether run-to-run noise is a prior only, because there is one base run.
    provisional: bool,
    /// The title of the report.
    title: Text,
    /// The verdict in a sentence.
    summary: Text,
    /// Findings, worst first.
    findings: Vec<Finding>,
    /// Improvements, largest first. They never change the verdict.
    improvements: Vec<Finding>,
    /// What was not tested.
    not_tested: Vec<NotTested>,
    /// Objectives against the run.
    slos: Vec<SloResult>,
    /// Objectives on what servers measure, against the run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    metric_objectives: Vec<MetricObjectiveResult>,
    /// Windows in which the run left its own level, in the order of time; empty without raw points.
    #[serde(default)]
    incidents: Vec<Incident>,
    /// What load the run bore before its latency left its level; absent where its load did not grow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<Capacity>,
    /// What the run was compared with.
    base: Base,
    /// The run that was judged.
    run: Run,
    /// The statistics; absent where there was nothing to compare with.
    #[serde(with = "Absent::<Comparison>", skip_serializing_if = "Result::is_err")]
    comparison: Known<Comparison>,
    /// What the servers' metrics say of the run; absent where there are none.
    #[serde(with = "Absent::<Diagnosis>", skip_serializing_if = "Result::is_err")]
    servers: Known<Diagnosis>,
    /// Notes of the comparison, the runs and the configuration.
    notes: Vec<Note>,
    /// The constants that were in force.
    method: CompareSettings,
    /// The command that makes this report again.
    command: String,
    /// The program and its version.
    generator: String,
    /// Where the report can be read: a link.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    report_url: Option<String>,
    /// Where else something is known of the run: `[links]` of the configuration.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    links: Vec<Link>,
}

with_reasons!(VerdictFile { comparison, servers });

/// The base runs.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Base {
    /// How many there are; 0 where the run was judged by itself.
    runs: usize,
    /// How reports call them together.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    /// Their figures, newest first as given.
    figures: Vec<RunFigures>,
}

impl From<Assessment> for VerdictFile {
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
            metric_objectives,
            incidents,
            capacity,
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
            report_url,
            links,
        } = assessment;
        Self {
            format: FORMAT.to_owned(),
            verdict,
            provisional,
            title,
            summary,
            findings,
            improvements,
            not_tested,
            slos,
            metric_objectives,
            incidents,
            capacity,
            base: Base { runs: base.len(), name: base_name, figures: base },
            run: Run::several(run, more_runs),
            comparison,
            servers,
            notes,
            method: settings,
            command,
            generator,
            report_url,
            links,
        }
    }
}

impl From<VerdictFile> for Assessment {
    fn from(mut document: VerdictFile) -> Self {
        Self {
            title: document.title,
            verdict: document.verdict,
            summary: document.summary,
            provisional: document.provisional,
            findings: document.findings,
            improvements: document.improvements,
            not_tested: document.not_tested,
            slos: document.slos,
            metric_objectives: document.metric_objectives,
            incidents: document.incidents,
            capacity: document.capacity,
            base: document.base.figures,
            base_name: document.base.name,
            more_runs: document.run.others(),
            run: document.run.into(),
            comparison: document.comparison,
            servers: document.servers,
            notes: document.notes,
            settings: document.method,
            command: document.command,
            generator: document.generator,
            report_url: document.report_url,
            links: document.links,
        }
    }
}
