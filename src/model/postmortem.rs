//! What the data say of an incident, laid out as a postmortem: systems and times, never people.
//!
//! What the data cannot say is a blank with its reason, for people to fill in.

use super::judgement::Assessment;
use super::missing::Known;
use super::review::Action;

/// A postmortem, as far as the data can write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Postmortem {
    /// Its title.
    pub title: String,
    /// What happened, in a few sentences.
    pub summary: Vec<String>,
    /// What it cost.
    pub impact: Vec<Fact>,
    /// What happened when, in the order of time; what has no time stands where it belongs.
    pub timeline: Vec<Event>,
    /// Five questions, with what the data hint at.
    pub whys: Vec<Why>,
    /// What the figures suggest to do, the most urgent first.
    pub actions: Vec<Action>,
    /// What to check before it is closed.
    pub checklist: Vec<String>,
    /// The figures behind it, with their charts.
    pub assessment: Assessment,
}

/// A line of the impact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Of what.
    pub name: &'static str,
    /// What is known of it.
    pub text: Known<String>,
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
    pub text: String,
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
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Deviation => "first deviation",
            Self::Resource => "resource",
            Self::Detection => "detection by objective",
            Self::Peak => "peak",
            Self::People => "people",
            Self::Recovery => "recovery",
            Self::End => "end",
        }
    }
}

/// One of the five whys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The question.
    pub question: String,
    /// What the data hint at; the answer is for people.
    pub hints: Vec<String>,
}
