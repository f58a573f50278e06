//! Figures of the servers in their own units.

use std::fmt;

use super::unit::SeriesUnit;
use crate::model::quantity::{Bytes, Milliseconds, NBSP, significant};
use crate::words::{Arg, grouped};

/// A figure of the servers in its own unit: `31 %`, `64.2 MB`, `2.13 ms`, `4`; of a counter per second.
#[derive(Debug, Clone, Copy)]
pub struct SeriesFigure {
    /// The number.
    pub value: f64,
    /// What it counts, where that is known.
    pub unit: Option<SeriesUnit>,
    /// Whether it is per second.
    pub per_second: bool,
}

impl fmt::Display for SeriesFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value;
        match self.unit {
            Some(SeriesUnit::Seconds) if value.abs() < 1.0 => write!(f, "{}", Milliseconds(value * 1000.0))?,
            Some(SeriesUnit::Seconds) => write!(f, "{}{NBSP}s", significant(value))?,
            Some(SeriesUnit::Milliseconds) => write!(f, "{}", Milliseconds(value))?,
            Some(SeriesUnit::Bytes) => write!(f, "{}", Bytes(value.max(0.0).round() as u64))?,
            Some(SeriesUnit::Ratio) => write!(f, "{}{NBSP}%", plain_significant(value * 100.0))?,
            Some(SeriesUnit::Percent) => write!(f, "{}{NBSP}%", plain_significant(value))?,
            Some(SeriesUnit::Cores) => write!(f, "{}{NBSP}cores", plain_significant(value))?,
            Some(SeriesUnit::Count) | None => f.write_str(&plain_significant(value))?,
        }
        if self.per_second { f.write_str("/s") } else { Ok(()) }
    }
}

/// Three significant digits; whole numbers as they are: 4, 4.25, 1,200.
fn plain_significant(value: f64) -> String {
    if value.fract() == 0.0 { grouped(&format!("{value:.0}")) } else { significant(value) }
}

impl From<SeriesFigure> for Arg {
    fn from(figure: SeriesFigure) -> Self {
        Self::Quantity(figure.to_string())
    }
}
