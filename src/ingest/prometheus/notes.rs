//! What a reader should know of servers' metrics.

use crate::model::note::Note;
use crate::model::series::Signal;
use crate::model::series::role::Role;

/// The label of the buckets that VictoriaMetrics makes itself.
const VM_RANGE: &str = "vmrange";

/// Collects what is to be said of all signals, in their order.
pub(super) fn of(signals: &[Signal]) -> Vec<Note> {
    signals.iter().flat_map(of_signal).collect()
}

fn of_signal(signal: &Signal) -> Vec<Note> {
    let title = signal.title();
    let remarks = &signal.remarks;
    let mut notes = Vec::new();
    for text in &remarks.warnings {
        notes.push(Note::new(format!("Prometheus warned of `{title}`: {text}.")));
    }
    for text in &remarks.infos {
        notes.push(Note::new(format!("Prometheus remarked on `{title}`: {text}.")));
    }
    if remarks.is_partial {
        let text = format!("`{title}` is partial: the server could not ask all of its storage.");
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
        let samples = if remarks.infinite == 1 { "sample" } else { "samples" };
        notes.push(Note::new(format!("{} infinite {samples} of `{title}` left out.", remarks.infinite)));
    }
    if signal.series.iter().any(|series| series.labels.contains_key(VM_RANGE)) {
        let text = format!("`{title}` has buckets by `{VM_RANGE}`, which are not read.");
        notes
            .push(Note::new(text).with_hint("Ask for `prometheus_buckets(…)`, which makes buckets by `le`."));
    }
    if signal.role == Role::Other {
        let text = format!("What `{title}` tells of a service is not known.");
        notes.push(Note::new(text).with_hint(
            "Keep `__name__` in the query, name the file for what it holds (`p99`, `errors`, `pool_active`, `cpu`), or pass a bundle that says its role.",
        ));
    }
    notes
}
