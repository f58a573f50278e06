//! Classic histograms: cumulative counts below fixed bounds.

use super::Estimate;

/// Counts at or below a bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cumulative {
    /// The upper bound, inclusive; the last is infinite.
    pub upper: f64,
    /// Everything at or below it.
    pub count: f64,
}

/// Interpolates a quantile, linearly inside its bucket; the lowest bucket begins at 0 where its bound is positive.
///
/// The rank is q·n, as in `histogram_quantile` (`promql/quantile.go`, `BucketQuantile`), which answers with the highest
/// finite bound where this says [`Estimate::Above`]. `buckets` are sorted by bound. A count below the one before is
/// raised to it: series that were scraped at different moments, and sums of rates, can fall by a little.
///
/// There is no answer without a bucket at infinity and a finite one, and where nothing was counted.
pub fn quantile(q: f64, buckets: &[Cumulative]) -> Option<Estimate> {
    let (last, finite) = buckets.split_last()?;
    let highest = finite.last()?;
    if last.upper != f64::INFINITY || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let total = buckets.iter().fold(0.0_f64, |most, bucket| most.max(bucket.count));
    if total.is_nan() || total <= 0.0 {
        return None;
    }
    let rank = q * total;
    let mut below = Cumulative { upper: 0.0, count: 0.0 };
    for (index, bucket) in finite.iter().enumerate() {
        let count = bucket.count.max(below.count);
        if count >= rank {
            if index == 0 && bucket.upper <= 0.0 {
                return Some(Estimate::At(bucket.upper));
            }
            let inside = count - below.count;
            let share = if inside > 0.0 { (rank - below.count) / inside } else { 0.0 };
            return Some(Estimate::At(below.upper + (bucket.upper - below.upper) * share));
        }
        below = Cumulative { upper: bucket.upper, count };
    }
    Some(Estimate::Above(highest.upper))
}

#[cfg(test)]
mod tests {
    use super::{Cumulative, Estimate, quantile};

    fn buckets(pairs: &[(f64, f64)]) -> Vec<Cumulative> {
        pairs.iter().map(|&(upper, count)| Cumulative { upper, count }).collect()
    }

    const INF: f64 = f64::INFINITY;

    #[test]
    fn a_quantile_is_interpolated_inside_its_bucket() {
        let counts = buckets(&[(0.1, 10.0), (0.2, 30.0), (0.4, 40.0), (INF, 40.0)]);
        // Rank 20 is halfway from 10 to 30.
        assert_eq!(quantile(0.5, &counts), Some(Estimate::At(0.1 + 0.1 * 0.5)));
        // Rank 4 of the 10 in the lowest bucket, which begins at 0.
        assert_eq!(quantile(0.1, &counts), Some(Estimate::At(0.1 * 0.4)));
        assert_eq!(quantile(1.0, &counts), Some(Estimate::At(0.4)));
        assert_eq!(quantile(0.0, &counts), Some(Estimate::At(0.0)));
    }

    #[test]
    fn beyond_the_highest_bound_there_is_no_number() {
        let counts = buckets(&[(0.1, 90.0), (0.5, 98.0), (INF, 100.0)]);
        assert_eq!(quantile(0.99, &counts), Some(Estimate::Above(0.5)));
        assert_eq!(quantile(0.98, &counts), Some(Estimate::At(0.5)));
    }

    #[test]
    fn what_cannot_be_answered_has_no_answer() {
        assert_eq!(quantile(0.5, &[]), None);
        assert_eq!(quantile(0.5, &buckets(&[(INF, 3.0)])), None);
        assert_eq!(quantile(0.5, &buckets(&[(0.1, 3.0), (0.2, 4.0)])), None, "no total");
        assert_eq!(quantile(0.5, &buckets(&[(0.1, 0.0), (INF, 0.0)])), None);
        assert_eq!(quantile(1.5, &buckets(&[(0.1, 1.0), (INF, 1.0)])), None);
    }

    #[test]
    fn a_count_that_falls_is_raised() {
        let counts = buckets(&[(0.1, 10.0), (0.2, 9.999), (0.4, 20.0), (INF, 20.0)]);
        assert_eq!(quantile(0.75, &counts), Some(Estimate::At(0.2 + 0.2 * 0.5)));
    }

    #[test]
    fn bounds_below_zero_are_not_interpolated_from_zero() {
        let counts = buckets(&[(-1.0, 5.0), (1.0, 10.0), (INF, 10.0)]);
        assert_eq!(quantile(0.25, &counts), Some(Estimate::At(-1.0)));
        assert_eq!(quantile(0.75, &counts), Some(Estimate::At(0.0)));
    }
}
