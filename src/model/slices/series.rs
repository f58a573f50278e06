//! Latency over time, on two scales where one would not do.
//!
//! [`MAX_SLICES`](super::MAX_SLICES) slices hold latencies to two digits. In a test of more than two hours they become wider than
//! an incident lasts: then an outline of the latencies is kept as well, in slices of half a minute. What the outline
//! holds depends on the requests alone, as the slices do.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Absorb, Slots};
use crate::model::bins::Bin;
use crate::model::sketch::{Adder, Binned, Outline, Sketch};

/// log₂ of the width in seconds up to which slices are fine enough to see a minute: 32 s.
pub const FINE_LOG2: u32 = 5;

/// 25 hours in slices of 32 s, two days in those of 64 s. A day of 200 endpoints took 200 MB to read then, of 256 that reading may
/// take.
const MAX_FINE: usize = 2816;

impl Absorb for Outline {
    const MOST: usize = MAX_FINE;

    fn absorb(&mut self, other: &Self) {
        self.add(other);
    }
}

impl Absorb for Sketch {
    fn absorb(&mut self, other: &Self) {
        self.add(other);
    }
}

impl Absorb for Slices {
    fn absorb(&mut self, other: &Self) {
        self.merge(other);
    }
}

/// Latency over time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slices {
    slots: Slots<Sketch>,
    /// What the slices cannot tell any more, from 2^[`FINE_LOG2`] seconds on. Absent where they are no wider than that, and
    /// where it was lost: snapshots did not always hold it.
    fine: Option<Slots<Outline>>,
}

impl Slices {
    /// Makes slices that are 2^`width_log2` seconds wide at least.
    pub fn with_width(width_log2: u32) -> Self {
        let mut slices = Self::default();
        slices.coarsen_to(width_log2);
        slices
    }

    /// Puts together what was stored apart; without `fine`, what wide slices cannot tell is lost.
    pub fn from_parts(slots: Slots<Sketch>, fine: Option<Slots<Outline>>) -> Self {
        let is_wide = slots.width_log2() > FINE_LOG2;
        Self { slots, fine: fine.filter(|fine| is_wide && fine.width_log2() >= FINE_LOG2) }
    }

    /// The slices themselves.
    pub fn slots(&self) -> &Slots<Sketch> {
        &self.slots
    }

    /// What is kept beside slices that are wider than 2^[`FINE_LOG2`] seconds.
    pub fn fine(&self) -> Option<&Slots<Outline>> {
        self.fine.as_ref()
    }

    /// log₂ of a slice's width in seconds.
    pub fn width_log2(&self) -> u32 {
        self.slots.width_log2()
    }

    /// A slice's width in seconds.
    pub fn width(&self) -> i64 {
        self.slots.width()
    }

    /// log₂ of the width of the finest slices that are known, in seconds.
    pub fn finest_log2(&self) -> u32 {
        self.fine.as_ref().map_or(self.width_log2(), Slots::width_log2)
    }

    /// The index of the finest slice that the Unix time `second` belongs to.
    #[inline]
    pub fn index_of(&self, second: i64) -> i64 {
        match &self.fine {
            Some(fine) => fine.index_of(second),
            None => self.slots.index_of(second),
        }
    }

    /// Adds to the slice that the Unix time `second` belongs to.
    pub fn absorb_at(&mut self, second: i64, sketch: &Sketch) {
        if let Some(fine) = &mut self.fine {
            fine.absorb_at(second, &sketch.outline());
        }
        self.slots.put(second, sketch);
        self.bound();
    }

    /// Adds to one slice the bins of many requests, in the order in which they ended. `marks` says at which of them each of
    /// the finest slices begins, and any second of it; all lie in one slice.
    pub fn absorb_marked(&mut self, marks: &[(usize, i64)], indices: &mut [u16]) {
        let Some(&(_, second)) = marks.first() else { return };
        if let Some(fine) = &mut self.fine {
            let ends = marks.iter().skip(1).map(|(begin, _)| *begin).chain([indices.len()]);
            for (&(begin, second), end) in marks.iter().zip(ends) {
                fine.absorb_at(second, &Sketch::outline_of(&indices[begin..end]));
            }
        }
        self.slots.put(second, &Sketch::from_indices(indices));
        self.bound();
    }

    /// Adds what other slices hold; they end as wide as the wider of both, or wider.
    pub fn merge(&mut self, other: &Self) {
        self.coarsen_to(other.width_log2());
        if self.width_log2() > FINE_LOG2 {
            self.fine = match (self.fine.take(), other.outlines()) {
                (Some(mut fine), Some(others)) => {
                    fine.merge(&others);
                    Some(fine)
                }
                _ => None,
            };
        }
        self.slots.coarsen_to(other.width_log2());
        other.iter().for_each(|(second, sketch)| self.slots.put(second, sketch));
        self.bound();
    }

    fn bound(&mut self) {
        while self.slots.is_over() {
            self.coarsen_to(self.width_log2() + 1);
        }
    }

    /// Merges neighbours until slices are 2^`width_log2` seconds wide; does nothing where they already are.
    pub fn coarsen_to(&mut self, width_log2: u32) {
        if self.width_log2() <= FINE_LOG2 && width_log2 > FINE_LOG2 {
            self.fine = self.outlines().map(Cow::into_owned);
        }
        self.slots.coarsen_to(width_log2);
    }

    /// Outlines in slices of 2^[`FINE_LOG2`] seconds, or wider in a test of days; absent where they were lost.
    fn outlines(&self) -> Option<Cow<'_, Slots<Outline>>> {
        if self.width_log2() > FINE_LOG2 {
            return self.fine.as_ref().map(Cow::Borrowed);
        }
        let mut fine = Slots::with_width(FINE_LOG2);
        self.iter().for_each(|(second, sketch)| fine.absorb_at(second, &sketch.outline()));
        Some(Cow::Owned(fine))
    }

    /// Forgets what is kept beside wide slices.
    #[must_use]
    pub fn without_fine(self) -> Self {
        Self { fine: None, ..self }
    }

    /// The slices in which something happened: the Unix second at which each begins, and what it holds.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (i64, &Sketch)> {
        self.slots.iter()
    }

    /// The finest slices that are known: the Unix second at which each begins, and its bins in microseconds, ascending.
    pub fn finest(&self) -> Vec<(i64, Vec<Bin>)> {
        match &self.fine {
            Some(fine) => fine.iter().map(|(second, outline)| (second, outline.bins().collect())).collect(),
            None => self.iter().map(|(second, sketch)| (second, sketch.bins().collect())).collect(),
        }
    }

    /// The Unix seconds at which the finest slices that are known begin.
    pub fn finest_starts(&self) -> Vec<i64> {
        match &self.fine {
            Some(fine) => fine.iter().map(|(second, _)| second).collect(),
            None => self.iter().map(|(second, _)| second).collect(),
        }
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

/// Adds up many series at once; faster than merging one after the other, and the same.
pub fn sum<'a>(series: impl Iterator<Item = &'a Slices> + Clone) -> Slices {
    let slots = sum_of_slots(series.clone().map(|slices| &slices.slots));
    let mut fine = None;
    if slots.width_log2() > FINE_LOG2 {
        let parts: Option<Vec<Cow<'_, Slots<Outline>>>> = series.map(Slices::outlines).collect();
        fine = parts.map(|parts| sum_of_slots(parts.iter().map(AsRef::as_ref)));
        fine.iter_mut().for_each(Slots::bound);
    }
    let mut slices = Slices { slots, fine };
    slices.bound();
    slices
}

fn sum_of_slots<'a, const HALF_LOG2: u32>(
    series: impl Iterator<Item = &'a Slots<Binned<HALF_LOG2>>> + Clone,
) -> Slots<Binned<HALF_LOG2>>
where
    Binned<HALF_LOG2>: Absorb,
{
    let width_log2 = series.clone().map(Slots::width_log2).max().unwrap_or(0);
    let mut by_slot: BTreeMap<i64, Vec<&Binned<HALF_LOG2>>> = BTreeMap::new();
    for (second, sketch) in series.flat_map(Slots::iter) {
        by_slot.entry(second >> width_log2).or_default().push(sketch);
    }
    let mut adder = Adder::default();
    let mut sum = |sketches: Vec<&Binned<HALF_LOG2>>| {
        sketches.into_iter().for_each(|sketch| adder.add(sketch.indices()));
        adder.take()
    };
    let slots = by_slot.into_iter().map(|(index, sketches)| (index, sum(sketches))).collect();
    Slots { width_log2, slots }
}
