//! What is said of resources and of what they follow.

use serde::Serialize;

use crate::model::diagnosis::{Followed, Follows, Fullness, Movement, ResourceUse};
use crate::model::quantity::WholeSeconds;
use crate::model::series::role::{Part, Resource};
use crate::render::text::plain;
use crate::words::{say, text};

/// What a resource did, as sign, words and class of colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MovementMark {
    pub(crate) sign: &'static str,
    pub(crate) words: String,
    pub(crate) class: &'static str,
}

/// Marks what a resource did.
pub(super) fn movement(resource: &ResourceUse) -> MovementMark {
    let (sign, words, class) = match resource.movement {
        Movement::RoseTogether => ("▲", rose_with(resource), "worse"),
        Movement::MovedUnknown => ("?", say!("movement-unknown"), "same"),
        Movement::Rose => ("▲", say!("movement-rose"), "same"),
        Movement::Level => ("=", say!("movement-level"), "same"),
        Movement::Fell => ("▼", say!("movement-fell"), "same"),
        Movement::Unknown => ("?", say!("head-no-base"), "same"),
    };
    MovementMark { sign, words, class }
}

/// What the closest of its signals follows is what it rose with.
fn rose_with(resource: &ResourceUse) -> String {
    match resource.signals.iter().find_map(|signal| signal.follows.first()).map(|follows| &follows.what) {
        Some(Followed::Errors) => say!("movement-rose-errors"),
        _ => say!("movement-rose-latency"),
    }
}

/// Names a part of a resource.
pub(super) fn part(resource: Resource, part: Part) -> String {
    match (resource, part) {
        (_, Part::Idle) => say!("signal-free"),
        (_, Part::Timeouts) => say!("signal-timeouts"),
        (resource, part) => part.text_in(resource).to_string(),
    }
}

/// Writes how closely a signal follows something: `p95, ρ 0.81, 2 s later; on differences 0.44`.
pub(super) fn follows(follows: &Follows) -> String {
    let what = match &follows.what {
        Followed::P95 => text!("follows-p95"),
        Followed::Errors => text!("follows-errors"),
        Followed::EndpointP95(endpoint) => text!("followed-p95", endpoint = plain(endpoint)),
    };
    let lag = match follows.lag_seconds {
        0 => text!("follows-at-once"),
        lag if lag > 0 => text!("follows-later", lag = WholeSeconds(lag as f64)),
        lag => text!("follows-earlier", lag = WholeSeconds(lag as f64)),
    };
    let rho = correlation(follows.correlation);
    match follows.on_differences.map(correlation) {
        Some(changes) => say!("follows-changes", what = what, rho = rho, lag = lag, changes = changes),
        None => say!("follows", what = what, rho = rho, lag = lag),
    }
}

fn correlation(rho: f64) -> String {
    let text = format!("{rho:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text.replace('-', "\u{2212}") }
}

/// Writes for how long all of a resource was in use: `full for 41 s of 65 s (base 0 s)`.
pub(super) fn fullness(fullness: &Fullness, window_seconds: f64) -> String {
    let (full, window) = (WholeSeconds(fullness.seconds), WholeSeconds(window_seconds));
    match fullness.base_seconds {
        Ok(base) if fullness.seconds > 0.0 => {
            say!("full-for-base", full = full, window = window, base = WholeSeconds(base))
        }
        Ok(base) if base > 0.0 => say!("full-never-base", base = WholeSeconds(base)),
        Err(_) if fullness.seconds > 0.0 => say!("full-for", full = full, window = window),
        Ok(_) | Err(_) => say!("full-never"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::quantity::NBSP;

    #[test]
    fn what_a_signal_follows_is_a_line() {
        let mut sample = Follows {
            what: Followed::P95,
            correlation: 0.812,
            on_differences: Some(-0.04),
            lag_seconds: 2,
            slices: 32,
        };
        let text = |sample: &Follows| follows(sample).replace(NBSP, " ");
        assert_eq!(text(&sample), "p95, ρ 0.81, 2 s later; on differences −0.04");
        sample.what = Followed::EndpointP95("GET /a\n".to_owned());
        (sample.lag_seconds, sample.on_differences) = (-120, None);
        assert_eq!(text(&sample), "p95 of GET /a\\n, ρ 0.81, 120 s earlier");
    }
}
