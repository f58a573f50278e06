//! Load over time: requests per second, and virtual users below.

use crate::model::quantity::significant;
use crate::render::chart::theme::Ink;
use crate::render::chart::time::lines::{Lines, TimeLine};
use crate::render::chart::time::panel::{Content, Panel};
use crate::render::chart::time::scale::Scale;

use super::clock::{Track, values};
use crate::words::say;

/// Makes the panel of requests per second.
pub(crate) fn rates(run: &Track<'_>, bases: &[Track<'_>], height: i32) -> Panel {
    let base = bases.iter().enumerate().map(|(index, base)| TimeLine {
        name: if index == 0 { say!("side-base") } else { String::new() },
        ink: Ink::BaseLine,
        width: 1,
        dots: false,
        segments: base.rates(),
    });
    let run =
        TimeLine { name: say!("side-run"), ink: Ink::Run, width: 2, dots: false, segments: run.rates() };
    panel(say!("panel-requests"), height, base.chain([run]).collect())
}

/// Makes the panel of virtual users; absent where their number is not known.
pub(crate) fn users(run: &Track<'_>) -> Option<Panel> {
    let segments = run.line(|moment| moment.users);
    let line = TimeLine { name: say!("side-run"), ink: Ink::Run, width: 1, dots: false, segments };
    (!line.segments.is_empty()).then(|| panel(say!("panel-users"), 44, vec![line]))
}

fn panel(title: String, height: i32, lines: Vec<TimeLine>) -> Panel {
    let most = values(lines.iter().map(|line| &line.segments)).fold(0.0, f64::max);
    // A low panel has room for its two ends.
    let scale = Scale::linear(most, if height > 80 { 4 } else { 2 });
    Panel {
        title,
        height,
        legend: Vec::new(),
        content: Content::Lines(Lines {
            scale,
            lines,
            limits: Vec::new(),
            steps: Vec::new(),
            full: Vec::new(),
        }),
    }
}

/// Says in words what the panels show.
pub(crate) fn describe(panels: &[Panel]) -> String {
    let parts = panels.iter().filter_map(|panel| {
        let Content::Lines(lines) = &panel.content else { return None };
        let run = lines.lines.last()?;
        let most = values([&run.segments]).fold(f64::NAN, f64::max);
        let least = values([&run.segments]).fold(f64::NAN, f64::min);
        let (what, least_text, most_text) = (&panel.title, significant(least), significant(most));
        most.is_finite().then(|| say!("panel-described", what = what, least = least_text, most = most_text))
    });
    format!("{}.", parts.collect::<Vec<_>>().join("; "))
}
