//! From the bytes of a tag object to what it comes to, without reading it twice.
//!
//! Three tables, all bounded: whole tag objects; tag objects whose `name` or `url` is a URL, with the URLs cut out; and
//! for these, the URLs that were seen recently. An id in every URL then costs one look at the URL, and no memory.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::registry::{Context, PointLabel, Registry, RequestLabel};
use super::tagged::{Naming, Tagged};

/// Entries of a table of tag objects.
const MAX_ENTRIES: usize = 4096;
/// Bytes of all tag objects in a table.
const MAX_BYTES: usize = 4 << 20;
/// URLs that are remembered; a power of two.
const RECENT: usize = 8192;
/// URLs longer than this are not remembered.
const MAX_RECENT_URL: usize = 512;

/// Tag objects by their bytes, as far as there is room.
#[derive(Debug)]
pub(in crate::ingest) struct TagTable<V> {
    map: HashMap<Box<[u8]>, V, BuildHasherDefault<ByteHasher>>,
    bytes: usize,
}

impl<V> Default for TagTable<V> {
    fn default() -> Self {
        Self { map: HashMap::default(), bytes: 0 }
    }
}

impl<V: Copy> TagTable<V> {
    /// What a tag object comes to, if it is known.
    #[inline]
    pub(in crate::ingest) fn get(&self, bytes: &[u8]) -> Option<V> {
        self.map.get(bytes).copied()
    }

    /// Remembers what a tag object comes to, if there is room.
    pub(in crate::ingest) fn learn(&mut self, bytes: &[u8], value: V) {
        if self.map.len() < MAX_ENTRIES && self.bytes + bytes.len() <= MAX_BYTES {
            self.bytes += bytes.len();
            self.map.insert(bytes.into(), value);
        }
    }
}

/// What the tags of every point that is no request come to.
pub(in crate::ingest) type PointTable = TagTable<PointLabel>;

/// A tag object with its URLs cut out.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Cut<'a> {
    /// What stands before, between and after the URLs.
    pub pieces: [&'a [u8]; 3],
    /// The `name`, if it was cut out.
    pub name: Option<&'a str>,
    /// The `url`, if it was cut out.
    pub url: Option<&'a str>,
}

/// What is known of tag objects that differ in their URLs only.
#[derive(Debug)]
struct Template {
    context: Context,
    by: TemplateNaming,
}

#[derive(Debug)]
enum TemplateNaming {
    /// The URLs do not matter.
    Fixed(RequestLabel),
    /// The `name` that was cut out decides.
    Name,
    /// The `url` that was cut out decides.
    Url,
}

/// A URL that was seen recently.
#[derive(Debug, Clone)]
struct Recent {
    template: u32,
    url: Box<str>,
    label: RequestLabel,
}

/// What the tags of requests come to.
#[derive(Debug, Default)]
pub(in crate::ingest) struct RequestTable {
    whole: TagTable<RequestLabel>,
    numbers: TagTable<u32>,
    templates: Vec<Template>,
    recent: Vec<Option<Recent>>,
    key: Vec<u8>,
}

impl RequestTable {
    /// What a tag object comes to, if it is known as a whole.
    #[inline]
    pub(in crate::ingest) fn get(&self, bytes: &[u8]) -> Option<RequestLabel> {
        self.whole.get(bytes)
    }

    /// Remembers a tag object as a whole.
    pub(in crate::ingest) fn learn(&mut self, bytes: &[u8], label: RequestLabel) {
        self.whole.learn(bytes, label);
    }

    /// What a tag object with URLs comes to; `parse` reads all of it, if it must be, and tells whether the URLs that were cut
    /// out are the ones that count (a JSON object may name a member twice). Absent where it cannot be read.
    pub(in crate::ingest) fn by_parts<T: Tagged>(
        &mut self,
        registry: &mut Registry<'_>,
        cut: Cut<'_>,
        parse: impl FnOnce() -> Option<(T, bool)>,
    ) -> Option<RequestLabel> {
        // The pieces hold no zero byte, so they cannot run into each other, nor a cut name into a kept one.
        self.key.clear();
        for (piece, is_cut) in cut.pieces.iter().zip([cut.name.is_some(), cut.url.is_some(), false]) {
            self.key.extend_from_slice(piece);
            self.key.extend_from_slice(&[0, u8::from(is_cut)]);
        }
        let number = match self.numbers.get(&self.key) {
            Some(number) => number,
            None => {
                let (tags, is_cut_what_counts) = parse()?;
                if !is_cut_what_counts || registry.asks_for_urls() {
                    return Some(registry.request(&tags));
                }
                let context = registry.context(&tags);
                let naming = tags.naming(registry.endpoint_tag());
                let by = match naming {
                    Naming::Name(_) if cut.name.is_some() => TemplateNaming::Name,
                    Naming::Url(_) if cut.url.is_some() => TemplateNaming::Url,
                    _ => TemplateNaming::Fixed(registry.request_named(&context, naming.text())),
                };
                let number = self.templates.len() as u32;
                self.numbers.learn(&self.key, number);
                if self.numbers.get(&self.key).is_none() {
                    // No room: this one is read again each time.
                    return Some(registry.request(&tags));
                }
                self.templates.push(Template { context, by });
                number
            }
        };
        let template = self.templates.get(number as usize)?;
        let url = match template.by {
            TemplateNaming::Fixed(label) => return Some(label),
            TemplateNaming::Name => cut.name?,
            TemplateNaming::Url => cut.url?,
        };
        if url.len() > MAX_RECENT_URL {
            return Some(registry.request_named(&template.context, url));
        }
        if self.recent.is_empty() {
            self.recent.resize(RECENT, None);
        }
        let slot = (hash(url.as_bytes()).wrapping_add(u64::from(number)) as usize) % RECENT;
        if let Some(recent) = &self.recent[slot]
            && recent.template == number
            && *recent.url == *url
        {
            return Some(recent.label);
        }
        let label = registry.request_named(&template.context, url);
        self.recent[slot] = Some(Recent { template: number, url: url.into(), label });
        Some(label)
    }
}

/// Hashes bytes for tables whose keys are bounded and verified: fast, not secure.
#[derive(Debug, Default)]
struct ByteHasher(u64);

impl Hasher for ByteHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= hash(bytes);
    }

    fn write_usize(&mut self, number: usize) {
        self.0 ^= number as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline]
fn mixed(state: u64, word: u64) -> u64 {
    let product = u128::from(state ^ word) * u128::from(MULTIPLIER);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Multiplies and folds, in four independent lanes so that the multiplications overlap.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    let mut lanes = [
        MULTIPLIER ^ bytes.len() as u64,
        !MULTIPLIER,
        MULTIPLIER.rotate_left(16),
        MULTIPLIER.rotate_left(32),
    ];
    match bytes.last_chunk() {
        // The last block reaches back over bytes that were mixed already: cheaper than a copy of what is left.
        Some(last) => {
            let (blocks, _) = bytes.as_chunks::<32>();
            blocks.iter().for_each(|block| mix_block(&mut lanes, block));
            mix_block(&mut lanes, last);
        }
        None => {
            let mut short = [0; 32];
            match (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
                // Together all bytes, some of them twice; how many there are is mixed in.
                (Some(first), Some(last)) => {
                    short[..16].copy_from_slice(first);
                    short[16..].copy_from_slice(last);
                }
                _ => short[..bytes.len()].copy_from_slice(bytes),
            }
            mix_block(&mut lanes, &short);
        }
    }
    let [a, b, c, d] = lanes;
    mixed(mixed(a, b), mixed(c, d))
}

#[inline]
fn mix_block(lanes: &mut [u64; 4], block: &[u8; 32]) {
    let (words, _) = block.as_chunks::<8>();
    for (lane, word) in lanes.iter_mut().zip(words) {
        *lane = mixed(*lane, u64::from_le_bytes(*word));
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_BYTES, MAX_ENTRIES, TagTable, hash};

    #[test]
    fn a_table_stops_learning_when_it_is_full() {
        let mut table = TagTable::default();
        for number in 0..MAX_ENTRIES as u32 + 10 {
            table.learn(&number.to_le_bytes(), number);
        }
        assert_eq!(table.get(&5_u32.to_le_bytes()), Some(5));
        assert_eq!(table.get(&(MAX_ENTRIES as u32).to_le_bytes()), None);
        let mut table = TagTable::default();
        table.learn(&vec![b'x'; MAX_BYTES + 1], 1);
        assert_eq!(table.get(&vec![b'x'; MAX_BYTES + 1]), None);
    }

    #[test]
    fn hashes_tell_near_texts_apart() {
        let texts: Vec<String> =
            (0..20_000).map(|n| format!("http://127.0.0.1:18080/api/products/{n}")).collect();
        let mut low: Vec<u64> = texts.iter().map(|text| hash(text.as_bytes()) % (1 << 20)).collect();
        low.sort_unstable();
        low.dedup();
        // A random function leaves about 19,810 of 2^20 places taken.
        assert!(low.len() > 19_600, "{}", low.len());
        assert_ne!(hash(b""), hash(b"\0"));
    }
}
