//! Applies the rules to a comparison and to objectives, and words what was found.
//!
//! One file a rule; each turns what it sees into [`Finding`]s. Nothing is computed here that
//! `compare` has computed already, and nothing is decided anywhere else.
//!
//! * `latency`, `shared_shift`, `errors`, `throughput`: the rules over a comparison
//! * `slo`, `slo_slices`, `budget`: objectives, φ, and their error budget; `k6_threshold`: what k6 itself judged
//! * `incident`: windows in which the run left its own level
//! * `validity`: what an unfit pair does to the other rules' findings
//! * `verdict`: the worst of them, and the sentence that says it

mod budget;
mod errors;
mod incident;
mod k6_threshold;
mod latency;
mod shared_shift;
mod slo;
mod slo_slices;
mod throughput;
mod validity;
mod verdict;

#[cfg(test)]
mod tests;

use crate::model::comparison::{Change, Comparison, NotTested};
use crate::model::figures::RunFigures;
use crate::model::judgement::{Assessment, Finding, Rule, Verdict};
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::settings::Settings;

/// What a report says about itself.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The report's title; by default the names of the runs.
    pub title: Option<String>,
    /// How the base is called: a file's name, `@main`.
    pub base_name: Option<String>,
    /// The command that makes this report again.
    pub command: String,
    /// The program and its version.
    pub generator: String,
}

/// Everything a rule may look at.
struct Evidence<'a> {
    /// Absent under `check`.
    comparison: Option<&'a Comparison>,
    base: &'a [Run],
    run: &'a Run,
    settings: &'a Settings,
}

/// Judges a run, by its comparison with a base where there is one, and by objectives and thresholds.
pub fn assess(
    base: &[Run],
    run: &Run,
    comparison: Known<Comparison>,
    settings: &Settings,
    frame: Frame,
) -> Assessment {
    let evidence = Evidence { comparison: comparison.as_ref().ok(), base, run, settings };
    let slos = slo::measure(&evidence);
    let mut findings = Vec::new();
    findings.extend(shared_shift::findings(&evidence));
    findings.extend(latency::findings(&evidence));
    findings.extend(errors::findings(&evidence));
    findings.extend(throughput::findings(&evidence));
    findings.extend(slo::findings(&slos));
    findings.extend(k6_threshold::findings(&evidence));
    let searched = incident::Searched::of(run, &settings.outcomes);
    let incidents = searched.as_ref().map_or_else(Vec::new, incident::Searched::incidents);
    findings.extend(incident::findings(&evidence, searched.as_ref(), &incidents));
    let findings = validity::apply(findings, &evidence);

    let (mut findings, mut improvements): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.change != Change::Improvement);
    // The rules come in the order in which they should be read: a stable sort keeps it within a verdict. Where most
    // endpoints rose together, that comes first whatever else was found.
    let shared_first =
        evidence.comparison.is_some_and(|c| shared_shift::names_no_endpoint(c, &settings.compare));
    let is_first = |finding: &Finding| shared_first && finding.rule == Rule::SharedShift;
    findings.sort_by_key(|finding| std::cmp::Reverse((is_first(finding), finding.verdict)));
    improvements.sort_by(|a, b| b.size.unwrap_or(0.0).abs().total_cmp(&a.size.unwrap_or(0.0).abs()));

    let verdict = verdict::decide(&findings, &slos, &evidence);
    let mut not_tested = evidence.comparison.map(|c| c.not_tested.clone()).unwrap_or_default();
    not_tested.extend(slos.iter().filter_map(|slo| {
        slo.measured.as_ref().err().map(|missing| NotTested {
            endpoint: slo.endpoint.clone(),
            measure: slo.text.clone(),
            reason: missing.reason().to_owned(),
        })
    }));
    let mut notes = evidence.comparison.map(|c| c.notes.clone()).unwrap_or_default();
    notes.extend(validity::notes(&evidence));
    notes.extend(incident::warm_up_note(&incidents, run));
    notes.extend(run.notes.iter().cloned());
    for base in base {
        notes.extend(base.notes.iter().filter(|note| !run.notes.contains(note)).cloned());
    }
    let mut seen = std::collections::BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));

    Assessment {
        title: frame.title.unwrap_or_else(|| verdict::default_title(run, frame.base_name.as_deref())),
        verdict,
        summary: verdict::summary(verdict, &findings, &improvements, &evidence),
        provisional: evidence.comparison.is_some_and(|c| c.base_runs == 1),
        findings,
        improvements,
        not_tested,
        slos,
        incidents: incidents.into_iter().map(|seen| seen.incident).collect(),
        base: figures_of_base(base),
        base_name: frame.base_name,
        run: RunFigures::from(run),
        comparison,
        servers: Err(NO_METRICS),
        notes,
        settings: settings.compare.clone(),
        command: frame.command,
        generator: frame.generator,
    }
}

/// What stands for the servers' metrics until somebody looks at them.
const NO_METRICS: Missing = Missing::constant("no metrics of the servers were given (`--prometheus`)");

/// The figures of the base runs. Only the newest is drawn over time: the others would double the report for nothing.
fn figures_of_base(base: &[Run]) -> Vec<RunFigures> {
    let mut figures: Vec<RunFigures> = base.iter().map(RunFigures::from).collect();
    for older in figures.iter_mut().skip(1) {
        for traffic in older.endpoints.iter_mut().chain([&mut older.whole]) {
            traffic.timeline = Err(Missing::constant("only the newest base run is drawn over time"));
        }
    }
    figures
}

/// A finding with the fields that every rule fills; the optional ones are absent.
fn finding(verdict: Verdict, rule: Rule, measure: impl Into<String>) -> Finding {
    Finding {
        verdict,
        change: Change::Regression,
        rule,
        endpoint: None,
        measure: measure.into(),
        base: None,
        run: None,
        unit: None,
        size: None,
        interval: None,
        p: None,
        q: None,
        title: String::new(),
        text: String::new(),
        context: None,
        advice: None,
    }
}
