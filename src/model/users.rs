//! Virtual users over time.

use super::slices::Absorb;

/// Virtual users during one slice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    /// Samples; k6 takes one a second.
    pub samples: u64,
    /// Sum of the samples.
    pub sum: u64,
    /// Largest sample.
    pub max: u64,
    /// First and last second since 1970 with a sample.
    pub seconds: Option<(i64, i64)>,
}

impl Users {
    /// Makes one sample.
    pub fn one(second: i64, users: u64) -> Self {
        Self { samples: 1, sum: users, max: users, seconds: Some((second, second)) }
    }
}

impl Absorb for Users {
    fn absorb(&mut self, other: &Self) {
        self.samples += other.samples;
        self.sum = self.sum.saturating_add(other.sum);
        self.max = self.max.max(other.max);
        self.seconds = match (self.seconds, other.seconds) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
}
