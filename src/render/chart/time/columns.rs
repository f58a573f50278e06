//! Stacked columns, one for each slice.

use super::frame::Plot;
use super::scale::Scale;
use crate::render::chart::canvas::{Canvas, Point};
use crate::render::chart::theme::Ink;

/// Stacked columns on one vertical axis from zero.
#[derive(Debug, Clone)]
pub(in crate::render) struct Columns {
    /// The vertical axis.
    pub scale: Scale,
    /// One for each slice in which there is something to show.
    pub columns: Vec<Column>,
}

/// One slice.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Column {
    /// Seconds since the test began at which the slice begins.
    pub from: f64,
    /// At which it ends.
    pub to: f64,
    /// What is stacked, from below.
    pub parts: Vec<(Ink, u64)>,
}

impl Columns {
    pub(super) fn draw(&self, canvas: &mut Canvas, plot: Plot<'_>) {
        let mut drawn: Vec<(Ink, Point, Point)> = Vec::new();
        for column in &self.columns {
            let (from, to) = (plot.x(column.from), plot.x(column.to));
            // A pixel of paper between columns, where there is room for it.
            let is_narrow = to - from <= 2;
            let to = if is_narrow { to.max(from + 1) } else { to - 1 };
            let mut sum = 0;
            for &(ink, count) in &column.parts {
                let low = plot.y(&self.scale, sum as f64);
                sum += count;
                // A class that occurs is never too thin to be seen.
                let high = plot.y(&self.scale, sum as f64).min(low - 1);
                // Narrow ones that are alike and touch are one: there may be hundreds.
                let mut before = drawn.iter_mut().rev().take(column.parts.len());
                let alike = |other: &&mut (Ink, Point, Point)| {
                    other.0 == ink && other.1.1 == high && other.2.1 == low && other.2.0 >= from
                };
                match before.find(alike).filter(|_| is_narrow) {
                    Some(other) => other.2.0 = to,
                    None => drawn.push((ink, (from, high), (to, low))),
                }
            }
        }
        drawn.into_iter().for_each(|(ink, from, to)| canvas.rectangle(ink, from, to));
    }
}
