//! What is shaded behind the figures: spans of time that mean something.

use crate::model::incident::{Incident, IncidentKind};
use crate::model::timeline::Timeline;
use crate::render::chart::theme::Ink;
use crate::render::chart::time::frame::Shade;
use crate::words::say;

/// Lists the spans that are shaded, in order of time; `origin` is the Unix time at which the axis begins.
///
/// Whatever else is to be shaded joins here, with an ink of its own.
pub(crate) fn shaded<'a>(
    timeline: &Timeline,
    incidents: impl Iterator<Item = &'a Incident>,
    origin: f64,
) -> Vec<Shade> {
    let mut spans = left_out(timeline, origin);
    spans.extend(incidents.map(|incident| span(incident, origin)));
    spans.sort_by(|a, b| a.from.total_cmp(&b.from));
    spans
}

/// Seconds in a slice.
pub(crate) fn width(timeline: &Timeline) -> f64 {
    timeline.width.max(1) as f64
}

/// The span of an incident, in seconds since the axis began.
pub(crate) fn span(incident: &Incident, origin: f64) -> Shade {
    Shade {
        from: incident.start as f64 - origin,
        to: incident.end as f64 - origin,
        label: match incident.kind {
            IncidentKind::Errors => say!("shade-errors"),
            IncidentKind::TailLatency => say!("shade-tail"),
        },
        ink: Ink::Incident,
    }
}

/// The slices that are not judged: warm-up at the start, and what the window leaves out later.
fn left_out(timeline: &Timeline, origin: f64) -> Vec<Shade> {
    let mut spans: Vec<Shade> = Vec::new();
    let mut open = false;
    let mut judged_before = false;
    for moment in &timeline.moments {
        let from = moment.start as f64 - origin;
        if moment.judged {
            // A pause between warm-up and window belongs to the warm-up.
            if let (true, Some(span)) = (open, spans.last_mut()) {
                span.to = from;
            }
            (open, judged_before) = (false, true);
            continue;
        }
        let to = from + width(timeline);
        match spans.last_mut() {
            Some(span) if open => span.to = to,
            _ => spans.push(Shade {
                from: from.max(0.0),
                to,
                label: if judged_before { say!("shade-not-judged") } else { say!("shade-warm-up") },
                ink: Ink::Band,
            }),
        }
        open = true;
    }
    spans
}
