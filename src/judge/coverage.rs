//! Rule `validity`, for what a PASS would not stand on: it needs latency that was judged, and errors.

use std::collections::BTreeSet;

use super::{Inputs, finding};
use crate::model::check::Threshold;
use crate::model::comparison::{Change, Comparison, Evidence, Measure, ValidityEffect};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, SloResult, Verdict};
use crate::model::quantity::{RelativeChange, Share};
use crate::model::run::Run;
use crate::model::settings::CompareSettings;
use crate::model::slo::Objective;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// Endpoints that carry no more than this share of the requests do not stand for a run.
const MIN_SHARE: f64 = 0.5;

/// INCONCLUSIVE where too little was compared; NONE where nothing judges a run that is checked by itself.
/// `found` is what the other rules found.
pub(super) fn finding_of(evidence: &Inputs<'_>, slos: &[SloResult], found: &[Finding]) -> Option<Finding> {
    let worst = found.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Pass);
    match evidence.comparison {
        // A FAIL stands on what it found.
        _ if worst == Verdict::Fail => None,
        Some(comparison) if !evidence.run.has_requests() => {
            without_requests(comparison, evidence.run, &evidence.settings.compare)
        }
        Some(comparison) => of_comparison(comparison, evidence.run, &evidence.settings.compare),
        None => of_check(evidence, slos, worst > Verdict::Pass),
    }
}

fn coverage(verdict: Verdict, title: Text, text: Text, advice: Text) -> Finding {
    Finding {
        change: Change::Unchanged,
        title,
        text,
        advice: Some(advice),
        ..finding(verdict, Rule::Validity, Indicator::validity("coverage"))
    }
}

fn of_comparison(comparison: &Comparison, run: &Run, settings: &CompareSettings) -> Option<Finding> {
    // Where latency is withheld, that finding says so.
    let withheld = comparison.validity.iter().any(|v| v.effect == ValidityEffect::WithholdLatency);
    let latency =
        withheld.then_some(1.0).or_else(|| tested_latency(comparison, run, settings)).unwrap_or(0.0);
    let errors = tested_errors(comparison, run, settings);
    let advice = match comparison.evidence {
        Evidence::Percentiles if run.meta.is_k6() => text!("tested-record-k6"),
        Evidence::Percentiles => text!("tested-record"),
        Evidence::Distributions => text!("tested-run-longer"),
    };
    let part = |share: f64| match share {
        share if share <= 0.0 => text!("tested-for-none"),
        share => text!("tested-for-some", share = Share(share)),
    };
    let (few_latencies, few_errors) = (latency <= MIN_SHARE, errors <= MIN_SHARE);
    let (title, text, advice) = match (few_latencies, few_errors) {
        (false, false) => return None,
        (true, true) if latency <= 0.0 && errors <= 0.0 => {
            (text!("tested-nothing"), text!("tested-nothing-text"), text!("tested-nothing-advice"))
        }
        (true, true) => (
            text!("tested-little"),
            text!("tested-little-text", latency = part(latency), errors = part(errors)),
            advice,
        ),
        (true, false) => (
            text!("tested-hardly-latency"),
            text!("tested-hardly-latency-text", part = part(latency)),
            advice,
        ),
        (false, true) => {
            (text!("tested-hardly-errors"), text!("tested-hardly-errors-text", part = part(errors)), advice)
        }
    };
    Some(coverage(Verdict::Inconclusive, title, text, advice))
}

/// INCONCLUSIVE where a test of something else than HTTP requests has no metric that was compared, no threshold and no check;
/// and where a change of its trends would have been missed that nobody would let pass.
fn without_requests(comparison: &Comparison, run: &Run, settings: &CompareSettings) -> Option<Finding> {
    let thresholds = run.thresholds.iter().any(|threshold| !threshold.no_samples);
    let judged = || comparison.metrics.iter().filter(|cell| cell.is_judged);
    let metrics = judged().next().is_some();
    let seen = judged().filter_map(|cell| cell.detectable).reduce(f64::min);
    if let Some(seen) = seen.filter(|seen| *seen > settings.inconclusive_shift) {
        let least = RelativeChange(settings.inconclusive_shift);
        return Some(coverage(
            Verdict::Inconclusive,
            text!("coarse"),
            text!("coarse-metric", seen = RelativeChange(seen), least = least),
            text!("coarse-metric-advice"),
        ));
    }
    if metrics || thresholds || !comparison.errors.is_empty() {
        return None;
    }
    Some(coverage(
        Verdict::Inconclusive,
        text!("tested-nothing"),
        text!("tested-no-metric"),
        text!("tested-no-metric-advice"),
    ))
}

/// The share of the run's requests in endpoints whose latency was tested at p95 or below, or where somebody chose (0..1); all
/// of them where the run was tested as a whole.
fn tested_latency(comparison: &Comparison, run: &Run, settings: &CompareSettings) -> Option<f64> {
    let tested: BTreeSet<&Subject> = comparison
        .latency
        .iter()
        .filter(|cell| {
            cell.measure == Measure::Mean
                || cell.measure <= Measure::P95
                || settings.chosen_percentiles(&cell.subject).is_some()
        })
        .map(|cell| &cell.subject)
        .collect();
    share_of(&tested, run, settings)
}

fn tested_errors(comparison: &Comparison, run: &Run, settings: &CompareSettings) -> f64 {
    let tested = comparison.errors.iter().map(|cell| &cell.judged);
    let tested = tested.filter(|judged| judged.indicator == Indicator::ErrorShare);
    share_of(&tested.map(|judged| &judged.subject).collect(), run, settings).unwrap_or(0.0)
}

/// The share of a run's requests in these endpoints; of its endpoints, where requests are not counted. All of them where the
/// whole run is among them. Those that are ignored by choice count for nothing.
fn share_of(subjects: &BTreeSet<&Subject>, run: &Run, settings: &CompareSettings) -> Option<f64> {
    if subjects.contains(&Subject::Whole) {
        return Some(1.0);
    }
    let (ignored, endpoints): (Vec<_>, Vec<_>) = run
        .judged_endpoints()
        .map(|e| (Subject::from(&e.id), e.traffic.requests.as_ref().ok().copied()))
        .partition(|(subject, _)| settings.ignores(subject));
    let named = || endpoints.iter().filter(|(subject, _)| subjects.contains(subject));
    let counted: Option<u64> = named().map(|(_, requests)| *requests).sum();
    let left_out: u64 = ignored.iter().filter_map(|(_, requests)| *requests).sum();
    let all = run.whole.requests.as_ref().ok().map(|all| all.saturating_sub(left_out));
    match (counted, all) {
        (Some(requests), Some(all)) if all > 0 => Some(requests as f64 / all as f64),
        _ if endpoints.is_empty() => None,
        _ => Some(named().count() as f64 / endpoints.len() as f64),
    }
}

/// Says that endpoints were left out, for the headline of a PASS: `3 of 8 endpoints were not tested, 1 of them by choice`.
pub(super) fn left_out(comparison: &Comparison, run: &Run, settings: &CompareSettings) -> Option<Text> {
    let tested: BTreeSet<&Subject> = comparison.latency.iter().map(|cell| &cell.subject).collect();
    let endpoints: Vec<Subject> = run.judged_endpoints().map(|endpoint| (&endpoint.id).into()).collect();
    let out: Vec<&Subject> = endpoints.iter().filter(|endpoint| !tested.contains(endpoint)).collect();
    let some = out.iter().filter(|subject| settings.ignores(subject)).count();
    let choice = match some {
        0 => "none",
        all if all == out.len() => "all",
        _ => "some",
    };
    (!out.is_empty())
        .then(|| text!("left-out", out = out.len(), all = endpoints.len(), choice = choice, some = some))
}

/// `found` tells whether something speaks against the run all the same.
fn of_check(evidence: &Inputs<'_>, slos: &[SloResult], found: bool) -> Option<Finding> {
    let thresholds = || evidence.run.thresholds.iter().filter(|threshold| !threshold.no_samples);
    let measured = || slos.iter().filter(|slo| slo.measured.is_ok());
    let on_servers = evidence.metric_objectives().iter().any(|objective| objective.measured.is_ok());
    if thresholds().next().is_none() && measured().next().is_none() && !on_servers {
        let is_k6 = evidence.run.meta.is_k6();
        return Some(coverage(
            Verdict::None,
            if found { text!("unjudged-else") } else { text!("unjudged") },
            if is_k6 { text!("unjudged-text-k6") } else { text!("unjudged-text") },
            match (evidence.run.has_requests(), is_k6) {
                (false, _) => text!("unjudged-advice-no-requests"),
                (true, true) => text!("unjudged-advice-k6"),
                (true, false) => text!("unjudged-advice"),
            },
        ));
    }
    if !evidence.run.has_requests() {
        return None;
    }
    let latency = thresholds().any(Threshold::is_of_latency)
        || measured().any(|slo| matches!(slo.slo.objective, Objective::Latency { .. }));
    // Without an objective the limits judge what the run counts.
    let errors = evidence.run.whole.outcomes.is_ok()
        || thresholds().any(Threshold::is_of_errors)
        || measured().next().is_some();
    let (title, what, objective) = match (latency, errors) {
        (true, true) => return None,
        (false, true) => (text!("unjudged-latency"), "latency", "p95 = \"500ms\""),
        (true, false) => (text!("unjudged-errors"), "errors", "success = \"99.9%\""),
        (false, false) => (text!("unjudged-both"), "both", "p95 = \"500ms\""),
    };
    let tool = if evidence.run.meta.is_k6() { "k6" } else { "other" };
    Some(coverage(
        Verdict::None,
        title,
        text!("unjudged-about", tool = tool, what = what),
        text!("unjudged-about-advice", objective = objective),
    ))
}
