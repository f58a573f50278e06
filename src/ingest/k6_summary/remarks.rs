//! The notes of a summary: what it cannot tell, and how to record more. Few, and each once.

use super::endpoints::FoundEndpoints;
use super::naming::Naming;
use super::summary::Summary;
use super::window::JudgedWindow;
use crate::model::endpoint::{Span, Traffic};
use crate::model::folding::KEPT_ENDPOINTS;
use crate::model::labeller::Labeller;
use crate::model::latency::Latency;
use crate::model::note::Note;
use crate::model::settings::Settings;
use crate::model::source::Format;
use crate::words::{Arg, Text, text};

/// What the notes are drawn from.
pub(super) struct Facts<'a> {
    pub(super) summary: &'a Summary,
    pub(super) format: Format,
    pub(super) window: &'a JudgedWindow,
    pub(super) naming: &'a Naming,
    pub(super) whole: &'a Traffic,
    pub(super) found: &'a FoundEndpoints,
    pub(super) expects_5xx: bool,
}

/// Writes the notes, the weightiest first.
pub(super) fn of(facts: &Facts<'_>, labeller: &dyn Labeller, settings: &Settings) -> Vec<Note> {
    if !facts.summary.has_http_requests() {
        let told = [warm_up_cannot_be_cut(settings), shape_leaves_out(facts)];
        return told.into_iter().flatten().collect();
    }
    [
        window_is_not_separated(facts, labeller, settings),
        warm_up_cannot_be_cut(settings),
        failures_may_be_4xx(facts),
        expected_5xx(facts),
        no_endpoints(facts),
        facts.naming.note(labeller),
        endpoints_span_the_test(facts, labeller),
        endpoints_are_not_counted(facts, labeller),
        endpoints_beyond_the_kept(facts),
        no_p99(facts),
        shape_leaves_out(facts),
    ]
    .into_iter()
    .flatten()
    .chain(left_out(facts, labeller))
    .collect()
}

const STATS: &str = "summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count']";

fn window_is_not_separated(facts: &Facts<'_>, labeller: &dyn Labeller, settings: &Settings) -> Option<Note> {
    let window = facts.window;
    let asked = &settings.window.scenarios;
    if window.scenario.is_some() || (window.left_out.is_empty() && asked.is_empty()) {
        return None;
    }
    let text = if window.left_out.is_empty() {
        text!("summary-window-asked", names = asked.join(", "))
    } else {
        let names = scrubbed(&window.left_out, labeller);
        text!("summary-window-mixed", count = window.left_out.len(), names = names)
    };
    let scenario = window.judged.first().map_or_else(|| "measure".to_owned(), |name| labeller.scrub(name));
    Some(Note::new(text).with_hint(text!("summary-window-hint", scenario = scenario)))
}

fn warm_up_cannot_be_cut(settings: &Settings) -> Option<Note> {
    let seconds = settings.window.warm_up.filter(|seconds| *seconds > 0.0)?;
    let warm_up = Arg::Quantity(format!("{seconds} s"));
    Some(
        Note::new(text!("summary-warm-up", warm_up = warm_up)).with_hint(Text::plain("summary-warm-up-hint")),
    )
}

fn failures_may_be_4xx(facts: &Facts<'_>) -> Option<Note> {
    let endpoints = facts.found.endpoints.iter().map(|endpoint| &endpoint.traffic);
    let unsure = endpoints
        .chain([facts.whole])
        .any(|traffic| traffic.outcomes.as_ref().is_ok_and(|outcomes| outcomes.bad_may_hold_4xx));
    unsure.then(|| {
        Note::new(Text::plain("summary-failures-may-be-4xx"))
            .with_hint(Text::plain("summary-failures-may-be-4xx-hint"))
    })
}

fn expected_5xx(facts: &Facts<'_>) -> Option<Note> {
    facts.expects_5xx.then(|| {
        Note::new(Text::plain("summary-expects-5xx")).with_hint(Text::plain("summary-expects-5xx-hint"))
    })
}

fn no_endpoints(facts: &Facts<'_>) -> Option<Note> {
    if !facts.found.endpoints.is_empty() {
        return None;
    }
    Some(if facts.summary.of_calls {
        Note::new(Text::plain("summary-no-endpoints-of-calls"))
            .with_hint(Text::sentences([TELL_CALLS_APART, text!("summary-set", setting = STATS)]))
    } else {
        Note::new(Text::plain("summary-no-endpoints"))
            .with_hint(text!("summary-no-endpoints-hint", stats = STATS))
    })
}

/// Says that gRPC calls are no part of the whole run, where there are HTTP requests as well.
pub(super) fn calls_beside(endpoints: usize) -> Note {
    let note = Note::new(Text::plain("summary-calls-beside"));
    if endpoints > 0 { note } else { note.with_hint(TELL_CALLS_APART) }
}

/// How gRPC calls become endpoints of a summary.
const TELL_CALLS_APART: Text = Text::plain("summary-tell-calls-apart");

fn endpoints_span_the_test(facts: &Facts<'_>, labeller: &dyn Labeller) -> Option<Note> {
    let scenario = labeller.scrub(facts.window.scenario.as_ref()?);
    let wide = |traffic: &Traffic| {
        traffic.span == Span::WholeTest
            || matches!(&traffic.latency, Ok(Latency::Percentiles(p)) if p.span == Span::WholeTest)
    };
    let count = facts.found.endpoints.iter().filter(|endpoint| wide(&endpoint.traffic)).count();
    (count > 0).then(|| {
        let selector = format!("{}scenario:{scenario}", placeholders(facts, labeller));
        Note::new(text!("summary-wide", count = count))
            .with_hint(text!("summary-wide-hint", selector = selector))
    })
}

fn endpoints_are_not_counted(facts: &Facts<'_>, labeller: &dyn Labeller) -> Option<Note> {
    let uncounted = |traffic: &&Traffic| {
        traffic.requests.is_err() || (traffic.outcomes.is_err() && traffic.requests != Ok(0))
    };
    let count = facts.found.endpoints.iter().map(|endpoint| &endpoint.traffic).filter(uncounted).count();
    if facts.summary.of_calls {
        return None;
    }
    let tags = placeholders(facts, labeller);
    (count > 0).then(|| {
        Note::new(text!("summary-uncounted", count = count))
            .with_hint(text!("summary-uncounted-hint", tags = tags.trim_end_matches(',')))
    })
}

/// The tags that name an endpoint, as a selector has them: `name:…,`.
fn placeholders(facts: &Facts<'_>, labeller: &dyn Labeller) -> String {
    facts.naming.tag.tags().map(|tag| format!("{}:…,", labeller.scrub(tag))).collect()
}

fn endpoints_beyond_the_kept(facts: &Facts<'_>) -> Option<Note> {
    let count = facts.found.endpoints_left_out;
    (count > 0).then(|| {
        Note::new(text!("summary-beyond", count = count, kept = KEPT_ENDPOINTS))
            .with_hint(Text::plain("summary-beyond-hint"))
    })
}

fn no_p99(facts: &Facts<'_>) -> Option<Note> {
    let latency = facts.whole.latency.as_ref().ok()?;
    if latency.quantile(0.99).is_ok() {
        return None;
    }
    let hint = match facts.format {
        Format::K6MachineReadable => Text::plain("summary-no-p99-machine-readable"),
        _ => text!("summary-set", setting = format!("options.{STATS}")),
    };
    Some(Note::new(Text::plain("summary-no-p99")).with_hint(hint))
}

fn shape_leaves_out(facts: &Facts<'_>) -> Option<Note> {
    if facts.format == Format::K6MachineReadable {
        return Some(Note::new(Text::plain("summary-machine-readable")));
    }
    facts
        .summary
        .checks_left_out
        .then(|| Note::new(Text::plain("summary-no-checks")).with_hint(Text::plain("summary-no-checks-hint")))
}

fn left_out(facts: &Facts<'_>, labeller: &dyn Labeller) -> Vec<Note> {
    let mut notes = Vec::new();
    for (id, kept, others) in &facts.found.scenarios_left_out {
        notes.push(
            Note::new(text!(
                "summary-other-scenarios",
                endpoint = id.to_string(),
                kept = labeller.scrub(kept),
                count = others.len(),
                others = scrubbed(others, labeller),
            ))
            .with_hint(Text::plain("summary-other-scenarios-hint")),
        );
    }
    for (id, count) in &facts.found.names_left_out {
        notes.push(Note::new(text!("summary-other-names", endpoint = id.to_string(), count = *count)));
    }
    notes
}

fn scrubbed(scenarios: &[String], labeller: &dyn Labeller) -> String {
    let names: Vec<String> = scenarios.iter().map(|scenario| labeller.scrub(scenario)).collect();
    names.join(", ")
}
