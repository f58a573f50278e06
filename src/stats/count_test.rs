//! Was there more, or less, of something than there should have been?
//!
//! The count is negative binomial with a given mean and variance, Poisson where the variance does not
//! exceed the mean. A negative binomial is what a Poisson count becomes when its rate itself varies
//! from run to run (Gamma mixture; Hilbe, *Negative Binomial Regression*, 2nd ed., §8).

use statrs::function::gamma::{gamma_lr, gamma_ur};

use super::incomplete_beta::tails;
use super::power::{POWER, smallest_effect};

/// Mean above which count, mean and standard deviation are scaled down together, so that the work
/// stays within milliseconds. The tail hardly depends on the scale at this size; a variance that falls
/// below the mean by it becomes Poisson, which errs towards calling nothing unusual.
const LARGEST_MEAN: f64 = 1e9;

/// r of the negative binomial from which on it is taken for Poisson: with the largest mean its variance differs by 10⁻⁵.
const LARGEST_R: f64 = 1e14;

/// Count above which a larger one makes no difference: 10⁶ times the largest mean.
const LARGEST_COUNT: f64 = 1e15;

/// Computes P(X ≥ x) for a count with this mean and variance; x is rounded to the nearest whole
/// number, halves away from zero.
///
/// With r = mean²/(variance − mean) and p = mean/variance: I₁₋ₚ(x, r); where variance ≤ mean, the
/// Poisson tail, the regularized lower gamma function P(x, mean) (DLMF 8.17.24, 8.4.10). Exact to
/// about nine digits, however small. A mean of 0 leaves no room for any count above 0. An input that
/// is not finite gives 1: it is evidence of nothing.
pub fn count_tail(x: f64, mean: f64, variance: f64) -> f64 {
    let Some(count) = CountModel::new(x, mean, variance) else { return 1.0 };
    if count.x <= 0.0 {
        return 1.0;
    }
    if count.mean <= 0.0 {
        return 0.0;
    }
    probability(match count.mixture() {
        Some((r, p, rest)) => tails(count.x, r, rest, p).below,
        None => gamma_lr(count.x, count.mean),
    })
}

/// Computes P(X ≤ x), the mirror of [`count_tail`] for an improvement.
///
/// Iₚ(r, x + 1); for Poisson the regularized upper gamma function Q(x + 1, mean). Below 0 it is 0.
pub fn count_lower_tail(x: f64, mean: f64, variance: f64) -> f64 {
    let Some(count) = CountModel::new(x, mean, variance) else { return 1.0 };
    if count.x < 0.0 {
        return 0.0;
    }
    if count.mean <= 0.0 {
        return 1.0;
    }
    probability(match count.mixture() {
        Some((r, p, rest)) => tails(count.x + 1.0, r, rest, p).above,
        None => gamma_ur(count.x + 1.0, count.mean),
    })
}

/// Finds the smallest count whose tail lies below `cut_off`, the least that a test at this cut-off
/// calls too many. `None` where no count up to 10¹⁵ does.
pub fn critical_count(mean: f64, variance: f64, cut_off: f64) -> Option<f64> {
    let is_rare = |x: f64| count_tail(x, mean, variance) < cut_off;
    if is_rare(0.0) {
        return Some(0.0);
    }
    let mut common = 0.0;
    let mut rare = 1.0;
    while !is_rare(rare) {
        common = rare;
        rare *= 2.0;
        if rare > LARGEST_COUNT {
            return None;
        }
    }
    first_whole(common, rare, is_rare)
}

/// Finds the smallest effect that a count test at `cut_off` finds with a power of 80 %.
///
/// `moments(effect)` is the mean and variance of the count under that effect; it must not fall as the
/// effect rises, and `moments(0.0)` is what the test expects. `None` where even `limit` is not found
/// that often. The effect has whatever unit `moments` gives it.
pub fn detectable_effect(cut_off: f64, limit: f64, moments: impl Fn(f64) -> (f64, f64)) -> Option<f64> {
    let (mean, variance) = moments(0.0);
    let critical = critical_count(mean, variance, cut_off)?;
    smallest_effect(limit, POWER, |effect| {
        let (mean, variance) = moments(effect);
        count_tail(critical, mean, variance)
    })
}

/// Finds how many times as many requests would make this count significant, if its share stayed.
///
/// c = X/x for the smallest whole X from x on with P(≥ X) < `cut_off` at mean c·mean and variance
/// c·mean·φ. `None` where the count does not exceed its mean, or a thousand times as many would not do.
pub fn growth_to_settle(x: f64, mean: f64, overdispersion: f64, cut_off: f64) -> Option<f64> {
    /// A longer wait than this is no advice.
    const MOST: f64 = 1_000.0;
    let x = x.round();
    // `>` and not `<=`, so that NaN is not taken for an excess.
    let is_excess = x > mean && x.is_finite() && mean >= 0.0;
    let is_settled = |larger: f64| {
        let mean = mean * larger / x;
        count_tail(larger, mean, mean * overdispersion) < cut_off
    };
    if !is_excess || !is_settled((x * MOST).round()) {
        return None;
    }
    if is_settled(x) {
        return Some(1.0);
    }
    first_whole(x, (x * MOST).round(), is_settled).map(|larger| larger / x)
}

/// Finds the first whole number in `no`…`yes` from which on `holds`, which it does at `yes` and not at
/// `no`. `None` only where the ends are too large for whole numbers.
fn first_whole(mut no: f64, mut yes: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    while yes - no > 1.0 {
        let middle = (no + (yes - no) / 2.0).floor();
        if middle <= no || middle >= yes {
            return None;
        }
        if holds(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    Some(yes)
}

/// A count and what it is held against, all finite and within reach of the special functions.
struct CountModel {
    /// Whole number.
    x: f64,
    mean: f64,
    variance: f64,
}

impl CountModel {
    fn new(x: f64, mean: f64, variance: f64) -> Option<Self> {
        if !(x.is_finite() && mean.is_finite() && variance.is_finite()) {
            return None;
        }
        let scale = if mean > LARGEST_MEAN { LARGEST_MEAN / mean } else { 1.0 };
        let x = (x * scale).round().min(LARGEST_COUNT);
        Some(Self { x, mean: mean * scale, variance: variance * scale * scale })
    }

    /// r, p and 1 − p of the negative binomial; `None` where the count is Poisson.
    fn mixture(&self) -> Option<(f64, f64, f64)> {
        let extra = self.variance - self.mean;
        if extra <= 0.0 {
            return None;
        }
        let r = (self.mean * (self.mean / extra)).max(f64::MIN_POSITIVE);
        let rest = extra / self.variance;
        // Beyond, the incomplete beta function loses digits, and the variance is that of Poisson to 10⁻⁵.
        (r < LARGEST_R && rest > 0.0).then(|| (r, self.mean / self.variance, rest))
    }
}

fn probability(value: f64) -> f64 {
    if value.is_nan() { 1.0 } else { value.clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests;
