//! Endpoints under the names that a tag gives them, where the requests have none but their URL.
//!
//! While points are read nobody knows whether all of them will have the tag. So both names are kept, and which of them
//! counts is decided when all points are known.

use std::collections::{BTreeMap, BTreeSet};

use super::collected::{Collected, Tally, Traffic};
use super::registry::{Alternative, CellKey, EndpointKey, MAX_ALTERNATIVES};
use crate::model::endpoint::EndpointId;
use crate::model::outcome::Outcome;
use crate::model::slices::Absorb;

/// The tag that names endpoints, and how many there are by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Chosen {
    pub tag: String,
    pub endpoints: usize,
}

impl Tally {
    /// Names all endpoints by the tag that every judged request has, if there is one and it tells any apart; else drops what
    /// tags call them.
    pub(in crate::ingest) fn choose_names(&mut self) -> Option<Chosen> {
        let judged: Vec<&EndpointKey> =
            self.cells.keys().filter(|cell| cell.judged).map(|cell| &cell.endpoint).collect();
        let alternatives: Option<Vec<&Alternative>> =
            judged.iter().map(|key| key.alternative.as_ref()).collect();
        let tagged = alternatives.unwrap_or_default();
        let mut tagged =
            tagged.iter().filter_map(|alternative| Some((alternative.tag.as_ref()?, &alternative.id)));
        let chosen = tagged.next().and_then(|(tag, first)| {
            let mut names = BTreeSet::from([&first.name]);
            let is_one_tag = tagged.all(|(other, id)| {
                names.insert(&id.name);
                other == tag
            });
            let tells_apart = (2..=MAX_ALTERNATIVES).contains(&names.len());
            (is_one_tag && tells_apart).then(|| Chosen { tag: tag.clone(), endpoints: names.len() })
        });
        match &chosen {
            Some(_) => self.rename(|key, outcome| match key.alternative {
                Some(Alternative { id, outcome: by_tag, .. }) => {
                    (EndpointKey::of(id), by_tag.unwrap_or(outcome))
                }
                None => (key, outcome),
            }),
            None => self.drop_alternatives(),
        }
        chosen
    }

    fn drop_alternatives(&mut self) {
        self.rename(|key, outcome| (EndpointKey { alternative: None, ..key }, outcome));
    }

    fn rename(&mut self, name: impl Fn(EndpointKey, Outcome) -> (EndpointKey, Outcome)) {
        if self.cells.keys().all(|cell| cell.endpoint.alternative.is_none()) {
            return;
        }
        let mut cells = BTreeMap::new();
        for (cell, count) in std::mem::take(&mut self.cells) {
            let (endpoint, outcome) = name(cell.endpoint, cell.outcome);
            *cells.entry(CellKey { endpoint, outcome, ..cell }).or_default() += count;
        }
        self.cells = cells;
        for traffic in [&mut self.traffic.judged, &mut self.traffic.left_out] {
            let mut renamed = Traffic::new();
            for (key, outcomes) in std::mem::take(traffic) {
                for (outcome, responses) in outcomes {
                    let (key, outcome) = name(key.clone(), outcome);
                    let known = renamed.entry(key).or_default();
                    match known.remove(&outcome) {
                        None => known.insert(outcome, responses),
                        Some(mut all) => {
                            all.absorb(&responses);
                            known.insert(outcome, all)
                        }
                    };
                }
            }
            *traffic = renamed;
        }
    }
}

impl Collected {
    /// Drops what tags call the endpoints as soon as it is certain that none will name them, so that the result does not
    /// depend on the order in which that was found.
    pub(super) fn settle_names(&mut self) {
        let is_certain =
            self.body.cells.keys().any(|cell| cell.judged && cell.endpoint.alternative.is_none());
        let tagged: BTreeSet<&EndpointId> = self
            .parts()
            .flat_map(|part| part.cells.keys())
            .filter_map(|cell| cell.endpoint.alternative.as_ref().map(|alternative| &alternative.id))
            .collect();
        if is_certain || tagged.len() > MAX_ALTERNATIVES {
            self.head.values_mut().chain([&mut self.body]).for_each(Tally::drop_alternatives);
        }
    }
}
