//! The section on the whole run.

use serde::Serialize;

use crate::model::fine_timeline::FineTimeline;
use crate::model::incident::Incident;
use crate::model::judgement::Assessment;
use crate::model::timeline::Timeline;
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
use crate::words::say;

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
    pub(crate) question: String,
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
        key: key(assessment, timeline, &run, bases.len()),
        incidents: assessment.incidents.iter().map(|incident| incident_line(incident, clock)).collect(),
        spark: spark::spark(timeline),
        ..OverTime::default()
    };
    let mut add = |name: &str, question: String, description, panels: Vec<Panel>| {
        let chart = TimeChart { frame: clock.frame.clone(), width: Width::Full, panels };
        let name = format!("time-{name}");
        let chart = charts.add(name.clone(), question.clone(), description, ChartKind::Time(chart));
        section.charts.push(TimeView { name, question, chart });
    };

    let percentiles = latency::percentiles(assessment, whole, &run, &bases);
    let described = described(&percentiles);
    add("latency", say!("time-slow"), described, vec![percentiles]);

    let panels: Vec<Panel> = [load::rates(&run, &bases, 104)].into_iter().chain(load::users(&run)).collect();
    let described = load::describe(&panels);
    add("load", say!("time-load"), described, panels);

    let failed = errors::panels(&run);
    let nothing_failed = failed.is_empty();
    if !nothing_failed {
        add("errors", say!("time-errors"), errors::describe(&run), failed);
    }
    if let Some(panel) = heat::panel(&clock.wide(timeline)) {
        add("heat", say!("time-heat"), say!("time-heat-described"), vec![panel]);
    }
    if nothing_failed {
        section.rest = say!("time-no-errors");
    }
    section
}

fn incident_line(incident: &Incident, axis: &Clock) -> IncidentLine {
    let span = span(incident, axis.origin);
    IncidentLine { when: format!("{}–{}", clock(span.from), clock(span.to)), text: plain(&incident.text) }
}

/// Says how the charts are to be read.
fn key(assessment: &Assessment, timeline: &Timeline, run: &Track<'_>, bases: usize) -> String {
    let mut parts = vec![say!("time-slices", seconds = width(&run.timeline) as u64)];
    if let Some(fine) = &timeline.fine {
        parts.push(wider_slices(timeline, fine));
    }
    if run.timeline.moments.iter().any(|moment| !moment.judged) {
        parts.push(say!("time-not-judged"));
    }
    match (bases, assessment.base.len()) {
        (0, 0) => {}
        (0, _) => parts.push(say!("time-base-none")),
        (MOST_BASE_RUNS, all) if all > MOST_BASE_RUNS => {
            parts.push(say!("time-base-newest", drawn = MOST_BASE_RUNS, all = all));
        }
        (drawn, _) => parts.push(say!("time-base", runs = drawn)),
    }
    parts.join(" ")
}

/// Says what is drawn in wider slices than the rest.
fn wider_slices(timeline: &Timeline, fine: &FineTimeline) -> String {
    let percentiles = [("p50", &fine.p50), ("p95", &fine.p95), ("p99", &fine.p99)];
    let wider = percentiles.into_iter().filter(|(_, percentile)| percentile.width > fine.width);
    let wider: Vec<String> = wider
        .map(|(name, percentile)| {
            say!("time-wide-part", part = name, seconds = percentile.width.unsigned_abs())
        })
        .collect();
    let seconds = timeline.width.unsigned_abs();
    let heat = if timeline.moments.iter().any(|moment| moment.users.is_some()) {
        say!("time-wide-users-and-heat", seconds = seconds)
    } else {
        say!("time-wide-heat", seconds = seconds)
    };
    if wider.is_empty() { heat } else { format!("{} {heat}", say!("time-wide", parts = wider.join(", "))) }
}

/// Says in words what the candidate's percentiles did.
fn described(panel: &Panel) -> String {
    let Content::Lines(lines) = &panel.content else { return String::new() };
    let parts: Vec<String> =
        lines.lines.iter().filter_map(|line| latency::describe(&line.name, &line.segments)).collect();
    format!("{}.", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn users_are_named_only_where_some_were_counted() {
        let percentile = || json!({"width_seconds": 128, "values": [[0, 5.0]]});
        let told = |users: Option<f64>| {
            let mut slice = json!({"start": 0, "judged": true, "requests": 1, "outcomes": {"ok": 1}});
            if let Some(users) = users {
                slice["users"] = json!(users);
            }
            let timeline: Timeline = serde_json::from_value(json!({
                "width_seconds": 1024,
                "slices": [slice],
                "fine": {
                    "width_seconds": 128, "start": 0, "requests": [1],
                    "p50": percentile(), "p95": percentile(), "p99": percentile(),
                },
            }))
            .unwrap();
            wider_slices(&timeline, timeline.fine.as_ref().unwrap())
        };
        assert_eq!(told(None), "The distribution of latencies is known in slices of 1,024 seconds.");
        assert!(told(Some(12.0)).starts_with("Virtual users and the distribution of latencies are"));
    }
}
