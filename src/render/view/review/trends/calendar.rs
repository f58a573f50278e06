//! The axis of time: all charts of a review share it, but for those whose runs would leave most of it empty.

use chrono::{DateTime, Utc};

use crate::model::review::{Review, Tracked, Trend};
use crate::render::chart::theme::Ink;
use crate::render::chart::time::frame::{Dial, Shade, TimeFrame, TimeMark};
use crate::render::text::plain;
use crate::words::say;

/// Of more runs than can be told apart, the lowest and the highest are drawn at so many places.
const PLACES: f64 = 120.0;
/// A chart whose runs cover less than this part of the shared axis has an axis of its own.
const LEAST_COVERED: f64 = 0.5;
/// Room beside the first and the last run, as a part of the time between them.
const RIM: f64 = 0.02;
/// Promotions nearer than this part of the axis are one mark.
const MOST_MARKS: f64 = 40.0;
/// The room beside a single run, in seconds.
const ALONE: f64 = 300.0;

/// Times of the runs on the axis, and what is shaded and marked.
pub(crate) struct Calendar {
    /// Seconds since the axis begins, by run.
    pub(crate) at: Vec<f64>,
    /// How many seconds one place stands for where there are more runs than can be told apart.
    pub(super) stretch: f64,
    /// The axis, without marks.
    frame: TimeFrame,
    /// Promotions with the test of their run, where that is known.
    marks: Vec<(Option<String>, TimeMark)>,
}

impl Calendar {
    /// Makes the axis that charts share; absent where there is no run.
    pub(crate) fn of(review: &Review) -> Option<Self> {
        Self::between(review, review.runs.first()?.at, review.runs.last()?.at)
    }

    /// Makes the axis of a chart whose runs would leave most of this one empty; absent where they do not.
    pub(crate) fn of_trend(&self, review: &Review, trend: &Trend) -> Option<Self> {
        let runs = || trend.series.iter().flat_map(|series| &series.values).map(|value| value.0);
        let (first, last) = (review.runs.get(runs().min()?)?.at, review.runs.get(runs().max()?)?.at);
        let is_covered = seconds(last) - seconds(first) >= self.end() * LEAST_COVERED;
        let own = if is_covered { None } else { Self::between(review, first, last) };
        own.map(|own| Self { stretch: self.stretch, ..own })
    }

    /// Makes the axis from one run to another.
    fn between(review: &Review, first: DateTime<Utc>, last: DateTime<Utc>) -> Option<Self> {
        let (first, last, since) = (seconds(first), seconds(last), seconds(review.period.since));
        let rim = if last > first { (last - first) * RIM } else { ALONE };
        let (start, end) = (first - rim, last + rim);
        let origin = DateTime::from_timestamp_millis((start * 1000.0) as i64)?;
        let before = review.first > 0 && since > start;
        let shaded = before.then(|| Shade {
            from: 0.0,
            to: (since - start).min(end - start),
            label: say!("review-chart-before"),
            ink: Ink::Band,
        });
        let test = |id: &str| review.runs.iter().find(|run| run.id == id).map(|run| run.test.clone());
        let marks = review.promotions.iter().map(|promotion| {
            let mark = TimeMark {
                // One after the last run stands at the end.
                at: (seconds(promotion.event.at) - start).min(end - start),
                label: format!("◆ {}", plain(&promotion.baseline)),
                ink: Ink::BaseLine,
            };
            (test(&promotion.event.run), mark)
        });
        Some(Self {
            stretch: (end - start) / PLACES,
            at: review.runs.iter().map(|run| seconds(run.at) - start).collect(),
            marks: marks.filter(|(_, mark)| mark.at >= 0.0).collect(),
            frame: TimeFrame {
                dial: Dial::Calendar(origin),
                end: (end - start).max(1.0),
                shaded: shaded.into_iter().collect(),
                marks: Vec::new(),
            },
        })
    }

    /// The axis of one endpoint: of the promotions, those of its test.
    pub(crate) fn frame_of(&self, subject: &Tracked) -> TimeFrame {
        let concerns = |test: &Option<String>| {
            subject.test.is_empty() || test.as_deref().is_none_or(|test| test == &*subject.test)
        };
        let mut marks: Vec<TimeMark> = Vec::new();
        for (_, mark) in self.marks.iter().filter(|(test, _)| concerns(test)) {
            if marks.last().is_some_and(|last| mark.at - last.at < self.frame.end / MOST_MARKS) {
                continue;
            }
            // A baseline is named once; what follows is its mark alone.
            let named = marks.iter().any(|known| known.label == mark.label);
            let label = if named { "◆".to_owned() } else { mark.label.clone() };
            marks.push(TimeMark { label, ..mark.clone() });
        }
        TimeFrame { marks, ..self.frame.clone() }
    }

    /// The length of the axis in seconds.
    pub(crate) fn end(&self) -> f64 {
        self.frame.end
    }

    /// The time of a run on the axis.
    pub(crate) fn of_run(&self, run: usize) -> Option<f64> {
        self.at.get(run).copied()
    }
}

fn seconds(at: DateTime<Utc>) -> f64 {
    at.timestamp_millis() as f64 / 1000.0
}
