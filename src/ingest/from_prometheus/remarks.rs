//! What a reader should know of a run that was read from Prometheus.

use super::Counter;
use super::choose::{self, Chosen};
use super::outcomes::title;
use super::steps::Reader;
use super::width;
use crate::model::note::Note;
use crate::model::request_labels::class;
use crate::model::run::Run;
use crate::model::series::unit::SampleKind;
use crate::model::series::{Series, Signal};
use crate::words::{Text, text};

pub(super) fn of(chosen: &Chosen<'_>, signals: &[Signal], run: &Run) -> Vec<Note> {
    match chosen {
        Chosen::Stats(stats) => {
            let names: Vec<String> = stats.iter().map(|signal| format!("`{}`", signal.title())).collect();
            vec![
                Note::new(text!("prometheus-stats", names = names.join(", ")))
                    .with_hint(Text::plain("prometheus-stats-hint")),
            ]
        }
        Chosen::Histograms(counter, signal) => {
            let mut notes = vec![read_from(*counter, signal)];
            notes.extend(by_status(*counter, signal, signals, run));
            if let (Counter::K6, Some(seen)) = (counter, server_requests(signals, run)) {
                notes.push(seen);
            }
            notes
        }
    }
}

fn read_from(counter: Counter, signal: &Signal) -> Note {
    let (kind, title) = (if signal.has_native_histograms() { "native" } else { "classic" }, signal.title());
    let from = match counter {
        Counter::K6 => text!("prometheus-from-k6", kind = kind, title = title),
        Counter::Servers => text!("prometheus-from-servers", kind = kind, title = title),
    };
    let rates = match signal.kind {
        SampleKind::Counter => Text::empty(),
        _ => Text::plain("prometheus-from-rates"),
    };
    Note::new(Text::sentences([from, rates]))
}

fn by_status(counter: Counter, signal: &Signal, signals: &[Signal], run: &Run) -> Option<Note> {
    let tells =
        |series: &Series| class(&series.labels).is_some() || series.labels.contains_key("expected_response");
    if signal.series.iter().any(tells) || run.whole.outcomes.is_err() {
        return None;
    }
    Some(Note::new(text!("prometheus-by-status", title = title(counter, signal, signals)?)))
}

/// Both sides count the same if they differ by no more than this, and by what falls into the first and the last step.
const MISMATCH: f64 = 0.02;

fn server_requests(signals: &[Signal], run: &Run) -> Option<Note> {
    let client = *run.whole.requests.as_ref().ok()?;
    let (from, to) = *run.judged_span.as_ref().ok()?;
    let signal = choose::of_servers(signals)?;
    let (unit, step) = (choose::unit(signal)?, width::step(signal)?);
    let counted = Reader::new(signal, Counter::Servers, unit, step).histograms();
    let steps = counted.iter().flat_map(|counted| &counted.steps);
    let within = steps.filter(|counted| (from..=to).contains(&counted.at));
    let seen: u64 = within.flat_map(|step| &step.counts).map(|(_, count)| count).sum();
    let edges = 2.0 * step as f64 / (to - from).max(1) as f64;
    let apart = (seen as f64 / client.max(1) as f64 - 1.0).abs();
    (client > 0 && seen > 0 && apart > MISMATCH + edges).then(|| {
        Note::new(text!("prometheus-mismatch", client = client, servers = seen))
            .with_hint(Text::plain("prometheus-mismatch-hint"))
    })
}
