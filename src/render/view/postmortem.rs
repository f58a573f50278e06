//! A postmortem as finished text.

use chrono::DateTime;
use serde::Serialize;

use super::figure::Charts;
use super::method::{self, NoteLine};
use super::over_time::clock::Clock;
use super::over_time::{OverTime, over_time};
use super::servers::saturation::{Saturation, saturation};
use super::subject::Facts;
use super::text::{VerdictMark, moment, sentence};
use crate::model::judgement::Assessment;
use crate::model::missing::Known;
use crate::model::outcome::Outcomes;
use crate::model::postmortem::{Action, Event, Fact, Postmortem, Remarks, Shown, Topic, Why};
use crate::model::quantity::{Milliseconds, PerSecond, Share};
use crate::render::text::plain;
use crate::words::{Text, say};

/// Everything that a postmortem may say.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PostmortemPage {
    pub(crate) title: String,
    /// The run, and when it was.
    pub(crate) run: String,
    pub(crate) verdict: VerdictMark,
    pub(crate) status: String,
    /// Who brings it to its end, and how severe it was.
    pub(crate) about: Vec<FactLine>,
    pub(crate) commits: Commits,
    pub(crate) summary: Vec<String>,
    pub(crate) impact: Vec<FactLine>,
    pub(crate) timeline: Vec<EventLine>,
    /// The run over time, as the report has it.
    pub(crate) time: OverTime,
    /// What rose together with it.
    pub(crate) saturation: Saturation,
    pub(crate) remarks: Vec<RemarkSection>,
    pub(crate) whys: Vec<WhyLine>,
    pub(crate) actions: Vec<ActionLine>,
    pub(crate) checklist: Vec<String>,
    pub(crate) method: Origin,
    #[serde(skip)]
    pub(crate) charts: Charts,
}

/// One fact: what is known, or why it is blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FactLine {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) blank: String,
}

/// The commits between base and run, with the command that lists them; or why they are not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Commits {
    pub(crate) range: String,
    pub(crate) command: String,
    pub(crate) blank: String,
}

/// What the data say of a question, and what people are asked to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RemarkSection {
    /// The id of its element.
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) known: Vec<String>,
    pub(crate) blank: String,
    /// What is for people to add; empty where nothing is.
    pub(crate) ask: String,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ActionLine {
    pub(crate) priority: &'static str,
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) why: String,
}

/// One line of the timeline; without a time it is to be filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct EventLine {
    /// `13:46:52`, empty where it is not known.
    pub(crate) at: String,
    /// `+0:39`, since the test began.
    pub(crate) elapsed: String,
    pub(crate) kind: String,
    pub(crate) text: String,
    /// Why there is no time.
    pub(crate) blank: String,
    /// What shows it: the name of a chart and a word for it; without a chart a figure.
    pub(crate) chart: &'static str,
    pub(crate) shown: String,
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
        let time = over_time(assessment, &whole, clock.as_ref(), &mut charts);
        let saturation = saturation(assessment, &whole, clock.as_ref(), &mut charts);
        let mut drawn: Vec<&str> = time.charts.iter().map(|view| view.name.as_str()).collect();
        drawn.extend(saturation.overview.map(|_| SERVERS));
        Self {
            title: plain(&postmortem.title),
            run: match &meta.started {
                Ok(at) => format!("{name}, {}", moment(*at)),
                Err(missing) => format!("{name} ({})", plain(missing.reason())),
            },
            verdict: assessment.verdict.into(),
            status: plain(&postmortem.status),
            about: vec![
                fact(say!("column-owner"), &postmortem.owner),
                fact(say!("postmortem-severity"), &postmortem.severity),
            ],
            commits: commits(postmortem),
            summary: postmortem.summary.iter().map(plain).collect(),
            impact: postmortem
                .impact
                .iter()
                .map(|Fact { name, text }| fact(name.to_string(), text))
                .collect(),
            timeline: postmortem
                .timeline
                .iter()
                .map(|event| self::event(event, assessment, &drawn))
                .collect(),
            time,
            saturation,
            remarks: postmortem.remarks.iter().map(remarks).collect(),
            whys: postmortem.whys.iter().map(why).collect(),
            actions: postmortem.actions.iter().map(action).collect(),
            checklist: postmortem.checklist.iter().map(plain).collect(),
            method: Origin { notes: method.notes, command: method.command, generator: method.generator },
            charts,
        }
    }
}

/// The text of a figure that is known, or why it is not, as a sentence.
fn known_or_blank(text: &Known<impl std::fmt::Display>) -> (String, String) {
    match text {
        Ok(text) => (plain(text), String::new()),
        Err(missing) => (String::new(), sentence(&plain(missing.reason()))),
    }
}

fn fact(name: String, text: &Known<Text>) -> FactLine {
    let (text, blank) = known_or_blank(text);
    FactLine { name, text, blank }
}

fn commits(postmortem: &Postmortem) -> Commits {
    let (range, blank) = known_or_blank(&postmortem.commits);
    let command = postmortem.commits.as_ref().map_or(String::new(), |commits| plain(commits.command()));
    Commits { range, command, blank }
}

fn remarks(remarks: &Remarks) -> RemarkSection {
    let (id, title, ask) = match remarks.topic {
        Topic::Trigger => ("trigger", say!("postmortem-trigger"), say!("postmortem-ask-trigger")),
        Topic::Factors => ("factors", say!("postmortem-factors"), say!("postmortem-ask-factors")),
        Topic::WentWell => ("well", say!("postmortem-well"), say!("postmortem-ask-well")),
        Topic::Luck => ("luck", say!("postmortem-luck"), say!("postmortem-ask-luck")),
        Topic::Recurrence => ("recurrence", say!("postmortem-recurrence"), String::new()),
    };
    let (known, blank) = match &remarks.known {
        Ok(texts) => (texts.iter().map(plain).collect(), String::new()),
        Err(missing) => (Vec::new(), sentence(&plain(missing.reason()))),
    };
    RemarkSection { id, title, known, blank, ask }
}

fn action(action: &Action) -> ActionLine {
    ActionLine {
        priority: action.priority.word(),
        kind: action.kind.text().to_string(),
        text: plain(&action.text),
        why: plain(&action.evidence),
    }
}

/// The chart of what the servers measured.
const SERVERS: &str = "servers-overview";

/// Names the chart that shows something, or, where that is not drawn, the figure of the whole run.
fn shown(shown: Shown, assessment: &Assessment, drawn: &[&str]) -> (&'static str, String) {
    let (chart, word) = match shown {
        Shown::Load => ("time-load", say!("postmortem-shown-load")),
        Shown::Latency => ("time-latency", say!("postmortem-shown-latency")),
        Shown::Errors => ("time-errors", say!("postmortem-shown-errors")),
        Shown::Servers => (SERVERS, say!("postmortem-shown-servers")),
    };
    if drawn.contains(&chart) {
        return (chart, word);
    }
    let run = &assessment.run;
    let figure = match shown {
        Shown::Load => run.rate.as_ref().ok().map(|rate| PerSecond(*rate).to_string()),
        Shown::Latency => {
            let latency = run.whole.latency.as_ref().ok();
            latency
                .and_then(|latency| latency.quantile(0.95).ok())
                .map(|p95| format!("p95 {}", Milliseconds(p95)))
        }
        Shown::Errors => {
            let share = run.whole.outcomes.as_ref().ok().and_then(Outcomes::bad_share);
            share.map(|share| say!("postmortem-shown-error-share", share = Share(share)))
        }
        Shown::Servers => None,
    };
    ("", figure.unwrap_or_default())
}

fn event(event: &Event, assessment: &Assessment, drawn: &[&str]) -> EventLine {
    let (chart, shown) = event.shown.map(|what| shown(what, assessment, drawn)).unwrap_or_default();
    let clock = |at: i64| DateTime::from_timestamp(at, 0).map(|at| at.format("%H:%M:%S").to_string());
    let at = event.at.clone().map(|at| clock(at).unwrap_or_default());
    let (at, blank) = known_or_blank(&at);
    let since = |seconds: i64| format!("+{}:{:02}", seconds / 60, seconds % 60);
    EventLine {
        at,
        elapsed: event.elapsed.map(since).unwrap_or_default(),
        kind: event.kind.text().to_string(),
        text: plain(&event.text),
        blank,
        chart,
        shown,
    }
}

fn why(why: &Why) -> WhyLine {
    WhyLine { question: plain(&why.question), hints: why.hints.iter().map(plain).collect() }
}
