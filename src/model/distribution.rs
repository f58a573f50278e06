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
mod tests {
    use super::{Distribution, MAX_VALUE};

    fn of(values: &[u64]) -> Distribution {
        let mut out = Distribution::default();
        values.iter().for_each(|&value| out.record(value));
        out
    }

    /// k6's own percentile over sorted values.
    fn type_7(sorted: &[u64], q: f64) -> f64 {
        let rank = q * (sorted.len() - 1) as f64;
        let (low, high) = (sorted[rank.floor() as usize] as f64, sorted[rank.ceil() as usize] as f64);
        (low + (high - low) * rank.fract()) / 1000.0
    }

    #[test]
    fn quantiles_are_type_7() {
        let values: Vec<u64> = (1..=10).map(|n| n * 100).collect();
        let d = of(&values);
        for q in [0.0, 0.25, 0.5, 0.9, 0.95, 0.99, 1.0] {
            let (got, want) = (d.quantile(q).unwrap(), type_7(&values, q));
            assert!((got - want).abs() < 1e-12, "{q}: {got} {want}");
        }
        assert_eq!(d.quantiles(&[0.5, 0.5, 0.9]), [0.55, 0.55, 0.91]);
        assert_eq!(of(&[7]).quantile(0.99), Some(0.007));
        assert_eq!(Distribution::default().quantile(0.5), None);
    }

    #[test]
    fn a_gap_between_two_values_is_interpolated() {
        // Two values a hundred times apart: the 0.9 quantile lies on the line between them.
        assert_eq!(of(&[1_000, 100_000]).quantile(0.9), Some(90.1));
    }

    #[test]
    fn extremes_and_sum_are_exact_where_bins_are_wide() {
        let d = of(&[123_457, 1_000_003]);
        assert_eq!(d.extremes(), Some((123_457, 1_000_003)));
        assert_eq!(d.sum(), 1_123_460);
        assert_eq!(d.quantiles(&[0.0, 1.0]), [123.457, 1000.003]);
    }

    #[test]
    fn merging_is_recording_together() {
        let (a, b) = (of(&[5, 70_000, 70_001]), of(&[0, 9_999_999]));
        let mut ab = a.clone();
        ab.merge(&b);
        let mut ba = b.clone();
        ba.merge(&a);
        assert_eq!(ab, ba);
        assert_eq!(ab, of(&[5, 70_000, 70_001, 0, 9_999_999]));
        let mut same = ab.clone();
        same.merge(&Distribution::default());
        assert_eq!(same, ab);
        for (a, b) in
            [(a.clone().packed(), b.clone()), (a.clone(), b.clone().packed()), (a.packed(), b.packed())]
        {
            let mut merged = a.clone();
            merged.merge(&b);
            assert_eq!((&merged, &Distribution::sum_of([&b, &a].into_iter())), (&ab, &ab));
            assert_eq!(merged.packed(), ab);
        }
    }

    #[test]
    fn zeros_can_be_left_out() {
        assert_eq!(of(&[0, 0, 5, 900]).without_zeros(), of(&[5, 900]));
        assert_eq!(of(&[0, 0, 5, 900]).packed().without_zeros(), of(&[5, 900]));
        assert_eq!(of(&[0, 100_000]).without_zeros().count(), 1);
        assert_eq!(of(&[0]).without_zeros(), Distribution::default());
        assert_eq!(of(&[3]).without_zeros(), of(&[3]));
    }

    #[test]
    fn a_cut_bin_counts_in_proportion() {
        let d = of(&[100, 200, 300]);
        assert_eq!(d.count_above(0.25), 1.0);
        assert_eq!(d.count_above(0.2), 1.5);
        assert_eq!(d.count_above(0.0), 3.0);
        assert_eq!(d.count_above(1e9), 0.0);
    }

    #[test]
    fn parts_make_the_same_again() {
        let d = of(&[0, 17, 123_456, 123_457, 88_888_888]);
        let from =
            |extremes, sum| Distribution::from_parts(d.bins().map(|bin| (bin.low, bin.count)), extremes, sum);
        assert_eq!(from((0, 88_888_888), d.sum()), Ok(d.clone()));
        assert_eq!(from((88_888_888, 0), d.sum()), Err("extremes"));
        assert_eq!(from((0, 88_888_888), d.sum() * 2), Err("sum"));
        let many = [(5, u64::MAX), (6, 1)].into_iter();
        assert_eq!(Distribution::from_parts(many, (5, 6), 11), Err("count"));
        assert_eq!(Distribution::from_parts(std::iter::empty(), (0, 0), 0), Ok(Distribution::default()));
    }

    #[test]
    fn what_is_too_large_counts_as_the_largest() {
        assert_eq!(of(&[u64::MAX]).extremes(), Some((MAX_VALUE, MAX_VALUE)));
    }
}
