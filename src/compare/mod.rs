//! Compares a candidate with its base runs. Computes; never decides what to do about it.
//!
//! The formulas are those of `docs/methodology.md`.
//!
//! * `matching`: which endpoints both sides have; `slicing`: the slices of both sides
//! * `latency`: endpoints and their shared shift, by quantile
//! * `bursts`: what is set apart before counts are compared
//! * `errors`: unintended errors, undeclared 4xx and checks, as counts
//! * `throughput`: completed requests per second, in a closed model; `metrics`: the script's own metrics, by the same tests
//! * `validity`: whether the pair is fit to be compared; `traffic_mix`, `wholeness`: in its proportions, and as a whole;
//!   `outcomes`: what is noted of how requests ended; `several`: further candidate runs

mod bursts;
mod errors;
mod latency;
mod matching;
mod metrics;
mod naming;
mod outcomes;
mod several;
mod slicing;
mod throughput;
mod traffic_mix;
mod validity;
mod wholeness;

#[cfg(test)]
mod tests;

use self::latency::Replication;
use crate::model::comparison::{Comparison, Evidence, Interval, Measure, NotTested, ValidityEffect};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::load::Workload;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::stats::proportion;
use crate::words::text;

/// Compares one or more candidate runs, the first given first, with one or more base runs, the newest first.
///
/// `paired` says that the base run and the candidate run of each place were made one after the other on one
/// host. More base runs than the settings allow are the caller's to cut. An empty `base` has nothing to
/// compare with and yields a comparison without a cell.
///
/// # Panics
///
/// Where there is no candidate run.
pub fn compare(base: &[Run], runs: &[Run], paired: bool, settings: &Settings) -> Comparison {
    let run = &runs[0];
    let mut matched = matching::match_endpoints(base, runs);
    let mut validity = validity::assess(base, run, &matched, settings);
    for other in &runs[1..] {
        several::join(&mut validity, base, other, settings);
    }
    matched.ignore(&settings.compare);
    let pooled = !validity.findings.iter().any(|f| f.effect == ValidityEffect::WithholdPooled);

    let slicing = slicing::Slicing::of(base, runs);
    let replication = Replication { base: base.len(), runs: runs.len(), paired };
    let latency = latency::compare(&matched, slicing.as_ref(), pooled, replication, &settings.compare);
    let errors =
        errors::compare((base, runs), &matched, slicing.as_ref(), &latency, pooled, settings, replication);
    let throughput = comparable_rates(base, runs, &validity, pooled)
        .and_then(|()| throughput::compare(base, runs, replication, &settings.compare));
    let same_load = comparable_load(base, runs, &validity, pooled);
    let metrics = metrics::compare((base, runs), &same_load, &latency.shared, replication, settings);

    let mut not_tested = latency.not_tested;
    not_tested.extend(errors.not_tested);
    let indicators = Measure::ALL.map(Indicator::Latency).into_iter().chain([Indicator::ErrorShare]);
    not_tested.extend(indicators.flat_map(|indicator| {
        let of = move |pair: &matching::Pair<'_>| {
            let judged = Judged::of(&pair.subject, indicator.clone());
            NotTested::new(judged, text!("missing-ignored"))
        };
        matched.ignored.iter().map(of)
    }));
    if let (Err(missing), true) = (&throughput, base.iter().chain(runs).any(Run::has_requests)) {
        not_tested.push(NotTested::new(Indicator::Throughput, missing.reason()));
    }
    not_tested.extend(metrics.not_tested);
    let mut notes = matched.notes(&validity.told, &run.meta);
    notes.extend(metrics.notes);
    notes.extend(slicing.iter().flat_map(|slicing| slicing.notes(base, runs)));
    notes.extend(validity.notes);
    Comparison {
        base_runs: base.len(),
        candidate_runs: runs.len(),
        paired,
        evidence: if slicing.is_some() { Evidence::Distributions } else { Evidence::Percentiles },
        latency: latency.cells,
        shared: latency.shared,
        errors: errors.cells,
        throughput,
        metrics: metrics.cells,
        not_tested,
        validity: validity.findings,
        validity_checks: validity.checks,
        load: validity.load,
        notes,
    }
}

/// The 95 % interval of a rate, such as that of false alarms, from `count` of `trials` (Wilson).
pub fn bounds_of_rate(count: usize, trials: usize) -> Interval {
    let bounds = proportion::wilson(count as f64, trials as f64, 1.0);
    Interval { low: bounds.low, high: bounds.high }
}

/// Rates compare where both sides were offered the same load and the same mix.
fn comparable_rates(base: &[Run], runs: &[Run], validity: &validity::Validity, pooled: bool) -> Known<()> {
    if base.iter().chain(runs).any(|run| run.reruns().is_some()) {
        return Err(MERGED);
    }
    if validity.load.base.clone()? == Workload::Open || validity.load.run.clone()? == Workload::Open {
        return Err(Missing::message("missing-open-model"));
    }
    comparable_load(base, runs, validity, pooled)
}

/// Why no rate of such a run is compared.
const MERGED: Missing = Missing::message("missing-merged");

/// What a counter counts per second compares under the same load, open or closed.
fn comparable_load(base: &[Run], runs: &[Run], validity: &validity::Validity, pooled: bool) -> Known<()> {
    if base.iter().chain(runs).any(|run| run.reruns().is_some()) {
        Err(MERGED)
    } else if !pooled {
        Err(Missing::message("missing-mix-moved"))
    } else if !validity::is_same_load(validity.load_ratio.clone()?) {
        Err(Missing::message("missing-other-load"))
    } else {
        Ok(())
    }
}

/// The mean of some figures, absent where there is none.
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
