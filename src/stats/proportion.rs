//! Intervals of a share, and of the difference of two shares.

/// 97.5 % quantile of the normal distribution, for two-sided 95 % intervals.
const Z_95: f64 = 1.959_963_984_540_054;

/// A two-sided 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Computes Wilson's 95 % interval of the share `bad`/`total`, with `total`/φ as the effective number
/// of requests.
///
/// (p̂ + z²/2n ± z·√(p̂(1 − p̂)/n + z²/4n²))/(1 + z²/n) (Wilson, JASA 22, 1927). It stays within 0…1
/// and has a width even where nothing was bad. A φ below 1 counts as 1; without requests it is 0…1.
pub fn wilson(bad: f64, total: f64, overdispersion: f64) -> Bounds {
    let n = total / overdispersion.max(1.0);
    if !(n > 0.0 && n.is_finite() && bad.is_finite()) {
        return Bounds { low: 0.0, high: 1.0 };
    }
    let share = share(bad, total);
    let zz = Z_95 * Z_95;
    let middle = share + zz / (2.0 * n);
    let reach = Z_95 * (share * (1.0 - share) / n + zz / (4.0 * n) / n).sqrt();
    let scale = 1.0 + zz / n;
    // At the ends the formula gives the share itself, up to rounding.
    let low = if share <= 0.0 { 0.0 } else { ((middle - reach) / scale).clamp(0.0, share) };
    let high = if share >= 1.0 { 1.0 } else { ((middle + reach) / scale).clamp(share, 1.0) };
    if low.is_finite() && high.is_finite() { Bounds { low, high } } else { Bounds { low: 0.0, high: 1.0 } }
}

/// Bad requests among all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Number of bad requests.
    pub bad: f64,
    /// Number of requests.
    pub total: f64,
}

/// Computes the 95 % interval of the difference candidate − base of two shares, with φ of both.
///
/// Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17, 1998, method 10): the lower
/// end is d − √((p₁ − l₁)² + (u₀ − p₀)²), the upper d + √((u₁ − p₁)² + (p₀ − l₀)²). A side without
/// requests makes it −1…1.
pub fn difference(candidate: Share, base: Share, overdispersion: f64) -> Bounds {
    if !(candidate.total > 0.0 && base.total > 0.0) {
        return Bounds { low: -1.0, high: 1.0 };
    }
    let (p1, p0) = (share(candidate.bad, candidate.total), share(base.bad, base.total));
    let one = wilson(candidate.bad, candidate.total, overdispersion);
    let zero = wilson(base.bad, base.total, overdispersion);
    let change = p1 - p0;
    let low = change - (p1 - one.low).hypot(zero.high - p0);
    let high = change + (one.high - p1).hypot(p0 - zero.low);
    Bounds { low: low.clamp(-1.0, 1.0), high: high.clamp(-1.0, 1.0) }
}

fn share(bad: f64, total: f64) -> f64 {
    let share = bad / total;
    if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    #[track_caller]
    fn assert_bounds(found: Bounds, low: f64, high: f64) {
        let near = |one: f64, other: f64| (one - other).abs() < 5e-5;
        assert!(near(found.low, low) && near(found.high, high), "{found:?} is not {low} … {high}");
    }

    #[test]
    fn wilson_equals_the_table_of_newcombe() {
        // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
        // Medicine 17, 1998, table I, method 3.
        assert_bounds(wilson(81.0, 263.0, 1.0), 0.2553, 0.3662);
        assert_bounds(wilson(15.0, 148.0, 1.0), 0.0624, 0.1605);
        assert_bounds(wilson(0.0, 20.0, 1.0), 0.0, 0.1611);
        assert_bounds(wilson(1.0, 29.0, 1.0), 0.0061, 0.1718);
    }

    #[test]
    fn difference_equals_the_table_of_newcombe() {
        // Newcombe, "Interval estimation for the difference between independent proportions",
        // Statistics in Medicine 17, 1998, table II, method 10.
        let of = |bad, total| Share { bad, total };
        assert_bounds(difference(of(56.0, 70.0), of(48.0, 80.0), 1.0), 0.0524, 0.3339);
        assert_bounds(difference(of(9.0, 10.0), of(3.0, 10.0), 1.0), 0.1705, 0.8090);
        assert_bounds(difference(of(5.0, 56.0), of(0.0, 29.0), 1.0), -0.0381, 0.1926);
        assert_bounds(difference(of(0.0, 10.0), of(0.0, 20.0), 1.0), -0.1611, 0.2775);
        assert_bounds(difference(of(10.0, 10.0), of(0.0, 10.0), 1.0), 0.6075, 1.0);
    }

    #[test]
    fn overdispersion_divides_the_requests() {
        assert_bounds(wilson(162.0, 526.0, 2.0), 0.2553, 0.3662);
        let of = |bad, total| Share { bad, total };
        assert_bounds(difference(of(168.0, 210.0), of(144.0, 240.0), 3.0), 0.0524, 0.3339);
        assert_eq!(wilson(81.0, 263.0, 0.5), wilson(81.0, 263.0, 1.0));
    }

    #[test]
    fn without_requests_anything_is_possible() {
        assert_bounds(wilson(0.0, 0.0, 1.0), 0.0, 1.0);
        assert_bounds(wilson(f64::NAN, 10.0, 1.0), 0.0, 1.0);
        let nothing = Share { bad: 0.0, total: 0.0 };
        assert_bounds(difference(nothing, Share { bad: 1.0, total: 9.0 }, 1.0), -1.0, 1.0);
    }

    proptest! {
        #[test]
        fn intervals_hold_their_share(total in 1.0..1e9_f64, part in 0.0..=1.0_f64, phi in 1.0..50.0_f64) {
            let found = wilson(total * part, total, phi);
            let share = total * part / total;
            prop_assert!(0.0 <= found.low && found.low <= share && share <= found.high && found.high <= 1.0);
        }

        #[test]
        fn odd_inputs_stay_finite(bad in any::<f64>(), total in any::<f64>(), phi in any::<f64>()) {
            let found = wilson(bad, total, phi);
            prop_assert!(0.0 <= found.low && found.low <= found.high && found.high <= 1.0);
            let found = difference(Share { bad, total }, Share { bad: 3.0, total: 10.0 }, phi);
            prop_assert!(-1.0 <= found.low && found.low <= found.high && found.high <= 1.0);
        }
    }
}
