//! The grid of bins that histograms share: HdrHistogram's, for a lowest value of 1.

/// The largest value that is told apart, 2⁵⁰ − 1: 35 years in microseconds. Larger ones count as this.
pub const MAX_VALUE: u64 = (1 << 50) - 1;

/// More than a load test can count, 2⁴⁰: a million requests a second for twelve days.
pub const MOST_VALUES: u64 = 1 << 40;

/// Where bins begin and end: one whole number each at first, then a fixed number to each doubling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// log₂ of the number of bins to a doubling; below twice that number every value has its own.
    half_log2: u32,
}

impl Grid {
    /// Three significant digits: 1024 bins to a doubling, 0.1 % wide at most.
    pub const THREE_DIGITS: Self = Self::with_half(10);

    /// A grid of 2^`half_log2` bins to a doubling: 7 is two significant digits, 0.8 % wide at most.
    pub const fn with_half(half_log2: u32) -> Self {
        Self { half_log2 }
    }

    /// Returns the index of the bin that `value` falls into.
    #[inline]
    pub fn index_of(self, value: u64) -> usize {
        let half = 1 << self.half_log2;
        let shift = (u64::BITS - (value | half).leading_zeros()) - (self.half_log2 + 1);
        (u64::from(shift) * half + (value >> shift)) as usize
    }

    /// Returns the bin at `index`, with its count.
    pub fn bin(self, index: usize, count: u64) -> Bin {
        let (index, half) = (index as u64, 1 << self.half_log2);
        let shift = (index / half).saturating_sub(1);
        let low = if shift == 0 { index } else { (index % half + half) << shift };
        Bin { low, high: low + (1 << shift) - 1, count }
    }
}

/// One bin: the whole numbers `low..=high`, and how many were recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// Smallest number that falls into the bin.
    pub low: u64,
    /// Largest number that falls into the bin.
    pub high: u64,
    /// How many were recorded; never 0.
    pub count: u64,
}

impl Bin {
    /// The middle of the bin.
    pub fn middle(&self) -> f64 {
        (self.low as f64 + self.high as f64) / 2.0
    }

    /// Tells whether no part of the bin lies above `threshold`.
    pub fn ends_below(&self, threshold: f64) -> bool {
        self.high as f64 + 0.5 <= threshold
    }

    /// The share of the bin above `threshold` (0..1): values are whole numbers after rounding, so a bin
    /// reaches half a unit to either side, and 0 only upwards.
    pub fn share_above(&self, threshold: f64) -> f64 {
        let low = if self.low == 0 { 0.0 } else { self.low as f64 - 0.5 };
        let high = self.high as f64 + 0.5;
        ((high - threshold) / (high - low)).clamp(0.0, 1.0)
    }
}

/// Counts the values above `threshold` in bins that come in descending order; a bin that is cut counts in proportion.
pub fn count_above(descending: impl Iterator<Item = Bin>, threshold: f64) -> f64 {
    descending
        .map(|bin| (bin, bin.share_above(threshold)))
        .take_while(|&(_, share)| share > 0.0)
        .map(|(bin, share)| bin.count as f64 * share)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{Grid, MAX_VALUE};

    #[test]
    fn bins_are_contiguous_and_narrow() {
        for (grid, width) in
            [(Grid::THREE_DIGITS, 0.001), (Grid::with_half(7), 0.008), (Grid::with_half(2), 0.25)]
        {
            let mut next = 0;
            for index in 0..grid.index_of(MAX_VALUE) {
                let bin = grid.bin(index, 1);
                assert_eq!(bin.low, next);
                assert_eq!((grid.index_of(bin.low), grid.index_of(bin.high)), (index, index));
                assert!(bin.low == bin.high || (bin.high + 1 - bin.low) as f64 / bin.low as f64 <= width);
                next = bin.high + 1;
            }
        }
        assert_eq!(Grid::THREE_DIGITS.index_of(2047), 2047);
        assert_eq!(Grid::THREE_DIGITS.index_of(2048), 2048);
        assert_eq!(Grid::THREE_DIGITS.index_of(2049), 2048);
    }

    #[test]
    fn a_bin_that_is_cut_counts_in_proportion() {
        let bin = Grid::THREE_DIGITS.bin(2048, 10);
        assert_eq!((bin.low, bin.high, bin.middle()), (2048, 2049, 2048.5));
        assert_eq!(bin.share_above(2047.0), 1.0);
        assert_eq!(bin.share_above(2048.5), 0.5);
        assert_eq!(bin.share_above(2050.0), 0.0);
    }
}
