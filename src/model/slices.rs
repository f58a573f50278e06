//! A run over time: slices 2ʲ seconds wide, aligned to Unix time, so that shards and runs merge exactly.
//!
//! There are at most [`MAX_SLICES`] of them: when a run grows past that, neighbours merge and j rises
//! by one. Which j a run ends with depends only on what it holds, never on the order of reading.

use std::collections::BTreeMap;

use super::bins::{Bin, Grid, MAX_VALUE, count_above};

/// The most slices a series may have.
pub const MAX_SLICES: usize = 256;

/// Two significant digits: enough for a chart and for counting above a threshold.
const GRID: Grid = Grid::TWO_DIGITS;

/// What a slice holds: something that can be added up.
pub trait Absorb: Default {
    /// Adds what `other` holds; commutative and associative.
    fn absorb(&mut self, other: &Self);
}

/// Something over time, sparse: slices in which nothing happened do not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slots<T> {
    width_log2: u32,
    slots: BTreeMap<i64, T>,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self { width_log2: 0, slots: BTreeMap::new() }
    }
}

impl<T: Absorb> Slots<T> {
    /// Makes slots that are 2^`width_log2` seconds wide at least.
    pub fn with_width(width_log2: u32) -> Self {
        Self { width_log2: width_log2.min(62), slots: BTreeMap::new() }
    }

    /// log₂ of a slice's width in seconds.
    pub fn width_log2(&self) -> u32 {
        self.width_log2
    }

    /// A slice's width in seconds.
    pub fn width(&self) -> i64 {
        1 << self.width_log2
    }

    /// The index of the slice that the Unix time `second` belongs to.
    #[inline]
    pub fn index_of(&self, second: i64) -> i64 {
        second >> self.width_log2
    }

    /// Adds to the slice that the Unix time `second` belongs to.
    pub fn absorb_at(&mut self, second: i64, value: &T) {
        self.slots.entry(self.index_of(second)).or_default().absorb(value);
        self.bound();
    }

    /// Adds what other slots hold; they end as wide as the wider of both, or wider.
    pub fn merge(&mut self, other: &Self) {
        self.coarsen_to(other.width_log2);
        let shift = self.width_log2 - other.width_log2;
        for (index, value) in &other.slots {
            self.slots.entry(index >> shift).or_default().absorb(value);
        }
        self.bound();
    }

    fn bound(&mut self) {
        while self.slots.len() > MAX_SLICES {
            self.coarsen_to(self.width_log2 + 1);
        }
    }

    /// Merges neighbours until slices are 2^`width_log2` seconds wide; does nothing where they already are.
    pub fn coarsen_to(&mut self, width_log2: u32) {
        let width_log2 = width_log2.min(62);
        if width_log2 <= self.width_log2 {
            return;
        }
        let shift = width_log2 - self.width_log2;
        self.width_log2 = width_log2;
        for (index, value) in std::mem::take(&mut self.slots) {
            self.slots.entry(index >> shift).or_default().absorb(&value);
        }
    }

    /// The slices in which something happened: the Unix second at which each begins, and what it holds.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (i64, &T)> {
        self.slots.iter().map(|(index, value)| (index << self.width_log2, value))
    }

    /// How many slices hold something.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Tells whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

/// Latency over time.
pub type Slices = Slots<Sketch>;

/// The latencies of one slice in bins of two significant digits, kept as small as it goes.
///
/// Bytes: for each bin that holds something, ascending, the gap to the bin before and the count, both as
/// LEB128. Equal sketches have equal bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch(Box<[u8]>);

impl Sketch {
    /// Returns the index of the sketch bin that a value (microseconds) falls into.
    #[inline]
    pub fn index_of(value: u64) -> u16 {
        GRID.index_of(value.min(MAX_VALUE)) as u16
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
        while !rest.is_empty() {
            let (gap, count) = (pull_number(&mut rest)?, pull_number(&mut rest)?);
            let index = before.unwrap_or(0).checked_add(gap)?;
            let fits =
                index <= u64::from(Self::index_of(MAX_VALUE)) && (before.is_none() || gap > 0) && count > 0;
            if !fits {
                return None;
            }
            before = Some(index);
        }
        Some(Self(bytes.into()))
    }

    /// The bytes of the sketch, for storing.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn indices(&self) -> impl Iterator<Item = (u16, u64)> {
        let (mut rest, mut index) = (&*self.0, 0);
        std::iter::from_fn(move || {
            index += pull_number(&mut rest)?;
            Some((index as u16, pull_number(&mut rest)?))
        })
    }

    /// The bins that hold something, ascending, in microseconds.
    pub fn bins(&self) -> impl Iterator<Item = Bin> {
        self.indices().map(|(index, count)| GRID.bin(usize::from(index), count))
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

impl Absorb for Sketch {
    fn absorb(&mut self, other: &Self) {
        if self.0.is_empty() {
            *self = other.clone();
        } else {
            *self = self.merged(other);
        }
    }
}

impl Sketch {
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

    fn finish(self) -> Sketch {
        Sketch(self.bytes.into_boxed_slice())
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

/// Adds up many sketches at once.
#[derive(Debug, Default)]
struct Adder {
    counts: Vec<u64>,
}

impl Adder {
    fn sum<'a>(&mut self, sketches: impl Iterator<Item = &'a Sketch>) -> Sketch {
        self.counts.clear();
        for sketch in sketches {
            for (index, count) in sketch.indices() {
                let index = usize::from(index);
                if index >= self.counts.len() {
                    self.counts.resize(index + 1, 0);
                }
                self.counts[index] += count;
            }
        }
        let bins = self.counts.iter().enumerate().filter(|&(_, &count)| count > 0);
        Sketch::from_ascending(bins.map(|(index, &count)| (index as u16, count)))
    }
}

/// Adds up many series at once; faster than merging one after the other, and the same.
pub fn sum<'a>(series: impl Iterator<Item = &'a Slices> + Clone) -> Slices {
    let width_log2 = series.clone().map(|slices| slices.width_log2).max().unwrap_or(0);
    let mut by_slot: BTreeMap<i64, Vec<&Sketch>> = BTreeMap::new();
    for slices in series {
        let shift = width_log2 - slices.width_log2;
        for (index, sketch) in &slices.slots {
            by_slot.entry(index >> shift).or_default().push(sketch);
        }
    }
    let mut adder = Adder::default();
    let slots =
        by_slot.into_iter().map(|(index, sketches)| (index, adder.sum(sketches.into_iter()))).collect();
    let mut slices = Slots { width_log2, slots };
    slices.bound();
    slices
}

#[cfg(test)]
mod tests;
