//! What the servers measured, inside a snapshot: a bundle, packed, since samples repeat themselves.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::model::missing::Missing;
use crate::model::plausible::Impossible;
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::SampleKind;
use crate::model::series::{LE, Sample, ServerMetrics, Signal, vocabulary};
use crate::wire::histogram::HistogramError;
use crate::wire::prometheus::{self, BundledSignal, Contents};

/// Why a run cannot be written to a snapshot, or read from one.
#[derive(Debug, thiserror::Error)]
pub(super) enum SnapshotError {
    /// A histogram.
    #[error(transparent)]
    Histogram(#[from] HistogramError),
    /// What the servers measured.
    #[error("prometheus: {0}")]
    Servers(String),
    /// A figure that contradicts another one.
    #[error(transparent)]
    Impossible(#[from] Impossible),
}

/// Bytes that a bundle may have when unpacked: more is no snapshot of ours.
const MOST: u64 = 1 << 30;

/// Packs what tells something of the servers: gzip, in base64.
pub(super) fn pack(metrics: &ServerMetrics) -> Result<String, SnapshotError> {
    let failed = |reason: &dyn std::fmt::Display| SnapshotError::Servers(reason.to_string());
    let of_servers = metrics.signals.iter().filter(|signal| signal.vantage == Vantage::Server);
    let (unknown, told): (Vec<&Signal>, Vec<&Signal>) =
        of_servers.partition(|signal| signal.role == Role::Other);
    let signals = told.into_iter().cloned().map(thinned).chain(within(unknown)).collect();
    let kept = ServerMetrics { signals, notes: Vec::new() };
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    prometheus::write(&kept, &mut packer).map_err(|error| failed(&error))?;
    packer.flush().map_err(|error| failed(&error))?;
    Ok(STANDARD.encode(packer.finish().map_err(|error| failed(&error))?))
}

/// Of what nobody knows as many changes from sample to sample are kept: some 150 kB, packed.
const MOST_CHANGES: usize = 40_000;

/// Keeps of metrics that nobody knows what there is room for, so that a later run can be held against them: levels and
/// counters, shortened; what is known to tell nothing, and buckets, not at all.
fn within(unknown: Vec<&Signal>) -> Vec<Signal> {
    let mut room = MOST_CHANGES;
    let is_known = |signal: &Signal| {
        let name = signal.metric.as_deref().unwrap_or(&signal.name);
        vocabulary::rows(name).next().is_some()
    };
    let mut kept = Vec::new();
    for signal in unknown.into_iter().filter(|signal| !is_known(signal)) {
        let mut signal = signal.clone();
        signal.series.retain_mut(|series| {
            if series.labels.contains_key(LE) || series.samples.is_empty() {
                return false;
            }
            series.histograms.clear();
            let step = series.samples.len().div_ceil(MOST_SAMPLES);
            series.samples = match signal.kind {
                SampleKind::Counter => every(&series.samples, step),
                _ => series.samples.iter().step_by(step).copied().collect(),
            };
            let changes = series.samples.windows(2).filter(|pair| pair[0].value != pair[1].value).count();
            let fits = changes <= room;
            room -= if fits { changes } else { 0 };
            fits
        });
        if !signal.series.is_empty() {
            kept.push(signal);
        }
    }
    kept
}

/// Requests by endpoint are told by hundreds of buckets: of an hour they would be larger than the run itself. So many
/// samples are twice what their course is drawn with.
const MOST_SAMPLES: usize = 128;

/// Makes long series of requests shorter: of a counter every k-th sample, with both sides of a restart, so that it rises as
/// much as before; of a rate the means. What may be full stays as it is, since a mean would hide when it was.
fn thinned(mut signal: Signal) -> Signal {
    if !matches!(signal.role, Role::Traffic | Role::Errors | Role::Latency) {
        return signal;
    }
    let shorter: fn(&[Sample], usize) -> Vec<Sample> = match signal.kind {
        SampleKind::Counter => every,
        SampleKind::Rate | SampleKind::Increase { .. } => means,
        SampleKind::Gauge => return signal,
    };
    for series in signal.series.iter_mut().filter(|series| series.samples.len() > MOST_SAMPLES) {
        series.samples = shorter(&series.samples, series.samples.len().div_ceil(MOST_SAMPLES));
    }
    signal
}

fn every(samples: &[Sample], step: usize) -> Vec<Sample> {
    let falls = |pair: Option<&[Sample]>| matches!(pair, Some([before, after]) if after.value < before.value);
    let is_kept = |index: usize| {
        index.is_multiple_of(step)
            || index + 1 == samples.len()
            || falls(samples.get(index..index + 2))
            || falls(index.checked_sub(1).and_then(|before| samples.get(before..=index)))
    };
    samples.iter().enumerate().filter(|(index, _)| is_kept(*index)).map(|(_, sample)| *sample).collect()
}

fn means(samples: &[Sample], step: usize) -> Vec<Sample> {
    let mean = |chunk: &[Sample]| {
        let value = chunk.iter().map(|sample| sample.value).sum::<f64>() / chunk.len() as f64;
        // Seven digits are more than a rate knows, and half the size of all that a mean may have.
        let value = format!("{value:.6e}").parse().unwrap_or(value);
        chunk.last().map(|last| Sample { at: last.at, value })
    };
    samples.chunks(step).filter_map(mean).collect()
}

/// Unpacks it again.
pub(super) fn unpack(text: &str) -> Result<ServerMetrics, SnapshotError> {
    let packed = STANDARD.decode(text).map_err(|error| SnapshotError::Servers(error.to_string()))?;
    let contents = prometheus::read(GzDecoder::new(packed.as_slice()).take(MOST))
        .map_err(|refusal| SnapshotError::Servers(refusal.to_string()))?;
    let Contents::Bundle(signals) = contents else {
        return Err(SnapshotError::Servers("an answer where a bundle was expected".to_owned()));
    };
    Ok(ServerMetrics { signals: signals.into_iter().map(signal).collect(), notes: Vec::new() })
}

/// What was written says everything but the metric, which each series repeats.
fn signal(bundled: BundledSignal) -> Signal {
    let BundledSignal { name, query, role, unit, kind, quantile, vantage, worse, answer } = bundled;
    let role = role.unwrap_or_default();
    Signal {
        metric: answer.series.first().and_then(|series| series.metric.clone()),
        source: name.clone(),
        name,
        query,
        role,
        vantage: vantage.unwrap_or_default(),
        worse: worse.unwrap_or(role.worse()),
        unit: unit.ok_or(NOT_KNOWN),
        kind: kind.unwrap_or(SampleKind::Gauge),
        quantile,
        series: answer.series.into_iter().map(|named| named.series).collect(),
        remarks: answer.remarks,
    }
}

const NOT_KNOWN: Missing = Missing::message("untold-unit-when-recorded");

#[cfg(test)]
mod tests {
    use super::{pack, unpack};
    use crate::model::missing::Missing;
    use crate::model::series::role::{Part, Resource, Role, Vantage, WorseWhen};
    use crate::model::series::unit::{SampleKind, SeriesUnit};
    use crate::model::series::{Remarks, Sample, Series, ServerMetrics, Signal};

    fn metrics() -> ServerMetrics {
        let series = Series {
            labels: [("pool".to_owned(), "a".to_owned())].into(),
            samples: vec![Sample { at: 1_500_000, value: 4.25 }, Sample { at: 3_500_000, value: 5.0 }],
            histograms: Vec::new(),
        };
        let signal = Signal {
            name: "active".to_owned(),
            metric: Some("pool_active".to_owned()),
            query: Some("pool_active".to_owned()),
            role: Role::Saturation { resource: Resource::ConnectionPool, part: Part::Used },
            vantage: Vantage::Server,
            worse: WorseWhen::Higher,
            unit: Ok(SeriesUnit::Count),
            kind: SampleKind::Gauge,
            quantile: None,
            series: vec![series],
            remarks: Remarks::default(),
            source: "active".to_owned(),
        };
        let unknown = Signal {
            role: Role::Other,
            worse: WorseWhen::Neither,
            unit: Err(Missing::because("?")),
            ..signal.clone()
        };
        ServerMetrics { signals: vec![signal, unknown], notes: Vec::new() }
    }

    #[test]
    fn what_tells_something_comes_back() {
        let mut metrics = metrics();
        metrics.signals[1].unit = Err(super::NOT_KNOWN);
        assert_eq!(unpack(&pack(&metrics).unwrap()).unwrap().signals, metrics.signals);
    }

    #[test]
    fn of_what_nobody_knows_is_kept_what_there_is_room_for() {
        let unknown = |metric: &str, label: &str, values: &dyn Fn(usize) -> f64| {
            let mut signal = metrics().signals.remove(1);
            signal.metric = Some(metric.to_owned());
            signal.series[0].labels = [(label.to_owned(), "1".to_owned())].into();
            let sample = |at: usize| Sample { at: at as i64 * 1_000_000, value: values(at) };
            signal.series[0].samples = (0..1_000).map(sample).collect();
            signal
        };
        let mut signals = vec![
            unknown("redis_slowlog_length", "job", &|at| at as f64),
            unknown("shop_wait_bucket", "le", &|at| at as f64),
        ];
        // Nothing that stays as it is needs room.
        signals.extend((0..600).map(|i| unknown(&format!("shop_level_{i}"), "job", &|_| 3.0)));
        signals.extend((0..600).map(|i| unknown(&format!("shop_moves_{i}"), "job", &|at| at as f64)));
        let packed = pack(&ServerMetrics { signals, notes: Vec::new() }).unwrap();
        let back = unpack(&packed).unwrap().signals;
        let of = |name: &str| back.iter().filter(|s| s.metric.as_ref().unwrap().starts_with(name)).count();
        assert_eq!((of("redis"), of("shop_wait"), of("shop_level")), (0, 0, 600));
        let moving = of("shop_moves");
        assert!((300..330).contains(&moving), "{moving} with about 126 changes each");
        assert!(packed.len() < 500_000, "{}", packed.len());
    }

    fn kept(values: impl Iterator<Item = f64>, role: Role, kind: SampleKind) -> Vec<f64> {
        let mut metrics = metrics();
        metrics.signals.truncate(1);
        let signal = &mut metrics.signals[0];
        (signal.role, signal.kind) = (role, kind);
        let samples = values.enumerate().map(|(at, value)| Sample { at: at as i64 * 1_000_000, value });
        signal.series[0].samples = samples.collect();
        let back = unpack(&pack(&metrics).unwrap()).unwrap();
        back.signals[0].series[0].samples.iter().map(|sample| sample.value).collect()
    }

    #[test]
    fn a_long_counter_is_shorter_and_rises_as_much() {
        // It starts again at the 502nd of 1,000 samples.
        let values = || (0..1_000).map(|at| f64::from(if at < 501 { 3 * at } else { at - 501 }));
        let rise = |values: &[f64]| -> f64 {
            values.windows(2).map(|pair| if pair[1] < pair[0] { pair[1] } else { pair[1] - pair[0] }).sum()
        };
        let kept = kept(values(), Role::Traffic, SampleKind::Counter);
        assert!(kept.len() <= 131, "{}", kept.len());
        assert_eq!(rise(&kept), rise(&values().collect::<Vec<_>>()));
    }

    #[test]
    fn a_long_rate_keeps_its_mean_and_a_level_every_sample() {
        let values = || (0..1_024).map(|at| f64::from(at % 7));
        let rates = kept(values(), Role::Latency, SampleKind::Rate);
        assert_eq!(rates.len(), 128);
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean(&rates) - mean(&values().collect::<Vec<_>>())).abs() < 1e-5);
        let pool = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Used };
        assert_eq!(kept(values(), pool, SampleKind::Gauge).len(), 1_024);
    }

    #[test]
    fn what_is_no_bundle_is_said() {
        assert!(unpack("no base64!").unwrap_err().to_string().starts_with("prometheus: "));
        assert!(unpack("bm8gZ3ppcA==").unwrap_err().to_string().starts_with("prometheus: "));
    }
}
