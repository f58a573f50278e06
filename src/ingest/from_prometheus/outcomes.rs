//! How requests ended, where their histograms do not say: other signals count them by status.

use std::collections::{BTreeMap, BTreeSet};

use super::Counter;
use super::choose::{is_of, text};
use super::labels::{Part, Reading};
use super::rates;
use super::steps::{Counted, Reader};
use super::width;
use crate::ingest::points::registry::EndpointKey;
use crate::model::bounds::Bucket;
use crate::model::missing::Missing;
use crate::model::outcome::Outcome;
use crate::model::request_labels::class;
use crate::model::run::Run;
use crate::model::series::role::Role;
use crate::model::series::unit::SampleKind;
use crate::model::series::{LE, Signal};

/// How many requests ended so: outcome, status, how many.
type Ended = (Outcome, Option<u16>, u64);

/// The same with the buckets that they are taken from.
type Taken = (Outcome, Option<u16>, Vec<(Bucket, u64)>);

/// What a run's series tell of how its requests ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Their status.
    Status,
    /// Whether they failed.
    Failed,
    Nothing,
}

/// What ended otherwise than well, by endpoint and time.
#[derive(Debug)]
pub(super) struct Failures {
    pub(super) told: Told,
    of: BTreeMap<EndpointKey, BTreeMap<i64, Vec<Ended>>>,
    /// What could not be taken off yet.
    carried: BTreeMap<EndpointKey, Vec<Ended>>,
}

/// The signal that counts requests, or failed ones, by status.
pub(super) fn counts(counter: Counter, signals: &[Signal]) -> Option<&Signal> {
    let of_requests = |signal: &&Signal| {
        let by_status = signal.series.iter().any(|series| class(&series.labels).is_some());
        let has_numbers = signal.series.iter().any(|series| !series.samples.is_empty());
        matches!(signal.role, Role::Traffic | Role::Errors)
            && is_of(signal, counter)
            && signal.kind != SampleKind::Gauge
            && by_status
            && has_numbers
            && !signal.series.iter().any(|series| series.labels.contains_key(LE))
            && !text(signal).contains("iterations")
            && !text(signal).contains(rates::FAILED)
    };
    signals
        .iter()
        .filter(of_requests)
        .min_by_key(|s| (s.kind != SampleKind::Counter, s.role != Role::Traffic))
}

/// What counts how requests ended: by status, else k6's rate of failed ones.
pub(super) fn title(counter: Counter, latency: &Signal, signals: &[Signal]) -> Option<String> {
    let of_k6 = || rates::signals(signals, latency, rates::FAILED).next().filter(|_| counter == Counter::K6);
    counts(counter, signals).or_else(of_k6).map(Signal::title)
}

fn counted(counter: Counter, latency: &Signal, signals: &[Signal]) -> Option<Vec<Counted>> {
    match counts(counter, signals) {
        Some(signal) => Some(Reader::new(signal, counter, 1.0, width::step(signal)?).totals()),
        None => Some(rates::failed(signals, latency)).filter(|_| counter == Counter::K6),
    }
}

impl Failures {
    /// Reads them, by method only where the histograms tell it; absent where no signal tells how requests ended, or none
    /// has the endpoints of the histograms.
    pub(super) fn of(
        reading: &Reading<'_>,
        latency: &Signal,
        signals: &[Signal],
        endpoints: &BTreeSet<&EndpointKey>,
    ) -> Option<Self> {
        let by_method = endpoints.iter().any(|endpoint| endpoint.id.method.is_some());
        let all = counted(reading.counter, latency, signals)?;
        let by_status = all.iter().any(|counted| class(&counted.labels).is_some());
        let told = if by_status { Told::Status } else { Told::Failed };
        let mut failures = Self { told, of: BTreeMap::new(), carried: BTreeMap::new() };
        let mut is_of_them = false;
        for counted in all {
            let Part::Test(mut requests) = reading.of(&counted.labels) else { continue };
            requests.endpoint.id.method = requests.endpoint.id.method.filter(|_| by_method);
            is_of_them |= endpoints.contains(&requests.endpoint);
            let Some(outcome) = requests.outcome.filter(|outcome| *outcome != Outcome::Ok) else { continue };
            let of_endpoint = failures.of.entry(requests.endpoint).or_default();
            for step in counted.steps {
                of_endpoint.entry(step.at).or_default().push((outcome, requests.status, rates::count(&step)));
            }
        }
        is_of_them.then_some(failures)
    }

    /// Takes what failed up to a time out of what was counted there. Which of the requests failed is not known: those of
    /// the fullest bucket are taken.
    pub(super) fn take(
        &mut self,
        endpoint: &EndpointKey,
        at: i64,
        counts: &mut Vec<(Bucket, u64)>,
    ) -> Vec<Taken> {
        let mut due = self.carried.remove(endpoint).unwrap_or_default();
        if let Some(of_endpoint) = self.of.get_mut(endpoint) {
            let later = of_endpoint.split_off(&(at + 1));
            due.extend(std::mem::replace(of_endpoint, later).into_values().flatten());
        }
        let mut taken = Vec::new();
        for (outcome, status, count) in due {
            let mut left = count;
            let mut from = Vec::new();
            while left > 0
                && let Some((bucket, there)) = counts.iter_mut().max_by_key(|(_, there)| *there)
                && *there > 0
            {
                let some = left.min(*there);
                *there -= some;
                left -= some;
                from.push((*bucket, some));
            }
            if left > 0 {
                self.carried.entry(endpoint.clone()).or_default().push((outcome, status, left));
            }
            taken.push((outcome, status, from));
        }
        counts.retain(|(_, count)| *count > 0);
        taken
    }
}

/// Leaves of how requests ended what the series tell.
pub(super) fn adopt(run: &mut Run, told: Told) {
    let traffic = run.endpoints.iter_mut().map(|endpoint| &mut endpoint.traffic).chain([&mut run.whole]);
    for traffic in traffic {
        match (told, &mut traffic.outcomes) {
            (Told::Nothing, outcomes) => *outcomes = Err(NO_STATUS),
            (Told::Failed, Ok(outcomes)) => {
                outcomes.classes.clear();
                outcomes.bad_may_hold_4xx = true;
            }
            _ => {}
        }
    }
}

const NO_STATUS: Missing = Missing::message("untold-status");
