//! p95 over time in one line of a terminal.

use crate::model::quantity::{LatencyScale, NBSP};
use crate::model::timeline::Timeline;
use crate::words::{Arg, say};

/// Columns of the line.
const COLUMNS: usize = 48;
/// Its heights, lowest first.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Draws the judged slices, on a scale from zero; empty where there are too few to see a course.
pub(crate) fn spark(timeline: &Timeline) -> String {
    let judged: Vec<Option<f64>> =
        timeline.moments.iter().filter(|moment| moment.judged).map(|moment| moment.p95).collect();
    let known = || judged.iter().flatten().copied();
    if known().count() < HEIGHTS.len() {
        return String::new();
    }
    let (least, most) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
    // Several slices in a column show their highest, or spikes would vanish.
    let step = judged.len().div_ceil(COLUMNS);
    let bars: String = judged
        .chunks(step)
        .map(|chunk| match chunk.iter().flatten().copied().reduce(f64::max) {
            Some(p95) if most > 0.0 => {
                let height = (p95 / most * HEIGHTS.len() as f64).ceil() as usize;
                HEIGHTS.get(height.clamp(1, HEIGHTS.len()) - 1).copied().unwrap_or('▁')
            }
            _ => '·',
        })
        .collect();
    let scale = LatencyScale::of(&[most]);
    let most = Arg::Quantity(format!("{}{NBSP}{}", scale.number(most), scale.unit()));
    say!("time-spark", bars = bars, least = scale.number(least), most = most)
}
