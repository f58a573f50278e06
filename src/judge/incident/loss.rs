//! How much of a run incidents took: requests that failed in them, and time in which users waited.

use super::series::{Series, Waits};
use super::windows::Window;
use crate::model::fine_slices::FineSlices;

/// What incidents took of one series.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Loss {
    /// Requests that failed, or were slow by far, in the windows.
    pub(super) requests: f64,
    /// Seconds of the run, each slice counted with the share of those who waited.
    pub(super) seconds: f64,
    /// Slices in the windows, joined and in the order of time.
    pub(super) windows: Vec<(usize, usize)>,
}

/// What is needed to tell time from requests.
pub(super) struct Clock<'a> {
    pub(super) timeline: &'a FineSlices,
    /// Virtual users by slice, 0 where they are not known.
    pub(super) users: &'a [f64],
    /// How many requests usually wait at one time: fewer are not all who wait.
    pub(super) in_flight: f64,
    /// The slice from which on the test was over, and the fewest requests that then are more than the last ones; absent
    /// where it is not known how many users there were.
    pub(super) over: (usize, Option<f64>),
}

impl Clock<'_> {
    /// Adds up what the windows took. A request that ended in one counts from its start on, in every slice in which it was
    /// waited for; requests that ended as usual in the same slice count against it.
    pub(super) fn loss(&self, windows: &[Window], waits: &[Waits], others: &[f64]) -> Loss {
        let windows = joined(windows);
        let slices = self.timeline.axis.len();
        let (mut waiting, mut touching) = (vec![0.0; slices], vec![0.0; slices]);
        let mut requests = 0.0;
        for position in windows.iter().flat_map(|(first, end)| *first..*end) {
            for &(seconds, count) in &waits[position] {
                requests += count;
                self.spread(position, seconds, count, &mut waiting, &mut touching);
            }
        }
        let width = self.timeline.axis.width() as f64;
        let (over, least) = self.over;
        let share = |slice: usize| -> f64 {
            if slice >= over && least.is_none_or(|least| touching[slice] < least) {
                return 0.0;
            }
            let all = (touching[slice] + others[slice]).max(self.in_flight);
            let of_requests = ratio(touching[slice], all);
            let of_users = ratio(waiting[slice], self.users.get(slice).copied().unwrap_or(0.0) * width);
            of_requests.max(of_users).min(1.0)
        };
        Loss { requests, seconds: (0..slices).map(|slice| share(slice) * width).sum(), windows }
    }

    /// Spreads requests over the slices that they lasted; they end in the middle of theirs.
    fn spread(&self, position: usize, seconds: f64, count: f64, waiting: &mut [f64], touching: &mut [f64]) {
        let mut until = (self.timeline.axis.start(position) + self.timeline.axis.end(position)) as f64 / 2.0;
        let from = until - seconds;
        let mut slice = position;
        loop {
            let start = self.timeline.axis.start(slice) as f64;
            waiting[slice] += (until - from.max(start)) * count;
            touching[slice] += count;
            // The slice before may be hours away where the run has a hole.
            let goes_on = from < start && slice > 0 && self.timeline.axis.end(slice - 1) as f64 >= start;
            if !goes_on {
                break;
            }
            (until, slice) = (start, slice - 1);
        }
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Joins windows that overlap or touch.
fn joined(windows: &[Window]) -> Vec<(usize, usize)> {
    let mut sorted: Vec<(usize, usize)> = windows.iter().map(|window| (window.first, window.end)).collect();
    sorted.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (first, end) in sorted {
        match out.last_mut().filter(|(_, last)| first <= *last) {
            Some((_, last)) => *last = end.max(*last),
            None => out.push((first, end)),
        }
    }
    out
}

/// Adds up the requests that failed in some windows of a series.
pub(super) fn failed(series: &Series, windows: &[Window]) -> f64 {
    let inside = |(first, end): &(usize, usize)| series.errors.bad[*first..*end].iter().sum::<f64>();
    joined(windows).iter().map(inside).sum()
}
