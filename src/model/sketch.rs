//! The latencies of one slice, kept as small as it goes.

use super::bins::{Bin, Grid, MAX_VALUE, MOST_VALUES, count_above};

/// In bins of two significant digits: enough for a chart and for counting above a threshold.
pub type Sketch = Binned<7>;

/// In four bins to each doubling: enough to see that requests take three times as long as usual, and a tenth of the size.
pub type Outline = Binned<2>;

/// The latencies of one slice in bins, 2^`HALF_LOG2` to each doubling, kept as small as it goes.
///
/// Bytes: for each bin that holds something, ascending, the gap to the bin before and the count, both as
/// LEB128. Equal sketches have equal bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binned<const HALF_LOG2: u32>(Box<[u8]>);

impl<const HALF_LOG2: u32> Binned<HALF_LOG2> {
    pub(super) const GRID: Grid = Grid::with_half(HALF_LOG2);

    /// Returns the index of the bin that a value (microseconds) falls into.
    #[inline]
    pub fn index_of(value: u64) -> u16 {
        Self::GRID.index_of(value.min(MAX_VALUE)) as u16
    }

    /// Makes a sketch from bins in ascending order, each once, with counts above 0.
    pub fn from_ascending(bins: impl Iterator<Item = (u16, u64)>) -> Self {
        let mut writer = Writer::with_room(2 * bins.size_hint().0);
        bins.for_each(|(index, count)| writer.push(index, count));
        writer.finish()
    }

    /// Makes a sketch from bin indices in any order; sorts them.
    pub fn from_indices(indices: &mut [u16]) -> Self {
        indices.sort_unstable();
        Self::from_ascending(indices.chunk_by(u16::eq).map(|run| (run[0], run.len() as u64)))
    }

    /// Takes a sketch from the bytes that [`Self::as_bytes`] gave; absent where they are no sketch.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut before: Option<u64> = None;
        let mut total = 0_u64;
        while !rest.is_empty() {
            let (gap, count) = (pull_number(&mut rest)?, pull_number(&mut rest)?);
            let index = before.unwrap_or(0).checked_add(gap)?;
            let fits =
                index <= u64::from(Self::index_of(MAX_VALUE)) && (before.is_none() || gap > 0) && count > 0;
            if !fits {
                return None;
            }
            before = Some(index);
            total = total.checked_add(count).filter(|total| *total <= MOST_VALUES)?;
        }
        Some(Self(bytes.into()))
    }

    /// The bytes of the sketch, for storing.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bins that hold something, ascending, by their index.
    pub(super) fn indices(&self) -> Cursor<'_> {
        Cursor { rest: &self.0, index: 0 }
    }

    /// The bytes of the sketch.
    pub(super) fn into_bytes(self) -> Box<[u8]> {
        self.0
    }

    /// The bins that hold something, ascending, in microseconds.
    pub fn bins(&self) -> impl Iterator<Item = Bin> {
        self.indices().map(|(index, count)| Self::GRID.bin(usize::from(index), count))
    }

    /// How many values were recorded.
    pub fn count(&self) -> u64 {
        self.indices().map(|(_, count)| count).sum()
    }

    /// Counts the values above `milliseconds`; a bin that is cut counts in proportion.
    pub fn count_above(&self, milliseconds: f64) -> f64 {
        let bins: Vec<Bin> = self.bins().collect();
        count_above(bins.into_iter().rev(), milliseconds * 1000.0)
    }

    /// Returns the quantile `q` (0..1) in milliseconds, to a percent: the middle of the bin at rank q·(n−1).
    /// Absent where nothing was recorded.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let rank = (q.clamp(0.0, 1.0) * self.count().checked_sub(1)? as f64).round() as u64;
        let mut seen = 0;
        self.bins()
            .find(|bin| {
                seen += bin.count;
                seen > rank
            })
            .map(|bin| bin.middle() / 1000.0)
    }
}

impl Sketch {
    /// Makes the outline of a sketch from bin indices in any order.
    pub(super) fn outline_of(indices: &[u16]) -> Outline {
        let outline = |index: &u16| Outline::index_of(Self::GRID.bin(usize::from(*index), 1).low);
        Outline::from_indices(&mut indices.iter().map(outline).collect::<Vec<u16>>())
    }

    /// The same in fewer bins: each of these is a part of one of those.
    pub fn outline(&self) -> Outline {
        let mut bins: Vec<(u16, u64)> = Vec::new();
        for bin in self.bins() {
            let index = Outline::index_of(bin.low);
            match bins.last_mut().filter(|(last, _)| *last == index) {
                Some((_, count)) => *count += bin.count,
                None => bins.push((index, bin.count)),
            }
        }
        Outline::from_ascending(bins.into_iter())
    }
}

impl<const HALF_LOG2: u32> Binned<HALF_LOG2> {
    /// Adds what another one holds.
    pub(super) fn add(&mut self, other: &Self) {
        if self.0.is_empty() {
            self.clone_from(other);
        } else {
            *self = self.merged(other);
        }
    }

    fn merged(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.indices(), other.indices());
        let (mut a, mut b) = (left.next(), right.next());
        let mut merged = Writer::with_room(self.0.len() + other.0.len());
        loop {
            match (a, b) {
                (Some(low), Some(high)) if low.0 == high.0 => {
                    merged.push(low.0, low.1 + high.1);
                    (a, b) = (left.next(), right.next());
                }
                (Some(low), Some(high)) if low.0 < high.0 => {
                    merged.push(low.0, low.1);
                    a = left.next();
                }
                (Some(low), None) => {
                    merged.push(low.0, low.1);
                    a = left.next();
                }
                (_, Some(low)) => {
                    merged.push(low.0, low.1);
                    b = right.next();
                }
                (None, None) => break,
            }
        }
        merged.finish()
    }
}

/// Reads bins in ascending order: the index of each, and its count.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    /// The bytes of the bins to come.
    pub(super) rest: &'a [u8],
    /// The bin before them; 0 at the beginning.
    pub(super) index: u16,
}

impl Iterator for Cursor<'_> {
    type Item = (u16, u64);

    #[inline]
    fn next(&mut self) -> Option<(u16, u64)> {
        self.index += pull_number(&mut self.rest)? as u16;
        Some((self.index, pull_number(&mut self.rest)?))
    }
}

/// Adds up the bins of many at once.
#[derive(Debug, Default)]
pub(super) struct Adder {
    counts: Vec<u64>,
}

impl Adder {
    /// Adds bins.
    pub(super) fn add(&mut self, bins: impl Iterator<Item = (u16, u64)>) {
        for (index, count) in bins {
            let index = usize::from(index);
            if index >= self.counts.len() {
                self.counts.resize(index + 1, 0);
            }
            self.counts[index] += count;
        }
    }

    /// Hands out the sum and begins again.
    pub(super) fn take<const HALF_LOG2: u32>(&mut self) -> Binned<HALF_LOG2> {
        let bins = self.counts.iter().enumerate().filter(|&(_, &count)| count > 0);
        let sum = Binned::from_ascending(bins.map(|(index, &count)| (index as u16, count)));
        self.counts.clear();
        sum
    }
}

/// Writes bins in ascending order.
struct Writer {
    bytes: Vec<u8>,
    before: u16,
}

impl Writer {
    fn with_room(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), before: 0 }
    }

    #[inline]
    fn push(&mut self, index: u16, count: u64) {
        push_number(&mut self.bytes, u64::from(index - self.before));
        push_number(&mut self.bytes, count);
        self.before = index;
    }

    fn finish<const HALF_LOG2: u32>(self) -> Binned<HALF_LOG2> {
        Binned(self.bytes.into_boxed_slice())
    }
}

/// Appends a number as LEB128: seven bits to a byte, the lowest first.
#[inline]
fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a LEB128 number off the front; absent where there is none.
#[inline]
fn pull_number(bytes: &mut &[u8]) -> Option<u64> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    // Most numbers have one byte.
    if first < 0x80 { Some(u64::from(first)) } else { pull_rest(u64::from(first & 0x7f), bytes) }
}

fn pull_rest(mut number: u64, bytes: &mut &[u8]) -> Option<u64> {
    for shift in (7..u64::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}
