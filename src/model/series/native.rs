//! Native histograms as samples: counts in buckets that bring their own bounds.

/// A native histogram. Empty buckets are not kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NativeHistogram {
    /// Everything that was counted; may be a fraction, after `rate()`.
    pub count: f64,
    /// Sum of everything that was counted, where it is finite.
    pub sum: Option<f64>,
    /// The buckets, in ascending order.
    pub buckets: Vec<NativeBucket>,
}

/// One bucket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NativeBucket {
    /// Which bounds belong to it.
    pub bounds: Bounds,
    /// The lower bound; −∞ for the first of custom buckets.
    pub lower: f64,
    /// The upper bound; +∞ for the last.
    pub upper: f64,
    /// What was counted in it.
    pub count: f64,
}

/// Which bounds belong to a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    /// (lower, upper]: positive and custom buckets.
    Upper,
    /// [lower, upper): negative buckets.
    Lower,
    /// (lower, upper).
    Neither,
    /// [lower, upper]: the zero bucket.
    Both,
}
