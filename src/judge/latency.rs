//! Rule `latency`: one endpoint moved more than the others did.

use super::{Evidence, finding, shared_shift};
use crate::model::comparison::{
    ALL_REQUESTS, Change, Comparison, Interval, LatencyCell, Measure, SharedShift,
};
use crate::model::evidence::TailCounts;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{Count, Milliseconds, RelativeChange, significant};
use crate::model::settings::CompareSettings;

/// The level of a failure, after correction over all tested cells.
const FAIL_LEVEL: f64 = 0.05;

pub(super) fn findings(evidence: &Evidence<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let everything_rose = shared_shift::names_no_endpoint(comparison, &evidence.settings.compare);
    let mut found: Vec<(usize, Finding)> = comparison
        .latency
        .iter()
        .filter(|cell| cell.change != Change::Unchanged && !is_shared_alone(cell, comparison))
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
    let others = comparison.latency.iter().filter(|c| c.measure == cell.measure).count() - 1;
    match others {
        0 => return String::new(),
        1..=2 => return "There are too few other endpoints to tell the code from the host.".to_owned(),
        _ => {}
    }
    let mut parts: Vec<String> = Vec::new();
    for changed in &comparison.latency {
        // p99 is held against what the others did at p95.
        let reference = if changed.measure == Measure::P50 { Measure::P50 } else { Measure::P95 };
        let part = format!("{} at {reference}", RelativeChange::from_log(changed.others));
        if changed.endpoint == cell.endpoint && changed.change == cell.change && !parts.contains(&part) {
            parts.push(part);
        }
    }
    let endpoints =
        comparison.latency.iter().filter(|c| c.measure == Measure::P95).count().max(others + 1) - 1;
    format!("The other {endpoints} endpoints moved {}.", parts.join(" and "))
}

fn found_q(comparison: &Comparison, endpoint: &Option<String>) -> Vec<f64> {
    let name = endpoint.as_deref().unwrap_or(ALL_REQUESTS);
    comparison.latency.iter().filter(|cell| cell.endpoint == name).map(|cell| cell.q).collect()
}

/// With one endpoint, its shift and the shared one are the same thing: it is said once.
fn is_shared_alone(cell: &LatencyCell, comparison: &Comparison) -> bool {
    let same = |shift: &&SharedShift| shift.measure == cell.measure;
    comparison
        .shared
        .iter()
        .find(same)
        .is_some_and(|shift| shift.endpoints == 1 && shift.change == cell.change)
}

fn worded(
    cell: &LatencyCell,
    comparison: &Comparison,
    settings: &CompareSettings,
    everything_rose: bool,
) -> Finding {
    let least = settings.fail_latency_change(comparison.evidence).ln_1p();
    let fails = cell.q < FAIL_LEVEL && cell.log_change >= least && cell.excess >= 0.5 * least;
    let (verdict, q, word) = match cell.change {
        Change::Regression if fails => (Verdict::Fail, cell.q, "slower"),
        Change::Regression => (Verdict::Warn, cell.q, "slower"),
        _ => (Verdict::Pass, cell.q_faster, "faster"),
    };
    let change = RelativeChange::from_log(cell.log_change);
    let range = Interval { low: cell.interval.low.exp_m1(), high: cell.interval.high.exp_m1() };
    let rest = rest(cell, comparison);
    let others = comparison.latency.iter().filter(|c| c.measure == cell.measure).count() - 1;
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
        p: Some(cell.p),
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
        " {} requests slower than {}, {} ± {} expected.",
        Count(observed as u64),
        Milliseconds(counts.threshold * moved.exp()),
        whole(counts.expected),
        whole(counts.sd),
    )
}
