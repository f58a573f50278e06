//! Runs that became part of a baseline.

use serde::Serialize;

use crate::model::baseline::BaselineAction;
use crate::model::review::{Promotion, Review};
use crate::render::text::{plain, shorten};
use crate::render::view::text::DASH;

use super::words::{self, Listed};

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
            BaselineAction::Added => "added",
            BaselineAction::Promoted => "promoted",
            BaselineAction::Removed => "removed",
            BaselineAction::Retired => "retired",
        };
        let from = event.from.as_deref().map(|from| format!(" from {}", plain(from))).unwrap_or_default();
        PromotionLine {
            when: words::time(review, event.at),
            run: run.map_or_else(|| shorten(&plain(&event.run), ID_FITS), |run| plain(&run.name)),
            baseline: plain(&promotion.baseline),
            action: format!("{action}{from}"),
            by: plain(&event.by),
            why: event.why.as_deref().map_or_else(|| DASH.to_owned(), plain),
            objections: event.objections.iter().map(|text| plain(text)).collect(),
        }
    })
}
