//! What part of the test is judged, as far as a summary separates it.

use std::collections::BTreeSet;

use super::selector::Selector;
use super::summary::{DURATION, FAILED, Metrics, REQUEST_METRICS, REQUESTS};
use crate::model::endpoint::Span;
use crate::model::labeller::Labeller;

/// The part of the test that the figures of the whole run speak of.
#[derive(Debug)]
pub(super) struct JudgedWindow {
    /// The one scenario that the file separates; absent where the figures are of the whole test.
    pub(super) scenario: Option<String>,
    /// Scenarios that the file names and that are not judged.
    pub(super) left_out: Vec<String>,
    /// Scenarios that the file names and that are judged.
    pub(super) judged: Vec<String>,
}

impl JudgedWindow {
    /// Finds the window: the judged scenario, where there is one and both its latency and its requests
    /// are stated; else the whole test.
    pub(super) fn of(metrics: &Metrics, labeller: &dyn Labeller) -> Self {
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
        Self { scenario, left_out: owned(left_out), judged: owned(judged) }
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
        if self.scenario.is_some() { Span::Window } else { Span::WholeTest }
    }

    /// Says the rule in words.
    pub(super) fn text(&self, labeller: &dyn Labeller) -> String {
        match &self.scenario {
            Some(scenario) => format!("scenario {}, as the file separates it", labeller.scrub(scenario)),
            None => "the whole test: this summary does not separate scenarios".to_owned(),
        }
    }
}

fn is_separated(metrics: &Metrics, scenario: &str) -> bool {
    let selector = Selector::default().with("scenario", scenario);
    metrics.trend(DURATION, &selector).is_some()
        && (metrics.rate(FAILED, &selector).is_some() || metrics.counter(REQUESTS, &selector).is_some())
}
