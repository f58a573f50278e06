//! A run out of another tool's summary.

use std::collections::BTreeMap;

use crate::model::endpoint::{Endpoint, EndpointId, Span, Traffic};
use crate::model::latency::{Latency, Percentiles, Population};
use crate::model::load::Load;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::origin::{Origin, ReadWith};
use crate::model::outcome::Outcomes;
use crate::model::run::{Meta, Run, Window};
use crate::model::settings::Settings;
use crate::model::source::Source;

/// Requests of an endpoint or of the whole test.
#[derive(Debug, Clone)]
pub(in crate::ingest) struct Part {
    pub outcomes: Outcomes,
    pub latency: Known<Percentiles>,
}

/// What a summary comes to.
pub(in crate::ingest) struct Summary {
    pub whole: Part,
    pub endpoints: BTreeMap<EndpointId, Part>,
    /// Length of the test.
    pub seconds: Known<f64>,
    pub data_received: Known<u64>,
    pub notes: Vec<Note>,
}

/// The figures of every response, in milliseconds.
pub(super) fn percentiles(
    count: u64,
    [min, mean, max]: [Option<f64>; 3],
    points: Vec<(f64, f64)>,
) -> Known<Percentiles> {
    if count == 0 || points.is_empty() {
        return Err(Missing::because("the file states no percentile"));
    }
    let stated = |figure: Option<f64>| figure.ok_or_else(|| Missing::because("the file does not state it"));
    Ok(Percentiles {
        count: Ok(count),
        min: stated(min),
        mean: stated(mean),
        max: stated(max),
        points,
        population: Population::AllResponses,
        span: Span::WholeTest,
        of_all: None,
    })
}

/// Makes a run of a summary.
pub(in crate::ingest) fn assemble(
    summary: Summary,
    name: String,
    source: Source,
    settings: &Settings,
) -> Run {
    let tool = source.format.tool();
    let untold = |what: &str| Missing::because(format!("a summary of {tool} does not {what}"));
    let when = || untold("say when the test ran");
    let Summary { whole, endpoints, seconds, data_received, notes } = summary;
    Run {
        origin: Origin { settings: Some(ReadWith::of(settings)), reruns: 0 },
        meta: Meta {
            name,
            started: Err(when()),
            ended: Err(when()),
            duration: seconds.clone(),
            window_duration: seconds.clone(),
            window: Window {
                text: format!("the whole test: a summary of {tool} does not separate its parts"),
                ..Window::default()
            },
            tool: tool.to_owned(),
            tool_version: Err(untold("name the version")),
            script_hash: Err(untold("hold the test itself")),
            cut_short: false,
            tags: BTreeMap::new(),
            sources: vec![source],
        },
        judged_span: Err(NO_RESPONSES),
        whole: traffic(whole),
        endpoints: endpoints
            .into_iter()
            .map(|(id, part)| Endpoint { id, host: None, traffic: traffic(part) })
            .collect(),
        load: Load {
            peak_vus: Err(untold("count users")),
            max_vus: Err(untold("count users")),
            counted_over: seconds,
            iterations: Err(untold("count iterations")),
            dropped_iterations: Err(untold("count iterations")),
            data_received,
            data_sent: Err(untold("count bytes sent")),
            phases: Vec::new(),
        },
        users: Err(untold("hold the users over time")),
        metrics: BTreeMap::new(),
        servers: None,
        checks: Vec::new(),
        thresholds: Vec::new(),
        notes,
    }
}

/// Why the responses of a summary are missing.
const NO_RESPONSES: Missing = Missing::constant("a summary holds no single responses");

fn traffic(part: Part) -> Traffic {
    Traffic {
        requests: Ok(part.outcomes.total()),
        outcomes: Ok(part.outcomes),
        latency: part.latency.map(Latency::Percentiles),
        responses: Err(NO_RESPONSES),
        left_out: BTreeMap::new(),
        error_codes: BTreeMap::new(),
        span: Span::WholeTest,
    }
}
