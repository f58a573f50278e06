//! What any stream of points needs, whatever tool wrote it: request by request, in one pass and in constant memory.
//!
//! A file is cut into chunks that two or more workers read; each counts for itself, and what they counted is merged. A
//! stream is read in one thread and understood in another. The bytes of the tags are looked up, not read: see `labels`.
//!
//! * `chunks` and `stream` bring the bytes, `lines` splits them; `metric`, `number`, `time`, `tagged`: the parts of a point
//! * `labels`, `registry` and `ids`: from the bytes of tags to what is counted
//! * `accumulate`, `series`: counting; [`collected`]: what it comes to, merged exactly
//! * [`sealed`]: a merged run, closed; here: under the names that a [`Run`] has

pub(in crate::ingest) mod accumulate;
pub(in crate::ingest) mod chunks;
pub mod collected;
pub mod control;
mod ids;
pub(in crate::ingest) mod labels;
pub(in crate::ingest) mod lines;
pub(in crate::ingest) mod metric;
pub(in crate::ingest) mod number;
pub(in crate::ingest) mod registry;
pub mod sealed;
pub(in crate::ingest) mod series;
pub(in crate::ingest) mod stream;
pub(in crate::ingest) mod tagged;
pub(in crate::ingest) mod time;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};

use super::error::{IngestError, Problem};
use super::k6_points::{PointFormat, PointsError, read_file, read_stream};
use accumulate::PointSettings;
use collected::Collected;
use control::Control;
use sealed::{Sealed, SealedTraffic};
use super::open::Opened;
use crate::model::endpoint::{Endpoint, Span, Traffic};
use crate::model::folding::KEPT_ENDPOINTS;
use crate::model::labeller::Labeller;
use crate::model::latency::Latency;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::origin::{Origin, ReadWith};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::responses;
use crate::model::run::{Meta, Metric, Run, Window};
use crate::model::settings::{Settings, Undeclared4xx};
use crate::model::source::{Format, Source};

/// Microseconds in a second.
const MICROS: f64 = 1e6;

/// Reads the points of one file or stream.
pub(super) fn collect(
    opened: Opened,
    format: PointFormat,
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<(Collected, Source), IngestError> {
    let name = opened.name.clone();
    let path = std::path::PathBuf::from(&name);
    let reading = PointSettings {
        endpoint_tag: settings.endpoints.tag.clone(),
        warm_up: settings.window.warm_up.map_or(0, |seconds| seconds.round() as u32),
        phases: settings.reading.phases,
        allow_truncated: settings.reading.allow_truncated,
    };
    let size = opened.size();
    let (collected, bytes) = match opened.plain_file() {
        Some(file) => (read_file(&file, format, labeller, &reading, control), size.unwrap_or(0)),
        None => {
            let (stream, taken) = opened.stream();
            let collected = read_stream(stream, &path, format, labeller, &reading, control);
            (collected, size.unwrap_or_else(|| taken.load(Ordering::Relaxed)))
        }
    };
    let collected = collected.map_err(|error| IngestError::new(name.clone(), problem(error)))?;
    let format = match format {
        PointFormat::Ndjson => Format::K6Ndjson,
        PointFormat::Csv => Format::K6Csv,
    };
    Ok((collected, Source { name, bytes, format }))
}

fn problem(error: PointsError) -> Problem {
    match error {
        PointsError::Io { source, .. } => Problem::Io(source),
        PointsError::Truncated { bytes, source, .. } => {
            Problem::CutPoints { bytes, reason: source.to_string() }
        }
        PointsError::Header { missing, .. } => Problem::CsvHeader { missing },
        PointsError::NoPoints { lines, first, .. } => Problem::NoPoints { lines, first },
    }
}

/// Closes what was collected: names endpoints, folds the smallest, fixes the window.
pub(super) fn assemble(
    collected: Collected,
    name: String,
    sources: Vec<Source>,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, IngestError> {
    // More than a report shows: which ones are folded is decided for all runs of a comparison together.
    let sealed = collected.seal(settings.endpoints.max.max(KEPT_ENDPOINTS));
    if sealed.span.judged.0.is_none() && sealed.span.left_out.0.is_none() {
        let file = sources.first().map_or_else(String::new, |source| source.name.clone());
        return Err(IngestError::new(file, Problem::NoHttp));
    }
    let undeclared = settings.outcomes.undeclared_4xx;
    let endpoints: Vec<Endpoint> = sealed
        .endpoints
        .iter()
        .map(|(id, of_endpoint)| Endpoint {
            id: id.clone(),
            host: of_endpoint.host.clone(),
            traffic: traffic(of_endpoint, undeclared),
        })
        .collect();
    let mut notes = sealed.notes.clone();
    if sealed.span.judged.0.is_none() {
        notes.push(Note::new("No request falls into the judged window.").with_hint(
            "See which scenarios there are, and set `[window] scenarios` or `warm_up` in perfreport.toml.",
        ));
    }
    Ok(Run {
        origin: Origin { settings: Some(ReadWith::of(settings)), reruns: 0 },
        meta: meta(&sealed, name, sources, labeller, settings),
        judged_span: sealed.span.judged.0.ok_or_else(|| Missing::because("no request was judged")),
        whole: Traffic::sum(endpoints.iter().map(|endpoint: &Endpoint| &endpoint.traffic)),
        endpoints,
        load: sealed.load,
        users: if sealed.users.is_empty() {
            Err(Missing::because("the points hold no `vus`"))
        } else {
            Ok(sealed.users)
        },
        metrics: sealed
            .metrics
            .judged
            .into_iter()
            .map(|(name, measured)| {
                let kind = sealed.metric_types.get(&name).cloned();
                (labeller.scrub(&name), Metric { kind, measured })
            })
            .collect(),
        servers: None,
        checks: sealed.judged_checks,
        thresholds: Vec::new(),
        notes,
    })
}

/// Puts the figures of one endpoint together.
fn traffic(sealed: &SealedTraffic, undeclared: Undeclared4xx) -> Traffic {
    let mut outcomes = Outcomes { statuses: sealed.outcomes.statuses.clone(), ..Outcomes::default() };
    for outcome in Outcome::ALL {
        let count = *sealed.outcomes.classes.get(&outcome).unwrap_or(&0);
        outcomes.classes.insert(outcome, count);
        if undeclared.counts_as_bad(outcome) {
            outcomes.bad += count;
        } else {
            outcomes.good += count;
        }
    }
    Traffic {
        requests: Ok(outcomes.total()),
        latency: Ok(Latency::Distribution(responses::latencies(&sealed.responses))),
        outcomes: Ok(outcomes),
        responses: Ok(sealed.responses.clone()),
        left_out: sealed.left_out.clone(),
        error_codes: sealed.error_codes.clone(),
        span: Span::Window,
    }
}

fn meta(
    sealed: &Sealed,
    name: String,
    sources: Vec<Source>,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Meta {
    let whole = [sealed.span.judged.0, sealed.span.left_out.0]
        .into_iter()
        .flatten()
        .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let no_request = || Missing::because("there was no request");
    let time = |micros: i64| DateTime::<Utc>::from_timestamp_micros(micros).ok_or_else(no_request);
    Meta {
        name,
        started: whole.ok_or_else(no_request).and_then(|(start, _)| time(start)),
        ended: whole.ok_or_else(no_request).and_then(|(_, end)| time(end)),
        duration: whole.ok_or_else(no_request).map(|(start, end)| (end as f64 - start as f64) / MICROS),
        window_duration: sealed
            .span
            .judged
            .seconds()
            .ok_or_else(|| Missing::because("no request falls into the judged window")),
        window: window(sealed, labeller, settings),
        tool: "k6".to_owned(),
        tool_version: Err(Missing::because("raw points do not name the k6 version")),
        script_hash: Err(Missing::because("raw points do not hold the script")),
        cut_short: sealed.cut_short,
        tags: BTreeMap::new(),
        sources,
    }
}

/// Says in words what is judged and what is left out.
fn window(sealed: &Sealed, labeller: &dyn Labeller, settings: &Settings) -> Window {
    let named = |judged: bool| {
        let mut names: Vec<String> = sealed
            .scenarios
            .keys()
            .filter(|(name, is_judged)| *is_judged == judged && !name.is_empty())
            .map(|(name, _)| labeller.scrub(name))
            .collect();
        names.dedup();
        names
    };
    let (judged, mut left_out) = (named(true), named(false));
    left_out.retain(|name| !judged.contains(name));
    let warm_up = settings.window.warm_up.filter(|seconds| *seconds > 0.0);
    worded(judged, left_out, warm_up)
}

/// Puts a window into words.
pub(super) fn worded(scenarios: Vec<String>, left_out: Vec<String>, warm_up: Option<f64>) -> Window {
    let several = |names: &[String]| if names.len() == 1 { "scenario" } else { "scenarios" };
    let mut text = if left_out.is_empty() || scenarios.is_empty() {
        "the whole test".to_owned()
    } else {
        format!("{} {}", several(&scenarios), scenarios.join(", "))
    };
    if let Some(seconds) = warm_up {
        text.push_str(&format!(" without the first {seconds} s"));
    }
    if !left_out.is_empty() {
        text.push_str(&format!(", {} {} left out", several(&left_out), left_out.join(", ")));
    }
    Window { scenarios, left_out, warm_up, text }
}

/// Adds what only a summary of the same run holds: thresholds, and checks where the points have none.
pub(super) fn add_summary(run: &mut Run, summary: Run) {
    run.thresholds = summary.thresholds;
    if run.checks.is_empty() {
        run.checks = summary.checks;
    }
    for (mine, its) in [
        (&mut run.meta.tool_version, summary.meta.tool_version),
        (&mut run.meta.script_hash, summary.meta.script_hash),
    ] {
        if mine.is_err() {
            *mine = its;
        }
    }
    if let Ok(version) = &run.meta.tool_version {
        run.meta.tool = format!("k6 {version}");
    }
    run.meta.sources.extend(summary.meta.sources);
}
