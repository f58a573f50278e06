//! What did not end in ok over time: unintended errors and undeclared 4xx, and intended 4xx apart.

use crate::model::outcome::Outcome;
use crate::model::quantity::Count;
use crate::render::chart::theme::Ink;
use crate::render::chart::time::columns::{Column, Columns};
use crate::render::chart::time::frame::clock;
use crate::render::chart::time::panel::{Content, Panel};
use crate::render::chart::time::scale::Scale;
use crate::render::view::outcomes::look;
use crate::words::say;

use super::clock::Track;
use super::shading::width;

/// Everything but ok, what counts as an error first.
const ERRORS: [Outcome; 4] =
    [Outcome::ServerError, Outcome::Timeout, Outcome::TransportError, Outcome::Undeclared4xx];

/// Makes the panels: errors, and intended 4xx below on a scale of their own. None where nothing occurred.
pub(crate) fn panels(run: &Track<'_>) -> Vec<Panel> {
    let slice = width(&run.timeline) as u64;
    let errors = panel(run, &ERRORS, say!("panel-errors", slice = slice), 104);
    let intended = panel(run, &[Outcome::Intended4xx], say!("panel-intended", slice = slice), 44);
    errors.into_iter().chain(intended).collect()
}

fn panel(run: &Track<'_>, classes: &[Outcome], title: String, height: i32) -> Option<Panel> {
    let mut columns = Vec::new();
    let mut seen: Vec<(Ink, String)> = Vec::new();
    let mut most = 0;
    for moment in &run.timeline.moments {
        let count = |class: &Outcome| moment.outcomes.get(class).copied().unwrap_or(0);
        let parts: Vec<(Ink, u64)> = classes
            .iter()
            .filter(|class| count(class) > 0)
            .map(|class| (look(*class).0, count(class)))
            .collect();
        if !parts.is_empty() {
            most = most.max(parts.iter().map(|part| part.1).sum());
            let (from, to) = run.span(moment);
            columns.push(Column { from, to, parts });
        }
    }
    for class in classes {
        let (ink, name) = look(*class);
        // A panel of one class says it in its title.
        if classes.len() > 1 && columns.iter().any(|column| column.parts.iter().any(|part| part.0 == ink)) {
            seen.push((ink, name.to_owned()));
        }
    }
    let scale = Scale::counts(most, if height > 80 { 4 } else { 2 });
    let content = Content::Columns(Columns { scale, columns });
    (most > 0).then_some(Panel { title, height, legend: seen, content })
}

/// Says in words what the panels show.
pub(crate) fn describe(run: &Track<'_>) -> String {
    let moments = || run.timeline.moments.iter();
    let parts: Vec<String> = ERRORS
        .iter()
        .chain([&Outcome::Intended4xx])
        .filter_map(|class| {
            let count =
                |moment: &&crate::model::timeline::Moment| moment.outcomes.get(class).copied().unwrap_or(0);
            let total: u64 = moments().map(|moment| count(&moment)).sum();
            let worst = moments().rev().max_by_key(count)?;
            (total > 0).then(|| {
                let (most, at) = (Count(count(&worst)), clock(run.span(worst).0));
                say!("panel-errors-described", outcome = look(*class).1, count = total, most = most, at = at)
            })
        })
        .collect();
    format!("{}.", parts.join("; "))
}
