//! Endpoints under the names that reports show, with what happened.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::collected::{Cells, Split, Traffic as Collected};
use super::registry::{CellKey, EndpointKey};
use crate::model::endpoint::{Endpoint, EndpointId, Traffic};
use crate::model::settings::Undeclared4xx;
use crate::model::slices::Absorb;

/// Puts endpoints together, sorted by identity; the host is in a name only where the run has several.
pub(in crate::ingest) fn of(
    cells: &Cells,
    responses: Split<Collected>,
    undeclared: Undeclared4xx,
) -> Vec<Endpoint> {
    let hosts: BTreeSet<&String> = cells.keys().filter_map(|cell| cell.endpoint.host.as_ref()).collect();
    let shown = |key: &EndpointKey| match &key.host {
        Some(host) if hosts.len() > 1 => key.id.clone().on_host(host),
        _ => key.id.clone(),
    };
    let mut endpoints: BTreeMap<EndpointId, (Option<String>, Traffic)> = BTreeMap::new();
    let none = || (None, Traffic::none());
    for (cell, &requests) in cells {
        let (host, traffic) = endpoints.entry(shown(&cell.endpoint)).or_insert_with(none);
        host.clone_from(&cell.endpoint.host);
        if cell.judged {
            count(traffic, cell, requests, undeclared);
        }
    }
    for (key, outcomes) in responses.judged {
        let (_, traffic) = endpoints.entry(shown(&key)).or_insert_with(none);
        if let Ok(by_outcome) = &mut traffic.responses {
            outcomes.into_iter().for_each(|(outcome, responses)| put(by_outcome, outcome, responses));
        }
    }
    for (key, outcomes) in responses.left_out {
        let (_, traffic) = endpoints.entry(shown(&key)).or_insert_with(none);
        for (outcome, responses) in outcomes {
            // They are drawn, and not searched.
            put(&mut traffic.left_out, outcome, responses.slices.without_fine());
        }
    }
    settled(endpoints)
}

/// Closes the books of endpoints: each with its host and all of its requests.
pub(in crate::ingest) fn settled(
    endpoints: BTreeMap<EndpointId, (Option<String>, Traffic)>,
) -> Vec<Endpoint> {
    let endpoint = |(id, (host, mut traffic)): (EndpointId, (Option<String>, Traffic))| {
        traffic.settle();
        Endpoint { id, host, traffic }
    };
    endpoints.into_iter().map(endpoint).collect()
}

/// Counts judged requests.
fn count<E, S>(traffic: &mut Traffic, cell: &CellKey<E, S>, requests: u64, undeclared: Undeclared4xx) {
    if let Ok(outcomes) = &mut traffic.outcomes {
        *outcomes.classes.entry(cell.outcome).or_default() += requests;
        if undeclared.counts_as_bad(cell.outcome) {
            outcomes.bad += requests;
        } else {
            outcomes.good += requests;
        }
        if let Some(status) = cell.status {
            *outcomes.statuses.entry(status).or_default() += requests;
        }
        traffic.requests = Ok(outcomes.total());
    }
    if let Some(code) = cell.error_code {
        *traffic.error_codes.entry(code).or_default() += requests;
    }
}

/// Adds a value to what is there under its key.
fn put<K: Ord, T: Absorb>(to: &mut BTreeMap<K, T>, key: K, value: T) {
    match to.entry(key) {
        Entry::Vacant(vacant) => {
            vacant.insert(value);
        }
        Entry::Occupied(mut known) => known.get_mut().absorb(&value),
    }
}
