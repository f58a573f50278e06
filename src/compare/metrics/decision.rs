//! What is said of metrics that were tested, all of them one family.

use crate::model::comparison::Change;
use crate::model::metric::Worse;
use crate::model::metric_cell::MetricCell;
use crate::stats::fdr;

/// What was tested of one metric.
pub(super) struct Test {
    pub(super) is_judged: bool,
    pub(super) worse: Worse,
    pub(super) cells: Vec<Tested>,
}

/// A cell before the correction, with the probabilities of as much more and of as much less, and the least change that
/// matters, in the terms of `moved`.
pub(super) struct Tested {
    pub(super) cell: MetricCell,
    pub(super) more: f64,
    pub(super) less: f64,
    pub(super) moved: f64,
    pub(super) least: f64,
}

impl Tested {
    /// The probabilities of a change for the worse, and for the better.
    fn directed(&self, worse: Worse) -> (f64, f64) {
        match worse {
            Worse::Higher => (self.more, self.less),
            Worse::Lower => (self.less, self.more),
            Worse::Either => ((2.0 * self.more.min(self.less)).min(1.0), 1.0),
        }
    }
}

/// Corrects for the number of metrics that are judged, and says what each cell says below a q of `level`.
///
/// The measures of a metric hang together: their probabilities are combined to one.
pub(super) fn decide(tests: Vec<Test>, level: f64) -> Vec<MetricCell> {
    let combined = |of: &dyn Fn(&Tested) -> f64, test: &Test| {
        fdr::cauchy_combination(&test.cells.iter().map(of).collect::<Vec<_>>())
    };
    let corrected = |of: &dyn Fn(&Test) -> f64| -> Vec<f64> {
        let judged: Vec<f64> = tests.iter().filter(|test| test.is_judged).map(of).collect();
        let mut judged = fdr::benjamini_hochberg(&judged).into_iter();
        let each =
            tests.iter().map(|test| if test.is_judged { judged.next().unwrap_or(1.0) } else { of(test) });
        each.collect()
    };
    let worse = corrected(&|test| combined(&|tested| tested.directed(test.worse).0, test));
    let better = corrected(&|test| combined(&|tested| tested.directed(test.worse).1, test));
    let mut cells = Vec::new();
    for ((test, q), q_better) in tests.into_iter().zip(worse).zip(better) {
        for tested in test.cells {
            let (p, p_better) = tested.directed(test.worse);
            let (q, q_better) = (q.max(p), q_better.max(p_better));
            let (up, down) = (tested.moved >= tested.least, tested.moved <= -tested.least);
            let (for_worse, for_better) = match test.worse {
                Worse::Higher => (up, down),
                Worse::Lower => (down, up),
                Worse::Either => (up || down, false),
            };
            let change = if q < level && for_worse {
                Change::Regression
            } else if q_better < level && for_better {
                Change::Improvement
            } else {
                Change::Unchanged
            };
            cells.push(MetricCell { p, q, q_better, is_judged: test.is_judged, change, ..tested.cell });
        }
    }
    cells
}
