//! A postmortem as finished text.

use chrono::DateTime;
use serde::Serialize;

use super::figure::Charts;
use super::method::{self, NoteLine};
use super::over_time::clock::Clock;
use super::over_time::{OverTime, over_time};
use super::review::ActionLine;
use super::servers::saturation::{Saturation, saturation};
use super::subject::Facts;
use super::text::{VerdictMark, moment, sentence};
use crate::model::missing::Known;
use crate::model::postmortem::{Event, Fact, Postmortem, Why};
use crate::render::text::plain;

/// Everything that a postmortem may say.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PostmortemPage {
    pub(crate) title: String,
    /// The run, and when it was.
    pub(crate) run: String,
    pub(crate) verdict: VerdictMark,
    pub(crate) summary: Vec<String>,
    pub(crate) impact: Vec<ImpactLine>,
    pub(crate) timeline: Vec<EventLine>,
    /// The run over time, as the report has it.
    pub(crate) time: OverTime,
    /// What rose together with it.
    pub(crate) saturation: Saturation,
    pub(crate) whys: Vec<WhyLine>,
    pub(crate) actions: Vec<ActionLine>,
    pub(crate) checklist: Vec<String>,
    pub(crate) method: Origin,
    #[serde(skip)]
    pub(crate) charts: Charts,
}

/// One line of the impact: what is known, or why it is blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ImpactLine {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    pub(crate) blank: String,
}

/// One line of the timeline; without a time it is to be filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct EventLine {
    /// `13:46:52`, empty where it is not known.
    pub(crate) at: String,
    /// `+0:39`, since the test began.
    pub(crate) elapsed: String,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    /// Why there is no time.
    pub(crate) blank: String,
}

/// One of the five whys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct WhyLine {
    pub(crate) question: String,
    pub(crate) hints: Vec<String>,
}

/// Where the figures come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Origin {
    pub(crate) notes: Vec<NoteLine>,
    pub(crate) command: String,
    pub(crate) generator: String,
}

impl PostmortemPage {
    /// Builds the view of a postmortem.
    pub(crate) fn of(postmortem: &Postmortem) -> Self {
        let assessment = &postmortem.assessment;
        let whole = Facts::whole(assessment);
        let clock = Clock::of(assessment);
        let mut charts = Charts::default();
        let meta = &assessment.run.meta;
        let name = plain(&meta.name);
        let method = method::method(assessment);
        Self {
            title: plain(&postmortem.title),
            run: match &meta.started {
                Ok(at) => format!("{name}, {}", moment(*at)),
                Err(missing) => format!("{name} ({})", plain(missing.reason())),
            },
            verdict: assessment.verdict.into(),
            summary: postmortem.summary.iter().map(|text| plain(text)).collect(),
            impact: postmortem.impact.iter().map(impact).collect(),
            timeline: postmortem.timeline.iter().map(event).collect(),
            time: over_time(assessment, &whole, clock.as_ref(), &mut charts),
            saturation: saturation(assessment, &whole, clock.as_ref(), &mut charts),
            whys: postmortem.whys.iter().map(why).collect(),
            actions: postmortem.actions.iter().map(ActionLine::of).collect(),
            checklist: postmortem.checklist.iter().map(|text| plain(text)).collect(),
            method: Origin { notes: method.notes, command: method.command, generator: method.generator },
            charts,
        }
    }
}

/// The text of a figure that is known, or why it is not, as a sentence.
fn known_or_blank(text: &Known<String>) -> (String, String) {
    match text {
        Ok(text) => (plain(text), String::new()),
        Err(missing) => (String::new(), sentence(&plain(missing.reason()))),
    }
}

fn impact(fact: &Fact) -> ImpactLine {
    let (text, blank) = known_or_blank(&fact.text);
    ImpactLine { name: fact.name, text, blank }
}

fn event(event: &Event) -> EventLine {
    let clock = |at: i64| DateTime::from_timestamp(at, 0).map(|at| at.format("%H:%M:%S").to_string());
    let at = event.at.clone().map(|at| clock(at).unwrap_or_default());
    let (at, blank) = known_or_blank(&at);
    let since = |seconds: i64| format!("+{}:{:02}", seconds / 60, seconds % 60);
    EventLine {
        at,
        elapsed: event.elapsed.map(since).unwrap_or_default(),
        kind: event.kind.word(),
        text: plain(&event.text),
        blank,
    }
}

fn why(why: &Why) -> WhyLine {
    WhyLine { question: plain(&why.question), hints: why.hints.iter().map(|hint| plain(hint)).collect() }
}
