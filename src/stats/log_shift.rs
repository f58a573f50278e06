//! One endpoint's shift apart from the others', where the log quantiles themselves are compared.
//!
//! Also the weights of endpoints and the interval that is shown, which both kinds of evidence need.
//! All variances are of natural logarithms.

use super::student;
use super::weighted_median::{MEDIAN_VARIANCE, MIN_ENDPOINTS, Weighted, weighted_median};

/// Degrees of freedom of an endpoint's noise beyond the base runs: the prior counts for ten runs, one
/// of which the mean takes.
const PRIOR_DF: f64 = 9.0;

/// Least variance: settings of 0 must not divide by 0.
const MIN_VARIANCE: f64 = 1e-12;

/// Returns 9 + k, the degrees of freedom of one endpoint's shift with k base runs.
pub fn degrees_of_freedom(base_runs: usize) -> f64 {
    PRIOR_DF + runs(base_runs)
}

/// Computes ω = 1/(w_base + w_cand + τ_E²) for full distributions: w_base, the mean over the base runs,
/// is not divided by their number, because T comes from their merged requests and the weights must not
/// depend on k.
pub fn weight_of_distributions(base: f64, candidate: f64, prior: f64) -> f64 {
    inverse(base + candidate + prior * prior)
}

/// Computes ω = 1/(w_base/k + w_cand + τ_E²) for summaries, whose base is a mean of k percentiles.
pub fn weight_of_summaries(base: f64, candidate: f64, prior: f64, base_runs: usize) -> f64 {
    inverse(base / runs(base_runs) + candidate + prior * prior)
}

/// Computes g₋e and v_g for full distributions: the weighted median of the other endpoints' log changes, weights ω, and
/// its squared error (1.57/Σω)·(1 + 1/k).
///
/// With fewer than three others that median is no measure of the host: g₋e is 0 then and v_g is τ_G²(1 + 1/k), `prior`
/// being τ_G.
pub fn others_of_distributions(others: &[Weighted], prior: f64, base_runs: usize) -> (f64, f64) {
    let both_sides = 1.0 + 1.0 / runs(base_runs);
    others_of(others, prior * prior * both_sides, both_sides)
}

/// Computes g₋e and v_g for summaries, where v_g is 1.57/Σω; with fewer than three others as for full distributions.
pub fn others_of_summaries(others: &[Weighted], prior: f64, base_runs: usize) -> (f64, f64) {
    others_of(others, prior * prior * (1.0 + 1.0 / runs(base_runs)), 1.0)
}

fn others_of(others: &[Weighted], unknown: f64, factor: f64) -> (f64, f64) {
    let certainty: f64 = others.iter().map(|other| other.weight).sum();
    match weighted_median(others) {
        Some(shift) if others.len() + 1 >= MIN_ENDPOINTS && certainty > 0.0 => {
            (shift, MEDIAN_VARIANCE / certainty * factor)
        }
        _ => (0.0, unknown),
    }
}

/// Computes half the width of the interval shown with an endpoint's log change: where a rerun would
/// land, with 95 % confidence.
///
/// t₀.₉₇₅(9 + k)·√(w_cand + w_base/k + (τ² + s_G²)(1 + 1/k)). `host_variance` is s_G².
pub fn rerun_half_width(
    base: f64,
    candidate: f64,
    noise_squared: f64,
    host_variance: f64,
    base_runs: usize,
) -> f64 {
    let runs = runs(base_runs);
    let variance = candidate + base / runs + (noise_squared + host_variance) * (1.0 + 1.0 / runs);
    let width = student::quantile(0.975, degrees_of_freedom(base_runs)) * variance.sqrt();
    if width.is_finite() { width } else { 0.0 }
}

/// One endpoint's shift beyond the others', and how far it moves when nothing changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogShift {
    /// r: the log change beyond that of the others.
    pub excess: f64,
    /// Variance of r when nothing changed.
    pub variance: f64,
    /// Degrees of freedom: 9 + k.
    pub df: f64,
}

impl LogShift {
    /// Judges a shift between summaries.
    ///
    /// Variance τ²(1 + 1/k) + v_g + max(w_cand, w_base) + w_base/k: the larger of the two errors, because
    /// the smaller may be a percentile that the summary rounded.
    pub fn of_summaries(
        excess: f64,
        noise_squared: f64,
        others_variance: f64,
        base: f64,
        candidate: f64,
        base_runs: usize,
    ) -> Self {
        let runs = runs(base_runs);
        let variance =
            noise_squared * (1.0 + 1.0 / runs) + others_variance + candidate.max(base) + base / runs;
        Self {
            excess: if excess.is_finite() { excess } else { 0.0 },
            variance: if variance.is_finite() { variance.max(MIN_VARIANCE) } else { f64::MAX },
            df: degrees_of_freedom(base_runs),
        }
    }

    /// Returns the standard deviation of r.
    pub fn sd(&self) -> f64 {
        self.variance.sqrt()
    }

    /// Returns t = r/√variance.
    pub fn statistic(&self) -> f64 {
        self.excess / self.sd()
    }

    /// Computes the one-sided p-value of "slower".
    pub fn p_slower(&self) -> f64 {
        student::upper_tail(self.statistic(), self.df)
    }

    /// Computes the one-sided p-value of "faster". The caller takes min(g₋e, 0) off instead of
    /// max(g₋e, 0) for this side.
    pub fn p_faster(&self) -> f64 {
        student::upper_tail(-self.statistic(), self.df)
    }
}

/// 1/value; 0 where that has no answer, so that an endpoint without a variance counts for nothing.
fn inverse(value: f64) -> f64 {
    if value.is_finite() && value > f64::MIN_POSITIVE { 1.0 / value } else { 0.0 }
}

fn runs(count: usize) -> f64 {
    count.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-6 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn weights_differ_by_the_number_of_base_runs() {
        assert_close(weight_of_distributions(0.0004, 0.0002, 0.02), 1000.0);
        assert_close(weight_of_summaries(0.0004, 0.0002, 0.02, 1), 1000.0);
        assert_close(weight_of_summaries(0.0008, 0.0002, 0.02, 2), 1000.0);
        assert_eq!(weight_of_distributions(0.0, 0.0, 0.0), 0.0);
        assert_eq!(weight_of_distributions(f64::NAN, 0.0, 0.0), 0.0);
    }

    #[test]
    fn the_others_are_known_by_their_weights_or_not_at_all() {
        let point = |value, weight| Weighted { value, weight };
        let three = [point(0.1, 500.0), point(0.1, 800.0), point(0.1, 270.0)];
        for (found, variance) in [
            (others_of_distributions(&three, 0.03, 2), 0.0015),
            (others_of_summaries(&three, 0.03, 2), 0.001),
        ] {
            assert_close(found.0, 0.1);
            assert_close(found.1, variance);
        }
        for found in [
            others_of_distributions(&three[..2], 0.03, 2),
            others_of_summaries(&three[..2], 0.03, 2),
            others_of_distributions(&three.map(|point| Weighted { weight: 0.0, ..point }), 0.03, 2),
        ] {
            assert_eq!(found.0, 0.0);
            assert_close(found.1, 0.001_35);
        }
    }

    #[test]
    fn a_rerun_lands_within_the_interval() {
        // 0.0003 + 0.0004/2 + (0.0002 + 0.0008)·1.5 = 0.002; t₀.₉₇₅(11) = 2.200985 (table).
        assert_close(rerun_half_width(0.0004, 0.0003, 0.0002, 0.0008, 2), 2.200_985_16 * 0.002_f64.sqrt());
        assert_eq!(rerun_half_width(f64::NAN, 0.0, 0.0, 0.0, 2), 0.0);
    }

    #[test]
    fn variance_equals_the_formula_by_hand() {
        // 0.0002·1.5 + 0.0001 + 0.0006 + 0.0004/2 = 0.0012.
        let found = LogShift::of_summaries(0.1, 0.0002, 0.0001, 0.0004, 0.0006, 2);
        assert_close(found.variance, 0.0012);
        assert_eq!(found.df, 11.0);
        assert_close(found.statistic(), 2.886_751_3);
        // Between the table's 2.718 (0.01) and 3.106 (0.005) with 11 degrees of freedom.
        assert!((0.005..0.01).contains(&found.p_slower()));
        assert_close(found.p_faster(), 1.0 - found.p_slower());
        // The larger error counts, whichever side has it.
        let found = LogShift::of_summaries(0.1, 0.0002, 0.0001, 0.0006, 0.0004, 2);
        assert_close(found.variance, 0.0003 + 0.0001 + 0.0006 + 0.0003);
    }

    #[test]
    fn odd_inputs_have_finite_answers() {
        for found in [
            LogShift::of_summaries(0.1, 0.0, 0.0, 0.0, 0.0, 0),
            LogShift::of_summaries(f64::NAN, f64::NAN, 0.0, f64::INFINITY, 0.0, 1),
        ] {
            assert!(found.statistic().is_finite(), "{found:?}");
            assert!((0.0..=1.0).contains(&found.p_slower()));
        }
    }
}
