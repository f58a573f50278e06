//! Distributions and slices as text: HdrHistogram's V2 compressed encoding in base64, so that other
//! HDR tools read them; slices, which no other tool reads, as one compressed stream for a whole series.

use std::cell::Cell;
use std::io::Read;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::{Serializer, V2DeflateSerializer};
use zlib_rs::{DeflateConfig, ReturnCode, Strategy};

use crate::model::bins::MAX_VALUE;
use crate::model::distribution::Distribution;
use crate::model::sketch::{Binned, Outline};
use crate::model::slices::{Absorb, Slices, Slots};

use super::hdr;

/// How many times as long as a whole file what is packed in it may be: those that are written come to twice.
const MOST_PACKED: u64 = 32;
/// A file may be so small that this is said of nothing.
const LEAST_ROOM: u64 = 1 << 20;

/// How many bytes of a file are still to be inflated: a small file must not become a large one.
#[derive(Debug)]
pub struct Room(Cell<u64>);

impl Room {
    /// Room for what is packed in a text of so many bytes.
    pub fn of(length: usize) -> Self {
        Self(Cell::new(MOST_PACKED.saturating_mul(length as u64).saturating_add(LEAST_ROOM)))
    }

    fn inflate(&self, compressed: &[u8]) -> Result<Vec<u8>, HistogramError> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(compressed).take(self.0.get()).read_to_end(&mut bytes)?;
        let left = self.0.get() - bytes.len() as u64;
        self.0.set(left);
        if left == 0 { Err(HistogramError::NoRoom) } else { Ok(bytes) }
    }
}

/// Why a histogram could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum HistogramError {
    /// The text is not base64.
    #[error("the histogram is not base64")]
    Base64(#[from] base64::DecodeError),
    /// The bytes are not a V2 histogram.
    #[error("the histogram is not in HdrHistogram's V2 encoding: {0}")]
    Decode(String),
    /// What is packed is far larger than the file.
    #[error("what is packed in the file is more than {MOST_PACKED} times as large as the file")]
    NoRoom,
    /// The bins say something else than what is written beside them.
    #[error("the histogram contradicts its {0}")]
    Contradicts(&'static str),
    /// The histogram cannot be written in V2 encoding.
    #[error("the histogram does not fit HdrHistogram's V2 encoding: {0}")]
    Encode(String),
    /// The bytes are not slices.
    #[error("the slices cannot be read: {0}")]
    Slices(&'static str),
    /// Compressing failed.
    #[error("the slices cannot be compressed: {0:?}")]
    Compress(ReturnCode),
    /// Inflating failed.
    #[error("the slices cannot be inflated")]
    Inflate(#[from] std::io::Error),
}

/// Encodes a distribution: V2 compressed, base64. The unit stays: microseconds for latencies.
///
/// The encoding knows bins only; write [`Distribution::extremes`] and [`Distribution::sum`] beside it.
///
/// # Errors
/// [`HistogramError::Encode`] for counts past i64.
pub fn encode(distribution: &Distribution) -> Result<String, HistogramError> {
    let refuse = |error: &dyn std::fmt::Display| HistogramError::Encode(error.to_string());
    let highest = distribution.bins().last().map_or(2, |bin| bin.high.max(2));
    let mut histogram = Histogram::<u64>::new_with_bounds(1, highest, 3).map_err(|error| refuse(&error))?;
    for bin in distribution.bins() {
        histogram.record_n(bin.low, bin.count).map_err(|error| refuse(&error))?;
    }
    let mut bytes = Vec::new();
    V2DeflateSerializer::new().serialize(&histogram, &mut bytes).map_err(|error| refuse(&error))?;
    Ok(STANDARD.encode(bytes))
}

/// Decodes what [`encode`] wrote, or another HDR tool, with the extremes and the sum that were written beside it.
///
/// # Errors
/// Fails where the text is no V2 compressed histogram, or where its bins do not have these extremes and this sum.
pub fn decode(
    text: &str,
    (min, max): (u64, u64),
    sum: u128,
    room: &Room,
) -> Result<Distribution, HistogramError> {
    let bytes = STANDARD.decode(text.trim())?;
    let refused = |why: &'static str| HistogramError::Decode(why.to_owned());
    let inflated = room.inflate(hdr::compressed(&bytes).map_err(refused)?)?;
    let bins = hdr::bins(&inflated).map_err(refused)?;
    let bins = bins.into_iter().map(|(value, count)| (value.min(MAX_VALUE), count));
    Distribution::from_parts(bins, (min, max), sum).map_err(HistogramError::Contradicts)
}

/// Encodes slices: for each its distance from the one before and its sketch, all in one zlib stream, base64. What is kept
/// beside wide slices is [`encode_fine`]'s.
///
/// # Errors
/// Fails where compressing fails, which memory alone can make it.
pub fn encode_slices(slices: &Slices) -> Result<String, HistogramError> {
    encode_slots(slices.slots())
}

/// Encodes what is kept beside slices that are too wide to see an incident; absent where they are not, or where it was lost.
///
/// # Errors
/// As [`encode_slices`].
pub fn encode_fine(slices: &Slices) -> Result<Option<String>, HistogramError> {
    slices.fine().map(encode_slots).transpose()
}

fn encode_slots<const HALF_LOG2: u32>(slots: &Slots<Binned<HALF_LOG2>>) -> Result<String, HistogramError>
where
    Binned<HALF_LOG2>: Absorb,
{
    let mut bytes = slots.width_log2().to_le_bytes().to_vec();
    for (second, sketch) in slots.iter() {
        let sketch = sketch.as_bytes();
        bytes.extend_from_slice(&slots.index_of(second).to_le_bytes());
        bytes.extend_from_slice(&(sketch.len() as u32).to_le_bytes());
        bytes.extend_from_slice(sketch);
    }
    // Small numbers that hardly repeat in a row: looking for matches takes twenty times as long, and gains nothing.
    let config = DeflateConfig { strategy: Strategy::HuffmanOnly, ..DeflateConfig::default() };
    let mut room = vec![0; zlib_rs::compress_bound(bytes.len())];
    match zlib_rs::compress_slice(&mut room, &bytes, config) {
        (compressed, ReturnCode::Ok) => Ok(STANDARD.encode(compressed)),
        (_, code) => Err(HistogramError::Compress(code)),
    }
}

/// Decodes what [`encode_slices`] wrote, and what [`encode_fine`] wrote beside it.
///
/// # Errors
/// Fails where the text is nothing that they wrote.
pub fn decode_slices(text: &str, fine: Option<&str>, room: &Room) -> Result<Slices, HistogramError> {
    let fine: Option<Slots<Outline>> = fine.map(|fine| decode_slots(fine, room)).transpose()?;
    Ok(Slices::from_parts(decode_slots(text, room)?, fine))
}

fn decode_slots<const HALF_LOG2: u32>(
    text: &str,
    room: &Room,
) -> Result<Slots<Binned<HALF_LOG2>>, HistogramError>
where
    Binned<HALF_LOG2>: Absorb,
{
    let bytes = room.inflate(&STANDARD.decode(text.trim())?)?;
    let mut rest = bytes.as_slice();
    let width_log2 = u32::from_le_bytes(take(&mut rest)?);
    if width_log2 > 62 {
        return Err(HistogramError::Slices("their width is out of range"));
    }
    let mut slots: Vec<(i64, Binned<HALF_LOG2>)> = Vec::new();
    while !rest.is_empty() {
        let index = i64::from_le_bytes(take(&mut rest)?);
        let length = u32::from_le_bytes(take(&mut rest)?) as usize;
        let sketch = rest.split_at_checked(length).ok_or(CUT)?;
        rest = sketch.1;
        let sketch = Binned::from_bytes(sketch.0).ok_or(HistogramError::Slices("a sketch is broken"))?;
        let second = index.checked_mul(1 << width_log2).filter(|second| SECONDS.contains(second));
        second.ok_or(HistogramError::Slices("a time is out of range"))?;
        if slots.last().is_some_and(|(before, _)| *before >= index) {
            return Err(HistogramError::Slices("they are out of order"));
        }
        slots.push((index, sketch));
    }
    Ok(Slots::from_ascending(width_log2, slots))
}

/// The years 1 to 9999, in Unix seconds.
const SECONDS: Range<i64> = -62_135_596_800..253_402_300_800;

const CUT: HistogramError = HistogramError::Slices("they are cut short");

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], HistogramError> {
    let (&head, rest) = bytes.split_first_chunk().ok_or(CUT)?;
    *bytes = rest;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::{HistogramError, Room, encode, encode_fine, encode_slices};
    use crate::model::distribution::Distribution;
    use crate::model::slices::{Sketch, Slices};

    fn decode(text: &str, extremes: Option<(u64, u64)>, sum: u128) -> Result<Distribution, HistogramError> {
        super::decode(text, extremes.unwrap_or_default(), sum, &Room::of(text.len()))
    }

    fn decode_slices(text: &str, fine: Option<&str>) -> Result<Slices, HistogramError> {
        super::decode_slices(text, fine, &Room::of(text.len()))
    }

    fn distribution() -> Distribution {
        let mut out = Distribution::default();
        (0..2000u64).for_each(|n| out.record(n * n));
        out
    }

    #[test]
    fn a_distribution_comes_back_as_it_was() {
        for d in [Distribution::default(), distribution()] {
            let text = encode(&d).unwrap();
            assert_eq!(decode(&text, d.extremes(), d.sum()).unwrap(), d);
        }
    }

    /// (0, 1, 4 … 1999²): the extremes lie in the outer bins, and the sum between the ends of all.
    #[test]
    fn what_bins_contradict_is_refused() {
        let (d, text) = (distribution(), encode(&distribution()).unwrap());
        let of = |min: u64, max: u64, sum: u128| {
            decode(&text, Some((min, max)), sum).map_err(|error| error.to_string()).map(|d| d.count())
        };
        assert_eq!(of(0, 1999 * 1999, d.sum()), Ok(2000));
        let extremes = Err("the histogram contradicts its extremes".to_owned());
        assert_eq!(of(1, 1999 * 1999, d.sum()), extremes);
        assert_eq!(of(0, 1999 * 1998, d.sum()), extremes);
        assert_eq!(of(0, 1999 * 1999, d.sum() / 2), Err("the histogram contradicts its sum".to_owned()));
    }

    #[test]
    fn a_small_file_does_not_become_a_large_one() {
        let text = encode(&distribution()).unwrap();
        let room = Room::of(1000);
        let read = std::iter::repeat_with(|| {
            super::decode(&text, (0, 1999 * 1999), distribution().sum(), &room).map(|d| d.count())
        });
        let times = read.take(10_000).take_while(Result::is_ok).count();
        assert!((100..2_000).contains(&times), "{times}");
    }

    #[test]
    fn slices_come_back_as_they_were() {
        let mut slices = Slices::default();
        for hours in [1, 5] {
            for second in 0..hours * 3600_i64 {
                slices.absorb_at(
                    1_795_354_447 + second,
                    &Sketch::from_indices(&mut [7, (second % 500) as u16, 900]),
                );
            }
            let (text, fine) = (encode_slices(&slices).unwrap(), encode_fine(&slices).unwrap());
            assert_eq!(fine.is_some(), hours == 5);
            assert_eq!(decode_slices(&text, fine.as_deref()).unwrap(), slices);
            // A snapshot of before does not hold it.
            assert_eq!(decode_slices(&text, None).unwrap(), slices.clone().without_fine());
        }
        assert_eq!(
            decode_slices(&encode_slices(&Slices::default()).unwrap(), None).unwrap(),
            Slices::default()
        );
    }

    #[test]
    fn an_hour_of_twenty_endpoints_is_small() {
        let mut bytes = 0;
        let mut state = 88_172_645_463_325_252_u64;
        let mut uniform = || {
            // xorshift64: any spread of values will do, but the same on every run.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for _ in 0..20 {
            let (mut d, mut slices) = (Distribution::default(), Slices::default());
            // Sixteen requests a second, in slices of 16 s as an hour comes to; roughly log-normal around 20 ms.
            for slice in 0..225_i64 {
                let mut indices: Vec<u16> = (0..256)
                    .map(|_| {
                        let normal: f64 = (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
                        let micros = (20_000.0 * (0.5 * normal).exp()) as u64;
                        d.record(micros);
                        Sketch::index_of(micros)
                    })
                    .collect();
                slices.absorb_at(1_795_354_448 + slice * 16, &Sketch::from_indices(&mut indices));
            }
            slices.coarsen_to(4);
            assert_eq!(slices.len(), 225);
            bytes += encode(&d).unwrap().len() + encode_slices(&slices).unwrap().len();
        }
        assert!(bytes < 900_000, "{bytes}");
    }

    #[test]
    fn what_is_none_is_refused() {
        assert!(matches!(decode("§", None, 0), Err(HistogramError::Base64(_))));
        assert!(matches!(decode("AAAA", None, 0), Err(HistogramError::Decode(_))));
        assert!(decode_slices("AAAA", None).is_err());
        let text = encode(&distribution()).unwrap();
        assert!(decode(&text[..text.len() / 2], None, 0).is_err());
    }
}
