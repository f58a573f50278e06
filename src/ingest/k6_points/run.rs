//! A run out of k6's points, when all of them are known.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::ingest::points::collected::{Collected, Tally, TimeSpan, Unreadable};
use crate::ingest::points::rename::Chosen;
use crate::ingest::points::series::{Measured, Users};
use crate::ingest::points::{endpoints, users, window};
use crate::model::check::Check;
use crate::model::endpoint::Traffic;
use crate::model::endpoint_tag::EndpointTag;
use crate::model::folding::{Fold, KEPT_ENDPOINTS, OTHER};
use crate::model::labeller::Labeller;
use crate::model::load::{Load, Phase};
use crate::model::metric::{Metric, Samples};
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::origin::{Origin, ReadWith};
use crate::model::run::{Meta, Run};
use crate::model::settings::Settings;
use crate::model::slices::Slots;
use crate::model::source::Source;
use crate::model::tag_filter::TagFilter;
use crate::words::{Text, text};

/// Microseconds in a second.
const MICROS: f64 = 1e6;

/// Closes what was collected: decides what the warm-up takes, names endpoints, folds the smallest.
pub fn assemble(
    collected: Collected,
    name: String,
    sources: Vec<Source>,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Run {
    let no_request = || Missing::message("missing-no-request");
    let time = |micros: i64| DateTime::<Utc>::from_timestamp_micros(micros).ok_or_else(no_request);
    let whole = collected.span().ok_or_else(no_request);
    let has_requests = collected.has_requests();
    let (mut part, rest) = collected.close();
    let by_tag = part.choose_names();
    let responses = std::mem::take(&mut part.traffic);
    let judged = if has_requests { part.span.judged } else { part.sampled.judged };
    let mut notes = notes(&rest);
    let mut read_with = ReadWith::of(settings);
    if let Some(chosen) = by_tag {
        read_with.tag = EndpointTag::from(&*chosen.tag);
        notes.push(named_by(&chosen, &read_with.tag, labeller));
    }
    let mut run = Run {
        origin: Origin { settings: Some(read_with), reruns: 0 },
        meta: Meta {
            name,
            started: whole.clone().and_then(|(start, _)| time(start)),
            ended: whole.clone().and_then(|(_, end)| time(end)),
            duration: whole.map(|(start, end)| (end as f64 - start as f64) / MICROS),
            window_duration: judged.seconds().ok_or(Missing::message("untold-window")),
            window: window::of(&part.cells, labeller, settings),
            tool: "k6".to_owned(),
            tool_version: Err(Missing::message("untold-version-by-points")),
            script_hash: Err(Missing::message("untold-script-by-points")),
            cut_short: rest.unreadable.cut > 0,
            unread_share: rest.unreadable.share(),
            tags: BTreeMap::new(),
            sources,
        },
        judged_span: judged.0.ok_or(Missing::message("untold-none-judged")),
        endpoints: endpoints::of(&part.cells, responses, settings.outcomes.undeclared_4xx),
        whole: Traffic::none(),
        load: load(&part, judged, &rest.users, rest.max_users, &settings.window.tags),
        users: if rest.users.is_empty() { known(None, "vus") } else { Ok(rest.users) },
        metrics: part
            .metrics
            .judged
            .into_iter()
            .map(|(name, measured)| {
                let of = rest.metric_types.get(&name).copied().unwrap_or_default().completed(&name);
                (labeller.scrub(&name), Metric { of, samples: Samples::Measured(measured) })
            })
            .collect(),
        servers: None,
        checks: part
            .checks
            .judged
            .into_iter()
            .map(|(path, count)| Check { path, passes: count.passes, fails: count.fails })
            .collect(),
        thresholds: Vec::new(),
        notes,
    };
    // More than a report shows: which ones are folded is decided for all runs of a comparison together.
    if let Some(fold) = Fold::smallest(&run, settings.endpoints.max.max(KEPT_ENDPOINTS)) {
        fold.apply(&mut run);
        let (endpoints, folded) = (fold.endpoints, fold.folded.len());
        run.notes.push(
            Note::new(text!("points-folded", endpoints = endpoints, folded = folded, other = OTHER))
                .with_hint(Text::plain("folded-hint")),
        );
    }
    if run.judged_span.is_err() {
        run.notes.push(
            Note::new(Text::plain("points-none-judged")).with_hint(Text::plain("points-none-judged-hint")),
        );
    }
    run.whole = Traffic::sum(run.endpoints.iter().map(|endpoint| &endpoint.traffic));
    run
}

fn load(
    part: &Tally,
    span: TimeSpan,
    all_users: &Slots<Users>,
    max_users: Option<u64>,
    filter: &TagFilter,
) -> Load {
    let generators = users::generators(all_users);
    let peak = users::peak(all_users, span.0);
    let (judged, left_out) = (part.activity.judged, part.activity.left_out);
    let counted = |judged: Option<u64>, left_out: Option<u64>, metric: &str| match (judged, left_out) {
        // A tag of single requests is not on the iterations around them.
        (None, Some(_)) if !filter.is_empty() => {
            Err(Missing::because(text!("untold-with-tags", metric = metric, tags = filter.to_string())))
        }
        _ => known(judged.or(left_out.map(|_| 0)), metric),
    };
    Load {
        peak_vus: known(peak, "vus"),
        max_vus: known(max_users.map(|users| (users * generators) as f64), "vus_max"),
        // A metric that was sampled outside the window alone is 0 inside it.
        counted_over: known(span.seconds(), "requests"),
        iterations: counted(judged.iterations, left_out.iterations, "iterations"),
        dropped_iterations: counted(
            judged.dropped_iterations,
            left_out.dropped_iterations,
            "dropped_iterations",
        ),
        data_received: counted(judged.data_received, left_out.data_received, "data_received"),
        data_sent: counted(judged.data_sent, left_out.data_sent, "data_sent"),
        phases: phases(&part.metrics.judged),
    }
}

fn phases(metrics: &BTreeMap<String, Measured>) -> Vec<Phase> {
    ["blocked", "connecting", "tls_handshaking", "sending", "waiting", "receiving"]
        .into_iter()
        .filter_map(|phase| {
            let measured = metrics.get(&format!("http_req_{phase}"))?;
            Some(Phase { name: phase.to_owned(), p95: measured.distribution.quantile(0.95)? })
        })
        .collect()
}

fn known<T>(value: Option<T>, metric: &str) -> Known<T> {
    value.ok_or_else(|| Missing::because(text!("untold-metric-by-points", metric = metric)))
}

fn named_by(chosen: &Chosen, tag: &EndpointTag, labeller: &dyn Labeller) -> Note {
    Note::new(text!("points-named-by", tag = labeller.scrub(&tag.quoted()), count = chosen.endpoints))
        .with_hint(text!(
            "points-named-by-hint",
            setting = labeller.scrub(&tag.setting()),
            usual = EndpointTag::default().setting(),
        ))
}

fn notes(collected: &Collected) -> Vec<Note> {
    let mut notes = Vec::new();
    for (count, of) in [(collected.setup_requests, "setup()"), (collected.teardown_requests, "teardown()")] {
        if count > 0 {
            notes.push(Note::new(text!("points-left-out", count = count, of = of)));
        }
    }
    let Unreadable { lines, first, cut, .. } = collected.unreadable;
    if lines > 0 {
        notes.push(Note::new(match first {
            Some(first) => text!("points-unreadable-at", count = lines, byte = first.to_string()),
            None => text!("points-unreadable", count = lines),
        }));
    }
    if cut > 0 {
        notes.push(Note::new(Text::plain("points-cut-short")));
    }
    let dropped = collected.dropped_metric_points;
    if dropped > 0 {
        notes.push(Note::new(text!("points-dropped", count = dropped)));
    }
    notes
}
