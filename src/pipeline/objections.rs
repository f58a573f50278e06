//! What speaks against making a run part of a baseline.

use crate::classify::Classifier;
use crate::compare;
use crate::ingest;
use crate::judge::{self, ReportHead};
use crate::model::folding::Fold;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::missing::Missing;
use crate::model::quantity::RelativeChange;
use crate::model::run::Run;
use crate::model::settings::Settings;

/// The tag that names what was tested.
const SERVICE: &str = "service";
/// A run has crept away from this many times the smallest change that counts on.
const CREPT_TIMES: f64 = 2.0;

/// Says what speaks against a run: that it is no whole run, that it failed, that it does not compare with the runs that are
/// there (the newest first), or that it crept away from the oldest of them. Empty where nothing does.
pub(super) fn of(mut runs: Vec<Run>, mut run: Run, settings: &Settings) -> Vec<String> {
    let labeller = Classifier::new(settings);
    runs.iter_mut().for_each(|run| ingest::follow(run, &labeller, settings));
    if let Some(fold) = Fold::of(runs.iter().chain([&run]), settings.endpoints.max) {
        runs.iter_mut().chain([&mut run]).for_each(|run| fold.apply(run));
    }
    against(&runs, &run, settings)
}

fn against(runs: &[Run], run: &Run, settings: &Settings) -> Vec<String> {
    let one = std::slice::from_ref(run);
    let mut objections = Vec::new();
    if run.meta.cut_short {
        objections.push("it was cut short: its file ends in the middle of a line".to_owned());
    }
    if let Some(share) = run.meta.unread() {
        objections.push(format!("{share} of the lines of its file could not be read"));
    }
    let no_base = || Err(Missing::because("a run is checked by itself first"));
    let by_itself = judge::assess(&[], one, no_base(), settings, ReportHead::default());
    objections.extend(failures(&by_itself.findings).map(|finding| format!("it failed: {}", finding.title)));
    let Some(newest) = runs.first() else { return objections };

    objections.extend(another(
        "the service",
        newest.meta.tags.get(SERVICE).map(String::as_str),
        run.meta.tags.get(SERVICE).map(String::as_str),
    ));
    let scenarios = |run: &Run| Some(run.meta.window.scenarios.join(", ")).filter(|names| !names.is_empty());
    objections.extend(another(
        "the judged scenario",
        scenarios(newest).as_deref(),
        scenarios(run).as_deref(),
    ));
    let comparison = compare::compare(runs, one, false, settings);
    objections
        .extend(comparison.validity.iter().map(|finding| format!("it does not compare: {}", finding.text)));
    let against_all = judge::assess(runs, one, Ok(comparison), settings, ReportHead::default());
    let worse = regressions(&against_all.findings);
    if worse.is_empty() && runs.len() > 1 {
        objections.extend(drift(runs, run, settings));
    }
    objections.extend(worse.into_iter().map(|what| format!("it failed against the baseline: {what}")));
    objections
}

fn failures(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.verdict == Verdict::Fail)
}

/// What got worse, in words, each once.
fn regressions(findings: &[Finding]) -> Vec<String> {
    in_words(failures(findings).filter(|f| f.rule != Rule::Slo && f.rule != Rule::Validity))
}

fn in_words<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for finding in findings {
        let title = finding.title.english();
        if !found.iter().any(|known| known.starts_with(&title)) {
            let size = finding.size.filter(|_| is_latency(finding)).map(RelativeChange);
            let size =
                size.map_or_else(String::new, |size| format!(" ({} {size})", finding.judged.measure()));
            found.push(format!("{title}{size}"));
        }
    }
    found
}

fn is_latency(finding: &Finding) -> bool {
    matches!(finding.rule, Rule::Latency | Rule::SharedShift)
}

/// Many small steps, each within what a comparison lets pass, are seen against the oldest run.
///
/// One run a side seldom fails a run that is slower altogether, so a warning is enough here where it is large.
fn drift(runs: &[Run], run: &Run, settings: &Settings) -> Vec<String> {
    let Some(oldest) = runs.last() else { return Vec::new() };
    let (oldest_alone, one) = (std::slice::from_ref(oldest), std::slice::from_ref(run));
    let comparison = compare::compare(oldest_alone, one, false, settings);
    let assessment = judge::assess(oldest_alone, one, Ok(comparison), settings, ReportHead::default());
    let least = CREPT_TIMES * settings.compare.min_latency_change;
    let crept: Vec<Finding> = assessment
        .findings
        .into_iter()
        .filter(|finding| is_latency(finding) && finding.verdict >= Verdict::Warn)
        .filter(|finding| finding.size.is_some_and(|size| size >= least))
        .collect();
    let since = |what: String| {
        format!("it drifted away from the oldest of the {} runs, {}: {what}", runs.len(), oldest.meta.name)
    };
    in_words(crept.iter()).into_iter().map(since).collect()
}

fn another(what: &str, before: Option<&str>, after: Option<&str>) -> Option<String> {
    match (before, after) {
        (Some(before), Some(after)) if before != after => {
            Some(format!("{what} differs: {after} instead of {before}"))
        }
        _ => None,
    }
}
