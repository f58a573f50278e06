//! The section on the whole run.

use serde::Serialize;

use crate::model::incident::Incident;
use crate::model::judgement::Assessment;
use crate::model::quantity::counted;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::time::frame::{Width, clock};
use crate::render::chart::time::panel::{Content, Panel, TimeChart};
use crate::render::text::plain;
use crate::render::view::figure::{ChartRef, Charts};
use crate::render::view::subject::Facts;

use super::clock::{Clock, MOST_BASE_RUNS, Track};
use super::shading::span;
use super::shading::width;
use super::{errors, heat, latency, load, spark};

/// The section; without charts where the source has no time line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct OverTime {
    pub(crate) charts: Vec<TimeView>,
    /// How the charts are to be read.
    pub(crate) key: String,
    /// What happened in the shaded incidents, with their time on the axis.
    pub(crate) incidents: Vec<IncidentLine>,
    /// What has no chart, and why; empty where all is drawn.
    pub(crate) rest: String,
    /// p95 in one line of text; empty where it would say nothing.
    pub(crate) spark: String,
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct IncidentLine {
    /// `00:38–00:58`.
    pub(crate) when: String,
    pub(crate) text: String,
}

/// One chart with its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TimeView {
    /// The name of the chart.
    pub(crate) name: String,
    pub(crate) question: &'static str,
    pub(crate) chart: ChartRef,
}

/// Builds the section. `whole` is all requests together.
pub(crate) fn over_time(
    assessment: &Assessment,
    whole: &Facts<'_>,
    clock: Option<&Clock>,
    charts: &mut Charts,
) -> OverTime {
    let (Some(clock), Ok(timeline)) = (clock, &assessment.run.whole.timeline) else {
        return OverTime::default();
    };
    let run = clock.run(timeline);
    let bases = clock.bases(assessment, |base| base.whole.timeline.as_ref().ok());
    let mut section = OverTime {
        key: key(assessment, &run, bases.len()),
        incidents: assessment.incidents.iter().map(|incident| incident_line(incident, clock)).collect(),
        spark: spark::spark(timeline),
        ..OverTime::default()
    };
    let mut add = |name: &str, question, description, panels: Vec<Panel>| {
        let chart = TimeChart { frame: clock.frame.clone(), width: Width::Full, panels };
        let name = format!("time-{name}");
        let chart = charts.add(name.clone(), String::from(question), description, ChartKind::Time(chart));
        section.charts.push(TimeView { name, question, chart });
    };

    let percentiles = latency::percentiles(assessment, whole, &run, &bases);
    let described = described(&percentiles);
    add("latency", "When was the run slow?", described, vec![percentiles]);

    let panels: Vec<Panel> = [load::rates(&run, &bases, 104)].into_iter().chain(load::users(&run)).collect();
    let described = load::describe(&panels);
    add("load", "How much load was there?", described, panels);

    let failed = errors::panels(&run);
    let nothing_failed = failed.is_empty();
    if !nothing_failed {
        add("errors", "When were requests not ok?", errors::describe(&run), failed);
    }
    if let Some(panel) = heat::panel(&run) {
        let described =
            "Requests by time and latency. The more requests, the stronger the colour.".to_owned();
        add("heat", "Was everything slower, or only some requests?", described, vec![panel]);
    }
    if nothing_failed {
        "Errors have no chart: every request was ok.".clone_into(&mut section.rest);
    }
    section
}

fn incident_line(incident: &Incident, axis: &Clock) -> IncidentLine {
    let span = span(incident, axis.origin);
    IncidentLine { when: format!("{}–{}", clock(span.from), clock(span.to)), text: plain(&incident.text) }
}

/// Says how the charts are to be read.
fn key(assessment: &Assessment, run: &Track<'_>, bases: usize) -> String {
    let mut parts = vec![format!(
        "Slices of {}. The first and the last are incomplete and have no rate.",
        match width(run.timeline) {
            1.0 => "one second".to_owned(),
            width => counted(width as usize, "second"),
        }
    )];
    if run.timeline.moments.iter().any(|moment| !moment.judged) {
        parts.push("The grey areas are not judged.".to_owned());
    }
    match (bases, assessment.base.len()) {
        (0, 0) => {}
        (0, _) => parts.push("The base has no time line.".to_owned()),
        (drawn, all) => {
            let which = if all > drawn && drawn == MOST_BASE_RUNS {
                format!("The thin dashed lines are the newest {drawn} of {all} base runs")
            } else if drawn > 1 {
                "The thin dashed lines are the base runs".to_owned()
            } else {
                "The thin dashed line is the base".to_owned()
            };
            parts.push(format!("{which}, aligned at the start of the judged window."));
        }
    }
    parts.join(" ")
}

/// Says in words what the candidate's percentiles did.
fn described(panel: &Panel) -> String {
    let Content::Lines(lines) = &panel.content else { return String::new() };
    let parts: Vec<String> =
        lines.lines.iter().filter_map(|line| latency::describe(line.name, &line.segments)).collect();
    format!("{}.", parts.join("; "))
}
