use super::super::Estimate;
use super::{Bucket, BucketLayout, Native};

fn histogram(buckets: &[(f64, f64, f64)]) -> Native {
    let buckets: Vec<_> =
        buckets.iter().map(|&(lower, upper, count)| Bucket { lower, upper, count }).collect();
    Native::new(buckets.iter().map(|bucket| bucket.count).sum(), buckets)
}

fn at(estimate: Option<Estimate>) -> f64 {
    match estimate {
        Some(Estimate::At(value)) => value,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
}

#[test]
fn an_exponential_bucket_is_interpolated_geometrically() {
    let h = histogram(&[(1.0, 2.0, 4.0), (2.0, 4.0, 4.0)]);
    assert_eq!(h.layout, BucketLayout::Exponential(0));
    // Rank 4 is the end of the first bucket, rank 6 is halfway through the second: 2·2^½.
    near(at(h.quantile(0.5)), 2.0);
    near(at(h.quantile(0.75)), 2.0 * 2.0_f64.sqrt());
    near(at(h.quantile(1.0)), 4.0);
    near(at(h.quantile(0.0)), 1.0);
}

#[test]
fn buckets_below_zero_are_mirrored() {
    let h = histogram(&[(-4.0, -2.0, 4.0), (-2.0, -1.0, 4.0)]);
    near(at(h.quantile(0.25)), -2.0 * 2.0_f64.sqrt());
    near(at(h.quantile(0.5)), -2.0);
}

#[test]
fn the_zero_bucket_is_interpolated_linearly() {
    // With positive buckets alone it begins at 0.
    let h = histogram(&[(-0.5, 0.5, 4.0), (1.0, 2.0, 4.0)]);
    near(at(h.quantile(0.25)), 0.25);
    let h = histogram(&[(-2.0, -1.0, 4.0), (-0.5, 0.5, 4.0)]);
    near(at(h.quantile(0.75)), -0.25);
    let h = histogram(&[(-0.5, 0.5, 4.0)]);
    near(at(h.quantile(0.75)), 0.25);
    let h = histogram(&[(0.0, 0.0, 4.0), (1.0, 2.0, 4.0)]);
    near(at(h.quantile(0.25)), 0.0);
}

#[test]
fn custom_buckets_are_interpolated_linearly() {
    let h = histogram(&[(f64::NEG_INFINITY, 0.1, 4.0), (0.1, 0.25, 4.0), (0.5, f64::INFINITY, 2.0)]);
    assert_eq!(h.layout, BucketLayout::Custom);
    near(at(h.quantile(0.2)), 0.05);
    near(at(h.quantile(0.6)), 0.175);
    assert_eq!(h.quantile(0.99), Some(Estimate::Above(0.5)));
}

#[test]
fn schemas_add_up_at_the_coarser() {
    let root = 2.0_f64.sqrt();
    let mut fine = histogram(&[(1.0, root, 1.0), (root, 2.0, 2.0), (2.0, 2.0 * root, 4.0)]);
    assert_eq!(fine.layout, BucketLayout::Exponential(1));
    let coarse = histogram(&[(2.0, 4.0, 8.0)]);
    assert!(fine.merge(&coarse));
    assert_eq!(fine, histogram(&[(1.0, 2.0, 3.0), (2.0, 4.0, 12.0)]));
}

#[test]
fn a_fall_is_a_reset() {
    let early = histogram(&[(1.0, 2.0, 4.0)]);
    let late = histogram(&[(1.0, 2.0, 5.0), (2.0, 4.0, 1.0)]);
    assert_eq!(late.since(&early), Some(histogram(&[(1.0, 2.0, 1.0), (2.0, 4.0, 1.0)])));
    assert_eq!(early.since(&late), None);
    // More in total, but less in a bucket.
    assert_eq!(histogram(&[(2.0, 4.0, 9.0)]).since(&early), None);
}

#[test]
fn different_kinds_do_not_add_up() {
    let mut exponential = histogram(&[(1.0, 2.0, 4.0)]);
    let custom = histogram(&[(0.0, 0.3, 4.0)]);
    assert!(!exponential.merge(&custom));
    assert_eq!(exponential, histogram(&[(1.0, 2.0, 4.0)]));
    assert_eq!(exponential.since(&custom), None);
}

#[test]
fn what_cannot_be_answered_has_no_answer() {
    assert_eq!(histogram(&[]).quantile(0.5), None);
    let with_nan = Native::new(8.0, [Bucket { lower: 1.0, upper: 2.0, count: 4.0 }]);
    assert_eq!(with_nan.quantile(0.99), None);
    assert_eq!(with_nan.quantile(0.5), Some(Estimate::At(2.0)));
}

#[test]
fn recorded_bounds_have_their_schema() {
    // Schema 3, as k6 writes it.
    let h = histogram(&[
        (0.008519591661447326, 0.009290680585958758, 1.0),
        (0.114_625_505_400_583_89, 0.125, 1.0),
    ]);
    assert_eq!(h.layout, BucketLayout::Exponential(3));
    near(at(h.quantile(1.0)), 0.125);
}
