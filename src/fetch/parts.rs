//! A window in parts that a server answers at once, and their answers joined.

use std::collections::BTreeMap;

use super::request::Grid;
use crate::model::series::{Remarks, Series};
use crate::wire::prometheus::{Answer, NamedSeries};

/// Points of a series in one answer. Prometheus gives at most 11,000.
const POINTS: u64 = 10_000;
/// A part is halved so often for one query: 10,000 points become 312.
const HALVINGS: u32 = 5;

/// The parts of a window that are still to be asked for.
#[derive(Debug)]
pub(super) struct Parts {
    grid: Grid,
    /// The first point that was not asked for yet.
    next: u64,
    /// Points of a part.
    size: u64,
    halvings: u32,
}

impl Parts {
    /// Splits a window.
    pub(super) fn of(grid: Grid) -> Self {
        Self { grid, next: 0, size: POINTS.min(grid.points()), halvings: 0 }
    }

    /// First and last time of the next part. No two parts share a time.
    pub(super) fn next(&self) -> Option<(i64, i64)> {
        let last = self.next.saturating_add(self.size).min(self.grid.points()) - 1;
        (self.next < self.grid.points()).then(|| (self.grid.at(self.next), self.grid.at(last)))
    }

    /// Goes on after the next part was answered.
    pub(super) fn answered(&mut self) {
        self.next = self.next.saturating_add(self.size);
    }

    /// Asks for less at once from now on; false where that has been tried often enough.
    pub(super) fn halve(&mut self) -> bool {
        let can = self.size > 1 && self.halvings < HALVINGS;
        if can {
            self.size = self.size.div_ceil(2);
            self.halvings += 1;
        }
        can
    }
}

/// Answers to the parts of a window, as if they were one.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// By metric and labels, the order in which Prometheus sorts.
    series: BTreeMap<(Option<String>, BTreeMap<String, String>), Series>,
    remarks: Remarks,
}

impl Joined {
    /// Adds the answer to the next part.
    pub(super) fn add(&mut self, answer: Answer) {
        for NamedSeries { metric, series } in answer.series {
            let known = self.series.entry((metric, series.labels)).or_default();
            // A server that aligns times by itself may repeat the last one.
            let last = known.samples.last().map_or(i64::MIN, |sample| sample.at);
            known.samples.extend(series.samples.into_iter().filter(|sample| sample.at > last));
            let last = known.histograms.last().map_or(i64::MIN, |sample| sample.at);
            known.histograms.extend(series.histograms.into_iter().filter(|sample| sample.at > last));
        }
        self.remarks.absorb(answer.remarks);
    }

    /// Takes the whole. What the server said of several parts is kept once.
    pub(super) fn into_answer(self) -> Answer {
        let mut remarks = self.remarks;
        for texts in [&mut remarks.warnings, &mut remarks.infos] {
            let mut once = Vec::new();
            for text in texts.drain(..) {
                if !once.contains(&text) {
                    once.push(text);
                }
            }
            *texts = once;
        }
        let named = |((metric, labels), series): ((Option<String>, _), Series)| NamedSeries {
            metric,
            series: Series { labels, ..series },
        };
        Answer { series: self.series.into_iter().map(named).collect(), remarks }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grid, Joined, Parts};
    use crate::model::series::{Remarks, Sample, Series};
    use crate::wire::prometheus::{Answer, NamedSeries};

    fn all(parts: &mut Parts) -> Vec<(i64, i64)> {
        let mut found = Vec::new();
        while let Some(part) = parts.next() {
            found.push(part);
            parts.answered();
        }
        found
    }

    #[test]
    fn parts_cover_every_point_once() {
        let grid = Grid { start: 100, end: 50_123, step: 2 };
        assert_eq!(all(&mut Parts::of(grid)), [(100, 20_098), (20_100, 40_098), (40_100, 50_122)]);
        assert_eq!(all(&mut Parts::of(Grid { start: 7, end: 7, step: 5 })), [(7, 7)]);
    }

    #[test]
    fn halves_go_on_where_the_last_part_ended() {
        let mut parts = Parts::of(Grid { start: 0, end: 9, step: 1 });
        assert!(parts.halve());
        assert_eq!(parts.next(), Some((0, 4)));
        parts.answered();
        assert!(parts.halve());
        assert_eq!(all(&mut parts), [(5, 7), (8, 9)]);
        assert!(!Parts::of(Grid { start: 0, end: 0, step: 1 }).halve(), "one point cannot be halved");
        let mut parts = Parts::of(Grid { start: 0, end: 9_999, step: 1 });
        assert_eq!((0..20).filter(|_| parts.halve()).count(), 5);
    }

    #[test]
    fn joined_answers_have_no_point_twice() {
        let answer = |times: std::ops::Range<i64>, pod: &str| Answer {
            series: vec![NamedSeries {
                metric: None,
                series: Series {
                    labels: [("pod".to_owned(), pod.to_owned())].into(),
                    samples: times.map(|at| Sample { at, value: at as f64 }).collect(),
                    histograms: Vec::new(),
                },
            }],
            remarks: Remarks { warnings: vec!["slow".to_owned()], not_a_number: 1, ..Remarks::default() },
        };
        let mut joined = Joined::default();
        joined.add(answer(0..5, "b"));
        joined.add(answer(4..8, "b"));
        joined.add(answer(6..7, "a"));
        let whole = joined.into_answer();
        let times = |at: usize| whole.series[at].series.samples.iter().map(|s| s.at).collect::<Vec<_>>();
        assert_eq!((times(0), times(1)), (vec![6], (0..8).collect()));
        assert_eq!(whole.remarks.warnings, ["slow"]);
        assert_eq!(whole.remarks.not_a_number, 3);
    }
}
