//! What part of the test is judged, as far as a summary separates it.

use std::collections::BTreeSet;

use super::selector::Selector;
use super::summary::{DURATION, FAILED, Metrics, REQUEST_METRICS, REQUESTS};
use crate::model::endpoint::Span;
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;
use crate::model::tag_filter::TagFilter;
use crate::words::{Text, text};

/// The part of the test that the figures of the whole run speak of.
#[derive(Debug)]
pub(super) struct JudgedWindow {
    /// The one scenario that the file separates; absent where the figures are of the whole test.
    pub(super) scenario: Option<String>,
    /// Scenarios that the file names and that are not judged.
    pub(super) left_out: Vec<String>,
    /// Scenarios that the file names and that are judged.
    pub(super) judged: Vec<String>,
    /// The tags that all figures of requests are limited to.
    pub(super) tags: TagFilter,
}

impl JudgedWindow {
    /// Finds the window: the judged scenario, where there is one and both its latency and its requests
    /// are stated; else the whole test.
    pub(super) fn of(metrics: &Metrics, labeller: &dyn Labeller, settings: &Settings) -> Self {
        let named: BTreeSet<&str> = metrics
            .selectors(&REQUEST_METRICS)
            .filter_map(|(_, selector)| selector.get("scenario"))
            .collect();
        let (judged, left_out): (Vec<&str>, Vec<&str>) =
            named.into_iter().partition(|scenario| labeller.judges_scenario(scenario));
        let scenario = match judged.as_slice() {
            [only] if is_separated(metrics, only) => Some((*only).to_owned()),
            _ => None,
        };
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        Self {
            scenario,
            left_out: owned(left_out),
            judged: owned(judged),
            tags: settings.window.tags.clone(),
        }
    }

    /// The selector of the whole run's metrics.
    pub(super) fn selector(&self) -> Selector {
        let plain = Selector::default();
        match &self.scenario {
            Some(scenario) => plain.with("scenario", scenario),
            None => plain,
        }
    }

    pub(super) fn span(&self) -> Span {
        self.span_of(self.scenario.as_ref())
    }

    /// What part of the test figures are of that are limited to a scenario, or not.
    pub(super) fn span_of(&self, scenario: Option<&String>) -> Span {
        if scenario.is_some() || !self.tags.is_empty() { Span::Window } else { Span::WholeTest }
    }

    /// Names the part of the test that is judged; absent where that is all of it.
    pub(super) fn part(&self, labeller: &dyn Labeller) -> Option<Text> {
        let named = |name| text!("window-of-scenarios", count = 1_u64, names = labeller.scrub(name));
        let tags = (!self.tags.is_empty()).then(|| labeller.scrub(&self.tags.to_string()).into());
        let parts: Vec<Text> = self.scenario.as_deref().map(named).into_iter().chain(tags).collect();
        (!parts.is_empty()).then(|| Text::joined(parts, ", "))
    }

    /// Says the rule in words.
    pub(super) fn text(&self, labeller: &dyn Labeller) -> Text {
        match self.part(labeller) {
            Some(part) => text!("window-of-part", part = part),
            None => Text::plain("window-of-summary-without-scenarios"),
        }
    }
}

fn is_separated(metrics: &Metrics, scenario: &str) -> bool {
    let selector = Selector::default().with("scenario", scenario);
    metrics.trend(DURATION, &selector).is_some()
        && (metrics.rate(FAILED, &selector).is_some() || metrics.counter(REQUESTS, &selector).is_some())
}
