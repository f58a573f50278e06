//! Where the slices of a run lie in time.

/// Slices of equal width, aligned to Unix time; there may be gaps between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceAxis {
    width_log2: u32,
    /// Unix time ÷ width, ascending.
    indices: Vec<i64>,
}

impl SliceAxis {
    /// Lays slices of 2^`width_log2` seconds at ascending `indices`, Unix time ÷ width.
    pub(super) fn new(width_log2: u32, indices: Vec<i64>) -> Self {
        Self { width_log2, indices }
    }

    /// How many slices there are.
    pub fn len(&self) -> usize {
        self.indices.len()
    }

    /// Tells whether no request ended.
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// A slice's width in seconds.
    pub fn width(&self) -> i64 {
        1 << self.width_log2
    }

    /// The Unix second at which the slice at `position` begins; the end of the last one beyond it.
    pub fn start(&self, position: usize) -> i64 {
        let after_last = || self.indices.last().map_or(0, |last| last + 1);
        self.indices.get(position).copied().unwrap_or_else(after_last) << self.width_log2
    }

    /// The Unix second at which the slice at `position` ends.
    pub fn end(&self, position: usize) -> i64 {
        match self.indices.get(position) {
            Some(index) => (index + 1) << self.width_log2,
            None => self.start(position),
        }
    }

    /// The position of the slice that a Unix time belongs to.
    pub fn position(&self, second: i64) -> Option<usize> {
        self.indices.binary_search(&(second >> self.width_log2)).ok()
    }
}
