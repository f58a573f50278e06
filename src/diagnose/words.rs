//! How what was seen is said: "rose together with", never "caused".

use crate::model::diagnosis::{Followed, Follows, Fullness, Movement, ResourceUse, SaturationSignal};
use crate::model::quantity::{SeriesFigure, WholeSeconds, counted};
use crate::model::series::role::Part;

use super::movement::CLOSE;

/// Says what a resource did: fragments that follow its name; `window` is the length of the judged window in seconds.
/// `among` so many signals one does the same by chance.
pub(super) fn behaviour(resource: &ResourceUse, window: f64, among: Option<usize>) -> String {
    let mut parts = Vec::new();
    let was_full = resource.fullness.as_ref().ok().filter(|fullness| fullness.seconds > 0.0);
    parts.extend(was_full.map(|fullness| full(resource, fullness, window)));
    // How much was in use says nothing more where all of it was.
    let is_news = |signal: &&SaturationSignal| match signal.part {
        Part::Limit => false,
        Part::Used => was_full.is_none(),
        _ => true,
    };
    parts.extend(resource.signals.iter().find(is_news).map(levels));
    let by_chance = |signals| format!("it rose, as one of {} may by chance", counted(signals, "signal"));
    let what = match resource.movement {
        Movement::RoseTogether => Some(together(resource)),
        Movement::Rose => {
            Some(among.map_or_else(|| "latency and errors did not rise with it".to_owned(), by_chance))
        }
        Movement::Level => Some("at the base's level".to_owned()),
        Movement::Fell => Some("below the base".to_owned()),
        Movement::Unknown => None,
    };
    parts.extend(what);
    parts.join("; ")
}

/// `full (3 of 3 in use) for 52 s of 65 s`.
fn full(resource: &ResourceUse, fullness: &Fullness, window: f64) -> String {
    let unit = resource
        .signals
        .iter()
        .find(|signal| signal.part == Part::Used)
        .and_then(|used| used.unit.clone().ok());
    let limit = SeriesFigure { value: fullness.limit, unit, per_second: false };
    let base = match &fullness.base_seconds {
        Ok(0.0) => " (never in the base)".to_owned(),
        Ok(seconds) => format!(" ({} in the base)", WholeSeconds(*seconds)),
        Err(_) => String::new(),
    };
    format!("full (limit {limit}) for {} of {}{base}", WholeSeconds(fullness.seconds), WholeSeconds(window))
}

/// `waiting 0 → 4 (median), at most 9`.
fn levels(signal: &SaturationSignal) -> String {
    let figure =
        |value| SeriesFigure { value, unit: signal.unit.clone().ok(), per_second: signal.per_second };
    let run = signal.run;
    let part = part(signal.part);
    let by_median = |base: f64| run.median != base || run.p90 == 0.0;
    match &signal.base {
        Ok(base) if by_median(base.median) => {
            format!(
                "{part} {} → {} (median), at most {}",
                figure(base.median),
                figure(run.median),
                figure(run.highest)
            )
        }
        Ok(base) => {
            format!(
                "{part} {} → {} (90th percentile), at most {}",
                figure(base.p90),
                figure(run.p90),
                figure(run.highest)
            )
        }
        Err(_) => format!("{part} {} (median), at most {}", figure(run.median), figure(run.highest)),
    }
}

/// What of a resource was measured.
fn part(part: Part) -> &'static str {
    match part {
        Part::Used => "in use",
        Part::Pending => "waiting",
        Part::Idle => "idle",
        Part::Limit => "limit",
        Part::Size => "size",
        Part::Timeouts => "given up",
        Part::Time => "time",
    }
}

/// `rose together with p95 (rank correlation 0.81)`.
fn together(resource: &ResourceUse) -> String {
    let closest = resource
        .signals
        .iter()
        .flat_map(|signal| &signal.follows)
        .max_by(|a, b| a.correlation.total_cmp(&b.correlation));
    match closest.filter(|closest| closest.correlation >= CLOSE) {
        Some(closest) => {
            format!("rose together with {} (rank correlation {:.2})", followed(closest), closest.correlation)
        }
        None => "rose together with the latency of all endpoints".to_owned(),
    }
}

/// What a signal follows.
fn followed(follows: &Follows) -> String {
    match &follows.what {
        Followed::P95 => "p95".to_owned(),
        Followed::Errors => "the error share".to_owned(),
        Followed::EndpointP95(endpoint) => format!("p95 of {endpoint}"),
    }
}
