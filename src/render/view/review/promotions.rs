//! Runs that became part of a baseline.

use serde::Serialize;

use crate::model::baseline::BaselineAction;
use crate::model::review::{Promotion, Review};
use crate::render::text::{plain, shorten};
use crate::render::view::text::DASH;

use super::words::{self, Listed};
use crate::words::{say, text};

/// A content id is shown to as many characters.
const ID_FITS: usize = 16;

/// One promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PromotionLine {
    pub(crate) when: String,
    pub(crate) run: String,
    pub(crate) baseline: String,
    /// `added`, `promoted from release`.
    pub(crate) action: String,
    pub(crate) by: String,
    pub(crate) why: String,
    pub(crate) objections: Vec<String>,
}

/// Lists the promotions.
pub(crate) fn promotions(review: &Review) -> Listed<PromotionLine> {
    Listed::of(&review.promotions, "promotion", |promotion: &Promotion| {
        let event = &promotion.event;
        let run = review.runs.iter().find(|run| run.id == event.run);
        let action = match event.action {
            BaselineAction::Added => text!("review-added"),
            BaselineAction::Promoted => text!("review-promoted"),
            BaselineAction::Removed => text!("review-removed"),
            BaselineAction::Retired => text!("review-retired"),
        };
        PromotionLine {
            when: words::time(review, event.at),
            run: run.map_or_else(|| shorten(&plain(&event.run), ID_FITS), |run| plain(&run.name)),
            baseline: plain(&promotion.baseline),
            action: match &event.from {
                Some(from) => say!("review-promotion-from", action = action, baseline = plain(from)),
                None => action.to_string(),
            },
            by: plain(&event.by),
            why: event.why.as_deref().map_or_else(|| DASH.to_owned(), plain),
            objections: event.objections.iter().map(plain).collect(),
        }
    })
}
