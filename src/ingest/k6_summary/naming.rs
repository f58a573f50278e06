//! Which tag tells the endpoints of a summary apart.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::selector::Selector;
use super::summary::{DURATION, Metrics, REQUEST_METRICS, Values};
use crate::model::endpoint_tag::{EndpointTag, MADE_FOR_ENDPOINTS};
use crate::model::labeller::Labeller;
use crate::model::note::Note;
use crate::model::quantity::listed;
use crate::model::settings::Settings;
use crate::words::{Text, text};

/// Tags of k6 that describe a part of an endpoint, whatever else there is.
const NEVER: [&str; 13] = [
    "check",
    "error",
    "error_code",
    "expected_response",
    "ip",
    "iter",
    "method",
    "ocsp_status",
    "proto",
    "status",
    "subproto",
    "tls_version",
    "vu",
];
/// Tags that cut across endpoints: they are used where there is nothing else.
const LAST: [&str; 6] = ["env", "phase", "region", "scenario", "stage", "type"];

/// The tag that names endpoints.
#[derive(Debug, Default)]
pub(super) struct Naming {
    pub(super) tag: EndpointTag,
    /// How many values it has, where the file chose it and it is not k6's own `name`.
    chosen: Option<usize>,
    /// Other tags that would tell something apart, with how many values they have.
    others: Vec<(EndpointTag, usize)>,
}

impl Naming {
    /// Takes the tag of the settings, else finds the one that the file tells endpoints apart by; several together where the
    /// file has figures by none alone.
    pub(super) fn of(metrics: &Metrics, labeller: &dyn Labeller, settings: &Settings) -> Self {
        if let Some(tag) = &settings.endpoints.tag {
            return Self { tag: tag.clone(), ..Self::default() };
        }
        let mut values: BTreeMap<Vec<&str>, BTreeSet<Selector>> = BTreeMap::new();
        let sampled = metrics
            .selectors(&REQUEST_METRICS)
            .filter(|(metric, selector)| metrics.get(metric, selector).is_some_and(Values::has_samples));
        for (metric, selector) in sampled {
            let tags = naming_tags(selector);
            if !tags.is_empty() && is_whole(metric, selector, &tag_of(&tags), labeller) {
                let value = selector.only(tags.iter().copied());
                values.entry(tags).or_default().extend(value);
            }
        }
        let mut ranked: Vec<(usize, usize, Reverse<usize>, Vec<&str>)> = values
            .into_iter()
            .map(|(tags, values)| (tags.len(), rank(tags[0]), Reverse(values.len()), tags))
            .filter(|(_, rank, count, _)| count.0 >= if *rank < OTHER { 1 } else { 2 })
            .collect();
        ranked.sort();
        let Some((fewest, _, count, tags)) = ranked.first() else { return Self::default() };
        let others = ranked[1..].iter().filter(|(several, ..)| several == fewest);
        Self {
            tag: tag_of(tags),
            chosen: (tags[..] != ["name"]).then_some(count.0),
            others: others.map(|(_, _, count, tags)| (tag_of(tags), count.0)).collect(),
        }
    }

    /// What an endpoint is called by its tags. k6 writes groups as paths that begin with `::`.
    pub(super) fn name(&self, selector: &Selector) -> String {
        let value = |tag: &str| {
            let value = selector.get(tag).unwrap_or_default();
            if tag == "group" { value.strip_prefix("::").unwrap_or(value) } else { value }
        };
        self.tag.name(value).into_owned()
    }

    /// Says by what endpoints are told apart, where it is not by `name` and nobody asked for it.
    pub(super) fn note(&self, labeller: &dyn Labeller) -> Option<Note> {
        let count = self.chosen?;
        let tag = labeller.scrub(&self.tag.quoted());
        let told = match self.tag.tags().count() {
            1 => text!("summary-named-by-tag", tag = tag, count = count),
            _ => text!("summary-named-by-tags", tags = tag, count = count),
        };
        let other = |(tag, count): &(EndpointTag, usize)| {
            text!("summary-other-tag", tag = labeller.scrub(&tag.quoted()), count = *count)
        };
        let others: Vec<Text> = self.others.iter().map(other).collect();
        let also = match others[..] {
            [] => Text::empty(),
            _ => text!("summary-other-tags", tags = listed(&others)),
        };
        Some(
            Note::new(Text::sentences([told, also]))
                .with_hint(text!("summary-named-by-hint", setting = labeller.scrub(&self.tag.setting()))),
        )
    }
}

/// The tags of a selector that may name an endpoint, the most likely first: those of k6 that name a part of one are none, and
/// a scenario is one where there is nothing else.
fn naming_tags(selector: &Selector) -> Vec<&str> {
    let mut tags: Vec<&str> = selector.keys().filter(|tag| !NEVER.contains(tag)).collect();
    if tags.len() > 1 {
        tags.retain(|tag| *tag != "scenario");
    }
    tags.sort_by_key(|tag| rank(tag));
    tags
}

fn tag_of(tags: &[&str]) -> EndpointTag {
    tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>().into()
}

/// The rank of tags that are not known: below it one value is enough.
const OTHER: usize = MADE_FOR_ENDPOINTS.len() + 3;

fn rank(tag: &str) -> usize {
    let made = MADE_FOR_ENDPOINTS.iter().position(|made| *made == tag);
    match tag {
        "name" => 0,
        "url" => MADE_FOR_ENDPOINTS.len() + 1,
        "group" => MADE_FOR_ENDPOINTS.len() + 2,
        _ if LAST.contains(&tag) => OTHER + 1,
        _ => made.map_or(OTHER, |place| place + 1),
    }
}

/// Tells whether a submetric speaks of a whole endpoint in a judged scenario, not of a part such as one status.
pub(super) fn is_whole(
    metric: &str,
    selector: &Selector,
    tag: &EndpointTag,
    labeller: &dyn Labeller,
) -> bool {
    let whole = selector.keys().all(|key| match key {
        "scenario" | "method" => true,
        "expected_response" => metric == DURATION && selector.get(key) == Some("true"),
        _ => tag.has(key),
    });
    whole && selector.get("scenario").is_none_or(|scenario| labeller.judges_scenario(scenario))
}
