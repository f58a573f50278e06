//! What a reader should know of a run that was read from Prometheus.

use super::Counter;
use super::choose::{self, Chosen};
use super::outcomes::counts;
use super::steps::Reader;
use super::width;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::quantity::Count;
use crate::model::request_labels::class;
use crate::model::run::Run;
use crate::model::series::unit::SampleKind;
use crate::model::series::{Series, Signal};

/// Says that these series do not tell something.
pub(super) fn untold(what: &str) -> Missing {
    Missing::because(format!("series in Prometheus do not tell {what}"))
}

pub(super) fn of(chosen: &Chosen<'_>, signals: &[Signal], run: &Run) -> Vec<Note> {
    match chosen {
        Chosen::Stats(stats) => {
            let names: Vec<String> = stats.iter().map(|signal| format!("`{}`", signal.title())).collect();
            vec![
                Note::new(format!(
                    "Read from k6's trend stats in Prometheus ({}): percentiles alone, of the whole test, which do not add up to one of all endpoints.",
                    names.join(", ")
                ))
                .with_hint(
                    "Native histograms tell all: `K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true k6 run -o experimental-prometheus-rw script.js`.",
                ),
            ]
        }
        Chosen::Histograms(counter, signal) => {
            let mut notes = vec![read_from(*counter, signal)];
            notes.extend(by_status(*counter, signal, signals));
            if let (Counter::K6, Some(seen)) = (counter, server_requests(signals, run)) {
                notes.push(seen);
            }
            notes
        }
    }
}

fn read_from(counter: Counter, signal: &Signal) -> Note {
    let how = if signal.has_native_histograms() { "native histograms" } else { "histograms" };
    let rate = match signal.kind {
        SampleKind::Counter => "",
        _ => " They are rates, which smear over their range: counters would tell when requests ended.",
    };
    match counter {
        Counter::K6 => Note::new(format!(
            "Read from k6's {how} in Prometheus (`{}`): latencies are known to their buckets.{rate}",
            signal.title()
        )),
        Counter::Servers => Note::new(format!(
            "Read from the servers' {how} (`{}`): latencies are known to their buckets. Servers see neither who gave up waiting nor what never reached them, and whoever else called them is counted.{rate}",
            signal.title()
        )),
    }
}

fn by_status(counter: Counter, signal: &Signal, signals: &[Signal]) -> Option<Note> {
    let tells = |series: &Series| class(&series.labels).is_some();
    if signal.series.iter().any(tells) {
        return None;
    }
    let counts = counts(counter, signals)?;
    Some(Note::new(format!(
        "How requests ended is taken from `{}`; their latency is that of all responses, since the histograms do not tell them apart.",
        counts.title()
    )))
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
        Note::new(format!(
            "k6 counted {} requests, the servers {} in the same time.",
            Count(client),
            Count(seen)
        ))
        .with_hint("Did somebody else call them, did requests fail on the way, or is a server not scraped?")
    })
}
