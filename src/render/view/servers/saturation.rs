//! The section on what may be full.

use serde::Serialize;

use crate::model::diagnosis::{ClockOffset, Conclusion, ConclusionKind, Diagnosis, ResourceUse};
use crate::model::judgement::Assessment;
use crate::model::missing::Known;
use crate::model::quantity::NBSP;
use crate::render::chart::axis::tick_number;
use crate::render::text::plain;
use crate::render::view::figure::{ChartRef, Charts, Footnotes};
use crate::render::view::over_time::clock::Clock;
use crate::render::view::subject::Facts;
use crate::render::view::text::sentence;

use super::overview::{self, MOST_PANELS};
use super::resources::{self, ResourceRow};
use crate::words::{Arg, say};

/// The section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Saturation {
    /// Whether there are metrics of the servers.
    pub(crate) known: bool,
    /// Why there are none, a sentence.
    pub(crate) reason: String,
    pub(crate) conclusions: Vec<ConclusionLine>,
    /// The question of the chart.
    pub(crate) question: String,
    /// What may be full over time; absent where the run has no time line.
    pub(crate) overview: Option<ChartRef>,
    /// What is not drawn, and how the chart is to be read.
    pub(crate) key: String,
    /// Against which base; empty where there is none.
    pub(crate) base: String,
    /// How the clocks differ; empty where they do not.
    pub(crate) clock: String,
    pub(crate) rows: Vec<ResourceRow>,
    pub(crate) notes: Footnotes,
}

/// One conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ConclusionLine {
    /// Of what kind it is, in words.
    pub(crate) kind: String,
    /// The same as a class.
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// Builds the section. `whole` is all requests together.
pub(crate) fn saturation(
    assessment: &Assessment,
    whole: &Facts<'_>,
    clock: Option<&Clock>,
    charts: &mut Charts,
) -> Saturation {
    let diagnosis = match &assessment.servers {
        Ok(diagnosis) => diagnosis,
        Err(missing) => {
            return Saturation { reason: sentence(&plain(missing.reason())), ..Saturation::default() };
        }
    };
    let mut notes = Footnotes::default();
    let rows = resources::rows(diagnosis, &mut notes);
    let overview = clock.and_then(|clock| overview::chart(assessment, diagnosis, whole, clock, charts));
    Saturation {
        known: true,
        reason: String::new(),
        conclusions: conclusions(&diagnosis.conclusions),
        question: overview::question(),
        key: key(diagnosis, overview.is_some()),
        overview,
        base: base(&diagnosis.base),
        clock: clock_words(diagnosis.clock),
        rows,
        notes,
    }
}

/// What rose together first; within a kind the order stays.
fn conclusions(conclusions: &[Conclusion]) -> Vec<ConclusionLine> {
    let mut sorted: Vec<&Conclusion> = conclusions.iter().collect();
    sorted.sort_by_key(|conclusion| conclusion.kind);
    let line = |conclusion: &Conclusion| {
        let (kind, class) = match conclusion.kind {
            ConclusionKind::RoseTogether => (say!("conclusion-rose"), "together"),
            ConclusionKind::NothingMoved => (say!("conclusion-nothing-moved"), "plain"),
            ConclusionKind::UnknownMoved => (say!("conclusion-unknown"), "plain"),
            ConclusionKind::OutsideServers => (say!("conclusion-outside"), "plain"),
            ConclusionKind::NothingToExplain => (say!("conclusion-nothing"), "plain"),
        };
        ConclusionLine { kind, class, text: plain(&conclusion.text) }
    };
    sorted.into_iter().map(line).collect()
}

fn key(diagnosis: &Diagnosis, drawn: bool) -> String {
    if !drawn {
        return String::new();
    }
    let mut parts = vec![say!("saturation-axis")];
    let spans = |resource: &ResourceUse| resource.fullness.as_ref().is_ok_and(|full| !full.spans.is_empty());
    if diagnosis.resources.iter().take(MOST_PANELS).any(spans) {
        parts.push(say!("saturation-bar"));
    }
    let rest = diagnosis.resources.len().saturating_sub(MOST_PANELS);
    if rest > 0 {
        parts.push(say!("saturation-rest", count = rest));
    }
    parts.join(" ")
}

fn base(base: &Known<String>) -> String {
    match base {
        Ok(base) => say!("saturation-base", base = plain(base)),
        Err(missing) => {
            say!("saturation-no-base", reason = plain(missing.reason()).trim_end_matches('.'))
        }
    }
}

fn clock_words(clock: ClockOffset) -> String {
    let side = |seconds: f64| if seconds < 0.0 { "behind" } else { "ahead" };
    let size = |seconds: f64| Arg::Quantity(format!("{}{NBSP}s", tick_number(seconds.abs())));
    let mut parts = Vec::new();
    if clock.applied != 0.0 {
        parts.push(say!("clock-applied", side = side(clock.applied), size = size(clock.applied)));
    }
    if let Some(proposed) = clock.proposed {
        parts.push(say!("clock-proposed", side = side(proposed), size = size(proposed)));
    }
    parts.join(" ")
}
