//! What differs most from the period before.

use chrono::TimeDelta;

use crate::model::quantity::Days;
use crate::model::review::{Mover, Period};
use crate::model::settings::CompareSettings;
use crate::stats::change_point::median;
use crate::stats::weighted_median::MEDIAN_VARIANCE;
use crate::words::{Text, text};

use super::change_points::{SeriesPoint, SubjectAnalysis};
use super::scale;

/// Runs of the period before with which the period is compared; with fewer, its two halves are.
const MIN_BEFORE: usize = 3;

/// Runs of each side.
const MIN_SIDE: usize = 2;

/// Standard errors that a difference takes. Three and not two, because a review asks some eighty series: chance alone passes
/// 0.3 % of them and not 5 %.
const ERRORS: f64 = 3.0;

/// Rows that are read.
const MOST: usize = 10;

/// The movers, and what they are compared with.
pub(super) struct Movers {
    pub(super) list: Vec<Mover>,
    pub(super) base: Text,
}

/// Finds what differs by enough to care about, and by more than noise explains; the largest first.
pub(super) fn find(
    analyses: &[SubjectAnalysis],
    first: usize,
    period: Period,
    settings: &CompareSettings,
) -> Movers {
    let (mut with_before, mut with_half) = (false, false);
    let mut found: Vec<(f64, Mover)> = Vec::new();
    for analysis in analyses {
        for series in &analysis.series {
            let points = series.points();
            let Some(sides) = Halves::of(&points, first) else { continue };
            with_before |= sides.is_before;
            with_half |= !sides.is_before;
            let measure = series.trend.measure;
            let (before, after) = sides.medians(|point| point.value);
            let change = scale::change(measure, before, after);
            if sides.is_beyond(series.scaled_noise) && scale::is_relevant(measure, change, settings) {
                let mover = Mover {
                    subject: analysis.subject.clone(),
                    measure,
                    before,
                    after,
                    change,
                    worse: scale::is_worse(measure, change),
                    noise: series.trend.noise,
                };
                found.push((scale::weight(measure, change, settings), mover));
            }
        }
    }
    // A stable sort: where sizes tie, the order of the series stays.
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.truncate(MOST);
    let before = period_before(period);
    let base = match (with_before, with_half) {
        (true, false) => before,
        (true, true) => text!("review-base-mixed", before = before, runs = MIN_BEFORE),
        (false, true) => text!("review-base-half"),
        (false, false) => text!("review-base-nothing"),
    };
    Movers { list: found.into_iter().map(|(_, mover)| mover).collect(), base }
}

fn period_before(period: Period) -> Text {
    let length = period.until - period.since;
    if length == TimeDelta::days(1) {
        return text!("review-base-day");
    }
    text!("review-base-before", length = Days(length.num_milliseconds() as f64 / 86_400_000.0))
}

/// The values that are compared.
struct Halves<'a> {
    earlier: &'a [SeriesPoint],
    later: &'a [SeriesPoint],
    is_before: bool,
}

impl<'a> Halves<'a> {
    fn of(points: &'a [SeriesPoint], first: usize) -> Option<Self> {
        let (before, period) = points.split_at(points.partition_point(|point| point.run < first));
        let is_before = before.len() >= MIN_BEFORE;
        let (earlier, later) = if is_before { (before, period) } else { period.split_at(period.len() / 2) };
        (earlier.len() >= MIN_SIDE && later.len() >= MIN_SIDE).then_some(Self { earlier, later, is_before })
    }

    /// The medians before and after.
    fn medians(&self, value: impl Fn(&SeriesPoint) -> f64) -> (f64, f64) {
        let middle = |side: &[SeriesPoint]| median(side.iter().map(&value).collect());
        (middle(self.earlier), middle(self.later))
    }

    /// Whether the difference is beyond three standard errors of that of two medians: noise·√(π/2·(1/n₁ + 1/n₂)).
    fn is_beyond(&self, noise: f64) -> bool {
        let (before, after) = self.medians(|point| point.scaled);
        let runs = (self.earlier.len() as f64).recip() + (self.later.len() as f64).recip();
        (after - before).abs() > ERRORS * noise * (MEDIAN_VARIANCE * runs).sqrt()
    }
}
