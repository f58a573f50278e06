//! Every place where a level may have changed.

use std::collections::BTreeSet;
use std::f64::consts::SQRT_2;

use super::MIN_LEVEL;

/// Probability with which chance alone makes a candidate of a place, times the places. Loose: the test decides.
const CHANCE: f64 = 0.05;

/// A seeded interval begins this part of its length after the one before.
const STEPS: usize = 4;

/// An interval and the place that splits it best.
struct Seed {
    start: usize,
    end: usize,
    at: usize,
    gain: f64,
}

/// Finds candidates, ascending, at least [`MIN_LEVEL`] values from each other and from the ends.
///
/// Seeded intervals (Kovács, Bühlmann, Li and Munk, "Seeded binary segmentation", Biometrika 110, 2023) of lengths n, n/√2, n/2, …,
/// each a quarter of its length after the one before. In each, the split with the largest squared CUSUM is kept if that exceeds
/// 2·ln(n/0.05)·`noise`², which chance reaches at one place of n with a probability of 5 % at most (tail of the normal distribution, union
/// bound). The narrowest interval comes first, and takes out all that hold its split (Baranowski, Chen and Fryzlewicz,
/// "Narrowest-over-threshold", JRSS B 81, 2019): it is the likeliest to hold one change only.
pub(super) fn find(values: &[f64], noise: f64) -> Vec<usize> {
    let sums = running_sums(values);
    let threshold = 2.0 * (values.len() as f64 / CHANCE).ln() * noise * noise;
    let mut seeds: Vec<Seed> = intervals(values.len())
        .into_iter()
        .filter_map(|(start, end)| {
            let (at, gain) = best_split(&sums, start, end)?;
            (gain > threshold).then_some(Seed { start, end, at, gain })
        })
        .collect();
    seeds.sort_by(|one, other| {
        let length = |seed: &Seed| seed.end - seed.start;
        length(one)
            .cmp(&length(other))
            .then(other.gain.total_cmp(&one.gain))
            .then(one.start.cmp(&other.start))
    });
    let mut found = BTreeSet::new();
    for seed in seeds {
        if found.range(seed.start + 1..seed.end).next().is_none() {
            found.insert(seed.at);
        }
    }
    found.into_iter().collect()
}

/// Sums of the values before each index, and of all.
pub(in crate::stats) fn running_sums(values: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let sums = values.iter().map(|value| {
        sum += value;
        sum
    });
    std::iter::once(0.0).chain(sums).collect()
}

/// Finds where `start..end` is split best, the earliest where places tie, and the squared CUSUM there: by how much the split
/// lowers the sum of squares, l·r/(l + r)·(mean of the right − mean of the left)².
pub(super) fn best_split(sums: &[f64], start: usize, end: usize) -> Option<(usize, f64)> {
    let length = (end - start) as f64;
    let total = sums[end] - sums[start];
    let mut best: Option<(usize, f64)> = None;
    for at in start + MIN_LEVEL..(end + 1).saturating_sub(MIN_LEVEL) {
        let left = (at - start) as f64;
        let distance = (sums[at] - sums[start]) * length - total * left;
        let gain = distance * distance / (left * (length - left));
        if best.is_none_or(|(_, most)| gain > most) {
            best = Some((at, gain));
        }
    }
    best.map(|(at, gain)| (at, gain / length))
}

/// The seeded intervals of `count` values, as start and end.
fn intervals(count: usize) -> Vec<(usize, usize)> {
    let mut intervals = Vec::new();
    let mut exact = count as f64;
    let mut length = count;
    while length >= 2 * MIN_LEVEL {
        let step = (length / STEPS).max(1);
        intervals.extend((0..count - length).step_by(step).map(|start| (start, start + length)));
        intervals.push((count - length, count));
        exact /= SQRT_2;
        length = exact.round() as usize;
    }
    intervals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_split_by_hand() {
        // Means 1 and 4, four and five values: 20/9·3².
        let sums = running_sums(&[1.0, 1.0, 1.0, 1.0, 4.0, 4.0, 4.0, 4.0, 4.0]);
        assert_eq!(best_split(&sums, 0, 9), Some((4, 20.0)));
        assert_eq!(best_split(&sums, 0, 8), Some((4, 18.0)));
        assert_eq!(best_split(&sums, 1, 8), None);
    }

    #[test]
    fn intervals_cover_both_ends_at_every_length() {
        assert_eq!(intervals(8), [(0, 8)]);
        assert_eq!(intervals(12), [(0, 12), (0, 8), (2, 10), (4, 12)]);
        assert!(intervals(7).is_empty());
        let many = intervals(5000);
        assert!(many.iter().all(|(start, end)| end - start >= 2 * MIN_LEVEL && *end <= 5000));
        let work: usize = many.iter().map(|(start, end)| end - start).sum();
        assert!(work < 5000 * 90, "{work}");
    }

    #[test]
    fn candidates_keep_their_distance() {
        let values: Vec<f64> = (0..60).map(|index| f64::from(index / 6 % 2)).collect();
        let found = find(&values, 0.01);
        assert!(found.windows(2).all(|pair| pair[0] + MIN_LEVEL <= pair[1]), "{found:?}");
        assert_eq!(find(&values[..12], 0.01), [6]);
        assert!(find(&[0.0; 60], 0.0).is_empty());
        let odd = [f64::MAX, -f64::MAX, 1.0, f64::MAX, 0.0, 2.0, f64::MAX, 1.0];
        assert!(find(&odd, 1.0).len() <= 1);
    }
}
