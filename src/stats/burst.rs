//! One burst of bad requests, apart from their usual share.

use super::count_test::count_tail;

/// Consecutive slices that a burst may span.
const LONGEST: usize = 3;

/// Finds the `count` slices with most bad requests, the earliest where they tie; as indices in
/// ascending order. Slices without bad requests count too, so that every run is trimmed alike.
pub fn worst_slices(bad: &[f64], count: usize) -> Vec<usize> {
    let mut by_size: Vec<usize> = (0..bad.len()).collect();
    by_size.sort_by(|&one, &other| bad[other].total_cmp(&bad[one]).then(one.cmp(&other)));
    by_size.truncate(count);
    by_size.sort_unstable();
    by_size
}

/// Consecutive slices with more bad requests than the rest of the run explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burst {
    /// Index of its first slice.
    pub first: usize,
    /// Number of slices.
    pub slices: usize,
    /// Bad requests in them.
    pub bad: f64,
    /// Bad requests that the run's usual share would have put there.
    pub expected: f64,
    /// Poisson probability of so many or more.
    pub p: f64,
}

/// Finds the least likely stretch of at most three consecutive slices with at least `min_bad` bad
/// requests, given the run's usual `share` of them (0…1). Where two probabilities are too small for a number, or equal, the
/// larger deviance x·ln(x/μ) − (x − μ) counts, then the earliest and shortest.
///
/// The caller decides how unlikely it must be. `None` where no stretch has `min_bad`.
pub fn least_likely_stretch(bad: &[f64], total: &[f64], share: f64, min_bad: f64) -> Option<Burst> {
    let slices = bad.len().min(total.len());
    let stretches =
        (0..slices).flat_map(|first| (1..=LONGEST.min(slices - first)).map(move |length| (first, length)));
    let mut found: Option<Burst> = None;
    for (first, length) in stretches {
        let sum: f64 = bad[first..first + length].iter().sum();
        if sum.is_nan() || sum < min_bad {
            continue;
        }
        let expected = share * total[first..first + length].iter().sum::<f64>();
        let p = count_tail(sum, expected, expected);
        let is_less_likely = |least: Burst| {
            p < least.p || (p == least.p && deviance(sum, expected) > deviance(least.bad, least.expected))
        };
        if found.is_none_or(is_less_likely) {
            found = Some(Burst { first, slices: length, bad: sum, expected, p });
        }
    }
    found
}

/// Half the deviance of a Poisson count above its mean: about −ln P(X ≥ x).
fn deviance(count: f64, mean: f64) -> f64 {
    if mean > 0.0 { count * (count / mean).ln() - (count - mean) } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_found_where_it_is_though_its_probability_is_no_number() {
        let mut bad = [0.0; 60];
        bad[30] = 120.0;
        let found = least_likely_stretch(&bad, &[200.0; 60], 0.0001, 5.0).unwrap();
        assert_eq!((found.first, found.slices, found.p), (30, 1, 0.0));
        bad[31] = 200.0;
        bad[32] = 200.0;
        let longer = least_likely_stretch(&bad, &[200.0; 60], 0.0001, 5.0).unwrap();
        assert_eq!((longer.first, longer.slices, longer.bad), (30, 3, 520.0));
    }

    #[test]
    fn worst_slices_are_the_earliest_of_those_that_tie() {
        assert_eq!(worst_slices(&[0.0, 3.0, 1.0, 3.0, 3.0], 2), [1, 3]);
        assert_eq!(worst_slices(&[0.0, 1.0, 9.0, 0.0, 8.0], 2), [2, 4]);
        assert_eq!(worst_slices(&[0.0; 4], 2), [0, 1]);
        assert_eq!(worst_slices(&[5.0], 2), [0]);
        assert!(worst_slices(&[], 2).is_empty());
    }

    #[test]
    fn a_burst_is_the_least_likely_stretch() {
        let bad = [0.0, 1.0, 0.0, 4.0, 5.0, 0.0, 1.0, 0.0];
        let found = least_likely_stretch(&bad, &[100.0; 8], 0.01, 5.0).unwrap();
        assert_eq!((found.first, found.slices, found.bad, found.expected), (3, 2, 9.0, 2.0));
        // Poisson of mean 2: P(X ≥ 9) = 0.000237 (Molina).
        assert!((found.p - 0.000_237).abs() < 1e-6, "{}", found.p);
    }

    #[test]
    fn stretches_end_with_the_run() {
        let found = least_likely_stretch(&[0.0, 0.0, 2.0, 3.0], &[100.0; 4], 0.001, 5.0).unwrap();
        assert_eq!((found.first, found.slices), (2, 2));
        assert_eq!(least_likely_stretch(&[0.0, 0.0, 2.0, 2.0], &[100.0; 4], 0.001, 5.0), None);
        assert_eq!(least_likely_stretch(&[2.0, 0.0, 0.0, 3.0], &[100.0; 4], 0.001, 5.0), None);
        let twice = least_likely_stretch(&[6.0, 0.0, 0.0, 0.0, 6.0], &[100.0; 5], 0.001, 5.0).unwrap();
        assert_eq!((twice.first, twice.slices), (0, 1));
        assert_eq!(least_likely_stretch(&[], &[], 0.001, 5.0), None);
    }
}
