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
use crate::model::quantity::{Count, Milliseconds, PlusMinus, RelativeChange, StatedLatency};
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::words::Text;

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
    let slow = cell.counts.map_or_else(
        || "More requests were slow".to_owned(),
        |counts| {
            format!(
                "{} of {} requests took more than {}, where {} were expected",
                Count(counts.observed as u64),
                Count(counts.requests),
                StatedLatency(buckets.beyond),
                Count(counts.expected.round() as u64)
            )
        },
    );
    let context = format!("{slow}; noise that moves latencies within their buckets could make as many.");
    Finding {
        base: Some(cell.base),
        run: Some(cell.run),
        unit: Some(Unit::Milliseconds),
        buckets: Some(*buckets),
        title: Text::from(format!(
            "{} may be slower: its buckets are too wide to tell",
            cell.subject.title()
        )),
        text: Text::from(format!(
            "{} went from {} to {}. {context}",
            cell.measure, buckets.base, buckets.run
        )),
        context: Some(context).map(Text::from),
        advice: Some(format!(
            "{} in the histogram would tell, or native histograms.",
            capitalised(&helpful_bounds(buckets.below, buckets.beyond))
        ))
        .map(Text::from),
        ..finding(Verdict::Inconclusive, Rule::Latency, Judged::latency(&cell.subject, cell.measure))
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
        if changed.subject == cell.subject && changed.change == cell.change && !parts.contains(&part) {
            parts.push(part);
        }
    }
    let who = match (cell.subject.is_whole(), others) {
        (true, 1) => "The endpoint".to_owned(),
        (true, _) => format!("The {others} endpoints"),
        (false, 1) => "The other endpoint".to_owned(),
        (false, _) => format!("The other {others} endpoints"),
    };
    format!("{who} moved {}.", parts.join(" and "))
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
    let (q, word) =
        if cell.change == Change::Regression { (cell.q, "slower") } else { (cell.q_faster, "faster") };
    let change = RelativeChange::from_log(cell.log_change);
    let range = Interval { low: cell.interval.low.exp_m1(), high: cell.interval.high.exp_m1() };
    let (base, run) = match cell.buckets {
        Some(buckets) => (buckets.base.to_string(), buckets.run.to_string()),
        None => (Milliseconds(cell.base).to_string(), Milliseconds(cell.run).to_string()),
    };
    let rest = rest(cell, comparison);
    let others = others_of(cell, comparison);
    let who = cell.subject.title();
    let more_than_the_rest = cell.change == Change::Regression && everything_rose && others > 0;
    let title = if more_than_the_rest && !cell.subject.is_whole() {
        format!("{who} slowed down more than the rest")
    } else {
        format!("{who} is {word}")
    };
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
        title: Text::from(title),
        text: Text::from(format!(
            "{} went from {base} to {run}, {change}; a rerun would land between {}\u{a0}% and {}\u{a0}%.{} {rest}",
            cell.measure,
            RelativeChange(range.low).bare(),
            RelativeChange(range.high).bare(),
            cell.counts.map_or_else(String::new, |counts| slow_requests(cell, &counts)),
        )),
        context: Some(rest.clone()).map(Text::from),
        advice: ((verdict == Verdict::Warn)
            .then(|| "Run it again, or add base runs: either will tell whether it stays.".to_owned()))
        .map(Text::from),
        ..finding(verdict, Rule::Latency, Judged::latency(&cell.subject, cell.measure))
    }
}

/// Says how many requests were slow, and how many should have been.
fn slow_requests(cell: &LatencyCell, counts: &TailCounts) -> String {
    let (observed, moved) = match cell.change {
        Change::Improvement => (counts.observed_faster, cell.others.min(0.0)),
        _ => (counts.observed, cell.others.max(0.0)),
    };
    format!(
        " {} {} slower than {}; {} were expected.",
        Count(observed as u64),
        if observed == 1.0 { "request" } else { "requests" },
        Milliseconds(counts.threshold * moved.exp()),
        PlusMinus(counts.expected, counts.sd),
    )
}
