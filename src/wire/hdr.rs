//! Reads HdrHistogram's V2 compressed encoding into bins, whose number is bounded by the length of the text.
//!
//! The library lays out every bin that the header asks for, which a few bytes can make a hundred megabytes; a file that came
//! from elsewhere must not.

/// First number of the compressed encoding and of what it inflates to; the lowest byte is the width of a word, 0 here.
const COMPRESSED: u32 = 0x1c84_9304;
const PLAIN: u32 = 0x1c84_9303;
const KIND: u32 = !0xf0;

/// Bytes of what stands before the counts: cookie, length, offset, digits, lowest, highest, ratio.
const HEADER: usize = 4 + 4 + 4 + 4 + 8 + 8 + 8;

/// Bins of a histogram of five digits from 1 to 2⁶³: more is none.
const MOST_BINS: u64 = 1 << 24;

/// What a text inflates to, after its outer header.
pub(super) fn compressed(bytes: &[u8]) -> Result<&[u8], &'static str> {
    let mut rest = bytes;
    let (cookie, length) = (word(&mut rest)?, word(&mut rest)? as usize);
    if cookie & KIND != COMPRESSED & KIND {
        return Err("it does not begin as one");
    }
    rest.get(..length).ok_or(CUT)
}

/// Reads the bins that hold something, ascending: the lowest value of each, and its count.
pub(super) fn bins(inflated: &[u8]) -> Result<Vec<(u64, u64)>, &'static str> {
    let mut rest = inflated.get(..HEADER).ok_or(CUT)?;
    let (cookie, length) = (word(&mut rest)?, word(&mut rest)? as usize);
    let (offset, digits) = (word(&mut rest)?, word(&mut rest)?);
    let lowest = (u64::from(word(&mut rest)?) << 32) | u64::from(word(&mut rest)?);
    if cookie & KIND != PLAIN & KIND || offset != 0 || !(1..=5).contains(&digits) {
        return Err("its header is none of this encoding");
    }
    let grid = Grid::of(digits, lowest);
    let mut counts = inflated[HEADER..].get(..length).ok_or(CUT)?;
    let (mut index, mut bins) = (0_u64, Vec::new());
    while !counts.is_empty() {
        let number = zigzag(&mut counts)?;
        if number < 0 {
            index = index.saturating_add(number.unsigned_abs());
        } else {
            if number > 0 {
                bins.push((grid.lowest(index)?, number.unsigned_abs()));
            }
            index += 1;
        }
        if index > MOST_BINS {
            return Err("it has more bins than there can be");
        }
    }
    Ok(bins)
}

/// Where the bins lie: 2^`half_log2` to a doubling, in units of 2^`unit_log2`.
struct Grid {
    half_log2: u32,
    unit_log2: u32,
}

impl Grid {
    fn of(digits: u32, lowest: u64) -> Self {
        // The fewest bins to a doubling at which the largest error is a unit of the last digit.
        let half_log2 = 10_u64.pow(digits).next_power_of_two().trailing_zeros();
        Self { half_log2, unit_log2: lowest.max(1).ilog2() }
    }

    fn lowest(&self, index: u64) -> Result<u64, &'static str> {
        let half = 1_u64 << self.half_log2;
        let shift = (index >> self.half_log2).saturating_sub(1);
        let within = if shift == 0 { index } else { (index & (half - 1)) + half };
        let shift = u32::try_from(shift).unwrap_or(u32::MAX).saturating_add(self.unit_log2);
        let fits = shift < within.leading_zeros();
        if within == 0 || fits { Ok(within << shift.min(63)) } else { Err("a value is out of range") }
    }
}

const CUT: &str = "it is cut short";

fn word(bytes: &mut &[u8]) -> Result<u32, &'static str> {
    let (&head, rest) = bytes.split_first_chunk().ok_or(CUT)?;
    *bytes = rest;
    Ok(u32::from_be_bytes(head))
}

/// A number in seven bits to a byte, the lowest first, of which the ninth byte has eight; odd ones are negative.
fn zigzag(bytes: &mut &[u8]) -> Result<i64, &'static str> {
    let mut number = 0_u64;
    for shift in (0..=56).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or(CUT)?;
        *bytes = rest;
        let last = shift == 56 || byte < 0x80;
        number |= u64::from(if shift == 56 { byte } else { byte & 0x7f }) << shift;
        if last {
            break;
        }
    }
    Ok((number >> 1) as i64 ^ -((number & 1) as i64))
}

#[cfg(test)]
mod tests {
    use hdrhistogram::Histogram;
    use hdrhistogram::serialization::{Serializer, V2Serializer};

    use super::{bins, zigzag};

    /// The library's own bins of the same histogram.
    #[test]
    fn bins_are_those_of_the_library() {
        for (digits, lowest) in [(1, 1), (2, 1), (3, 1), (3, 1000), (4, 10), (5, 1)] {
            let mut histogram = Histogram::<u64>::new_with_bounds(lowest, 1 << 40, digits).unwrap();
            for n in 0..2_000_u64 {
                histogram.record_n(n * n * n + 7, 1 + n * 1_000_003 % 977).unwrap();
            }
            histogram.record_n((1 << 39) + 12_345, 1 << 50).unwrap();
            let mut bytes = Vec::new();
            V2Serializer::new().serialize(&histogram, &mut bytes).unwrap();
            let expected: Vec<(u64, u64)> = histogram
                .iter_recorded()
                .map(|bin| (histogram.lowest_equivalent(bin.value_iterated_to()), bin.count_at_value()))
                .collect();
            assert_eq!(bins(&bytes).unwrap(), expected, "{digits} digits from {lowest}");
        }
    }

    #[test]
    fn numbers_are_signed_and_up_to_nine_bytes_long() {
        let read = |bytes: &[u8]| zigzag(&mut &*bytes).unwrap();
        assert_eq!([read(&[0]), read(&[1]), read(&[2]), read(&[0xac, 2])], [0, -1, 1, 150]);
        assert_eq!(read(&[0xff; 9]), i64::MIN);
        assert!(zigzag(&mut [0x80_u8].as_slice()).is_err());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut header = vec![0x1c, 0x84, 0x93, 0x03, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 3];
        header.extend([0, 0, 0, 0, 0, 0, 0, 1]);
        header.extend([0; 16]);
        let with = |counts: &[u8]| [&header[..], counts].concat();
        assert_eq!(bins(&with(&[1, 4, 0])).unwrap(), [(1, 2)]);
        // A gap of 2⁶² bins, and counts that are cut short.
        assert!(bins(&with(&[0xff, 0xff, 0xff])).is_err());
        assert!(bins(&with(&[2, 2])).is_err());
        assert!(bins(&header[..30]).is_err());
    }
}
