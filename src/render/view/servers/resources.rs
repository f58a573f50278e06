//! The table of everything that may be full.

use serde::Serialize;

use crate::model::diagnosis::{Diagnosis, Level, ResourceUse, SaturationSignal};
use crate::model::quantity::{NBSP, significant};
use crate::model::series::role::Resource;
use crate::render::text::plain;
use crate::render::view::figure::{Figure, Footnotes};

use super::amount::Amounts;
use super::words::{self, MovementMark};
use crate::words::say;

/// One resource, in the order of rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ResourceRow {
    pub(crate) title: String,
    pub(crate) mark: MovementMark,
    /// What it did, in a sentence.
    pub(crate) text: String,
    /// `full for 41 s of 65 s (base 0 s)`; empty where its limit is not known.
    pub(crate) full: String,
    pub(crate) signals: Vec<SignalRow>,
}

/// One signal of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SignalRow {
    pub(crate) name: String,
    /// What of the resource it measures: `in use`.
    pub(crate) part: String,
    /// Base → run: median, p90, highest.
    pub(crate) levels: Vec<LevelCell>,
    /// How far it moved, in units of the base's spread: `+6.2 ×`.
    pub(crate) moved: Figure,
    /// What it follows, the closest first.
    pub(crate) follows: Vec<String>,
}

/// One level of a signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LevelCell {
    pub(crate) label: String,
    pub(crate) figure: String,
}

/// What a signal follows less closely is in `verdict.json` only.
const MOST_FOLLOWED: usize = 2;

/// Builds the rows.
pub(super) fn rows(diagnosis: &Diagnosis, notes: &mut Footnotes) -> Vec<ResourceRow> {
    diagnosis
        .resources
        .iter()
        .map(|resource| ResourceRow {
            title: plain(&resource.title),
            mark: words::movement(resource),
            text: plain(&resource.text),
            full: full(resource, diagnosis.window_seconds),
            signals: resource.signals.iter().map(|signal| row(resource.resource, signal, notes)).collect(),
        })
        .collect()
}

fn full(resource: &ResourceUse, window_seconds: f64) -> String {
    resource.fullness.as_ref().map_or_else(|_| String::new(), |full| words::fullness(full, window_seconds))
}

fn row(resource: Resource, signal: &SaturationSignal, notes: &mut Footnotes) -> SignalRow {
    let base = signal.base.as_ref().ok();
    let highest = std::iter::once(&signal.run).chain(base).map(|level| level.highest);
    let amounts = Amounts::of(&signal.unit, signal.per_second, highest);
    let cell = |label, pick: fn(&Level) -> f64| LevelCell {
        label,
        figure: amounts.pair(base.map(pick), pick(&signal.run)),
    };
    SignalRow {
        name: plain(&signal.name),
        part: words::part(resource, signal.part),
        levels: vec![
            cell(say!("signal-median"), |level| level.median),
            cell("p90".to_owned(), |level| level.p90),
            cell(say!("signal-highest"), |level| level.highest),
        ],
        moved: notes.figure(&signal.moved, |moved| spread(*moved)),
        follows: signal.follows.iter().take(MOST_FOLLOWED).map(words::follows).collect(),
    }
}

/// Writes how far a signal moved: `+6.2 ×`.
fn spread(moved: f64) -> String {
    let sign = if moved < 0.0 { '\u{2212}' } else { '+' };
    let size = if moved.abs() < 100.0 { format!("{:.1}", moved.abs()) } else { significant(moved.abs()) };
    let sign = if size == "0.0" { String::new() } else { sign.to_string() };
    format!("{sign}{size}{NBSP}×")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_movement_has_its_sign() {
        let text = |moved| spread(moved).replace(NBSP, " ");
        assert_eq!(text(6.24), "+6.2 ×");
        assert_eq!(text(-0.6), "\u{2212}0.6 ×");
        assert_eq!(text(-0.01), "0.0 ×");
        assert_eq!(text(1234.0), "+1,234 ×");
    }
}
