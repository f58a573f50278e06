//! Run-to-run noise: how far identical runs differ, as far as that is known.
//!
//! Noise is not a number here but a distribution over numbers: a wide prior, narrowed by the spread of runs that were
//! made of one build. Every probability is an average over it, so that few runs make a test careful and many make it sharp.

use std::sync::LazyLock;

use statrs::function::erf::erfc;

/// Standard deviations that are thought possible: from a fifth of a per cent to a factor of seven, in equal steps of
/// their logarithm. Finer steps change no probability in its second digit.
const STEPS: usize = 48;
const LEAST: f64 = 0.002;
const MOST: f64 = 2.0;

/// A weight that changes no probability that is asked for.
const NOTHING: f64 = 1e-10;

/// Centres of a population that are thought possible, in log standard deviations of its prior.
const CENTRES: usize = 17;
const CENTRE_REACH: f64 = 2.5;

/// Variances of one figure over runs, after its own counting error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Sum of squared deviations from the mean, in log².
    pub squares: f64,
    /// Degrees of freedom of that sum: runs less one for each mean.
    pub df: f64,
    /// Squared standard error of one run's figure, in log².
    pub error: f64,
}

/// What is believed of a standard deviation: a weight for each that is possible.
#[derive(Debug, Clone, PartialEq)]
pub struct Noise {
    weights: Vec<f64>,
}

/// The possible standard deviations, ascending.
static SIGMAS: LazyLock<[f64; STEPS]> = LazyLock::new(|| {
    std::array::from_fn(|step| LEAST * (MOST / LEAST).powf(step as f64 / (STEPS - 1) as f64))
});

fn sigmas() -> impl Iterator<Item = f64> {
    SIGMAS.iter().copied()
}

impl Noise {
    /// Believes that the standard deviation is about `centre`, within a factor of e^`spread` in two cases of three.
    pub fn prior(centre: f64, spread: f64) -> Self {
        Self::normalised(sigmas().map(|sigma| log_prior(sigma, centre, spread)).collect())
    }

    /// Learns from one figure's spread over runs: the likelihood of a normal sample whose variance is σ² and the
    /// counting error together.
    pub fn learn(&self, spread: &Spread) -> Self {
        if !(spread.df > 0.0 && spread.squares.is_finite() && spread.error.is_finite()) {
            return self.clone();
        }
        let believed = self.weights.iter().zip(sigmas());
        Self::normalised(
            believed.map(|(weight, sigma)| weight.ln() + log_likelihood(sigma, spread)).collect(),
        )
    }

    /// Learns from many figures at once what such figures are like: each has a noise of its own, within a factor of
    /// e^`own` of a common centre, and the centre is within e^`common` of `centre`.
    ///
    /// The result is what to believe of one more figure of that kind, before its own spread is looked at.
    pub fn of_population(centre: f64, own: f64, common: f64, spreads: &[Spread]) -> Self {
        let step = |at: usize| 2.0 * CENTRE_REACH * at as f64 / (CENTRES - 1) as f64 - CENTRE_REACH;
        let centres: Vec<(f64, Self)> = (0..CENTRES)
            .map(|at| {
                let prior = Self::prior(centre * (common * step(at)).exp(), own);
                (-0.5 * step(at).powi(2), prior)
            })
            .collect();
        // The likelihood of each figure at each σ, computed once for all centres.
        let mut support: Vec<f64> = centres.iter().map(|(log_weight, _)| *log_weight).collect();
        for spread in spreads.iter().filter(|s| s.df > 0.0 && s.squares.is_finite() && s.error.is_finite()) {
            let logs: Vec<f64> = sigmas().map(|sigma| log_likelihood(sigma, spread)).collect();
            let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let likelihoods: Vec<f64> = logs.iter().map(|log| (log - highest).exp()).collect();
            for (support, (_, prior)) in support.iter_mut().zip(&centres) {
                let seen: f64 = prior.weights.iter().zip(&likelihoods).map(|(w, l)| w * l).sum();
                *support += seen.max(f64::MIN_POSITIVE).ln();
            }
        }
        let of_centres = Self::normalised(support);
        let mut weights = vec![0.0; STEPS];
        for (weight, (_, prior)) in of_centres.weights.iter().zip(&centres) {
            for (sum, own) in weights.iter_mut().zip(&prior.weights) {
                *sum += weight * own;
            }
        }
        Self { weights }
    }

    /// Turns log weights, up to a constant, into weights that add up to 1.
    fn normalised(logs: Vec<f64>) -> Self {
        let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = logs.into_iter().map(|log| (log - highest).exp()).collect();
        let total: f64 = weights.iter().sum();
        Self { weights: weights.iter().map(|weight| weight / total).collect() }
    }

    /// The square root of the mean variance.
    pub fn sd(&self) -> f64 {
        self.weights.iter().zip(sigmas()).map(|(weight, sigma)| weight * sigma * sigma).sum::<f64>().sqrt()
    }

    /// Noise of variance `scale`·σ² + `extra`, for each σ that is likely enough to matter.
    fn mixture(&self, scale: f64, extra: f64) -> Mixture {
        let believed = || self.weights.iter().zip(sigmas()).filter(|(weight, _)| **weight > NOTHING);
        let total: f64 = believed().map(|(weight, _)| weight).sum();
        let sd = |sigma: f64| (sigma * sigma * scale + extra).sqrt();
        Mixture(believed().map(|(weight, sigma)| (weight / total, sd(sigma))).collect())
    }

    /// Computes P(noise ≥ `x`) for noise of variance `scale`·σ² + `extra`.
    pub fn upper_tail(&self, x: f64, scale: f64, extra: f64) -> f64 {
        self.mixture(scale, extra).upper_tail(x)
    }

    /// Finds the x ≥ 0 that such noise exceeds with probability `tail` ≤ ½.
    pub fn quantile(&self, tail: f64, scale: f64, extra: f64) -> f64 {
        self.mixture(scale, extra).quantile(tail)
    }

    /// Cuts the distribution of such noise into pieces: where each lies, and its probability.
    ///
    /// They are narrow about 0 and wide far out, as far as one in a hundred million.
    pub fn pieces(&self, scale: f64, extra: f64) -> Vec<(f64, f64)> {
        const HALF: usize = 18;
        const FARTHEST: f64 = 1e-8;
        let mixture = self.mixture(scale, extra);
        let (near, reach) = (mixture.quantile(0.25), mixture.quantile(FARTHEST));
        // x = a·sinh(b·t): steps of about a third of the quartile near 0.
        let a = near;
        let b = (reach / a).asinh() / HALF as f64;
        let edge = |at: f64| a * (b * at).sinh();
        // Beyond the outer edge of the piece at 0, of the next one, and so on; the other side is its mirror.
        let beyond: Vec<f64> = (0..=HALF).map(|at| mixture.upper_tail(edge(at as f64 + 0.5))).collect();
        let mut pieces = vec![(0.0, 1.0 - 2.0 * beyond[0])];
        for (at, tails) in beyond.windows(2).enumerate() {
            // The last one takes what is farther out as well.
            let farther = if at + 1 == HALF { 0.0 } else { tails[1] };
            let (x, weight) = (edge(at as f64 + 1.0), tails[0] - farther);
            pieces.extend([(x, weight), (-x, weight)]);
        }
        pieces
    }
}

/// A mixture of normal distributions about 0: the weight and the standard deviation of each.
struct Mixture(Vec<(f64, f64)>);

impl Mixture {
    fn upper_tail(&self, x: f64) -> f64 {
        let tail = |sd: f64| 0.5 * erfc(x / (sd * std::f64::consts::SQRT_2));
        let p: f64 = self.0.iter().map(|(weight, sd)| weight * tail(*sd)).sum();
        if p.is_nan() { 1.0 } else { p.clamp(0.0, 1.0) }
    }

    fn density(&self, x: f64) -> f64 {
        let of = |sd: f64| (-0.5 * (x / sd).powi(2)).exp() / (sd * std::f64::consts::TAU.sqrt());
        self.0.iter().map(|(weight, sd)| weight * of(*sd)).sum()
    }

    /// Newton's method on the logarithm of the tail, which is nearly straight far out, between bounds that close in.
    fn quantile(&self, tail: f64) -> f64 {
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut x = self.0.iter().map(|(weight, sd)| weight * sd * sd).sum::<f64>().sqrt();
        for _ in 0..60 {
            let p = self.upper_tail(x);
            if p > tail {
                low = x;
            } else {
                high = x;
            }
            let next = x + (p / tail).ln() * p / self.density(x);
            let middle = if high.is_finite() { f64::midpoint(low, high) } else { 2.0 * x };
            let next = if next > low && next < high { next } else { middle };
            // The error of the next one is about the square of this step's.
            if (next - x).abs() <= 1e-4 * x.abs().max(1e-9) {
                return next;
            }
            x = next;
        }
        x
    }
}

fn log_prior(sigma: f64, centre: f64, spread: f64) -> f64 {
    -0.5 * ((sigma / centre.max(LEAST)).ln() / spread).powi(2)
}

fn log_likelihood(sigma: f64, spread: &Spread) -> f64 {
    let variance = sigma * sigma + spread.error.max(0.0);
    -0.5 * (spread.df * variance.ln() + spread.squares / variance)
}

#[cfg(test)]
mod tests {
    use super::{Noise, Spread};

    #[test]
    fn a_prior_is_where_it_was_put() {
        let noise = Noise::prior(0.03, 0.6);
        // Mean square of a log-normal: 0.03²·e^(2·0.6²); sd 0.03·e^0.36 = 0.043.
        assert!((noise.sd() - 0.043).abs() < 0.0005, "{}", noise.sd());
        assert!((noise.upper_tail(0.0, 1.0, 0.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn many_runs_outweigh_the_prior() {
        let noise =
            Noise::prior(0.03, 0.6).learn(&Spread { squares: 200.0 * 0.08 * 0.08, df: 200.0, error: 0.0 });
        assert!((noise.sd() - 0.08).abs() < 0.004, "{}", noise.sd());
        // Then a normal distribution: P(> 1.96 sd) = 2.5 %.
        assert!((noise.upper_tail(1.96 * 0.08, 1.0, 0.0) - 0.025).abs() < 0.003);
        assert!((noise.quantile(0.025, 1.0, 0.0) - 1.96 * 0.08).abs() < 0.01);
    }

    #[test]
    fn counting_error_is_no_noise() {
        let noise =
            Noise::prior(0.03, 0.6).learn(&Spread { squares: 400.0 * 0.0016, df: 400.0, error: 0.0016 });
        assert!(noise.sd() < 0.015, "{}", noise.sd());
    }

    #[test]
    fn figures_of_a_kind_tell_of_one_another() {
        let quiet = [Spread { squares: 4.0 * 0.0001, df: 4.0, error: 0.0 }; 8];
        let loud = [Spread { squares: 4.0 * 0.0064, df: 4.0, error: 0.0 }; 8];
        let of = |spreads: &[Spread]| Noise::of_population(0.025, 0.4, 0.5, spreads).sd();
        assert!(of(&quiet) < of(&[]) && of(&[]) < of(&loud), "{} {} {}", of(&quiet), of(&[]), of(&loud));
        assert!((of(&loud) / 0.08 - 1.0).abs() < 0.25, "{}", of(&loud));
    }

    #[test]
    fn pieces_are_the_whole_distribution() {
        let noise = Noise::prior(0.03, 0.6);
        let pieces = noise.pieces(2.0, 0.0004);
        let total: f64 = pieces.iter().map(|piece| piece.1).sum();
        assert!((total - 1.0).abs() < 1e-9, "{total}");
        let variance: f64 = pieces.iter().map(|(x, weight)| weight * x * x).sum();
        let exact = 2.0 * noise.sd().powi(2) + 0.0004;
        assert!((variance / exact - 1.0).abs() < 0.05, "{variance} {exact}");
        let far: f64 = pieces.iter().filter(|piece| piece.0 > 0.15).map(|piece| piece.1).sum();
        assert!((far / noise.upper_tail(0.15, 2.0, 0.0004) - 1.0).abs() < 0.3, "{far}");
    }
}
