//! The axis of time that all charts of a review share.

use chrono::{DateTime, Utc};

use crate::model::review::{Review, Tracked};
use crate::render::chart::theme::Ink;
use crate::render::chart::time::frame::{Dial, Shade, TimeFrame, TimeMark};
use crate::render::text::plain;
use crate::words::say;

/// A period up to this long, in seconds, is drawn in full; of a longer one, where there are runs.
const DRAWN_IN_FULL: f64 = 32.0 * 86_400.0;
/// A period of whose length the runs cover less than this part is drawn where they are.
const LEAST_COVERED: f64 = 0.25;
/// Room beside the first and the last run, as a part of the axis, where it does not end with the period.
const RIM: f64 = 0.02;
/// Promotions nearer than this part of the axis are one mark.
const MOST_MARKS: f64 = 40.0;
/// An axis is at least this long, in seconds.
const SHORTEST: f64 = 600.0;

/// Times of the runs on the axis, and what is shaded and marked.
pub(crate) struct Calendar {
    /// Seconds since the axis begins, by run.
    pub(crate) at: Vec<f64>,
    /// The axis, without marks.
    frame: TimeFrame,
    /// Promotions with the test of their run, where that is known.
    marks: Vec<(Option<String>, TimeMark)>,
}

impl Calendar {
    /// Makes the axis; absent where there is no run.
    pub(crate) fn of(review: &Review) -> Option<Self> {
        let (first, last) = (seconds(review.runs.first()?.at), seconds(review.runs.last()?.at));
        let (since, until) = (seconds(review.period.since), seconds(review.period.until));
        let before = review.first > 0;
        let begins = if before { since - (until - since) } else { since };
        let covered = (last - first) / (until - begins);
        let full = until - since <= DRAWN_IN_FULL && covered >= LEAST_COVERED;
        let rim = ((last - first) * RIM).max(SHORTEST / 2.0);
        let near = |gap: f64| full || (0.0..=rim * 2.0).contains(&gap);
        let start = if near(first - begins) { begins.min(first) } else { first - rim };
        let end = if near(until - last) { until.max(last) } else { last + rim };
        let origin = DateTime::from_timestamp_millis((start * 1000.0) as i64)?;
        let shaded = before.then(|| Shade {
            from: 0.0,
            to: (since - start).clamp(0.0, end - start),
            label: say!("review-chart-before"),
            ink: Ink::Band,
        });
        let test = |id: &str| review.runs.iter().find(|run| run.id == id).map(|run| run.test.clone());
        let marks = review.promotions.iter().map(|promotion| {
            let mark = TimeMark {
                at: seconds(promotion.event.at) - start,
                label: format!("◆ {}", plain(&promotion.baseline)),
                ink: Ink::BaseLine,
            };
            (test(&promotion.event.run), mark)
        });
        Some(Self {
            at: review.runs.iter().map(|run| seconds(run.at) - start).collect(),
            marks: marks.filter(|(_, mark)| (0.0..=end - start).contains(&mark.at)).collect(),
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
