//! Which tag tells the endpoints of a summary apart.

use std::collections::{BTreeMap, BTreeSet};

use super::selector::Selector;
use super::summary::{DURATION, Metrics, REQUEST_METRICS, Values};
use crate::model::endpoint_tag::{EndpointTag, MADE_FOR_ENDPOINTS};
use crate::model::labeller::Labeller;
use crate::model::note::Note;
use crate::model::quantity::{counted, listed};
use crate::model::settings::Settings;

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
    others: Vec<(String, usize)>,
}

impl Naming {
    /// Takes the tag of the settings, else finds the one that the file tells endpoints apart by.
    pub(super) fn of(metrics: &Metrics, labeller: &dyn Labeller, settings: &Settings) -> Self {
        if let Some(tag) = &settings.endpoints.tag {
            return Self { tag: tag.clone(), ..Self::default() };
        }
        let mut values: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let sampled = metrics
            .selectors(&REQUEST_METRICS)
            .filter(|(metric, selector)| metrics.get(metric, selector).is_some_and(Values::has_samples));
        for (metric, selector) in sampled {
            for tag in selector.keys().filter(|tag| !NEVER.contains(tag)) {
                if is_whole(metric, selector, &tag.into(), labeller) {
                    values.entry(tag).or_default().extend(selector.get(tag));
                }
            }
        }
        let mut ranked: Vec<(usize, std::cmp::Reverse<usize>, &str)> = values
            .iter()
            .map(|(tag, values)| (rank(tag), std::cmp::Reverse(values.len()), *tag))
            .filter(|(rank, count, _)| count.0 >= if *rank < OTHER { 1 } else { 2 })
            .collect();
        ranked.sort();
        let Some((_, count, tag)) = ranked.first() else { return Self::default() };
        Self {
            tag: EndpointTag::from(*tag),
            chosen: (*tag != "name").then_some(count.0),
            others: ranked[1..].iter().map(|(_, count, tag)| ((*tag).to_owned(), count.0)).collect(),
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
        let others: Vec<String> = self
            .others
            .iter()
            .map(|(tag, count)| format!("`{}` ({})", labeller.scrub(tag), counted(*count, "value")))
            .collect();
        let also = if others.is_empty() {
            String::new()
        } else {
            format!(" It has figures by {} as well.", listed(&others))
        };
        let tag = labeller.scrub(&self.tag.to_string());
        Some(
            Note::new(format!(
                "Endpoints are told apart by the {tag}: the file has figures for {} of it, and none by `name`.{also}",
                counted(count, "value")
            ))
            .with_hint(format!(
                "To pin it, or to choose another tag or several, set `{}` in perfreport.toml.",
                labeller.scrub(&self.tag.setting())
            )),
        )
    }
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
