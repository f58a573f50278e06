//! Native histograms: counts in buckets that each have two bounds.
//!
//! The bounds of an exponential histogram are powers of 2^(2^−schema), so that a bucket of one schema lies inside
//! one bucket of every coarser schema. That makes histograms of different schemas add up exactly, at the coarser.
//! Other bounds ("custom buckets") add up where they are the same.

use std::collections::BTreeMap;

use super::Estimate;

/// The schemas that Prometheus knows: from 2^16 to 2^(1/256) between two bounds.
const SCHEMAS: std::ops::RangeInclusive<i32> = -4..=8;
/// How far log₂ of a bound may be from a whole step of its schema: decimal bounds are exact to 1e-16.
const STEP_TOLERANCE: f64 = 1e-6;
/// Keys of positive buckets are their index plus this, so that keys are ordered as values are; the zero bucket is 0.
const POSITIVE: i64 = 1 << 40;
/// The bucket above the largest number.
const OVERFLOW: i64 = 1 << 41;
/// Sums of rates are off by rounding; a fall that is smaller is none.
const ROUNDING: f64 = 1e-9;

/// A bucket and what is in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// The lower bound.
    pub lower: f64,
    /// The upper bound.
    pub upper: f64,
    /// What was counted.
    pub count: f64,
}

/// How the bounds are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BucketLayout {
    /// By a schema.
    Exponential(i32),
    /// Any others.
    Custom,
}

/// Counts in buckets, in the order of their values.
#[derive(Debug, Clone, PartialEq)]
pub struct Native {
    layout: BucketLayout,
    count: f64,
    buckets: BTreeMap<i64, Bucket>,
}

impl Native {
    /// Takes the total and the buckets that are not empty. The total may be more: NaN is counted and has no bucket.
    pub fn new(count: f64, buckets: impl IntoIterator<Item = Bucket> + Clone) -> Self {
        let layout = layout_of(buckets.clone());
        let mut histogram = Self { layout, count, buckets: BTreeMap::new() };
        for bucket in buckets {
            histogram.add(bucket);
        }
        histogram
    }

    /// What was counted.
    pub fn count(&self) -> f64 {
        self.count
    }

    /// The buckets that something was counted in, ascending.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> {
        self.buckets.values().copied()
    }

    /// The schema of its bounds; absent where they follow none.
    pub fn schema(&self) -> Option<i32> {
        match self.layout {
            BucketLayout::Exponential(schema) => Some(schema),
            BucketLayout::Custom => None,
        }
    }

    /// Adds `other`; false, and nothing happens, where one has exponential buckets and the other has not.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> bool {
        let Some(layout) = self.common_layout(other) else { return false };
        self.coarsen(layout);
        self.count += other.count;
        for bucket in other.buckets.values() {
            self.add(*bucket);
        }
        true
    }

    /// Returns what was counted since `earlier`; nothing where a count fell, which is a reset of the counter.
    pub fn since(&self, earlier: &Self) -> Option<Self> {
        let layout = self.common_layout(earlier)?;
        let mut rest = self.clone();
        rest.coarsen(layout);
        rest.count -= earlier.count;
        for bucket in earlier.buckets.values() {
            rest.add(Bucket { count: -bucket.count, ..*bucket });
        }
        let fell = |count: f64| count < -ROUNDING * self.count.max(1.0);
        let any_fell = fell(rest.count) || rest.buckets.values().any(|bucket| fell(bucket.count));
        rest.buckets.retain(|_, bucket| bucket.count > 0.0);
        (!any_fell).then_some(rest)
    }

    /// Multiplies all counts.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        self.count *= factor;
        self.buckets.values_mut().for_each(|bucket| bucket.count *= factor);
        self
    }

    /// Interpolates a quantile, geometrically inside an exponential bucket, and linearly inside the zero bucket and
    /// inside custom buckets.
    ///
    /// The rank is q·n, as in `histogram_quantile` (`promql/quantile.go`, `HistogramQuantile`): within an exponential
    /// bucket values are taken to be spread evenly on a logarithmic scale, since that is how the bounds are. A zero
    /// bucket beside positive buckets alone begins at 0. There is no answer where nothing was counted, and where the
    /// rank is among values that are not numbers.
    pub fn quantile(&self, q: f64) -> Option<Estimate> {
        if !(0.0..=1.0).contains(&q) || self.count.is_nan() || self.count <= 0.0 {
            return None;
        }
        let total: f64 = self.buckets.values().map(|bucket| bucket.count).sum();
        let mut rank = q * self.count;
        if rank > total {
            let is_rounding = total >= self.count * (1.0 - ROUNDING);
            if !is_rounding {
                return None;
            }
            rank = total;
        }
        let mut below = 0.0;
        let mut found = None;
        for bucket in self.buckets.values().filter(|bucket| bucket.count > 0.0) {
            found = Some((bucket, ((rank - below) / bucket.count).clamp(0.0, 1.0)));
            below += bucket.count;
            if below >= rank {
                break;
            }
        }
        found.map(|(bucket, share)| self.inside(bucket, share))
    }

    fn inside(&self, bucket: &Bucket, share: f64) -> Estimate {
        let Bucket { mut lower, mut upper, .. } = *bucket;
        if upper == f64::INFINITY {
            return Estimate::Above(lower);
        }
        if lower == f64::NEG_INFINITY {
            if upper <= 0.0 {
                return Estimate::At(upper);
            }
            lower = 0.0;
        }
        let is_zero_bucket = lower <= 0.0 && upper >= 0.0;
        if self.layout != BucketLayout::Custom && is_zero_bucket {
            let any = |holds: fn(&Bucket) -> bool| self.buckets.values().any(|b| b.count > 0.0 && holds(b));
            match (any(|b| b.lower > 0.0), any(|b| b.upper < 0.0)) {
                (true, false) => lower = 0.0,
                (false, true) => upper = 0.0,
                _ => {}
            }
        }
        if self.layout == BucketLayout::Custom || is_zero_bucket {
            return Estimate::At(lower + (upper - lower) * share);
        }
        let (from, to) = (lower.abs().log2(), upper.abs().log2());
        Estimate::At((from + (to - from) * share).exp2().copysign(lower))
    }

    fn common_layout(&self, other: &Self) -> Option<BucketLayout> {
        match (self.layout, other.layout) {
            (BucketLayout::Exponential(a), BucketLayout::Exponential(b)) => {
                Some(BucketLayout::Exponential(a.min(b)))
            }
            (BucketLayout::Custom, BucketLayout::Custom) => Some(BucketLayout::Custom),
            // An empty one fits both.
            _ if self.buckets.is_empty() => Some(other.layout),
            _ if other.buckets.is_empty() => Some(self.layout),
            _ => None,
        }
    }

    fn coarsen(&mut self, layout: BucketLayout) {
        if self.layout != layout {
            self.layout = layout;
            for bucket in std::mem::take(&mut self.buckets).into_values() {
                self.add(bucket);
            }
        }
    }

    /// Adds to the bucket of this layout that `bucket` lies in.
    fn add(&mut self, bucket: Bucket) {
        let (key, lower, upper) = place(self.layout, bucket);
        let cell = self.buckets.entry(key).or_insert(Bucket { lower, upper, count: 0.0 });
        cell.count += bucket.count;
        // Zero buckets may differ in width.
        cell.lower = cell.lower.min(lower);
        cell.upper = cell.upper.max(upper);
    }
}

/// Finds the schema that all buckets fit; histograms without any but the zero bucket fit the finest.
fn layout_of(buckets: impl IntoIterator<Item = Bucket>) -> BucketLayout {
    let mut schema = None;
    for bucket in buckets {
        if is_zero_bucket(bucket) || is_overflow(bucket) {
            continue;
        }
        match (schema_of(bucket), schema) {
            (Some(own), None) => schema = Some(own),
            (Some(own), Some(others)) if own == others => {}
            _ => return BucketLayout::Custom,
        }
    }
    BucketLayout::Exponential(schema.unwrap_or(*SCHEMAS.end()))
}

/// Tells the schema from the distance between the bounds.
fn schema_of(bucket: Bucket) -> Option<i32> {
    let (near, far) = distances(bucket)?;
    let schema = -(far / near).log2().log2();
    let rounded = schema.round();
    let whole = SCHEMAS.contains(&(rounded as i32)) && (schema - rounded).abs() < STEP_TOLERANCE;
    let step = far.log2() * rounded.exp2();
    (whole && (step - step.round()).abs() < STEP_TOLERANCE * step.abs().max(1.0)).then_some(rounded as i32)
}

/// Distances of the bounds from zero, the nearer first, where both are on one side of it.
fn distances(bucket: Bucket) -> Option<(f64, f64)> {
    let Bucket { lower, upper, .. } = bucket;
    let (near, far) = if lower > 0.0 {
        (lower, upper)
    } else if upper < 0.0 {
        (-upper, -lower)
    } else {
        return None;
    };
    (far.is_finite() && far > near).then_some((near, far))
}

fn is_zero_bucket(bucket: Bucket) -> bool {
    bucket.lower == -bucket.upper && bucket.upper.is_finite()
}

/// The last exponential bucket goes from the largest number to infinity.
fn is_overflow(bucket: Bucket) -> bool {
    let edge = f64::MAX / 2.0;
    (bucket.upper == f64::INFINITY && bucket.lower > edge)
        || (bucket.lower == f64::NEG_INFINITY && bucket.upper < -edge)
}

/// Key and bounds of the bucket of a layout that `bucket` lies in.
fn place(layout: BucketLayout, bucket: Bucket) -> (i64, f64, f64) {
    let Bucket { lower, upper, .. } = bucket;
    let BucketLayout::Exponential(schema) = layout else { return (ordered(upper), lower, upper) };
    if is_overflow(bucket) {
        return (if upper > 0.0 { OVERFLOW } else { -OVERFLOW }, lower, upper);
    }
    let Some((near, far)) = distances(bucket) else { return (0, lower, upper) };
    // The middle of the bucket cannot be mistaken for its neighbour's by rounding.
    let middle = (near.log2() + far.log2()) / 2.0;
    let steps = f64::from(schema).exp2();
    let index = (middle * steps).ceil();
    let (near, far) = (((index - 1.0) / steps).exp2(), (index / steps).exp2());
    let key = index as i64 + POSITIVE;
    if lower > 0.0 { (key, near, far) } else { (-key, -far, -near) }
}

/// Turns a number into one that sorts the same.
fn ordered(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

#[cfg(test)]
#[path = "native_tests.rs"]
mod tests;
