//! What so many signals do by chance: nothing is named that one of as many random walks might do as well.

use super::movement::Values;
use crate::model::diagnosis::Follows;
use crate::stats::drift::{Around, critical, dickey_fuller};
use crate::stats::student;

/// As many signals as there are name something by chance in one run of twenty at most.
const ALPHA: f64 = 0.05;
/// Lags of which the best is taken.
const LAGS: f64 = 11.0;

/// How far a signal left the level of the base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shift {
    /// In ranges of the base: how far it wandered by itself.
    ranges: f64,
    /// Whether the differences of both runs keep a level, or a trend: Dickey and Fuller's statistic of each.
    keeps: [Option<f64>; 2],
    /// Slices that both have.
    slices: usize,
}

impl Shift {
    /// Measures it; `floor` is the least spread that is believed, `sign` −1 for what becomes less as it fills.
    pub(super) fn of(run: &Values, base: &Values, floor: f64, sign: f64) -> Self {
        let differences: Vec<f64> =
            run.slices.iter().zip(&base.slices).map(|(run, base)| run - base).collect();
        let bounds = |values: &[f64]| {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            (low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        };
        let (low, high) = bounds(&base.slices);
        // What is told of a level by less than a quarter of that floor, is constant.
        let ranges = farther(run, base, sign, |value| value) / (high - low).max(floor / 4.0);
        let ranges = if low > 0.0 && bounds(&run.slices).0 > 0.0 {
            // A walk that grows by shares goes farther up than down.
            ranges.min(farther(run, base, sign, f64::ln) / (high / low).ln().max(CONSTANT))
        } else {
            ranges
        };
        Self {
            ranges,
            keeps: [Around::Level, Around::Trend].map(|around| dickey_fuller(&differences, around)),
            slices: differences.len(),
        }
    }

    /// Whether one of `signals` random walks would hardly do the same.
    pub(super) fn is_beyond_chance(&self, signals: usize) -> bool {
        let p = ALPHA / signals.max(1) as f64;
        let keeps = |around, found: Option<f64>| {
            found.is_some_and(|found| found <= critical(p / 4.0, self.slices, around))
        };
        self.ranges >= walked(p / 2.0, self.slices)
            || keeps(Around::Level, self.keeps[0])
            || keeps(Around::Trend, self.keeps[1])
    }
}

/// A share by which a constant level may change.
const CONSTANT: f64 = 0.025;

/// By its median or by its upper tenth, whichever went farther.
fn farther(run: &Values, base: &Values, sign: f64, scale: impl Fn(f64) -> f64) -> f64 {
    let by = |run: f64, base: f64| sign * (scale(run) - scale(base));
    by(run.level.median, base.level.median).max(by(run.level.p90, base.level.p90))
}

/// How far the level of a random walk is from that of another one which began in the same place, in ranges of the other,
/// with probability `p` (0..0.025). Fitted to 150,000 pairs of simulated walks each of 16, 33 and 100 values.
fn walked(p: f64, slices: usize) -> f64 {
    let few = 1.0 / slices.max(8) as f64;
    1.35 + 7.0 * few + (0.39 + 2.4 * few) * (0.025 / p).ln().max(0.0)
}

/// Whether one of `signals` would hardly follow one of `symptoms` by chance so closely in its steps, which a drift that both
/// have does not raise: Student's t of a rank correlation (Kendall, *Rank Correlation Methods*, chapter 4).
pub(super) fn follows_beyond_chance(follows: &Follows, symptoms: usize, signals: usize) -> bool {
    let Some(correlation) = follows.on_differences else { return false };
    let df = follows.slices as f64 - 3.0;
    let t = correlation * (df / (1.0 - correlation * correlation).max(1e-12)).sqrt();
    let questions = LAGS * symptoms.max(1) as f64 * signals.max(1) as f64;
    student::upper_tail(t, df) * questions <= ALPHA
}
