//! All sections of a review together.

use serde::Serialize;

use crate::model::review::{Action, Review};
use crate::render::text::plain;
use crate::render::view::figure::Charts;

use super::budgets::{self, Budgets};
use super::changes::{self, ChangeLine};
use super::doubts::{self, NoisyLine, ReasonLine};
use super::head::{self, Head};
use super::method::{self, Method};
use super::promotions::{self, PromotionLine};
use super::runs::{self, Runs};
use super::trends::{self, Trends};
use super::words::Listed;

/// Everything that a review may say.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ReviewPage {
    pub(crate) head: Head,
    pub(crate) actions: Listed<ActionLine>,
    pub(crate) runs: Runs,
    pub(crate) trends: Trends,
    pub(crate) change_points: Listed<ChangeLine>,
    pub(crate) movers: Listed<ChangeLine>,
    /// What the movers are compared with: `the 7 days before`.
    pub(crate) movers_base: String,
    pub(crate) budgets: Budgets,
    pub(crate) noisy: Listed<NoisyLine>,
    pub(crate) inconclusive: Listed<ReasonLine>,
    pub(crate) promotions: Listed<PromotionLine>,
    pub(crate) method: Method,
    #[serde(skip)]
    pub(crate) charts: Charts,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ActionLine {
    pub(crate) priority: &'static str,
    pub(crate) text: String,
    pub(crate) why: String,
}

impl ActionLine {
    /// Writes what is suggested.
    pub(crate) fn of(action: &Action) -> Self {
        Self { priority: action.priority.word(), text: plain(&action.text), why: plain(&action.evidence) }
    }
}

impl ReviewPage {
    /// Builds the view of a review.
    pub(crate) fn of(review: &Review) -> Self {
        let mut charts = Charts::default();
        Self {
            head: head::head(review),
            actions: Listed::of(&review.actions, "action", ActionLine::of),
            runs: runs::runs(review),
            trends: trends::trends(review, &mut charts),
            change_points: changes::change_points(review),
            movers: changes::movers(review),
            movers_base: plain(&review.movers_base),
            budgets: budgets::budgets(review, &mut charts),
            noisy: doubts::noisy(review),
            inconclusive: doubts::inconclusive(review),
            promotions: promotions::promotions(review),
            method: method::method(review),
            charts,
        }
    }
}
