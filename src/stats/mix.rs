//! How far the shares of two samples of one mix lie apart by chance.

use std::f64::consts::PI;

/// φ of counts by category while no repetition shows it: requests come in journeys of several, which makes the counts of
/// endpoints vary more than those of independent requests.
pub const ASSUMED_OVERDISPERSION: f64 = 1.5;
/// What [`ASSUMED_OVERDISPERSION`] is worth in degrees of freedom.
const PRIOR_WEIGHT: f64 = 8.0;

/// Mean and standard deviation of ½ Σ |share difference| where nothing differs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
}

/// Computes what sampling alone makes of ½ Σ |share difference|: `shares` are those of the mix, `base` and `run` the
/// sizes of both samples.
///
/// Differences are taken as normal with variance V = φ·p(1 − p)(1/n₀ + 1/n₁), so that E|Δ| = √(2V/π) and
/// Var|Δ| = V(1 − 2/π) (folded normal; Leone, Nelson, Nottingham, Technometrics 3, 1961). Their covariances, which are
/// negative, are left out. A side without requests makes it infinite.
pub fn chance(shares: &[f64], base: f64, run: f64, overdispersion: f64) -> Chance {
    let scale = overdispersion.max(1.0) * (1.0 / base + 1.0 / run);
    let variances = || shares.iter().map(|p| scale * p * (1.0 - p).max(0.0));
    Chance {
        mean: variances().map(|v| (2.0 * v / PI).sqrt()).sum::<f64>() / 2.0,
        sd: (variances().sum::<f64>() * (1.0 - 2.0 / PI)).sqrt() / 2.0,
    }
}

/// Learns φ from repetitions of one mix, each a list of counts by category in the same order: Pearson's χ² of
/// homogeneity over its degrees of freedom, shrunk towards [`ASSUMED_OVERDISPERSION`]; at least 1.
pub fn overdispersion(repetitions: &[Vec<f64>]) -> f64 {
    let categories = repetitions.iter().map(Vec::len).min().unwrap_or(0);
    let sizes: Vec<f64> = repetitions.iter().map(|counts| counts.iter().sum()).collect();
    let all: f64 = sizes.iter().sum();
    let (mut square, mut used) = (0.0, 0_usize);
    for category in 0..categories {
        let share = repetitions.iter().map(|counts| counts[category]).sum::<f64>() / all;
        if share > 0.0 {
            used += 1;
            let deviations = repetitions.iter().zip(&sizes).filter(|(_, size)| **size > 0.0);
            square += deviations
                .map(|(counts, size)| (counts[category] - size * share).powi(2) / (size * share))
                .sum::<f64>();
        }
    }
    let df = (used.saturating_sub(1) * repetitions.len().saturating_sub(1)) as f64;
    ((PRIOR_WEIGHT * ASSUMED_OVERDISPERSION + square) / (PRIOR_WEIGHT + df)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Random;

    #[test]
    fn two_halves_of_a_hundred_requests() {
        // V = 0.25·(1/100 + 1/100) = 0.005; E = ½·2·√(0.01/π) = 0.056419; sd = ½·√(0.01·(1 − 2/π)) = 0.030141.
        let chance = chance(&[0.5, 0.5], 100.0, 100.0, 1.0);
        assert!((chance.mean - 0.056_419).abs() < 1e-6, "{chance:?}");
        assert!((chance.sd - 0.030_141).abs() < 1e-6, "{chance:?}");
    }

    #[test]
    fn repetitions_that_differ_by_chance_keep_the_prior_and_others_raise_it() {
        assert_eq!(overdispersion(&[vec![10.0, 20.0]]), ASSUMED_OVERDISPERSION);
        // χ² of [10, 20] against [20, 10]: four cells of (5²)/15 = 6.667, one degree of freedom.
        let found = overdispersion(&[vec![10.0, 20.0], vec![20.0, 10.0]]);
        assert!((found - (12.0 + 6.0 + 2.0 / 3.0) / 9.0).abs() < 1e-9, "{found}");
        assert_eq!(overdispersion(&[]), ASSUMED_OVERDISPERSION);
    }

    #[test]
    fn simulated_mixes_lie_as_far_apart_as_computed() {
        // 80 endpoints and 2,000 requests: what used to be called another mix.
        let mut random = Random::new(5);
        let (endpoints, requests, pairs) = (80, 2_000, 200);
        let mut sample = || {
            let mut counts = vec![0.0; endpoints];
            for _ in 0..requests {
                counts[(random.unit() * endpoints as f64) as usize] += 1.0;
            }
            counts
        };
        let mut found = Vec::new();
        for _ in 0..pairs {
            let (a, b) = (sample(), sample());
            let apart: f64 = a.iter().zip(&b).map(|(a, b): (&f64, &f64)| (a - b).abs()).sum();
            found.push(apart / requests as f64 / 2.0);
        }
        let mean = found.iter().sum::<f64>() / f64::from(pairs);
        let sd = (found.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(pairs)).sqrt();
        let computed = chance(&vec![1.0 / endpoints as f64; endpoints], 2_000.0, 2_000.0, 1.0);
        assert!((mean / computed.mean - 1.0).abs() < 0.03, "{mean} against {}", computed.mean);
        assert!((sd / computed.sd - 1.0).abs() < 0.2, "{sd} against {}", computed.sd);
    }
}
