//! Method and data quality: how the verdict came about, and from what.

use serde::Serialize;

use super::figure::written;
use super::limits::{self, NotTestedLine};
use super::text::{DASH, capital, moment};
use crate::model::comparison::{Evidence, ValidityCheck};
use crate::model::figures::RunFigures;
use crate::model::judgement::Assessment;
use crate::model::latency::Population;
use crate::model::load::{Phase, Workload};
use crate::model::missing::Known;
use crate::model::quantity::{Bytes, Count, Milliseconds, PercentagePoints, RelativeChange, Seconds, Share};
use crate::render::text::plain;
use crate::words::{say, text};

/// The section on method and data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Method {
    pub(crate) facts: Vec<Fact>,
    pub(crate) constants: Vec<Fact>,
    pub(crate) validity: Vec<ValidityLine>,
    pub(crate) not_tested: Vec<NotTestedLine>,
    pub(crate) notes: Vec<NoteLine>,
    pub(crate) runs: Vec<RunLine>,
    pub(crate) command: String,
    pub(crate) generator: String,
}

/// A term and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fact {
    pub(crate) term: String,
    pub(crate) text: String,
}

/// A check of whether the pair is fit to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ValidityLine {
    pub(crate) name: String,
    pub(crate) possible: bool,
    /// What was seen, or why it could not be checked.
    pub(crate) text: String,
}

/// A note with its hint, which may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct NoteLine {
    pub(crate) text: String,
    pub(crate) hint: String,
}

/// One run and its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RunLine {
    /// `run` or `base`.
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) started: String,
    pub(crate) duration: String,
    pub(crate) window: String,
    pub(crate) tool: String,
    pub(crate) load: String,
    /// `commit=abc`, joined.
    pub(crate) tags: String,
    pub(crate) sources: Vec<SourceLine>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SourceLine {
    pub(crate) name: String,
    pub(crate) format: String,
    pub(crate) size: String,
}

/// Phases of a connection are named from this p95 on, in milliseconds: shorter ones explain nothing.
const SHORTEST_PHASE: f64 = 1.0;

/// Builds the section.
pub(crate) fn method(assessment: &Assessment) -> Method {
    let candidates = std::iter::once(&assessment.run).chain(&assessment.more_runs);
    let runs = candidates
        .map(|run| run_line(say!("side-run"), run))
        .chain(assessment.base.iter().map(|base| run_line(say!("side-base"), base)))
        .collect();
    let validity = assessment
        .comparison
        .iter()
        .flat_map(|found| &found.validity_checks)
        .map(|ValidityCheck { check, result }| ValidityLine {
            name: plain(check),
            possible: result.is_ok(),
            text: match result {
                Ok(text) => plain(text),
                Err(missing) => plain(text!("validity-unchecked", reason = missing.reason())),
            },
        })
        .collect();
    Method {
        facts: facts(assessment),
        constants: constants(assessment),
        validity,
        not_tested: limits::not_tested(&assessment.not_tested),
        notes: notes(assessment),
        runs,
        command: plain(&assessment.command),
        generator: plain(&assessment.generator),
    }
}

/// The notes of the assessment; those of the comparison and the runs too, where it does not repeat them.
pub(crate) fn notes(assessment: &Assessment) -> Vec<NoteLine> {
    let compared = assessment.comparison.iter().flat_map(|found| &found.notes);
    let mut seen = Vec::new();
    for note in assessment.notes.iter().chain(compared).chain(&assessment.run.notes) {
        let line =
            NoteLine { text: plain(&note.text), hint: note.hint.as_ref().map(plain).unwrap_or_default() };
        if !seen.contains(&line) {
            seen.push(line);
        }
    }
    seen
}

fn facts(assessment: &Assessment) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |term, text| facts.push(Fact { term, text });
    let window = capital(&plain(&assessment.run.meta.window.text));
    add(say!("fact-window"), say!("fact-window-text", window = window));
    let Ok(comparison) = &assessment.comparison else { return facts };
    add(
        say!("fact-base-runs"),
        if assessment.provisional {
            say!("fact-base-runs-one")
        } else {
            say!("fact-base-runs-many", runs = comparison.base_runs)
        },
    );
    match comparison.candidate_runs {
        0 | 1 => {}
        runs if comparison.paired => {
            add(say!("fact-candidates"), say!("fact-candidates-paired", runs = runs));
        }
        runs => add(say!("fact-candidates"), say!("fact-candidates-together", runs = runs)),
    }
    add(
        say!("fact-evidence"),
        match comparison.evidence {
            Evidence::Percentiles => say!("fact-evidence-percentiles"),
            Evidence::Distributions => say!("fact-evidence-distributions"),
        },
    );
    add(say!("fact-population"), population(assessment));
    add(say!("fact-tests"), say!("fact-tests-text"));
    add(say!("fact-intervals"), say!("fact-intervals-text"));
    if let Some(text) = limits::could_have_seen(comparison) {
        add(say!("certainty-sensitivity"), format!("{text} {}", say!("fact-sensitivity-power")));
    }
    let load = |load: &Known<Workload>| match load {
        Ok(model) => model.text().to_string(),
        Err(missing) => plain(text!("fact-load-model-unknown", reason = missing.reason())),
    };
    let (base, run) = (load(&comparison.load.base), load(&comparison.load.run));
    add(
        say!("fact-load-model"),
        if base == run {
            say!("fact-load-model-same", model = capital(&run))
        } else {
            say!("fact-load-model-different", base = base, run = run)
        },
    );
    facts
}

/// Says which responses the latency figures speak of, as the sources tell them.
fn population(assessment: &Assessment) -> String {
    let runs = || assessment.base.iter().chain([&assessment.run]);
    let full = |figures: &RunFigures| {
        let latency = std::iter::once(&figures.whole).chain(&figures.endpoints);
        let usual = latency.filter(|traffic| super::population::failures_only(traffic).is_none());
        let mut known = usual.filter_map(|traffic| traffic.latency.as_ref().ok()).peekable();
        known.peek().is_some() && known.all(|latency| latency.population == Population::ExpectedAndTimeouts)
    };
    if runs().all(full) {
        say!("fact-population-expected")
    } else if runs().any(full) {
        say!("fact-population-mixed")
    } else {
        say!("fact-population-summary")
    }
}

fn constants(assessment: &Assessment) -> Vec<Fact> {
    let settings = &assessment.settings;
    if assessment.comparison.is_err() {
        return Vec::new();
    }
    let noise = say!(
        "setting-noise-endpoint-text",
        median = Share(settings.tau_endpoint),
        tail = Share(settings.tau_endpoint_p99),
    );
    [
        (say!("setting-latency"), written(RelativeChange(settings.min_latency_change))),
        (say!("setting-errors"), written(PercentagePoints(settings.min_error_change))),
        (say!("setting-throughput"), written(RelativeChange(-settings.min_throughput_drop))),
        (say!("setting-shift"), written(RelativeChange(settings.inconclusive_shift))),
        (say!("setting-noise-run"), written(Share(settings.tau_whole))),
        (say!("setting-noise-endpoint"), noise),
        (say!("setting-base-runs"), settings.max_base_runs.to_string()),
    ]
    .map(|(term, text)| Fact { term, text })
    .to_vec()
}

fn run_line(role: String, figures: &RunFigures) -> RunLine {
    let meta = &figures.meta;
    let known = |text: Option<String>| text.unwrap_or_else(|| DASH.to_owned());
    let window = match &meta.window_duration {
        Ok(seconds) => text!("run-window", window = &meta.window.text, length = Seconds(*seconds)),
        Err(missing) => {
            text!("run-window-unknown", window = &meta.window.text, reason = missing.reason())
        }
    };
    let mut load = Vec::new();
    if let Ok(peak) = &figures.load.peak_vus {
        load.push(say!("run-users", count = peak.max(0.0).round() as usize));
    }
    if let Ok(iterations) = &figures.load.iterations {
        load.push(say!("run-iterations", count = Count(*iterations)));
    }
    if let Ok(dropped) = &figures.load.dropped_iterations {
        load.push(say!("run-dropped", count = Count(*dropped)));
    }
    for Phase { name, p95 } in &figures.load.phases {
        if *p95 >= SHORTEST_PHASE {
            load.push(format!("{} p95 {}", plain(name), Milliseconds(*p95)));
        }
    }
    let tags: Vec<String> =
        meta.tags.iter().map(|(key, value)| format!("{}={}", plain(key), plain(value))).collect();
    RunLine {
        role,
        name: plain(&meta.name),
        started: known(meta.started.as_ref().ok().map(|at| moment(*at))),
        duration: known(meta.duration.as_ref().ok().map(|seconds| written(Seconds(*seconds)))),
        window: plain(window),
        tool: plain(&meta.tool),
        load: if load.is_empty() { DASH.to_owned() } else { load.join(", ") },
        tags: tags.join(", "),
        sources: meta
            .sources
            .iter()
            .map(|source| SourceLine {
                name: plain(&source.name),
                format: source.format.name().to_owned(),
                size: Bytes(source.bytes).to_string(),
            })
            .collect(),
    }
}
