//! Buckets in words, and bounds that would tell more.

use std::fmt;

use super::bounds::{Bucket, NARROW};
use super::quantity::{Milliseconds, StatedLatency};
use crate::words::{Arg, Text, text};

/// At most so many bounds are proposed at once.
const MOST_BOUNDS: usize = 3;

/// Proposes bounds between two others (in milliseconds, the lower may be 0), at equal distances on a logarithmic scale.
pub fn helpful_bounds(below: f64, above: f64) -> Vec<String> {
    let below = if below > 0.0 { below } else { above / 4.0 };
    let parts = ((above / below).ln() / NARROW).ceil().clamp(2.0, MOST_BOUNDS as f64 + 1.0) as usize;
    let at = |part: usize| below * (above / below).powf(part as f64 / parts as f64);
    (1..parts).map(|part| Milliseconds(at(part)).to_string()).collect()
}

impl Bucket {
    /// Says `20–30 ms`, `up to 5 ms` or `above 10 s`.
    pub fn text(&self) -> Text {
        let above = StatedLatency(self.above);
        match self.up_to.map(StatedLatency) {
            None => text!("bucket-above", latency = above),
            Some(up_to) if self.above <= 0.0 => text!("bucket-up-to", latency = up_to),
            Some(up_to) if up_to.0 >= 10_000.0 => Text::written(format!("{above}–{up_to}")),
            Some(up_to) => Text::written(format!("{}–{up_to}", self.above)),
        }
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl From<Bucket> for Arg {
    fn from(bucket: Bucket) -> Self {
        Self::Text(bucket.text())
    }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, helpful_bounds};

    #[test]
    fn buckets_and_bounds_that_would_help_in_words() {
        let words = |above, up_to| Bucket { above, up_to }.to_string();
        assert_eq!(words(20.0, Some(30.0)), "20–30\u{a0}ms");
        assert_eq!(words(5_000.0, Some(10_000.0)), "5000\u{a0}ms–10\u{a0}s");
        assert_eq!(words(0.0, Some(5.0)), "up to 5\u{a0}ms");
        assert_eq!(words(250.0, None), "above 250\u{a0}ms");
        assert_eq!(helpful_bounds(10.0, 11.0), ["10.5\u{a0}ms"]);
        assert_eq!(helpful_bounds(10.0, 160.0), ["20.0\u{a0}ms", "40.0\u{a0}ms", "80.0\u{a0}ms"]);
    }
}
