//! The middle of shifts of unequal certainty.
//!
//! A median, because one endpoint that moved by itself must not move the rest; weighted, because a
//! shift of an endpoint with few requests says less.

/// Variance of a median, in units of that of a mean of normal values: π/2 (Kendall and Stuart, *The
/// Advanced Theory of Statistics*, vol. 1, §14.6).
pub const MEDIAN_VARIANCE: f64 = 1.57;

/// A value and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// Any unit; shifts are differences of natural logarithms.
    pub value: f64,
    /// One over the variance of the value; above 0. Others are left out.
    pub weight: f64,
}

/// Finds the weighted median; `None` where nothing has a finite value and a weight above 0.
///
/// Sorts by value and cumulates the weights ω; each value sits at cum − ω/2, and the median is
/// interpolated linearly at Σω/2 (type 5 of Hyndman and Fan 1996, with weights). Does not depend on
/// the order of the input.
pub fn weighted_median(points: &[Weighted]) -> Option<f64> {
    ByValue::of(points.iter().map(|point| ((), *point))).median(|()| true)
}

/// Points in the order of their values, each with a key, of which medians are taken again and again.
#[derive(Debug, Clone)]
pub struct ByValue<K>(Vec<(K, Weighted)>);

impl<K: Copy> ByValue<K> {
    /// Sorts points; those without a finite value or a weight above 0 are left out.
    pub fn of(points: impl Iterator<Item = (K, Weighted)>) -> Self {
        let is_usable = |(_, point): &(K, Weighted)| {
            point.value.is_finite() && point.weight.is_finite() && point.weight > 0.0
        };
        let mut sorted: Vec<(K, Weighted)> = points.filter(is_usable).collect();
        sorted.sort_by(|(_, one), (_, other)| {
            one.value.total_cmp(&other.value).then_with(|| one.weight.total_cmp(&other.weight))
        });
        Self(sorted)
    }

    /// The weighted median of the points whose key is taken; `None` where that is none.
    pub fn median(&self, takes: impl Fn(K) -> bool) -> Option<f64> {
        let taken = || self.0.iter().filter(|(key, _)| takes(*key)).map(|(_, point)| point);
        // Only ratios of weights count; as shares of the largest they cannot add up to infinity.
        let largest = taken().map(|point| point.weight).fold(0.0, f64::max);
        let half = taken().map(|point| point.weight / largest).sum::<f64>() / 2.0;

        let mut cumulated = 0.0;
        let mut before: Option<(f64, f64)> = None;
        for point in taken() {
            let weight = point.weight / largest;
            let position = cumulated + weight / 2.0;
            cumulated += weight;
            if position >= half {
                return Some(match before {
                    Some((earlier, value)) if position > earlier => {
                        let share = (half - earlier) / (position - earlier);
                        value * (1.0 - share) + point.value * share
                    }
                    _ => point.value,
                });
            }
            before = Some((position, point.value));
        }
        before.map(|(_, value)| value)
    }
}

/// Points from which on the median of all stands for that of the others: one of so many moves it by nothing.
const MANY: usize = 40;

/// Finds, for each point, the weighted median of the *others*, in the order of the input: g₋e.
///
/// 0 for a point that is alone, or whose others have no weight.
pub fn medians_of_others(points: &[Weighted]) -> Vec<f64> {
    if points.len() >= MANY {
        return vec![weighted_median(points).unwrap_or(0.0); points.len()];
    }
    let mut others = Vec::with_capacity(points.len());
    (0..points.len())
        .map(|left_out| {
            others.clear();
            others.extend_from_slice(&points[..left_out]);
            others.extend_from_slice(&points[left_out + 1..]);
            weighted_median(&others).unwrap_or(0.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn weighted(pairs: &[(f64, f64)]) -> Vec<Weighted> {
        pairs.iter().map(|&(value, weight)| Weighted { value, weight }).collect()
    }

    #[track_caller]
    fn assert_median(pairs: &[(f64, f64)], expected: f64) {
        let found = weighted_median(&weighted(pairs)).unwrap();
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn with_equal_weights_it_is_the_median() {
        assert_median(&[(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)], 2.0);
        assert_median(&[(4.0, 2.0), (1.0, 2.0), (2.0, 2.0), (3.0, 2.0)], 2.5);
        assert_median(&[(7.0, 0.3)], 7.0);
    }

    #[test]
    fn interpolates_between_the_middles_of_the_weights() {
        // Positions 0.5 and 2.5 of 4; the middle, 2, lies three quarters of the way from 10 to 20.
        assert_median(&[(10.0, 1.0), (20.0, 3.0)], 17.5);
        // Positions 0.5, 2 and 4.5 of 6; 3 lies at 0.4 of the way from 2 to 8.
        assert_median(&[(1.0, 1.0), (2.0, 2.0), (8.0, 3.0)], 4.4);
        // Position of the middle exactly on a value.
        assert_median(&[(1.0, 1.0), (5.0, 2.0), (9.0, 1.0)], 5.0);
    }

    #[test]
    fn odd_points_are_left_out() {
        assert_median(&[(f64::NAN, 1.0), (5.0, 1.0), (9.0, 0.0), (9.0, f64::INFINITY), (9.0, -1.0)], 5.0);
        assert_eq!(weighted_median(&[]), None);
        assert_eq!(weighted_median(&weighted(&[(1.0, 0.0)])), None);
        assert_median(&[(1.0, f64::MAX), (3.0, f64::MAX)], 2.0);
    }

    #[test]
    fn the_others_do_not_hold_the_point_itself() {
        let points = weighted(&[(0.30, 1.0), (0.01, 1.0), (0.02, 1.0), (0.03, 1.0)]);
        let expected = [0.02, 0.03, 0.03, 0.02];
        for (found, expected) in medians_of_others(&points).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
    }

    #[test]
    fn an_endpoint_that_is_alone_shares_nothing() {
        assert_eq!(medians_of_others(&weighted(&[(0.1, 1.0)])), [0.0]);
        assert_eq!(medians_of_others(&weighted(&[(0.1, 1.0), (0.3, 1.0)])), [0.3, 0.1]);
        assert!(medians_of_others(&[]).is_empty());
    }

    fn points() -> impl Strategy<Value = Vec<(f64, f64)>> {
        prop::collection::vec((-10.0..10.0_f64, 0.01..100.0_f64), 1..12)
    }

    proptest! {
        #[test]
        fn moves_with_its_values(pairs in points(), shift in -5.0..5.0_f64, scale in 0.1..10.0_f64) {
            let median = weighted_median(&weighted(&pairs)).unwrap();
            let moved: Vec<_> = pairs.iter().map(|&(value, weight)| (value * scale + shift, weight)).collect();
            let found = weighted_median(&weighted(&moved)).unwrap();
            prop_assert!((found - (median * scale + shift)).abs() < 1e-9);
        }

        #[test]
        fn only_ratios_of_weights_count(pairs in points(), scale in 0.001..1000.0_f64) {
            let scaled: Vec<_> = pairs.iter().map(|&(value, weight)| (value, weight * scale)).collect();
            let (one, other) = (weighted_median(&weighted(&pairs)), weighted_median(&weighted(&scaled)));
            prop_assert!((one.unwrap() - other.unwrap()).abs() < 1e-9);
        }

        #[test]
        fn mirrors_and_ignores_the_order(pairs in points()) {
            let mirrored: Vec<_> = pairs.iter().rev().map(|&(value, weight)| (-value, weight)).collect();
            let (one, other) = (weighted_median(&weighted(&pairs)), weighted_median(&weighted(&mirrored)));
            prop_assert!((one.unwrap() + other.unwrap()).abs() < 1e-9);
            let turned: Vec<_> = pairs.iter().rev().copied().collect();
            prop_assert_eq!(one, weighted_median(&weighted(&turned)));
        }

        #[test]
        fn stays_among_its_values(pairs in prop::collection::vec((any::<f64>(), any::<f64>()), 0..8)) {
            if let Some(found) = weighted_median(&weighted(&pairs)) {
                let values = pairs.iter().map(|pair| pair.0).filter(|value| value.is_finite());
                let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
                prop_assert!(found.is_finite() && found >= low - low.abs() * 1e-12 && found <= high + high.abs() * 1e-12);
            }
        }
    }
}
