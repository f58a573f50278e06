//! The stretch of a run in which a share stands out most: two change points, up and down again.

/// A stretch is no incident but half the story if it is longer than this share of the slices.
const LONGEST: f64 = 0.5;

/// Consecutive slices in which the share of bad requests is higher than in the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Index of its first slice.
    pub first: usize,
    /// Number of slices.
    pub slices: usize,
    /// Bad requests in it.
    pub bad: f64,
    /// Bad requests in it, had it the share of the rest.
    pub expected: f64,
    /// Log likelihood ratio against one share for all slices, of independent requests.
    pub gain: f64,
}

/// Finds the stretch, up to half of the slices, that is likeliest to have a higher share of bad requests
/// than the rest; the earliest and shortest where they tie.
///
/// The gain is x·ln(x/m) + (X − x)·ln((X − x)/(X − m)) with x of X bad requests inside and m = X·n/N
/// (Kulldorff, *A spatial scan statistic*, Communications in Statistics 26, 1997; on a line the epidemic
/// alternative of Levin and Kline, Statistics in Medicine 4, 1985). The caller decides how much is
/// enough. `None` where no stretch has a higher share than the rest.
pub fn likeliest_stretch(bad: &[f64], total: &[f64]) -> Option<Stretch> {
    let slices = bad.len().min(total.len());
    let all_bad: f64 = bad[..slices].iter().sum();
    let all: f64 = total[..slices].iter().sum();
    let longest = (slices as f64 * LONGEST) as usize;
    let mut found: Option<Stretch> = None;
    for first in 0..slices {
        let (mut x, mut n) = (0.0, 0.0);
        for length in 1..=longest.min(slices - first) {
            x += bad[first + length - 1];
            n += total[first + length - 1];
            let mean = all_bad * n / all;
            // `>` and not `<=`, so that NaN is no excess.
            let stands_out = x > mean && all > n;
            if !stands_out {
                continue;
            }
            let rest = all_bad - x;
            let of_rest = if rest > 0.0 { rest * (rest / (all_bad - mean)).ln() } else { 0.0 };
            let gain = x * (x / mean).ln() + of_rest;
            if found.is_none_or(|best| gain > best.gain) {
                found = Some(Stretch { first, slices: length, bad: x, expected: rest * n / (all - n), gain });
            }
        }
    }
    found.filter(|stretch| stretch.gain.is_finite())
}

/// Computes the gain that chance alone reaches in any stretch with about the probability `p`:
/// ln(stretches/p), the union bound over S²/2 stretches.
pub fn gain_by_chance(slices: usize, p: f64) -> f64 {
    let stretches = (slices as f64).powi(2) / 2.0;
    (stretches / p).ln().max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_both_ends() {
        let mut bad = [1.0; 20];
        bad[5..9].fill(10.0);
        let found = likeliest_stretch(&bad, &[100.0; 20]).unwrap();
        assert_eq!((found.first, found.slices, found.bad, found.expected), (5, 4, 40.0, 4.0));
        // X = 56, m = 56·4/20 = 11.2: 40·ln(40/11.2) + 16·ln(16/44.8) = 50.918 − 16.474.
        assert!((found.gain - 34.444).abs() < 0.001, "{}", found.gain);
    }

    #[test]
    fn busy_slices_are_not_bad_slices() {
        let bad = [1.0, 1.0, 5.0, 1.0, 1.0, 1.0];
        let found = likeliest_stretch(&bad, &[100.0, 100.0, 500.0, 100.0, 100.0, 100.0]);
        assert_eq!(found, None, "one in a hundred everywhere");
    }

    #[test]
    fn all_bad_requests_in_one_slice() {
        let mut bad = [0.0; 12];
        bad[11] = 7.0;
        let found = likeliest_stretch(&bad, &[50.0; 12]).unwrap();
        assert_eq!((found.first, found.slices, found.bad, found.expected), (11, 1, 7.0, 0.0));
        assert!((found.gain - 7.0 * 12.0_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn odd_inputs_have_no_stretch() {
        assert_eq!(likeliest_stretch(&[], &[]), None);
        assert_eq!(likeliest_stretch(&[0.0; 12], &[50.0; 12]), None);
        assert_eq!(likeliest_stretch(&[0.0; 12], &[0.0; 12]), None);
        assert_eq!(likeliest_stretch(&[f64::NAN; 12], &[1.0; 12]), None);
        assert_eq!(likeliest_stretch(&[3.0], &[5.0]), None);
    }

    #[test]
    fn more_slices_find_more_by_chance() {
        // 64²/2 = 2048 stretches: ln(2048/0.0001) = 16.835.
        assert!((gain_by_chance(64, 1e-4) - 16.835).abs() < 0.001);
        assert_eq!(gain_by_chance(0, 1e-4), 0.0);
    }
}
