//! What series counted in a span of time, per second: increases of counters, means of rates.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::series::native::{NativeBucket, NativeHistogram};
use crate::model::series::role::Vantage;
use crate::model::series::unit::SampleKind;
use crate::model::series::{HistogramSample, Series, Signal};
use crate::stats::counter;
use crate::stats::histogram::native::{Bucket, Native};

/// A signal, seen through a span of time.
pub(super) struct Window<'a> {
    signal: &'a Signal,
    from: i64,
    to: i64,
    /// How many times there are samples for.
    times: usize,
    /// Seconds from the samples that a counter is counted from to its last.
    seconds: f64,
    /// When each target has its first sample.
    began: BTreeMap<Target<'a>, i64>,
}

impl<'a> Window<'a> {
    /// Looks at a signal from one time to another, in microseconds since 1970, both included.
    ///
    /// Returns nothing for levels, which do not count, and where there are no samples.
    pub(super) fn new(signal: &'a Signal, (from, to): (i64, i64)) -> Option<Self> {
        if signal.kind == SampleKind::Gauge {
            return None;
        }
        let within = |at: &i64| (from..=to).contains(at);
        let mut times = BTreeSet::new();
        for series in &signal.series {
            times.extend(series.samples.iter().map(|sample| sample.at).filter(within));
            times.extend(series.histograms.iter().map(|sample| sample.at).filter(within));
        }
        let (first, last) = (*times.first()?, *times.last()?);
        let start = signal.series.iter().filter_map(|series| last_until(series, from)).max().unwrap_or(first);
        let mut began = BTreeMap::new();
        for series in &signal.series {
            if let Some((first, _)) = series.span() {
                let began = began.entry(target(series)).or_insert(first);
                *began = first.min(*began);
            }
        }
        let seconds = last.saturating_sub(start) as f64 / 1e6;
        Some(Self { signal, from, to, times: times.len(), seconds, began })
    }

    /// What the samples of a series count per second; nothing where there are none.
    pub(super) fn per_second(&self, series: &Series) -> Option<f64> {
        let within = self.slice(&series.samples, |sample| sample.at);
        let values = within.iter().map(|sample| sample.value);
        match self.signal.kind {
            SampleKind::Gauge => None,
            SampleKind::Counter => {
                let before = match self.before(series, &series.samples, |sample| sample.at) {
                    Before::Sample(sample) => Some(sample.value),
                    Before::Zero => Some(0.0),
                    Before::Unknown => None,
                };
                let is_seen = before.is_some() || !within.is_empty();
                (is_seen && self.seconds > 0.0)
                    .then(|| counter::increase(before.into_iter().chain(values)) / self.seconds)
            }
            SampleKind::Rate | SampleKind::Increase { .. } => {
                (!within.is_empty()).then(|| values.sum::<f64>() * self.scale())
            }
        }
    }

    /// What the native histograms of a series count per second; nothing where there are none, or where their buckets
    /// do not add up.
    pub(super) fn native(&self, series: &Series) -> Option<Native> {
        let within = self.slice(&series.histograms, |sample| sample.at).iter();
        match self.signal.kind {
            SampleKind::Gauge => None,
            SampleKind::Counter => {
                let before = match self.before(series, &series.histograms, |sample| sample.at) {
                    Before::Sample(sample) => Some(native(&sample.histogram)),
                    Before::Zero => Some(Native::new(0.0, [])),
                    Before::Unknown => None,
                };
                let total = native_increase(before, within)?;
                (self.seconds > 0.0).then(|| total.scaled(1.0 / self.seconds))
            }
            SampleKind::Rate | SampleKind::Increase { .. } => {
                let (first, rest) = within.as_slice().split_first()?;
                let mut total = native(&first.histogram);
                let adds_up = rest.iter().all(|sample| total.merge(&native(&sample.histogram)));
                adds_up.then(|| total.scaled(self.scale()))
            }
        }
    }

    /// Turns a sum over the samples of a span into a mean per second. A series without a sample at a time at which
    /// others have one counted nothing then.
    fn scale(&self) -> f64 {
        let over = match self.signal.kind {
            SampleKind::Increase { over } => over as f64 / 1e6,
            _ => 1.0,
        };
        1.0 / (over * self.times as f64)
    }

    /// The samples of a span. The first of a counter's is where counting begins, so the span's own beginning is left
    /// to [`Self::before`].
    fn slice<'s, T>(&self, samples: &'s [T], at: impl Fn(&T) -> i64) -> &'s [T] {
        let is_counter = self.signal.kind == SampleKind::Counter;
        let start = samples.partition_point(|s| at(s) < self.from || (is_counter && at(s) == self.from));
        let end = samples.partition_point(|s| at(s) <= self.to);
        samples.get(start..end).unwrap_or_default()
    }

    /// What a counter stood at when the span began.
    fn before<'s, T>(&self, series: &Series, samples: &'s [T], at: impl Fn(&T) -> i64) -> Before<'s, T> {
        let start = samples.partition_point(|s| at(s) <= self.from);
        if let Some(sample) = start.checked_sub(1).and_then(|last| samples.get(last)) {
            return Before::Sample(sample);
        }
        // k6 counts from the start of its test.
        let is_new = self.signal.vantage == Vantage::LoadGenerator || self.began_later(series);
        if is_new && !samples.is_empty() { Before::Zero } else { Before::Unknown }
    }

    /// Whether a series began when others of the same target were there already: its first sample was counted from
    /// zero, as the first error of a test is. `increase()` in Prometheus does not see it.
    fn began_later(&self, series: &Series) -> bool {
        match (self.began.get(&target(series)), series.span()) {
            (Some(&began), Some((first, _))) => began < first,
            _ => false,
        }
    }
}

/// What is restarted and scraped as one.
type Target<'a> = [Option<&'a String>; 2];

fn target(series: &Series) -> Target<'_> {
    ["instance", "pod"].map(|label| series.labels.get(label))
}

/// The time of the last sample that is not after `at`.
fn last_until(series: &Series, at: i64) -> Option<i64> {
    let numbers = series.samples.partition_point(|sample| sample.at <= at).checked_sub(1);
    let histograms = series.histograms.partition_point(|sample| sample.at <= at).checked_sub(1);
    let number = numbers.and_then(|index| series.samples.get(index)).map(|sample| sample.at);
    number.max(histograms.and_then(|index| series.histograms.get(index)).map(|sample| sample.at))
}

/// What a counter stood at before a span.
enum Before<'s, T> {
    Sample(&'s T),
    Zero,
    Unknown,
}

/// Adds up the increases from sample to sample; a fall in any bucket is a reset.
fn native_increase<'s>(
    before: Option<Native>,
    samples: impl Iterator<Item = &'s HistogramSample>,
) -> Option<Native> {
    let mut total = Native::new(0.0, []);
    let mut last = before;
    for sample in samples {
        let histogram = native(&sample.histogram);
        let added = match &last {
            Some(last) => total.merge(&histogram.since(last).unwrap_or_else(|| histogram.clone())),
            None => true,
        };
        if !added {
            return None;
        }
        last = Some(histogram);
    }
    last.is_some().then_some(total)
}

/// Turns a sample into numbers that add up.
fn native(histogram: &NativeHistogram) -> Native {
    let bucket = |b: &NativeBucket| Bucket { lower: b.lower, upper: b.upper, count: b.count };
    Native::new(histogram.count, histogram.buckets.iter().map(bucket))
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
