//! How much more a count varies than independent requests would.
//!
//! Requests that come together share their fate: a pause makes a whole second of them slow. Counts
//! per slice of time show it, as variance above the binomial and as correlation of neighbours
//! (heteroskedasticity and autocorrelation consistent; Newey and West, Econometrica 55, 1987).

/// Slices below which their variance is not estimated.
pub const MIN_SLICES: usize = 12;

/// φ where slices are too few or not there. Bursts are usual; taking them for independent requests would
/// make regressions of them.
pub const ASSUMED_OVERDISPERSION: f64 = 1.5;

/// Weights of the covariances of slices one and two apart: 1 − l/3 (Bartlett). Two, because slices
/// are as wide as a stall lasts: what is farther apart is drift, which the noise between runs holds.
const LAG_WEIGHTS: [f64; 2] = [2.0 / 3.0, 1.0 / 3.0];

/// Variance and mean that are added to those observed, as if 20 bad requests with φ = 1.2 had been
/// seen before: keeps φ near 1 while few bad requests say anything about it.
const PRIOR_VARIANCE: f64 = 24.0;

/// See [`PRIOR_VARIANCE`].
const PRIOR_MEAN: f64 = 20.0;

/// Variance and mean of a run's count of bad requests, as its slices show them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// V: variance of the count over the run, in requests².
    pub variance: f64,
    /// M = p̂·(1 − p̂)·n: what it would be if requests were independent.
    pub independent: f64,
}

impl Dispersion {
    /// Measures a run's slices, in their order: bad requests and all requests of each.
    ///
    /// z_s = x_s − p̂·n_s about the run's own share p̂. `None` with fewer than [`MIN_SLICES`] slices
    /// or without requests.
    pub fn of_slices(bad: &[f64], total: &[f64]) -> Option<Self> {
        if bad.len() < MIN_SLICES { None } else { Self::of_any_slices(bad, total) }
    }

    /// The same for slices of which some were left out: how many there were before is what counts, and
    /// the caller has asked that.
    pub fn of_any_slices(bad: &[f64], total: &[f64]) -> Option<Self> {
        let requests: f64 = total.iter().sum();
        let share = bad.iter().sum::<f64>() / requests;
        if requests.is_nan() || requests <= 0.0 || !share.is_finite() {
            return None;
        }
        Some(Self {
            variance: long_run_variance(&residuals(bad, total, share)),
            independent: requests * share * (1.0 - share),
        })
    }
}

/// Computes z_s = x_s − share·n_s for each slice.
pub fn residuals(bad: &[f64], total: &[f64], share: f64) -> Vec<f64> {
    bad.iter().zip(total).map(|(bad, total)| bad - share * total).collect()
}

/// Computes V = S/(S − 1)·[Σ z_s² + 2·Σ_{l=1,2} (1 − l/3)·Σ_s z_s·z_{s−l}], the variance of Σ z_s when
/// neighbouring slices go together; in the square of the unit of z.
///
/// Never below 0; 0 for fewer than two slices.
pub fn long_run_variance(residuals: &[f64]) -> f64 {
    let slices = residuals.len();
    if slices < 2 {
        return 0.0;
    }
    let product_at = |lag: usize| -> f64 {
        residuals.iter().zip(&residuals[lag.min(slices)..]).map(|(one, other)| one * other).sum()
    };
    let together: f64 =
        LAG_WEIGHTS.iter().enumerate().map(|(index, weight)| weight * product_at(index + 1)).sum();
    let variance = slices as f64 / (slices as f64 - 1.0) * (product_at(0) + 2.0 * together);
    if variance.is_finite() { variance.max(0.0) } else { 0.0 }
}

/// Computes deff = max(1, V/(n·q·(1 − q))): how many times the variance of independent requests the
/// count beyond a run's own q-quantile has. 1 where there is nothing to divide by.
pub fn design_effect(variance: f64, n: f64, q: f64) -> f64 {
    let effect = variance / (n * q * (1.0 - q));
    if effect.is_finite() { effect.max(1.0) } else { 1.0 }
}

/// Computes φ = max(1, (ΣV + 24)/(ΣM + 20)) over the base runs and the candidate.
///
/// [`ASSUMED_OVERDISPERSION`] where no run has slices enough.
pub fn overdispersion(runs: &[Dispersion]) -> f64 {
    if runs.is_empty() {
        return ASSUMED_OVERDISPERSION;
    }
    let variance: f64 = runs.iter().map(|run| run.variance).sum();
    let independent: f64 = runs.iter().map(|run| run.independent).sum();
    let phi = (variance + PRIOR_VARIANCE) / (independent + PRIOR_MEAN);
    if phi.is_finite() { phi.max(1.0) } else { ASSUMED_OVERDISPERSION }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variance_equals_the_sum_by_hand() {
        // z = 1, −2, 3, −2: squares 1 + 4 + 9 + 4 = 18,
        // one apart −2 − 6 − 6 = −14, two apart 3 + 4 = 7.
        // 4/3·[18 + 2·(2/3·(−14) + 1/3·7)] = 4/3·[18 − 14] = 16/3.
        assert!((long_run_variance(&[1.0, -2.0, 3.0, -2.0]) - 16.0 / 3.0).abs() < 1e-12);
        // z = 2, 2, −2, −2: squares 16, one apart 4 − 4 + 4 = 4, two apart −4 − 4 = −8;
        // 4/3·[16 + 2·(8/3 − 8/3)] = 64/3.
        assert!((long_run_variance(&[2.0, 2.0, -2.0, -2.0]) - 64.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn variance_is_never_negative_nor_missing() {
        assert_eq!(long_run_variance(&[]), 0.0);
        assert_eq!(long_run_variance(&[3.0]), 0.0);
        assert_eq!(long_run_variance(&[f64::NAN, 1.0]), 0.0);
        let alternating: Vec<f64> = (0..40).map(|slice| if slice % 2 == 0 { 1.0 } else { -1.0 }).collect();
        assert!(long_run_variance(&alternating) >= 0.0);
        // Two slices have no pair two apart: 2·[1 + 1 + 2·(2/3)·1].
        assert!((long_run_variance(&[1.0, 1.0]) - 20.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn dispersion_is_about_the_runs_own_share() {
        // 24 bad of 240, all slices alike: nothing is left over.
        let even = Dispersion::of_slices(&[2.0; 12], &[20.0; 12]).unwrap();
        assert_eq!(even, Dispersion { variance: 0.0, independent: 24.0 * 0.9 });
        // The same 24 in one slice: z = 22 once, −2 else, in the middle of the run.
        let mut bad = [0.0; 12];
        bad[6] = 24.0;
        let burst = Dispersion::of_slices(&bad, &[20.0; 12]).unwrap();
        // Squares 484 + 11·4 = 528; one apart 2·(−44) + 9·4 = −52; two apart 2·(−44) + 8·4 = −56.
        let expected = 12.0 / 11.0 * (528.0 + 2.0 * (2.0 / 3.0 * -52.0 + 1.0 / 3.0 * -56.0));
        assert!((burst.variance - expected).abs() < 1e-9 && burst.independent == 24.0 * 0.9, "{burst:?}");
    }

    #[test]
    fn few_slices_or_no_requests_show_nothing() {
        assert_eq!(Dispersion::of_slices(&[1.0; 11], &[20.0; 11]), None);
        assert!(Dispersion::of_slices(&[1.0; 12], &[20.0; 12]).is_some());
        assert_eq!(Dispersion::of_slices(&[0.0; 12], &[0.0; 12]), None);
    }

    #[test]
    fn overdispersion_is_pulled_to_its_prior() {
        let run = |variance, independent| Dispersion { variance, independent };
        assert_eq!(overdispersion(&[run(176.0, 80.0)]), 2.0);
        assert_eq!(overdispersion(&[run(100.0, 30.0), run(76.0, 50.0)]), 2.0);
        assert_eq!(overdispersion(&[run(0.0, 0.0)]), 1.2);
        assert_eq!(overdispersion(&[run(10.0, 80.0)]), 1.0);
        assert_eq!(overdispersion(&[]), 1.5);
        assert_eq!(overdispersion(&[run(f64::NAN, 1.0)]), 1.5);
    }

    #[test]
    fn design_effect_is_at_least_one() {
        assert_eq!(design_effect(150.0, 1000.0, 0.5), 1.0);
        assert_eq!(design_effect(500.0, 1000.0, 0.5), 2.0);
        assert_eq!(design_effect(500.0, 0.0, 0.5), 1.0);
        assert_eq!(design_effect(0.0, 0.0, 0.5), 1.0);
    }
}
