//! The regularized incomplete beta function, both sides at once.
//!
//! `statrs::function::beta::beta_reg` is not used here: it stops after 140 terms, so that at counts
//! of 10⁶ it is wrong in the second digit (0.491 for a median) and at 10⁹ it leaves 0…1; and it
//! subtracts logarithms of gamma functions, which loses all digits where one parameter is huge, as
//! it is for a negative binomial that is nearly Poisson.

use std::f64::consts::PI;

use statrs::function::gamma::ln_gamma;

/// Terms after which the fraction is taken as it is. It needs a few times √max(a, b): 10⁵ covers
/// counts of 10⁹, the largest that callers pass.
const MAX_TERMS: u32 = 400_000;

/// Relative change of the fraction at which it is taken as settled.
const SETTLED: f64 = 1e-14;

/// Stands for a zero denominator (Lentz' method).
const TINY: f64 = 1e-300;

/// Argument from which Stirling's series of five terms is exact to a double.
const STIRLING_FROM: f64 = 16.0;

/// Both sides of the regularized incomplete beta function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tails {
    /// I_x(a, b).
    pub(super) below: f64,
    /// 1 − I_x(a, b) = I_y(b, a).
    pub(super) above: f64,
}

/// Computes I_x(a, b) and its complement for a, b > 0 and y = 1 − x given by itself, so that neither
/// side is lost to rounding.
///
/// The continued fraction of DLMF 8.17.22, times a leading term in Loader's form ("Fast and accurate
/// computation of binomial probabilities", 2000), in which large parameters do not cancel. The side
/// that is computed is the one at which the fraction converges; the other is one minus it.
pub(super) fn tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    if x <= 0.0 {
        return Tails { below: 0.0, above: 1.0 };
    }
    if y <= 0.0 {
        return Tails { below: 1.0, above: 0.0 };
    }
    if x < (a + 1.0) / (a + b + 2.0) {
        let below = (leading_term(a, b, x, y) * fraction(a, b, x)).clamp(0.0, 1.0);
        Tails { below, above: 1.0 - below }
    } else {
        let above = (leading_term(b, a, y, x) * fraction(b, a, y)).clamp(0.0, 1.0);
        Tails { below: 1.0 - above, above }
    }
}

/// x^a·y^b / (a·B(a, b)).
fn leading_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let stirling = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let exponent = stirling - deviance(a, n * x) - deviance(b, n * y);
    let scale = (b / n) * (n / a / (2.0 * PI * b)).sqrt();
    let value = scale * exponent.exp();
    if value.is_nan() { 0.0 } else { value }
}

/// ln Γ(z + 1) − [½·ln(2πz) + z·ln z − z].
fn stirling_error(z: f64) -> f64 {
    if z < STIRLING_FROM {
        return ln_gamma(z + 1.0) - (0.5 * (2.0 * PI * z).ln() + z * z.ln() - z);
    }
    let zz = z * z;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * zz)) / zz) / zz) / zz) / z
}

/// z·ln(z/m) + m − z, which is 0 at z = m, without the cancellation near it: with
/// v = (z − m)/(z + m), ln(z/m) = 2·atanh v.
fn deviance(z: f64, m: f64) -> f64 {
    let v = (z - m) / (z + m);
    if v.abs() >= 0.1 {
        return z * (z / m).ln() + m - z;
    }
    let vv = v * v;
    let mut power = v;
    let mut series = 0.0;
    let mut divisor = 3.0;
    loop {
        power *= vv;
        let next = series + power / divisor;
        // |v| < 0.1: each term is below a hundredth of the one before.
        if next == series || divisor > 40.0 {
            return (z - m) * v + 2.0 * z * series;
        }
        series = next;
        divisor += 2.0;
    }
}

/// The continued fraction of I_x(a, b)·a·B(a, b)/(x^a·y^b), by the modified method of Lentz.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let guarded = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guarded(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for term in 1..=MAX_TERMS {
        let m = f64::from(term);
        let even = m * (b - m) / (a + 2.0 * m - 1.0) * x / (a + 2.0 * m);
        d = 1.0 / guarded(1.0 + even * d);
        c = guarded(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) / (a + 2.0 * m) * ((a + b + m) / (a + 2.0 * m + 1.0)) * x;
        d = 1.0 / guarded(1.0 + odd * d);
        c = guarded(1.0 + odd / c);
        let step = c * d;
        value *= step;
        if (step - 1.0).abs() <= SETTLED {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found:e} is not {expected:e}");
    }

    #[test]
    fn equals_the_polynomials_of_small_whole_parameters() {
        // I_x(2, 3) = 6x² − 8x³ + 3x⁴.
        for x in [0.01_f64, 0.2, 0.5, 0.77, 0.99] {
            let expected = x * x * (6.0 - 8.0 * x + 3.0 * x * x);
            assert_close(tails(2.0, 3.0, x, 1.0 - x).below, expected, 1e-13);
        }
        // I_x(1, b) = 1 − (1 − x)^b.
        assert_close(tails(1.0, 7.5, 0.3, 0.7).above, 0.7_f64.powf(7.5), 1e-13);
    }

    #[test]
    fn is_symmetric() {
        for (a, b, x) in [(0.5, 12.0, 0.03), (400.5, 17.0, 0.96), (1e6, 1e6, 0.5005)] {
            let one = tails(a, b, x, 1.0 - x);
            let other = tails(b, a, 1.0 - x, x);
            assert_close(one.below, other.above, 1e-9);
            assert_close(one.above, other.below, 1e-9);
        }
    }

    #[test]
    fn ends_are_exact() {
        assert_eq!(tails(3.0, 4.0, 0.0, 1.0), Tails { below: 0.0, above: 1.0 });
        assert_eq!(tails(3.0, 4.0, 1.0, 0.0), Tails { below: 1.0, above: 0.0 });
    }

    #[test]
    fn half_the_mass_lies_below_the_middle_of_a_symmetric_beta_of_any_size() {
        for size in [1.0, 10.0, 1e3, 1e6, 1e9] {
            assert_close(tails(size, size, 0.5, 0.5).below, 0.5, 1e-9);
        }
    }
}
