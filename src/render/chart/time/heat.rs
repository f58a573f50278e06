//! A heat map: how many requests took how long, and when.

use super::frame::Plot;
use super::scale::Scale;
use crate::render::chart::canvas::Canvas;
use crate::render::chart::theme::Ink;

/// Cells of time and latency, the more requests the stronger the colour.
#[derive(Debug, Clone)]
pub(in crate::render) struct Heat {
    /// The vertical axis, which ends where the bands end.
    pub scale: Scale,
    /// Lower and upper end of each band, in the unit of the axis.
    pub bands: Vec<(f64, f64)>,
    /// Cells with requests; neighbours of one colour are one cell.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Cell {
    /// Seconds since the test began at which it begins.
    pub from: f64,
    /// At which it ends.
    pub to: f64,
    /// The band's number.
    pub band: usize,
    /// Its colour.
    pub level: HeatLevel,
}

/// How strong a colour is; 0 is the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::render) struct HeatLevel(usize);

/// The colours, weakest first.
const INKS: [Ink; 6] = [Ink::Heat1, Ink::Heat2, Ink::Heat3, Ink::Heat4, Ink::Heat5, Ink::Heat6];

impl HeatLevel {
    /// Every level.
    pub(in crate::render) fn all() -> impl Iterator<Item = Self> {
        (0..INKS.len()).map(Self)
    }

    /// The level of a count, on a log scale up to the largest; nothing for no request.
    pub(in crate::render) fn of(count: u64, most: u64) -> Option<Self> {
        if count == 0 {
            return None;
        }
        let share = (count as f64).ln() / (most.max(2) as f64).ln();
        Some(Self(((share * INKS.len() as f64).floor() as usize).min(INKS.len() - 1)))
    }

    /// Its colour.
    pub(in crate::render) fn ink(self) -> Ink {
        INKS.get(self.0).copied().unwrap_or(Ink::Heat6)
    }
}

impl Heat {
    pub(super) fn draw(&self, canvas: &mut Canvas, plot: Plot<'_>) {
        let bands: Vec<(i32, i32)> = self
            .bands
            .iter()
            .map(|&(low, high)| (plot.y(&self.scale, low), plot.y(&self.scale, high)))
            .collect();
        for cell in &self.cells {
            if let Some(&(low, high)) = bands.get(cell.band) {
                canvas.rectangle(cell.level.ink(), (plot.x(cell.from), high), (plot.x(cell.to), low));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_rise_with_the_count_and_nothing_has_none() {
        assert_eq!(HeatLevel::of(0, 100), None);
        assert_eq!(HeatLevel::of(1, 1), Some(HeatLevel(0)));
        let levels: Vec<usize> =
            [1, 4, 10, 30, 99, 100].iter().map(|count| HeatLevel::of(*count, 100).unwrap().0).collect();
        assert_eq!(levels, [0, 1, 3, 4, 5, 5]);
    }
}
