//! Where the fields of rows end, found for many rows at once: fields are too short for a search of each to pay.

/// Bytes that are looked at together: one bit of a mask for each.
const BLOCK: usize = 64;
/// Places that are written together, most of them for nothing: how many a block has is not to be foreseen, and a wrong guess of
/// the processor costs more.
const GROUP: usize = 8;
/// The bit of the last byte of a block.
const LAST: u64 = 1 << (BLOCK - 1);
/// The place before a text: one further on is its beginning.
const BEFORE: u32 = u32::MAX;

/// Where the fields of a text end, and where quotes stand in it.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Marks {
    /// Delimiters and line breaks in their order, behind a first place from which the first field begins like all others.
    ends: Vec<u32>,
    /// How many of these are true.
    count: usize,
    quotes: Vec<u32>,
}

impl Marks {
    /// Looks at a text of less than 4 GB. No delimiter may be a letter.
    pub(in crate::ingest) fn find(&mut self, text: &[u8], delimiter: u8) {
        self.quotes.clear();
        self.ends.resize(self.ends.len().max(1), BEFORE);
        self.count = 1;
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut last = [b'x'; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        for (block, at) in blocks.iter().chain([&last]).zip((0..).step_by(BLOCK)) {
            self.look(block, at, delimiter);
        }
    }

    /// Takes note of what is in a block that begins at `at`.
    #[inline]
    fn look(&mut self, block: &[u8; BLOCK], at: u32, delimiter: u8) {
        if block.iter().fold(0, |any, &byte| any | u8::from(byte == b'"')) != 0 {
            self.quotes
                .extend((0..).zip(block).filter(|(_, byte)| **byte == b'"').map(|(place, _)| at + place));
        }
        let mut found = mask(block, |byte| (byte == delimiter) | (byte == b'\n'));
        if self.ends.len() < self.count + BLOCK {
            self.ends.resize(2 * self.count + BLOCK, 0);
        }
        let (groups, _) = self.ends[self.count..self.count + BLOCK].as_chunks_mut::<GROUP>();
        self.count += found.count_ones() as usize;
        for group in groups {
            for place in group {
                // What is written for nothing may be anything, so that zero needs no care.
                *place = at.wrapping_add((found | LAST).trailing_zeros());
                found &= found.wrapping_sub(1);
            }
            if found == 0 {
                break;
            }
        }
    }

    /// Where fields end, behind a first place from which the first of them begins like all others; and where quotes stand.
    #[inline]
    pub(in crate::ingest) fn parts(&mut self) -> (&mut [u32], &[u32]) {
        (&mut self.ends[..self.count], &self.quotes)
    }
}

/// One bit for each byte of a block that is one of the wanted, the lowest for the first.
#[inline]
fn mask(block: &[u8; BLOCK], is_wanted: impl Fn(u8) -> bool) -> u64 {
    // Compilers see that sixteen bytes can be compared at a time.
    let mut hits = [0; BLOCK];
    for (hit, &byte) in hits.iter_mut().zip(block) {
        *hit = u8::from(is_wanted(byte));
    }
    // Eight bytes of 0 or 1, each shifted to another place of the highest byte.
    let gathered = |word: &[u8; 8]| u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    let words = hits.as_chunks().0.iter().zip((0_u32..).step_by(8));
    words.fold(0, |mask, (word, at)| mask | (gathered(word) << at))
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, Marks};

    proptest::proptest! {
        #[test]
        fn every_end_and_every_quote_is_found(texts in proptest::collection::vec("[a,;\u{80}\u{100}\0\"\n+-]{0,300}", 1..3)) {
            let mut marks = Marks::default();
            for (text, delimiter) in texts.iter().flat_map(|text| [(text.as_bytes(), b','), (text.as_bytes(), b';')]) {
                marks.find(text, delimiter);
                let ends = memchr::memchr2_iter(delimiter, b'\n', text).map(|at| at as u32);
                let ends: Vec<_> = [BEFORE].into_iter().chain(ends).collect();
                let quotes: Vec<_> = memchr::memchr_iter(b'"', text).map(|at| at as u32).collect();
                let (found, found_quotes) = marks.parts();
                proptest::prop_assert_eq!((&*found, found_quotes), (&ends[..], &quotes[..]));
            }
        }
    }
}
