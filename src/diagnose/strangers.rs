//! Metrics that nobody knows: which of them moved with what became worse. None of them is said to be what to look at, since
//! nobody knows what it tells.

use std::collections::BTreeMap;

use super::movement::{MOVED, moved, values};
use super::red::Side;
use super::resources::{Pair, pairs};
use super::saturation::{Against, look};
use crate::model::diagnosis::{Movement, ResourceUse};
use crate::model::pattern::matches;
use crate::model::series::figure::SeriesFigure;
use crate::model::series::role::{Part, Resource, Role, Vantage, WorseWhen};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{LE, ServerMetrics, Signal, vocabulary};
use crate::model::settings::PrometheusSettings;
use crate::words::text;

/// More of them are a list and no hint.
const MOST: usize = 3;
/// What tells of the collecting itself, and what histograms and targets have beside their figures.
const NOTHING: [&str; 12] = [
    "up",
    "ALERTS*",
    "scrape_*",
    "promhttp_*",
    "prometheus_*",
    "*_scrape_*",
    "*_exporter_*",
    "*_info",
    "*_created",
    "*_bucket",
    "*_sum",
    "*_count",
];
/// Between 2008 and 2096, in seconds since 1970: a time, and no level.
const TIMES: std::ops::Range<f64> = 1.2e9..4e9;

/// One metric on both sides.
type Both = (ServerMetrics, ServerMetrics);

/// Finds the metrics that moved farthest, and beyond what one of so many would by chance. Without a base nobody can tell.
pub(super) fn moved_with(
    own: Side<'_>,
    against: &Against<'_>,
    settings: &PrometheusSettings,
) -> Vec<ResourceUse> {
    let Ok(base) = &against.base else { return Vec::new() };
    if !against.worse.any {
        return Vec::new();
    }
    let mut theirs = strangers(base.metrics, settings);
    let both: Vec<Both> = strangers(own.metrics, settings)
        .into_iter()
        .filter_map(|(name, own)| Some(understood(own, theirs.remove(name)?)))
        .collect();
    let pairs: Vec<(Pair<'_>, bool)> = both
        .iter()
        .flat_map(|(own, base)| {
            let is_level = own.signals.iter().all(|signal| signal.kind == SampleKind::Gauge);
            pairs(own, Some(base)).into_iter().map(move |pair| (pair, is_level))
        })
        .collect();
    // A level may move in two directions.
    let all = pairs.iter().map(|(_, is_level)| if *is_level { 2 } else { 1 }).sum();
    let mut found: Vec<(f64, ResourceUse)> = pairs
        .into_iter()
        .filter_map(|(mut pair, is_level)| {
            let moved = distance(&pair, own, *base)?;
            let worse = if moved > 0.0 { WorseWhen::Higher } else { WorseWhen::Lower };
            if moved.abs() < MOVED || (worse == WorseWhen::Lower && !is_level) {
                return None;
            }
            pair.run.measurements.iter_mut().for_each(|measurement| measurement.worse = worse);
            let (_, resource) = look(&pair, own.axis, against, all)?;
            (resource.movement == Movement::RoseTogether).then(|| (moved.abs(), told(resource)))
        })
        .collect();
    found.sort_by(|(a, of_a), (b, of_b)| b.total_cmp(a).then_with(|| of_a.title.cmp(&of_b.title)));
    found.into_iter().take(MOST).map(|(_, resource)| resource).collect()
}

/// The signals of each metric that nobody knows.
fn strangers<'a>(
    metrics: &'a ServerMetrics,
    settings: &PrometheusSettings,
) -> BTreeMap<&'a str, Vec<&'a Signal>> {
    let mut found: BTreeMap<&str, Vec<&Signal>> = BTreeMap::new();
    for signal in &metrics.signals {
        let name = signal.metric.as_deref().unwrap_or(&signal.name);
        let is_known = || {
            vocabulary::rows(name).next().is_some()
                || settings.signals.iter().any(|rule| matches(&rule.pattern, name))
        };
        let tells = signal.role == Role::Other && signal.vantage == Vantage::Server;
        if tells && !NOTHING.iter().any(|pattern| matches(pattern, name)) && !is_known() {
            found.entry(name).or_default().push(signal);
        }
    }
    found
}

/// Reads a metric of both sides as a level, or as a counter where it never falls.
fn understood(own: Vec<&Signal>, base: Vec<&Signal>) -> Both {
    let samples = || own.iter().chain(&base).flat_map(|signal| &signal.series).map(|series| &series.samples);
    let falls = || samples().any(|samples| samples.windows(2).any(|pair| pair[1].value < pair[0].value));
    let rises = || samples().any(|samples| samples.windows(2).any(|pair| pair[1].value > pair[0].value));
    let counts = rises() && !falls();
    let is_whole = samples().flatten().all(|sample| sample.value.fract() == 0.0);
    let read = |signals: Vec<&Signal>| {
        let one = |signal: &Signal| {
            let mut signal = signal.clone();
            signal.role = Role::Saturation { resource: Resource::Other, part: Part::Used };
            if counts && signal.kind == SampleKind::Gauge {
                signal.kind = SampleKind::Counter;
            }
            if is_whole && signal.unit.is_err() {
                signal.unit = Ok(SeriesUnit::Count);
            }
            signal.series.retain(|series| {
                let is_time = |value: f64| TIMES.contains(&value) || TIMES.contains(&(value / 1e3));
                !series.labels.contains_key(LE) && !series.samples.iter().all(|sample| is_time(sample.value))
            });
            signal
        };
        ServerMetrics { signals: signals.into_iter().map(one).collect(), notes: Vec::new() }
    };
    (read(own), read(base))
}

/// How far it moved, in spreads of the base.
fn distance(pair: &Pair<'_>, own: Side<'_>, base: Side<'_>) -> Option<f64> {
    let (run, other) = (pair.run.measurements.first()?, pair.base.as_ref()?.measurements.first()?);
    let (values, other) = (values(&run.samples, own.axis)?, values(&other.samples, base.axis)?);
    moved(&values, &other, run, Resource::Other, None).ok()
}

/// Says what it did: that it moved, and no more.
fn told(mut resource: ResourceUse) -> ResourceUse {
    resource.movement = Movement::MovedUnknown;
    if let Some(signal) = resource.signals.first()
        && let Ok(base) = &signal.base
    {
        let figure =
            |value| SeriesFigure { value, unit: signal.unit.clone().ok(), per_second: signal.per_second };
        // A median that stayed says nothing of a metric whose upper tenth moved.
        let (before, after) = if base.median == signal.run.median {
            (base.p90, signal.run.p90)
        } else {
            (base.median, signal.run.median)
        };
        resource.text =
            text!("unknown-moved", metric = &resource.title, base = figure(before), run = figure(after));
    }
    resource
}
