//! Whether the pair is fit to be compared. Validity has a direction: what makes a PASS hollow may leave a FAIL standing.

use super::matching::{MIN_COVERAGE, Matched};
use super::{mean, naming, outcomes, traffic_mix, wholeness};
use crate::model::comparison::{LoadPair, ValidityCheck, ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::load::Workload;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::quantity::{Count, RelativeChange, Share};
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::words::Text;

/// Offered load within this is the same load.
const MAX_LOAD_DIFFERENCE: f64 = 0.05;

/// What is known about the fitness of a pair.
pub(super) struct Validity {
    pub(super) findings: Vec<ValidityFinding>,
    /// Each check by name, with its result in words or why it was not possible.
    pub(super) checks: Vec<ValidityCheck>,
    pub(super) notes: Vec<Note>,
    /// Endpoints of the base alone that a finding names.
    pub(super) told: Vec<String>,
    pub(super) load: LoadPair,
    /// Candidate's offered load over the base's.
    pub(super) load_ratio: Known<f64>,
}

/// Tells whether a ratio of offered loads is within what counts as the same.
pub(super) fn is_same_load(ratio: f64) -> bool {
    // 21 users against 20 are 5 % more, whatever binary fractions make of it.
    (ratio - 1.0).abs() <= MAX_LOAD_DIFFERENCE + 1e-9
}

/// The load model of the base runs, if it is one.
fn workload_of(base: &[Run], configured: Option<Workload>) -> Known<Workload> {
    let mut models = base.iter().map(|run| run.load.workload(configured));
    let newest = models.next().unwrap_or_else(|| Err(Missing::because("there is no base run")))?;
    for model in models {
        if model? != newest {
            return Err(Missing::because(
                "some base runs were driven by an open model, some by a closed one",
            ));
        }
    }
    Ok(newest)
}

/// Checks a pair.
pub(super) fn assess(base: &[Run], run: &Run, matched: &Matched<'_>, settings: &Settings) -> Validity {
    let configured = settings.load.model;
    let load = LoadPair { base: workload_of(base, configured), run: run.load.workload(configured) };
    let mut validity = Validity {
        findings: Vec::new(),
        checks: Vec::new(),
        notes: Vec::new(),
        told: Vec::new(),
        load_ratio: Err(Missing::because("the load models differ, or are unknown")),
        load,
    };
    validity.dropped_iterations(run);
    validity.cut_short(run);
    validity.models_and_load(base, run);
    validity.size(base, run);
    match naming::other_tag(base, run) {
        // What endpoints are called tells nothing of what was asked.
        Some(found) => validity.findings.push(found),
        None => {
            validity.coverage(matched);
            validity.vanished(base, run);
            validity.traffic_mix(base, run, matched);
        }
    }
    validity.identity(base, run);
    validity.notes.extend(outcomes::fast_failures(base, run));
    validity.notes.extend(outcomes::intended_4xx(base, run));
    validity
}

impl Validity {
    fn check(&mut self, name: &str, result: Known<String>) {
        self.checks.push(ValidityCheck { check: name.to_owned().into(), result: result.map(Text::from) });
    }

    fn find(&mut self, kind: ValidityKind, effect: ValidityEffect, text: String) {
        self.findings.push(ValidityFinding { kind, effect, text: text.into() });
    }

    fn dropped_iterations(&mut self, run: &Run) {
        let name = "load generator kept up";
        match run.load.dropped_share() {
            Ok(share) => {
                let dropped = run.load.dropped_iterations.clone().unwrap_or(0);
                self.check(name, Ok(format!("{} iterations dropped, {}", Count(dropped), Share(share))));
                if let Some(dropped) = run.load.dropped_beyond_noise() {
                    self.find(
                        ValidityKind::DroppedIterations,
                        ValidityEffect::PassIsInconclusive,
                        format!("The load generator was saturated: it dropped {dropped}, so the latencies are a lower bound."),
                    );
                }
            }
            Err(missing) if run.load.dropped_iterations.is_ok() => self.check(name, Err(missing)),
            // k6 writes the metric only when the first iteration is dropped.
            Err(_) => self.check(name, Ok("no dropped iterations in the file".to_owned())),
        }
    }

    fn cut_short(&mut self, run: &Run) {
        if run.meta.cut_short {
            self.check("run was not aborted", Ok("its file ends in the middle of a line".to_owned()));
            self.find(
                ValidityKind::CutShort,
                ValidityEffect::PassIsInconclusive,
                "The candidate's file ends in the middle of a line: the test may have been aborted, and what came after is unknown.".to_owned(),
            );
        } else {
            let tool = run.meta.tool_name();
            let missing = Missing::because(format!(
                "no file of {tool} says so; the lengths of the runs are compared instead"
            ));
            self.check("run was not aborted", Err(missing));
        }
    }

    fn size(&mut self, base: &[Run], run: &Run) {
        let size = wholeness::size(base, run);
        let share = |ratio: &wholeness::Ratio, what: &str| {
            format!("{} of the {what} of the smallest base run", Share(ratio.value()))
        };
        self.check("same length", size.time.as_ref().map(|r| share(r, "length")).map_err(Clone::clone));
        self.check(
            "as many requests",
            size.requests.as_ref().map(|r| share(r, "requests")).map_err(Clone::clone),
        );
        let less_load = self.findings.iter().any(|f| f.kind == ValidityKind::LessLoad);
        self.findings.extend(size.finding(less_load));
    }

    fn vanished(&mut self, base: &[Run], run: &Run) {
        // Where most endpoints have no counterpart, that is said already.
        if self.findings.iter().any(|f| f.kind == ValidityKind::FewMatched) {
            return;
        }
        if let Some(vanished) = wholeness::vanished(base, run) {
            self.findings.push(vanished.finding);
            self.told = vanished.names;
        }
    }

    fn models_and_load(&mut self, base: &[Run], run: &Run) {
        let (base_model, run_model) = match (&self.load.base, &self.load.run) {
            (Ok(base_model), Ok(run_model)) => (*base_model, *run_model),
            (Err(missing), _) | (_, Err(missing)) => {
                let missing = missing.clone();
                self.check("same load model", Err(missing.clone()));
                self.check("same offered load", Err(missing));
                return;
            }
        };
        if base_model != run_model {
            self.check("same load model", Ok(format!("base: {base_model}, candidate: {run_model}")));
            self.find(
                ValidityKind::LoadModel,
                ValidityEffect::WithholdLatency,
                format!(
                    "The base was driven by {} and the candidate by {}: their latencies do not compare.",
                    with_article(base_model),
                    with_article(run_model)
                ),
            );
            self.check("same offered load", self.load_ratio.clone().map(|_| String::new()));
            return;
        }
        self.check("same load model", Ok(format!("both {base_model}")));
        self.load_ratio = offered_ratio(base, run, run_model);
        match self.load_ratio.clone() {
            Err(missing) => self.check("same offered load", Err(missing)),
            Ok(ratio) => {
                let what = match run_model {
                    Workload::Closed => "virtual users at the peak",
                    Workload::Open => "iterations offered per second",
                };
                let change = RelativeChange(ratio - 1.0);
                self.check("same offered load", Ok(format!("{what}: {change}")));
                if is_same_load(ratio) {
                    return;
                }
                let saturated = self.findings.iter().any(|f| f.kind == ValidityKind::DroppedIterations);
                if ratio > 1.0 && saturated {
                    // A saturated generator did not deliver what it offered: that load excuses nothing.
                    self.notes.push(Note::new(format!(
                        "The candidate was offered more load ({what}: {change}), but its generator could not deliver it."
                    )));
                } else if ratio > 1.0 {
                    self.find(
                        ValidityKind::MoreLoad,
                        ValidityEffect::LatencyFailIsInconclusive,
                        format!("The candidate was offered more load ({what}: {change}): what is slower may be due to the load, not the code."),
                    );
                } else {
                    self.find(
                        ValidityKind::LessLoad,
                        ValidityEffect::PassIsInconclusive,
                        format!("The candidate was offered less load ({what}: {change}): being no slower proves little."),
                    );
                }
            }
        }
    }

    fn coverage(&mut self, matched: &Matched<'_>) {
        let name = "same endpoints";
        if matched.unmatched_share > 1.0 - MIN_COVERAGE {
            self.check(
                name,
                Ok(format!("{} of the requests have no counterpart", Share(matched.unmatched_share))),
            );
            self.find(
                ValidityKind::FewMatched,
                ValidityEffect::WithholdLatency,
                format!(
                    "{} of the requests belong to endpoints that the other side does not have: the runs do not test the same thing.",
                    Share(matched.unmatched_share)
                ),
            );
            return;
        }
        self.check(
            name,
            match matched.coverage {
                Some(share) => Ok(format!("matched endpoints carry {} of the requests", Share(share))),
                None => Err(Missing::because("requests are not counted")),
            },
        );
    }

    fn traffic_mix(&mut self, base: &[Run], run: &Run, matched: &Matched<'_>) {
        match traffic_mix::difference(base, run, matched) {
            Err(missing) => self.check("same traffic mix", Err(missing)),
            Ok(mix) => {
                let by_chance = Share(mix.chance.mean);
                let moved = format!("moved by {}; chance alone explains {by_chance}", Share(mix.difference));
                self.check("same traffic mix", Ok(moved));
                if mix.is_moved() {
                    self.find(
                        ValidityKind::TrafficMix,
                        ValidityEffect::WithholdPooled,
                        format!(
                            "The traffic mix moved: {} of the requests went to other endpoints, where chance explains {by_chance}. Figures of the whole run are not compared; endpoints are.",
                            Share(mix.difference)
                        ),
                    );
                }
            }
        }
    }

    fn identity(&mut self, base: &[Run], run: &Run) {
        let is_another_script =
            |b: &Run| Ok::<_, Missing>(b.meta.script_hash.clone()? != run.meta.script_hash.clone()?);
        match base.iter().map(is_another_script).collect::<Known<Vec<bool>>>() {
            Ok(others) => {
                let differs = others.contains(&true);
                self.check(
                    "same script",
                    Ok(if differs { "another text" } else { "the same text" }.to_owned()),
                );
                if differs {
                    self.notes.push(Note::new("The load script is not the same on both sides."));
                }
            }
            Err(missing) => self.check("same script", Err(missing)),
        }
        let tool = run.meta.tool_name();
        if let Some(other) = base.iter().map(|b| b.meta.tool_name()).find(|other| *other != tool) {
            self.notes.push(Note::new(format!(
                "The base was recorded with {other} and the candidate with {tool}: they may measure differently."
            )));
        }
        let same_version = format!("same {tool} version");
        let versions = base.iter().map(|b| b.meta.tool_version.clone()).collect::<Known<Vec<String>>>();
        match (versions, &run.meta.tool_version) {
            (Ok(before), Ok(after)) => {
                self.check(&same_version, Ok(format!("{} and {after}", several(&before))));
                let major = |version: &str| version.split('.').next().map(str::to_owned);
                let others: Vec<String> =
                    before.into_iter().filter(|version| major(version) != major(after)).collect();
                if !others.is_empty() {
                    self.notes.push(Note::new(format!(
                        "The base was recorded with {tool} {} and the candidate with {tool} {after}: their clients may measure differently.",
                        several(&others)
                    )));
                }
            }
            (Err(missing), _) => self.check(&same_version, Err(missing)),
            (_, Err(missing)) => self.check(&same_version, Err(missing.clone())),
        }
        let starts = base.iter().map(|b| b.meta.started.clone()).collect::<Known<Vec<_>>>();
        if let (Ok(starts), Ok(started)) = (starts, &run.meta.started)
            && starts.iter().all(|start| started < start)
        {
            self.notes.push(
                Note::new(format!(
                    "The candidate is older than its base: it was started at {}.",
                    started.format("%Y-%m-%d %H:%M:%S UTC")
                ))
                .with_hint("The base comes first on the command line."),
            );
        }
        let after = run.meta.window.text.english();
        let before: Vec<String> = base.iter().map(|b| b.meta.window.text.english()).collect();
        self.check("same window", Ok(format!("base: {}; candidate: {after}", several(&before))));
        let others: Vec<String> = before.into_iter().filter(|window| *window != after).collect();
        if !others.is_empty() {
            self.notes.push(Note::new(format!(
                "The judged windows differ. Base: {}; candidate: {after}.",
                several(&others)
            )));
        }
    }
}

/// Lists what is different, each once.
fn several(texts: &[String]) -> String {
    let mut each: Vec<&str> = Vec::new();
    for text in texts {
        if !each.contains(&text.as_str()) {
            each.push(text);
        }
    }
    each.join(" or ")
}

fn with_article(model: Workload) -> &'static str {
    match model {
        Workload::Open => "an open model",
        Workload::Closed => "a closed model",
    }
}

/// Candidate's offered load over the mean of the base runs'.
fn offered_ratio(base: &[Run], run: &Run, model: Workload) -> Known<f64> {
    let offered = |r: &Run| match model {
        Workload::Closed => r.load.peak_vus.clone(),
        Workload::Open => {
            let dropped = *r.load.dropped_iterations.as_ref().unwrap_or(&0) as f64;
            Ok((r.load.iterations.clone()? as f64 + dropped) / r.load.counted_over.clone()?)
        }
    };
    let before: Vec<f64> = base.iter().map(offered).collect::<Known<_>>()?;
    let ratio = offered(run)? / mean(&before).unwrap_or(0.0);
    if ratio.is_finite() { Ok(ratio) } else { Err(Missing::because("the base was offered no load")) }
}
