use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::*;
use crate::stats::random::Random;

/// 1 % in all of eighty series.
const LEVEL: f64 = 0.01 / 80.0;

fn found(values: &[f64], floor: f64) -> Vec<usize> {
    level_changes(values, floor, LEVEL, |_, _| true).iter().map(|change| change.first).collect()
}

/// Noise of this standard deviation about a level that adds each step from its index on.
fn series(seed: u64, count: usize, sd: f64, steps: &[(usize, f64)]) -> Vec<f64> {
    let mut random = Random::new(seed);
    let level = |index| steps.iter().filter(|(at, _)| index >= *at).map(|(_, step)| step).sum::<f64>();
    (0..count).map(|index| level(index) + sd * random.normal()).collect()
}

/// First-order autoregression of variance 1.
fn autoregression(seed: u64, count: usize, phi: f64) -> Vec<f64> {
    let mut random = Random::new(seed);
    let mut value = random.normal();
    (0..count)
        .map(|_| {
            value = phi * value + (1.0 - phi * phi).sqrt() * random.normal();
            value
        })
        .collect()
}

#[test]
fn a_step_by_hand() {
    let values = [11.0, 9.0, 11.0, 9.0, 10.0, 31.0, 29.0, 31.0, 29.0];
    let changes = level_changes(&values, 0.1, LEVEL, |_, _| true);
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].first, changes[0].before, changes[0].after), (5, 10.0, 30.0));
    // Squared errors 4 and 4, df 7; neighbours go against each other, ρ₁ = 0. t = 20/√(8/7·(1/5 + 1/4)); two places.
    let t = 20.0 / (8.0_f64 / 7.0 * 0.45).sqrt();
    assert!((changes[0].p - 4.0 * upper_tail(t, 7.0)).abs() < 1e-12, "{}", changes[0].p);
}

#[test]
fn a_planted_step_is_found_at_its_run() {
    // Half the step is 2.3 standard deviations: in two series of a hundred the values beside it say that it is next to it.
    let found: Vec<usize> = (0..40)
        .map(|seed| match found(&series(seed, 60, 0.03, &[(40, 1.15_f64.ln())]), 0.005)[..] {
            [at] => at,
            ref other => panic!("seed {seed}: {other:?}"),
        })
        .collect();
    assert!(found.iter().all(|at| at.abs_diff(40) <= 1), "{found:?}");
    assert!(found.iter().filter(|at| **at == 40).count() >= 37, "{found:?}");
    for seed in 0..20 {
        assert_eq!(self::found(&series(seed, 60, 0.02, &[(40, 1.15_f64.ln())]), 0.005), [40], "seed {seed}");
    }
}

#[test]
fn steps_near_the_ends_and_two_steps() {
    for seed in 0..5 {
        for at in [4, 5, 94, 95, 96] {
            assert_eq!(found(&series(seed, 100, 0.02, &[(at, 0.2)]), 0.005), [at], "seed {seed}");
        }
        let two = series(seed, 90, 0.02, &[(30, 0.2), (50, -0.14)]);
        assert_eq!(found(&two, 0.005), [30, 50], "seed {seed}");
        let brief = series(seed, 90, 0.02, &[(30, 0.2), (34, -0.2)]);
        assert_eq!(found(&brief, 0.005), [30, 34], "seed {seed}");
    }
}

#[test]
fn nothing_in_few_or_constant_values() {
    for count in 0..8 {
        assert!(found(&series(1, count, 1.0, &[(1, 50.0)]), 0.0).is_empty());
    }
    for floor in [0.0, 0.01] {
        assert!(found(&[0.1; 50], floor).is_empty());
    }
    assert!(found(&[1.0, 1.0, 1.0, 1.0, f64::NAN, 9.0, 9.0, 9.0, 9.0], 0.1).is_empty());
    assert_eq!(found(&[1.0, 1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 9.0], 0.0), [4]);
}

#[test]
fn one_or_two_outliers_are_no_level() {
    for seed in 0..10 {
        for (place, size) in [(0, 0.5), (1, 2.0), (30, 0.5), (57, -3.0), (58, 1.0)] {
            let mut values = series(seed, 60, 0.03, &[]);
            values[place] += size;
            assert!(found(&values, 0.005).is_empty(), "one at {place}, seed {seed}");
            values[place + 1] += size;
            assert!(found(&values, 0.005).is_empty(), "two at {place}, seed {seed}");
        }
    }
}

#[test]
fn runs_that_hang_together_are_no_steps() {
    for seed in 0..20 {
        for count in [50, 200, 1000] {
            assert!(found(&autoregression(seed, count, 0.3), 0.01).is_empty(), "{count}, seed {seed}");
        }
    }
}

#[test]
fn what_is_too_small_to_care_about_is_joined() {
    let values = series(3, 400, 0.01, &[(100, 0.03), (200, 0.03), (300, 0.2)]);
    assert_eq!(found(&values, 0.005), [100, 200, 300]);
    let relevant = level_changes(&values, 0.005, LEVEL, |before, after| (after - before).abs() > 0.1);
    assert_eq!(relevant.iter().map(|change| change.first).collect::<Vec<_>>(), [300]);
}

#[test]
fn noise_is_that_about_the_levels() {
    // Distances 1, 0, 1 and 2, 0, 2; median 1; √(6/4).
    let values = [1.0, 2.0, 3.0, 8.0, 10.0, 12.0];
    let noise = noise_within(&values, &[3]).unwrap();
    assert!((noise - 1.4826 * 1.5_f64.sqrt()).abs() < 1e-12, "{noise}");
    assert_eq!(noise_within(&values[..4], &[]), None);
    assert_eq!(noise_within(&[0.0; 8], &[]), Some(0.0));
    let long = noise_within(&series(7, 2000, 0.04, &[(500, 1.0), (900, -3.0)]), &[500, 900]).unwrap();
    assert!((long - 0.04).abs() < 0.003, "{long}");
}

#[test]
fn medians_by_hand() {
    for (values, expected) in
        [(vec![], 0.0), (vec![3.0], 3.0), (vec![4.0, 1.0], 2.5), (vec![9.0, 1.0, 5.0], 5.0)]
    {
        assert_eq!(median(values), expected);
    }
}

fn stepped() -> impl Strategy<Value = Vec<f64>> {
    (any::<u64>(), 6..80_usize, 0..80_usize, -1.0..1.0_f64).prop_map(|(seed, count, at, step)| {
        // In steps of a power of two, so that moving the series rounds nothing.
        let values = series(seed, count, 0.05, &[(at, step)]);
        values.into_iter().map(|value| (value * 1024.0).round() / 1024.0).collect()
    })
}

proptest! {
    #[test]
    fn moves_and_grows_with_the_series(values in stepped(), shift in -50..50_i32, doublings in -8..8_i32) {
        // Powers of two: rounding cannot turn a tie.
        let factor = 2.0_f64.powi(doublings);
        let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
        prop_assert_eq!(found(&values, 0.01), found(&scaled, 0.01 * factor));
        let shifted: Vec<f64> = values.iter().map(|value| value + f64::from(shift)).collect();
        prop_assert_eq!(found(&values, 0.01), found(&shifted, 0.01));
    }

    #[test]
    fn changes_are_sound(values in prop::collection::vec(prop_oneof![any::<f64>(), -9.0..9.0_f64, Just(1.0)], 0..60), floor in 0.0..2.0_f64) {
        let changes = level_changes(&values, floor, LEVEL, |_, _| true);
        for change in &changes {
            prop_assert!((0.0..=LEVEL).contains(&change.p));
            prop_assert!(change.before.is_finite() && change.after.is_finite());
            prop_assert!(change.first >= MIN_LEVEL && change.first + MIN_LEVEL <= values.len());
        }
        prop_assert!(changes.windows(2).all(|pair| pair[0].first + MIN_LEVEL <= pair[1].first));
        prop_assert!(noise_within(&values, &[]).is_none_or(f64::is_finite));
    }
}
