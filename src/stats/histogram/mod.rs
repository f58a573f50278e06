//! Quantiles of counts in buckets.
//!
//! - [`classic`]: cumulative counts below fixed bounds;
//! - [`native`]: counts in buckets that each have two bounds, mostly exponential ones.

pub mod classic;
pub mod native;

/// A quantile, as far as buckets can tell it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Estimate {
    /// Interpolated inside a bucket.
    At(f64),
    /// In a bucket without an upper bound: above this value, nobody knows how far.
    Above(f64),
}

impl Estimate {
    /// Converts the unit.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        match self {
            Self::At(value) => Self::At(value * factor),
            Self::Above(bound) => Self::Above(bound * factor),
        }
    }
}
