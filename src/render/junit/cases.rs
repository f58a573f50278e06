//! Which test cases an assessment has.

use std::collections::BTreeSet;

use super::JunitWarn;
use crate::model::comparison::{Change, Comparison, Measure, NotTested};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, Finding, Rule, Verdict};
use crate::model::slo::SloStatus;
use crate::model::subject::Subject;
use crate::words::text;

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
    let mut cases: Vec<_> = assessment.findings.iter().map(|finding| found(finding, warn)).collect();
    if let Ok(comparison) = &assessment.comparison {
        cases.extend(tested(comparison, &assessment.findings));
    }
    cases.extend(objectives(assessment));
    // Thresholds without samples are among the thresholds.
    let is_threshold = |entry: &&NotTested| matches!(entry.judged.indicator, Indicator::Threshold { .. });
    let not_tested = assessment.not_tested.iter().filter(|entry| !is_threshold(entry));
    cases.extend(not_tested.map(|entry| Case {
        class: class_of(&entry.judged.indicator),
        name: name_of(&entry.judged.subject, &entry.judged.untested_measure()),
        status: Status::Skipped(entry.reason.english()),
    }));
    cases
}

fn found(finding: &Finding, warn: JunitWarn) -> Case {
    let title = finding.title.english();
    let text = match &finding.advice {
        Some(advice) => format!("{}\n{}", finding.text.english(), advice.english()),
        None => finding.text.english(),
    };
    let status = match finding.verdict {
        Verdict::Fail => Status::Failed { title, text },
        Verdict::Warn | Verdict::Inconclusive if warn == JunitWarn::Failure => Status::Failed { title, text },
        Verdict::Warn if warn == JunitWarn::Pass => Status::Warned(format!("{title}\n{text}")),
        Verdict::Warn => Status::Skipped(format!("{title}: {text}")),
        Verdict::Inconclusive | Verdict::None => Status::Skipped(format!("{title}: {text}")),
        Verdict::Pass => Status::Passed,
    };
    Case { class: finding.rule.key(), name: finding_name(finding), status }
}

/// Names a finding as the cell, objective or threshold it speaks of is named where it passes.
fn finding_name(finding: &Finding) -> String {
    let judged = &finding.judged;
    match (finding.rule, &judged.indicator) {
        (Rule::SharedShift, Indicator::Latency(measure)) if judged.subject.is_whole() => {
            shared_name(*measure)
        }
        (_, Indicator::Threshold { metric, expression }) => threshold_name(metric, expression),
        _ => judged_name(judged),
    }
}

fn judged_name(judged: &Judged) -> String {
    name_of(&judged.subject, &judged.measure())
}

fn name_of(subject: &Subject, measure: &str) -> String {
    format!("{} {measure}", subject.key().unwrap_or("whole run"))
}

fn shared_name(measure: Measure) -> String {
    format!("all endpoints {measure}")
}

fn threshold_name(metric: &str, expression: &str) -> String {
    format!("k6 threshold {metric}: {expression}")
}

/// Lists the cells that no finding speaks of.
fn tested(comparison: &Comparison, findings: &[Finding]) -> Vec<Case> {
    let spoken: BTreeSet<(Rule, &Judged)> =
        findings.iter().map(|found| (found.rule, &found.judged)).collect();
    let spoken_of = |rule: Rule, judged: &Judged| spoken.contains(&(rule, judged));
    let mut cases = Vec::new();
    let mut quiet = |rule: Rule, name: String, change: Change| {
        let status = match change {
            Change::Regression => Status::Skipped(WITHHELD.to_owned()),
            Change::Improvement | Change::Unchanged => Status::Passed,
        };
        cases.push(Case { class: rule.key(), name, status });
    };
    for cell in &comparison.latency {
        let judged = Judged::latency(&cell.subject, cell.measure);
        if !spoken_of(Rule::Latency, &judged) {
            quiet(Rule::Latency, judged_name(&judged), cell.change);
        }
    }
    for shift in &comparison.shared {
        if !spoken_of(Rule::SharedShift, &Indicator::Latency(shift.measure).into()) {
            quiet(Rule::SharedShift, shared_name(shift.measure), shift.change);
        }
    }
    for cell in &comparison.errors {
        let rule = Rule::of(cell);
        if !spoken_of(rule, &cell.judged) {
            quiet(rule, judged_name(&cell.judged), cell.change);
        }
    }
    for cell in comparison.metrics.iter().filter(|cell| cell.is_judged) {
        if !spoken_of(Rule::Metric, &cell.judged) {
            quiet(Rule::Metric, judged_name(&cell.judged), cell.change);
        }
    }
    let throughput = Judged::from(Indicator::Throughput);
    if let Ok(cell) = &comparison.throughput
        && !spoken_of(Rule::Throughput, &throughput)
    {
        quiet(Rule::Throughput, judged_name(&throughput), cell.change);
    }
    cases
}

/// Lists the objectives and thresholds that were met, and those that could not be measured. What was
/// missed is among the findings.
fn objectives(assessment: &Assessment) -> Vec<Case> {
    let class = Rule::Slo.key();
    let slos = assessment.slos.iter().filter_map(|slo| {
        let status = match &slo.measured {
            Ok(measured) if measured.status == SloStatus::Met => Status::Passed,
            Ok(_) => return None,
            Err(missing) => Status::Skipped(missing.reason().english()),
        };
        Some(Case { class, name: judged_name(&slo.judged()), status })
    });
    let thresholds =
        assessment.run.thresholds.iter().filter(|threshold| !threshold.crossed).map(|threshold| Case {
            class,
            name: threshold_name(&threshold.metric, &threshold.expression),
            status: if threshold.no_samples {
                Status::Skipped(text!("threshold-no-samples").english())
            } else {
                Status::Passed
            },
        });
    let on_servers = assessment.metric_objectives.iter().filter_map(|objective| {
        let status = match &objective.measured {
            Ok(measured) if measured.status == SloStatus::Met => Status::Passed,
            Ok(_) => return None,
            Err(missing) => Status::Skipped(missing.reason().english()),
        };
        Some(Case { class, name: judged_name(&objective.judged()), status })
    });
    slos.chain(on_servers).chain(thresholds).collect()
}

/// Returns the class in which the measure would have been tested, so that a case keeps its place from
/// run to run.
fn class_of(indicator: &Indicator) -> &'static str {
    match indicator {
        Indicator::Latency(measure) if Measure::ALL.contains(measure) => Rule::Latency.key(),
        Indicator::Throughput => Rule::Throughput.key(),
        _ => NOT_TESTED,
    }
}
