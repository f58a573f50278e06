//! `histograms`: native histograms at times.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::{Number, Time};
use super::samples::in_order;
use crate::model::series::HistogramSample;
use crate::model::series::native::{Bounds, NativeBucket, NativeHistogram};

/// The histograms whose counts are numbers, in order of time, and how many are not.
#[derive(Debug, Default)]
pub(super) struct Histograms {
    pub(super) kept: Vec<HistogramSample>,
    pub(super) not_a_number: u64,
}

/// One histogram. `buckets` is absent where all are empty.
#[derive(Debug, Serialize, Deserialize)]
struct Histogram {
    count: Number,
    sum: Number,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    buckets: Vec<(BoundaryRule, Number, Number, Number)>,
}

/// Which bounds belong to a bucket, as a number.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
struct BoundaryRule(Bounds);

/// In the order of their numbers.
const BOUNDARY_RULES: [Bounds; 4] = [Bounds::Upper, Bounds::Lower, Bounds::Neither, Bounds::Both];

impl TryFrom<u8> for BoundaryRule {
    type Error = String;

    fn try_from(rule: u8) -> Result<Self, String> {
        BOUNDARY_RULES.get(usize::from(rule)).copied().map(Self).ok_or_else(|| {
            format!("a bucket of a native histogram has the boundary rule {rule}, known are 0 to 3")
        })
    }
}

impl From<BoundaryRule> for u8 {
    fn from(rule: BoundaryRule) -> Self {
        match rule.0 {
            Bounds::Upper => 0,
            Bounds::Lower => 1,
            Bounds::Neither => 2,
            Bounds::Both => 3,
        }
    }
}

impl<'de> Deserialize<'de> for Histograms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self::default())
    }
}

impl<'de> Visitor<'de> for Histograms {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pairs of a time and a native histogram")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self, A::Error> {
        while let Some((Time(at), histogram)) = seq.next_element::<(Time, Histogram)>()? {
            match histogram.into_model() {
                Some(histogram) => self.kept.push(HistogramSample { at, histogram }),
                None => self.not_a_number += 1,
            }
        }
        in_order(&mut self.kept, |sample| sample.at);
        Ok(self)
    }
}

impl Histogram {
    /// Returns nothing where a count or a bound is no number.
    fn into_model(self) -> Option<NativeHistogram> {
        let bucket = |(BoundaryRule(bounds), Number(lower), Number(upper), Number(count))| {
            let is_whole = count.is_finite() && lower <= upper;
            is_whole.then_some(NativeBucket { bounds, lower, upper, count })
        };
        let mut buckets = self.buckets.into_iter().map(bucket).collect::<Option<Vec<_>>>()?;
        buckets.retain(|bucket| bucket.count != 0.0);
        buckets.sort_by(|a, b| a.lower.total_cmp(&b.lower));
        buckets.shrink_to_fit();
        let Number(count) = self.count;
        let sum = Some(self.sum.0).filter(|sum| sum.is_finite());
        count.is_finite().then_some(NativeHistogram { count, sum, buckets })
    }

    fn of(histogram: &NativeHistogram) -> Self {
        Self {
            count: Number(histogram.count),
            sum: Number(histogram.sum.unwrap_or(f64::NAN)),
            buckets: histogram
                .buckets
                .iter()
                .map(|b| (BoundaryRule(b.bounds), Number(b.lower), Number(b.upper), Number(b.count)))
                .collect(),
        }
    }
}

/// Histograms to be written.
#[derive(Debug)]
pub(super) struct WrittenHistograms<'a>(pub(super) &'a [HistogramSample]);

impl Serialize for WrittenHistograms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_seq(self.0.iter().map(|sample| (Time(sample.at), Histogram::of(&sample.histogram))))
    }
}
