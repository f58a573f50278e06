//! The levels between candidates, and how sure it is that they differ.

use std::ops::Range;

use super::candidates::{best_split, running_sums};
use super::{MIN_LEVEL, spans};

/// Sweeps at most: a bound on the work. A place moves again only where a neighbour moved, and every strike sweeps anew.
const SWEEPS: usize = 3;

/// Weight of the prior "neighbours are independent", in values: in a dozen values a correlation of 0.3 is mere chance.
const PRIOR_VALUES: f64 = 8.0;

/// The largest correlation of neighbours that is believed: beyond it no difference would ever be sure.
const MOST_CORRELATED: f64 = 0.9;

/// A series cut into levels.
pub(super) struct Segments {
    floor: f64,
    count: usize,
    firsts: Vec<usize>,
    sums: Vec<f64>,
    squares: Vec<f64>,
    products: Vec<f64>,
}

impl Segments {
    /// Cuts `values` at `firsts`, the indices at which new levels begin, ascending.
    pub(super) fn new(values: &[f64], floor: f64, firsts: Vec<usize>) -> Self {
        let squares: Vec<f64> = values.iter().map(|value| value * value).collect();
        let products: Vec<f64> = values.windows(2).map(|pair| pair[0] * pair[1]).collect();
        let places = 0..firsts.len();
        let mut segments = Self {
            floor,
            count: values.len(),
            firsts,
            sums: running_sums(values),
            squares: running_sums(&squares),
            products: running_sums(&products),
        };
        segments.relocate(places);
        segments
    }

    /// Joins the two levels about a place, and lets the places beside it find theirs.
    pub(super) fn strike_out(&mut self, place: usize) {
        self.firsts.remove(place);
        self.relocate(place.saturating_sub(1)..place + 1);
    }

    /// Moves places to where least squares put them between their neighbours; where one moved, those beside it may too.
    fn relocate(&mut self, places: Range<usize>) {
        let (mut low, mut high) = (places.start, places.end);
        for _ in 0..SWEEPS {
            let mut moved = false;
            for place in low..high.min(self.firsts.len()) {
                let (start, end) = self.around(place);
                let Some((at, _)) = best_split(&self.sums, start, end) else { continue };
                moved |= at != self.firsts[place];
                self.firsts[place] = at;
            }
            if !moved {
                return;
            }
            (low, high) = (low.saturating_sub(1), high + 1);
        }
    }

    /// Where the two levels about a place begin and end.
    fn around(&self, place: usize) -> (usize, usize) {
        let start = if place == 0 { 0 } else { self.firsts[place - 1] };
        (start, self.firsts.get(place + 1).copied().unwrap_or(self.count))
    }

    /// Where new levels begin in `values`, as they were before the filter, which may have moved a step by a value or two: where
    /// the distances from the two levels are least in sum; the earliest where places tie.
    ///
    /// Distances and not squares: an outlier beyond a level counts no more than a value on it.
    pub(super) fn settled(&self, values: &[f64]) -> Vec<usize> {
        let mut settled: Vec<usize> = Vec::with_capacity(self.firsts.len());
        for (place, &first) in self.firsts.iter().enumerate() {
            let (start, end) = self.around(place);
            let (before, after) = (self.mean(&(start..first)), self.mean(&(first..end)));
            let start = settled.last().copied().unwrap_or(0);
            let lowest = start + MIN_LEVEL;
            let highest = end - MIN_LEVEL;
            // By how much a value speaks for the level before.
            let votes = |at: usize| (values[at] - after).abs() - (values[at] - before).abs();
            let (mut best, mut most, mut sum) = (lowest, 0.0, 0.0);
            for at in lowest..highest {
                sum += votes(at);
                if sum > most {
                    (best, most) = (at + 1, sum);
                }
            }
            settled.push(best);
        }
        settled
    }

    /// Degrees of freedom of [`Segments::tests`]: values less levels.
    pub(super) fn df(&self) -> f64 {
        (self.count - self.firsts.len() - 1) as f64
    }

    /// Computes |t| of each place: the difference of the neighbouring means in units of its standard error.
    ///
    /// The variance is that of all levels together, or of the two neighbours where that is larger, or `floor`²: a short level
    /// alone says too little on noise. It is divided by the values of a level as far as neighbours are independent:
    /// ρ₁ of all levels inflates it, see [`inflation`].
    pub(super) fn tests(&self) -> Vec<f64> {
        let spans: Vec<Range<usize>> = spans(&self.firsts, self.count).collect();
        let errors: Vec<f64> = spans.iter().map(|span| self.squared_error(span)).collect();
        let all = errors.iter().sum::<f64>() / self.df();
        let correlation = self.correlation(&spans, &errors);
        let parts: Vec<f64> =
            spans.iter().map(|span| inflation(span.len(), correlation) / span.len() as f64).collect();
        (1..spans.len())
            .map(|right| {
                let left = right - 1;
                let pair =
                    (errors[left] + errors[right]) / (spans[left].len() + spans[right].len() - 2) as f64;
                let variance = all.max(pair).max(self.floor * self.floor);
                let difference = (self.mean(&spans[right]) - self.mean(&spans[left])).abs();
                if difference > 0.0 {
                    difference / (variance * (parts[left] + parts[right])).sqrt()
                } else {
                    0.0
                }
            })
            .collect()
    }

    fn mean(&self, span: &Range<usize>) -> f64 {
        (self.sums[span.end] - self.sums[span.start]) / span.len() as f64
    }

    /// Sum of squared distances from the mean.
    fn squared_error(&self, span: &Range<usize>) -> f64 {
        let mean = self.mean(span);
        let squares = self.squares[span.end] - self.squares[span.start];
        (squares - mean * mean * span.len() as f64).max(0.0)
    }

    /// The correlation of neighbours on one level, 0 to 0.9.
    ///
    /// Σ(x_i − m)(x_{i+1} − m)/Σ(x_i − m)², plus (1 + 3ρ)·levels/n for the means that were taken from the same values (Kendall,
    /// "Note on bias in the estimation of autocorrelation", Biometrika 41, 1954), times n/(n + 8): few values say little.
    fn correlation(&self, spans: &[Range<usize>], errors: &[f64]) -> f64 {
        let lagged: f64 = spans
            .iter()
            .map(|span| {
                let mean = self.mean(span);
                let last = span.end - 1;
                let products = self.products[last] - self.products[span.start];
                let left = self.sums[last] - self.sums[span.start];
                let right = self.sums[span.end] - self.sums[span.start + 1];
                products - mean * (left + right) + mean * mean * (last - span.start) as f64
            })
            .sum();
        let total: f64 = errors.iter().sum();
        // `>` so that NaN is no correlation.
        let raw = if total > 0.0 { lagged / total } else { 0.0 };
        let count = self.count as f64;
        let unbiased = raw + (1.0 + 3.0 * raw) * spans.len() as f64 / count;
        (unbiased * count / (count + PRIOR_VALUES)).clamp(0.0, MOST_CORRELATED)
    }
}

/// By how much correlation ρ of neighbours inflates the variance of the mean of `count` values, as in a first-order
/// autoregression: 1 + 2·Σ(1 − k/n)·ρᵏ, k = 1 … n − 1 (Box and Jenkins, *Time Series Analysis*, §2.1).
fn inflation(count: usize, correlation: f64) -> f64 {
    let (n, rest) = (count as f64, 1.0 - correlation);
    (1.0 + correlation) / rest - 2.0 * correlation * (1.0 - correlation.powf(n)) / (n * rest * rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_is_that_of_two_samples_by_hand() {
        // Means 2.5 and 12.5, squared errors 5 and 5, df 6: variance 5/3; 10/√(5/3·2/4). Lagged products 1.25 and 1.25:
        // ρ₁ = 0.25 + 1.75·2/8, times 8/16.
        let values = [1.0, 2.0, 3.0, 4.0, 11.0, 12.0, 13.0, 14.0];
        let segments = Segments::new(&values, 0.0, vec![4]);
        let expected = 10.0 / (5.0 / 6.0 * inflation(4, 0.6875 / 2.0)).sqrt();
        assert!((segments.tests()[0] - expected).abs() < 1e-12, "{:?}", segments.tests());
        assert_eq!(segments.df(), 6.0);
        let floored = Segments::new(&values, (20.0_f64 / 3.0).sqrt(), vec![4]);
        assert!((floored.tests()[0] - expected / 2.0).abs() < 1e-12);
    }

    #[test]
    fn inflation_is_the_sum() {
        for (count, correlation) in [(1, 0.5), (3, 0.3), (10, 0.9), (4, 0.0)] {
            let n = f64::from(count);
            let sum: f64 = (1..count).map(|k| (1.0 - f64::from(k) / n) * f64::powi(correlation, k)).sum();
            let found = inflation(count as usize, correlation);
            assert!((found - (1.0 + 2.0 * sum)).abs() < 1e-12, "{count} {correlation}: {found}");
        }
    }

    #[test]
    fn places_move_to_the_step() {
        let values = [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let mut segments = Segments::new(&values, 0.0, vec![4, 8]);
        assert_eq!(segments.firsts, [5, 9]);
        let untouched = [0.0, 0.0, 0.0, 0.0, 1.1, 0.9, 1.0, 1.0, 1.0, 0.0, 0.0, 9.0, 0.0];
        assert_eq!(segments.settled(&untouched), [4, 9]);
        segments.strike_out(1);
        assert_eq!(segments.firsts, [5]);
        segments.strike_out(0);
        assert!(segments.tests().is_empty());
    }
}
