//! Student's t distribution.

use super::incomplete_beta::tails;

/// Degrees of freedom beyond which more make no difference: in the seventh digit at p = 10⁻¹².
const MOST_DF: f64 = 1e10;

/// Computes P(T ≥ t) with `df` degrees of freedom, which need not be whole.
///
/// ½·I_{df/(df + t²)}(df/2, ½) for t ≥ 0, one minus its mirror below (Abramowitz and Stegun, 26.7.1).
/// Right to seven digits far out, for any df: `statrs` is off by 0.2 % at t = 7 and df = 10¹². Where t
/// is not a number, or df is not above 0, it is ½: evidence of nothing.
pub fn upper_tail(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return 0.5;
    }
    if t < 0.0 {
        return 1.0 - upper_tail(-t, df);
    }
    let squared = t * t;
    if !squared.is_finite() {
        return 0.0;
    }
    let df = df.min(MOST_DF);
    let whole = df + squared;
    let tail = tails(df / 2.0, 0.5, df / whole, squared / whole).below / 2.0;
    if tail.is_nan() { 0.5 } else { tail.clamp(0.0, 0.5) }
}

/// Finds the t below which a share `p` of the distribution lies: t_p(df).
///
/// Bisection on [`upper_tail`]; `statrs`' own inverse is right to four digits only at a million
/// degrees of freedom and does not return at 10⁹. Never infinite: ∓10¹⁵ at p = 0 or 1, and where the
/// quantile lies further out; 0 where p is not a number or df is not above 0.
pub fn quantile(p: f64, df: f64) -> f64 {
    if p.is_nan() || df.is_nan() || df <= 0.0 {
        return 0.0;
    }
    if p < 0.5 { -quantile_of_tail(p, df) } else { quantile_of_tail(1.0 - p, df) }
}

/// Finds the t beyond which a share `tail` ≤ ½ lies: t_{1 − tail}(df), without the digits that
/// 1 − tail would lose.
fn quantile_of_tail(tail: f64, df: f64) -> f64 {
    /// Farther out than any quantile that is asked for.
    const FARTHEST: f64 = 1e15;
    let (mut low, mut high) = (0.0, 1.0);
    while high < FARTHEST && upper_tail(high, df) > tail {
        low = high;
        high *= 2.0;
    }
    if high >= FARTHEST {
        return FARTHEST;
    }
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if upper_tail(middle, df) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// Computes the effect that a one-sided t test at cut-off `p` finds with a power of 80 %, in the unit
/// of `sd`: (t_{1−p}(df) + t_{0.8}(df))·sd.
///
/// The usual approximation of the noncentral t (Chow, Shao, Wang, *Sample Size Calculations in
/// Clinical Research*, §3.1). An `sd` that is not a number counts as 0.
pub fn detectable(sd: f64, df: f64, p: f64) -> f64 {
    let effect = (-quantile(p, df) + quantile(super::power::POWER, df)) * sd;
    if effect.is_finite() { effect.max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found:e} is not {expected:e}");
    }

    #[test]
    fn quantiles_are_those_of_the_printed_table() {
        // Fisher and Yates, Statistical Tables, table III.
        for (p, df, printed) in [
            (0.975, 1.0, 12.706),
            (0.975, 4.0, 2.776),
            (0.975, 8.0, 2.306),
            (0.95, 8.0, 1.860),
            (0.995, 8.0, 3.355),
            (0.9995, 10.0, 4.587),
            (0.975, 10.0, 2.228),
            (0.95, 17.0, 1.740),
            (0.80, 17.0, 0.863),
            (0.975, 120.0, 1.980),
        ] {
            assert!((quantile(p, df) - printed).abs() < 0.000_6, "t_{p}({df}) = {}", quantile(p, df));
        }
    }

    #[test]
    fn quantiles_far_out_are_those_of_scipy() {
        // scipy 1.17.1, scipy.stats.t.ppf.
        assert_close(quantile(1e-12, 10.0), -40.532_096_178_662_6, 1e-11);
        assert_close(quantile(0.975, 1e6), 1.959_966_356_814_107, 1e-11);
        assert_close(quantile(0.975, 1e9), 1.959_963_986_912_325, 1e-8);
        assert_close(quantile(0.995, 8.5), 3.298_819_897_170_225_6, 1e-11);
        assert_close(quantile(0.500_001, 10.0), 2.569_978_035_025_185_3e-6, 1e-8);
    }

    #[test]
    fn tails_far_out_are_those_of_scipy() {
        // scipy 1.17.1, scipy.stats.t.sf.
        for (t, df, expected) in [
            (2.0, 8.0, 0.040_258_118_978_631_31),
            (8.0, 8.0, 2.183_413_015_664_011_3e-5),
            (30.0, 10.0, 1.980_896_171_015_662_3e-11),
            (100.0, 9.0, 2.536_544_883_104_282e-15),
            (7.0, 1e3, 2.343_751_283_385_720_3e-12),
            (7.0, 1e6, 1.280_612_055_687_042e-12),
            (1e6, 9.5, 5.556_833_961_207_174e-54),
        ] {
            assert_close(upper_tail(t, df), expected, 1e-10);
        }
        assert_close(upper_tail(5.0, 1e9), 2.866_516_201_975_809_6e-7, 1e-7);
        assert_close(upper_tail(7.0, 1e12), 1.279_812_544_685_129e-12, 1e-6);
    }

    #[test]
    fn sides_mirror_each_other() {
        assert_close(upper_tail(-2.0, 8.0), 1.0 - 0.040_258_118_978_631_31, 1e-12);
        assert_eq!(upper_tail(0.0, 8.0), 0.5);
        assert_close(quantile(0.025, 8.0), -quantile(0.975, 8.0), 1e-12);
        assert!(quantile(0.5, 8.0).abs() < 1e-12);
    }

    #[test]
    fn odd_inputs_have_finite_answers() {
        assert_eq!(upper_tail(f64::NAN, 8.0), 0.5);
        assert_eq!(upper_tail(3.0, 0.0), 0.5);
        assert_eq!(upper_tail(f64::INFINITY, 8.0), 0.0);
        assert_eq!(upper_tail(f64::NEG_INFINITY, 8.0), 1.0);
        assert_eq!(quantile(1.0, 8.0), 1e15);
        assert_eq!(quantile(0.0, 8.0), -1e15);
        assert_eq!(quantile(f64::NAN, 8.0), 0.0);
        assert_eq!(detectable(f64::NAN, 8.0, 0.05), 0.0);
        assert_eq!(detectable(0.1, 8.0, 0.999), 0.0);
    }

    #[test]
    fn detectable_adds_the_two_quantiles() {
        // t_{0.95}(8) = 1.859548 and t_{0.8}(8) = 0.888890 (tables), times 3 %.
        assert_close(detectable(0.03, 8.0, 0.05), 0.03 * (1.859_548 + 0.888_890), 1e-6);
    }

    proptest! {
        #[test]
        fn tails_are_probabilities_and_fall(t in any::<f64>(), step in 0.0..10.0_f64, df in 0.1..1e9_f64) {
            let tail = upper_tail(t, df);
            prop_assert!((0.0..=1.0).contains(&tail));
            if t.is_finite() && t.abs() < 1e6 {
                prop_assert!(upper_tail(t + step, df) <= tail + 1e-12);
            }
        }

        #[test]
        fn quantile_inverts_the_tail(p in 0.001..0.999_f64, df in 1.0..200.0_f64) {
            prop_assert!((upper_tail(quantile(p, df), df) - (1.0 - p)).abs() < 1e-9);
        }
    }
}
