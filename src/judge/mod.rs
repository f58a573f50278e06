//! Applies the rules to a comparison and to objectives, and words what was found.
//!
//! One file a rule; each turns what it sees into [`Finding`]s. Nothing is computed here that
//! `compare` has computed already, and nothing is decided anywhere else.
//!
//! * `latency`, `shared_shift`, `errors`, `throughput`, `metrics`: the rules over a comparison; `slowdown`: the verdicts of the first two
//! * `slo`, `slo_slices`, `budget`: objectives, φ, and their error budget; `metric_objective`: those on what servers measure; `k6_threshold`: what k6 itself judged
//! * `absolute`: the rules that need no base, of every candidate run; `vitals`: web vitals against their usual bounds
//! * `incident`: windows in which the run left its own level; `capacity`: the load at which it did, of a ramp
//! * `limits`: what no run may pass, whatever its base did
//! * `links`: where else something is known of the run
//! * `coverage`: whether enough was tested for a PASS; `unmatched`: what the configuration names and the run does not have;
//!   `speedup`: latency that is too good to be true
//! * `shown`: the figures that reports have room for
//! * `accepted`: findings that are known and meant; `validity`: what an unfit pair does to the other rules' findings
//! * `verdict`: the worst of them, and the sentence that says it

mod absolute;
mod accepted;
mod budget;
mod capacity;
mod coverage;
mod errors;
mod incident;
mod k6_threshold;
mod latency;
mod limits;
mod links;
mod metric_objective;
mod metrics;
mod shared_shift;
mod shown;
mod slo;
mod slo_slices;
mod slowdown;
mod speedup;
mod throughput;
mod unmatched;
mod validity;
mod verdict;
mod vitals;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use shown::Shown;

use crate::model::comparison::{Change, Comparison, NotTested};
use crate::model::figures::RunFigures;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, Finding, Rule, Verdict};
use crate::model::metric_objective::MetricObjectiveResult;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::words::{Text, text};

/// What a report says about itself.
#[derive(Debug, Clone, Default)]
pub struct ReportHead {
    /// The report's title; by default the names of the runs.
    pub title: Option<String>,
    /// Where the report can be read once it is there: a link.
    pub report_url: Option<String>,
    /// The day that acceptances are held against where the run does not tell its own.
    pub today: Option<NaiveDate>,
    /// How the base is called: a file's name, `@main`.
    pub base_name: Option<Text>,
    /// The command that makes this report again.
    pub command: String,
    /// The program and its version.
    pub generator: String,
    /// How the objectives on what servers measure came out, for each candidate run.
    pub metric_objectives: Vec<Vec<MetricObjectiveResult>>,
    /// Why no base run is left of those that were given: a sentence. Then nothing could be compared, which is no PASS.
    pub lost_base: Option<Text>,
}

/// Everything a rule may look at.
struct Inputs<'a> {
    /// Absent under `check`.
    comparison: Option<&'a Comparison>,
    base: &'a [Run],
    run: &'a Run,
    settings: &'a Settings,
    /// How the objectives on what servers measure came out in that run, and in those after it.
    metric_objectives: &'a [Vec<MetricObjectiveResult>],
}

impl Inputs<'_> {
    /// How the objectives on what servers measure came out in the run.
    fn metric_objectives(&self) -> &[MetricObjectiveResult] {
        self.metric_objectives.first().map_or(&[], Vec::as_slice)
    }
}

/// Judges one or more candidate runs, the first given first: by their comparison with a base where there is one, and by
/// objectives and thresholds.
///
/// # Panics
///
/// Where there is no candidate run.
pub fn assess(
    base: &[Run],
    runs: &[Run],
    comparison: Known<Comparison>,
    settings: &Settings,
    frame: ReportHead,
) -> Assessment {
    let run = &runs[0];
    let evidence = Inputs {
        comparison: comparison.as_ref().ok(),
        base,
        run,
        settings,
        metric_objectives: &frame.metric_objectives,
    };
    let slos = slo::measure(&evidence);
    let mut findings = Vec::new();
    findings.extend(shared_shift::findings(&evidence));
    findings.extend(latency::findings(&evidence));
    findings.extend(errors::findings(&evidence));
    findings.extend(throughput::findings(&evidence));
    findings.extend(metrics::findings(&evidence));
    let capacity = capacity::capacity(base, run, settings);
    findings.extend(capacity.as_ref().and_then(capacity::finding_of));
    let searched = incident::Searched::of(run, &settings.outcomes);
    let incidents = searched.as_ref().map_or_else(Vec::new, incident::Searched::incidents);
    findings.extend(absolute::findings(&evidence, &slos, (searched.as_ref(), &incidents), &runs[1..]));
    let beyond = absolute::limits(&evidence, &slos, &findings, &runs[1..]);
    findings.splice(0..0, beyond);
    findings.extend(speedup::findings(&evidence));
    let mut findings = validity::apply(findings, &evidence);
    accepted::apply(&mut findings, &evidence, frame.today);
    findings.extend(unmatched::findings(&evidence));
    match &frame.lost_base {
        Some(text) => findings.push(validity::lost_base(text.clone())),
        None => findings.extend(coverage::finding_of(&evidence, &slos, &findings)),
    }

    let (mut findings, mut improvements): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.change != Change::Improvement);
    // The rules come in the order in which they should be read: a stable sort keeps it within a verdict. Where most
    // endpoints rose together, that comes first whatever else was found; an incident comes before its consequences.
    let shared_first =
        evidence.comparison.is_some_and(|c| shared_shift::names_no_endpoint(c, &settings.compare));
    let is_first = |finding: &Finding| shared_first && finding.rule == Rule::SharedShift;
    // Where most requests fail, so do the checks of what they return.
    let of_whole = Judged::from(Indicator::ErrorShare);
    let most = |share: f64| share >= settings.limits.max_error_share;
    let most_failed = findings.iter().any(|one| one.judged == of_whole && one.run.is_some_and(most));
    let follows = |finding: &Finding| most_failed && finding.judged == Judged::from(Indicator::FailedChecks);
    findings.sort_by_key(|finding| {
        let is_incident = finding.rule == Rule::Incident;
        std::cmp::Reverse((is_first(finding), finding.verdict, is_incident, !follows(finding)))
    });
    improvements.sort_by(|a, b| b.size.unwrap_or(0.0).abs().total_cmp(&a.size.unwrap_or(0.0).abs()));

    let verdict = verdict::decide(&findings);
    let mut not_tested = evidence.comparison.map(|c| c.not_tested.clone()).unwrap_or_default();
    not_tested.extend(slos.iter().filter_map(|slo| {
        slo.measured.as_ref().err().map(|missing| NotTested::new(slo.judged(), missing.reason()))
    }));
    not_tested.extend(evidence.metric_objectives().iter().filter_map(|objective| {
        let missing = objective.measured.as_ref().err()?;
        Some(NotTested::new(objective.judged(), missing.reason()))
    }));
    not_tested.extend(k6_threshold::not_judged(run));
    let changed: Vec<Finding> = findings.iter().chain(&improvements).cloned().collect();
    let max = settings.endpoints.max;
    let shown = Shown::of((base, runs), evidence.comparison, &changed, max, &settings.metrics);
    let mut figures = shown.runs.into_iter();
    let run_figures = figures.next().unwrap_or_else(|| RunFigures::from(run));
    let paired = evidence.comparison.is_some_and(|c| c.paired);
    let mut notes: Vec<Note> = several(runs, paired).into_iter().collect();
    notes.extend(evidence.comparison.iter().flat_map(|c| c.notes.iter().cloned()));
    notes.extend(shown.note);
    notes.extend(validity::notes(&evidence));
    notes.extend(incident::warm_up_note(&incidents, run));
    notes.extend(runs.iter().chain(base).flat_map(|run| &run.notes).cloned());
    let (links, not_filled) = links::fill(&settings.links, &run.meta, base.first().map(|base| &base.meta));
    notes.extend(not_filled);
    let mut seen = std::collections::BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));

    Assessment {
        title: frame.title.map_or_else(|| verdict::default_title(runs, frame.base_name.as_ref()), Text::from),
        verdict,
        summary: verdict::summary(verdict, &findings, &improvements, &slos, &evidence),
        provisional: evidence.comparison.is_some_and(|c| c.base_runs == 1),
        findings,
        improvements,
        not_tested,
        metric_objectives: evidence.metric_objectives().to_vec(),
        slos,
        incidents: incidents.into_iter().map(|seen| seen.incident).collect(),
        capacity,
        base: shown.base,
        base_name: frame.base_name,
        run: run_figures,
        more_runs: figures.collect(),
        comparison,
        servers: Err(NO_METRICS),
        notes,
        settings: settings.compare.clone(),
        command: frame.command,
        generator: frame.generator,
        report_url: frame.report_url,
        links,
    }
}

/// What stands for the servers' metrics until somebody looks at them.
const NO_METRICS: Missing = Missing::message("servers-not-given");

/// Says that several candidate runs are judged, and which of them the figures show.
fn several(runs: &[Run], paired: bool) -> Option<Note> {
    let [first, _, ..] = runs else { return None };
    let name = &first.meta.name;
    Some(Note::new(if paired {
        text!("several-paired", runs = runs.len(), name = name)
    } else {
        text!("several-together", runs = runs.len(), name = name)
    }))
}

/// A finding with the fields that every rule fills; the optional ones are absent.
fn finding(verdict: Verdict, rule: Rule, judged: impl Into<Judged>) -> Finding {
    Finding {
        verdict,
        change: Change::Regression,
        rule,
        judged: judged.into(),
        base: None,
        run: None,
        unit: None,
        buckets: None,
        size: None,
        interval: None,
        p: None,
        q: None,
        title: Text::empty(),
        text: Text::empty(),
        context: None,
        advice: None,
    }
}
