//! Rule `latency`: one endpoint moved more than the others did.

use super::{Evidence, finding, shared_shift};
use crate::model::comparison::{
    ALL_REQUESTS, Change, Comparison, Interval, LATENCY_FAIL_LEVEL, LatencyCell, Measure, SHARED_FAIL_LEVEL,
};
use crate::model::evidence::TailCounts;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{Count, Milliseconds, RelativeChange, significant};
use crate::model::settings::CompareSettings;

pub(super) fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let everything_rose = shared_shift::names_no_endpoint(comparison, &evidence.settings.compare);
    let mut found: Vec<(usize, Finding)> = comparison
        .latency
        .iter()
        .filter(|cell| cell.change != Change::Unchanged)
        .filter(|cell| !shared_shift::says(cell, comparison, &evidence.settings.compare))
        .map(|cell| worded(cell, comparison, &evidence.settings.compare, everything_rose))
        .enumerate()
        .collect();
    // Endpoints with the surest change first; their quantiles stay together, in order.
    let surest = |name: &Option<String>| found_q(comparison, name).into_iter().fold(f64::INFINITY, f64::min);
    found.sort_by(|(i, a), (j, b)| surest(&a.endpoint).total_cmp(&surest(&b.endpoint)).then(i.cmp(j)));
    let mut found: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect();
    let failed: Vec<_> =
        found.iter().filter(|f| f.verdict == Verdict::Fail).map(|f| f.endpoint.clone()).collect();
    // What failed at one quantile needs no advice on how to become sure at another.
    for finding in found.iter_mut().filter(|f| failed.contains(&f.endpoint)) {
        finding.advice = None;
    }
    found
}

/// What the other endpoints did, in one sentence for all quantiles of an endpoint that changed.
fn rest(cell: &LatencyCell, comparison: &Comparison) -> String {
    let others = others_of(cell, comparison);
    if others == 0 {
        return String::new();
    }
    let mut parts: Vec<String> = Vec::new();
    for changed in &comparison.latency {
        let reference = reference(changed.measure, comparison);
        let part = format!("{} at {reference}", RelativeChange::from_log(changed.others));
        if changed.endpoint == cell.endpoint && changed.change == cell.change && !parts.contains(&part) {
            parts.push(part);
        }
    }
    match others {
        1 => format!("The other endpoint moved {}.", parts.join(" and ")),
        _ => format!("The other {others} endpoints moved {}.", parts.join(" and ")),
    }
}

/// The measure at which the others are looked at: p99 is held against what they did at p95.
fn reference(measure: Measure, comparison: &Comparison) -> Measure {
    let shared = if measure > Measure::of_quantile(0.75) {
        comparison.shared.last()
    } else {
        comparison.shared.first()
    };
    shared.map_or(measure, |shift| shift.measure)
}

/// Other endpoints that the cell is held against. A cell at p99 may be one of few that are tested.
fn others_of(cell: &LatencyCell, comparison: &Comparison) -> usize {
    let is_other =
        |c: &&LatencyCell| c.measure == reference(cell.measure, comparison) && c.endpoint != cell.endpoint;
    comparison.latency.iter().filter(is_other).count()
}

fn found_q(comparison: &Comparison, endpoint: &Option<String>) -> Vec<f64> {
    let name = endpoint.as_deref().unwrap_or(ALL_REQUESTS);
    comparison.latency.iter().filter(|cell| cell.endpoint == name).map(|cell| cell.q).collect()
}

/// The verdict of a cell that changed.
pub(super) fn verdict_of(cell: &LatencyCell, comparison: &Comparison, settings: &CompareSettings) -> Verdict {
    let least = settings.least_failing_change(&cell.endpoint, cell.base, comparison.evidence);
    // A mean is weak evidence, and a host that differs may look like an endpoint that is alone.
    let least = if cell.alone || cell.measure == Measure::Mean {
        least.max(settings.host_shift.ln_1p())
    } else {
        least
    };
    // What has no other endpoint beside it is as unsure as a whole run.
    let level = if others_of(cell, comparison) == 0 { SHARED_FAIL_LEVEL } else { LATENCY_FAIL_LEVEL };
    let fails = cell.q < level && cell.log_change >= least && cell.excess >= 0.5 * least;
    match cell.change {
        Change::Regression if fails => Verdict::Fail,
        Change::Regression => Verdict::Warn,
        Change::Improvement | Change::Unchanged => Verdict::Pass,
    }
}

fn worded(
    cell: &LatencyCell,
    comparison: &Comparison,
    settings: &CompareSettings,
    everything_rose: bool,
) -> Finding {
    let verdict = verdict_of(cell, comparison, settings);
    let (q, word) =
        if cell.change == Change::Regression { (cell.q, "slower") } else { (cell.q_faster, "faster") };
    let change = RelativeChange::from_log(cell.log_change);
    let range = Interval { low: cell.interval.low.exp_m1(), high: cell.interval.high.exp_m1() };
    let rest = rest(cell, comparison);
    let others = others_of(cell, comparison);
    let whole = cell.endpoint == ALL_REQUESTS;
    let title = if whole {
        format!("The run as a whole is {word}")
    } else if cell.change == Change::Regression && everything_rose && others > 0 {
        format!("{} slowed down more than the rest", cell.endpoint)
    } else {
        format!("{} is {word}", cell.endpoint)
    };
    Finding {
        change: cell.change,
        endpoint: (!whole).then(|| cell.endpoint.clone()),
        base: Some(cell.base),
        run: Some(cell.run),
        unit: Some(Unit::Milliseconds),
        size: Some(cell.log_change.exp_m1()),
        interval: Some(range),
        // The mirrored test has its q alone.
        p: (cell.change == Change::Regression).then_some(cell.p),
        q: Some(q),
        title,
        text: format!(
            "{} went from {} to {}, {change}; a rerun would land between {}\u{a0}% and {}\u{a0}%.{} {rest}",
            cell.measure,
            Milliseconds(cell.base),
            Milliseconds(cell.run),
            RelativeChange(range.low).bare(),
            RelativeChange(range.high).bare(),
            cell.counts.map_or_else(String::new, |counts| slow_requests(cell, &counts)),
        ),
        context: Some(rest.clone()),
        advice: (verdict == Verdict::Warn)
            .then(|| "Run it again, or add base runs: one of both will tell whether it stays.".to_owned()),
        ..finding(verdict, Rule::Latency, cell.measure.key())
    }
}

/// Says how many requests were slow, and how many should have been.
fn slow_requests(cell: &LatencyCell, counts: &TailCounts) -> String {
    let (observed, moved) = match cell.change {
        Change::Improvement => (counts.observed_faster, cell.others.min(0.0)),
        _ => (counts.observed, cell.others.max(0.0)),
    };
    // Whole requests, where there are enough of them for a standard deviation to be one.
    let whole =
        |count: f64| if count >= 9.95 { Count(count.round() as u64).to_string() } else { significant(count) };
    format!(
        " {} {} slower than {}, {} ± {} expected.",
        Count(observed as u64),
        if observed == 1.0 { "request" } else { "requests" },
        Milliseconds(counts.threshold * moved.exp()),
        whole(counts.expected),
        whole(counts.sd),
    )
}
