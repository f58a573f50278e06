//! Were more, or fewer, of some requests bad than should have been, when the share itself is uncertain?
//!
//! The share of a run lies between 0 and 1 whatever its mean and variance, and so does what it is held against here: a
//! beta distribution with that mean and variance. It is nearly normal where many are bad, nearly a gamma distribution
//! where few are, and it ends at "all of them" (Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*,
//! vol. 2, chapter 25).

use super::incomplete_beta::tails;

/// Least sum of both parameters: a share that is all but surely 0 or 1.
const LEAST_CERTAINTY: f64 = 1e-3;

/// Moves a share by `noise` in its log odds: 1/(1 + (1/share − 1)·e^−noise), which never passes 0 or 1.
pub fn moved_share(share: f64, noise: f64) -> f64 {
    1.0 / (1.0 + (1.0 / share - 1.0) * (-noise).exp())
}

/// The count of bad requests that a test expects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedCount {
    /// All requests.
    pub requests: f64,
    /// Expected share of bad ones, 0…1.
    pub share: f64,
    /// Variance of the count, in requests².
    pub variance: f64,
}

impl ExpectedCount {
    /// A binomial count whose variance is `phi` times as large.
    pub fn overdispersed(requests: f64, share: f64, phi: f64) -> Self {
        Self { requests, share, variance: requests * share * (1.0 - share) * phi }
    }

    /// Computes P(X ≥ x): the mass above x − ½. 1 for x ≤ 0 and for what is not a number.
    pub fn upper_tail(&self, x: f64) -> f64 {
        if x <= 0.0 { 1.0 } else { self.above(x - 0.5) }
    }

    /// Computes P(X ≤ x): the mass below x + ½.
    pub fn lower_tail(&self, x: f64) -> f64 {
        if x >= self.requests { 1.0 } else { 1.0 - self.above(x + 0.5) }
    }

    fn above(&self, count: f64) -> f64 {
        let n = self.requests;
        let share = self.share.clamp(1e-12, 1.0 - 1e-12);
        let most = share * (1.0 - share);
        let variance = (self.variance / (n * n)).max(f64::MIN_POSITIVE);
        let certainty = (most / variance - 1.0).max(LEAST_CERTAINTY);
        let at = (count / n).clamp(0.0, 1.0);
        if !(n > 0.0 && at.is_finite() && certainty.is_finite()) {
            return 1.0;
        }
        let above = tails(share * certainty, (1.0 - share) * certainty, at, 1.0 - at).above;
        if above.is_nan() { 1.0 } else { above.clamp(0.0, 1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::ExpectedCount;

    fn independent(requests: f64, share: f64) -> ExpectedCount {
        ExpectedCount { requests, share, variance: requests * share * (1.0 - share) }
    }

    #[test]
    fn tails_are_nearly_those_of_a_binomial_count() {
        // scipy: beta.sf((x − ½)/n, p·(n − 1), (1 − p)·(n − 1)), and binom.sf(x − 1, n, p): of few bad ones the tail is longer,
        // which errs towards caution.
        for (n, share, x, of_beta, of_binomial) in [
            (1000.0, 0.5, 540.0, 0.006_205_57, 0.006_222_07),
            (1000.0, 0.05, 66.0, 0.017_719_20, 0.014_930_41),
            (200.0, 0.1, 31.0, 0.012_744_44, 0.009_508_31),
        ] {
            let p = independent(n, share).upper_tail(x);
            assert!((p / of_beta - 1.0).abs() < 1e-6, "{n} {share} {x}: {p} {of_beta}");
            assert!((0.99..1.4).contains(&(p / of_binomial)), "{n} {share} {x}: {p} {of_binomial}");
        }
    }

    #[test]
    fn nothing_exceeds_all() {
        let half = ExpectedCount { requests: 1000.0, share: 0.5, variance: 10_000.0 };
        assert!(half.upper_tail(1000.0) < half.upper_tail(900.0));
        assert!(half.upper_tail(1000.0) < 1e-4);
        assert_eq!(half.upper_tail(0.0), 1.0);
        assert_eq!(half.lower_tail(1000.0), 1.0);
        assert!((half.upper_tail(500.0) + half.lower_tail(499.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn every_input_has_an_answer() {
        for value in [f64::NAN, f64::INFINITY, -1.0, 0.0, 0.5, 1.0, 2.0, 1e300] {
            for count in [
                ExpectedCount { requests: value, share: 0.5, variance: 1.0 },
                ExpectedCount { requests: 10.0, share: value, variance: 1.0 },
                ExpectedCount { requests: 10.0, share: 0.5, variance: value },
            ] {
                for x in [0.0, 5.0, value] {
                    let p = count.upper_tail(x);
                    assert!((0.0..=1.0).contains(&p), "{count:?} {x} {p}");
                }
            }
        }
    }
}
