//! Where values lie and how far they spread, whatever a few of them do.

/// The quantile `q` (0..1) of values in any order, interpolated at rank q·(n−1); nothing where there are none.
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = q.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64;
    let (low, high) = (sorted.get(rank.floor() as usize)?, sorted.get(rank.ceil() as usize)?);
    Some(low + (high - low) * rank.fract())
}

/// What the median absolute deviation is of one standard deviation of a normal distribution: Φ⁻¹(3/4).
const MAD_OF_NORMAL: f64 = 0.674_489_750_196_081_7;
/// The distance of the 10th and the 90th percentile of a normal distribution, in standard deviations.
const TENTHS_OF_NORMAL: f64 = 2.563_103_131_089_200_5;

/// A standard deviation that a few values cannot move: the larger of what the median absolute deviation and the distance
/// of the 10th and 90th percentile would be of a normal distribution (Huber, *Robust Statistics*, chapter 5).
///
/// The median absolute deviation alone is 0 where more than half of the values are equal.
pub fn spread(values: &[f64]) -> Option<f64> {
    let median = quantile(values, 0.5)?;
    let deviations: Vec<f64> = values.iter().map(|value| (value - median).abs()).collect();
    let mad = quantile(&deviations, 0.5)? / MAD_OF_NORMAL;
    let tenths = (quantile(values, 0.9)? - quantile(values, 0.1)?) / TENTHS_OF_NORMAL;
    Some(mad.max(tenths))
}

#[cfg(test)]
mod tests {
    use super::{quantile, spread};

    #[test]
    fn quantiles_are_interpolated_between_ranks() {
        assert_eq!(quantile(&[4.0, 1.0, 3.0, 2.0], 0.5), Some(2.5));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.9), Some(4.6));
        assert_eq!(quantile(&[7.0], 0.9), Some(7.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn one_value_does_not_spread_the_rest() {
        // Median 3, deviations 2 1 0 1 97 with median 1.
        let mad = 1.0 / 0.674_489_750_196_081_7;
        assert!(spread(&[1.0, 2.0, 3.0, 4.0]).unwrap() < 2.0);
        assert!(spread(&[1.0, 2.0, 3.0, 4.0, 100.0]).unwrap() > mad);
        assert_eq!(spread(&[5.0; 20]), Some(0.0));
    }

    #[test]
    fn more_than_half_equal_values_still_spread() {
        let values = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 10.0, 10.0, 10.0, 10.0];
        assert!((spread(&values).unwrap() - 10.0 / 2.563_103_131_089_200_5).abs() < 1e-12);
    }
}
