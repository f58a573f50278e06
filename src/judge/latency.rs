//! Rule `latency`: one endpoint moved more than the others did.

use std::collections::BTreeSet;

use super::slowdown::{others_of, reference};
use super::{Inputs, finding, shared_shift, slowdown};
use crate::model::bounds::CellBuckets;
use crate::model::bucket_words::helpful_bounds;
use crate::model::comparison::{Change, Comparison, Interval, LatencyCell};
use crate::model::evidence::TailCounts;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{Milliseconds, PlusMinus, RelativeChange, StatedLatency};
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::words::{Arg, Text, text};

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let Some(comparison) = evidence.comparison else { return Vec::new() };
    let everything_rose = shared_shift::names_no_endpoint(comparison, &evidence.settings.compare);
    let mut found: Vec<(usize, Finding)> = comparison
        .latency
        .iter()
        .filter(|cell| cell.change != Change::Unchanged)
        .filter(|cell| !slowdown::says(cell, comparison, &evidence.settings.compare))
        .map(|cell| in_words(cell, comparison, &evidence.settings.compare, everything_rose))
        .enumerate()
        .collect();
    found.extend(undecided(comparison, everything_rose).into_iter().enumerate());
    // Endpoints with the surest change first; their quantiles stay together, in order.
    let surest = |finding: &Finding| surest(comparison, &finding.judged.subject);
    found.sort_by(|(i, a), (j, b)| surest(a).total_cmp(&surest(b)).then(i.cmp(j)));
    let mut found: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect();
    let failed: Vec<Subject> =
        found.iter().filter(|f| f.verdict == Verdict::Fail).map(|f| f.judged.subject.clone()).collect();
    // What failed at one quantile needs no advice on how to become sure at another.
    for finding in found.iter_mut().filter(|f| failed.contains(&f.judged.subject)) {
        finding.advice = None;
    }
    found
}

/// What may be slower, and cannot be told from noise in buckets so wide; of an endpoint that is told already, nothing more.
fn undecided(comparison: &Comparison, everything_rose: bool) -> Vec<Finding> {
    if everything_rose {
        return Vec::new();
    }
    let is_told = |subject: &Subject| {
        comparison.latency.iter().any(|cell| cell.subject == *subject && cell.change == Change::Regression)
    };
    let mut told = BTreeSet::new();
    let cells = comparison.latency.iter().filter(|cell| !is_told(&cell.subject));
    let open = cells.filter_map(|cell| Some((cell, cell.buckets.filter(|buckets| buckets.undecided)?)));
    open.filter(|(cell, _)| told.insert(&cell.subject))
        .map(|(cell, buckets)| in_wide_buckets(cell, &buckets))
        .collect()
}

fn in_wide_buckets(cell: &LatencyCell, buckets: &CellBuckets) -> Finding {
    let context = match cell.counts {
        Some(counts) => text!(
            "wide-counted",
            observed = counts.observed as u64,
            requests = counts.requests,
            beyond = StatedLatency(buckets.beyond),
            expected = counts.expected.round() as u64
        ),
        None => text!("wide-uncounted"),
    };
    let went = text!(
        "wide-went",
        measure = cell.measure.text(),
        base = buckets.base.text(),
        run = buckets.run.text()
    );
    let bounds = helpful_bounds(buckets.below, buckets.beyond);
    Finding {
        base: Some(cell.base),
        run: Some(cell.run),
        unit: Some(Unit::Milliseconds),
        buckets: Some(*buckets),
        title: text!("wide-title", who = cell.subject.title()),
        text: Text::sentences([went, context.clone()]),
        context: Some(context),
        advice: Some(text!("wide-advice", count = bounds.len(), bounds = Arg::Quantity(bounds.join(", ")))),
        ..finding(Verdict::Inconclusive, Rule::Latency, Judged::latency(&cell.subject, cell.measure))
    }
}

/// What the other endpoints did, in one sentence for all quantiles of an endpoint that changed.
fn rest(cell: &LatencyCell, comparison: &Comparison) -> Text {
    let others = others_of(cell, comparison);
    if others == 0 {
        return Text::empty();
    }
    let mut parts: Vec<Text> = Vec::new();
    for changed in &comparison.latency {
        let measure = reference(changed.measure, comparison).text();
        let change = RelativeChange::from_log(changed.others);
        let part = text!("latency-others-at", change = change, measure = measure);
        if changed.subject == cell.subject && changed.change == cell.change && !parts.contains(&part) {
            parts.push(part);
        }
    }
    let and = |first, second| text!("latency-others-and", first = first, second = second);
    let changes = parts.into_iter().reduce(and).unwrap_or(Text::empty());
    let scope = if cell.subject.is_whole() { "whole" } else { "rest" };
    text!("latency-others", scope = scope, others = others, changes = changes)
}

/// The least q of a subject.
fn surest(comparison: &Comparison, subject: &Subject) -> f64 {
    let own = comparison.latency.iter().filter(|cell| cell.subject == *subject);
    own.map(|cell| cell.q).fold(f64::INFINITY, f64::min)
}

fn in_words(
    cell: &LatencyCell,
    comparison: &Comparison,
    settings: &CompareSettings,
    everything_rose: bool,
) -> Finding {
    let verdict = slowdown::of_cell(cell, comparison, settings);
    let (q, direction) =
        if cell.change == Change::Regression { (cell.q, "slower") } else { (cell.q_faster, "faster") };
    let range = Interval { low: cell.interval.low.exp_m1(), high: cell.interval.high.exp_m1() };
    let (base, run) = match cell.buckets {
        Some(buckets) => (buckets.base.into(), buckets.run.into()),
        None => (Arg::from(Milliseconds(cell.base)), Arg::from(Milliseconds(cell.run))),
    };
    let rest = rest(cell, comparison);
    let others = others_of(cell, comparison);
    let who = cell.subject.title();
    let more_than_the_rest = cell.change == Change::Regression && everything_rose && others > 0;
    let title = if more_than_the_rest && !cell.subject.is_whole() {
        text!("latency-more-than-rest", who = who)
    } else {
        text!("moved-title", who = who, direction = direction)
    };
    let went = text!(
        "latency-went",
        measure = cell.measure.text(),
        base = base,
        run = run,
        change = RelativeChange::from_log(cell.log_change),
        low = RelativeChange(range.low).bare(),
        high = RelativeChange(range.high).bare()
    );
    let slow = cell.counts.map_or(Text::empty(), |counts| slow_requests(cell, &counts));
    Finding {
        change: cell.change,
        base: Some(cell.base),
        run: Some(cell.run),
        unit: Some(Unit::Milliseconds),
        buckets: cell.buckets,
        size: Some(cell.log_change.exp_m1()),
        interval: Some(range),
        // The mirrored test has its q alone.
        p: (cell.change == Change::Regression).then_some(cell.p),
        q: Some(q),
        title,
        text: Text::sentences([went, slow, rest.clone()]),
        context: Some(rest),
        advice: (verdict == Verdict::Warn).then(|| text!("latency-run-again")),
        ..finding(verdict, Rule::Latency, Judged::latency(&cell.subject, cell.measure))
    }
}

/// Says how many requests were slow, and how many should have been.
fn slow_requests(cell: &LatencyCell, counts: &TailCounts) -> Text {
    let (observed, moved) = match cell.change {
        Change::Improvement => (counts.observed_faster, cell.others.min(0.0)),
        _ => (counts.observed, cell.others.max(0.0)),
    };
    text!(
        "latency-slow-requests",
        observed = observed as u64,
        threshold = Milliseconds(counts.threshold * moved.exp()),
        expected = PlusMinus(counts.expected, counts.sd)
    )
}
