//! What a reader should know of servers' metrics.

use super::names::{self, Names};
use crate::model::note::Note;
use crate::model::quantity::counted;
use crate::model::series::Signal;
use crate::model::series::role::Role;
use crate::model::settings::PrometheusSettings;

/// The label of the buckets that VictoriaMetrics makes itself.
const VM_RANGE: &str = "vmrange";

/// Collects what is to be said of all signals, in their order.
pub(super) fn of(signals: &[Signal], settings: &PrometheusSettings) -> Vec<Note> {
    let mut notes: Vec<Note> = (0..signals.len()).flat_map(|at| of_signal(signals, at)).collect();
    let told_of = |is_said: &dyn Fn(&Signal) -> bool| {
        let first = signals.iter().position(is_said)?;
        titles(signals, first, is_said)
    };
    if let Some((titles, _)) = told_of(&|signal| signal.remarks.impossible > 0) {
        let samples: u64 = signals.iter().map(|signal| signal.remarks.impossible).sum();
        let samples = counted(samples as usize, "sample");
        let text = format!(
            "{samples} of {titles} left out: numbers below zero, and such as stand for “no limit”, like 2^63."
        );
        notes.push(Note::new(text));
    }
    if let Some((titles, _)) = told_of(&|signal| is_unknown(signal, settings)) {
        let text = format!("What {titles} tells of a service is not known.");
        notes.push(Note::new(text).with_hint(
            "Say it in `[[prometheus.signals]]`, name the file for what it holds (`p99`, `errors`, `pool_active`, `cpu`), or pass a bundle that says its role.",
        ));
    }
    notes
}

/// Names files whose times have no zone.
pub(super) fn local(files: &[String]) -> Option<Note> {
    let text = format!("Times in {} have no zone, and are taken for UTC.", listed(files)?);
    Some(Note::new(text).with_hint(
        "If they are of another zone, say by how much it is ahead: `[prometheus] clock_offset = \"2h\"`.",
    ))
}

/// Names files of a folder that are no exports.
pub(super) fn left(files: &[String]) -> Option<Note> {
    let verb = if files.len() == 1 { "is no export that is" } else { "are no exports that are" };
    Some(Note::new(format!("{} {verb} known, and left out.", listed(files)?)))
}

fn listed(files: &[String]) -> Option<String> {
    joined(&files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>())
}

fn joined(all: &[String]) -> Option<String> {
    Some(match all {
        [] => return None,
        [one] => one.clone(),
        [first @ .., last] if all.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        many => format!("{} and {} more", many[..NAMED].join(", "), many.len() - NAMED),
    })
}

/// Whether nobody said what a signal is. One that holds nothing has a note of its own.
fn is_unknown(signal: &Signal, settings: &PrometheusSettings) -> bool {
    let names = Names {
        signal: &signal.name,
        metric: signal.metric.as_deref(),
        query: signal.query.as_deref(),
        is_alone: true,
    };
    signal.role == Role::Other && !signal.series.is_empty() && !names::is_known(&names, settings)
}

/// More signals are counted.
const NAMED: usize = 3;

/// Names the signals of which something is to be said, at the first of them: a server that is partial says so with each
/// answer. Tells as well whether there are several.
fn titles(signals: &[Signal], at: usize, is_said: impl Fn(&Signal) -> bool) -> Option<(String, bool)> {
    if !is_said(&signals[at]) || signals[..at].iter().any(&is_said) {
        return None;
    }
    let said = signals[at..].iter().filter(|signal| is_said(signal));
    let all: Vec<String> = said.map(|signal| format!("`{}`", signal.title())).collect();
    Some((joined(&all)?, all.len() > 1))
}

fn of_signal(signals: &[Signal], at: usize) -> Vec<Note> {
    let signal = &signals[at];
    let title = signal.title();
    let remarks = &signal.remarks;
    let mut notes = Vec::new();
    for text in &remarks.warnings {
        if let Some((titles, _)) = titles(signals, at, |signal| signal.remarks.warnings.contains(text)) {
            notes.push(Note::new(format!("Prometheus warned of {titles}: {text}.")));
        }
    }
    for text in &remarks.infos {
        if let Some((titles, _)) = titles(signals, at, |signal| signal.remarks.infos.contains(text)) {
            notes.push(Note::new(format!("Prometheus remarked on {titles}: {text}.")));
        }
    }
    if let Some((titles, are_several)) = titles(signals, at, |signal| signal.remarks.is_partial) {
        let verb = if are_several { "are" } else { "is" };
        let text = format!("{titles} {verb} partial: the server could not ask all of its storage.");
        notes.push(Note::new(text).with_hint("Fetch it again when all of it is reachable."));
    }
    if signal.series.is_empty() {
        let text = format!("`{title}` holds no series: nothing matched the query in that time.");
        notes.push(Note::new(text).with_hint("Check the labels in the query and the time range."));
        return notes;
    }
    let is_without_samples = signal.span().is_none();
    if is_without_samples {
        notes.push(Note::new(format!("`{title}` holds no number: all its samples are NaN or infinite.")));
    } else if remarks.infinite > 0 {
        let samples = counted(remarks.infinite as usize, "infinite sample");
        notes.push(Note::new(format!("{samples} of `{title}` left out.")));
    }
    if signal.series.iter().any(|series| series.labels.contains_key(VM_RANGE)) {
        let text = format!("`{title}` has buckets by `{VM_RANGE}`, which are not read.");
        notes
            .push(Note::new(text).with_hint("Ask for `prometheus_buckets(…)`, which makes buckets by `le`."));
    }
    notes
}
