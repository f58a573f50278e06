//! What is said of resources and of what they follow.

use serde::Serialize;

use crate::model::diagnosis::{Followed, Follows, Fullness, Movement, ResourceUse};
use crate::model::quantity::{NBSP, WholeSeconds};
use crate::model::series::role::{Part, Resource};
use crate::render::text::plain;

/// What a resource did, as sign, words and class of colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct MovementMark {
    pub(crate) sign: &'static str,
    pub(crate) words: &'static str,
    pub(crate) class: &'static str,
}

/// Marks what a resource did.
pub(super) fn movement(resource: &ResourceUse) -> MovementMark {
    let (sign, words, class) = match resource.movement {
        Movement::RoseTogether => ("▲", rose_with(resource), "worse"),
        Movement::Rose => ("▲", "rose", "same"),
        Movement::Level => ("=", "level", "same"),
        Movement::Fell => ("▼", "fell", "same"),
        Movement::Unknown => ("?", "no base", "same"),
    };
    MovementMark { sign, words, class }
}

/// What the closest of its signals follows is what it rose with.
fn rose_with(resource: &ResourceUse) -> &'static str {
    match resource.signals.iter().find_map(|signal| signal.follows.first()).map(|follows| &follows.what) {
        Some(Followed::Errors) => "rose together with errors",
        _ => "rose together with latency",
    }
}

/// Names a part of a resource.
pub(super) fn part(resource: Resource, part: Part) -> &'static str {
    match (resource, part) {
        (Resource::Queue, Part::Used) => "queued",
        (_, Part::Used) => "in use",
        (_, Part::Pending) => "waiting",
        (_, Part::Idle) => "free",
        (_, Part::Limit) => "limit",
        (_, Part::Size) => "size",
        (_, Part::Timeouts) => "timeouts",
        (_, Part::Time) => "time",
    }
}

/// Writes how closely a signal follows something: `p95, ρ 0.81, 2 s later; on differences 0.44`.
pub(super) fn follows(follows: &Follows) -> String {
    let what = match &follows.what {
        Followed::P95 => "p95".to_owned(),
        Followed::Errors => "errors".to_owned(),
        Followed::EndpointP95(endpoint) => format!("p95 of {}", plain(endpoint)),
    };
    let lag = match follows.lag_seconds {
        0 => "at the same time".to_owned(),
        lag if lag > 0 => format!("{} later", WholeSeconds(lag as f64)),
        lag => format!("{} earlier", WholeSeconds(lag as f64)),
    };
    let differences = follows
        .on_differences
        .map_or_else(String::new, |rho| format!("; on differences{NBSP}{}", correlation(rho)));
    format!("{what}, ρ{NBSP}{}, {lag}{differences}", correlation(follows.correlation))
}

fn correlation(rho: f64) -> String {
    let text = format!("{rho:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text.replace('-', "\u{2212}") }
}

/// Writes for how long all of a resource was in use: `full for 41 s of 65 s (base 0 s)`.
pub(super) fn fullness(fullness: &Fullness, window_seconds: f64) -> String {
    let base = match &fullness.base_seconds {
        Ok(base) if *base > 0.0 || fullness.seconds > 0.0 => format!(" (base {})", WholeSeconds(*base)),
        Ok(_) | Err(_) => String::new(),
    };
    if fullness.seconds > 0.0 {
        format!("full for {} of {}{base}", WholeSeconds(fullness.seconds), WholeSeconds(window_seconds))
    } else {
        format!("never full{base}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
