//! Whether the pair is fit to be compared. Validity has a direction: what makes a PASS hollow may leave a FAIL standing.

use super::matching::{MIN_COVERAGE, Matched};
use super::{mean, naming, outcomes, traffic_mix, wholeness};
use crate::model::comparison::{LoadPair, ValidityCheck, ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::load::Workload;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::quantity::{RelativeChange, Share};
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::words::{Text, text};

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
    let newest = models.next().unwrap_or_else(|| Err(Missing::message("missing-no-base-run")))?;
    for model in models {
        if model? != newest {
            return Err(Missing::message("missing-models-mixed"));
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
        load_ratio: Err(Missing::message("missing-models-differ")),
        load,
    };
    validity.dropped_iterations(run);
    validity.cut_short(run);
    validity.unread(run);
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
    fn check(&mut self, check: Text, result: Known<Text>) {
        self.checks.push(ValidityCheck { check, result });
    }

    fn find(&mut self, kind: ValidityKind, effect: ValidityEffect, text: Text) {
        self.findings.push(ValidityFinding { kind, effect, text });
    }

    fn dropped_iterations(&mut self, run: &Run) {
        let result = match run.load.dropped_share() {
            Ok(share) => {
                let iterations = run.load.dropped_iterations.clone().unwrap_or(0);
                Ok(text!("check-generator-dropped", iterations = iterations, share = Share(share)))
            }
            Err(missing) if run.load.dropped_iterations.is_ok() => Err(missing),
            // k6 writes the metric only when the first iteration is dropped.
            Err(_) => Ok(text!("check-generator-none")),
        };
        self.check(text!("check-generator"), result);
        if let Some(dropped) = run.load.dropped_beyond_noise() {
            self.find(
                ValidityKind::DroppedIterations,
                ValidityEffect::PassIsInconclusive,
                text!("fit-dropped", dropped = dropped),
            );
        }
    }

    fn cut_short(&mut self, run: &Run) {
        if run.meta.cut_short {
            self.check(text!("check-aborted"), Ok(text!("check-aborted-mid-line")));
            self.find(ValidityKind::CutShort, ValidityEffect::PassIsInconclusive, text!("fit-cut-short"));
        } else {
            let unknown = text!("check-aborted-unknown", tool = run.meta.tool_name());
            self.check(text!("check-aborted"), Err(Missing::because(unknown)));
        }
    }

    fn unread(&mut self, run: &Run) {
        if let Some(share) = run.meta.unread() {
            self.find(
                ValidityKind::Unread,
                ValidityEffect::PassIsInconclusive,
                text!("fit-unread", share = share),
            );
        }
    }

    fn size(&mut self, base: &[Run], run: &Run) {
        let size = wholeness::size(base, run);
        // In whole per cent: that runs are equally long says nothing more.
        let whole = |ratio: wholeness::Ratio| Share((ratio.value() * 100.0).round() / 100.0);
        let share = |ratio: &Known<wholeness::Ratio>| ratio.clone().map(whole);
        let time = share(&size.time).map(|share| text!("check-length-share", share = share));
        self.check(text!("check-length"), time);
        let requests = share(&size.requests).map(|share| text!("check-requests-share", share = share));
        self.check(text!("check-requests"), requests);
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
                self.check(text!("check-model"), Err(missing.clone()));
                self.check(text!("check-load"), Err(missing));
                return;
            }
        };
        if base_model != run_model {
            let differs = text!("check-model-differs", base = base_model.text(), run = run_model.text());
            self.check(text!("check-model"), Ok(differs));
            self.find(
                ValidityKind::LoadModel,
                ValidityEffect::WithholdLatency,
                text!("fit-model", base = key(base_model), run = key(run_model)),
            );
            self.check(text!("check-load"), self.load_ratio.clone().map(|_| Text::empty()));
            return;
        }
        self.check(text!("check-model"), Ok(text!("check-model-same", model = run_model.text())));
        self.load_ratio = offered_ratio(base, run, run_model);
        match self.load_ratio.clone() {
            Err(missing) => self.check(text!("check-load"), Err(missing)),
            Ok(ratio) => self.load(ratio, run_model),
        }
    }

    fn load(&mut self, ratio: f64, model: Workload) {
        let what = match model {
            Workload::Closed => text!("load-users"),
            Workload::Open => text!("load-iterations"),
        };
        let change = RelativeChange(ratio - 1.0);
        self.check(text!("check-load"), Ok(text!("check-load-change", what = &what, change = change)));
        if is_same_load(ratio) {
            return;
        }
        let saturated = self.findings.iter().any(|f| f.kind == ValidityKind::DroppedIterations);
        if ratio > 1.0 && saturated {
            // A saturated generator did not deliver what it offered: that load excuses nothing.
            self.notes.push(Note::new(text!("undelivered-load", what = what, change = change)));
        } else if ratio > 1.0 {
            self.find(
                ValidityKind::MoreLoad,
                ValidityEffect::LatencyFailIsInconclusive,
                text!("fit-more-load", what = what, change = change),
            );
        } else {
            self.find(
                ValidityKind::LessLoad,
                ValidityEffect::PassIsInconclusive,
                text!("fit-less-load", what = what, change = change),
            );
        }
    }

    fn coverage(&mut self, matched: &Matched<'_>) {
        let unmatched = Share(matched.unmatched_share);
        if matched.unmatched_share > 1.0 - MIN_COVERAGE {
            self.check(text!("check-endpoints"), Ok(text!("check-endpoints-unmatched", share = unmatched)));
            self.find(
                ValidityKind::FewMatched,
                ValidityEffect::WithholdLatency,
                text!("fit-few-matched", share = unmatched),
            );
            return;
        }
        let carried = matched.coverage.ok_or(Missing::message("missing-requests-uncounted"));
        let carried = carried.map(|share| text!("check-endpoints-matched", share = Share(share)));
        self.check(text!("check-endpoints"), carried);
    }

    fn traffic_mix(&mut self, base: &[Run], run: &Run, matched: &Matched<'_>) {
        match traffic_mix::difference(base, run, matched) {
            Err(missing) => self.check(text!("check-mix"), Err(missing)),
            Ok(mix) => {
                let (difference, chance) = (Share(mix.difference), Share(mix.chance.mean));
                let moved = text!("check-mix-moved", difference = difference, chance = chance);
                self.check(text!("check-mix"), Ok(moved));
                if mix.is_moved() {
                    self.find(
                        ValidityKind::TrafficMix,
                        ValidityEffect::WithholdPooled,
                        text!("fit-mix", difference = difference, chance = chance),
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
                let seen = if differs { text!("check-script-differs") } else { text!("check-script-same") };
                self.check(text!("check-script"), Ok(seen));
                if differs {
                    self.notes.push(Note::new(text!("other-script")));
                }
            }
            Err(missing) => self.check(text!("check-script"), Err(missing)),
        }
        let tool = run.meta.tool_name();
        if let Some(other) = base.iter().map(|b| b.meta.tool_name()).find(|other| *other != tool) {
            self.notes.push(Note::new(text!("other-tool", base = other, run = tool)));
        }
        let versions = base.iter().map(|b| b.meta.tool_version.clone()).collect::<Known<Vec<String>>>();
        let seen = match (versions, &run.meta.tool_version) {
            (Ok(before), Ok(after)) => {
                let seen = text!("check-version-seen", base = several(&before), run = after);
                let major = |version: &str| version.split('.').next().map(str::to_owned);
                let others: Vec<String> =
                    before.into_iter().filter(|version| major(version) != major(after)).collect();
                if !others.is_empty() {
                    let text = text!("other-version", tool = tool, base = several(&others), run = after);
                    self.notes.push(Note::new(text));
                }
                Ok(seen)
            }
            (Err(missing), _) => Err(missing),
            (_, Err(missing)) => Err(missing.clone()),
        };
        self.check(text!("check-version", tool = tool), seen);
        let starts = base.iter().map(|b| b.meta.started.clone()).collect::<Known<Vec<_>>>();
        if let (Ok(starts), Ok(started)) = (starts, &run.meta.started)
            && starts.iter().all(|start| started < start)
        {
            let started = started.format("%Y-%m-%d %H:%M:%S UTC").to_string();
            self.notes.push(
                Note::new(text!("candidate-older", started = started))
                    .with_hint(text!("candidate-older-hint")),
            );
        }
        let after = &run.meta.window.text;
        let before: Vec<_> = base.iter().map(|b| b.meta.window.text.clone()).collect();
        let seen = text!("check-window-seen", base = several(&before), run = after);
        self.check(text!("check-window"), Ok(seen));
        let others: Vec<_> = before.into_iter().filter(|window| window != after).collect();
        if !others.is_empty() {
            self.notes.push(Note::new(text!("other-window", base = several(&others), run = after)));
        }
    }
}

/// Lists what is different, each once.
fn several<T: Clone + PartialEq + Into<Text>>(texts: &[T]) -> Text {
    let firsts = texts.iter().enumerate().filter(|(at, text)| !texts[..*at].contains(text));
    let either = |first, second| text!("either", first = first, second = second);
    firsts.map(|(_, text)| text.clone().into()).reduce(either).unwrap_or(Text::empty())
}

/// What a message chooses the model's name by.
fn key(model: Workload) -> &'static str {
    match model {
        Workload::Open => "open",
        Workload::Closed => "closed",
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
    if ratio.is_finite() { Ok(ratio) } else { Err(Missing::message("missing-no-load")) }
}
