//! The runs of a comparison: read, each of them once, and brought to the same endpoints.

use std::sync::Arc;

use super::{Given, Request, attach};
use crate::classify::Classifier;
use crate::ingest::{self, Control, IngestError, Input};
use crate::model::folding::{Fold, OTHER};
use crate::model::note::Note;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::words::{Text, text};

/// The runs of both sides.
pub(super) struct Sides {
    /// Base runs, the newest first.
    pub(super) base: Vec<Run>,
    /// Candidate runs, the first given first: at least one.
    pub(super) runs: Vec<Run>,
    /// Whether the runs in each place belong together.
    pub(super) paired: bool,
    /// What each is called where it was given.
    base_names: Vec<Text>,
    run_names: Vec<Text>,
    notes: Vec<Note>,
}

impl Sides {
    /// Takes runs that were read already, up to as many base runs as the settings allow.
    pub(super) fn of(mut base: Vec<Run>, run: Run, settings: &Settings) -> Self {
        let (used, notes) = used(base.len(), false, settings);
        base.truncate(used);
        let name = |run: &Run| Text::written(run.meta.name.clone());
        let (base_names, run_names) = (base.iter().map(name).collect(), vec![name(&run)]);
        Self { base, runs: vec![run], paired: false, base_names, run_names, notes }
    }

    /// Reads both sides, up to as many base runs as the settings allow.
    pub(super) fn read(
        request: Request,
        labeller: &Classifier,
        settings: &Settings,
        control: &Arc<Control>,
    ) -> Result<Self, IngestError> {
        let read = |given: Given| match given {
            Given::Input(input) => ingest::read(&input, labeller, settings, control),
            Given::Kept { path, mut run } => {
                ingest::adopt(&mut run, &path, labeller, settings)?;
                Ok(*run)
            }
        };
        let mut given = vec![request.run];
        given.extend(request.more_runs);
        let mut base = request.base;
        let (used, notes) = used(base.len(), request.paired, settings);
        if request.paired && used < base.len() {
            given.truncate(used);
        }
        base.truncate(used);
        let names = |all: &[Given]| all.iter().map(named).collect();
        let (base_names, run_names) = (names(&base), names(&given));
        let input = given[0].input();
        let mut runs = given.into_iter().map(read).collect::<Result<Vec<Run>, _>>()?;
        match (runs.as_mut_slice(), request.name) {
            ([run], name) => ingest::label(run, &[input], name.as_deref(), &request.tags),
            (runs, name) => {
                // One commit would be the name of all of them.
                runs.iter_mut().for_each(|run| run.meta.tags.extend(request.tags.clone()));
                runs[0].meta.name = name.unwrap_or_else(|| runs[0].meta.name.clone());
            }
        }
        attach(&mut runs[0], &request.servers, settings)?;
        let mut base = base.into_iter().map(read).collect::<Result<Vec<Run>, _>>()?;
        for (run, servers) in base.iter_mut().zip(&request.base_servers) {
            attach(run, std::slice::from_ref(servers), settings)?;
        }
        let paired = request.paired && base.len() == runs.len();
        Ok(Self { base, runs, paired, base_names, run_names, notes })
    }

    /// Leaves out what is the same run again, by whatever name: a base run that is a candidate run, and a run that was given
    /// twice. Of a pair both runs go.
    pub(super) fn leave_out_same(&mut self) {
        let mut at = 0;
        while at < self.runs.len() {
            match self.runs[..at].iter().position(|known| known.is_same_as(&self.runs[at])) {
                Some(known) => {
                    self.notes.push(twice(&self.run_names[at], &self.run_names[known]));
                    self.leave_out_run(at);
                }
                None => at += 1,
            }
        }
        let mut at = 0;
        while at < self.base.len() {
            let base = &self.base[at];
            if let Some(run) = self.runs.iter().position(|run| run.is_same_as(base)) {
                let (base, run, runs) = (&self.base_names[at], &self.run_names[run], self.runs.len());
                self.notes.push(Note::new(if base == run {
                    text!("base-is-candidate", base = base, runs = runs)
                } else {
                    text!("base-is-candidate-named", base = base, runs = runs, run = run)
                }));
                self.leave_out_base(at);
            } else if let Some(known) = self.base[..at].iter().position(|known| known.is_same_as(base)) {
                self.notes.push(twice(&self.base_names[at], &self.base_names[known]));
                self.leave_out_base(at);
            } else {
                at += 1;
            }
        }
    }

    fn leave_out_run(&mut self, at: usize) {
        self.runs.remove(at);
        self.run_names.remove(at);
        if self.paired {
            self.base.remove(at);
            self.base_names.remove(at);
        }
    }

    fn leave_out_base(&mut self, at: usize) {
        self.base.remove(at);
        self.base_names.remove(at);
        // The last candidate run stays: it is judged without a base.
        if self.paired && self.runs.len() > 1 {
            self.runs.remove(at);
            self.run_names.remove(at);
        }
    }

    /// What a reader should know of these runs together.
    pub(super) fn notes(&mut self, labeller: &Classifier, settings: &Settings) -> Vec<Note> {
        let mut notes = std::mem::take(&mut self.notes);
        let all = || self.runs.iter().chain(&self.base);
        notes.extend(all().filter_map(Run::rerun_note));
        let mut behind: Vec<(&str, Vec<&str>)> = Vec::new();
        for run in all() {
            for setting in ingest::not_followed(run, labeller, settings) {
                match behind.iter_mut().find(|(known, _)| *known == setting) {
                    Some((_, runs)) => runs.push(&run.meta.name),
                    None => behind.push((setting, vec![&run.meta.name])),
                }
            }
        }
        notes.extend(behind.into_iter().map(|(setting, runs)| not_followed(setting, &runs)));
        notes
    }

    /// Folds the same endpoints in every run: those that a run had folded already, and of more than `max` those that are too
    /// small to be tested by themselves. Returns the candidate runs as they were, and what was done; absent where nothing was.
    pub(super) fn fold(&mut self, max: usize) -> (Option<Vec<Run>>, Option<Note>) {
        let Some(fold) = Fold::of(self.runs.iter().chain(&self.base), max) else { return (None, None) };
        let before = self.runs.clone();
        self.runs.iter_mut().chain(&mut self.base).for_each(|run| fold.apply(run));
        let text = text!(
            "sides-folded",
            endpoints = fold.endpoints,
            folded = fold.folded.len(),
            base = self.base.len(),
            other = OTHER,
        );
        (Some(before), Some(Note::new(text).with_hint(Text::plain("folded-hint"))))
    }
}

/// How many of the base runs, or pairs, are used, with a note where that is not all of them.
fn used(base: usize, paired: bool, settings: &Settings) -> (usize, Vec<Note>) {
    let used = base.min(settings.compare.max_base_runs.max(1));
    let note = (used < base).then(|| {
        Note::new(if paired {
            text!("pairs-used", used = used, pairs = base)
        } else {
            text!("base-runs-used", used = used, runs = base)
        })
    });
    (used, note.into_iter().collect())
}

fn twice(again: &Text, known: &Text) -> Note {
    Note::new(if again == known {
        text!("run-given-twice", run = again)
    } else {
        text!("run-given-again", run = again, known = known)
    })
}

fn not_followed(setting: &str, runs: &[&str]) -> Note {
    const SHOWN: usize = 3;
    let (shown, more) = runs.split_at(runs.len().min(SHOWN));
    Note::new(text!(
        "recorded-otherwise",
        runs = runs.len(),
        names = shown.join(", "),
        more = more.len(),
        setting = setting,
    ))
    .with_hint(Text::plain("recorded-otherwise-hint"))
}

fn named(given: &Given) -> Text {
    match given {
        Given::Input(Input::Path(path)) | Given::Kept { path, .. } => path.display().to_string().into(),
        Given::Input(Input::Stdin) => Text::plain("standard-input"),
    }
}
