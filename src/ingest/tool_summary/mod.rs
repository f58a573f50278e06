//! Summaries of other tools: a few percentiles, and counts.
//!
//! * a file for each tool's format: how it begins, and what it comes to
//! * `tally`: how requests ended; `run`: a run out of all that
//!
//! A new format is a file and a row of [`TOOLS`].

mod artillery;
mod autocannon;
mod gatling;
mod hdr;
mod locust;
mod locust_json;
mod oha;
mod run;
mod tally;
mod vegeta;

pub(super) use run::{Part, Summary, assemble};

use super::error::{IngestError, Problem};
use super::k6_summary::{PLAUSIBLE, is_plausible};
use super::open::Opened;
use crate::model::labeller::Labeller;
use crate::model::latency::{first_fall, percent_of};
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::source::{Format, Source};

/// A tool that writes a summary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tool {
    /// The format of its files.
    pub format: Format,
    /// Whether a text begins so.
    begins: fn(&str) -> bool,
    parse: fn(&str, &dyn Labeller, &Settings) -> Result<Summary, Problem>,
}

const TOOLS: [Tool; 8] = [
    Tool {
        format: Format::LocustStats,
        begins: |text| text.lines().next().is_some_and(locust::is_header),
        parse: |text, labeller, _| locust::parse(text, labeller),
    },
    Tool {
        format: Format::LocustJson,
        begins: locust_json::begins,
        parse: |text, labeller, _| locust_json::parse(text, labeller),
    },
    Tool { format: Format::Oha, begins: oha::begins, parse: oha::parse },
    Tool { format: Format::Autocannon, begins: autocannon::begins, parse: autocannon::parse },
    Tool { format: Format::Artillery, begins: artillery::begins, parse: artillery::parse },
    Tool { format: Format::VegetaReport, begins: vegeta::begins, parse: vegeta::parse },
    Tool {
        format: Format::GatlingStats,
        begins: gatling::begins,
        parse: |text, labeller, _| gatling::parse(text, labeller),
    },
    Tool { format: Format::HdrPercentiles, begins: hdr::begins, parse: |text, _, _| hdr::parse(text) },
];

impl Tool {
    /// Tells a tool by how its file begins.
    pub(super) fn sniff(head: &str) -> Option<Self> {
        let text = head.trim_start();
        TOOLS.into_iter().find(|tool| (tool.begins)(text))
    }
}

/// Reads a summary as a run.
pub(super) fn read(
    opened: Opened,
    tool: Tool,
    name: String,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, IngestError> {
    let file = opened.name.clone();
    let (text, bytes) = opened.text()?;
    let summary = (tool.parse)(&text, labeller, settings);
    let summary = summary.and_then(plausible).map_err(|problem| IngestError::new(file.clone(), problem))?;
    let source = Source { name: file, bytes, format: tool.format };
    Ok(assemble(summary, name, source, settings))
}

/// Refuses what no tool wrote: percentiles that fall, and times that no clock tells.
fn plausible(summary: Summary) -> Result<Summary, Problem> {
    let endpoints = summary.endpoints.iter().map(|(id, part)| (id.to_string(), part));
    let parts = endpoints.chain([("all requests".to_owned(), &summary.whole)]);
    let problem = parts.into_iter().find_map(|(key, part)| {
        let latency = part.latency.as_ref().ok()?;
        let stated = [&latency.min, &latency.mean, &latency.max].into_iter().flatten();
        let mut times = stated.chain(latency.points.iter().map(|(_, time)| time));
        let (found, expected) = match (times.find(|time| !is_plausible(**time)), first_fall(&latency.points))
        {
            (Some(time), _) => (format!("{time} ms"), PLAUSIBLE),
            (None, Some([(low_q, low), (high_q, high)])) => {
                let (low_q, high_q) = (percent_of(low_q), percent_of(high_q));
                (format!("p{low_q} {low} ms above p{high_q} {high} ms"), "percentiles that rise")
            }
            (None, None) => return None,
        };
        Some(Problem::Value { key, found, expected })
    });
    problem.map_or(Ok(summary), Err)
}
