use proptest::prelude::{any, prop_assert, proptest};

use super::*;

#[track_caller]
fn assert_close(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{found:e} is not {expected:e}");
}

#[test]
fn poisson_tails_are_those_of_the_printed_table() {
    // Molina, Poisson's Exponential Binomial Limit (1942), table II, P(X ≥ x).
    for (x, mean, printed) in [
        (1.0, 1.0, 0.632_121),
        (3.0, 1.0, 0.080_301),
        (10.0, 5.0, 0.031_828),
        (5.0, 2.0, 0.052_653),
        (16.0, 10.0, 0.048_740),
    ] {
        assert!((count_tail(x, mean, mean) - printed).abs() < 1e-6, "P(X >= {x} | {mean})");
    }
}

#[test]
fn poisson_tails_far_out_are_those_of_forty_digits() {
    // mpmath 1.4.1 at 30 digits, gammainc(x, 0, mean, regularized=True).
    for (x, mean, expected) in [
        (10.0, 1.0, 1.114_254_783_387_206_8e-7),
        (50.0, 10.0, 1.854_726_883_869_799_3e-19),
        (1200.0, 1000.0, 4.684_203_855_872_281e-10),
        (1_007_000.0, 1e6, 1.359_573_750_381_911_7e-12),
        (5.0, 0.001, 8.326_391_864_211_502e-18),
    ] {
        assert_close(count_tail(x, mean, mean), expected, 1e-8);
        assert_close(count_tail(x, mean, mean * 0.5), expected, 1e-8);
    }
}

#[test]
fn overdispersed_tails_are_those_of_scipy() {
    // mpmath 1.4.1 at 30 digits, the sum of the probabilities; scipy 1.17.1, nbinom.sf(x − 1, r, p),
    // agrees to nine digits. The size parameter r is not whole in any of them.
    for (x, mean, variance, expected) in [
        (1.0, 3.3, 7.7, 0.877_183_290_841_349_6),
        (12.0, 3.3, 7.7, 0.013_894_488_769_348_51),
        (60.0, 0.5, 40.0, 0.002_171_112_917_398_788),
        (135.0, 75.0, 169.0, 4.397_748_153_357_361e-5),
        (200.0, 75.0, 169.0, 3.239_746_831_743_008_7e-13),
        (400.0, 75.0, 169.0, 3.123_522_647_282_835e-48),
        (30.0, 10.0, 10.0001, 2.510_439_038_943_05e-7),
        (20_000.0, 15_000.0, 250_000.0, 4.580_953_580_715_058_4e-20),
        (1_000_500.0, 1e6, 1.1e6, 0.316_894_005_450_756_1),
        (1_010_000.0, 1e6, 1.1e6, 8.905_944_588_874_078e-22),
    ] {
        assert_close(count_tail(x, mean, variance), expected, 2e-9);
    }
    // The variance that a double holds here differs from the mean by 10⁻⁶ of its own difference.
    assert_close(count_tail(30.0, 10.0, 10.000_000_000_1), 2.509_951_202_015_706e-7, 1e-9);
}

#[test]
fn lower_tails_are_those_of_scipy() {
    // mpmath 1.4.1 at 30 digits; scipy 1.17.1, nbinom.cdf and poisson.cdf.
    for (x, mean, variance, expected) in [
        (0.0, 3.3, 7.7, 0.122_816_709_158_650_42),
        (2.0, 3.3, 7.7, 0.468_971_844_227_128_3),
        (40.0, 75.0, 169.0, 0.001_272_222_332_928_968_4),
        (20.0, 75.0, 169.0, 2.811_768_841_720_942_6e-8),
        (0.0, 75.0, 169.0, 7.705_049_955_330_177e-22),
        (990_000.0, 1e6, 1.1e6, 6.399_981_856_297_31e-22),
        (0.0, 10.0, 10.0, 4.539_992_976_248_485e-5),
        (1.0, 30.0, 30.0, 2.900_863_120_340_454e-12),
        (850.0, 1000.0, 900.0, 6.235_662_209_754_231e-7),
    ] {
        assert_close(count_lower_tail(x, mean, variance), expected, 2e-9);
    }
}

#[test]
fn both_tails_hold_the_count_itself() {
    // P(X ≥ 3) + P(X ≤ 2) = 1, while P(X ≥ 3) + P(X ≤ 3) exceeds 1 by P(X = 3) = e⁻²·2³/3! at mean 2.
    assert_close(count_tail(3.0, 2.0, 2.0) + count_lower_tail(2.0, 2.0, 2.0), 1.0, 1e-13);
    let twice = count_tail(3.0, 2.0, 2.0) + count_lower_tail(3.0, 2.0, 2.0) - 1.0;
    assert_close(twice, (-2.0_f64).exp() * 8.0 / 6.0, 1e-12);
    assert_close(count_tail(7.0, 4.0, 9.0) + count_lower_tail(6.0, 4.0, 9.0), 1.0, 1e-13);
}

#[test]
fn counts_are_rounded_to_the_nearest_with_halves_up() {
    let at = |x| count_tail(x, 3.3, 7.7);
    assert_eq!(at(2.49), at(2.0));
    assert_eq!(at(2.5), at(3.0));
    assert_eq!(at(3.49), at(3.0));
    assert_eq!(count_tail(0.49, 3.3, 7.7), 1.0);
    assert!(count_tail(0.5, 3.3, 7.7) < 1.0);
    assert_eq!(count_lower_tail(2.5, 3.3, 7.7), count_lower_tail(3.0, 3.3, 7.7));
}

#[test]
fn poisson_and_nearly_poisson_agree() {
    let poisson = count_tail(30.0, 10.0, 10.0);
    for excess in [1e-6, 1e-9, 1e-12, 1e-14] {
        assert_close(count_tail(30.0, 10.0, 10.0 + excess), poisson, 1e-4);
    }
}

#[test]
fn the_ends_are_exact() {
    assert_eq!(count_tail(0.0, 75.0, 169.0), 1.0);
    assert_eq!(count_tail(-3.0, 75.0, 169.0), 1.0);
    assert_eq!(count_lower_tail(-1.0, 75.0, 169.0), 0.0);
    assert_eq!(count_tail(0.0, 0.0, 0.0), 1.0);
    assert_eq!(count_tail(1.0, 0.0, 0.0), 0.0);
    assert_eq!(count_lower_tail(0.0, 0.0, 5.0), 1.0);
    assert_eq!(count_tail(f64::NAN, 1.0, 1.0), 1.0);
    assert_eq!(count_tail(5.0, f64::INFINITY, 1.0), 1.0);
    assert_eq!(count_lower_tail(5.0, 1.0, f64::NAN), 1.0);
}

#[test]
fn huge_counts_keep_their_tails() {
    // At this size the normal distribution is right to 10⁻³: P(Z ≥ 3) = 1.3499·10⁻³ (table).
    for (mean, variance) in [(1e9_f64, 1e9_f64), (1e9, 2e9), (1e9, 1e11), (1e12, 1e15)] {
        assert_close(count_tail(mean + 3.0 * variance.sqrt(), mean, variance), 1.349_9e-3, 5e-3);
        assert_close(count_lower_tail(mean - 3.0 * variance.sqrt(), mean, variance), 1.349_9e-3, 5e-3);
    }
    // A Gamma count: variance = mean²/4 is a Gamma of shape 4, P(X ≥ 2·mean) = P(Poisson(8) ≤ 3).
    assert_close(count_tail(2e9, 1e9, 2.5e17), 0.042_380_111_991_684, 1e-6);
    assert_close(count_tail(2e14, 1e14, 2.5e27), 0.042_380_111_991_684, 1e-6);
}

#[test]
fn critical_count_is_the_first_below_the_cut_off() {
    // Poisson of mean 5: P(X ≥ 9) = 0.068094, P(X ≥ 10) = 0.031828 (Molina).
    assert_eq!(critical_count(5.0, 5.0, 0.05), Some(10.0));
    assert_eq!(critical_count(5.0, 5.0, 0.031_829), Some(10.0));
    assert_eq!(critical_count(5.0, 5.0, 0.031_827), Some(11.0));
    assert_eq!(critical_count(5.0, 5.0, count_tail(10.0, 5.0, 5.0)), Some(11.0));
    assert_eq!(critical_count(0.0, 0.0, 0.05), Some(1.0));
    assert_eq!(critical_count(5.0, 5.0, 1.1), Some(0.0));
    assert_eq!(critical_count(5.0, 5.0, 0.0), None);
    let critical = critical_count(75.0, 169.0, 0.01).unwrap();
    assert!(count_tail(critical, 75.0, 169.0) < 0.01 && count_tail(critical - 1.0, 75.0, 169.0) >= 0.01);
}

#[test]
fn detectable_effect_reaches_the_power_and_no_less_would() {
    let moments = |effect: f64| (75.0 * (1.0 + effect), 169.0 * (1.0 + effect));
    let effect = detectable_effect(0.01, 5.0, moments).unwrap();
    let critical = critical_count(75.0, 169.0, 0.01).unwrap();
    let power = |effect: f64| count_tail(critical, moments(effect).0, moments(effect).1);
    assert!(power(effect) >= 0.8 && power(effect - 1e-6) < 0.8);
    // scipy 1.17.1, nbinom.sf and optimize.brentq.
    assert_close(effect, 0.635_121_021_528_371_8, 1e-8);
    assert_eq!(detectable_effect(0.01, 0.1, moments), None);
}

#[test]
fn growth_settles_what_is_in_excess_only() {
    // 12 against 10: z = 0.63 grows with √c; 1.645 is reached near c = 6.8. scipy 1.17.1: the first is
    // poisson.sf(90, 10·91/12) = 0.049217, after 0.050192 at 90.
    let growth = growth_to_settle(12.0, 10.0, 1.0, 0.05).unwrap();
    assert_close(growth, 91.0 / 12.0, 1e-12);
    assert!(growth_to_settle(12.0, 10.0, 2.0, 0.05).unwrap() > growth);
    assert_eq!(growth_to_settle(10.0, 10.0, 1.0, 0.05), None);
    assert_eq!(growth_to_settle(100.0, 10.0, 1.0, 0.05), Some(1.0));
    assert_eq!(growth_to_settle(3.0, 0.0, 1.0, 0.05), Some(1.0));
    assert_eq!(growth_to_settle(1_000_001.0, 1e6, 1.0, 0.05), None);
    assert_eq!(growth_to_settle(f64::NAN, 10.0, 1.0, 0.05), None);
}

proptest! {
    #[test]
    fn tails_are_probabilities(x in any::<f64>(), mean in any::<f64>(), variance in any::<f64>()) {
        prop_assert!((0.0..=1.0).contains(&count_tail(x, mean, variance)));
        prop_assert!((0.0..=1.0).contains(&count_lower_tail(x, mean, variance)));
    }

    #[test]
    fn tails_of_all_sizes_complete_each_other(
        mean in -12.0..15.0_f64,
        phi in -10.0..12.0_f64,
        place in -8.0..40.0_f64,
    ) {
        let mean = 10.0_f64.powf(mean);
        let variance = mean * (1.0 + 10.0_f64.powf(phi));
        let x = (mean + place * variance.sqrt()).round();
        let (upper, lower) = (count_tail(x, mean, variance), count_lower_tail(x, mean, variance));
        prop_assert!((0.0..=1.0).contains(&upper) && (0.0..=1.0).contains(&lower));
        prop_assert!(upper + lower > 1.0 - 1e-6, "{} {} {}", x, upper, lower);
        prop_assert!(count_tail(x + variance.sqrt().max(1.0), mean, variance) <= upper + 1e-6);
    }

    #[test]
    fn tails_are_monotone(x in 0.0..500.0_f64, mean in 0.001..300.0_f64, phi in 0.5..20.0_f64) {
        prop_assert!(count_tail(x + 1.0, mean, mean * phi) <= count_tail(x, mean, mean * phi));
        prop_assert!(count_lower_tail(x + 1.0, mean, mean * phi) >= count_lower_tail(x, mean, mean * phi));
        prop_assert!(count_tail(x, mean * 1.01, mean * 1.01 * phi) >= count_tail(x, mean, mean * phi) - 1e-12);
    }

    #[test]
    fn the_two_tails_complete_each_other(x in 0.0..1e6_f64, mean in 1e-6..1e6_f64, phi in 0.5..1e3_f64) {
        let x = x.round();
        let sum = count_tail(x + 1.0, mean, mean * phi) + count_lower_tail(x, mean, mean * phi);
        prop_assert!((sum - 1.0).abs() < 1e-6, "{}", sum);
    }
}
