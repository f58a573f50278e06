//! The `stats.json` and `global_stats.json` of Gatling's report: percentiles in milliseconds, by request.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::run::{Figures, Part, Summary};
use crate::ingest::error::Problem;
use crate::ingest::locate;
use crate::model::endpoint::EndpointId;
use crate::model::labeller::Labeller;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::outcome::Outcomes;
use crate::model::source::Format;
use crate::words::Text;

/// What `percentiles1` to `percentiles4` are unless `gatling.conf` says otherwise.
const DEFAULTS: [f64; 4] = [50.0, 75.0, 95.0, 99.0];

/// A request, a group of them, or all.
#[derive(Deserialize)]
#[serde(expecting = "statistics of Gatling")]
struct Node {
    #[serde(rename = "type")]
    kind: String,
    path: String,
    stats: Stats,
    #[serde(default)]
    contents: BTreeMap<String, Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "the figures of a request")]
struct Stats {
    number_of_requests: Figure,
    min_response_time: Figure,
    max_response_time: Figure,
    mean_response_time: Figure,
    percentiles1: Figure,
    percentiles2: Figure,
    percentiles3: Figure,
    percentiles4: Figure,
    mean_number_of_requests_per_second: Figure,
}

#[derive(Deserialize)]
struct Figure {
    total: f64,
    #[serde(default)]
    ko: f64,
}

/// Tells whether a text begins as statistics of Gatling.
pub(super) fn begins(text: &str) -> bool {
    text.starts_with('{') && ["\"numberOfRequests\"", "\"percentiles1\""].iter().all(|key| text.contains(key))
}

/// Reads either file.
pub(super) fn parse(text: &str, labeller: &dyn Labeller) -> Result<Summary, Problem> {
    let is_global = !text.contains("\"stats\"");
    let read = |error: serde_json::Error| locate::problem(text, &error);
    let (stats, contents) = if is_global {
        (serde_json::from_str::<Stats>(text).map_err(read)?, BTreeMap::new())
    } else {
        let root: Node = serde_json::from_str(text).map_err(read)?;
        (root.stats, root.contents)
    };
    let whole = stats.part()?;
    if whole.requests == 0 {
        return Err(Problem::NoRequests { format: Format::GatlingStats, lines: text.lines().count() as u64 });
    }
    let mut endpoints = BTreeMap::new();
    for node in contents.values() {
        node.add_to(&mut endpoints, labeller)?;
    }
    let rate = Some(stats.mean_number_of_requests_per_second.total).filter(|rate| *rate > 0.0);
    let note =
        Note::new(Text::plain("gatling-percentiles")).with_hint(Text::plain("gatling-percentiles-hint"));
    Ok(Summary {
        seconds: rate.map(|rate| whole.requests as f64 / rate).ok_or(Missing::message("untold-rate")),
        notes: vec![note],
        ..Summary::of(whole, endpoints)
    })
}

impl Node {
    fn add_to(
        &self,
        endpoints: &mut BTreeMap<EndpointId, Part>,
        labeller: &dyn Labeller,
    ) -> Result<(), Problem> {
        if self.kind == "REQUEST" {
            let part = self.stats.part()?;
            // Percentiles do not add up: the one with the most requests stands for the endpoint.
            let known = endpoints.entry(labeller.endpoint(None, &self.path)).or_insert_with(|| part.clone());
            if part.requests > known.requests {
                *known = part;
            }
        }
        self.contents.values().try_for_each(|node| node.add_to(endpoints, labeller))
    }
}

impl Stats {
    fn part(&self) -> Result<Part, Problem> {
        let (requests, bad) = (self.number_of_requests.total, self.number_of_requests.ko);
        let is_count = |count: f64| (0.0..=1e15).contains(&count) && count.fract() == 0.0;
        if !is_count(requests) || !is_count(bad) || bad > requests {
            let found = format!("{bad} of {requests}");
            return Err(Problem::Value {
                key: "numberOfRequests".to_owned(),
                found,
                expected: "no more failures than requests",
            });
        }
        let mut figures = Figures::new("stats", 1.0);
        let stated = [&self.percentiles1, &self.percentiles2, &self.percentiles3, &self.percentiles4];
        for (percent, figure) in DEFAULTS.into_iter().zip(stated) {
            figures.take("percentiles", Some(percent), figure.total)?;
        }
        for (key, figure) in [
            ("min", &self.min_response_time),
            ("mean", &self.mean_response_time),
            ("max", &self.max_response_time),
        ] {
            figures.take(key, None, figure.total)?;
        }
        let (requests, bad) = (requests as u64, bad as u64);
        // Gatling tells failures from successes, and not why they failed.
        let outcomes = Outcomes { bad, good: requests - bad, bad_may_hold_4xx: true, ..Outcomes::default() };
        Ok(Part::of(outcomes, figures.of(requests)))
    }
}
