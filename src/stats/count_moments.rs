//! The mean and variance that a count of bad requests should have.
//!
//! Both are sums of what the candidate's own counting adds, what differs from run to run, and what is
//! unknown about the baseline.

/// Half the log distance over which the tail slope is measured: ± 5 % of the threshold.
pub const SLOPE_REACH: f64 = 0.05;

/// Range of the tail slope: a Pareto tail of index 1 has no mean, which no service keeps up; one steeper
/// than 8 is not told from it by the few requests that are counted.
const SLOPE_RANGE: (f64, f64) = (1.0, 8.0);

/// Least ratio of the two counts: a logarithm near 0 would say that latency does not matter.
const MIN_RATIO: f64 = 1.01;

/// Noise of error shares between runs, as a share of the mean, while one base run says nothing of it.
const ERROR_NOISE_ONE_RUN: f64 = 0.6;

/// The same with two or more base runs.
const ERROR_NOISE: f64 = 0.4;

/// Computes the tail slope α: by how many per cent the count of slow requests rises per per cent of
/// latency, from the counts slower than T·e^−0.05 and than T·e^+0.05.
///
/// α = ln(`slower_than_low` / max(`slower_than_high`, ½)) / 0.1, the ratio at least 1.01, the result
/// within 1…8. The index of a Pareto tail (Hill, Annals of Statistics 3, 1975) over one bin.
pub fn tail_slope(slower_than_low: f64, slower_than_high: f64) -> f64 {
    let ratio = (slower_than_low / slower_than_high.max(0.5)).max(MIN_RATIO);
    let (least, most) = SLOPE_RANGE;
    // `max` and `min` in this order also turn NaN into the least slope.
    (ratio.ln() / (2.0 * SLOPE_REACH)).min(most).max(least)
}

/// What is known about the number of slow requests to expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlowCount {
    /// n₁: the candidate's requests.
    pub requests: f64,
    /// p₀: share of the base runs' requests slower than the threshold, 0…1.
    pub base_share: f64,
    /// n₀: requests of all base runs.
    pub base_requests: f64,
    /// φ.
    pub overdispersion: f64,
    /// α, from [`tail_slope`].
    pub slope: f64,
    /// τ²: run-to-run noise of one endpoint against the rest, in log².
    pub noise_squared: f64,
    /// v_g: squared error of the shift of the others, in log².
    pub others_variance: f64,
    /// k: number of base runs.
    pub base_runs: usize,
}

impl SlowCount {
    /// Computes mean and variance of the count if latency changed by `log_change` beyond the others:
    /// 0 for what the test expects.
    ///
    /// μ = n₁·p₀·e^(α·change), at most n₁; var = μφ + μ²α²·(τ²(1 + 1/k) + v_g) + n₁²·p₀·φ/n₀. The last
    /// term is the error of p₀ itself and stays.
    pub fn moments(&self, log_change: f64) -> (f64, f64) {
        let expected = self.requests * self.base_share;
        let mean = (expected * (self.slope * log_change).exp()).min(self.requests.max(0.0));
        let of_noise = self.noise_squared * (1.0 + 1.0 / runs(self.base_runs)) + self.others_variance;
        let of_base = self.requests * self.requests * self.base_share * self.overdispersion
            / self.base_requests.max(1.0);
        (mean, mean * self.overdispersion + (mean * self.slope).powi(2) * of_noise + of_base)
    }
}

/// What is known about the number of failed requests to expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FailedCount {
    /// n₁: the candidate's requests.
    pub requests: f64,
    /// x₀: failed requests of all base runs.
    pub base_bad: f64,
    /// n₀: requests of all base runs.
    pub base_requests: f64,
    /// φ.
    pub overdispersion: f64,
    /// k: number of base runs.
    pub base_runs: usize,
}

impl FailedCount {
    /// Computes p₀ = (x₀ + ½)/(n₀ + 1): never 0, so that a first failure is unlikely, not impossible.
    pub fn base_share(&self) -> f64 {
        let share = (self.base_bad + 0.5) / (self.base_requests + 1.0);
        if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Computes mean and variance of the count that the test expects.
    ///
    /// μ = n₁·p₀; var = μφ + μ²τ² + n₁²·(p₀φ/n₀ + p₀²τ²/k), τ = 0.6 at k = 1, else
    /// 0.4.
    pub fn moments(&self) -> (f64, f64) {
        let share = self.base_share();
        let noise = if self.base_runs > 1 { ERROR_NOISE } else { ERROR_NOISE_ONE_RUN };
        let mean = self.requests * share;
        let of_base = share * self.overdispersion / self.base_requests.max(1.0)
            + (share * noise).powi(2) / runs(self.base_runs);
        let variance =
            mean * self.overdispersion + (mean * noise).powi(2) + self.requests * self.requests * of_base;
        (mean, variance)
    }
}

fn runs(count: usize) -> f64 {
    count.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn slope_is_the_index_of_a_pareto_tail() {
        // A Pareto tail of index 2.5: counts fall by e^(−2.5·0.1) over the reach.
        assert_close(tail_slope(1000.0, 1000.0 * (-0.25_f64).exp()), 2.5);
    }

    #[test]
    fn slope_stays_in_its_range() {
        assert_eq!(tail_slope(1000.0, 10.0), 8.0);
        assert_eq!(tail_slope(1000.0, 1000.0), 1.0);
        assert_eq!(tail_slope(0.0, 0.0), 1.0);
        assert_close(tail_slope(0.75, 0.0), 1.5_f64.ln() / 0.1);
        assert_eq!(tail_slope(f64::NAN, f64::NAN), 1.0);
    }

    const SLOW: SlowCount = SlowCount {
        requests: 1500.0,
        base_share: 0.05,
        base_requests: 3000.0,
        overdispersion: 1.5,
        slope: 4.0,
        noise_squared: 0.0002,
        others_variance: 0.0001,
        base_runs: 2,
    };

    #[test]
    fn slow_moments_equal_those_by_hand() {
        // μ = 75; 75·1.5 = 112.5; 75²·16·(0.0002·1.5 + 0.0001) = 36; 1500²·0.05·1.5/3000 = 56.25.
        let (mean, variance) = SLOW.moments(0.0);
        assert_close(mean, 75.0);
        assert_close(variance, 112.5 + 36.0 + 56.25);
    }

    #[test]
    fn slow_moments_rise_with_latency_up_to_all_requests() {
        // e^(4·0.1) = 1.4918247 times as many.
        let (mean, variance) = SLOW.moments(0.1);
        assert_close(mean, 75.0 * 0.4_f64.exp());
        assert_close(variance, 112.5 * 0.4_f64.exp() + 36.0 * 0.8_f64.exp() + 56.25);
        assert_eq!(SLOW.moments(10.0).0, 1500.0);
    }

    #[test]
    fn failed_moments_equal_those_by_hand() {
        // p₀ = 10/2000 = 0.005, μ = 5; n₀ is 1999.
        let of = FailedCount {
            requests: 1000.0,
            base_bad: 9.5,
            base_requests: 1999.0,
            overdispersion: 2.0,
            base_runs: 1,
        };
        let (mean, variance) = of.moments();
        assert_close(mean, 5.0);
        assert_close(variance, 10.0 + 25.0 * 0.36 + 1e6 * (0.01 / 1999.0 + 0.000_025 * 0.36));
        let (_, variance) = FailedCount { base_runs: 2, ..of }.moments();
        assert_close(variance, 10.0 + 25.0 * 0.16 + 1e6 * (0.01 / 1999.0 + 0.000_025 * 0.16 / 2.0));
    }

    #[test]
    fn failures_are_never_impossible() {
        let of = FailedCount {
            requests: 1000.0,
            base_bad: 0.0,
            base_requests: 999.0,
            overdispersion: 1.0,
            base_runs: 0,
        };
        assert_close(of.base_share(), 0.0005);
        let nothing = FailedCount { base_requests: 0.0, ..of };
        assert!(nothing.moments().1.is_finite());
        assert_close(nothing.base_share(), 0.5);
    }
}
