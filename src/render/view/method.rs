//! Method and data quality: how the verdict came about, and from what.

use serde::Serialize;

use super::limits::{self, NotTestedLine};
use super::text::{DASH, capital, moment};
use crate::model::comparison::{Evidence, ValidityCheck};
use crate::model::figures::RunFigures;
use crate::model::judgement::Assessment;
use crate::model::latency::Population;
use crate::model::load::Phase;
use crate::model::quantity::{Bytes, Count, Milliseconds, RelativeChange, Seconds, Share, counted};
use crate::render::text::plain;

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
    pub(crate) term: &'static str,
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
    pub(crate) role: &'static str,
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
    let runs = std::iter::once(("run", &assessment.run))
        .chain(assessment.more_runs.iter().map(|run| ("run", run)))
        .chain(assessment.base.iter().map(|base| ("base", base)))
        .map(|(role, figures)| run_line(role, figures))
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
                Err(missing) => format!("could not be checked: {}", plain(missing.reason())),
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
    let mut facts = vec![Fact {
        term: "Window",
        text: format!("{}; nothing else is judged.", capital(&plain(&assessment.run.meta.window.text))),
    }];
    let Ok(comparison) = &assessment.comparison else { return facts };
    facts.push(Fact {
        term: "Base runs (k)",
        text: if assessment.provisional {
            "1: run-to-run noise is a stated prior, the verdict is provisional.".to_owned()
        } else {
            format!("{}: run-to-run noise is learned from them.", comparison.base_runs)
        },
    });
    if comparison.candidate_runs > 1 {
        let how = if comparison.paired {
            "each compared with the base run that was made next to it"
        } else {
            "judged together"
        };
        facts.push(Fact { term: "Candidate runs", text: format!("{}: {how}.", comparison.candidate_runs) });
    }
    facts.push(Fact {
        term: "Evidence",
        text: match comparison.evidence {
            Evidence::Percentiles => "The percentiles that summaries state, compared by their logarithms. Variances are tripled for bursts that a summary cannot show.".to_owned(),
            Evidence::Distributions => "Every request of both sides. Quantiles are compared; where few requests are slow, those slower than the base's quantile are counted, and compared with how many there should have been.".to_owned(),
        },
    });
    facts.push(Fact { term: "Latency population", text: population(assessment) });
    facts.push(Fact {
        term: "Several tests at once",
        text: "q is the p value after the Benjamini–Hochberg correction over all tested figures of its kind: the expected share of false alarms among the findings.".to_owned(),
    });
    facts.push(Fact { term: "Intervals", text: "95 %: where a rerun would land.".to_owned() });
    if let Some(text) = limits::could_have_seen(comparison) {
        facts.push(Fact { term: "Sensitivity", text: format!("{text} Found with 80 % power.") });
    }
    let load = |load: &crate::model::missing::Known<crate::model::load::Workload>| match load {
        Ok(model) => model.to_string(),
        Err(missing) => format!("unknown ({})", plain(missing.reason())),
    };
    let (base, run) = (load(&comparison.load.base), load(&comparison.load.run));
    let text = if base == run { format!("{run} on both sides") } else { format!("base {base}, run {run}") };
    facts.push(Fact { term: "Load model", text: format!("{}.", capital(&text)) });
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
        "Expected responses, and timeouts at the time they took; the same on both sides.".to_owned()
    } else if runs().any(full) {
        "Of raw points, expected responses and timeouts at the time they took; of a summary, expected \
         responses, and per endpoint all responses."
            .to_owned()
    } else {
        "The same on both sides; per endpoint a summary holds all responses.".to_owned()
    }
}

fn constants(assessment: &Assessment) -> Vec<Fact> {
    let settings = &assessment.settings;
    if assessment.comparison.is_err() {
        return Vec::new();
    }
    vec![
        Fact {
            term: "Smallest change of latency",
            text: RelativeChange(settings.min_latency_change).to_string(),
        },
        Fact {
            term: "Smallest change of an error share",
            text: crate::model::quantity::PercentagePoints(settings.min_error_change).to_string(),
        },
        Fact {
            term: "Smallest drop of throughput",
            text: RelativeChange(-settings.min_throughput_drop).to_string(),
        },
        Fact {
            term: "Shared shift that a PASS must be able to see",
            text: RelativeChange(settings.inconclusive_shift).to_string(),
        },
        Fact { term: "Prior noise of a whole run (τ)", text: Share(settings.tau_whole).to_string() },
        Fact {
            term: "Prior noise of one endpoint (τ)",
            text: format!(
                "{} at p50, {} at p99",
                Share(settings.tau_endpoint),
                Share(settings.tau_endpoint_p99)
            ),
        },
        Fact { term: "Most base runs used", text: settings.max_base_runs.to_string() },
    ]
}

fn run_line(role: &'static str, figures: &RunFigures) -> RunLine {
    let meta = &figures.meta;
    let known = |text: Option<String>| text.unwrap_or_else(|| DASH.to_owned());
    let window = match &meta.window_duration {
        Ok(seconds) => format!("{} ({})", plain(&meta.window.text), Seconds(*seconds)),
        Err(missing) => format!("{} (length unknown: {})", plain(&meta.window.text), plain(missing.reason())),
    };
    let mut load = Vec::new();
    if let Ok(peak) = &figures.load.peak_vus {
        load.push(counted(peak.max(0.0).round() as usize, "user"));
    }
    if let Ok(iterations) = &figures.load.iterations {
        load.push(format!("{} iterations", Count(*iterations)));
    }
    if let Ok(dropped) = &figures.load.dropped_iterations {
        load.push(format!("{} dropped", Count(*dropped)));
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
        duration: known(meta.duration.as_ref().ok().map(|seconds| Seconds(*seconds).to_string())),
        window,
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
