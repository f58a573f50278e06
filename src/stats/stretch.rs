//! The stretch of a run in which a share stands out most: two change points, up and down again.

use super::change_point::running_sums;

/// A stretch is no incident but half the story if it is longer than this share of the slices.
const LONGEST: f64 = 0.5;

/// Lengths up to this are all tried. Longer ones in steps of an eighth, after which both ends are moved to where they
/// fit best: a day has thousands of slices, and trying every pair of ends would take seconds.
const EVERY_LENGTH: usize = 16;

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
    let sums = PrefixSums::new(bad, total);
    let longest = (sums.slices() as f64 * LONGEST) as usize;
    let mut best: Option<(usize, usize, f64)> = None;
    for first in 0..sums.slices() {
        let most = longest.min(sums.slices() - first);
        let mut length = 1;
        while length <= most {
            let gain = sums.gain(first, first + length);
            if gain > best.map_or(0.0, |(.., gain)| gain) {
                best = Some((first, first + length, gain));
            }
            length = if length < EVERY_LENGTH { length + 1 } else { length + length / 8 };
        }
    }
    let (first, end, gain) = sums.with_fitting_ends(best?, longest);
    let stretch = sums.stretch(first, end, gain);
    stretch.gain.is_finite().then_some(stretch)
}

/// Bad requests and all requests up to the begin of each slice, and to the end of the last.
struct PrefixSums {
    bad: Vec<f64>,
    total: Vec<f64>,
}

impl PrefixSums {
    fn new(bad: &[f64], total: &[f64]) -> Self {
        let slices = bad.len().min(total.len());
        Self { bad: running_sums(&bad[..slices]), total: running_sums(&total[..slices]) }
    }

    fn slices(&self) -> usize {
        self.bad.len() - 1
    }

    fn all(&self) -> (f64, f64) {
        (self.bad[self.slices()], self.total[self.slices()])
    }

    /// The gain of `first..end`; 0 where its share is not higher than that of the rest.
    fn gain(&self, first: usize, end: usize) -> f64 {
        let (all_bad, all) = self.all();
        let (x, n) = (self.bad[end] - self.bad[first], self.total[end] - self.total[first]);
        let mean = all_bad * n / all;
        // `>` and not `<=`, so that NaN is no excess.
        let stands_out = x > mean && all > n;
        if !stands_out {
            return 0.0;
        }
        let rest = all_bad - x;
        let of_rest = if rest > 0.0 { rest * (rest / (all_bad - mean)).ln() } else { 0.0 };
        x * (x / mean).ln() + of_rest
    }

    /// Moves the ends of a stretch by up to an eighth of its length as long as that gains.
    fn with_fitting_ends(&self, found: (usize, usize, f64), longest: usize) -> (usize, usize, f64) {
        let (mut first, mut end, mut gain) = found;
        loop {
            let reach = (end - first) / 8 + 1;
            let firsts = first.saturating_sub(reach)..=(first + reach).min(end - 1);
            let ends = (end.saturating_sub(reach)).max(first + 1)..=(end + reach).min(self.slices());
            let moved = firsts.map(|other| (other, end)).chain(ends.map(|other| (first, other)));
            let better = moved
                .filter(|(first, end)| end - first <= longest)
                .map(|(first, end)| (first, end, self.gain(first, end)))
                .filter(|(.., other)| *other > gain)
                .max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)).then(b.1.cmp(&a.1)));
            let Some(better) = better else { return (first, end, gain) };
            (first, end, gain) = better;
        }
    }

    fn stretch(&self, first: usize, end: usize, gain: f64) -> Stretch {
        let (all_bad, all) = self.all();
        let (x, n) = (self.bad[end] - self.bad[first], self.total[end] - self.total[first]);
        Stretch { first, slices: end - first, bad: x, expected: (all_bad - x) * n / (all - n), gain }
    }
}

/// Bounds the probability that chance alone makes any stretch of any of so many series gain as much: the number of
/// stretches, S²/2, × series × e^−gain, at most 1.
///
/// For one stretch, e^−gain bounds P(≥ x) of the binomial distribution of X bad requests over the slices (Chernoff, Annals of
/// Mathematical Statistics 23, 1952), whatever their share is: nothing is estimated. The number is a union bound.
pub fn chance_of_gain(gain: f64, slices: usize, series: usize) -> f64 {
    let stretches = (slices as f64).powi(2) / 2.0 * series.max(1) as f64;
    let chance = stretches * (-gain).exp();
    if chance.is_nan() { 1.0 } else { chance.min(1.0) }
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
    fn finds_both_ends_of_long_stretches_too() {
        for (first, length) in [(0, 17), (3, 100), (412, 333), (1000, 2), (1500, 500)] {
            let mut bad = vec![1.0; 2000];
            bad[first..first + length].fill(4.0);
            let found = likeliest_stretch(&bad, &vec![100.0; 2000]).unwrap();
            assert_eq!((found.first, found.slices), (first, length));
        }
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
    fn more_slices_and_series_find_more_by_chance() {
        // 64²/2 = 2048 stretches of each of 3 series.
        assert!((chance_of_gain(20.0, 64, 3) / (6144.0 * (-20.0_f64).exp()) - 1.0).abs() < 1e-12);
        assert_eq!(chance_of_gain(1.0, 64, 1), 1.0);
        assert_eq!(chance_of_gain(f64::NAN, 64, 1), 1.0);
        assert_eq!(chance_of_gain(1.0, 0, 1), 0.0);
    }
}
