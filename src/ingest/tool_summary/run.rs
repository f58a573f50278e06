//! A run out of another tool's summary.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::ingest::error::{Problem, shorten};
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
use crate::words::text;

/// Requests of an endpoint or of the whole test.
#[derive(Debug, Clone)]
pub(in crate::ingest) struct Part {
    pub requests: u64,
    pub outcomes: Known<Outcomes>,
    pub latency: Known<Percentiles>,
}

impl Part {
    pub(in crate::ingest) fn of(outcomes: Outcomes, latency: Known<Percentiles>) -> Self {
        Self { requests: outcomes.total(), outcomes: Ok(outcomes), latency }
    }
}

/// What a summary comes to.
pub(in crate::ingest) struct Summary {
    pub whole: Part,
    pub endpoints: BTreeMap<EndpointId, Part>,
    /// When the test began and ended.
    pub when: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Length of the test.
    pub seconds: Known<f64>,
    pub data_received: Known<u64>,
    pub notes: Vec<Note>,
}

impl Summary {
    /// A summary of requests alone.
    pub(super) fn of(whole: Part, endpoints: BTreeMap<EndpointId, Part>) -> Self {
        Self {
            whole,
            endpoints,
            when: None,
            seconds: length(None),
            data_received: bytes(None),
            notes: Vec::new(),
        }
    }
}

/// The length of a test, as far as a file states one.
pub(super) fn length(seconds: Option<f64>) -> Known<f64> {
    seconds.filter(|seconds| seconds.is_finite() && *seconds > 0.0).ok_or(Missing::message("untold-duration"))
}

/// The bytes received, as far as a file counts them.
pub(super) fn bytes(count: Option<u64>) -> Known<u64> {
    count.ok_or(Missing::message("untold-bytes"))
}

/// The latency of every response as a file states it: `min`, `mean`, `max`, and percentiles.
pub(super) struct Figures {
    /// Where in the file.
    place: &'static str,
    /// Milliseconds in the file's unit.
    scale: f64,
    named: [Option<f64>; 3],
    points: Vec<(f64, f64)>,
}

impl Figures {
    pub(super) fn new(place: &'static str, scale: f64) -> Self {
        Self { place, scale, named: [None; 3], points: Vec::new() }
    }

    /// Takes a figure: a percentile where `percent` says which, else the shortest, mean or longest where its key says so.
    pub(super) fn take(&mut self, key: &str, percent: Option<f64>, value: f64) -> Result<(), Problem> {
        let problem = |found: String, expected| Problem::Value {
            key: format!("{}.{}", self.place, shorten(key, 40)),
            found,
            expected,
        };
        let latency = value * self.scale;
        let named = match key {
            "min" | "fastest" => 0,
            "mean" | "average" => 1,
            "max" | "slowest" => 2,
            _ if percent.is_none() => return Ok(()),
            _ => 3,
        };
        if !latency.is_finite() || latency < 0.0 {
            return Err(problem(value.to_string(), "a time that is not negative"));
        }
        match (self.named.get_mut(named), percent) {
            (Some(place), _) => *place = Some(latency),
            (None, Some(percent)) if (0.0..=100.0).contains(&percent) => {
                self.points.push((percent / 100.0, latency));
            }
            (None, _) => return Err(problem(shorten(key, 40), "a percentile such as p99")),
        }
        Ok(())
    }

    /// The figures of `count` responses.
    pub(super) fn of(mut self, count: u64) -> Known<Percentiles> {
        self.points.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.points.dedup_by(|a, b| a.0 == b.0);
        percentiles(count, self.named, self.points)
    }
}

/// The figures of every response, in milliseconds.
pub(super) fn percentiles(
    count: u64,
    [min, mean, max]: [Option<f64>; 3],
    points: Vec<(f64, f64)>,
) -> Known<Percentiles> {
    if count == 0 || points.is_empty() {
        return Err(Missing::message("untold-percentile"));
    }
    let stated = |figure: Option<f64>| figure.ok_or(Missing::message("untold-it"));
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
    let untold = |what: &str| Missing::because(text!("untold-by-summary", tool = tool, what = what));
    let Summary { whole, endpoints, when: stated, seconds, data_received, notes } = summary;
    let times = match stated {
        Some((start, end)) if start > end => Err(Missing::message("untold-when-reversed")),
        stated => stated.ok_or_else(|| untold("when")),
    };
    Run {
        origin: Origin { settings: Some(ReadWith::of(settings)), reruns: 0 },
        meta: Meta {
            name,
            started: times.clone().map(|(start, _)| start),
            ended: times.map(|(_, end)| end),
            duration: seconds.clone(),
            window_duration: seconds.clone(),
            window: Window { text: text!("window-of-summary", tool = tool), ..Window::default() },
            tool: tool.to_owned(),
            tool_version: Err(untold("version")),
            script_hash: Err(untold("script")),
            cut_short: false,
            unread_share: 0.0,
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
            peak_vus: Err(untold("users")),
            max_vus: Err(untold("users")),
            counted_over: seconds,
            iterations: Err(untold("iterations")),
            dropped_iterations: Err(untold("iterations")),
            data_received,
            data_sent: Err(untold("bytes-sent")),
            phases: Vec::new(),
        },
        users: Err(untold("users-over-time")),
        metrics: BTreeMap::new(),
        servers: None,
        checks: Vec::new(),
        thresholds: Vec::new(),
        notes,
    }
}

/// Why the responses of a summary are missing.
const NO_RESPONSES: Missing = Missing::message("untold-single-responses");

fn traffic(part: Part) -> Traffic {
    Traffic {
        requests: Ok(part.requests),
        outcomes: part.outcomes,
        latency: part.latency.map(Latency::Percentiles),
        responses: Err(NO_RESPONSES),
        left_out: BTreeMap::new(),
        error_codes: BTreeMap::new(),
        span: Span::WholeTest,
    }
}
