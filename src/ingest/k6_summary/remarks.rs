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
        format!(
            "The configured scenarios ({}) cannot be judged by themselves: this summary does not separate them.",
            asked.join(", ")
        )
    } else {
        let left_out = scrubbed(&window.left_out, labeller);
        format!(
            "The figures of the whole run include {left_out}: this summary does not separate the judged scenarios."
        )
    };
    let scenario = window.judged.first().map_or_else(|| "measure".to_owned(), |name| labeller.scrub(name));
    Some(Note::new(text).with_hint(format!(
        "Give 'http_req_duration{{scenario:{scenario}}}' and 'http_req_failed{{scenario:{scenario}}}' a threshold each, or record points with `k6 run --out json=points.json.gz`."
    )))
}

fn warm_up_cannot_be_cut(settings: &Settings) -> Option<Note> {
    settings.window.warm_up.filter(|seconds| *seconds > 0.0).map(|seconds| {
        Note::new(format!("The configured warm_up of {seconds} s was not left out: a summary cannot be cut."))
            .with_hint("Record points with `k6 run --out json=points.json.gz`, or give the warm-up a scenario of its own.")
    })
}

fn failures_may_be_4xx(facts: &Facts<'_>) -> Option<Note> {
    let endpoints = facts.found.endpoints.iter().map(|endpoint| &endpoint.traffic);
    let unsure = endpoints
        .chain([facts.whole])
        .any(|traffic| traffic.outcomes.as_ref().is_ok_and(|outcomes| outcomes.bad_may_hold_4xx));
    unsure.then(|| {
        Note::new(
            "Unintended errors may include intended 4xx: http_req_failed counts every 4xx that the script does not declare, and this summary does not tell them apart.",
        )
        .with_hint(
            "Call `http.setResponseCallback(http.expectedStatuses({ min: 200, max: 399 }, 404, 409))` with the statuses you intend, or count statuses with thresholds such as `'http_reqs{status:404}': ['count>=0']` for 0, the 4xx and the 5xx.",
        )
    })
}

fn expected_5xx(facts: &Facts<'_>) -> Option<Note> {
    facts.expects_5xx.then(|| {
        Note::new("Responses with a 5xx that the script expects are counted as unintended errors.")
            .with_hint("Declare them under `[outcomes]` in perfreport.toml if they are intended.")
    })
}

fn no_endpoints(facts: &Facts<'_>) -> Option<Note> {
    let is_empty = facts.found.endpoints.is_empty();
    if is_empty && facts.summary.of_calls {
        let text = "Endpoints are not told apart: the script names no gRPC call in a threshold, so only the whole run can be judged.";
        return Some(Note::new(text).with_hint(format!("{TELL_CALLS_APART} Set `{STATS}`.")));
    }
    is_empty.then(|| {
        Note::new("Endpoints are not told apart: the script names no request in a threshold, so only the whole run can be judged.")
            .with_hint(format!(
                "Tag requests, `http.get(url, {{ tags: {{ name: 'GET /api/orders' }} }})`, give each name the thresholds `'http_req_duration{{name:GET /api/orders}}': ['p(95)<800']` and `'http_req_failed{{name:GET /api/orders}}': ['rate<0.01']`, and set `{STATS}`."
            ))
    })
}

/// Says that gRPC calls are no part of the whole run, where there are HTTP requests as well.
pub(super) fn calls_beside(endpoints: usize) -> Note {
    let note = Note::new(
        "The figures of the whole run are those of HTTP requests alone: percentiles of gRPC calls cannot be merged with them.",
    );
    if endpoints > 0 { note } else { note.with_hint(TELL_CALLS_APART) }
}

/// How gRPC calls become endpoints of a summary.
const TELL_CALLS_APART: &str =
    "Give each method a threshold: `'grpc_req_duration{service:shop.Orders,method:Create}': ['p(95)<200']`.";

fn endpoints_span_the_test(facts: &Facts<'_>, labeller: &dyn Labeller) -> Option<Note> {
    let scenario = labeller.scrub(facts.window.scenario.as_ref()?);
    let wide = |traffic: &Traffic| {
        traffic.span == Span::WholeTest
            || matches!(&traffic.latency, Ok(Latency::Percentiles(p)) if p.span == Span::WholeTest)
    };
    let count = facts.found.endpoints.iter().filter(|endpoint| wide(&endpoint.traffic)).count();
    (count > 0).then(|| {
        Note::new(format!("The figures of {} span the whole test, warm-up included.", some_endpoints(count)))
            .with_hint(format!(
                "Name the scenario in their thresholds: `'http_req_duration{{{}scenario:{scenario}}}'`.",
                placeholders(facts, labeller)
            ))
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
    let tags = tags.trim_end_matches(',');
    (count > 0).then(|| {
        Note::new(format!("Requests or errors of {} are not counted by this file.", some_endpoints(count)))
            .with_hint(format!("Give `'http_reqs{{{tags}}}'` and `'http_req_failed{{{tags}}}'` a threshold each, with the tags of `'http_req_duration{{{tags}}}'`."))
    })
}

/// The tags that name an endpoint, as a selector has them: `name:…,`.
fn placeholders(facts: &Facts<'_>, labeller: &dyn Labeller) -> String {
    facts.naming.tag.tags().map(|tag| format!("{}:…,", labeller.scrub(tag))).collect()
}

fn some_endpoints(count: usize) -> String {
    if count == 1 { "one endpoint".to_owned() } else { format!("{count} endpoints") }
}

fn endpoints_beyond_the_kept(facts: &Facts<'_>) -> Option<Note> {
    let left_out = facts.found.endpoints_left_out;
    (left_out > 0).then(|| {
        Note::new(format!(
            "{} with the fewest requests are left out: of a summary the {KEPT_ENDPOINTS} busiest are kept.",
            some_endpoints(left_out)
        ))
        .with_hint("Where ids make names differ, give requests a `name` tag: `http.get(url, { tags: { name: 'GET /api/orders/{id}' } })`.")
    })
}

fn no_p99(facts: &Facts<'_>) -> Option<Note> {
    let latency = facts.whole.latency.as_ref().ok()?;
    if latency.quantile(0.99).is_ok() {
        return None;
    }
    let hint = match facts.format {
        Format::K6MachineReadable => {
            "A machine-readable summary never holds it: write the data of `handleSummary`, or `--summary-export`, instead.".to_owned()
        }
        _ => format!("Set `options.{STATS}`."),
    };
    Some(Note::new("The tail beyond p95 cannot be judged: the summary holds no p(99).").with_hint(hint))
}

fn shape_leaves_out(facts: &Facts<'_>) -> Option<Note> {
    if facts.format == Format::K6MachineReadable {
        return Some(Note::new(
            "A machine-readable summary holds no k6 thresholds and no groups: which thresholds were crossed is unknown.",
        ));
    }
    facts.summary.checks_left_out.then(|| {
        Note::new("Checks are unknown: the file has no `root_group`.")
            .with_hint("Write the data of handleSummary whole: `JSON.stringify(data)`.")
    })
}

fn left_out(facts: &Facts<'_>, labeller: &dyn Labeller) -> Vec<Note> {
    let mut notes = Vec::new();
    for (id, kept, others) in &facts.found.scenarios_left_out {
        notes.push(
            Note::new(format!(
                "{id}: only scenario {} is judged, {} is left out: percentiles of two scenarios cannot be merged.",
                labeller.scrub(kept),
                scrubbed(others, labeller)
            ))
            .with_hint("Add a threshold on the name alone, without scenario."),
        );
    }
    for (id, others) in &facts.found.names_left_out {
        notes.push(Note::new(format!(
            "{id}: {others} more {} grouped here and left out: only the busiest name is judged, percentiles cannot be merged.",
            if *others == 1 { "name is" } else { "names are" }
        )));
    }
    notes
}

fn scrubbed(scenarios: &[String], labeller: &dyn Labeller) -> String {
    let names: Vec<String> = scenarios.iter().map(|scenario| labeller.scrub(scenario)).collect();
    format!("{} {}", if names.len() == 1 { "scenario" } else { "scenarios" }, names.join(", "))
}
