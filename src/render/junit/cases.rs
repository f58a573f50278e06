//! Which test cases an assessment has.

use super::JunitWarn;
use crate::model::check::{NO_SAMPLES, Threshold};
use crate::model::comparison::{Change, Comparison, ErrorCell, ErrorFamily, Measure};
use crate::model::judgement::{Assessment, Finding, Rule, SloStatus, Verdict};

/// The class of what was not tested and belongs to no rule that can be told from its measure.
const NOT_TESTED: &str = "not_tested";

/// What is said of a change for the worse that no finding speaks of.
const WITHHELD: &str = "moved for the worse, but was not judged";

/// One test case.
pub(super) struct Case {
    /// The key of the rule.
    pub(super) class: &'static str,
    /// What was judged: endpoint and measure.
    pub(super) name: String,
    /// How it came out.
    pub(super) status: Status,
}

/// How a case came out.
pub(super) enum Status {
    /// Nothing was found.
    Passed,
    /// Something to look at, that does not fail the build.
    Warned(String),
    /// A regression or a missed objective.
    Failed {
        /// The headline.
        title: String,
        /// The evidence and what to do.
        text: String,
    },
    /// Could not tell, or was not tested, and why.
    Skipped(String),
}

/// Lists the cases: findings first, then what passed, then what was not tested.
pub(super) fn of(assessment: &Assessment, warn: JunitWarn) -> Vec<Case> {
    let thresholds = &assessment.run.thresholds;
    let mut cases: Vec<_> =
        assessment.findings.iter().map(|finding| found(finding, thresholds, warn)).collect();
    if let Ok(comparison) = &assessment.comparison {
        cases.extend(tested(comparison, &assessment.findings));
    }
    cases.extend(objectives(assessment));
    // Thresholds without samples are among the thresholds.
    let is_listed = |measure: &str| {
        thresholds.iter().any(|t| measure.starts_with("threshold: ") && measure.ends_with(&t.expression))
    };
    let not_tested = assessment.not_tested.iter().filter(|not_tested| !is_listed(&not_tested.measure));
    cases.extend(not_tested.map(|not_tested| Case {
        class: class_of(&not_tested.measure),
        name: name_of(not_tested.endpoint.as_deref(), &not_tested.measure),
        status: Status::Skipped(not_tested.reason.clone()),
    }));
    cases
}

fn found(finding: &Finding, thresholds: &[Threshold], warn: JunitWarn) -> Case {
    let title = finding.title.clone();
    let text = match &finding.advice {
        Some(advice) => format!("{}\n{advice}", finding.text),
        None => finding.text.clone(),
    };
    let status = match finding.verdict {
        Verdict::Fail => Status::Failed { title, text },
        Verdict::Warn | Verdict::Inconclusive if warn == JunitWarn::Failure => Status::Failed { title, text },
        Verdict::Warn if warn == JunitWarn::Pass => Status::Warned(format!("{title}\n{text}")),
        Verdict::Warn => Status::Skipped(format!("{title}: {text}")),
        Verdict::Inconclusive | Verdict::None => Status::Skipped(format!("{title}: {text}")),
        Verdict::Pass => Status::Passed,
    };
    Case { class: finding.rule.key(), name: finding_name(finding, thresholds), status }
}

/// Names a finding as the cell, objective or threshold it speaks of is named where it passes.
fn finding_name(finding: &Finding, thresholds: &[Threshold]) -> String {
    let speaks_of = |threshold: &&Threshold| {
        finding.measure.contains(&threshold.metric) && finding.measure.contains(&threshold.expression)
    };
    match (finding.rule, finding.endpoint.as_deref()) {
        (Rule::SharedShift, None) => shared_name(&finding.measure),
        (Rule::Slo, None) => {
            thresholds.iter().find(speaks_of).map_or_else(|| name_of(None, &finding.measure), threshold_name)
        }
        (_, endpoint) => name_of(endpoint, &finding.measure),
    }
}

fn name_of(subject: Option<&str>, measure: &str) -> String {
    format!("{} {measure}", subject.unwrap_or("whole run"))
}

fn shared_name(measure: &str) -> String {
    format!("all endpoints {measure}")
}

fn threshold_name(threshold: &Threshold) -> String {
    format!("k6 threshold {}: {}", threshold.metric, threshold.expression)
}

/// Lists the cells that no finding speaks of.
fn tested(comparison: &Comparison, findings: &[Finding]) -> Vec<Case> {
    let spoken_of = |rule: Rule, endpoint: Option<&str>, measure: Option<&str>| {
        findings.iter().any(|finding| {
            finding.rule == rule
                && finding.endpoint.as_deref() == endpoint
                && measure.is_none_or(|measure| finding.measure == measure)
        })
    };
    let mut cases = Vec::new();
    let mut quiet = |rule: Rule, name: String, change: Change| {
        let status = match change {
            Change::Regression => Status::Skipped(WITHHELD.to_owned()),
            Change::Improvement | Change::Unchanged => Status::Passed,
        };
        cases.push(Case { class: rule.key(), name, status });
    };
    for cell in &comparison.latency {
        let (endpoint, measure) = (Some(cell.endpoint.as_str()), cell.measure.key());
        if !spoken_of(Rule::Latency, endpoint, Some(&measure)) {
            quiet(Rule::Latency, name_of(endpoint, &measure), cell.change);
        }
    }
    for shift in &comparison.shared {
        let measure = shift.measure.key();
        if !spoken_of(Rule::SharedShift, None, Some(&measure)) {
            quiet(Rule::SharedShift, shared_name(&measure), shift.change);
        }
    }
    for cell in &comparison.errors {
        let (rule, measure) = (rule_of(cell), cell.measure());
        if !spoken_of(rule, cell.endpoint(), Some(&measure)) {
            quiet(rule, name_of(cell.endpoint(), &measure), cell.change);
        }
    }
    if let Ok(cell) = &comparison.throughput
        && !spoken_of(Rule::Throughput, None, None)
    {
        quiet(Rule::Throughput, name_of(None, "throughput"), cell.change);
    }
    cases
}

/// Returns the rule of an error cell.
fn rule_of(cell: &ErrorCell) -> Rule {
    match cell.family {
        ErrorFamily::Endpoint | ErrorFamily::Whole | ErrorFamily::Checks => Rule::Errors,
        ErrorFamily::Undeclared4xx => Rule::Undeclared4xx,
        ErrorFamily::VerySlow => Rule::Latency,
    }
}

/// Lists the objectives and thresholds that were met, and those that could not be measured. What was
/// missed is among the findings.
fn objectives(assessment: &Assessment) -> Vec<Case> {
    let class = Rule::Slo.key();
    let slos = assessment.slos.iter().filter_map(|slo| {
        let status = match &slo.measured {
            Ok(measured) if measured.status == SloStatus::Met => Status::Passed,
            Ok(_) => return None,
            Err(missing) => Status::Skipped(missing.reason().to_owned()),
        };
        Some(Case { class, name: name_of(slo.endpoint.as_deref(), &slo.text), status })
    });
    let thresholds =
        assessment.run.thresholds.iter().filter(|threshold| !threshold.crossed).map(|threshold| Case {
            class,
            name: threshold_name(threshold),
            status: if threshold.no_samples {
                Status::Skipped(NO_SAMPLES.to_owned())
            } else {
                Status::Passed
            },
        });
    slos.chain(thresholds).collect()
}

/// Returns the class in which the measure would have been tested, so that a case keeps its place from
/// run to run.
fn class_of(measure: &str) -> &'static str {
    if Measure::ALL.iter().any(|known| known.key() == measure) {
        Rule::Latency.key()
    } else if measure == "throughput" {
        Rule::Throughput.key()
    } else {
        NOT_TESTED
    }
}
