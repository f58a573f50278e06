use super::{Distribution, MAX_VALUE};

fn of(values: &[u64]) -> Distribution {
    let mut out = Distribution::default();
    values.iter().for_each(|&value| out.record(value));
    out
}

/// k6's own percentile over sorted values.
fn type_7(sorted: &[u64], q: f64) -> f64 {
    let rank = q * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[rank.floor() as usize] as f64, sorted[rank.ceil() as usize] as f64);
    (low + (high - low) * rank.fract()) / 1000.0
}

#[test]
fn quantiles_are_type_7() {
    let values: Vec<u64> = (1..=10).map(|n| n * 100).collect();
    let d = of(&values);
    for q in [0.0, 0.25, 0.5, 0.9, 0.95, 0.99, 1.0] {
        let (got, want) = (d.quantile(q).unwrap(), type_7(&values, q));
        assert!((got - want).abs() < 1e-12, "{q}: {got} {want}");
    }
    assert_eq!(d.quantiles(&[0.5, 0.5, 0.9]), [0.55, 0.55, 0.91]);
    assert_eq!(of(&[7]).quantile(0.99), Some(0.007));
    assert_eq!(Distribution::default().quantile(0.5), None);
}

#[test]
fn a_gap_between_two_values_is_interpolated() {
    // Two values a hundred times apart: the 0.9 quantile lies on the line between them.
    assert_eq!(of(&[1_000, 100_000]).quantile(0.9), Some(90.1));
}

#[test]
fn extremes_and_sum_are_exact_where_bins_are_wide() {
    let d = of(&[123_457, 1_000_003]);
    assert_eq!(d.extremes(), Some((123_457, 1_000_003)));
    assert_eq!(d.sum(), 1_123_460);
    assert_eq!(d.quantiles(&[0.0, 1.0]), [123.457, 1000.003]);
}

#[test]
fn merging_is_recording_together() {
    let (a, b) = (of(&[5, 70_000, 70_001]), of(&[0, 9_999_999]));
    let mut ab = a.clone();
    ab.merge(&b);
    let mut ba = b.clone();
    ba.merge(&a);
    assert_eq!(ab, ba);
    assert_eq!(ab, of(&[5, 70_000, 70_001, 0, 9_999_999]));
    let mut same = ab.clone();
    same.merge(&Distribution::default());
    assert_eq!(same, ab);
    for (a, b) in [(a.clone().packed(), b.clone()), (a.clone(), b.clone().packed()), (a.packed(), b.packed())]
    {
        let mut merged = a.clone();
        merged.merge(&b);
        assert_eq!((&merged, &Distribution::sum_of([&b, &a].into_iter())), (&ab, &ab));
        assert_eq!(merged.packed(), ab);
    }
}

#[test]
fn zeros_can_be_left_out() {
    assert_eq!(of(&[0, 0, 5, 900]).without_zeros(), of(&[5, 900]));
    assert_eq!(of(&[0, 0, 5, 900]).packed().without_zeros(), of(&[5, 900]));
    assert_eq!(of(&[0, 100_000]).without_zeros().count(), 1);
    assert_eq!(of(&[0]).without_zeros(), Distribution::default());
    assert_eq!(of(&[3]).without_zeros(), of(&[3]));
}

#[test]
fn a_cut_bin_counts_in_proportion() {
    let d = of(&[100, 200, 300]);
    assert_eq!(d.count_above(0.25), 1.0);
    assert_eq!(d.count_above(0.2), 1.5);
    assert_eq!(d.count_above(0.0), 3.0);
    assert_eq!(d.count_above(1e9), 0.0);
}

#[test]
fn parts_make_the_same_again() {
    let d = of(&[0, 17, 123_456, 123_457, 88_888_888]);
    let from =
        |extremes, sum| Distribution::from_parts(d.bins().map(|bin| (bin.low, bin.count)), extremes, sum);
    assert_eq!(from((0, 88_888_888), d.sum()), Ok(d.clone()));
    assert_eq!(from((88_888_888, 0), d.sum()), Err("extremes"));
    assert_eq!(from((0, 88_888_888), d.sum() * 2), Err("sum"));
    let many = [(5, u64::MAX), (6, 1)].into_iter();
    assert_eq!(Distribution::from_parts(many, (5, 6), 11), Err("count"));
    assert_eq!(Distribution::from_parts(std::iter::empty(), (0, 0), 0), Ok(Distribution::default()));
}

#[test]
fn what_is_too_large_counts_as_the_largest() {
    assert_eq!(of(&[u64::MAX]).extremes(), Some((MAX_VALUE, MAX_VALUE)));
}
