//! Counts how requests ended, as far as a summary tells.

use crate::ingest::timeout::is_timeout;
use crate::model::endpoint::EndpointId;
use crate::model::labeller::{Labeller, Response};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::settings::Settings;

/// Counts the requests of one endpoint.
pub(super) struct Tally<'a> {
    endpoint: EndpointId,
    labeller: &'a dyn Labeller,
    settings: &'a Settings,
    pub outcomes: Outcomes,
}

impl<'a> Tally<'a> {
    pub(super) fn of(endpoint: EndpointId, labeller: &'a dyn Labeller, settings: &'a Settings) -> Self {
        let classes = Outcome::ALL.into_iter().map(|outcome| (outcome, 0)).collect();
        Self { endpoint, labeller, settings, outcomes: Outcomes { classes, ..Outcomes::default() } }
    }

    /// Counts where the file does not say what was asked: what is declared for every endpoint (`*`) holds.
    pub(super) fn of_all(labeller: &'a dyn Labeller, settings: &'a Settings) -> Self {
        Self::of(EndpointId::named("*"), labeller, settings)
    }

    /// Adds answers with a status.
    pub(super) fn status(&mut self, status: u16, count: u64) {
        let response = Response { status: Some(status), ..Response::default() };
        self.add(self.labeller.outcome(&self.endpoint, response), count);
        let seen = self.outcomes.statuses.entry(status).or_default();
        *seen = seen.saturating_add(count);
    }

    /// Adds requests without an answer, by the words of the error.
    pub(super) fn error(&mut self, error: &str, count: u64) {
        self.add(if is_timeout(error) { Outcome::Timeout } else { Outcome::TransportError }, count);
    }

    /// Counts the answers.
    pub(super) fn answered(&self) -> u64 {
        self.outcomes.statuses.values().fold(0, |sum: u64, count| sum.saturating_add(*count))
    }

    fn add(&mut self, outcome: Outcome, count: u64) {
        let bad = self.settings.outcomes.undeclared_4xx.counts_as_bad(outcome);
        let side = if bad { &mut self.outcomes.bad } else { &mut self.outcomes.good };
        *side = side.saturating_add(count);
        let class = self.outcomes.classes.entry(outcome).or_default();
        *class = class.saturating_add(count);
    }
}
