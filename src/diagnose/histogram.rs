//! What a signal's histograms, classic or native, counted in a span of time.

use std::collections::BTreeMap;

use super::window::Window;
use crate::model::series::{LE, Signal};
use crate::stats::histogram::Estimate;
use crate::stats::histogram::classic::{self, Cumulative};
use crate::stats::histogram::native::Native;

/// What was counted per second, by size. Values are in the signal's unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Histogram {
    /// Cumulative counts, in the order of their bounds.
    Classic(Vec<Cumulative>),
    /// Counts in buckets with bounds of their own.
    Native(Native),
}

impl Histogram {
    /// Interpolates a quantile.
    pub fn quantile(&self, q: f64) -> Option<Estimate> {
        match self {
            Self::Classic(buckets) => classic::quantile(q, buckets),
            Self::Native(native) => native.quantile(q),
        }
    }

    /// What was counted per second.
    pub fn per_second(&self) -> f64 {
        match self {
            Self::Classic(buckets) => buckets.last().map_or(0.0, |total| total.count),
            Self::Native(native) => native.count(),
        }
    }

    /// Adds `other`; false, and nothing happens, where the two cannot be added up.
    #[must_use]
    pub fn merge(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Native(own), Self::Native(other)) => own.merge(other),
            (Self::Classic(own), Self::Classic(other)) => merge_classic(own, other),
            _ => false,
        }
    }
}

/// Adds up at the bounds that both have: a count is cumulative, so what is below a bound is known there only.
fn merge_classic(own: &mut Vec<Cumulative>, other: &[Cumulative]) -> bool {
    let same = |bound: f64| other.iter().find(|bucket| bucket.upper == bound);
    let added: Vec<_> = own
        .iter()
        .filter_map(|bucket| {
            let count = bucket.count + same(bucket.upper)?.count;
            Some(Cumulative { upper: bucket.upper, count })
        })
        .collect();
    let has_common = !added.is_empty();
    if has_common {
        *own = added;
    }
    has_common
}

/// A histogram, and the labels of its series without `le`.
pub type Labelled = (BTreeMap<String, String>, Histogram);

/// Counts what the histograms of a signal saw from one time to another (microseconds since 1970, both included), sorted
/// by their labels.
///
/// Counters are read as increases, with resets; rates are averaged over their samples. A signal without histograms,
/// and one of levels, gives none.
pub fn histograms(signal: &Signal, span: (i64, i64)) -> Vec<Labelled> {
    let Some(window) = Window::new(signal, span) else { return Vec::new() };
    let mut classic: BTreeMap<BTreeMap<String, String>, Vec<Cumulative>> = BTreeMap::new();
    let mut found = Vec::new();
    for series in &signal.series {
        if let Some(native) = window.native(series) {
            found.push((series.labels.clone(), Histogram::Native(native)));
        }
        let bound = series.labels.get(LE).and_then(|le| le.parse::<f64>().ok()).filter(|le| !le.is_nan());
        if let (Some(upper), Some(count)) = (bound, window.per_second(series)) {
            let mut labels = series.labels.clone();
            labels.remove(LE);
            classic.entry(labels).or_default().push(Cumulative { upper, count });
        }
    }
    for (labels, mut buckets) in classic {
        buckets.sort_by(|a, b| a.upper.total_cmp(&b.upper));
        found.push((labels, Histogram::Classic(buckets)));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[cfg(test)]
mod tests {
    use super::{Cumulative, Histogram};

    #[test]
    fn classic_histograms_add_up_at_the_bounds_they_share() {
        let classic = |pairs: &[(f64, f64)]| {
            Histogram::Classic(pairs.iter().map(|&(upper, count)| Cumulative { upper, count }).collect())
        };
        let mut own = classic(&[(0.1, 1.0), (0.5, 2.0), (f64::INFINITY, 3.0)]);
        assert!(own.merge(&classic(&[(0.1, 10.0), (0.2, 15.0), (f64::INFINITY, 30.0)])));
        assert_eq!(own, classic(&[(0.1, 11.0), (f64::INFINITY, 33.0)]));
        assert_eq!(own.per_second(), 33.0);
        assert!(!own.merge(&classic(&[])));
    }
}
