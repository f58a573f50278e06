//! What the data say of an incident, laid out as a postmortem: systems and times, never people.
//!
//! What the data cannot say is a blank with its reason, for people to fill in.

use super::commit::CommitRange;
use super::judgement::Assessment;
use super::missing::Known;
use super::review::Priority;
use crate::words::{Text, text};

/// What the caller says of a postmortem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostmortemHead {
    /// Its title; by default it is made of the run's name.
    pub title: Option<String>,
    /// How far it is; by default a draft.
    pub status: Option<String>,
    /// Who brings it to its end.
    pub owner: Option<String>,
}

/// A postmortem, as far as the data can write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Postmortem {
    /// Its title.
    pub title: Text,
    /// How far it is.
    pub status: Text,
    /// Who brings it to its end.
    pub owner: Known<Text>,
    /// How severe the incident was, by the criteria of the configuration.
    pub severity: Known<Text>,
    /// The commits between the base and the run.
    pub commits: Known<CommitRange>,
    /// What happened, in a few sentences.
    pub summary: Vec<Text>,
    /// What it cost.
    pub impact: Vec<Fact>,
    /// What happened when, in the order of time; what has no time stands where it belongs.
    pub timeline: Vec<Event>,
    /// What the data say of some questions, and what is for people to add.
    pub remarks: Vec<Remarks>,
    /// Five questions, with what the data hint at.
    pub whys: Vec<Why>,
    /// What the figures suggest to do, the most urgent first.
    pub actions: Vec<Action>,
    /// What to check before it is closed.
    pub checklist: Vec<Text>,
    /// The figures behind it, with their charts.
    pub assessment: Assessment,
}

/// A line of the impact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Of what.
    pub name: Text,
    /// What is known of it.
    pub text: Known<Text>,
}

/// What the data say of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarks {
    /// Of which.
    pub topic: Topic,
    /// What is known, a sentence each; or why nothing is.
    pub known: Known<Vec<Text>>,
}

/// A question of a postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// What set it off.
    Trigger,
    /// What made it possible, worse or longer.
    Factors,
    /// What held.
    WentWell,
    /// What could have been worse, and was not by design.
    Luck,
    /// Whether it happened before.
    Recurrence,
}

/// Something to do; owner, date and ticket are for people to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// How urgent it is.
    pub priority: Priority,
    /// What it is for.
    pub kind: ActionKind,
    /// What to do.
    pub text: Text,
    /// Why: the figure behind it.
    pub evidence: Text,
}

/// What an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// That it does not happen again.
    Prevent,
    /// That it is seen earlier.
    Detect,
    /// That it costs less.
    Mitigate,
}

impl ActionKind {
    /// The word that is shown.
    pub fn text(self) -> Text {
        match self {
            Self::Prevent => text!("postmortem-prevent"),
            Self::Detect => text!("postmortem-detect"),
            Self::Mitigate => text!("postmortem-mitigate"),
        }
    }
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Of what kind.
    pub kind: EventKind,
    /// Unix second, or why it is not known.
    pub at: Known<i64>,
    /// Seconds since the test began, where both are known.
    pub elapsed: Option<i64>,
    /// What happened.
    pub text: Text,
    /// Which figures show it; absent where none do.
    pub shown: Option<Shown>,
}

/// Which figures show something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// How many requests there were.
    Load,
    /// How long they took.
    Latency,
    /// How many of them failed.
    Errors,
    /// What the servers measured.
    Servers,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The test, or its judged window, began.
    Start,
    /// Figures left their level.
    Deviation,
    /// A resource left its level, or was full.
    Resource,
    /// An objective was missed from here on.
    Detection,
    /// It was worst.
    Peak,
    /// Somebody noticed, or did something: only people know.
    People,
    /// Figures came back to their level.
    Recovery,
    /// The test ended.
    End,
}

impl EventKind {
    /// How a timeline calls it.
    pub fn text(self) -> Text {
        match self {
            Self::Start => text!("postmortem-start"),
            Self::Deviation => text!("postmortem-deviation"),
            Self::Resource => text!("postmortem-resource"),
            Self::Detection => text!("postmortem-detection"),
            Self::Peak => text!("postmortem-peak"),
            Self::People => text!("postmortem-people"),
            Self::Recovery => text!("postmortem-recovery"),
            Self::End => text!("postmortem-end"),
        }
    }
}

/// One of the five whys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The question.
    pub question: Text,
    /// What the data hint at; the answer is for people.
    pub hints: Vec<Text>,
}
