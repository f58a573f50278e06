//! The shift that all endpoints share: the host, or a change that touches everything.

use super::noise::sum_of_squares;
use super::student;
use super::weighted_median::MEDIAN_VARIANCE;

/// Runs that the prior τ_G counts for, and so its degrees of freedom beyond the first base run.
const PRIOR_RUNS: f64 = 8.0;

/// Least variance: a setting of τ_G = 0 must not divide by 0.
const MIN_VARIANCE: f64 = 1e-12;

/// A shared shift and how far it moves when nothing changed. In natural logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedShift {
    /// G: weighted median of all endpoints' log changes.
    pub shift: f64,
    /// s²: variance of one base run's shift, counting error included.
    pub run_variance: f64,
    /// v: variance of G when nothing changed.
    pub variance: f64,
    /// Degrees of freedom: 7 + k.
    pub df: f64,
}

impl SharedShift {
    /// Judges a shift between full distributions.
    ///
    /// s² = (8(τ_G² + w_G) + (k − 1)·var(b))/(7 + k), v = s² + max(w_G,cand − w_G, 0) + s²/k; a normal
    /// mean with a conjugate prior of 8 runs on its variance (Gelman et al., *Bayesian Data Analysis*,
    /// 3rd ed., §2.6). `base_shifts` are b_i, one per base run; `squared_error` is w_G, the squared
    /// standard error of the pooled quantile in one base run, `squared_error_candidate` the
    /// candidate's. Also serves throughput: both errors 0, τ its own.
    pub fn of_distributions(
        shift: f64,
        base_shifts: &[f64],
        squared_error: f64,
        squared_error_candidate: f64,
        prior: f64,
    ) -> Self {
        let runs = base_shifts.len().max(1) as f64;
        let known = PRIOR_RUNS * (prior * prior + squared_error);
        let run_variance = (known + sum_of_squares(base_shifts)) / (PRIOR_RUNS - 1.0 + runs);
        let more = (squared_error_candidate - squared_error).max(0.0);
        Self::new(shift, run_variance, run_variance + more + run_variance / runs, runs)
    }

    /// Judges a shift between summaries.
    ///
    /// w_G = 1.57/Σ(1/w_base) over `squared_errors` of the endpoints; s² = (8(τ_G² + w_G) +
    /// Σb_i²)/(7 + k), the sum for k ≥ 2 only; v = s²(1 + 1/k).
    pub fn of_summaries(shift: f64, base_shifts: &[f64], squared_errors: &[f64], prior: f64) -> Self {
        let runs = base_shifts.len().max(1) as f64;
        let certainty: f64 = squared_errors.iter().filter(|w| **w > 0.0).map(|w| 1.0 / w).sum();
        let squared_error = if certainty > 0.0 { MEDIAN_VARIANCE / certainty } else { 0.0 };
        let seen: f64 = if base_shifts.len() > 1 { base_shifts.iter().map(|b| b * b).sum() } else { 0.0 };
        let run_variance = (PRIOR_RUNS * (prior * prior + squared_error) + seen) / (PRIOR_RUNS - 1.0 + runs);
        Self::new(shift, run_variance, run_variance * (1.0 + 1.0 / runs), runs)
    }

    fn new(shift: f64, run_variance: f64, variance: f64, runs: f64) -> Self {
        let usable = |value: f64| if value.is_finite() { value.max(MIN_VARIANCE) } else { f64::MAX };
        Self {
            shift: if shift.is_finite() { shift } else { 0.0 },
            run_variance: usable(run_variance),
            variance: usable(variance),
            df: PRIOR_RUNS - 1.0 + runs,
        }
    }

    /// Returns √v.
    pub fn sd(&self) -> f64 {
        self.variance.sqrt()
    }

    /// Returns t = G/√v.
    pub fn statistic(&self) -> f64 {
        self.shift / self.sd()
    }

    /// Computes the one-sided p-value of "slower".
    pub fn p_slower(&self) -> f64 {
        student::upper_tail(self.statistic(), self.df)
    }

    /// Computes the one-sided p-value of "faster".
    pub fn p_faster(&self) -> f64 {
        student::upper_tail(-self.statistic(), self.df)
    }

    /// Computes the one-sided upper bound of G at `confidence` (0.95).
    pub fn upper_bound(&self, confidence: f64) -> f64 {
        self.shift + student::quantile(confidence, self.df) * self.sd()
    }

    /// Computes half the width of the two-sided 95 % interval of G.
    pub fn half_width(&self) -> f64 {
        student::quantile(0.975, self.df) * self.sd()
    }

    /// Computes s_G² = max(s² − w_G, 0): how far runs differ apart from counting error.
    pub fn host_variance(&self, squared_error: f64) -> f64 {
        (self.run_variance - squared_error).max(0.0)
    }

    /// Computes the shared shift that is found with a power of 80 % at one-sided cut-off `p`.
    pub fn detectable(&self, p: f64) -> f64 {
        student::detectable(self.sd(), self.df, p)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-6 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn one_base_run_has_the_prior_alone() {
        // s² = τ² + w = 0.0010, v = 0.0010 + 0.0003 + 0.0010.
        let found = SharedShift::of_distributions(0.1, &[0.4], 0.0001, 0.0004, 0.03);
        assert_close(found.run_variance, 0.001);
        assert_close(found.variance, 0.0023);
        assert_eq!(found.df, 8.0);
        assert_close(found.host_variance(0.0001), 0.0009);
        assert_eq!(found.host_variance(0.01), 0.0);
        assert_eq!(SharedShift::of_distributions(0.1, &[], 0.0001, 0.0004, 0.03), found);
    }

    #[test]
    fn base_runs_teach_the_variance() {
        // b = 0.01, 0.03, 0.05: squares about 0.03 are 0.0008; s² = (0.008 + 0.0008)/10 = 0.00088.
        let found = SharedShift::of_distributions(0.08, &[0.01, 0.03, 0.05], 0.0001, 0.00005, 0.03);
        assert_close(found.run_variance, 0.000_88);
        // A candidate that is measured better than the base earns nothing.
        assert_close(found.variance, 0.000_88 * 4.0 / 3.0);
        assert_eq!(found.df, 10.0);
        assert_close(found.statistic(), 0.08 / 0.034_253_953);
        assert_close(found.half_width(), 2.228_138_85 * 0.034_253_953);
        assert_close(found.upper_bound(0.95), 0.08 + 1.812_461_12 * 0.034_253_953);
        // t = 2.3355 with 10 degrees of freedom: between the table's 2.228 (0.025) and 2.764 (0.01).
        assert!((0.01..0.025).contains(&found.p_slower()));
        assert_close(found.p_faster(), 1.0 - found.p_slower());
    }

    #[test]
    fn summaries_take_the_squares_about_zero() {
        // w_G = 1.57/(1/0.001 + 1/0.001 + 1/0.0005) = 0.0003925.
        let errors = [0.001, 0.001, 0.0005];
        let one = SharedShift::of_summaries(0.1, &[0.02], &errors, 0.03);
        assert_close(one.run_variance, 0.000_9 + 0.000_392_5);
        assert_close(one.variance, 2.0 * 0.001_292_5);
        assert_eq!(one.df, 8.0);
        let two = SharedShift::of_summaries(0.1, &[0.02, 0.04], &errors, 0.03);
        assert_close(two.run_variance, (8.0 * 0.001_292_5 + 0.002) / 9.0);
        assert_close(two.variance, 1.5 * (8.0 * 0.001_292_5 + 0.002) / 9.0);
        assert_eq!(two.df, 9.0);
    }

    #[test]
    fn odd_inputs_have_finite_answers() {
        for found in [
            SharedShift::of_distributions(f64::NAN, &[f64::NAN], f64::NAN, f64::INFINITY, 0.0),
            SharedShift::of_summaries(0.1, &[], &[], 0.0),
            SharedShift::of_summaries(0.1, &[1.0], &[0.0, f64::NAN], 0.0),
        ] {
            let numbers =
                [found.statistic(), found.p_slower(), found.upper_bound(0.95), found.detectable(0.005)];
            assert!(numbers.iter().all(|number| number.is_finite()), "{found:?} {numbers:?}");
        }
    }
}
