//! Whether the clocks of both sides agree: where the request rates line up.

use super::axis::Axis;
use super::client;
use crate::model::diagnosis::{ClockOffset, Course};
use crate::model::note::Note;
use crate::model::run::Run;
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::SampleKind;
use crate::model::series::{LE, Sample, Series, ServerMetrics, Signal};
use crate::stats::correlation::pearson;
use crate::words::text;

/// Clocks that differ by more than this are looked at by people.
const FARTHEST: i64 = 60;
/// Rates that agree so well are of the same requests.
const SAME: f64 = 0.8;
/// A shift must be better by so much than none.
const CLEARLY: f64 = 0.1;
/// A rate over an unknown range comes later than its requests by half of it, which is up to half a minute.
const SMEAR: i64 = 30;

/// Proposes by how many seconds the servers' clock is ahead, where the request rates line up clearly better shifted.
pub(super) fn propose(run: &Run, metrics: &ServerMetrics, axis: Axis) -> Option<f64> {
    let signal = traffic(metrics)?;
    let sent = client::rate(run, axis);
    let seen = axis.around(FARTHEST).course(&total(signal));
    let least = if signal.kind == SampleKind::Counter { 2 * axis.width() } else { SMEAR + axis.width() };
    let farthest = FARTHEST / axis.width();
    let agreement = |lag: i64| {
        let (sent, seen) = paired(&sent, &seen, lag * axis.width());
        pearson(&sent, &seen).filter(|_| sent.len() >= 10)
    };
    let unshifted = agreement(0)?;
    let (lag, best) = (-farthest..=farthest)
        .filter_map(|lag| Some((lag, agreement(lag)?)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.abs().cmp(&a.0.abs())))?;
    let seconds = lag * axis.width();
    (best >= SAME && best > unshifted + CLEARLY && seconds.abs() >= least).then_some(seconds as f64)
}

/// Says that the clocks seem to differ, and what to do about it.
pub fn note(clock: &ClockOffset) -> Option<Note> {
    let proposed = clock.proposed?;
    let (proposed, applied) = (proposed.to_string(), clock.applied.to_string());
    let note = Note::new(text!("clock-ahead", proposed = &proposed, applied = applied));
    Some(note.with_hint(text!("clock-ahead-hint", proposed = proposed)))
}

/// The signal that counts all requests: a counter before a rate.
fn traffic(metrics: &ServerMetrics) -> Option<&Signal> {
    let counts = |signal: &&Signal| {
        signal.vantage == Vantage::Server
            && signal.kind != SampleKind::Gauge
            && !signal.has_native_histograms()
            && (signal.role == Role::Traffic || (signal.role == Role::Latency && signal.has_buckets()))
    };
    let mut found: Vec<&Signal> = metrics.signals.iter().filter(counts).collect();
    found.sort_by_key(|signal| signal.kind != SampleKind::Counter);
    found.first().copied()
}

/// The requests per second over all series, at each time.
fn total(signal: &Signal) -> Vec<Sample> {
    let mut sums = std::collections::BTreeMap::<i64, f64>::new();
    // Of a histogram the last bucket, which holds all.
    let counts_all = |series: &&Series| series.labels.get(LE).is_none_or(|le| le == "+Inf");
    for series in signal.series.iter().filter(counts_all) {
        for sample in series.rates(signal.kind) {
            *sums.entry(sample.at).or_default() += sample.value;
        }
    }
    sums.into_iter().map(|(at, value)| Sample { at, value }).collect()
}

/// What was sent, and what the servers saw `lag` seconds later; nothing was sent outside the test.
fn paired(sent: &Course, seen: &Course, lag: i64) -> (Vec<f64>, Vec<f64>) {
    let sent_at = |start: i64| {
        sent.points.binary_search_by_key(&start, |point| point.0).ok().and_then(|at| sent.points.get(at))
    };
    seen.points.iter().map(|&(start, seen)| (sent_at(start - lag).map_or(0.0, |point| point.1), seen)).unzip()
}

#[cfg(test)]
mod tests {
    use super::paired;
    use crate::model::diagnosis::Course;

    #[test]
    fn what_was_sent_is_looked_up_earlier_by_the_lag() {
        let sent = Course { width: 2, points: vec![(0, 5.0), (2, 7.0)] };
        let seen = Course { width: 2, points: vec![(0, 0.0), (4, 5.0), (6, 7.0), (8, 0.0)] };
        assert_eq!(paired(&sent, &seen, 4), (vec![0.0, 5.0, 7.0, 0.0], vec![0.0, 5.0, 7.0, 0.0]));
    }
}
