//! How long requests took, all of them: a histogram that merges exactly.
//!
//! The bins are HdrHistogram's for three significant digits: a bin is never wider than 0.1 % of its value.
//! Storage is our own, because a run may have thousands of endpoints with a few requests each: while values are recorded,
//! pages of 64 bins that exist only where something was recorded; after that, two or three bytes for each bin in use.

use std::sync::Arc;

use super::bins::{Bin, Grid, MAX_VALUE, MOST_VALUES, count_above};
use super::bounds::Bounds;
use super::sketch::Binned;

/// Three significant digits.
const GRID: Grid = Grid::THREE_DIGITS;
/// Bins in a page.
const PAGE: usize = 64;

/// A histogram of whole numbers, in microseconds for latencies (and thousandths for other trends).
///
/// Merging is exact, commutative and associative. Quantiles are handed out in thousands of the
/// unit: milliseconds for latencies.
#[derive(Debug, Clone, Default)]
pub struct Distribution {
    /// The bins while values are recorded; empty once they are packed.
    pages: Vec<Option<Box<[u64; PAGE]>>>,
    /// The bins of [`GRID`] after that; empty while there are pages.
    packed: Binned<10>,
    count: u64,
    /// Exact sum of what was recorded.
    sum: u128,
    /// Complement of the smallest value, so that the default (nothing recorded) is the neutral one.
    min_complement: u64,
    max: u64,
    /// The buckets that the values were counted in: where in them they lie is not known. Absent where values are known one
    /// by one.
    bounds: Option<Arc<Bounds>>,
}

impl PartialEq for Distribution {
    /// Compares what was recorded, packed or not.
    fn eq(&self, other: &Self) -> bool {
        (self.count, self.sum, self.extremes()) == (other.count, other.sum, other.extremes())
            && self.indices().eq(other.indices())
            && self.bounds == other.bounds
    }
}

impl Eq for Distribution {}

impl Distribution {
    /// Counts one value.
    #[inline]
    pub fn record(&mut self, value: u64) {
        self.record_many(value, 1);
    }

    /// Counts `value` as often as `count` says.
    #[inline]
    pub fn record_many(&mut self, value: u64, count: u64) {
        if count == 0 {
            return;
        }
        let value = value.min(MAX_VALUE);
        self.bump(GRID.index_of(value), count);
        self.count += count;
        self.sum += u128::from(value) * u128::from(count);
        self.min_complement = self.min_complement.max(!value);
        self.max = self.max.max(value);
    }

    #[inline]
    fn bump(&mut self, index: usize, count: u64) {
        let page = index / PAGE;
        if let Some(Some(bins)) = self.pages.get_mut(page) {
            bins[index % PAGE] += count;
        } else {
            self.add_page(page)[index % PAGE] += count;
        }
    }

    #[cold]
    fn add_page(&mut self, page: usize) -> &mut [u64; PAGE] {
        for (index, count) in std::mem::take(&mut self.packed).indices() {
            self.bump(usize::from(index), count);
        }
        if page >= self.pages.len() {
            self.pages.resize(page + 1, None);
        }
        self.pages[page].get_or_insert_with(|| Box::new([0; PAGE]))
    }

    /// The same in a tenth of the memory, for when nothing more is recorded.
    #[must_use]
    pub fn packed(mut self) -> Self {
        if !self.pages.is_empty() {
            self.packed = Binned::from_ascending(self.indices());
            self.pages = Vec::new();
        }
        self
    }

    /// Adds up many distributions; faster than merging one after the other, and the same.
    pub fn sum_of<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            part.indices().for_each(|(index, count)| all.bump(usize::from(index), count));
            all.add_totals(part);
        }
        all.packed()
    }

    /// Adds what another distribution holds.
    pub fn merge(&mut self, other: &Self) {
        if self.pages.is_empty() && other.pages.is_empty() {
            self.packed.add(&other.packed);
        } else {
            other.indices().for_each(|(index, count)| self.bump(usize::from(index), count));
        }
        self.add_totals(other);
    }

    fn add_totals(&mut self, other: &Self) {
        if self.bounds != other.bounds {
            let parts = [(self.count, self.bounds.as_ref()), (other.count, other.bounds.as_ref())];
            self.bounds = Bounds::of_all(parts.into_iter());
        }
        self.count += other.count;
        self.sum += other.sum;
        self.min_complement = self.min_complement.max(other.min_complement);
        self.max = self.max.max(other.max);
    }

    /// Puts a distribution together from what a file holds: values with their counts, ascending, one for each bin, and
    /// beside them the exact extremes and the sum.
    ///
    /// # Errors
    ///
    /// Names what the bins cannot have: these `extremes`, this `sum`, or so large a `count`.
    pub fn from_parts(
        values: impl Iterator<Item = (u64, u64)>,
        (min, max): (u64, u64),
        sum: u128,
    ) -> Result<Self, &'static str> {
        let mut bins: Vec<(u16, u64)> = Vec::with_capacity(values.size_hint().0);
        let mut total = 0_u64;
        for (value, count) in values {
            total = total.checked_add(count).filter(|total| *total <= MOST_VALUES).ok_or("count")?;
            let index = GRID.index_of(value.min(MAX_VALUE)) as u16;
            match bins.last_mut() {
                Some((last, counted)) if *last >= index => *counted += count,
                _ => bins.push((index, count)),
            }
        }
        let bin = |of: Option<&(u16, u64)>| of.map(|&(index, count)| GRID.bin(usize::from(index), count));
        let (Some(first), Some(last)) = (bin(bins.first()), bin(bins.last())) else {
            return if sum == 0 { Ok(Self::default()) } else { Err("sum") };
        };
        if min > max || !(first.low..=first.high).contains(&min) || !(last.low..=last.high).contains(&max) {
            return Err("extremes");
        }
        let packed = Binned::from_ascending(bins.into_iter());
        let out = Self { packed, count: total, sum, min_complement: !min, max, ..Self::default() };
        let end = |of: fn(&Bin) -> u64| -> u128 {
            out.bins().map(|bin| u128::from(of(&bin)) * u128::from(bin.count)).sum()
        };
        if (end(|bin| bin.low)..=end(|bin| bin.high)).contains(&sum) { Ok(out) } else { Err("sum") }
    }

    /// The same without the zeros: requests that were never written have no latency.
    #[must_use]
    pub fn without_zeros(self) -> Self {
        let zeros = self.indices().next().filter(|&(index, _)| index == 0).map_or(0, |(_, count)| count);
        if zeros == 0 {
            return self;
        }
        if zeros == self.count {
            return Self::default();
        }
        let mut out =
            Self { packed: Binned::from_ascending(self.indices().skip(1)), pages: Vec::new(), ..self };
        out.count -= zeros;
        // The bins below 2048 are one number wide; above, the bin's lower end is as near as it gets.
        let low = out.bins().next().map_or(0, |bin| bin.low);
        out.min_complement = !low.min(out.max);
        out
    }

    /// The same, known to buckets alone.
    #[must_use]
    pub fn known_to(self, bounds: Arc<Bounds>) -> Self {
        Self { bounds: Some(bounds), ..self }
    }

    /// The buckets that the values are known to; absent where they are known one by one.
    pub fn bounds(&self) -> Option<&Arc<Bounds>> {
        self.bounds.as_ref()
    }

    /// How many values were recorded.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Tells whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The smallest and the largest value, exact, in the recorded unit; absent where nothing was recorded.
    pub fn extremes(&self) -> Option<(u64, u64)> {
        (self.count > 0).then_some((!self.min_complement, self.max))
    }

    /// Exact sum of the values, in the recorded unit.
    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// The smallest value, in milliseconds.
    pub fn min(&self) -> Option<f64> {
        self.extremes().map(|(min, _)| min as f64 / 1000.0)
    }

    /// The largest value, in milliseconds.
    pub fn max(&self) -> Option<f64> {
        self.extremes().map(|(_, max)| max as f64 / 1000.0)
    }

    /// The mean, in milliseconds; kept for completeness, never a headline.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64 / 1000.0)
    }

    /// The bins that hold something, ascending.
    pub fn bins(&self) -> impl Iterator<Item = Bin> {
        self.indices().map(|(index, count)| GRID.bin(usize::from(index), count))
    }

    /// The bytes of the bins, packed.
    pub(super) fn packed_bytes(&self) -> Box<[u8]> {
        if self.pages.is_empty() {
            self.packed.as_bytes().into()
        } else {
            Binned::<10>::from_ascending(self.indices()).into_bytes()
        }
    }

    /// The same by their index.
    fn indices(&self) -> impl Iterator<Item = (u16, u64)> {
        let pages = self.pages.iter().enumerate().flat_map(|(page, bins)| {
            let bins = bins.iter().flat_map(|bins| bins.iter().enumerate());
            bins.map(move |(offset, &count)| ((page * PAGE + offset) as u16, count))
        });
        self.packed.indices().chain(pages.filter(|&(_, count)| count > 0))
    }

    /// Returns the quantile `q` (0..1) in milliseconds: k6's, and type 7 of Hyndman and Fan (1996), a straight line
    /// at rank q·(n−1) between the two neighbouring values. Absent where nothing was recorded.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        self.quantiles(&[q]).first().copied()
    }

    /// Returns several quantiles (0..1, ascending) in milliseconds in one pass; empty where nothing was recorded.
    pub fn quantiles(&self, qs: &[f64]) -> Vec<f64> {
        let Some((min, max)) = self.extremes() else { return Vec::new() };
        let (min, max) = (min as f64, max as f64);
        let last = self.count - 1;
        let mut bins = self.bins();
        // (how many values lie up to the end of this bin, its value), for the two ranks in turn
        let mut current = (0, min);
        let mut value_at = |rank: u64| {
            while current.0 <= rank {
                let Some(bin) = bins.next() else { break };
                current = (current.0 + bin.count, bin.middle().clamp(min, max));
            }
            // The extremes are known exactly.
            match rank {
                0 => min,
                rank if rank == last => max,
                _ => current.1,
            }
        };
        let mut ranks: Vec<(u64, f64)> = Vec::with_capacity(2 * qs.len());
        let mut out = Vec::with_capacity(qs.len());
        for q in qs {
            let rank = q.clamp(0.0, 1.0) * last as f64;
            let below = rank.floor() as u64;
            let known = |ranks: &[(u64, f64)], rank| {
                ranks.iter().rev().find(|known| known.0 == rank).map(|known| known.1)
            };
            let low = known(&ranks, below).unwrap_or_else(|| value_at(below));
            ranks.push((below, low));
            let above = (below + 1).min(last);
            let high = known(&ranks, above).unwrap_or_else(|| value_at(above));
            ranks.push((above, high));
            out.push((low + (high - low) * (rank - below as f64)) / 1000.0);
        }
        out
    }

    /// Counts the values above `milliseconds`; a bin that is cut counts in proportion.
    pub fn count_above(&self, milliseconds: f64) -> f64 {
        let bins: Vec<Bin> = self.bins().collect();
        count_above(bins.into_iter().rev(), milliseconds * 1000.0)
    }
}

/// Turns milliseconds (or any unit) into whole thousandths; absent for what is negative or not finite.
#[inline]
pub fn thousandths(value: f64) -> Option<u64> {
    // Adding a half and cutting off is rounding, without a call. The cast saturates, which is past the largest value that a
    // histogram tells apart.
    (value >= 0.0 && value.is_finite()).then_some((value * 1000.0 + 0.5) as u64)
}

#[cfg(test)]
#[path = "distribution_tests.rs"]
mod tests;
