//! How what was seen is said: "rose together with", never "caused".

use crate::model::diagnosis::{Followed, Follows, Fullness, Movement, ResourceUse, SaturationSignal};
use crate::model::quantity::WholeSeconds;
use crate::model::series::figure::SeriesFigure;
use crate::model::series::role::{Part, Resource};
use crate::words::{Text, text};

use super::movement::CLOSE;

/// Says what a resource did: fragments that follow its name; `window` is the length of the judged window in seconds.
/// `among` so many signals one does the same by chance.
pub(super) fn behaviour(resource: &ResourceUse, window: f64, among: Option<usize>) -> Text {
    let was_full = resource.fullness.as_ref().ok().filter(|fullness| fullness.seconds > 0.0);
    // How much was in use says nothing more where all of it was.
    let is_news = |signal: &&SaturationSignal| match signal.part {
        Part::Limit => false,
        Part::Used => was_full.is_none(),
        _ => true,
    };
    let what = match (resource.movement, among) {
        (Movement::RoseTogether, _) => Some(together(resource)),
        (Movement::Rose, None) => Some(text!("rose-alone")),
        (Movement::Rose, Some(signals)) => Some(text!("rose-by-chance", signals = signals)),
        (Movement::Level, _) => Some(text!("at-the-level")),
        (Movement::Fell, _) => Some(text!("below-the-base")),
        (Movement::MovedUnknown | Movement::Unknown, _) => None,
    };
    let full = was_full.map(|fullness| full(resource, fullness, window));
    let levels = resource.signals.iter().find(is_news).map(|signal| levels(resource.resource, signal));
    let parts = full.into_iter().chain(levels).chain(what);
    Text::joined(parts, "; ")
}

/// `full (limit 3) for 52 s of 65 s`.
fn full(resource: &ResourceUse, fullness: &Fullness, window: f64) -> Text {
    let used = resource.signals.iter().find(|signal| signal.part == Part::Used);
    let unit = used.and_then(|used| used.unit.clone().ok());
    let limit = SeriesFigure { value: fullness.limit, unit, per_second: false };
    let (seconds, window) = (WholeSeconds(fullness.seconds), WholeSeconds(window));
    match &fullness.base_seconds {
        Ok(0.0) => text!("full-never-in-base", limit = limit, seconds = seconds, window = window),
        Ok(base) => {
            let base = WholeSeconds(*base);
            text!("full-in-base", limit = limit, seconds = seconds, window = window, base = base)
        }
        Err(_) => text!("full", limit = limit, seconds = seconds, window = window),
    }
}

/// `waiting 0 → 4 (median), at most 9`.
fn levels(resource: Resource, signal: &SaturationSignal) -> Text {
    let figure =
        |value| SeriesFigure { value, unit: signal.unit.clone().ok(), per_second: signal.per_second };
    let (run, part) = (signal.run, signal.part.text_in(resource));
    let (median, highest) = (figure(run.median), figure(run.highest));
    match &signal.base {
        Ok(base) if run.median != base.median || run.p90 == 0.0 => {
            text!("level-medians", part = part, base = figure(base.median), run = median, highest = highest)
        }
        Ok(base) => {
            let (base, run) = (figure(base.p90), figure(run.p90));
            text!("level-p90s", part = part, base = base, run = run, highest = highest)
        }
        Err(_) => text!("level-median", part = part, run = median, highest = highest),
    }
}

/// `rose together with p95 (rank correlation 0.81)`.
fn together(resource: &ResourceUse) -> Text {
    let all = resource.signals.iter().flat_map(|signal| &signal.follows);
    let closest = all.max_by(|a, b| a.correlation.total_cmp(&b.correlation));
    match closest.filter(|closest| closest.correlation >= CLOSE) {
        Some(closest) => {
            let correlation = format!("{:.2}", closest.correlation);
            text!("rose-together", what = followed(closest), correlation = correlation)
        }
        None => text!("rose-with-all"),
    }
}

/// What a signal follows.
fn followed(follows: &Follows) -> Text {
    match &follows.what {
        Followed::P95 => Text::constant("p95"),
        Followed::Errors => text!("followed-errors"),
        Followed::EndpointP95(endpoint) => text!("followed-p95", endpoint = endpoint),
    }
}
