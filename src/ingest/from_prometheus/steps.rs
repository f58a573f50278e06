//! What series counted from one sample to the next, by bucket.

use std::collections::BTreeMap;

use super::Counter;
use crate::model::bounds::{Bounds, Bucket};
use crate::model::request_labels::Labels;
use crate::model::series::native::NativeHistogram;
use crate::model::series::unit::SampleKind;
use crate::model::series::{HistogramSample, LE, Sample, Series, Signal};
use crate::stats::histogram::native::{Bucket as NativeBucket, Native};

/// What the series with the same labels counted, in order of time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counted {
    /// Without the bound.
    pub(super) labels: Labels,
    /// The buckets.
    pub(super) bounds: Bounds,
    pub(super) steps: Vec<Step>,
}

/// What was counted between two samples.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// The middle between them, in microseconds since 1970.
    pub(super) at: i64,
    /// Whole requests by bucket, ascending.
    pub(super) counts: Vec<(Bucket, u64)>,
}

/// How a signal is read.
pub(super) struct Reader<'a> {
    signal: &'a Signal,
    counter: Counter,
    /// Milliseconds in the unit of its bounds.
    unit: f64,
    /// Distance of its samples, in microseconds.
    step: i64,
    /// When each target has its first sample.
    began: BTreeMap<Target<'a>, i64>,
}

/// What is restarted and scraped as one.
type Target<'a> = [Option<&'a String>; 2];

fn target(series: &Series) -> Target<'_> {
    ["instance", "pod"].map(|label| series.labels.get(label))
}

/// Requests in parts: a rate counts tenths of them.
type Parts = BTreeMap<i64, Vec<(Bucket, f64)>>;

impl<'a> Reader<'a> {
    pub(super) fn new(signal: &'a Signal, counter: Counter, unit: f64, step: i64) -> Self {
        let mut began: BTreeMap<Target<'a>, i64> = BTreeMap::new();
        for series in &signal.series {
            if let Some((first, _)) = series.span() {
                let began = began.entry(target(series)).or_insert(first);
                *began = first.min(*began);
            }
        }
        Self { signal, counter, unit, step, began }
    }

    /// Reads all of its histograms, by labels.
    pub(super) fn histograms(&self) -> Vec<Counted> {
        let mut classic: BTreeMap<Labels, Vec<(f64, &Series)>> = BTreeMap::new();
        let mut found = Vec::new();
        for series in &self.signal.series {
            if !series.histograms.is_empty() {
                found.extend(self.native(series));
            }
            let bound = series.labels.get(LE).and_then(|le| le.parse::<f64>().ok());
            if let Some(bound) = bound.filter(|bound| !bound.is_nan()) {
                let mut labels = series.labels.clone();
                labels.remove(LE);
                classic.entry(labels).or_default().push((bound, series));
            }
        }
        found.extend(classic.into_iter().filter_map(|(labels, series)| self.classic(labels, series)));
        found.sort_by(|a, b| a.labels.cmp(&b.labels));
        found
    }

    /// Reads series that count without buckets, by labels: those of a counter of requests.
    pub(super) fn totals(&self) -> Vec<Counted> {
        let all = Bucket { above: 0.0, up_to: None };
        let of = |series: &Series| {
            let parts = self.rises(series).into_iter().map(|(at, count)| (at, vec![(all, count)])).collect();
            Counted {
                labels: series.labels.clone(),
                bounds: Bounds::Listed(Vec::new()),
                steps: self.whole(parts),
            }
        };
        self.signal.series.iter().filter(|series| !series.samples.is_empty()).map(of).collect()
    }

    /// Cumulative counts below each bound, as what lies between two of them. Without the total it is not known what lies
    /// above the highest.
    fn classic(&self, labels: Labels, mut series: Vec<(f64, &Series)>) -> Option<Counted> {
        series.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (total, finite) = series.split_last()?;
        if total.0 != f64::INFINITY || finite.is_empty() {
            return None;
        }
        let micros = |bound: f64| (bound * self.unit * 1000.0).round();
        let listed: Vec<u64> = finite
            .iter()
            .map(|(bound, _)| micros(*bound))
            .filter(|bound| *bound >= 1.0)
            .map(|b| b as u64)
            .collect();
        let bounds = Bounds::Listed(deduplicated(listed));
        let mut parts = Parts::new();
        let mut below: BTreeMap<i64, f64> = BTreeMap::new();
        let mut above = 0.0;
        for (bound, series) in &series {
            let up_to = (*bound != f64::INFINITY).then(|| micros(*bound) / 1000.0);
            let rises = self.rises(series);
            for (&at, &count) in &rises {
                let inside = (count - below.get(&at).copied().unwrap_or(0.0)).max(0.0);
                if inside > 0.0 {
                    parts.entry(at).or_default().push((Bucket { above, up_to }, inside));
                }
            }
            below = rises;
            above = up_to.unwrap_or(above);
        }
        Some(Counted { labels, bounds, steps: self.whole(parts) })
    }

    /// How much a series rose at each of its samples.
    fn rises(&self, series: &Series) -> BTreeMap<i64, f64> {
        match self.signal.kind {
            SampleKind::Counter => {
                let falls = !series.samples.is_sorted_by(|a, b| a.value <= b.value);
                let mut before = self.starts_at_zero(series, falls).then_some(0.0);
                let rise = |sample: &Sample| {
                    let rise = before.map_or(0.0, |before| {
                        if sample.value < before { sample.value } else { sample.value - before }
                    });
                    before = Some(sample.value);
                    (sample.at, rise)
                };
                series.samples.iter().map(rise).collect()
            }
            _ => series.samples.iter().map(|sample| (sample.at, sample.value * self.seconds())).collect(),
        }
    }

    /// By how much a rate has to be multiplied to come to what was counted from sample to sample.
    fn seconds(&self) -> f64 {
        let step = self.step as f64 / 1e6;
        match self.signal.kind {
            SampleKind::Increase { over } => step / (over as f64 / 1e6),
            _ => step,
        }
    }

    /// Whether the first sample was counted from zero: k6 counts from the start of its test, and what began when others
    /// of the same target were there already is new. Where a counter of k6 falls, what was before is of an earlier test.
    fn starts_at_zero(&self, series: &Series, falls: bool) -> bool {
        (self.counter == Counter::K6 && !falls)
            || match (self.began.get(&target(series)), series.span()) {
                (Some(&began), Some((first, _))) => began < first,
                _ => false,
            }
    }

    /// Absent where its buckets do not add up.
    fn native(&self, series: &Series) -> Option<Counted> {
        let mut parts = Parts::new();
        let mut layout = Layout::default();
        let falls = !series.histograms.is_sorted_by(|a, b| a.histogram.count <= b.histogram.count);
        let mut before = self.starts_at_zero(series, falls).then(|| Native::new(0.0, []));
        for HistogramSample { at, histogram } in &series.histograms {
            let now = native(histogram);
            let added = match (self.signal.kind, &before) {
                (SampleKind::Counter, None) => Native::new(0.0, []),
                (SampleKind::Counter, Some(before)) => now.since(before).unwrap_or_else(|| now.clone()),
                _ => now.clone().scaled(self.seconds()),
            };
            layout.see(&added);
            parts.insert(*at, added.buckets().filter(|b| b.count > 0.0).map(|b| self.bucket(b)).collect());
            before = Some(now);
        }
        Some(Counted {
            labels: series.labels.clone(),
            bounds: layout.bounds(self.unit)?,
            steps: self.whole(parts),
        })
    }

    fn bucket(&self, bucket: NativeBucket) -> (Bucket, f64) {
        let milliseconds = |bound: f64| bound * self.unit;
        // The bucket around zero holds what was never written.
        let above = if bucket.lower > 0.0 { milliseconds(bucket.lower) } else { 0.0 };
        let is_zero = bucket.lower <= 0.0 && bucket.upper * self.unit < 1e-6;
        let up_to = if is_zero { 0.0 } else { milliseconds(bucket.upper) };
        (Bucket { above, up_to: up_to.is_finite().then_some(up_to) }, bucket.count)
    }

    /// Makes whole requests of parts: what is left over is carried on, bucket by bucket, so that nothing is lost.
    fn whole(&self, parts: Parts) -> Vec<Step> {
        let mut seen: BTreeMap<u64, (f64, u64)> = BTreeMap::new();
        let mut steps = Vec::new();
        for (at, counts) in parts {
            let mut whole = Vec::new();
            for (bucket, count) in counts {
                let (sum, handed) = seen.entry(bucket.up_to.unwrap_or(f64::MAX).to_bits()).or_default();
                *sum += count;
                let due = sum.round() as u64;
                if due > *handed {
                    whole.push((bucket, due - *handed));
                    *handed = due;
                }
            }
            if !whole.is_empty() {
                steps.push(Step { at: at - self.step / 2, counts: whole });
            }
        }
        steps
    }
}

fn deduplicated(mut bounds: Vec<u64>) -> Vec<u64> {
    bounds.dedup();
    bounds
}

fn native(histogram: &NativeHistogram) -> Native {
    let buckets = histogram.buckets.iter();
    Native::new(
        histogram.count,
        buckets.map(|b| NativeBucket { lower: b.lower, upper: b.upper, count: b.count }),
    )
}

/// The buckets that native histograms have together.
#[derive(Default)]
struct Layout {
    schema: Option<i32>,
    custom: std::collections::BTreeSet<u64>,
}

impl Layout {
    fn see(&mut self, histogram: &Native) {
        match histogram.schema() {
            Some(schema) if histogram.buckets().any(|bucket| bucket.lower > 0.0) => {
                self.schema = Some(self.schema.map_or(schema, |known| known.min(schema)));
            }
            Some(_) => {}
            None => {
                let bounds = histogram.buckets().flat_map(|bucket| [bucket.lower, bucket.upper]);
                self.custom.extend(bounds.filter(|b| *b > 0.0 && b.is_finite()).map(f64::to_bits));
            }
        }
    }

    fn bounds(self, unit: f64) -> Option<Bounds> {
        match (self.schema, self.custom.is_empty()) {
            (Some(schema), true) => {
                Some(Bounds::Exponential { schema: schema as i8, unit: (unit * 1000.0).round() as u32 })
            }
            (None, false) => {
                let micros = |bits: u64| (f64::from_bits(bits) * unit * 1000.0).round() as u64;
                let mut bounds: Vec<u64> = self.custom.into_iter().map(micros).filter(|b| *b > 0).collect();
                bounds.sort_unstable();
                Some(Bounds::Listed(deduplicated(bounds)))
            }
            // Nothing but zeros, or nothing at all.
            (None, true) => Some(Bounds::Exponential { schema: 8, unit: (unit * 1000.0).round() as u32 }),
            (Some(_), false) => None,
        }
    }
}
