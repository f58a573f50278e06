//! One assembly for every shape: a neutral summary becomes a run.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::endpoints::{Finder, Statuses};
use super::naming::Naming;
use super::outcomes::{Account, Accounted, Basis};
use super::summary::{FAILED, Summary};
use super::window::JudgedWindow;
use super::{calls, load, remarks, traffic};
use crate::model::check::{Check, Threshold};
use crate::model::endpoint::{EndpointId, Span, Traffic};
use crate::model::labeller::Labeller;
use crate::model::latency::{Latency, Population};
use crate::model::missing::{Known, Missing};
use crate::model::origin::{Origin, ReadWith};
use crate::model::run::{Meta, Run, Window};
use crate::model::settings::Settings;
use crate::model::source::Source;
use crate::words::text;

/// Makes a run of a summary.
pub(in crate::ingest) fn assemble(
    summary: &Summary,
    name: String,
    source: Source,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Run {
    let metrics = &summary.metrics;
    let window = JudgedWindow::of(metrics, labeller, settings);
    let account = whole_account(summary, &window, labeller, settings);
    let naming = Naming::of(metrics, labeller, settings);
    let whole_account = account.as_ref().ok();
    let finder =
        Finder { metrics, labeller, settings, window: &window, naming: &naming, whole: whole_account };
    let mut found = finder.find();
    let basis = account.as_ref().ok().map(|account| account.basis);
    let mut whole =
        if summary.has_http_requests() { whole(summary, &window, account, labeller) } else { none_sent() };
    if summary.of_calls {
        let endpoints = found.endpoints.iter_mut().map(|endpoint| &mut endpoint.traffic);
        endpoints.chain([&mut whole]).for_each(calls::in_words);
    }
    let format = source.format;
    let facts = remarks::Facts {
        summary,
        format,
        window: &window,
        naming: &naming,
        whole: &whole,
        found: &found,
        expects_5xx: found.expects_5xx || basis == Some(Basis::Expected5xx),
    };
    let mut notes = remarks::of(&facts, labeller, settings);
    let (own, rest) = super::metrics::kept(summary, labeller);
    notes.extend(rest);
    if summary.has_calls() {
        let beside = calls::beside(metrics, &window, labeller, settings);
        notes.push(remarks::calls_beside(beside.len()));
        found.endpoints.extend(beside);
    }
    found.endpoints.sort_by(|a, b| a.id.cmp(&b.id));
    Run {
        origin: Origin { settings: Some(ReadWith { tag: naming.tag, ..ReadWith::of(settings) }), reruns: 0 },
        judged_span: Err(traffic::NO_RESPONSES),
        metrics: own,
        servers: None,
        users: Err(Missing::message("untold-users-by-summary")),
        notes,
        meta: meta(summary, name, source, &window, labeller),
        whole,
        endpoints: found.endpoints,
        load: load::of(summary),
        checks: checks(summary, labeller),
        thresholds: thresholds(summary, labeller),
    }
}

fn whole_account(
    summary: &Summary,
    window: &JudgedWindow,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Known<Accounted> {
    let selector = window.selector();
    let failed = summary.metrics.rate(FAILED, &selector).ok_or_else(|| {
        let elsewhere = summary.metrics.selectors(&[FAILED]).next().is_some();
        if !window.tags.is_empty() {
            let tags = labeller.scrub(&window.tags.to_string());
            Missing::because(text!("untold-submetric-with-tags", metric = FAILED, tags = tags))
        } else if elsewhere {
            traffic::no_submetric(FAILED, &labeller.scrub(&selector.to_string()))
        } else {
            Missing::message("untold-failed")
        }
    })?;
    if failed.total == 0 {
        return Err(traffic::NEVER_SAMPLED);
    }
    // What is declared for every endpoint (`*`) holds for the whole run; more cannot be told apart here.
    let every = EndpointId::named("*");
    let account = Account {
        failed,
        statuses: Statuses::of(&summary.metrics).behind(&selector),
        declares: &|status| labeller.declares_intended(&every, status),
        undeclared_4xx: settings.outcomes.undeclared_4xx,
        whole: None,
    };
    Ok(account.settle())
}

/// The traffic of a test of something else than HTTP requests.
fn none_sent() -> Traffic {
    const NONE: Missing = Missing::message("untold-none-sent");
    Traffic {
        requests: Ok(0),
        outcomes: Err(NONE),
        latency: Err(NONE),
        responses: Err(traffic::NO_RESPONSES),
        left_out: BTreeMap::new(),
        error_codes: BTreeMap::new(),
        span: Span::WholeTest,
    }
}

fn whole(
    summary: &Summary,
    window: &JudgedWindow,
    account: Known<Accounted>,
    labeller: &dyn Labeller,
) -> Traffic {
    let selector = window.selector();
    let shown = labeller.scrub(&selector.to_string());
    let mut latency = traffic::latency(&summary.metrics, &selector, &shown, window.span());
    let nothing_failed = summary.metrics.rate(FAILED, &selector).is_some_and(|rate| rate.hits == 0);
    if nothing_failed && let Ok(Latency::Percentiles(percentiles)) = &mut latency {
        // Where nothing failed, all responses are the expected ones.
        percentiles.population = Population::Expected;
    }
    Traffic {
        requests: traffic::requests(&summary.metrics, &selector, &shown),
        outcomes: account.map(|account| account.outcomes),
        latency,
        responses: Err(traffic::NO_RESPONSES),
        left_out: BTreeMap::new(),
        error_codes: BTreeMap::new(),
        span: window.span(),
    }
}

fn meta(
    summary: &Summary,
    name: String,
    source: Source,
    window: &JudgedWindow,
    labeller: &dyn Labeller,
) -> Meta {
    let duration = load::duration(summary);
    let ended = summary.ended.ok_or(Missing::message("untold-when"));
    let started = ended.clone().and_then(|ended| {
        let seconds = duration.clone()?;
        TimeDelta::try_milliseconds((seconds * 1000.0).round() as i64)
            .and_then(|length| ended.checked_sub_signed(length))
            .ok_or(Missing::message("untold-longer-than-any"))
    });
    let window_duration = match window.part(labeller) {
        None => duration.clone(),
        Some(part) => Err(Missing::because(text!("untold-length-of-part", part = part))),
    };
    let version = summary.version.clone().ok_or(Missing::message("untold-version-by-shape"));
    Meta {
        name,
        started,
        ended,
        duration,
        window_duration,
        window: Window {
            scenarios: window.scenario.iter().map(|scenario| labeller.scrub(scenario)).collect(),
            tags: window.tags.clone(),
            text: window.text(labeller),
            ..Window::default()
        },
        tool: version.as_ref().map_or_else(|_| "k6".to_owned(), |version| format!("k6 {version}")),
        tool_version: version,
        script_hash: summary.script_hash.clone().ok_or(Missing::message("untold-script-by-shape")),
        cut_short: false,
        unread_share: 0.0,
        tags: BTreeMap::new(),
        sources: vec![source],
    }
}

/// Sorts the checks; those of one path (scrubbing may make two alike) are one.
fn checks(summary: &Summary, labeller: &dyn Labeller) -> Vec<Check> {
    let mut by_path: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for check in &summary.checks {
        let (passes, fails) = by_path.entry(labeller.scrub(&check.path)).or_default();
        *passes = passes.saturating_add(check.passes);
        *fails = fails.saturating_add(check.fails);
    }
    by_path.into_iter().map(|(path, (passes, fails))| Check { path, passes, fails }).collect()
}

fn thresholds(summary: &Summary, labeller: &dyn Labeller) -> Vec<Threshold> {
    let mut thresholds: Vec<Threshold> = summary
        .thresholds
        .iter()
        .map(|threshold| Threshold {
            metric: labeller.scrub(&threshold.metric),
            expression: labeller.scrub(&threshold.expression),
            crossed: threshold.crossed,
            no_samples: threshold.no_samples && !traffic::was_sampled(&summary.metrics, &threshold.metric),
            measured: threshold.measured,
        })
        .collect();
    thresholds.sort_by(|a, b| {
        let key = |threshold: &Threshold| (threshold.crossed, threshold.no_samples);
        (&a.metric, &a.expression, key(a)).cmp(&(&b.metric, &b.expression, key(b)))
    });
    thresholds
}
