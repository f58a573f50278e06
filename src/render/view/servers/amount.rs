//! Numbers in the unit of a signal: one scale for all that stand together.

use crate::model::missing::Known;
use crate::model::quantity::{Count, NBSP, significant};
use crate::model::series::unit::SeriesUnit;
use crate::words::say;

/// How the numbers of a signal are written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amounts {
    /// What a number is multiplied with.
    pub(super) factor: f64,
    unit: String,
    per_second: bool,
    whole: bool,
}

/// From what on bytes are written in the next larger unit.
const BYTES: [(f64, &str); 3] = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
/// From this many milliseconds on times are written in seconds.
const LONG: f64 = 10_000.0;

impl Amounts {
    /// Chooses the scale that suits `values`; a unit that is not known leaves them as they are.
    pub(super) fn of(
        unit: &Known<SeriesUnit>,
        per_second: bool,
        values: impl IntoIterator<Item = f64>,
    ) -> Self {
        let most = values.into_iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let time = |milliseconds: f64| {
            if most * milliseconds >= LONG { (milliseconds / 1e3, "s") } else { (milliseconds, "ms") }
        };
        let cores = say!("amount-cores");
        let (factor, unit) = match unit {
            Ok(SeriesUnit::Seconds) => time(1e3),
            Ok(SeriesUnit::Milliseconds) => time(1.0),
            Ok(SeriesUnit::Bytes) => BYTES
                .into_iter()
                .find(|(least, _)| most >= *least)
                .map_or((1.0, "B"), |(least, unit)| (1.0 / least, unit)),
            Ok(SeriesUnit::Ratio) => (100.0, "%"),
            Ok(SeriesUnit::Percent) => (1.0, "%"),
            Ok(SeriesUnit::Cores) => (1.0, cores.as_str()),
            Ok(SeriesUnit::Count) | Err(_) => (1.0, ""),
        };
        Self { factor, unit: unit.to_owned(), per_second, whole: unit.is_empty() }
    }

    /// Writes a value without its unit.
    pub(super) fn number(&self, value: f64) -> String {
        let value = value * self.factor;
        // Ten connections are ten, not 10.0.
        if self.whole && value >= 0.0 && value.fract() == 0.0 && value < 1e15 {
            Count(value as u64).to_string()
        } else {
            significant(value)
        }
    }

    /// Writes a value.
    pub(super) fn text(&self, value: f64) -> String {
        self.with_unit(&self.number(value))
    }

    /// Writes two values with one unit: `3 → 9.50`, `412 → 433 MB`.
    pub(super) fn pair(&self, base: Option<f64>, run: f64) -> String {
        match base {
            Some(base) => self.with_unit(&format!("{} → {}", self.number(base), self.number(run))),
            None => self.text(run),
        }
    }

    /// The unit alone, for the title of an axis: `ms/s`; empty for a count.
    pub(super) fn unit(&self) -> String {
        match (self.unit.as_str(), self.per_second) {
            ("", true) => say!("amount-per-second"),
            (unit, true) => format!("{unit}/s"),
            (unit, false) => unit.to_owned(),
        }
    }

    fn with_unit(&self, number: &str) -> String {
        let space = if self.unit.is_empty() { String::new() } else { format!("{NBSP}{}", self.unit) };
        format!("{number}{space}{}", if self.per_second { "/s" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::missing::Missing;

    #[test]
    fn numbers_are_written_in_the_unit_that_suits_the_largest() {
        let text = |unit, per_second, base, run| {
            Amounts::of(&Ok(unit), per_second, [base, run]).pair(Some(base), run).replace(NBSP, " ")
        };
        assert_eq!(text(SeriesUnit::Count, false, 3.0, 9.5), "3 → 9.50");
        assert_eq!(text(SeriesUnit::Bytes, false, 4.12e8, 1.3e9), "0.412 → 1.30 GB");
        assert_eq!(text(SeriesUnit::Ratio, false, 0.452, 0.46), "45.2 → 46.0 %");
        assert_eq!(text(SeriesUnit::Seconds, true, 0.0021, 0.0124), "2.10 → 12.4 ms/s");
        assert_eq!(text(SeriesUnit::Seconds, false, 2.0, 31.0), "2.00 → 31.0 s");
        assert_eq!(text(SeriesUnit::Count, true, 0.0, 2.5), "0 → 2.50/s");
        assert_eq!(text(SeriesUnit::Cores, false, 1.0, 2.5), "1.00 → 2.50 cores");
        let unknown = Amounts::of(&Err(Missing::because("no unit")), false, [7.0]);
        assert_eq!((unknown.text(7.0), unknown.unit()), ("7".to_owned(), String::new()));
    }
}
