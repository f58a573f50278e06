//! What a reader should know of servers' metrics.

use super::k6::Prefixes;
use super::names::{self, Names};
use crate::model::note::Note;
use crate::model::series::Signal;
use crate::model::series::role::Role;
use crate::model::settings::PrometheusSettings;
use crate::words::{Text, text};

/// The label of the buckets that VictoriaMetrics makes itself.
const VM_RANGE: &str = "vmrange";

/// Collects what is to be said of all signals, in their order.
pub(super) fn of(signals: &[Signal], k6: &Prefixes, settings: &PrometheusSettings) -> Vec<Note> {
    let mut notes: Vec<Note> = (0..signals.len()).flat_map(|at| of_signal(signals, at)).collect();
    let told_of = |is_said: &dyn Fn(&Signal) -> bool| {
        let first = signals.iter().position(is_said)?;
        titles(signals, first, is_said)
    };
    if let Some((titles, _)) = told_of(&|signal| signal.remarks.impossible > 0) {
        let samples: u64 = signals.iter().map(|signal| signal.remarks.impossible).sum();
        notes.push(Note::new(text!("prometheus-impossible", count = samples, titles = titles)));
    }
    if let Some((titles, count)) = told_of(&|signal| is_unknown(signal, k6, settings)) {
        notes.push(
            Note::new(text!("prometheus-unknown", count = count, titles = titles))
                .with_hint(Text::plain("prometheus-unknown-hint")),
        );
    }
    notes
}

/// Names files whose times have no zone.
pub(super) fn local(files: &[String]) -> Option<Note> {
    let note = Note::new(text!("prometheus-no-zone", files = listed(files)?));
    Some(note.with_hint(Text::plain("prometheus-no-zone-hint")))
}

/// Names files of a folder that are no exports.
pub(super) fn left(files: &[String]) -> Option<Note> {
    Some(Note::new(text!("prometheus-no-exports", count = files.len(), files = listed(files)?)))
}

fn listed(files: &[String]) -> Option<Text> {
    joined(&files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>())
}

fn joined(all: &[String]) -> Option<Text> {
    Some(match all {
        [] => return None,
        few if few.len() <= NAMED => Text::list(few.iter().cloned().map(Text::written)),
        many => Text::few(many.iter().cloned(), NAMED),
    })
}

/// Whether nobody said what a signal is. One that holds nothing has a note of its own.
fn is_unknown(signal: &Signal, k6: &Prefixes, settings: &PrometheusSettings) -> bool {
    let is_known = || names::is_known(&Names::of_signal(signal), settings) || k6.metric(signal).is_some();
    signal.role == Role::Other && !signal.series.is_empty() && !is_known()
}

/// More signals are counted.
const NAMED: usize = 3;

/// Names the signals of which something is to be said, at the first of them: a server that is partial says so with each
/// answer. Tells as well how many there are.
fn titles(signals: &[Signal], at: usize, is_said: impl Fn(&Signal) -> bool) -> Option<(Text, usize)> {
    if !is_said(&signals[at]) || signals[..at].iter().any(&is_said) {
        return None;
    }
    let said = signals[at..].iter().filter(|signal| is_said(signal));
    let all: Vec<String> = said.map(|signal| format!("`{}`", signal.title())).collect();
    Some((joined(&all)?, all.len()))
}

fn of_signal(signals: &[Signal], at: usize) -> Vec<Note> {
    let signal = &signals[at];
    let title = &signal.title();
    let remarks = &signal.remarks;
    let mut notes = Vec::new();
    for warning in &remarks.warnings {
        if let Some((titles, _)) = titles(signals, at, |signal| signal.remarks.warnings.contains(warning)) {
            notes.push(Note::new(text!("prometheus-warned", titles = titles, warning = warning)));
        }
    }
    for remark in &remarks.infos {
        if let Some((titles, _)) = titles(signals, at, |signal| signal.remarks.infos.contains(remark)) {
            notes.push(Note::new(text!("prometheus-remarked", titles = titles, remark = remark)));
        }
    }
    if let Some((titles, count)) = titles(signals, at, |signal| signal.remarks.is_partial) {
        notes.push(
            Note::new(text!("prometheus-partial", count = count, titles = titles))
                .with_hint(Text::plain("prometheus-partial-hint")),
        );
    }
    if signal.series.is_empty() {
        notes.push(
            Note::new(text!("prometheus-no-series", title = title))
                .with_hint(Text::plain("prometheus-no-series-hint")),
        );
        return notes;
    }
    let is_without_samples = signal.span().is_none();
    if is_without_samples {
        notes.push(Note::new(text!("prometheus-no-number", title = title)));
    } else if remarks.infinite > 0 {
        notes.push(Note::new(text!("prometheus-infinite", count = remarks.infinite, title = title)));
    }
    if signal.series.iter().any(|series| series.labels.contains_key(VM_RANGE)) {
        notes.push(
            Note::new(text!("prometheus-vmrange", title = title, label = VM_RANGE))
                .with_hint(Text::plain("prometheus-vmrange-hint")),
        );
    }
    notes
}
