//! Run-to-run noise: how far identical runs differ.

use super::weighted_median::{MIN_ENDPOINTS, Weighted, medians_of_others};

/// Runs that the prior counts for: two or three base runs leave it in charge, ten do not.
pub const PRIOR_RUNS: f64 = 8.0;

/// Runs that the spread of one base run beyond the first counts for: it is pooled over endpoints, at
/// least four of them.
const RUNS_PER_RUN: f64 = 4.0;

/// What the median of the others adds to the variance of an endpoint's deviation from it: a fifth, at
/// about eight endpoints of like weight (π/2 ÷ 8).
const MEDIAN_OF_OTHERS: f64 = 1.2;

/// Least noise, 0.5 %: a few quiet runs do not prove that hosts never differ.
pub const MIN_NOISE: f64 = 0.005;

/// How an endpoint's log quantile spreads over the base runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// ω: how much the endpoint counts.
    pub weight: f64,
    /// w_base: mean squared standard error of its log quantile in one base run.
    pub squared_error: f64,
    /// var_e: variance over the base runs of its deviation from the others, as [`spreads_over_runs`]
    /// finds it.
    pub variance: f64,
}

/// Computes var_e for each endpoint from its log changes r_ie in the base runs.
///
/// `log_changes[i][e]` = ln Q̂_ie − ln T_e for run i and endpoint e; `weights[e]` = ω. From each change
/// the weighted median of the other endpoints' changes in that run is taken off; the variance over runs
/// has k − 1 in its denominator. 0 for fewer than two runs.
pub fn spreads_over_runs(log_changes: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let deviations: Vec<Vec<f64>> = log_changes
        .iter()
        .map(|run| {
            let points: Vec<Weighted> =
                run.iter().zip(weights).map(|(&value, &weight)| Weighted { value, weight }).collect();
            medians_of_others(&points).iter().zip(run).map(|(others, own)| own - others).collect()
        })
        .collect();
    (0..weights.len())
        .map(|endpoint| {
            let own: Vec<f64> = deviations.iter().filter_map(|run| run.get(endpoint).copied()).collect();
            if own.len() < 2 { 0.0 } else { sum_of_squares(&own) / (own.len() as f64 - 1.0) }
        })
        .collect()
}

/// Computes τ², the noise of one endpoint against the rest, in log².
///
/// τ̂² = Σω²(var_e/1.2 − w_base,e)/Σω² is what is left of the spread after counting error; it is
/// weighed with the prior: max(0.5 %², (8·`prior`² + 4(k − 1)·τ̂²)/(8 + 4(k − 1))). With one base run or
/// fewer than four endpoints it is `prior`². `prior` is τ_E as a share (0.015).
pub fn endpoint_noise_squared(prior: f64, base_runs: usize, spreads: &[Spread]) -> f64 {
    if base_runs < 2 || spreads.len() < MIN_ENDPOINTS {
        return prior * prior;
    }
    let total: f64 = spreads.iter().map(|spread| spread.weight.powi(2)).sum();
    let left: f64 = spreads
        .iter()
        .map(|spread| spread.weight.powi(2) * (spread.variance / MEDIAN_OF_OTHERS - spread.squared_error))
        .sum();
    let learned = left / total;
    if !learned.is_finite() {
        return prior * prior;
    }
    let learned_runs = RUNS_PER_RUN * (base_runs as f64 - 1.0);
    let noise = (PRIOR_RUNS * prior * prior + learned_runs * learned) / (PRIOR_RUNS + learned_runs);
    noise.max(MIN_NOISE * MIN_NOISE)
}

/// Carries τ² learned at p95 over to p99, where single runs have too few requests to learn from:
/// times (`prior_p99`/`prior`)², which is (2/1.5)² for the default priors.
pub fn noise_squared_at_p99(noise_squared: f64, prior: f64, prior_p99: f64) -> f64 {
    let carried = noise_squared * (prior_p99 / prior).powi(2);
    if carried.is_finite() { carried } else { prior_p99 * prior_p99 }
}

/// Sum of squared deviations from the mean.
pub(super) fn sum_of_squares(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs() + 1e-15, "{found:e} is not {expected:e}");
    }

    fn spread(weight: f64, variance: f64) -> Spread {
        Spread { weight, squared_error: 0.0001, variance }
    }

    #[test]
    fn noise_equals_the_formula_by_hand() {
        // var/1.2 − w: 0.0003, 0.0001, 0.0001, 0.0001; ω²: 4, 1, 1, 1: τ̂² = 0.0015/7.
        let spreads =
            [spread(2.0, 0.00048), spread(1.0, 0.00024), spread(1.0, 0.00024), spread(1.0, 0.00024)];
        let learned = 0.0015 / 7.0;
        assert_close(endpoint_noise_squared(0.015, 2, &spreads), (8.0 * 0.000_225 + 4.0 * learned) / 12.0);
        assert_close(endpoint_noise_squared(0.015, 5, &spreads), (8.0 * 0.000_225 + 16.0 * learned) / 24.0);
    }

    #[test]
    fn noise_is_the_prior_while_nothing_is_known() {
        assert_eq!(endpoint_noise_squared(0.015, 1, &[spread(1.0, 0.01); 8]), 0.015 * 0.015);
        assert_eq!(endpoint_noise_squared(0.015, 5, &[spread(1.0, 0.01); 3]), 0.015 * 0.015);
        assert_eq!(endpoint_noise_squared(0.015, 5, &[spread(0.0, 0.01); 4]), 0.015 * 0.015);
        assert!(endpoint_noise_squared(0.015, 5, &[spread(1.0, 0.01); 4]) > 0.015 * 0.015);
    }

    #[test]
    fn quiet_runs_do_not_prove_that_there_is_no_noise() {
        let quiet = [Spread { weight: 1.0, squared_error: 0.01, variance: 0.0 }; 6];
        assert_eq!(endpoint_noise_squared(0.015, 10, &quiet), 0.005 * 0.005);
    }

    #[test]
    fn p99_has_its_own_prior() {
        assert_close(noise_squared_at_p99(0.0009, 0.015, 0.02), 0.0016);
        assert_close(noise_squared_at_p99(0.0009, 0.0, 0.02), 0.0004);
    }

    #[test]
    fn a_shift_of_the_whole_run_is_no_spread() {
        // The second run is 10 % slower throughout; endpoint 0 another 2 %.
        let runs = [vec![0.0; 4], vec![0.12, 0.10, 0.10, 0.10]];
        let spreads = spreads_over_runs(&runs, &[1.0; 4]);
        // Deviations 0 and 0.02 about 0.01: 2·0.01²/1. The median of the others keeps to 0.10.
        assert_close(spreads[0], 0.0002);
        // Others of endpoint 1: 0.12, 0.10, 0.10: median 0.10.
        assert_close(spreads[1], 0.0);
        assert_eq!(spreads_over_runs(&runs[..1], &[1.0; 4]), [0.0; 4]);
        assert!(spreads_over_runs(&[], &[]).is_empty());
    }
}
