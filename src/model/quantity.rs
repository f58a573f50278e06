//! How each unit is written for people: one place, so that a figure looks the same everywhere.
//!
//! Signs, non-breaking spaces and digits follow the report's style: `83 ms`, `+34 %`, `0.07 %`.

use std::fmt;

use crate::words::{Arg, Text, grouped};

/// A no-break space between a number and its unit.
pub const NBSP: char = '\u{a0}';

/// Three significant digits, without an exponent and without trailing noise: 0.0123, 1.23, 12.3, 123, 1,234.
pub fn significant(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 {
        return "0".to_owned();
    }
    let decimals = match magnitude {
        m if m >= 99.95 => 0,
        m if m >= 9.995 => 1,
        m if m >= 0.9995 => 2,
        m if m >= 0.0995 => 3,
        m if m >= 0.00995 => 4,
        _ => 5,
    };
    let text = format!("{value:.decimals$}");
    if decimals == 0 { grouped(&text) } else { text }
}

/// Writes a figure whose unit nobody knows: a whole one as it is.
pub fn number(value: f64) -> String {
    let is_count = value.fract() == 0.0 && (0.0..1e15).contains(&value);
    if is_count { Count(value as u64).to_string() } else { significant(value) }
}

/// Writes a figure in a unit that the configuration or the source says.
pub fn in_unit(value: f64, unit: Option<&str>) -> String {
    match unit {
        Some("ms") => Milliseconds(value).to_string(),
        Some(unit) => format!("{}{NBSP}{unit}", number(value)),
        None => number(value),
    }
}

impl From<Count> for Arg {
    fn from(count: Count) -> Self {
        Self::Number(count.0)
    }
}

/// Figures fill places of messages as they are written here.
macro_rules! fill_places {
    ($($figure:ident),* $(,)?) => {
        $(impl From<$figure> for Arg {
            fn from(figure: $figure) -> Self {
                Self::Quantity(figure.to_string())
            }
        })*
    };
}

fill_places!(
    Milliseconds,
    StatedLatency,
    Days,
    PlusMinus,
    Share,
    RelativeChange,
    PercentagePoints,
    PerSecond,
    Seconds,
    WholeSeconds,
    Probability,
    Bytes,
);

/// A latency in milliseconds; from ten seconds on it is shown in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Milliseconds(pub f64);

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() >= 10_000.0 {
            write!(f, "{}{NBSP}s", significant(self.0 / 1000.0))
        } else {
            write!(f, "{}{NBSP}ms", significant(self.0))
        }
    }
}

/// A latency that somebody stated, in milliseconds: written as it was stated, `60 ms`, not as it was measured.
#[derive(Debug, Clone, Copy)]
pub struct StatedLatency(pub f64);

impl fmt::Display for StatedLatency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() >= 10_000.0 {
            write!(f, "{}{NBSP}s", self.0 / 1000.0)
        } else {
            write!(f, "{}{NBSP}ms", self.0)
        }
    }
}

/// The unit that several latencies share, so that they can be compared at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LatencyScale {
    /// Milliseconds.
    Milliseconds,
    /// Seconds, from ten seconds on.
    Seconds,
}

impl LatencyScale {
    /// Chooses the unit for latencies in milliseconds.
    pub fn of(latencies: &[f64]) -> Self {
        let longest = latencies.iter().fold(0.0_f64, |most, latency| most.max(latency.abs()));
        if longest >= 10_000.0 { Self::Seconds } else { Self::Milliseconds }
    }

    /// Writes a latency in milliseconds without its unit.
    pub fn number(self, milliseconds: f64) -> String {
        match self {
            Self::Milliseconds => significant(milliseconds),
            Self::Seconds => significant(milliseconds / 1000.0),
        }
    }

    /// The unit.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::Seconds => "s",
        }
    }
}

/// A duration in days: `9 days`, `4 h` below a day.
#[derive(Debug, Clone, Copy)]
pub struct Days(pub f64);

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1.0 {
            write!(f, "{}", Seconds(self.0 * 86_400.0))
        } else {
            let number = if self.0 < 10.0 { format!("{:.1}", self.0) } else { format!("{:.0}", self.0) };
            let number = number.strip_suffix(".0").unwrap_or(&number);
            write!(f, "{number}{NBSP}{}", if number == "1" { "day" } else { "days" })
        }
    }
}

/// Writes a number with its noun: `1 run`, `3 runs`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Lists a few names and counts the rest.
pub fn listed<T: Clone + Into<Text>>(names: &[T]) -> Text {
    const SHOWN: usize = 5;
    Text::few(names.iter().cloned(), SHOWN)
}

/// A whole count, grouped by thousands.
#[derive(Debug, Clone, Copy)]
pub struct Count(pub u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(&self.0.to_string()))
    }
}

/// A number of requests that is expected, and its standard deviation: `75 ± 13`, `1.3 ± 2.1`.
#[derive(Debug, Clone, Copy)]
pub struct PlusMinus(pub f64, pub f64);

impl fmt::Display for PlusMinus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(expected, deviation) = self;
        // More than a tenth of a request is more than is known.
        let decimals = if *expected < 10.0 { 1 } else { 0 };
        write!(f, "{expected:.decimals$}{NBSP}±{NBSP}{deviation:.decimals$}")
    }
}

/// A share 0..1, in percent, with as many decimals as it takes to tell it from 0 and from 100 %.
#[derive(Debug, Clone, Copy)]
pub struct Share(pub f64);

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.0 * 100.0;
        let distance = percent.abs().min((100.0 - percent).abs());
        let decimals = match distance {
            d if d == 0.0 || d >= 10.0 => 0,
            d if d >= 0.95 => 1,
            d if d >= 0.095 => 2,
            d if d >= 0.0095 => 3,
            _ => 4,
        };
        let number = format!("{percent:.decimals$}");
        let number = if decimals == 0 { grouped(&number) } else { number };
        write!(f, "{number}{NBSP}%")
    }
}

/// A relative change, in percent with its sign: `+34 %`, `-1.2 %`.
#[derive(Debug, Clone, Copy)]
pub struct RelativeChange(pub f64);

impl RelativeChange {
    /// Turns a log change into a relative one: ln 1.34 is `+34 %`.
    pub fn from_log(log_change: f64) -> Self {
        Self(log_change.exp() - 1.0)
    }

    /// The number with its sign, without the unit: for intervals.
    pub fn bare(self) -> String {
        let percent = self.0 * 100.0;
        if percent.abs() < 9.95 && percent.abs() >= 0.05 {
            signed(&format!("{percent:.1}"))
        } else {
            signed(&grouped(&format!("{percent:.0}")))
        }
    }
}

impl fmt::Display for RelativeChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{NBSP}%", self.bare())
    }
}

/// A difference of shares, in percentage points: `+0.52 pp`. Two digits: shares of errors are never surer than that.
#[derive(Debug, Clone, Copy)]
pub struct PercentagePoints(pub f64);

impl PercentagePoints {
    /// The number with its sign, without the unit: for intervals.
    pub fn bare(self) -> String {
        let points = self.0 * 100.0;
        let decimals = match points.abs() {
            p if p >= 9.95 => 0,
            p if p >= 0.995 => 1,
            p if p >= 0.0995 => 2,
            _ => 3,
        };
        signed(&format!("{points:.decimals$}"))
    }
}

impl fmt::Display for PercentagePoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{NBSP}pp", self.bare())
    }
}

/// Puts a sign before a formatted number and drops the sign of a rounded zero.
fn signed(text: &str) -> String {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    if digits.chars().all(|c| matches!(c, '0' | '.')) {
        "0".to_owned()
    } else if negative {
        format!("\u{2212}{digits}")
    } else {
        format!("+{digits}")
    }
}

/// A rate per second.
#[derive(Debug, Clone, Copy)]
pub struct PerSecond(pub f64);

impl fmt::Display for PerSecond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/s", significant(self.0))
    }
}

/// A duration in seconds: `8.1 s`, `1 min 15 s`, `2 h 5 min`.
#[derive(Debug, Clone, Copy)]
pub struct Seconds(pub f64);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.round() as u64;
        if self.0 < 60.0 {
            write!(f, "{}{NBSP}s", significant(self.0))
        } else if whole < 3600 {
            write!(f, "{}{NBSP}min {}{NBSP}s", whole / 60, whole % 60)
        } else {
            write!(f, "{}{NBSP}h {}{NBSP}min", whole / 3600, whole % 3600 / 60)
        }
    }
}

/// A part of a test in whole seconds, minutes only from ten on, so that two compare: `62 s` of `65 s`.
#[derive(Debug, Clone, Copy)]
pub struct WholeSeconds(pub f64);

impl fmt::Display for WholeSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.0.abs().round();
        if whole < 600.0 { write!(f, "{whole:.0}{NBSP}s") } else { write!(f, "{}", Seconds(whole)) }
    }
}

/// A probability: `0.0007`, `< 0.0001`.
#[derive(Debug, Clone, Copy)]
pub struct Probability(pub f64);

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0.0001 {
            f.write_str("< 0.0001")
        } else if self.0 < 0.001 {
            write!(f, "{:.4}", self.0)
        } else if self.0 < 0.01 {
            write!(f, "{:.3}", self.0)
        } else {
            write!(f, "{:.2}", self.0)
        }
    }
}

/// A size in bytes: `15 kB`, `2.0 MB`.
#[derive(Debug, Clone, Copy)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0 as f64;
        match self.0 {
            0..1_000 => write!(f, "{}{NBSP}B", self.0),
            1_000..1_000_000 => write!(f, "{}{NBSP}kB", significant(bytes / 1e3)),
            1_000_000..1_000_000_000 => write!(f, "{}{NBSP}MB", significant(bytes / 1e6)),
            _ => write!(f, "{}{NBSP}GB", significant(bytes / 1e9)),
        }
    }
}

#[cfg(test)]
mod shared_scale_tests {
    use super::*;

    #[test]
    fn latencies_of_a_row_share_one_unit() {
        assert_eq!(LatencyScale::of(&[83.1, 111.2]).number(83.1), "83.1");
        let seconds = LatencyScale::of(&[940.0, 12_500.0]);
        assert_eq!((seconds.number(940.0).as_str(), seconds.unit()), ("0.940", "s"));
    }

    #[test]
    fn what_was_stated_is_written_as_it_was_stated() {
        assert_eq!(StatedLatency(60.0).to_string(), "60\u{a0}ms");
        assert_eq!(StatedLatency(2.5).to_string(), "2.5\u{a0}ms");
        assert_eq!(StatedLatency(15_000.0).to_string(), "15\u{a0}s");
    }

    #[test]
    fn parts_of_a_test_are_whole_seconds() {
        let texts = [41.0, 61.7, 675.0].map(|seconds| WholeSeconds(seconds).to_string());
        assert_eq!(texts, ["41\u{a0}s", "62\u{a0}s", "11\u{a0}min 15\u{a0}s"]);
    }

    #[test]
    fn days_are_rounded_as_people_say_them() {
        assert_eq!(Days(9.2).to_string(), "9.2\u{a0}days");
        assert_eq!(Days(30.0).to_string(), "30\u{a0}days");
        assert_eq!(Days(1.0).to_string(), "1\u{a0}day");
        assert_eq!(Days(0.5).to_string(), "12\u{a0}h 0\u{a0}min");
    }
}
