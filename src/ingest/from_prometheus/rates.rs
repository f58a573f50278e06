//! k6's rates as its OpenTelemetry output writes them: a counter with `condition="zero"` and `"nonzero"`; before k6 1.4 two
//! counters, `…_occurred` and `…_total`.

use std::collections::BTreeMap;

use super::Counter;
use super::choose::{of_k6, prefix};
use super::steps::{Counted, Reader, Step};
use super::width;
use crate::model::bounds::{Bounds, Bucket};
use crate::model::request_labels::Labels;
use crate::model::series::Signal;
use crate::model::series::unit::SampleKind;

/// The label that tells the two sides of a rate apart.
const CONDITION: &str = "condition";
/// What the counter of samples that are not 0 was called before there was the label.
const OCCURRED: &str = "_occurred";

/// One side of a rate.
#[derive(Debug)]
pub(super) struct Side {
    /// Whether the samples were not 0: checks that passed, requests that failed.
    pub(super) nonzero: bool,
    /// Without the condition.
    pub(super) counted: Counted,
}

/// The signals that count one of k6's rates.
pub(super) fn signals<'a>(
    signals: &'a [Signal],
    latency: &'a Signal,
    name: &str,
) -> impl Iterator<Item = &'a Signal> {
    let counts = |signal: &&Signal| signal.kind != SampleKind::Gauge;
    of_k6(signals, prefix(latency), name).filter(counts)
}

/// Reads both sides of one of k6's rates; what does not tell them apart is left out.
pub(super) fn sides(all: &[Signal], latency: &Signal, name: &str) -> Vec<Side> {
    let read = |name: &str| -> Vec<Counted> {
        let totals = |signal| Some(Reader::new(signal, Counter::K6, 1.0, width::step(signal)?).totals());
        signals(all, latency, name).filter_map(totals).flatten().collect()
    };
    let occurred: BTreeMap<Labels, Counted> =
        read(&format!("{name}{OCCURRED}")).into_iter().map(|one| (one.labels.clone(), one)).collect();
    let mut sides = Vec::new();
    for mut counted in read(name) {
        match counted.labels.remove(CONDITION).as_deref() {
            Some(condition @ ("zero" | "nonzero")) => {
                sides.push(Side { nonzero: condition == "nonzero", counted });
            }
            None if !occurred.is_empty() => {
                let nonzero = occurred.get(&counted.labels);
                sides.push(Side { nonzero: false, counted: without(counted, nonzero) });
                sides.extend(nonzero.map(|nonzero| Side { nonzero: true, counted: nonzero.clone() }));
            }
            _ => {}
        }
    }
    sides
}

/// Reads `http_req_failed` as what `expected_response` says.
pub(super) fn failed(signals: &[Signal], latency: &Signal) -> Vec<Counted> {
    let expected = |Side { nonzero, mut counted }| {
        counted.labels.insert("expected_response".to_owned(), (!nonzero).to_string());
        counted
    };
    sides(signals, latency, FAILED).into_iter().map(expected).collect()
}

/// k6's rate of failed requests.
pub(super) const FAILED: &str = "http_req_failed";
/// k6's rate of checks that passed.
pub(super) const CHECKS: &str = "checks";

/// How many were counted in a step.
pub(super) fn count(step: &Step) -> u64 {
    step.counts.iter().map(|(_, count)| count).sum()
}

/// What was counted beside some of it.
fn without(all: Counted, some: Option<&Counted>) -> Counted {
    let mut taken: BTreeMap<i64, u64> = BTreeMap::new();
    for step in some.into_iter().flat_map(|some| &some.steps) {
        *taken.entry(step.at).or_default() += count(step);
    }
    let one = Bucket { above: 0.0, up_to: None };
    let rest = all.steps.iter().map(|step| {
        let left = count(step).saturating_sub(taken.get(&step.at).copied().unwrap_or(0));
        Step { at: step.at, counts: vec![(one, left)] }
    });
    Counted { labels: all.labels, bounds: Bounds::Listed(Vec::new()), steps: rest.collect() }
}
