//! Figures, their footnotes, and references to charts.

use std::fmt::Display;

use serde::Serialize;

use crate::model::bounds::Bucket;
use crate::model::comparison::Interval;
use crate::model::missing::Known;
use crate::model::quantity::{
    LatencyScale, NBSP, PercentagePoints, Probability, RelativeChange, Share, significant,
};
use crate::render::chart::Chart;
use crate::render::chart::kind::ChartKind;

use super::text::{ChangeMark, DASH, capital};
use crate::render::text::plain;
use crate::words::{Arg, say};

/// A figure as text; a missing one is a dash with the number of a footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Figure {
    pub(crate) text: String,
    pub(crate) note: Option<usize>,
}

impl Figure {
    /// Makes a figure that is there.
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), note: None }
    }
}

/// A change with its interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ChangeText {
    pub(crate) mark: ChangeMark,
    /// `+34 %`.
    pub(crate) size: String,
    /// `[+24 … +45]`.
    pub(crate) interval: String,
}

impl ChangeText {
    /// Writes a log change of latency.
    pub(crate) fn log(mark: ChangeMark, change: f64, interval: Interval) -> Self {
        Self { mark, size: written(RelativeChange::from_log(change)), interval: log_interval(interval) }
    }

    /// Writes a difference of shares.
    pub(crate) fn points(mark: ChangeMark, change: f64, interval: Interval) -> Self {
        Self { mark, size: written(PercentagePoints(change)), interval: share_interval(interval) }
    }
}

/// Writes a figure by itself, with the unit as the language that is spoken has it.
pub(crate) fn written(figure: impl Into<Arg>) -> String {
    say!("figure", value = figure.into())
}

/// Writes an interval of log changes: `[+24 … +45]`.
pub(crate) fn log_interval(interval: Interval) -> String {
    let (low, high) = (RelativeChange::from_log(interval.low), RelativeChange::from_log(interval.high));
    bracketed(&low.bare(), &high.bare())
}

/// Writes an interval of differences of shares, in percentage points, without the unit.
pub(crate) fn share_interval(interval: Interval) -> String {
    bracketed(&PercentagePoints(interval.low).bare(), &PercentagePoints(interval.high).bare())
}

/// Writes the interval of a share itself with as many decimals as the share has: `[99.81 … 99.94]`.
pub(crate) fn level_interval(share: f64, interval: Interval) -> String {
    let share = Share(share).to_string();
    let decimals = share
        .split_once('.')
        .map_or(1, |(_, decimals)| decimals.chars().take_while(char::is_ascii_digit).count());
    let percent = |share: f64| format!("{:.decimals$}", share * 100.0);
    bracketed(&percent(interval.low), &percent(interval.high))
}

fn bracketed(low: &str, high: &str) -> String {
    format!("[{low}{NBSP}…{NBSP}{high}]")
}

/// The lowest and the highest figure of several base runs; one run has both alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Spread {
    /// Gathers the figures that are known; the first reason where none is.
    pub(crate) fn of<T: Into<Self>>(values: impl Iterator<Item = Known<T>>) -> Option<Known<Self>> {
        let mut reason = None;
        let mut spread: Option<Self> = None;
        for value in values {
            match value {
                Ok(value) => {
                    let Self { low, high } = value.into();
                    let (low, high) = spread.map_or((low, high), |s| (s.low.min(low), s.high.max(high)));
                    spread = Some(Self { low, high });
                }
                Err(missing) => reason = reason.or(Some(missing)),
            }
        }
        spread.map(Ok).or_else(|| reason.map(Err))
    }

    /// Makes a spread of one value.
    pub(crate) fn one(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// Makes that of the bucket which a figure is known to.
    pub(crate) fn within(bucket: Bucket) -> Self {
        Self { low: bucket.above, high: bucket.up_to.unwrap_or(f64::INFINITY) }
    }

    /// The higher end that is known.
    pub(crate) fn end(self) -> f64 {
        if self.high.is_finite() { self.high } else { self.low }
    }

    /// Writes it with the given way to write a number.
    pub(crate) fn text(self, write: impl Fn(f64) -> String) -> String {
        if self.high.is_infinite() {
            return say!("figure-above", value = write(self.low));
        }
        let (low, high) = (write(self.low), write(self.high));
        if low == high { low } else { format!("{low}–{high}") }
    }
}

/// Writes two latencies with one unit: `71.6 → 95.9 ms`.
pub(crate) fn latency_pair(base: Spread, run: impl Into<Spread>) -> String {
    let run = run.into();
    let scale = LatencyScale::of(&[base.low, base.end(), run.end()]);
    let number = |ms: f64| scale.number(ms);
    format!("{} → {}{NBSP}{}", base.text(number), run.text(number), scale.unit())
}

impl From<f64> for Spread {
    fn from(value: f64) -> Self {
        Self::one(value)
    }
}

/// Writes two shares: `0.14 % → 2.3 %`; no share on either side is said once.
pub(crate) fn share_pair(base: f64, run: f64) -> String {
    if base == 0.0 && run == 0.0 {
        return written(Share(0.0));
    }
    format!("{} → {}", written(Share(base)), written(Share(run)))
}

/// Writes what a probability is: ` = 0.0007`, ` < 0.0001`, to stand after its letter.
pub(crate) fn relation(probability: f64) -> String {
    let text = Probability(probability).to_string();
    match text.strip_prefix("< ") {
        Some(bound) => format!("{NBSP}<{NBSP}{bound}"),
        None => format!("{NBSP}={NBSP}{text}"),
    }
}

/// Writes two rates: `292 → 280/s`.
pub(crate) fn rate_pair(base: f64, run: f64) -> String {
    format!("{} → {}/s", significant(base), significant(run))
}

/// The reasons of missing figures, numbered by first use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Footnotes(Vec<String>);

impl Footnotes {
    /// Returns the number of a reason.
    pub(crate) fn number(&mut self, reason: impl Display) -> usize {
        let sentence = format!("{}.", capital(plain(reason).trim_end_matches('.')));
        if let Some(index) = self.0.iter().position(|known| *known == sentence) {
            return index + 1;
        }
        self.0.push(sentence);
        self.0.len()
    }

    /// Returns the reasons as sentences, the first is number 1.
    pub(crate) fn texts(&self) -> &[String] {
        &self.0
    }

    /// Writes a figure, or a dash with its reason.
    pub(crate) fn figure<T>(&mut self, value: &Known<T>, write: impl Fn(&T) -> String) -> Figure {
        match value {
            Ok(value) => Figure::of(write(value)),
            Err(missing) => self.dash(missing.reason()),
        }
    }

    /// Makes a dash with its reason.
    pub(crate) fn dash(&mut self, reason: impl Display) -> Figure {
        Figure { text: DASH.to_owned(), note: Some(self.number(reason)) }
    }
}

/// A chart of the page, by number: templates call `chart(number)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct ChartRef(usize);

/// The charts of a page; a renderer draws those that its template asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Charts(Vec<Chart>);

impl Charts {
    /// Adds a chart. `name` must be unique; it becomes a file name and an element id.
    pub(crate) fn add(
        &mut self,
        name: String,
        title: String,
        description: String,
        kind: ChartKind,
    ) -> ChartRef {
        self.0.push(Chart { name, title, description, kind });
        ChartRef(self.0.len() - 1)
    }

    /// Returns a chart by number.
    pub(crate) fn get(&self, number: usize) -> Option<&Chart> {
        self.0.get(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::missing::Missing;

    #[test]
    fn the_same_reason_has_the_same_footnote() {
        let mut notes = Footnotes::default();
        let missing: Known<f64> = Err(Missing::because("the summary holds no p(99)"));
        assert_eq!(notes.figure(&missing, f64::to_string).note, Some(1));
        assert_eq!(notes.dash("something else").note, Some(2));
        assert_eq!(notes.figure(&missing, f64::to_string), Figure { text: "–".to_owned(), note: Some(1) });
        assert_eq!(notes.0, ["The summary holds no p(99).", "Something else."]);
    }

    #[test]
    fn several_base_runs_are_a_range_and_never_an_average() {
        let values = [43.9, 44.8, 43.2].map(Ok);
        let spread = Spread::of(values.into_iter()).unwrap().unwrap();
        assert_eq!(latency_pair(spread, 49.35), "43.2–44.8 → 49.4\u{a0}ms");
        assert_eq!(latency_pair(Spread::one(9_000.0), 12_000.0), "9.00 → 12.0\u{a0}s");
    }
}
