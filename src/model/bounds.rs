//! Where the buckets begin and end that latencies were counted in, when they were not kept one by one.
//!
//! A count above a bound is exact; anything between two of them is not known.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The bounds of buckets. What lies on a bound belongs to the bucket below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bounds {
    /// Powers of 2^(2^−schema) of a unit: native histograms.
    Exponential {
        /// From −4, the widest, to 8.
        schema: i8,
        /// How many microseconds the unit has: that of a second or of a millisecond.
        unit: u32,
    },
    /// These, in microseconds, ascending. The first bucket begins at 0, the last has no end.
    Listed(Vec<u64>),
}

/// A bucket, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bucket {
    /// What is in it is longer.
    pub above: f64,
    /// And not longer than this; absent in the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<f64>,
}

/// What the buckets of both sides leave open in a latency cell, where they are wide.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CellBuckets {
    /// Where the base's quantile lies.
    pub base: Bucket,
    /// Where the candidate's lies.
    pub run: Bucket,
    /// The bound beyond which requests were counted, in milliseconds.
    pub beyond: f64,
    /// The bound below it; 0 where there is none.
    pub below: f64,
    /// `p`, did requests lie evenly in their buckets.
    pub p_even: f64,
    /// Whether the change is more than noise if they do, and may be noise if they do not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
}

/// Bounds that differ by less are one: they are rounded to microseconds, and decimal numbers to a digit.
const SAME: f64 = 1e-6;
/// Microseconds in a millisecond.
const MICROS: f64 = 1000.0;

impl Bounds {
    /// What both have: above these counts of both are known.
    pub fn shared(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Exponential { schema: a, unit }, Self::Exponential { schema: b, unit: other })
                if unit == other =>
            {
                Self::Exponential { schema: *a.min(b), unit: *unit }
            }
            (Self::Listed(bounds), other) | (other, Self::Listed(bounds)) => {
                let is_shared = |bound: &&u64| other.has(**bound as f64 / MICROS);
                Self::Listed(bounds.iter().filter(is_shared).copied().collect())
            }
            _ => Self::Listed(Vec::new()),
        }
    }

    /// What holds of distributions put together: a distribution without values holds everywhere, and one whose values are
    /// known one by one (without bounds) at all bounds of the others.
    pub fn of_all<'a>(parts: impl Iterator<Item = (u64, Option<&'a Arc<Self>>)>) -> Option<Arc<Self>> {
        let mut bounds = parts.filter(|(count, _)| *count > 0).filter_map(|(_, bounds)| bounds);
        let first = bounds.next()?.clone();
        Some(bounds.fold(first, |all, other| if all == *other { all } else { all.shared(other).into() }))
    }

    /// Whether it is a bound.
    pub fn has(&self, milliseconds: f64) -> bool {
        self.at_or_below(milliseconds).is_some_and(|bound| bound >= milliseconds * (1.0 - SAME))
    }

    /// The highest bound that is not above a latency; absent below the first.
    pub fn at_or_below(&self, milliseconds: f64) -> Option<f64> {
        match self {
            Self::Exponential { .. } => self.step(milliseconds, |steps| (steps + SAME).floor()),
            Self::Listed(bounds) => {
                let reach = milliseconds * MICROS * (1.0 + SAME);
                let above = bounds.partition_point(|bound| *bound as f64 <= reach);
                above.checked_sub(1).map(|last| bounds[last] as f64 / MICROS)
            }
        }
    }

    /// The lowest bound that is not below a latency; absent above the last.
    pub fn at_or_above(&self, milliseconds: f64) -> Option<f64> {
        match self {
            Self::Exponential { .. } => self.step(milliseconds, |steps| (steps - SAME).ceil()),
            Self::Listed(bounds) => {
                let reach = milliseconds * MICROS * (1.0 - SAME);
                let below = bounds.partition_point(|bound| (*bound as f64) < reach);
                bounds.get(below).map(|bound| *bound as f64 / MICROS)
            }
        }
    }

    fn step(&self, milliseconds: f64, round: impl Fn(f64) -> f64) -> Option<f64> {
        let Self::Exponential { schema, unit } = self else { return None };
        let (steps, unit) = (f64::from(*schema).exp2(), f64::from(*unit) / MICROS);
        let at = (milliseconds / unit).log2() * steps;
        at.is_finite().then(|| (round(at) / steps).exp2() * unit)
    }

    /// The bucket that a latency lies in.
    pub fn bucket_of(&self, milliseconds: f64) -> Bucket {
        let up_to = self.at_or_above(milliseconds);
        // On a bound it belongs to the bucket below.
        let inside = up_to.map_or(milliseconds, |up_to| up_to.min(milliseconds) * (1.0 - 2.0 * SAME));
        Bucket { above: self.at_or_below(inside).unwrap_or(0.0), up_to }
    }

    /// Whether they can be: ascending, and of a schema that there is.
    pub fn is_plausible(&self) -> bool {
        match self {
            Self::Exponential { schema, unit } => {
                (-4..=8).contains(schema) && [1_000, 1_000_000].contains(unit)
            }
            Self::Listed(bounds) => bounds.is_sorted_by(|a, b| a < b) && bounds.first() != Some(&0),
        }
    }
}

/// Buckets no wider than this, as a log, are used as they are: within them, values are taken to lie evenly. Native histograms
/// have 9 % by default.
pub const NARROW: f64 = 0.1;
impl Bucket {
    /// Whether it is so wide that a figure in it is told as the bucket.
    pub fn is_wide(&self) -> bool {
        self.width() > NARROW
    }

    /// How wide it is on the scale of logarithms; infinite for the first, which begins at 0, and the last.
    pub fn width(&self) -> f64 {
        match self.up_to {
            Some(up_to) if self.above > 0.0 => (up_to / self.above).ln(),
            _ => f64::INFINITY,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Bounds, Bucket};

    fn listed(bounds: &[u64]) -> Bounds {
        Bounds::Listed(bounds.to_vec())
    }

    const NATIVE: Bounds = Bounds::Exponential { schema: 3, unit: 1_000_000 };

    #[test]
    fn a_latency_lies_between_two_bounds() {
        let bounds = listed(&[10_000, 20_000, 50_000]);
        for (latency, below, above, bucket) in [
            (5.0, None, Some(10.0), (0.0, Some(10.0))),
            (10.0, Some(10.0), Some(10.0), (0.0, Some(10.0))),
            (10.1, Some(10.0), Some(20.0), (10.0, Some(20.0))),
            (20.0, Some(20.0), Some(20.0), (10.0, Some(20.0))),
            (70.0, Some(50.0), None, (50.0, None)),
        ] {
            assert_eq!(
                (bounds.at_or_below(latency), bounds.at_or_above(latency)),
                (below, above),
                "{latency}"
            );
            let (above, up_to) = bucket;
            assert_eq!(bounds.bucket_of(latency), Bucket { above, up_to }, "{latency}");
        }
    }

    #[test]
    fn bounds_of_native_histograms_are_powers() {
        // As Prometheus writes them, in seconds.
        let recorded = [0.008_519_591_661_447_326, 0.009_290_680_585_958_758, 0.125];
        for seconds in recorded {
            assert!(NATIVE.has(seconds * 1000.0), "{seconds}");
        }
        let bucket = NATIVE.bucket_of(9.0);
        assert!(
            (bucket.above - 8.519_591_661).abs() < 1e-6
                && (bucket.up_to.unwrap() - 9.290_680_586).abs() < 1e-6
        );
        assert!((bucket.width() - 2.0_f64.ln() / 8.0).abs() < 1e-9);
        assert_eq!(NATIVE.at_or_below(0.0), None);
        assert!(NATIVE.is_plausible() && !Bounds::Exponential { schema: 9, unit: 1000 }.is_plausible());
    }

    #[test]
    fn both_sides_share_what_both_have() {
        let fine = Bounds::Exponential { schema: 4, unit: 1_000_000 };
        assert_eq!(fine.shared(&NATIVE), NATIVE);
        assert_eq!(listed(&[10, 20, 30]).shared(&listed(&[20, 30, 40])), listed(&[20, 30]));
        // 125 ms is a power of two of a second.
        assert_eq!(listed(&[100_000, 125_000]).shared(&NATIVE), listed(&[125_000]));
        assert_eq!(NATIVE.shared(&Bounds::Exponential { schema: 3, unit: 1000 }), listed(&[]));
    }

    #[test]
    fn what_is_known_one_by_one_is_known_at_every_bound() {
        let bounds = Arc::new(listed(&[10, 20]));
        let of = |parts: &[(u64, Option<&Arc<Bounds>>)]| Bounds::of_all(parts.iter().copied());
        assert_eq!(of(&[(5, None), (5, None)]), None);
        assert_eq!(of(&[(5, None), (5, Some(&bounds))]), Some(bounds.clone()));
        let other = Arc::new(listed(&[20, 30]));
        assert_eq!(of(&[(5, Some(&other)), (5, Some(&bounds))]).as_deref(), Some(&listed(&[20])));
        assert_eq!(of(&[(0, Some(&other)), (5, Some(&bounds))]), Some(bounds.clone()), "nothing was counted");
    }

    #[test]
    fn bounds_that_cannot_be_are_told() {
        assert!(listed(&[1, 2]).is_plausible());
        assert!(!listed(&[2, 2]).is_plausible() && !listed(&[0, 2]).is_plausible());
    }
}
