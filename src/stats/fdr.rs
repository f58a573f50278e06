//! The false discovery rate.

/// Adjusts p-values for the number of questions asked: q-values in the order of the input.
///
/// q₍ᵢ₎ = min over j ≥ i of p₍ⱼ₎·m/j, at most 1 (Benjamini and Hochberg, "Controlling the false
/// discovery rate", JRSS B 57, 1995). Calling everything with q below α a discovery keeps the
/// expected share of false ones below α. A p-value that is not a number counts as 1.
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    let p = |index: usize| if p_values[index].is_nan() { 1.0 } else { p_values[index].clamp(0.0, 1.0) };
    let count = p_values.len();
    let mut by_size: Vec<usize> = (0..count).collect();
    by_size.sort_by(|&one, &other| p(one).total_cmp(&p(other)));

    let mut adjusted = vec![1.0; count];
    let mut least: f64 = 1.0;
    for (place, &index) in by_size.iter().enumerate().rev() {
        // In this order, so that rounding never takes q below p.
        least = least.min(p(index) * (count as f64 / (place + 1) as f64));
        adjusted[index] = least;
    }
    adjusted
}

/// Combines p-values of one subject, however they depend on each other: ½ − atan(mean of tan((½ − p)·π))/π (Liu and
/// Xie, "Cauchy combination test", JASA 115, 2020).
///
/// As good as the least of them times their number where only that is small, and better where several are. 1 for none; a
/// p-value that is not a number counts as 1.
pub fn cauchy_combination(p_values: &[f64]) -> f64 {
    const LEAST: f64 = 1e-15;
    if p_values.is_empty() {
        return 1.0;
    }
    let of = |p: &f64| {
        let p = if p.is_nan() { 1.0 } else { p.clamp(LEAST, 1.0 - LEAST) };
        ((0.5 - p) * std::f64::consts::PI).tan()
    };
    let mean = p_values.iter().map(of).sum::<f64>() / p_values.len() as f64;
    // Far out the arc tangent loses its digits: atan(x) = π/2 − atan(1/x).
    let p = if mean > 0.0 {
        (1.0 / mean).atan() / std::f64::consts::PI
    } else {
        0.5 - mean.atan() / std::f64::consts::PI
    };
    if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, proptest};

    use super::*;

    /// The fifteen p-values of the example in Benjamini and Hochberg 1995, §4.
    const PAPER: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
        0.6528, 0.7590, 1.0,
    ];

    #[test]
    fn rejects_the_four_hypotheses_of_the_paper() {
        let rejected = benjamini_hochberg(&PAPER).iter().filter(|q| **q <= 0.05).count();
        assert_eq!(rejected, 4);
    }

    #[test]
    fn equals_the_adjusted_values_of_scipy() {
        // scipy 1.17.1, stats.false_discovery_control; the fifth to eighth values show the minimum from above.
        let expected = [
            0.0015,
            0.003,
            0.0095,
            0.035_625,
            0.0603,
            0.063_857_142_857_142_86,
            0.063_857_142_857_142_86,
            0.0645,
            0.0765,
            0.486,
            0.581_181_818_181_818_2,
            0.714_875,
            0.753_230_769_230_769_2,
            0.813_214_285_714_285_7,
            1.0,
        ];
        for (found, expected) in benjamini_hochberg(&PAPER).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
    }

    #[test]
    fn keeps_the_order_of_the_input() {
        assert_eq!(benjamini_hochberg(&[0.75, 0.125, 0.25, 0.25]), [0.75, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
        assert_eq!(benjamini_hochberg(&[0.5, 0.01]), [0.5, 0.02]);
    }

    #[test]
    fn odd_inputs_have_answers() {
        assert!(benjamini_hochberg(&[]).is_empty());
        assert_eq!(benjamini_hochberg(&[0.03]), [0.03]);
        assert_eq!(benjamini_hochberg(&[f64::NAN, 0.1, -1.0]), [1.0, 0.15000000000000002, 0.0]);
    }

    proptest! {
        #[test]
        fn never_below_p_nor_above_one_and_monotone(p in prop::collection::vec(0.0..=1.0_f64, 0..40)) {
            let q = benjamini_hochberg(&p);
            for one in 0..p.len() {
                prop_assert!(q[one] >= p[one] && q[one] <= 1.0);
                for other in 0..p.len() {
                    prop_assert!(p[one] > p[other] || q[one] <= q[other]);
                }
            }
        }

        #[test]
        fn never_panics(p in prop::collection::vec(any::<f64>(), 0..20)) {
            prop_assert!(benjamini_hochberg(&p).iter().all(|q| (0.0..=1.0).contains(q)));
        }
    }

    #[test]
    fn a_combination_is_led_by_the_least_and_helped_by_the_others() {
        assert!((cauchy_combination(&[0.02]) - 0.02).abs() < 1e-12);
        assert!((cauchy_combination(&[0.01; 3]) - 0.01).abs() < 1e-12);
        // tan(0.499π) = 318.3088: (318.3088 + 0 + 0)/3 = 106.103, and ½ − atan(106.103)/π = 0.0029999.
        assert!((cauchy_combination(&[0.001, 0.5, 0.5]) - 0.002_999_9).abs() < 1e-6);
        assert!(cauchy_combination(&[0.001, 0.003, 0.5]) < 0.002_3);
        assert!((cauchy_combination(&[1e-12, 0.5]) / 2e-12 - 1.0).abs() < 1e-3);
        assert_eq!(cauchy_combination(&[]), 1.0);
        assert!(cauchy_combination(&[f64::NAN, 1.0]) > 0.99);
    }
}
