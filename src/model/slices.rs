//! A run over time: slices 2ʲ seconds wide, aligned to Unix time, so that shards and runs merge exactly.
//!
//! There are at most [`MAX_SLICES`] of them: when a run grows past that, neighbours merge and j rises
//! by one. Which j a run ends with depends only on what it holds, never on the order of reading.
//!
//! * `series`: latency over time, and what is kept of it where these slices are wider than an incident

use std::collections::BTreeMap;

mod series;

pub use self::series::{FINE_LOG2, Slices, sum};
pub use super::sketch::Sketch;

/// The most slices a series may have.
pub const MAX_SLICES: usize = 256;

/// What a slice holds: something that can be added up.
pub trait Absorb: Default {
    /// The most slices of it that a series may have.
    const MOST: usize = MAX_SLICES;

    /// Adds what `other` holds; commutative and associative.
    fn absorb(&mut self, other: &Self);
}

impl<K: Ord + Clone, T: Absorb> Absorb for BTreeMap<K, T> {
    fn absorb(&mut self, other: &Self) {
        for (key, value) in other {
            match self.get_mut(key) {
                Some(known) => known.absorb(value),
                None => self.entry(key.clone()).or_default().absorb(value),
            }
        }
    }
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

    /// Puts slots together from the index of each, ascending, and what it holds.
    pub fn from_ascending(width_log2: u32, slots: Vec<(i64, T)>) -> Self {
        let mut slots = Self { slots: slots.into_iter().collect(), ..Self::with_width(width_log2) };
        slots.bound();
        slots
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
        self.put(second, value);
        self.bound();
    }

    /// Does the same, and leaves it to the caller to keep within [`Absorb::MOST`].
    fn put(&mut self, second: i64, value: &T) {
        self.slots.entry(self.index_of(second)).or_default().absorb(value);
    }

    /// Adds what other slots hold; they end as wide as the wider of both, or wider.
    pub fn merge(&mut self, other: &Self) {
        self.coarsen_to(other.width_log2);
        other.iter().for_each(|(second, value)| self.put(second, value));
        self.bound();
    }

    fn is_over(&self) -> bool {
        self.slots.len() > T::MOST
    }

    fn bound(&mut self) {
        while self.is_over() {
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

#[cfg(test)]
mod tests;
